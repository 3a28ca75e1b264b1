"""The middle of the window: the panes, and the report desk beside them when it is wanted."""

from typing import TYPE_CHECKING

import attrs
from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QSplitter, QWidget

from viewer.actions.desk import DeskTab
from viewer.actions.jump import jump_to, jump_to_level, place_of_level
from viewer.model.form.scale_file import scale_faults
from viewer.model.key_image import KeyImage
from viewer.model.picture_bytes import PictureBytes
from viewer.model.report.contradiction import Contradiction
from viewer.model.report.section import SectionId
from viewer.model.spine import Level
from viewer.session.key_pictures import Pictured
from viewer.session.notice import Severity
from viewer.session.session import Session
from viewer.widgets.window.action_binding import ActionBinding

if TYPE_CHECKING:
    from viewer.widgets.report.desk_panel import DeskPanel

LEAST_PX, _MOST_USUAL_PX = 460, 820
_PANES_LEAST_PX, _RESTS_MS = 320, 300
# Beyond this share of the middle the images would be too small to read by.
_USUAL_SHARE, _MOST_SHARE = 0.5, 0.66
_FORM_OF = {
    SectionId.QUESTION: DeskTab.QUESTION,
    SectionId.PROCEDURE: DeskTab.PROCEDURE,
    SectionId.NUMBERING: DeskTab.PROCEDURE,
    SectionId.ADEQUACY: DeskTab.PROCEDURE,
}


class DeskFrame(QSplitter):
    """Holds panes and desk; `shown_changed()` as the desk comes and goes, `left` when Escape leaves it.

    The desk is made when it is first shown; its width is remembered.
    """

    shown_changed = Signal()
    left = Signal()

    def __init__(self, session: Session, middle: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._session = session
        self._bound: ActionBinding | None = None
        self._desk: DeskPanel | None = None
        self._wanted = False
        self.setChildrenCollapsible(False)
        self.setHandleWidth(3)
        self.addWidget(middle)
        middle.setMinimumWidth(_PANES_LEAST_PX)
        self.setStretchFactor(0, 1)
        # Once the edge rests: every choice that is remembered is written to disk.
        self._moved = QTimer(self)
        self._moved.setSingleShot(True)
        self._moved.setInterval(_RESTS_MS)
        self._moved.timeout.connect(self._remember)
        self.splitterMoved.connect(lambda *_: self._moved.start())
        session.reporting.key_pictures.draw_with(draw_key_image)
        session.volume_changed.connect(self._follow_volume)

    def bind(self, bound: ActionBinding) -> None:
        """Take the actions that the desk's buttons run."""
        self._bound = bound

    @property
    def desk(self) -> "DeskPanel | None":
        """The desk, None before it was first shown."""
        return self._desk

    @property
    def shown(self) -> bool:
        """Whether the desk stands beside the panes."""
        return self._desk is not None and not self._desk.isHidden()

    def toggle(self) -> None:
        """Show or hide the desk."""
        if self.shown:
            self.hide_desk()
        else:
            self.show_desk()

    def show_desk(self, tab: DeskTab | None = None) -> None:
        """Show the desk, on a tab if one is wanted, and give it the keyboard."""
        if self._session.volume is None:
            return
        desk = self._made()
        fresh = desk.isHidden()
        if fresh:
            desk.show()
            self._wanted = True
            self._session.reporting.watch(shown=True)
            self.shown_changed.emit()
            self._size()
            # Once the rails have given way: only then is it known how much room there is.
            QTimer.singleShot(0, self, self._size)
        desk.show_tab(tab or desk.tab)
        if tab is not None or fresh:
            desk.take_keyboard()

    def hide_desk(self) -> None:
        """Hide the desk; what was typed there has become an edit."""
        if self._desk is not None and self.shown:
            self._wanted = False
            self._put_away(self._desk)

    def go_to(self, found: Contradiction) -> None:
        """Go to what a contradiction is about: a mark, a level, or a section of the report."""
        self.show_desk()
        session, desk = self._session, self._made()
        mark = next((one for one in session.case.marks if one.mark_id == found.target), None)
        level = next((one for one in session.case.numbering.levels if one.name == found.target), None)
        if mark is not None:
            session.select(mark.mark_id)
            jump_to(session, mark.point)
        elif level is not None:
            self.go_to_level(level)
        if found.section is not None and found.section in _FORM_OF:
            desk.show_tab(_FORM_OF[found.section])
        elif level is not None:
            desk.show_level(level)
        elif found.section is SectionId.LEVELS and mark is None:
            desk.show_tab(DeskTab.LEVELS)
        elif found.section is not None and mark is None:
            desk.show_tab(DeskTab.REPORT)
            desk.report.edit(found.section)

    def go_to_level(self, level: Level) -> None:
        """Take all views to the canal at a level that is known; elsewhere nothing moves."""
        place = place_of_level(self._session, level)
        if place is not None:
            jump_to_level(self._session, place)

    def _made(self) -> "DeskPanel":
        if self._desk is None:
            # The pages and all they need come with the first look at the desk.
            from viewer.widgets.report.desk_panel import DeskPanel

            assert self._bound is not None
            self._desk = DeskPanel(self._bound)
            self._desk.setMinimumWidth(LEAST_PX)
            self._desk.hide()
            self._desk.closed.connect(self.hide_desk)
            self._desk.left.connect(self.left)
            self._desk.going.connect(self.go_to)
            self._desk.level_chosen.connect(self.go_to_level)
            self.addWidget(self._desk)
            self.setStretchFactor(1, 0)
            for fault in scale_faults():
                self._session.notice(
                    fault, "Mend or remove the file, and start Thecal again.", Severity.WARNING
                )
        return self._desk

    def _put_away(self, desk: "DeskPanel") -> None:
        desk.hide()
        self._session.reporting.watch(shown=False)
        self.shown_changed.emit()

    def _follow_volume(self, volume: object) -> None:
        """Nothing to report while nothing is open; the desk comes back with the next study."""
        if self._desk is None:
            return
        if volume is None and self.shown:
            self._put_away(self._desk)
        elif volume is not None and self._wanted and not self.shown:
            self.show_desk()

    def _size(self) -> None:
        whole = self.width()
        usual = min(_MOST_USUAL_PX, round(_USUAL_SHARE * whole))
        wanted = self._session.settings.desk_px or usual
        desk_px = max(LEAST_PX, min(wanted, round(_MOST_SHARE * whole)))
        self.setSizes([max(1, whole - desk_px), desk_px])

    def _remember(self) -> None:
        if self._desk is not None and self.shown:
            settings = attrs.evolve(self._session.settings, desk_px=self._desk.width())
            self._session.change_settings(settings)


def draw_key_image(pictured: Pictured, image: KeyImage) -> PictureBytes:
    """Return the picture of a key image, drawn off screen."""
    from viewer.widgets.slices.key_image_painter import key_picture_bytes  # with the first picture

    return key_picture_bytes(
        pictured.volume, pictured.case, pictured.analysis, pictured.sac, image, series=pictured.series
    )
