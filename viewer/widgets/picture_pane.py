"""The pane of the pictures read beside the CT: what is drawn there, and mouse and keys over it."""

from collections.abc import Callable
from enum import Enum, auto

import attrs
from PySide6.QtCore import QEvent, QPointF, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from viewer.model.corner_text import CornerText
from viewer.model.display import Display
from viewer.model.geometry import Vec3
from viewer.model.overlay_picture import picture_shapes
from viewer.model.picture import GreyPicture, Picture, PictureInfo
from viewer.model.picture_view import (
    PictureLook,
    PictureView,
    moved_into,
    panned,
    resolve_picture,
    windowed,
    zoomed_at,
)
from viewer.model.picture_words import (
    OTHER_PATIENT,
    WITHHELD,
    corner_words,
    may_name,
    same_patient,
    shown_window,
    value_words,
)
from viewer.session.reading import Reading, Unreadable
from viewer.session.session import Session
from viewer.tools.navigation import with_crosshair
from viewer.widgets import theme
from viewer.widgets.corner_painter import paint_corners
from viewer.widgets.overlay_painter import paint_shapes
from viewer.widgets.picture_image import PictureImage
from viewer.widgets.slice_pane import paint_focus
from viewer.widgets.status_text import position_text
from viewer.widgets.text_picture import line_width, paint_line

_ANGLE_PER_NOTCH = 120.0
_ZOOM_PER_NOTCH = 1.15
_KEY_ZOOM = 1.25
_SCALE_BESIDE_PX = 760
_WARNING_TOP_PX = 44.0


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
        self._image = PictureImage()
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
        self._reading.closed.connect(self._image.forget)
        session.display_changed.connect(self.update)
        session.volume_changed.connect(self.update)

    @property
    def view(self) -> PictureView | None:
        """Where the picture lies in the pane in logical pixels, None while there is none."""
        info, picture = self._reading.info, self._picture
        if info is None or picture is None:
            return None
        return resolve_picture(self._reading.look, info, _size_of(picture), self.width(), self.height())

    @property
    def corners(self) -> CornerText:
        """What stands in the corners."""
        reading = self._reading
        if reading.study is None or reading.series is None or reading.info is None:
            return CornerText()
        found = corner_words(
            reading.study,
            reading.series,
            reading.info,
            self._picture,
            reading.look,
            crosshair=self._session.display.crosshair if reading.is_linked else None,
            hidden=self._session.display.identity_hidden,
        )
        said, below = found.bottom_left[:-1], found.bottom_left[-1:]
        # In a narrow pane the scale bar reaches into the line above the last.
        free = (" ",) if self.width() < _SCALE_BESIDE_PX and below else ()
        return attrs.evolve(found, bottom_left=(*self._words_here(), *said, *free, *below))

    @property
    def warning(self) -> str:
        """What must not be overlooked: that this is someone else."""
        study, other = self._reading.study, self._session.study
        if study is None or other is None or same_patient(study.patient, other.patient):
            return ""
        return OTHER_PATIENT

    @property
    def sentence(self) -> str:
        """What stands in the middle instead of a picture."""
        shown = self._reading.shown
        if isinstance(shown, Unreadable):
            return shown.sentence
        if self._withheld:
            return WITHHELD
        return "" if shown is not None or not self._reading.is_open else "Reading…"

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Draw the picture, then what lies over it."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(theme.DARK.image))
        view, picture, info = self.view, self._picture, self._reading.info
        if view is not None and picture is not None and info is not None:
            self._paint_picture(painter, picture, view)
            self._paint_shapes(painter, info, view)
        self._paint_sentence(painter)
        paint_corners(painter, self.corners, QSizeF(self.size()))
        self._paint_warning(painter)
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

    @property
    def _picture(self) -> Picture | None:
        shown = self._reading.shown
        return None if isinstance(shown, Unreadable) or self._withheld else shown

    @property
    def _withheld(self) -> bool:
        series = self._reading.series
        return self._session.display.identity_hidden and series is not None and may_name(series)

    def _words_here(self) -> tuple[str, ...]:
        view, picture, hover, info = self.view, self._picture, self._hover, self._reading.info
        if view is None or picture is None or hover is None or info is None:
            return ()
        pixel = view.pixel(hover.x(), hover.y())
        if pixel is None:
            return ()
        value = value_words(picture, pixel)
        if info.placement is None or self._reading.is_projection:
            return (value,)
        return (value, position_text(view.in_patient(info.placement).to_lps(hover.x(), hover.y())))

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
        start = shown_window(self._picture, self._start_look)
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

    def _paint_picture(self, painter: QPainter, picture: Picture, view: PictureView) -> None:
        image, place = self._image.drawn(picture, self._reading.look, view, self.devicePixelRatioF())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(place, image)

    def _paint_shapes(self, painter: QPainter, info: PictureInfo, view: PictureView) -> None:
        linked: Display | None = self._session.display if self._reading.is_linked else None
        shapes = picture_shapes(info, view, linked, projection=self._reading.is_projection)
        paint_shapes(painter, shapes, self.devicePixelRatioF())

    def _paint_sentence(self, painter: QPainter) -> None:
        if self.sentence:
            painter.setFont(theme.font())
            painter.setPen(QColor(theme.DARK.muted))
            middle = QRectF(self.rect()).adjusted(24, 24, -24, -24)
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(middle, int(flags), self.sentence)

    def _paint_warning(self, painter: QPainter) -> None:
        if self.warning:
            font = theme.font()
            x = (self.width() - line_width(self.warning, font)) / 2
            paint_line(painter, QPointF(x, _WARNING_TOP_PX), self.warning, font, theme.DARK.warning)


def _size_of(picture: Picture) -> tuple[int, int]:
    pixels = picture.values if isinstance(picture, GreyPicture) else picture.rgb
    return (pixels.shape[0], pixels.shape[1])


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
