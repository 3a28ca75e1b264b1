"""All keys on one sheet over the window, grouped as in the menus; reading goes on beneath."""

from itertools import groupby

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from viewer.actions.action import Action
from viewer.widgets.action_binding import ActionBinding
from viewer.widgets.icon_button import IconButton

_MOUSE = (
    ("Left drag", "Tool in use; crosshair otherwise"),
    ("Right drag", "Window width and centre"),
    ("Middle drag", "Pan"),
    ("Wheel", "Scroll"),
    ("Ctrl+Wheel", "Zoom"),
    ("Double-click", "Maximise or restore the pane"),
)
_COLUMN_PX = 330


def all_keys(record: Action) -> str:
    """Return every shortcut of an action as this system writes it."""
    native = QKeySequence.SequenceFormat.NativeText
    return "  or  ".join(QKeySequence(text).toString(native) for text in record.shortcuts)


class ShortcutSheet(QFrame):
    """The sheet of shortcuts; F1 or Escape closes it."""

    def __init__(self, actions: ActionBinding, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("role", "popup")
        self.setAccessibleName("Keyboard shortcuts")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._focus_before: QWidget | None = None
        self._groups = [*_keyed(actions.records), ("Mouse", list(_MOUSE))]
        self._columns = 0
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 12, 12, 12)
        column.addLayout(self._head())
        column.addWidget(self._area)
        self.hide()

    def toggle(self) -> None:
        """Show the sheet, or hide it where it is shown."""
        if self.isVisible():
            self.dismiss()
            return
        self._focus_before = self.window().focusWidget()
        self._place()
        self.show()
        self.raise_()
        self.setFocus(Qt.FocusReason.PopupFocusReason)

    def dismiss(self) -> None:
        """Hide the sheet and give the keyboard back."""
        self.hide()
        if self._focus_before is not None:
            self._focus_before.setFocus(Qt.FocusReason.PopupFocusReason)
            self._focus_before = None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close on Escape, scroll on the arrows."""
        bar = self._area.verticalScrollBar()
        steps = {Qt.Key.Key_Down: 40, Qt.Key.Key_Up: -40, Qt.Key.Key_PageDown: 300, Qt.Key.Key_PageUp: -300}
        if event.key() == Qt.Key.Key_Escape:
            self.dismiss()
        elif event.key() in steps:
            bar.setValue(bar.value() + steps[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        title = QLabel("Keyboard shortcuts")
        title.setProperty("role", "title")
        row.addWidget(title)
        row.addStretch(1)
        row.addWidget(IconButton("close", "Close the shortcuts", self.dismiss))
        return row

    def _place(self) -> None:
        area = self.parentWidget().rect()
        columns = min(3, max(1, (area.width() - 90) // _COLUMN_PX))
        if columns != self._columns:
            self._columns = columns
            self._area.setWidget(_pages(self._groups, columns))
        width = min(area.width() - 32, columns * _COLUMN_PX + 60)
        wanted = self._area.widget().sizeHint().height() + 90
        height = min(area.height() - 32, wanted)
        self.setGeometry(QRect((area.width() - width) // 2, (area.height() - height) // 2, width, height))


_Group = tuple[str, list[tuple[str, str]]]


def _keyed(records: tuple[Action, ...]) -> list[_Group]:
    ordered = sorted(
        (record for record in records if record.shortcuts), key=lambda record: _menu_place(records, record)
    )
    return [
        (name, [(all_keys(record), record.title) for record in rows])
        for name, rows in groupby(ordered, key=lambda record: record.menu[0].replace("&", ""))
    ]


def _menu_place(records: tuple[Action, ...], record: Action) -> int:
    return next(n for n, one in enumerate(records) if one.menu[0] == record.menu[0])


def _pages(groups: list[_Group], count: int) -> QWidget:
    """Set the groups in columns of about the same height."""
    page = QWidget()
    row = QHBoxLayout(page)
    row.setContentsMargins(0, 0, 8, 0)
    row.setSpacing(24)
    lines = sum(len(rows) + 2 for _, rows in groups)
    columns = [QVBoxLayout() for _ in range(count)]
    used = 0
    for name, rows in groups:
        place = min(count - 1, (used + (len(rows) + 2) // 2) * count // lines)
        columns[place].addWidget(_group(name, rows))
        used += len(rows) + 2
    for column in columns:
        column.addStretch(1)
        row.addLayout(column, 1)
    return page


def _group(name: str, rows: list[tuple[str, str]]) -> QWidget:
    box = QWidget()
    grid = QGridLayout(box)
    grid.setContentsMargins(0, 6, 0, 8)
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(3)
    head = QLabel(name)
    head.setProperty("role", "section")
    grid.addWidget(head, 0, 0, 1, 2)
    for line, (keys, title) in enumerate(rows, 1):
        key = QLabel(keys)
        key.setProperty("role", "muted")
        words = QLabel(title)
        words.setWordWrap(True)
        grid.addWidget(key, line, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(words, line, 1, Qt.AlignmentFlag.AlignTop)
    grid.setColumnMinimumWidth(0, 118)
    grid.setColumnStretch(1, 1)
    return box
