"""The library as its reader uses it: search, choose a study, continue, copy, find again, remove."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QPushButton, QVBoxLayout, QWidget

from viewer.errors import ViewerError
from viewer.library.entry import Entry, Held
from viewer.model.display import Display
from viewer.session.session import Session
from viewer.session.settings import Settings
from viewer.widgets.library.library_table import LibraryTable
from viewer.widgets.parts.icons import icon
from viewer.widgets.parts.plain_text import PlainLabel
from viewer.widgets.parts.typing_keys import claims_key

_TYPING_RESTS_MS = 120
_EMPTY = "No study has been opened yet. What you open is listed here, to be found again."
_OFF = "The library is switched off: studies that you open are not remembered."
_HINT = "Enter continues where you were.  Delete asks what to remove."


class LibraryPanel(QWidget):
    """Search field, rows, and what can be done with the chosen one.

    `folder_wanted(entry)` and `removal_wanted(entry)` ask for its images and for what to remove,
    `continuing(entry)` tells that a study is about to open, `filled()` that the rows are new.
    """

    folder_wanted = Signal(object)
    removal_wanted = Signal(object)
    continuing = Signal(object)
    filled = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Library")
        self._session = session
        self._library = session.library
        self._asked = self._answered = 0
        self._trouble: ViewerError | None = None
        self._is_empty = True
        self.search_field = _search_field()
        self.search_field.installEventFilter(self)
        self.table = LibraryTable()
        self._words = PlainLabel()
        self._words.setProperty("role", "muted")
        self._words.setWordWrap(True)
        self._words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._count = PlainLabel()
        self._count.setProperty("role", "faint")
        self._buttons = {
            "continue": _button("Continue", "play", self.continue_current, primary=True),
            "copy": _button("Copy into library", "copy", self._copy),
            "find": _button("Find images…", "search", self._find),
            "remove": _button("Remove…", "trash", self._remove),
        }
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(_TYPING_RESTS_MS)
        self._typing.timeout.connect(self.refresh)
        self._build()
        self._connect()

    @property
    def has_something(self) -> bool:
        """Whether there is a study to list, or something to be told in its place."""
        return self._library.enabled and (not self._is_empty or self._trouble is not None)

    @property
    def message(self) -> str:
        """What is said in place of rows, empty where there are rows."""
        return "" if self._words.isHidden() else self._words.text()

    def refresh(self) -> None:
        """Search anew; the answer comes later."""
        self._typing.stop()
        self._asked += 1
        number, text = self._asked, self.search_field.text()
        if not self._library.enabled:
            self._show((), text)
            return

        def found(entries: tuple[Entry, ...]) -> None:
            if number == self._asked:
                self._trouble = None
                self._show(entries, text)
                self._library.look_for_images(entries, self._show_missing)

        def refused(error: ViewerError) -> None:
            if number == self._asked:
                self._trouble = error
                self._show((), text)

        self._library.search(text, found, refused)

    def begin(self) -> None:
        """Start over: everything listed, nothing chosen by hand."""
        self.search_field.clear()
        self.table.setCurrentCell(-1, -1)
        self.refresh()

    def continue_current(self) -> None:
        """Open the chosen study where it was left."""
        if self.table.current is not None:
            self._continue(self.table.current)

    def showEvent(self, event: QShowEvent) -> None:
        """List what is there now."""
        super().showEvent(event)
        self.refresh()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter and the arrows in the search field work on the rows; Escape empties it first."""
        if watched is self.search_field:
            if claims_key(event):
                return True
            if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
                return self._take_key(event)
        return super().eventFilter(watched, event)

    def _take_key(self, event: QKeyEvent) -> bool:
        key = event.key()
        if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            if self._typing.isActive():
                self.refresh()
            elif self._answered == self._asked:
                # Typed faster than it is found, nothing is opened: it would not be what the words say.
                self.continue_current()
            return True
        if key in {Qt.Key.Key_Down, Qt.Key.Key_PageDown} and self.table.entries:
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
            return True
        if key == Qt.Key.Key_Escape and self.search_field.text():
            self.search_field.clear()
            return True
        return False

    def _show(self, entries: tuple[Entry, ...], text: str) -> None:
        if not text.strip():
            self._is_empty = not entries
        self._answered = self._asked
        open_now = frozenset(entry.study_uid for entry in entries if self._library.is_open(entry))
        self.table.show_entries(entries, open_now)
        self.table.setVisible(bool(entries))
        self._words.setVisible(not entries)
        self._words.setText(self._reason(text))
        count = len(entries)
        self._count.setText(f"{count} {'study' if count == 1 else 'studies'}.  {_HINT}" if count else "")
        self.search_field.setEnabled(self._library.enabled)
        self._show_possible()
        self.filled.emit()

    def _reason(self, text: str) -> str:
        if not self._library.enabled:
            return _OFF
        if self._trouble is not None:
            return f"{self._trouble.message}\n{self._trouble.hint}"
        return f"No study in the library matches “{text.strip()}”." if text.strip() else _EMPTY

    def _show_missing(self, missing: frozenset[str]) -> None:
        self.table.show_missing(missing)
        self._show_possible()

    def _show_possible(self) -> None:
        entry = self.table.current
        missing = entry is not None and self.table.is_missing(entry)
        self._buttons["continue"].setEnabled(entry is not None)
        self._buttons["copy"].setEnabled(entry is not None and entry.held is not Held.COPIED and not missing)
        # A copy that is there would be left behind by another place.
        findable = entry is not None and (missing or entry.held is not Held.COPIED)
        self._buttons["find"].setEnabled(findable)
        self._buttons["remove"].setEnabled(entry is not None)

    def _show_privacy(self, _old: object, display: Display) -> None:
        self.table.hide_identity(hidden=display.identity_hidden)

    def _follow_settings(self, old: Settings, new: Settings) -> None:
        if old.library != new.library:
            self.refresh()

    def _renew(self) -> None:
        if self.isVisible():
            self.refresh()

    def _continue(self, entry: Entry) -> None:
        self.continuing.emit(entry)
        self._library.continue_with(entry)

    def _copy(self) -> None:
        if self.table.current is not None:
            self._library.copy_images(self.table.current)

    def _find(self) -> None:
        if self.table.current is not None:
            self.folder_wanted.emit(self.table.current)

    def _remove(self) -> None:
        if self.table.current is not None:
            self.removal_wanted.emit(self.table.current)

    def _search_on(self, letter: str) -> None:
        self.search_field.setFocus(Qt.FocusReason.OtherFocusReason)
        self.search_field.insert(letter)

    def _show_menu(self, place: QPoint) -> None:
        if self.table.current is None:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for button in self._buttons.values():
            action = menu.addAction(button.icon(), button.accessibleName())
            action.setEnabled(button.isEnabled())
            action.triggered.connect(button.click)
        menu.popup(self.table.viewport().mapToGlobal(place))

    def _connect(self) -> None:
        self.search_field.textChanged.connect(lambda _text: self._typing.start())
        self.table.chosen.connect(self._continue)
        self.table.removing.connect(self.removal_wanted)
        self.table.left.connect(lambda: self.search_field.setFocus(Qt.FocusReason.OtherFocusReason))
        self.table.typed.connect(self._search_on)
        self.table.itemSelectionChanged.connect(self._show_possible)
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.table.customContextMenuRequested.connect(self._show_menu)
        self._library.changed.connect(self._renew)
        self._session.settings_changed.connect(self._follow_settings)
        self._session.display_changed.connect(self._show_privacy)
        self.table.hide_identity(hidden=self._session.display.identity_hidden)

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.search_field)
        column.addWidget(self.table, 1)
        column.addWidget(self._words, 1)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._count, 1)
        for button in self._buttons.values():
            row.addWidget(button)
        column.addLayout(row)
        self._words.hide()


def _search_field() -> QLineEdit:
    field = QLineEdit()
    field.setPlaceholderText("Search the library by name, id, date, region or finding")
    field.setAccessibleName("Search the library")
    field.setClearButtonEnabled(True)
    field.addAction(icon("search"), QLineEdit.ActionPosition.LeadingPosition)
    field.setMinimumHeight(32)
    return field


def _button(title: str, icon_name: str, pressed: Callable[[], None], *, primary: bool = False) -> QPushButton:
    made = QPushButton(icon(icon_name), f" {title}")
    made.setProperty("primary", primary)
    made.setAccessibleName(title)
    made.setAutoDefault(False)
    made.clicked.connect(lambda _checked=False: pressed())
    return made
