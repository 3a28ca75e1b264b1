"""All keys on one sheet over the window, grouped as in the menus; reading goes on beneath."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from viewer.actions.action import Action
from viewer.widgets.parts.sheet import Sheet
from viewer.widgets.window.action_binding import ActionBinding

_MOUSE = (
    ("Left drag", "Tool in use; crosshair otherwise"),
    ("Drag a ring", "Turn the plane of that line"),
    ("Right drag", "Window width and centre"),
    ("Middle drag", "Pan"),
    ("Wheel", "Scroll"),
    ("Ctrl+Wheel", "Zoom"),
    ("Shift+Wheel", "Slab, or size of the brush"),
    ("Ctrl+drag", "The brush does the opposite"),
    ("Double-click", "Maximise or restore the pane"),
)
_COLUMN_PX, _MOST_COLUMNS, _KEY_PX = 284, 4, 104
_HEAD_ROWS = 2
_SCROLL_PX = {
    Qt.Key.Key_Down: 40,
    Qt.Key.Key_Up: -40,
    Qt.Key.Key_PageDown: 300,
    Qt.Key.Key_PageUp: -300,
}


def all_keys(record: Action) -> str:
    """Return every shortcut of an action as this system writes it."""
    native = QKeySequence.SequenceFormat.NativeText
    return ", ".join(QKeySequence(text).toString(native) for text in record.shortcuts)


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
        columns = min(_MOST_COLUMNS, max(1, (self.room_px - 50) // _COLUMN_PX))
        if columns != self._columns:
            self._columns = columns
            self._page = _pages(self._groups, columns)
            self._area.setWidget(self._page)
            # Qt fills the page of a scroll area; the sheet has its own ground.
            self._page.setAutoFillBackground(False)
        self.centre(columns * _COLUMN_PX + 50, self._page.sizeHint().height() + 76)


_Group = tuple[str, list[tuple[str, str]]]


def _keyed(records: tuple[Action, ...]) -> list[_Group]:
    groups: dict[str, list[tuple[str, str]]] = {}
    for record in records:
        if record.shortcuts:
            name = record.menu[-1].replace("&", "")
            groups.setdefault(name, []).append((all_keys(record), record.title))
    return list(groups.items())


def _pages(groups: list[_Group], count: int) -> QWidget:
    """Set the groups in columns of about the same height."""
    page = QWidget()
    row = QHBoxLayout(page)
    row.setContentsMargins(0, 0, 8, 0)
    row.setSpacing(20)
    columns = [QVBoxLayout() for _ in range(count)]
    for place, (name, rows) in zip(_columns([len(rows) for _, rows in groups], count), groups, strict=True):
        columns[place].addWidget(_group(name, rows))
    for column in columns:
        column.setSpacing(4)
        column.addStretch(1)
        row.addLayout(column, 1)
    return page


def _columns(lengths: list[int], count: int) -> list[int]:
    """Return the column of each group, in order, such that the longest column is as short as can be."""
    heights = [length + _HEAD_ROWS for length in lengths]
    most = max(heights)
    while len(set(filled := _filled(heights, most))) > count:
        most += 1
    return filled


def _filled(heights: list[int], most: int) -> list[int]:
    places: list[int] = []
    used, place = 0, 0
    for height in heights:
        if used and used + height > most:
            used, place = 0, place + 1
        used += height
        places.append(place)
    return places


def _group(name: str, rows: list[tuple[str, str]]) -> QWidget:
    box = QWidget()
    grid = QGridLayout(box)
    grid.setContentsMargins(0, 4, 0, 6)
    grid.setHorizontalSpacing(8)
    grid.setVerticalSpacing(1)
    head = QLabel(name)
    head.setProperty("role", "section")
    grid.addWidget(head, 0, 0, 1, 2)
    for line, (keys, title) in enumerate(rows, 1):
        key = QLabel(keys)
        key.setProperty("role", "muted")
        words = QLabel(title)
        words.setWordWrap(True)
        key.setWordWrap(True)
        grid.addWidget(key, line, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(words, line, 1, Qt.AlignmentFlag.AlignTop)
    grid.setColumnMinimumWidth(0, _KEY_PX)
    grid.setColumnStretch(1, 1)
    return box
