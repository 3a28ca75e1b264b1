"""Everything about the marks: what waits for the reader, the table, and the form of the chosen one."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from viewer.model.case import Case
from viewer.session.session import Session
from viewer.widgets.mark_form import MarkForm
from viewer.widgets.marks_table import MarksTable
from viewer.widgets.relevel_panel import RelevelPanel

_HINT = "No marks yet.\nPress M to mark a compression at the crosshair."
_GAP_PX = 4


class MarksPanel(QWidget):
    """Table above, form below; a mark that was just made gets the keyboard at once.

    `marking` tells that the form is about to take the keyboard, `finished` that the reader has left it.
    """

    marking = Signal()
    finished = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._fresh: set[str] = set()
        self.relevel = RelevelPanel(session)
        self.table = MarksTable(session)
        self.form = MarkForm(session)
        self.form.finished.connect(self.finished)
        self._hint = QLabel(_HINT)
        self._hint.setProperty("role", "muted")
        self._hint.setWordWrap(True)
        self._hint.setMargin(10)
        self._hint.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._area = QScrollArea()
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setWidget(self.form)
        # Qt fills the page of a scroll area; the rail has its own ground.
        self.form.setAutoFillBackground(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(_GAP_PX)
        column.addWidget(self.relevel)
        column.addWidget(self.table)
        column.addWidget(self._hint)
        column.addWidget(self._area, 1)
        session.case_changed.connect(self._follow_case)
        session.selection_changed.connect(self._follow_selection)
        self._show_hint()

    def edit_mark(self) -> None:
        """Give the keyboard to the form of the selected mark; nothing happens where none is."""
        self.form.begin()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the height anew."""
        super().resizeEvent(event)
        self._share_height()

    def event(self, event: QEvent) -> bool:
        """Share the height anew where a part has grown or shrunk."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._share_height()
        return super().event(event)

    def _share_height(self) -> None:
        """The form is shown whole where it can be; the table scrolls first."""
        taken = self.relevel.height() if self.relevel.isVisible() else 0
        if self.form.mark is not None:
            taken += self.form.heightForWidth(self.width())
        least = self.table.minimumSizeHint().height()
        wanted = self.table.sizeHint().height()
        self.table.setFixedHeight(min(wanted, max(least, self.height() - taken - 2 * _GAP_PX)))

    def _follow_case(self, old: Case, new: Case) -> None:
        known = {mark.mark_id for mark in old.marks}
        self._fresh = {mark.mark_id for mark in new.marks} - known
        self._show_hint()

    def _follow_selection(self, selection: str) -> None:
        """A mark selected as it is made (not by undo or redo, which select nothing) is filled in."""
        if selection in self._fresh and self.form.mark is not None and self.form.mark.severity is None:
            self.marking.emit()
            self.form.begin()
        self._fresh = set()

    def _show_hint(self) -> None:
        has_marks = bool(self._session.case.marks)
        self._hint.setVisible(not has_marks)
        self.table.setVisible(has_marks)
