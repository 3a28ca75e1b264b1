"""The measured narrowings, the worst first; a click goes there, a key takes one or turns it down."""

from PySide6.QtCore import QEvent, QPointF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QIcon, QKeyEvent, QPainter, QPixmap, QResizeEvent
from PySide6.QtWidgets import QHeaderView, QTableWidgetItem, QWidget

from viewer.actions.narrowing_actions import (
    accept_narrowing,
    go_to_narrowing,
    listed_narrowings,
    reject_narrowing,
)
from viewer.model.narrowing import Narrowing
from viewer.session.session import Session
from viewer.tools.narrowings import Answer, answer_of, narrowing_id, numbered
from viewer.widgets.marks.narrowing_words import narrowing_story, row_words
from viewer.widgets.parts.plain_text import plain
from viewer.widgets.parts.row_table import RowTable
from viewer.widgets.parts.theme import DARK, font
from viewer.widgets.profile.profile_style import answer_words, paint_number

_HEADINGS = ("", "Level", "mm\N{SUPERSCRIPT TWO}", "Area", "AP", "From")
_NUMBER, _LEVEL, _AREA, _LOSS, _AP_LOSS, _FROM = range(6)
_WIDTHS_PX = {_NUMBER: 28, _LEVEL: 70, _AREA: 44, _LOSS: 52, _AP_LOSS: 52}
_ROOM_FOR_SIDE_PX = 290
_NUMBERS = {_AREA, _LOSS, _AP_LOSS}
_ROW_PX, _ROWS = 24, (2, 6)
_ICON_PX, _SHARP = 18, 2
_ACCEPT_KEYS = {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Y}
_REJECT_KEYS = {Qt.Key.Key_Delete, Qt.Key.Key_Backspace, Qt.Key.Key_X, Qt.Key.Key_R}


class NarrowingList(RowTable):
    """Lists what was measured; a rejected one is struck through, the number of an accepted one is filled."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(_HEADINGS, _ROW_PX, _ROWS, parent)
        self._session = session
        self._rows: tuple[Narrowing, ...] = ()
        self._filling = False
        self.setAccessibleName("Measured narrowings")
        self.setIconSize(QSize(_ICON_PX, _ICON_PX))
        self._size_columns()
        self.currentCellChanged.connect(self._go)
        self.cellClicked.connect(self._go)
        for signal in (session.case_changed, session.selection_changed, session.analysis_changed):
            signal.connect(self.show_narrowings)
        self.show_narrowings()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out the side where it is narrow; the tooltip tells it."""
        super().resizeEvent(event)
        narrow = self.width() < _ROOM_FOR_SIDE_PX
        self.setColumnHidden(_FROM, narrow)
        header = self.horizontalHeader()
        header.setSectionResizeMode(_FROM if not narrow else _AP_LOSS, QHeaderView.ResizeMode.Stretch)
        if not narrow:
            header.setSectionResizeMode(_AP_LOSS, QHeaderView.ResizeMode.Fixed)
            self.setColumnWidth(_AP_LOSS, _WIDTHS_PX[_AP_LOSS])

    def show_narrowings(self, *_: object) -> None:
        """Bring the rows up to date."""
        self._filling = True
        self.clearSpans()
        self._rows = listed_narrowings(self._session)
        self.setRowCount(len(self._rows))
        for row, (number, narrowing) in enumerate(numbered(self._rows)):
            self._fill(row, number, narrowing)
        ids = [narrowing_id(one) for one in self._rows]
        if self._session.selection in ids:
            self.setCurrentCell(ids.index(self._session.selection), _LEVEL)
        else:
            self.setCurrentCell(-1, -1)
            self.clearSelection()
        self._filling = False
        self.updateGeometry()

    def event(self, event: QEvent) -> bool:
        """Keep the list's own keys from the window's shortcuts."""
        if event.type() == QEvent.Type.ShortcutOverride and self._is_own(event):
            event.accept()
            return True
        return super().event(event)

    def _is_own(self, event: QEvent) -> bool:
        if self._chosen is None or not isinstance(event, QKeyEvent) or event.modifiers() not in _PLAIN:
            return False
        return event.key() in {*_ACCEPT_KEYS, *_REJECT_KEYS}

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Accept, reject, or walk with the arrows."""
        chosen = self._chosen
        if chosen is not None and self._is_own(event):
            answer = accept_narrowing if event.key() in _ACCEPT_KEYS else reject_narrowing
            answer(self._session, chosen)
        else:
            super().keyPressEvent(event)

    @property
    def _chosen(self) -> Narrowing | None:
        row = self.currentRow()
        return self._rows[row] if 0 <= row < len(self._rows) else None

    def _fill(self, row: int, number: int, narrowing: Narrowing) -> None:
        case, analysis = self._session.case, self._session.analysis
        if analysis is None:
            return
        answer = answer_of(case, narrowing)
        story = narrowing_story(case, narrowing, analysis)
        for column, words in enumerate(("", *row_words(case, narrowing, analysis))):
            item = QTableWidgetItem(words)
            if column == _NUMBER:
                item.setIcon(_number_icon(number, answer, closed=narrowing.area_mm2 is None))
                item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{number}, {answer_words(answer)}")
            item.setToolTip(plain(story))
            item.setData(Qt.ItemDataRole.AccessibleDescriptionRole, story)
            if column in _NUMBERS and narrowing.area_mm2 is not None:
                item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            if answer is Answer.REJECTED:
                font = item.font()
                font.setStrikeOut(True)
                item.setFont(font)
                item.setForeground(QColor(DARK.faint))
            self.setItem(row, column, item)
        if narrowing.area_mm2 is None:
            self.setSpan(row, _AREA, 1, _FROM - _AREA + 1)

    def _go(self, row: int, *_: int) -> None:
        if not self._filling and 0 <= row < len(self._rows):
            go_to_narrowing(self._session, self._rows[row])

    def _size_columns(self) -> None:
        header = self.horizontalHeader()
        header.setFixedHeight(_ROW_PX)
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setMinimumSectionSize(16)
        for column, width in _WIDTHS_PX.items():
            self.setColumnWidth(column, width)
        for column in _NUMBERS:
            heading = QTableWidgetItem(_HEADINGS[column])
            heading.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            self.setHorizontalHeaderItem(column, heading)
        header.setSectionResizeMode(_FROM, QHeaderView.ResizeMode.Stretch)


def _number_icon(number: int, answer: Answer, *, closed: bool) -> QIcon:
    """The number as it stands beside the profile."""
    picture = QPixmap(_ICON_PX * _SHARP, _ICON_PX * _SHARP)
    picture.setDevicePixelRatio(_SHARP)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setFont(font(10, QFont.Weight.DemiBold))
    colour = DARK.error if closed else DARK.warning
    paint_number(painter, QPointF(_ICON_PX / 2, _ICON_PX / 2), str(number), colour, answer)
    painter.end()
    return QIcon(picture)


_PLAIN = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
