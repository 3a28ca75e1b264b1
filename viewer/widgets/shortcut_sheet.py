"""All keys on one sheet over the window, grouped as in the menus; reading goes on beneath."""

from itertools import groupby

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from viewer.actions.action import Action
from viewer.widgets.action_binding import ActionBinding
from viewer.widgets.sheet import Sheet

_MOUSE = (
    ("Left drag", "Tool in use; crosshair otherwise"),
    ("Right drag", "Window width and centre"),
    ("Middle drag", "Pan"),
    ("Wheel", "Scroll"),
    ("Ctrl+Wheel", "Zoom"),
    ("Double-click", "Maximise or restore the pane"),
)
_COLUMN_PX = 330
_SCROLL_PX = {
    Qt.Key.Key_Down: 40,
    Qt.Key.Key_Up: -40,
    Qt.Key.Key_PageDown: 300,
    Qt.Key.Key_PageUp: -300,
}


def all_keys(record: Action) -> str:
    """Return every shortcut of an action as this system writes it."""
    native = QKeySequence.SequenceFormat.NativeText
    return "  or  ".join(QKeySequence(text).toString(native) for text in record.shortcuts)


class ShortcutSheet(Sheet):
    """The sheet of shortcuts; F1 or Escape closes it."""

    def __init__(self, actions: ActionBinding, parent: QWidget) -> None:
        super().__init__("Keyboard shortcuts", parent)
        self._groups = [*_keyed(actions.records), ("Mouse", list(_MOUSE))]
        self._columns = 0
        self._page = QWidget()
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 12, 12, 12)
        column.addLayout(self.head("Keyboard shortcuts"))
        column.addWidget(self._area)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Scroll on the arrows, close on Escape."""
        step = _SCROLL_PX.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            bar = self._area.verticalScrollBar()
            bar.setValue(bar.value() + step)

    def place(self) -> None:
        """In as many columns as there is room for."""
        columns = min(3, max(1, (self.room_px - 60) // _COLUMN_PX))
        if columns != self._columns:
            self._columns = columns
            self._page = _pages(self._groups, columns)
            self._area.setWidget(self._page)
        self.centre(columns * _COLUMN_PX + 60, self._page.sizeHint().height() + 84)


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
