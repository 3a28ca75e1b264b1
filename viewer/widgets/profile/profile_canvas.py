"""The picture of the profile and the hand over it: hover shows, a click goes there, the wheel walks."""

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from viewer.actions.jump import jump_to
from viewer.actions.narrowing_actions import chosen_narrowing, go_to_narrowing
from viewer.model.analysis import Analysis
from viewer.model.geometry import vec3
from viewer.model.listed import listed_narrowings
from viewer.model.narrowing import Narrowing
from viewer.model.sections import Sections
from viewer.model.study import WindowSetting
from viewer.session.session import Session
from viewer.tools.narrowings import answer_of, numbered
from viewer.widgets.parts.theme import DARK
from viewer.widgets.profile.profile_bands import NormalBand, normal_bands
from viewer.widgets.profile.profile_levels import LevelTick, level_ticks, section_near
from viewer.widgets.profile.profile_measure import Measure
from viewer.widgets.profile.profile_painter import Numbered, ProfilePainter, ProfileScene, number_places
from viewer.widgets.profile.profile_peek import Peek
from viewer.widgets.profile.profile_places import ProfilePlaces, places
from viewer.widgets.profile.profile_planes import StraightPlane, straight_planes
from viewer.widgets.slices.slice_pane import paint_focus

TURN_STEP_DEG = 5
MOST_TURN_DEG = 90
_PAGE_MM = 10.0
_PER_NOTCH = 120.0
_NEAR_PX = 9.0
# After the wheel the pointer shows no place until it is meant.
_RESTS_PX = 12.0
_WALK_MM = {
    Qt.Key.Key_Up: 0.0,
    Qt.Key.Key_Down: 0.0,
    Qt.Key.Key_PageUp: -_PAGE_MM,
    Qt.Key.Key_PageDown: _PAGE_MM,
}
_WALK_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
_TURNS = {Qt.Key.Key_Left: -TURN_STEP_DEG, Qt.Key.Key_Right: TURN_STEP_DEG}
_KEYS = {*_WALK_MM, *_TURNS, Qt.Key.Key_Home, Qt.Key.Key_End}


class ProfileCanvas(QWidget):
    """Shows an analysis of the session; `pointed` tells of the section that the numbers are wanted of."""

    pointed = Signal()
    turned = Signal(int)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._measure = Measure.AREA
        self._turn_deg = 0
        self._hovered: int | None = None
        self._peek = Peek(session)
        self._rests_at: QPointF | None = None
        self._walked = self._rolled = 0.0
        self._planes: tuple[StraightPlane, StraightPlane] | None = None
        self._pictures: tuple[WindowSetting, tuple[QImage, QImage]] | None = None
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self.pointed)
        self.setAccessibleName("Profile of the sac")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setMinimumSize(180, 200)
        session.analysis_changed.connect(self._forget)
        changed = (session.display_changed, session.shown_case_changed, session.selection_changed)
        for signal in changed:
            signal.connect(self._refresh)

    def sizeHint(self) -> QSize:
        """As much as there is."""
        return QSize(560, 800)

    @property
    def analysis(self) -> Analysis | None:
        """The analysis that is shown; None where there is none with sections."""
        found = self._session.analysis
        return found if found is not None and found.sections is not None and len(found.sections) > 1 else None

    @property
    def here(self) -> int | None:
        """The section at the crosshair."""
        analysis = self.analysis
        if analysis is None or analysis.sections is None:
            return None
        return section_near(analysis.sections, self._session.display.crosshair)

    @property
    def told(self) -> int | None:
        """The section whose numbers are wanted: under the pointer, else at the crosshair."""
        return self.here if self._hovered is None else self._hovered

    @property
    def measure(self) -> Measure:
        """The number that the graph shows."""
        return self._measure

    @property
    def ticks(self) -> tuple[LevelTick, ...]:
        """The levels beside the planes."""
        return level_ticks(self._session.shown_case, self.analysis) if self.analysis else ()

    @property
    def bands(self) -> tuple[NormalBand, ...]:
        """What is normal, for the measure shown."""
        return normal_bands(self.ticks, self._measure)

    @property
    def numbered(self) -> tuple[Numbered, ...]:
        """The narrowings with their numbers and what the reader made of them."""
        case, narrowings = self._session.case, listed_narrowings(self.analysis)
        return tuple((number, one, answer_of(case, one)) for number, one in numbered(narrowings))

    @property
    def turn_deg(self) -> int:
        """How far the planes are turned about the canal."""
        return self._turn_deg

    def set_measure(self, measure: Measure) -> None:
        """Show another number in the graph."""
        self._measure = measure
        self.update()

    def turn_to(self, turn_deg: int) -> None:
        """Turn the planes about the canal, within a quarter turn to each side."""
        turn_deg = min(max(turn_deg, -MOST_TURN_DEG), MOST_TURN_DEG)
        if turn_deg != self._turn_deg:
            self._turn_deg, self._planes = turn_deg, None
            self.turned.emit(turn_deg)
            self.update()

    def walk(self, steps: int) -> None:
        """Move the crosshair along the canal, positive caudally; from afar to the nearest section."""
        here, sections = self.here, self._sections
        if sections is not None:
            start = 0 if here is None else here
            self.go_to(min(max(start + steps, 0), len(sections) - 1))

    def go_to(self, number: int) -> None:
        """Move the crosshair to a section: all panes follow."""
        sections = self._sections
        if sections is not None:
            self._peek.stay()
            jump_to(self._session, vec3(sections.point[number]))

    def section_at(self, y_px: float) -> int | None:
        """Return the section at a height of the picture."""
        sections, at = self._sections, self._places()
        if sections is None or at is None:
            return None
        return int(np.argmin(np.abs(sections.arc_mm - at.arc_mm(y_px))))

    def height_of(self, number: int) -> float:
        """Return the height of a section in the picture, 0 while there is none."""
        sections, at = self._sections, self._places()
        return 0.0 if sections is None or at is None else at.y(float(sections.arc_mm[number]))

    def narrowing_at(self, place: QPointF) -> Narrowing | None:
        """Return the narrowing whose number stands at a place of the picture."""
        at = self._places()
        if at is None or place.x() <= at.graph.right() + 2:
            return None
        near = (one for (_, one, _), y in number_places(self.numbered, at) if abs(place.y() - y) <= _NEAR_PX)
        return next(near, None)

    # What Qt tells

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the profile."""
        del event
        scene, at = self._scene(), self._places()
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(DARK.image))
        if scene is not None and at is not None:
            ProfilePainter(painter, scene, at).paint()
        if self.hasFocus():
            paint_focus(painter, QRectF(self.rect()))
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go there; on a narrowing's number, to the narrowing."""
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        narrowing = self.narrowing_at(event.position())
        if narrowing is None:
            self._go(event)
        else:
            self._peek.stay()
            go_to_narrowing(self._session, narrowing)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Tell the numbers there and show the place; with the button held, go there."""
        place = event.position()
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._go(event)
        elif self._rests_at is None or (place - self._rests_at).manhattanLength() > _RESTS_PX:
            self._rests_at = None
            self._hover(self.section_at(place.y()))

    def leaveEvent(self, event: QEvent) -> None:
        """Tell of the crosshair's section again, the crosshair back where it was."""
        super().leaveEvent(event)
        self._rests_at = None
        self._hover(None)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Walk along the canal; with Shift turn the planes about it."""
        turned = event.angleDelta().y() or event.angleDelta().x()
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._rolled += turned / _PER_NOTCH
            whole = int(self._rolled)
            self._rolled -= whole
            self.turn_to(self._turn_deg + whole * TURN_STEP_DEG)
        else:
            self._walked -= turned / _PER_NOTCH
            whole = int(self._walked)
            self._walked -= whole
            if whole:
                self._rests_at = event.position()
                self._hovered = None
                self.walk(whole)
        event.accept()

    def event(self, event: QEvent) -> bool:
        """Keep the keys that walk from the shortcuts of the panes."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _walks(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows walk and turn, Page keys take ten millimetres, Home and End go to the ends."""
        key, sections = Qt.Key(event.key()), self._sections
        if sections is None or not _walks(event):
            super().keyPressEvent(event)
        elif key in _TURNS:
            self.turn_to(self._turn_deg + _TURNS[key])
        elif key in _WALK_STEPS:
            self.walk(_WALK_STEPS[key])
        elif key in _WALK_MM:
            self.walk(round(_WALK_MM[key] / float(sections.arc_mm[1] - sections.arc_mm[0])))
        else:
            self.go_to(0 if key is Qt.Key.Key_Home else len(sections) - 1)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show where the keyboard is."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show that the keyboard is elsewhere."""
        super().focusOutEvent(event)
        self.update()

    # Inside

    @property
    def _sections(self) -> Sections | None:
        analysis = self.analysis
        return analysis.sections if analysis else None

    def _places(self) -> ProfilePlaces | None:
        sections = self._sections
        if sections is None:
            return None
        return places(self.width(), self.height(), float(sections.arc_mm[0]), float(sections.arc_mm[-1]))

    def _scene(self) -> ProfileScene | None:
        analysis, volume, sections = self.analysis, self._session.volume, self._sections
        if analysis is None or volume is None or sections is None:
            return None
        if self._planes is None:
            self._planes = straight_planes(volume, sections, self._turn_deg)
            self._pictures = None
        window = self._session.display.window
        if self._pictures is None or self._pictures[0] != window:
            first, second = self._planes
            self._pictures = (window, (first.picture(window), second.picture(window)))
        return ProfileScene(
            analysis=analysis,
            sections=sections,
            ticks=self.ticks,
            planes=self._planes,
            pictures=self._pictures[1],
            turn_deg=self._turn_deg,
            measure=self._measure,
            bands=self.bands,
            numbered=self.numbered,
            chosen=chosen_narrowing(self._session),
            here=self.here,
            hovered=self._hovered,
        )

    def _go(self, event: QMouseEvent) -> None:
        number = self.section_at(event.position().y())
        if number is not None:
            self.go_to(number)

    def _hover(self, number: int | None) -> None:
        if number == self._hovered:
            return
        self._hovered = number
        sections = self._sections
        if number is None or sections is None:
            self._peek.end()
        else:
            self._peek.at(vec3(sections.point[number]))
        self._refresh()

    def _refresh(self, *_: object) -> None:
        self.update()
        self._soon.start()

    def _forget(self, *_: object) -> None:
        self._planes = self._pictures = None
        self._hovered = None
        self._peek.stay()
        self._refresh()


_HELD = (
    Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier
)


def _walks(event: QKeyEvent) -> bool:
    return Qt.Key(event.key()) in _KEYS and not event.modifiers() & _HELD
