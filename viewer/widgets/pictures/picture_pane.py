"""The pane of the pictures read beside the CT: mouse and keys over them."""

from collections.abc import Callable
from enum import Enum, auto

import attrs
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from viewer.model.corner_text import CornerText
from viewer.model.geometry import Vec3
from viewer.model.picture_view import PictureLook, PictureView, moved_into, panned, windowed, zoomed_at
from viewer.model.picture_words import shown_window
from viewer.session.reading import Reading
from viewer.session.session import Session
from viewer.tools.navigation import with_crosshair
from viewer.widgets.parts import theme
from viewer.widgets.pictures.picture_face import PictureFace
from viewer.widgets.slices.slice_pane import paint_focus

_ANGLE_PER_NOTCH = 120.0
_ZOOM_PER_NOTCH = 1.15
_KEY_ZOOM = 1.25


class _Grip(Enum):
    NONE = auto()
    POINT = auto()
    PAN = auto()
    WINDOW = auto()


class PicturePane(QWidget):
    """Shows the picture that the session's reading is at; `enlarge` asks for more or less room, `play` for frames."""

    enlarge = Signal()
    play = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._reading: Reading = session.reading
        self._face = PictureFace(session)
        self._grip = _Grip.NONE
        self._start = QPointF()
        self._start_look = PictureLook()
        self._before_press: Vec3 = session.display.crosshair
        self._hover: QPointF | None = None
        self._turned = 0.0
        self.setAccessibleName("Pictures beside the CT")
        self.setAccessibleDescription(
            "Arrow keys scroll; drag with the right button for the window; Esc closes."
        )
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self._reading.changed.connect(self.update)
        self._reading.closed.connect(self._face.forget)
        session.display_changed.connect(self.update)
        session.volume_changed.connect(self.update)

    @property
    def view(self) -> PictureView | None:
        """Where the picture lies in the pane in logical pixels, None while there is none."""
        return self._face.view(self.size())

    @property
    def corners(self) -> CornerText:
        """What stands in the corners."""
        return self._face.corners(self.size(), self._hover)

    @property
    def warning(self) -> str:
        """What must not be overlooked, empty for nothing."""
        return self._face.warning

    @property
    def sentence(self) -> str:
        """What stands in the middle instead of a picture."""
        return self._face.sentence

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Draw the picture, then what lies over it."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(theme.DARK.image))
        self._face.paint(painter, self.size(), self.devicePixelRatioF(), self._hover)
        if self.hasFocus():
            paint_focus(painter, QRectF(self.rect()))
        painter.end()

    def event(self, event: QEvent) -> bool:
        """Keep the keys that mean the picture from the shortcuts of the CT's panes."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and _key(event) in _KEYS
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Scroll, window, zoom, invert, close."""
        act = _KEYS.get(_key(event))
        if act is None:
            super().keyPressEvent(event)
        else:
            act(self)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll, or zoom with Ctrl."""
        notches = (event.angleDelta().y() or event.angleDelta().x()) / _ANGLE_PER_NOTCH
        event.accept()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._zoom(_ZOOM_PER_NOTCH**notches, event.position())
            return
        # Fine wheels send parts of a notch.
        self._turned -= notches
        steps = int(self._turned)
        self._turned -= steps
        self.step(steps)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to point, move or window."""
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        if self._grip is not _Grip.NONE:
            return
        self._start, self._start_look = event.position(), self._reading.look
        self._before_press = self._session.display.crosshair
        left = _Grip.POINT if self._reading.is_linked else _Grip.PAN
        grips = {
            Qt.MouseButton.LeftButton: left,
            Qt.MouseButton.MiddleButton: _Grip.PAN,
            Qt.MouseButton.RightButton: _Grip.WINDOW,
        }
        self._grip = grips.get(event.button(), _Grip.NONE)
        if self._grip is _Grip.POINT:
            self._point(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go on with it, and tell what lies under the cursor."""
        self._hover = event.position()
        moved = event.position() - self._start
        if self._grip is _Grip.POINT:
            self._point(event.position())
        elif self._grip is _Grip.PAN:
            self._pan(moved)
        elif self._grip is _Grip.WINDOW:
            self._window(moved)
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: ARG002 - Qt's signature
        """End it."""
        self._grip = _Grip.NONE

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Give the picture more room, or the room back; the first of the two presses was no wish to go there."""
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        if self._session.display.crosshair != self._before_press:
            self._session.look(attrs.evolve(self._session.display, crosshair=self._before_press))
        self.enlarge.emit()

    def leaveEvent(self, event: QEvent) -> None:
        """The cursor is over no pixel any more."""
        super().leaveEvent(event)
        self._hover = None
        self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the ring away."""
        super().focusOutEvent(event)
        self.update()

    def step(self, steps: int) -> None:
        """Show a picture some steps further."""
        if steps:
            self._reading.show(self._reading.look.number + steps)

    def fit(self) -> None:
        """Show the whole picture in its own window."""
        self._reading.reset_look()

    def invert(self) -> None:
        """Turn light and dark over."""
        look = self._reading.look
        self._reading.look_at(attrs.evolve(look, inverted=not look.inverted))

    def close_pictures(self) -> None:
        """Close the series."""
        self._reading.close()

    def zoom_by(self, factor: float) -> None:
        """Look closer at the middle."""
        self._zoom(factor, QPointF(self.width() / 2, self.height() / 2))

    def window_by(self, dx: float, dy: float) -> None:
        """Change the window as a drag would."""
        self._start_look = self._reading.look
        self._window(QPointF(dx, dy))

    def _zoom(self, factor: float, at: QPointF) -> None:
        view = self.view
        if view is not None:
            self._reading.look_at(zoomed_at(self._reading.look, view, factor, at.x(), at.y()))

    def _pan(self, moved: QPointF) -> None:
        view = self.view
        if view is not None:
            look = panned(self._start_look, view, moved.x(), moved.y())
            self._reading.look_at(attrs.evolve(self._reading.look, pan=look.pan))

    def _window(self, moved: QPointF) -> None:
        start = shown_window(self._face.picture, self._start_look)
        if start is not None:
            window = windowed(start, moved.x(), moved.y())
            self._reading.look_at(attrs.evolve(self._reading.look, window=window))

    def _point(self, at: QPointF) -> None:
        """Take the CT to what lies here; on a projection only across the rays, their depth is unknown."""
        view, info, volume = self.view, self._reading.info, self._session.volume
        if view is None or info is None or info.placement is None or volume is None:
            return
        pane, display = view.in_patient(info.placement), self._session.display
        if self._reading.is_projection:
            point = moved_into(display.crosshair, pane, at.x(), at.y())
        else:
            point = pane.to_lps(at.x(), at.y())
        self._session.look(with_crosshair(display, point, volume.geometry))


_PLAIN = Qt.KeyboardModifier.NoModifier
_SHIFT, _CONTROL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
_Key = tuple[int, Qt.KeyboardModifier]
_KEYS: dict[_Key, Callable[[PicturePane], None]] = {
    (Qt.Key.Key_Up, _PLAIN): lambda pane: pane.step(-1),
    (Qt.Key.Key_Left, _PLAIN): lambda pane: pane.step(-1),
    (Qt.Key.Key_Down, _PLAIN): lambda pane: pane.step(1),
    (Qt.Key.Key_Right, _PLAIN): lambda pane: pane.step(1),
    (Qt.Key.Key_PageUp, _PLAIN): lambda pane: pane.step(-10),
    (Qt.Key.Key_PageDown, _PLAIN): lambda pane: pane.step(10),
    (Qt.Key.Key_Home, _PLAIN): PicturePane.fit,
    (Qt.Key.Key_I, _PLAIN): PicturePane.invert,
    (Qt.Key.Key_F, _PLAIN): lambda pane: pane.enlarge.emit(),
    (Qt.Key.Key_Space, _PLAIN): lambda pane: pane.play.emit(),
    (Qt.Key.Key_Escape, _PLAIN): PicturePane.close_pictures,
    (Qt.Key.Key_Left, _SHIFT): lambda pane: pane.window_by(-30, 0),
    (Qt.Key.Key_Right, _SHIFT): lambda pane: pane.window_by(30, 0),
    (Qt.Key.Key_Up, _SHIFT): lambda pane: pane.window_by(0, -15),
    (Qt.Key.Key_Down, _SHIFT): lambda pane: pane.window_by(0, 15),
    (Qt.Key.Key_Plus, _CONTROL): lambda pane: pane.zoom_by(_KEY_ZOOM),
    (Qt.Key.Key_Equal, _CONTROL): lambda pane: pane.zoom_by(_KEY_ZOOM),
    (Qt.Key.Key_Minus, _CONTROL): lambda pane: pane.zoom_by(1 / _KEY_ZOOM),
}


def _key(event: QKeyEvent) -> _Key:
    held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    return (event.key(), held)
