"""The studies of the library as rows: Enter continues one, Delete asks what to remove of it."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHeaderView, QTableWidgetItem, QWidget

from viewer.library.entry import Entry, Held
from viewer.widgets.library.library_words import OPEN_NOW, row_words, story
from viewer.widgets.parts.icons import icon
from viewer.widgets.parts.plain_text import plain
from viewer.widgets.parts.row_table import RowTable
from viewer.widgets.parts.theme import DARK

_HEADINGS = ("Patient", "ID", "Date", "Study", "Findings", "Last opened", "Images")
_PATIENT, _ID, _DATE, _STUDY, _FINDINGS, _OPENED, _IMAGES = range(7)
_WIDTHS_PX = {_PATIENT: 176, _ID: 104, _DATE: 96, _OPENED: 118, _IMAGES: 104}
_ROOM_FOR_ID_PX = 860
_ROW_PX, _ROWS = 28, (4, 200)
_HELD_ICON = {Held.REFERENCED: "folder-open", Held.COPIED: "library"}


class LibraryTable(RowTable):
    """`chosen(entry)` on Enter or a double click, `removing(entry)` on Delete, `left()` upward out of it."""

    chosen = Signal(object)
    removing = Signal(object)
    left = Signal()
    typed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_HEADINGS, _ROW_PX, _ROWS, parent)
        self._entries: tuple[Entry, ...] = ()
        self._missing: frozenset[str] = frozenset()
        self._open: frozenset[str] = frozenset()
        self._hidden = False
        self.setAccessibleName("Studies in the library")
        self.setWordWrap(False)
        self._size_columns()
        self.cellDoubleClicked.connect(lambda row, _column: self.chosen.emit(self._entries[row]))

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The studies listed."""
        return self._entries

    @property
    def current(self) -> Entry | None:
        """The chosen study."""
        row = self.currentRow()
        return self._entries[row] if 0 <= row < len(self._entries) else None

    def is_missing(self, entry: Entry) -> bool:
        """Whether the images of a study are known to be gone."""
        return entry.study_uid in self._missing

    def show_entries(self, entries: Sequence[Entry], opened: frozenset[str] = frozenset()) -> None:
        """List studies; `opened` are the UIDs of those that are open.

        The chosen one stays chosen where it is still listed, else the first that is not open is.
        """
        before = self.current
        self._entries, self._open = tuple(entries), opened
        self._fill()
        uids = [entry.study_uid for entry in self._entries]
        row = next((n for n, uid in enumerate(uids) if uid not in opened), 0)
        if before is not None and before.study_uid in uids:
            row = uids.index(before.study_uid)
        self.setCurrentCell(row if uids else -1, _PATIENT)

    def show_missing(self, missing: frozenset[str]) -> None:
        """Mark the studies whose images are gone, by their UIDs."""
        if missing != self._missing:
            self._missing = missing
            self._fill()

    def hide_identity(self, *, hidden: bool) -> None:
        """Leave out who was scanned."""
        if hidden != self._hidden:
            self._hidden = hidden
            self._fill()

    def sizeHint(self) -> QSize:
        """Wide, and as high as it may be."""
        return QSize(900, super().sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out the id where it is narrow; the tooltip tells it."""
        super().resizeEvent(event)
        self.setColumnHidden(_ID, self.width() < _ROOM_FOR_ID_PX)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter continues, Delete asks, the arrow up leaves from the first row, letters go on searching."""
        key, entry = event.key(), self.current
        if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and entry is not None:
            self.chosen.emit(entry)
        elif key == Qt.Key.Key_Delete and entry is not None:
            self.removing.emit(entry)
        elif key == Qt.Key.Key_Up and self.currentRow() <= 0:
            self.left.emit()
        elif event.text().isprintable() and event.text().strip():
            self.typed.emit(event.text())
        else:
            super().keyPressEvent(event)

    def _fill(self) -> None:
        now = datetime.now().astimezone()
        self.setRowCount(len(self._entries))
        for row, entry in enumerate(self._entries):
            self._fill_row(row, entry, now)

    def _fill_row(self, row: int, entry: Entry, now: datetime) -> None:
        missing = self.is_missing(entry)
        told = story(entry, hidden=self._hidden, missing=missing)
        is_open = entry.study_uid in self._open
        for column, words in enumerate(row_words(entry, now, hidden=self._hidden, missing=missing)):
            open_now = is_open and column == _OPENED
            item = QTableWidgetItem(OPEN_NOW if open_now else words)
            item.setToolTip(plain(told))
            if column == _IMAGES:
                colour = DARK.warning if missing else DARK.muted
                item.setIcon(icon("warning" if missing else _HELD_ICON[entry.held], colour))
                item.setForeground(QColor(colour))
            elif open_now:
                item.setForeground(QColor(DARK.accent))
            elif column not in {_PATIENT, _FINDINGS}:
                item.setForeground(QColor(DARK.muted))
            self.setItem(row, column, item)

    def _size_columns(self) -> None:
        header = self.horizontalHeader()
        header.setFixedHeight(_ROW_PX)
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for column, width in _WIDTHS_PX.items():
            self.setColumnWidth(column, width)
        for column in (_STUDY, _FINDINGS):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
