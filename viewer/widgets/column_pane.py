"""The 3D pane: the contrast column as the 3D scene draws it, turned by the mouse."""

from collections.abc import Callable

import attrs
from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QImage,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from viewer.errors import ViewerError
from viewer.model.column import ContrastColumn, NoContrast
from viewer.model.corner_text import CornerText, identity_lines
from viewer.model.display import Camera, Display, PaneId, SurfaceView
from viewer.model.volume import Volume
from viewer.session.session import Session
from viewer.tools.navigation import with_crosshair
from viewer.widgets import theme
from viewer.widgets.column_buttons import ColumnButtons
from viewer.widgets.column_thread import ColumnThread, Task
from viewer.widgets.corner_painter import paint_corners
from viewer.widgets.overlay_painter import paint_text
from viewer.widgets.slice_pane import paint_focus
from viewer.widgets.theme import DARK

# The hand rests: draw in full detail.
_SETTLED_MS = 160
_CLICK_PX = 3.0
_ZOOM_PER_NOTCH = 1.15
_WAITING = "Looking for the contrast column…"


class ColumnPane(QWidget):
    """Left drag turns, middle drag shifts, right drag or wheel zooms, a click moves the crosshair."""

    hovered = Signal(object, object)
    focused = Signal(object)
    maximise = Signal(object)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.pane_id = PaneId.COLUMN
        self._session = session
        self._thread: ColumnThread | None = None
        self._image = QImage()
        self._failure = ""
        self._camera: Camera | None = None
        self._button = Qt.MouseButton.NoButton
        self._pressed = self._last = QPointF()
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(_SETTLED_MS)
        self._settle.timeout.connect(self._rest)
        self.setAccessibleName("3D pane")
        self.setAccessibleDescription("The contrast column; buttons turn it to the standard views.")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMouseTracking(True)
        self._buttons = ColumnButtons(session, self.view_from, self)
        session.volume_changed.connect(self._set_volume)
        session.volume_completed.connect(self._set_bone)
        session.column_changed.connect(self._set_column)
        session.display_changed.connect(self._follow_display)
        session.shown_case_changed.connect(self._set_marks)
        session.selection_changed.connect(self._set_marks)
        session.jobs_changed.connect(self.update)

    @property
    def text(self) -> str:
        """The sentence shown in place of, or beside, the column; empty where it speaks for itself."""
        session = self._session
        if session.volume is None:
            return ""
        if self._failure:
            return self._failure
        if isinstance(session.column, NoContrast):
            return session.column.reason
        if session.column is None and session.jobs:
            return _WAITING
        return ""

    def start(self) -> None:
        """Begin to use the scene: load it on its thread and show what the session holds."""
        if self._thread is None:
            self._thread = ColumnThread(self)
            self._thread.rendered.connect(self._take)
            self._thread.failed.connect(self._fail)
            self._thread.answered.connect(_hand_over)
            self._set_volume(self._session.volume)

    def release(self) -> None:
        """End the thread and the scene; the pane stays as it is."""
        self._settle.stop()
        if self._thread is not None:
            self._thread.close()
            self._thread = None

    def view_from(self, side: SurfaceView) -> None:
        """Turn to a standard view."""
        self._post(lambda scene: scene.view(side))
        self._rest()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the last picture, then text and identity over it."""
        del event
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(DARK.image))
        if not self._image.isNull() and self._session.volume is not None:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(QRectF(self.rect()), self._image)
        if self._session.volume is not None:
            self._paint_text(painter)
        if self.hasFocus():
            paint_focus(painter, QRectF(self.rect()))
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Draw at the new size."""
        super().resizeEvent(event)
        self._buttons.adjustSize()
        self._buttons.move(8, self.height() - self._buttons.height() - 6)
        self._render(moving=False)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to turn, shift or zoom."""
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        if self._button is Qt.MouseButton.NoButton:
            self._button = event.button()
            self._pressed = self._last = event.position()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Turn, shift or zoom by as much as the hand moved."""
        if self._button is Qt.MouseButton.NoButton:
            return
        moved = event.position() - self._last
        self._last = event.position()
        self._move(moved.x(), moved.y())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Keep the new view; a click without a drag moves the crosshair to the surface."""
        if event.button() != self._button:
            return
        clicked = (event.position() - self._pressed).manhattanLength() <= _CLICK_PX
        if clicked and self._button == Qt.MouseButton.LeftButton:
            self._pick(event.position())
        self._button = Qt.MouseButton.NoButton
        self._rest()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Maximise the pane or restore the layout."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.maximise.emit(self.pane_id)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom."""
        notches = event.angleDelta().y() / 120
        self._post(lambda scene: scene.zoom(_ZOOM_PER_NOTCH**notches))
        self._moving()
        event.accept()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring."""
        super().focusInEvent(event)
        self.focused.emit(self.pane_id)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the ring away."""
        super().focusOutEvent(event)
        self.update()

    def _move(self, right: float, down: float) -> None:
        ratio = self.devicePixelRatioF()
        right_px, down_px = right * ratio, down * ratio
        if self._button == Qt.MouseButton.LeftButton:
            self._post(lambda scene: scene.rotate(right_px, down_px))
        elif self._button == Qt.MouseButton.MiddleButton:
            self._post(lambda scene: scene.pan(right_px, down_px))
        else:
            self._post(lambda scene: scene.zoom(1.01**-down))
        self._moving()

    def _moving(self) -> None:
        self._settle.start()
        self._render(moving=True)

    def _rest(self) -> None:
        """The hand rests: full detail, and the view becomes part of the display."""
        self._settle.stop()
        self._render(moving=False)
        if self._thread is not None:
            self._thread.ask(lambda scene: scene.camera(), self._keep_camera)

    def _keep_camera(self, camera: object) -> None:
        if isinstance(camera, Camera) and self._session.volume is not None:
            self._camera = camera
            self._session.look(attrs.evolve(self._session.display, camera=camera))

    def _pick(self, place: QPointF) -> None:
        ratio = self.devicePixelRatioF()
        x_px, y_px = place.x() * ratio, place.y() * ratio
        if self._thread is not None:
            self._thread.ask(lambda scene: scene.pick(x_px, y_px), self._jump)

    def _jump(self, point: object) -> None:
        volume = self._session.volume
        if volume is not None and isinstance(point, tuple):
            x, y, z = point
            self._session.look(with_crosshair(self._session.display, (x, y, z), volume.geometry))

    def _post(self, task: Task) -> None:
        if self._thread is not None:
            self._thread.post(task)

    def _render(self, *, moving: bool) -> None:
        if self._thread is not None and self._session.volume is not None and self.isVisible():
            ratio = self.devicePixelRatioF()
            self._thread.render(round(self.width() * ratio), round(self.height() * ratio), moving=moving)

    def _take(self, image: QImage) -> None:
        self._image = image
        self.update()

    def _fail(self, error: ViewerError) -> None:
        self._failure = str(error)
        self.update()

    def _set_volume(self, volume: Volume | None) -> None:
        self._image = QImage()
        self._camera = None
        self._buttons.setVisible(volume is not None)
        if volume is None:
            self._post(lambda scene: (scene.set_bone(None, False), scene.set_column(None)))
        elif not self._session.loading:
            self._set_bone(volume)
        self._set_column(self._session.column)
        self._set_marks()
        self.update()

    def _set_bone(self, volume: Volume) -> None:
        shown = self._session.display.bone_shown or isinstance(self._session.column, NoContrast)
        self._post(lambda scene: scene.set_bone(volume, shown))
        self._render(moving=False)

    def _set_column(self, column: object) -> None:
        found = column if isinstance(column, ContrastColumn) else None
        self._post(lambda scene: scene.set_column(found))
        volume = self._session.volume
        if volume is not None and not self._session.loading:
            self._set_bone(volume)
        self._follow_crosshair()
        self._render(moving=False)
        self.update()

    def _set_marks(self, *_: object) -> None:
        case, selection = self._session.shown_case, self._session.selection
        self._post(lambda scene: scene.set_marks(case.marks, selection))
        self._render(moving=False)

    def _follow_display(self, old: Display, new: Display) -> None:
        if new.bone_shown != old.bone_shown and self._session.volume is not None:
            self._set_bone(self._session.volume)
        if new.camera != self._camera:
            self._camera = new.camera
            camera = new.camera
            self._post(lambda scene: scene.set_camera(camera))
            self._render(moving=False)
        if new.crosshair != old.crosshair:
            self._follow_crosshair()
            self._moving()
        if new.identity_hidden != old.identity_hidden:
            self.update()

    def _follow_crosshair(self) -> None:
        point = self._session.display.crosshair
        self._post(lambda scene: scene.set_crosshair(point))

    def _paint_text(self, painter: QPainter) -> None:
        session = self._session
        who = identity_lines(session.case.study, hidden=session.display.identity_hidden)
        paint_corners(painter, CornerText(top_left=who), QSizeF(self.size()))
        if self.text:
            painter.setFont(theme.font(theme.TEXT_PX))
            box = QRectF(self.rect()).adjusted(24, 24, -24, -24)
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            paint_text(painter, box, self.text, QColor(DARK.muted), flags)


def _hand_over(then: Callable[[object], None], answer: object) -> None:
    then(answer)
