"""A slice pane: the grey picture of one plane, what is drawn over it, and the mouse over it."""

from math import ceil

import attrs
from PySide6.QtCore import QEvent, QPointF, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from viewer.model.display import PaneId
from viewer.model.overlay.overlay_picture import picture_lines
from viewer.model.overlay.overlay_shapes import Shape, Target, TargetKind
from viewer.model.plane import PlaneKind
from viewer.model.resolve import PaneView, resolve_pane
from viewer.model.volume import Volume
from viewer.session.session import Session
from viewer.tools.events import Button, Phase
from viewer.tools.hands import ToolId
from viewer.tools.regions import Regions
from viewer.widgets.parts.theme import DARK
from viewer.widgets.slices.corner_painter import paint_corners
from viewer.widgets.slices.overlay_painter import paint_shapes, reach
from viewer.widgets.slices.overlay_picture import OverlayPicture
from viewer.widgets.slices.sac_layer import SacLayer
from viewer.widgets.slices.segment_layer import SegmentLayer
from viewer.widgets.slices.slice_image import SliceImage
from viewer.widgets.slices.slice_overlay import slice_overlay
from viewer.widgets.window.hand import Hand
from viewer.widgets.window.pane_pointer import button_of, pointer, wheel

_CURSORS = {
    TargetKind.TURN: Qt.CursorShape.SizeAllCursor,
    TargetKind.LABEL: Qt.CursorShape.OpenHandCursor,
    TargetKind.MARK: Qt.CursorShape.OpenHandCursor,
    TargetKind.ANNOTATION: Qt.CursorShape.OpenHandCursor,
    TargetKind.END: Qt.CursorShape.OpenHandCursor,
}
_NAMES = {PlaneKind.AXIAL: "Axial", PlaneKind.SAGITTAL: "Sagittal", PlaneKind.CORONAL: "Coronal"}


class SlicePane(QWidget):
    """Shows one plane of the session's volume; repaints at most once per event-loop turn."""

    hovered = Signal(object, object)
    focused = Signal(object)
    maximise = Signal(object)

    def __init__(
        self,
        session: Session,
        kind: PlaneKind,
        hand: Hand,
        sac: SacLayer,
        segments: SegmentLayer,
        *,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.kind = kind
        self.pane_id = PaneId(kind.value)
        self._session = session
        self._hand = hand
        self._sac, self._segments = sac, segments
        self._button = Button.NONE
        self._before_press = session.display.crosshair
        self._hover: Target | None = None
        self._regions = Regions()
        self._overlay = OverlayPicture()
        self._tool_shapes: tuple[Shape, ...] = ()
        self._image = SliceImage(self)
        self._image.refined.connect(self.update)
        self._image.set_volume(session.volume)
        self.setAccessibleName(f"{_NAMES[kind]} pane")
        self.setAccessibleDescription("Arrow keys scroll; drag with the right button for the window.")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setCursor(Qt.CursorShape.CrossCursor)
        session.display_changed.connect(self.update)
        session.shown_case_changed.connect(self.update)
        session.selection_changed.connect(self.update)
        session.analysis_changed.connect(self.update)
        sac.changed.connect(self.update)
        segments.changed.connect(self.update)
        session.reading.changed.connect(self.update)
        hand.drew.connect(self._follow_tool)
        session.volume_changed.connect(self._set_volume)
        session.volume_progressed.connect(self._mark_filled)

    @property
    def view(self) -> PaneView | None:
        """What the pane shows in logical pixels, in which tools and overlays work."""
        return self._resolve(1.0)

    def settle(self) -> None:
        """Draw in full quality without waiting for the hand to rest."""
        sharp = self._resolve(self.devicePixelRatioF())
        if sharp is not None:
            self._image.settle(sharp)

    @property
    def is_draft(self) -> bool:
        """Whether the picture on screen is still to be refined."""
        return self._image.is_draft

    def release(self) -> None:
        """Let go of the volume and of the renderer; the pane stays black."""
        self._image.close()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the picture at device pixels, then what lies over it."""
        del event
        painter = QPainter(self)
        ratio = self.devicePixelRatioF()
        sharp, view = self._resolve(ratio), self.view
        volume = self._session.volume
        if sharp is None or view is None or volume is None:
            painter.fillRect(self.rect(), QColor(DARK.image))
        else:
            image = self._image.picture(sharp)
            image.setDevicePixelRatio(ratio)
            painter.drawImage(QPointF(0, 0), image)
            self._paint_regions(painter, sharp, ratio)
            self._paint_over(painter, view, volume, ratio)
        if self.hasFocus():
            paint_focus(painter, QRectF(self.rect()))
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show the plane at the new size."""
        super().resizeEvent(event)
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a gesture."""
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        if self._button is Button.NONE:
            self._button = button_of(event.button())
            self._before_press = self._session.display.crosshair
            self._point(event, Phase.PRESS)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go on with a gesture, or tell what is under the cursor."""
        held = self._button is not Button.NONE
        self._point(event, Phase.MOVE if held else Phase.HOVER)
        view = self.view
        if view is not None:
            place = event.position()
            self.hovered.emit(self.pane_id, view.to_lps(place.x(), place.y()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End a gesture."""
        if button_of(event.button()) is self._button:
            self._point(event, Phase.RELEASE)
            self._button = Button.NONE

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Rename what lies there, or over the bare image maximise the pane or restore the layout.

        With another tool in hand than the crosshair it is a quick second press.
        """
        view = self.view
        if event.button() != Qt.MouseButton.LeftButton or view is None:
            return
        if self._session.tool != ToolId.CROSSHAIR:
            self.mousePressEvent(event)
        elif self._hand.over(pointer(event, Phase.HOVER, view, Button.NONE)) is None:
            # The first of the two presses was no wish to go there.
            self._session.look(attrs.evolve(self._session.display, crosshair=self._before_press))
            self.maximise.emit(self.pane_id)
        else:
            self._button = Button.LEFT
            self._point(event, Phase.DOUBLE)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll, or zoom with Ctrl."""
        view = self.view
        if view is not None:
            self._hand.handle(wheel(event, view))
        event.accept()

    def leaveEvent(self, event: QEvent) -> None:
        """The cursor is over no point any more."""
        super().leaveEvent(event)
        self._hand.leave()
        self.hovered.emit(self.pane_id, None)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring and become the pane that keys act on."""
        super().focusInEvent(event)
        self.focused.emit(self.pane_id)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the ring away."""
        super().focusOutEvent(event)
        self.update()

    def _point(self, event: QMouseEvent, phase: Phase) -> None:
        view = self.view
        if view is None:
            return
        told = pointer(event, phase, view, self._button)
        self._set_hover(self._hand.over(told))
        self._hand.handle(told)

    def _set_hover(self, target: Target | None) -> None:
        if target != self._hover:
            self._hover = target
            self.setCursor(_CURSORS[target.kind] if target else Qt.CursorShape.CrossCursor)
            self.update()

    def _resolve(self, ratio: float) -> PaneView | None:
        volume = self._session.volume
        if volume is None:
            return None
        # Rounded up, so that the picture covers the last device pixel at any scale.
        width, height = ceil(self.width() * ratio), ceil(self.height() * ratio)
        return resolve_pane(self._session.display, self.kind, volume.geometry, width, height)

    def _follow_tool(self) -> None:
        """Paint anew where the tool's own shapes went and came: a brush at the pointer is small."""
        view = self.view
        shapes = () if view is None else self._hand.drawn(view)
        if shapes != self._tool_shapes:
            self.update(reach(self._tool_shapes).united(reach(shapes)))
            self._tool_shapes = shapes

    def _paint_regions(self, painter: QPainter, sharp: PaneView, ratio: float) -> None:
        """What other programs have drawn below the sac: that is measured, and must be seen."""
        sac = self._sac.picture(sharp, ratio)
        for image, at in (*self._segments.pictures(sharp, ratio), *((sac,) if sac else ())):
            image.setDevicePixelRatio(ratio)
            painter.drawImage(QPointF(at) / ratio, image)

    def _paint_over(self, painter: QPainter, view: PaneView, volume: Volume, ratio: float) -> None:
        session = self._session
        shapes, corners = slice_overlay(
            session.shown_case,
            session.series,
            session.display,
            view,
            volume,
            analysis=session.analysis,
            regions=self._regions.of(volume, session.shown_case.annotations),
            selection=session.selection,
            hover=self._hover,
        )
        if self._hand.corrects:
            painter.drawImage(QPointF(0, 0), self._overlay.picture(shapes, corners, self.size(), ratio))
        else:
            paint_shapes(painter, shapes, ratio)
            paint_corners(painter, corners, QSizeF(self.size()))
        paint_shapes(painter, self._picture_lines(view), ratio)
        paint_shapes(painter, self._hand.drawn(view), ratio)

    def _picture_lines(self, view: PaneView) -> tuple[Shape, ...]:
        """Where the picture read beside the CT lies; a projection lies nowhere."""
        reading, series = self._session.reading, self._session.series
        lines_shown = self._session.display.crosshair_shown and not reading.is_projection
        if not lines_shown or series is None or not reading.is_linked:
            return ()
        return picture_lines(reading.infos, reading.look.number, view, series.frame_of_reference_uid)

    def _set_volume(self, volume: Volume | None) -> None:
        self._image.set_volume(volume)
        self.update()

    def _mark_filled(self, first_k: int, last_k: int) -> None:
        self._image.mark_filled(first_k, last_k)
        self._regions.forget()
        self.update()


def paint_focus(painter: QPainter, area: QRectF) -> None:
    """Draw the thin ring of the pane that has the keyboard."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(DARK.accent), 1))
    painter.drawRect(area.adjusted(0, 0, -1, -1))
