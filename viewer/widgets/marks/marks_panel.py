"""Everything about the marks: what waits for the reader, the table, and the form of the chosen one."""

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from viewer.model.case import Case
from viewer.session.session import Session
from viewer.widgets.marks.mark_form import MarkForm
from viewer.widgets.marks.marks_table import MarksTable
from viewer.widgets.marks.narrowing_panel import NarrowingPanel
from viewer.widgets.marks.relevel_panel import RelevelPanel
from viewer.widgets.parts.plain_text import PlainLabel

_HINT = "No marks yet.\nPress M to mark a compression at the crosshair."
_GAP_PX = 4


class MarksPanel(QWidget):
    """Table above, what was measured, form below; a mark that was just made gets the keyboard at once.

    `marking` tells that the form is about to take the keyboard, `finished` that the reader has left it.
    """

    marking = Signal()
    finished = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._fresh: set[str] = set()
        # A mark that is selected later than it was made (opened, or back by undo) is only looked at.
        self._stale = QTimer(self)
        self._stale.setSingleShot(True)
        self._stale.timeout.connect(self._fresh.clear)
        self.relevel = RelevelPanel(session)
        self.table = MarksTable(session)
        self.narrowings = NarrowingPanel(session)
        self.form = MarkForm(session)
        self.form.finished.connect(self.finished)
        self._hint = PlainLabel(_HINT)
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
        for part in (self.relevel, self.table, self._hint, self.narrowings, self._area):
            part.setParent(self)
        session.case_changed.connect(self._follow_case)
        session.selection_changed.connect(self._follow_selection)
        self._show_hint()

    def edit_mark(self) -> None:
        """Give the keyboard to the form of the selected mark; nothing happens where none is."""
        self.form.begin()

    def sizeHint(self) -> QSize:
        """A narrow column."""
        return QSize(280, 600)

    def minimumSizeHint(self) -> QSize:
        """Room for a few rows and a part of the form."""
        return QSize(200, 240)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the height anew."""
        super().resizeEvent(event)
        self._arrange()

    def event(self, event: QEvent) -> bool:
        """Share the height anew where a part has grown or shrunk."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._arrange()
        return super().event(event)

    def _arrange(self) -> None:
        """Set the parts below one another: the form is whole where it can be, the lists scroll first."""
        width, y = self.width(), 0
        if not self.relevel.isHidden():
            y = self._put(self.relevel, y, self.relevel.heightForWidth(width))
        if not self._hint.isHidden():
            y = self._put(self._hint, y, self._hint.heightForWidth(width))
        form = 0 if self.form.isHidden() else self.form.heightForWidth(width) + _GAP_PX
        measured = 0 if self.narrowings.isHidden() else self._measured_least(width)
        if not self.table.isHidden():
            room = max(self.table.minimumSizeHint().height(), self.height() - y - form - measured)
            y = self._put(self.table, y, min(self.table.sizeHint().height(), room))
        if measured:
            room = max(self.narrowings.height_least, self.height() - y - form)
            y = self._put(self.narrowings, y, min(self.narrowings.height_wanted, room))
        policy = Qt.ScrollBarPolicy
        shown = policy.ScrollBarAlwaysOff if self.form.isHidden() else policy.ScrollBarAsNeeded
        self._area.setVerticalScrollBarPolicy(shown)
        self._put(self._area, y, self.height() - y)

    def _measured_least(self, width: int) -> int:
        self.narrowings.resize(width, self.narrowings.height())
        return self.narrowings.height_least + _GAP_PX

    def _put(self, part: QWidget, y: int, height: int) -> int:
        part.setGeometry(0, y, self.width(), max(0, height))
        return y + height + _GAP_PX

    def _follow_case(self, old: Case, new: Case) -> None:
        known = {mark.mark_id for mark in old.marks}
        self._fresh.clear()
        self._fresh.update({mark.mark_id for mark in new.marks} - known)
        self._stale.start()
        self._show_hint()

    def _follow_selection(self, selection: str) -> None:
        """A mark selected as it is made is filled in."""
        if selection in self._fresh and self.form.mark is not None and self.form.mark.severity is None:
            self.marking.emit()
            self.form.begin()
        self._fresh.clear()

    def _show_hint(self) -> None:
        has_marks = bool(self._session.case.marks)
        self._hint.setVisible(not has_marks)
        self.table.setVisible(has_marks)
