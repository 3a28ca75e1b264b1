"""The library over the window, and what any list of it asks: which folder, what to remove."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from viewer.actions.action import guarded
from viewer.library.entry import Entry
from viewer.session.library import Removal
from viewer.session.notice import Notice, Severity
from viewer.session.session import Session
from viewer.widgets.library.library_panel import LibraryPanel
from viewer.widgets.library.library_removal import RemovalSheet
from viewer.widgets.library.library_words import patient_words
from viewer.widgets.parts.plain_text import PlainLabel
from viewer.widgets.parts.sheet import Sheet

ChooseFolder = Callable[[str, Callable[[Path], None]], None]
_SIZE_PX = (1160, 620)


class LibrarySheet(Sheet):
    """Shows the library while a study is open; opening one closes the sheet."""

    def __init__(self, session: Session, choose_folder: ChooseFolder, over: QWidget) -> None:
        super().__init__("Library", over)
        self._session = session
        self._choose_folder = choose_folder
        self.panel = LibraryPanel(session)
        self.removal = RemovalSheet(over)
        # The sheet lies over the messages of the window: it says them itself.
        self._said = PlainLabel()
        self._said.setWordWrap(True)
        self._said.setAccessibleName("Message")
        session.noticed.connect(self._say)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 12, 12, 14)
        column.setSpacing(10)
        column.addLayout(self.head("Library"))
        column.addWidget(self.panel, 1)
        column.addWidget(self._said)
        self.serve(self.panel)
        self.panel.continuing.connect(lambda _entry: self.dismiss())
        session.library.missing.connect(self._ask_for_missing)

    def serve(self, panel: LibraryPanel) -> None:
        """Answer what a list of the library asks."""
        panel.folder_wanted.connect(partial(self._ask_folder, then_open=False))
        panel.removal_wanted.connect(self._ask_removal)

    def place(self) -> None:
        """Most of the window, with everything listed."""
        self.panel.begin()
        self._said.hide()
        self.centre(*_SIZE_PX)

    def take_keyboard(self) -> None:
        """Type at once."""
        self.panel.search_field.setFocus(Qt.FocusReason.PopupFocusReason)

    @property
    def said(self) -> str:
        """The message on the sheet, empty where there is none."""
        return "" if self._said.isHidden() else self._said.text()

    def _say(self, notice: Notice) -> None:
        self._said.setText(f"{notice.text} {notice.hint}".strip())
        self._said.setProperty("role", "value" if notice.severity is Severity.INFO else "warning")
        self._said.style().unpolish(self._said)
        self._said.style().polish(self._said)
        self._said.show()

    def _ask_for_missing(self, entry: Entry) -> None:
        self._session.notice(
            "The images of this study are no longer where they were.",
            "Choose the folder that they were moved to, or put their disc in and try again.",
            Severity.WARNING,
        )
        self._ask_folder(entry, then_open=True)

    def _ask_folder(self, entry: Entry, *, then_open: bool) -> None:
        def take(folder: Path) -> None:
            self._session.library.find_again(entry, folder, then_open=then_open)

        who = "this study" if self._hidden else patient_words(entry, hidden=False)
        when = f" of {entry.date}" if entry.date else ""
        self._choose_folder(f"Where are the images of {who}{when} now?", guarded(self._session, take))

    def _ask_removal(self, entry: Entry) -> None:
        def remove(removal: Removal) -> None:
            self._session.library.remove(entry, removal)

        is_open = self._session.library.is_open(entry)
        self.removal.ask(entry, guarded(self._session, remove), is_open=is_open, hidden=self._hidden)

    @property
    def _hidden(self) -> bool:
        return self._session.display.identity_hidden
