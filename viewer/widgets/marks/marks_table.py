"""The marks from the head down; a click goes there."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHeaderView, QTableWidgetItem, QWidget

from viewer.actions.jump import jump_to
from viewer.actions.mark_actions import marks_in_order
from viewer.model.analysis import Analysis
from viewer.model.automatic_levels import level_of_mark
from viewer.model.case import Case
from viewer.model.finding import CompressionMark, Severity, Side
from viewer.session.session import Session
from viewer.tools.marking import remove
from viewer.widgets.marks.mark_choices import level_words
from viewer.widgets.marks.severity_glyph import SIDE_LETTER, glyph_icon
from viewer.widgets.parts.plain_text import plain
from viewer.widgets.parts.row_table import RowTable

_HEADINGS = ("Level", "Severity", "", "Cause", "Sure")
_LEVEL, _SEVERITY, _SIDE, _CAUSE, _SURE = range(5)
_WIDTHS_PX = {_LEVEL: 60, _SEVERITY: 100, _SIDE: 20, _SURE: 44}
_ROOM_FOR_SURE_PX = 300
_ROW_PX, _ROWS = 25, (3, 12)
_SHORT = {Severity.COMPLETE_BLOCK: "block"}
_SURE_WORDS = {"possible": "poss.", "probable": "prob.", "certain": "cert."}


def row_words(
    case: Case, mark: CompressionMark, analysis: Analysis | None = None
) -> tuple[str, str, str, str, str]:
    """Return what the table says of a mark: level, severity, side letter, causes, confidence."""
    severity = "-" if mark.severity is None else _SHORT.get(mark.severity, mark.severity.value)
    causes = mark.causes[0].value if mark.causes else "-"
    if len(mark.causes) > 1:
        causes = f"{causes} +{len(mark.causes) - 1}"
    sure = _SURE_WORDS[mark.confidence.value] if mark.confidence else "-"
    level = level_words(case, mark, analysis) if level_of_mark(case, mark, analysis) else "?"
    return (level, severity, SIDE_LETTER[mark.side], causes, sure)


def mark_story(case: Case, mark: CompressionMark, analysis: Analysis | None = None) -> str:
    """Return all that a mark says, a line for each field."""
    found = level_of_mark(case, mark, analysis)
    level = "not named"
    if found is not None:
        level = found.level.short_name if found.confirmed else f"{found.level.short_name}, unconfirmed"
    side = "bilateral" if mark.side is Side.BILATERAL else mark.side.value if mark.side else ""
    lines = {
        "Level": level,
        "Severity": mark.severity.value if mark.severity else "",
        "Side": side,
        "Zones": ", ".join(mark.zones),
        "Causes": ", ".join(mark.causes),
        "Roots": ", ".join(mark.roots),
        "Confidence": mark.confidence.value if mark.confidence else "",
        "Note": mark.text,
    }
    said = [f"{name}: {words}" for name, words in lines.items() if words]
    return "\n".join((*said, *(mark.measured.lines if mark.measured else ())))


class MarksTable(RowTable):
    """Lists the session's marks; selecting a row selects the mark and takes all views there."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(_HEADINGS, _ROW_PX, _ROWS, parent)
        self._session = session
        self._ids: list[str] = []
        self._filling = False
        self.setAccessibleName("Marks")
        self._size_columns()
        self.currentCellChanged.connect(self._go)
        self.cellClicked.connect(self._go)
        for signal in (session.case_changed, session.selection_changed, session.analysis_changed):
            signal.connect(self.show_marks)
        self.show_marks()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out the confidence where it is narrow; the tooltip tells it."""
        super().resizeEvent(event)
        self.setColumnHidden(_SURE, self.width() < _ROOM_FOR_SURE_PX)

    def show_marks(self, *_: object) -> None:
        """Bring the rows up to date."""
        case = self._session.case
        marks = marks_in_order(case)
        self._filling = True
        self._ids = [mark.mark_id for mark in marks]
        self.setRowCount(len(marks))
        for row, mark in enumerate(marks):
            self._fill(row, mark, case)
        if self._session.selection in self._ids:
            self.setCurrentCell(self._ids.index(self._session.selection), _LEVEL)
        else:
            self.setCurrentCell(-1, -1)
            self.clearSelection()
        self._filling = False
        self.updateGeometry()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete the row's mark; walk with the arrows."""
        if event.key() in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace} and self._session.selection in self._ids:
            self._session.apply(remove(self._session.case, self._session.selection))
        else:
            super().keyPressEvent(event)

    def _fill(self, row: int, mark: CompressionMark, case: Case) -> None:
        analysis = self._session.analysis
        story = mark_story(case, mark, analysis)
        for column, words in enumerate(row_words(case, mark, analysis)):
            item = QTableWidgetItem(words)
            item.setToolTip(plain(story))
            if column == _SEVERITY:
                item.setIcon(glyph_icon(mark.severity))
            self.setItem(row, column, item)

    def _go(self, row: int, *_: int) -> None:
        if self._filling or not 0 <= row < len(self._ids):
            return
        mark_id = self._ids[row]
        self._session.select(mark_id)
        jump_to(self._session, self._session.case.find_mark(mark_id).point)

    def _size_columns(self) -> None:
        header = self.horizontalHeader()
        header.setFixedHeight(_ROW_PX)
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setMinimumSectionSize(16)
        for column, width in _WIDTHS_PX.items():
            self.setColumnWidth(column, width)
        header.setSectionResizeMode(_CAUSE, QHeaderView.ResizeMode.Stretch)
