"""The parts at the sides of the window and how much room each gets."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from viewer.actions.desk import Rail
from viewer.session.relevel import PendingRelevel
from viewer.session.session import Session
from viewer.widgets.marks.marks_panel import MarksPanel
from viewer.widgets.series.series_rail import SeriesRail
from viewer.widgets.spine.spine_strip import WIDTH_PX as SPINE_PX
from viewer.widgets.spine.spine_strip import SpineStrip
from viewer.widgets.window.side_rail import Edge, SideRail

_NARROW_PX = 1600
_WIDTHS_PX = {Rail.SERIES: (150, 196), Rail.SPINE: (SPINE_PX, SPINE_PX), Rail.MARKS: (256, 320)}


# Below these widths of the window a rail folds by itself, so that images keep their room.
_ROOM_FROM_PX = {Rail.SERIES: 1000, Rail.SPINE: 760, Rail.MARKS: 1100}
_ROOM_WITH_DESK_PX = {Rail.SERIES: 1700, Rail.SPINE: 1200, Rail.MARKS: 2000}


class Rails(QObject):
    """The series rail, the spine strip and the marks; the last two fold while nothing is open.

    `left` tells that the reader is done there: the keyboard goes back to the panes.
    """

    changed = Signal()
    left = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.series = SeriesRail(session)
        self.spine = SpineStrip(session)
        self.marks = MarksPanel(session)
        self.marks.finished.connect(self.left)
        self._open = True
        self._desk = False
        self._unfolded_to_ask = False
        self._window_px = _NARROW_PX
        self._rails = {
            Rail.SERIES: self._rail("Series", "series", self.series, Rail.SERIES, Edge.LEFT),
            Rail.SPINE: self._rail("Spine", "spine", self.spine, Rail.SPINE, Edge.RIGHT),
            Rail.MARKS: self._rail("Marks", "list", self.marks, Rail.MARKS, Edge.RIGHT),
        }
        self.marks.marking.connect(lambda: self._rails[Rail.MARKS].set_folded(False))
        session.relevel_changed.connect(self._show_relevel)
        for rail in self._rails.values():
            rail.folded_changed.connect(self.changed)

    def rail(self, rail: Rail) -> SideRail:
        """Return the frame of a rail."""
        return self._rails[rail]

    def fit(self, window_px: int) -> None:
        """Give the rails less where the window is narrow; fold and unfold them at its limits."""
        before, self._window_px = self._window_px, window_px
        for rail, widths in _WIDTHS_PX.items():
            self._rails[rail].set_width(widths[window_px >= _NARROW_PX])
            limit = self._room_from(rail)
            if (before >= limit) != (window_px >= limit):
                self._rails[rail].set_folded(not self._wanted(rail))

    def set_open(self, is_open: bool) -> None:
        """Fold what has nothing to show while no study is open."""
        if is_open != self._open:
            self._open = is_open
            for rail in (Rail.SPINE, Rail.MARKS):
                self._rails[rail].set_folded(not self._wanted(rail))

    def make_room(self, *, desk: bool) -> None:
        """Fold what leaves too little room beside the report desk; unfold it when the desk goes."""
        if desk == self._desk:
            return
        self._desk = desk
        for rail, limit in _ROOM_WITH_DESK_PX.items():
            if self._window_px < limit:
                self._rails[rail].set_folded(not self._wanted(rail))

    def _wanted(self, rail: Rail) -> bool:
        has_content = self._open or rail is Rail.SERIES
        return has_content and self._window_px >= self._room_from(rail)

    def _room_from(self, rail: Rail) -> int:
        return (_ROOM_WITH_DESK_PX if self._desk else _ROOM_FROM_PX)[rail]

    def edit_mark(self) -> None:
        """Unfold the marks and give the keyboard to the form of the selected one."""
        self._rails[Rail.MARKS].set_folded(False)
        self.marks.edit_mark()

    def _show_relevel(self, pending: PendingRelevel | None) -> None:
        """What waits for an answer must be seen; answered, the marks give their room back."""
        marks = self._rails[Rail.MARKS]
        if pending is not None:
            self._unfolded_to_ask = self._unfolded_to_ask or marks.folded
            marks.set_folded(False)
        elif self._unfolded_to_ask:
            self._unfolded_to_ask = False
            marks.set_folded(True)

    @staticmethod
    def _rail(title: str, icon_name: str, content: QWidget, rail: Rail, edge: Edge) -> SideRail:
        return SideRail(title, icon_name, content, _WIDTHS_PX[rail][0], edge)
