"""The 3D pane: the contrast column as the 3D scene draws it, turned by the mouse."""

from PySide6.QtCore import QEvent, QPointF, QRectF, QSizeF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QImage,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShowEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from viewer.model.column import ContrastColumn, NoContrast
from viewer.model.corner_text import CornerText, identity_lines
from viewer.model.display import PaneId, SurfaceView
from viewer.model.geometry import Vec3
from viewer.session.session import Session
from viewer.widgets.column.column_buttons import ColumnButtons
from viewer.widgets.column.column_feed import ColumnFeed
from viewer.widgets.column.column_legend import legend_of, paint_legend
from viewer.widgets.parts import theme
from viewer.widgets.parts.theme import DARK
from viewer.widgets.profile.profile_levels import level_ticks, section_near
from viewer.widgets.profile.profile_words import numbers_text, place_text
from viewer.widgets.slices.corner_painter import NARROW_PX, paint_corners
from viewer.widgets.slices.slice_pane import paint_focus

# The hand rests: draw in full detail.
_SETTLED_MS = 160
# A crosshair moved in another pane: the processor belongs to that pane first.
_FOLLOW_EVERY_MS, _FOLLOWED_MS = 400, 250
_POINTED_MS = 90
_CLICK_PX = 3.0
_ZOOM_PER_NOTCH = 1.15
_ZOOM_PER_PX = 1.008
_BUTTONS_INSET_PX = 6
_TEXT_INSET_PX, _TEXT_WIDTH_PX = 14, 420
# The orientation cube stands in the lower right corner.
_CUBE_PX = 130
_NO_COLUMN = "No contrast column yet. Shift+G looks for it, B shows bone."
_TEXT_FLAGS = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom | Qt.TextFlag.TextWordWrap


class ColumnPane(QWidget):
    """Left drag turns, middle drag shifts, right drag or wheel zooms, a click moves the crosshair."""

    hovered = Signal(object, object)
    focused = Signal(object)
    maximise = Signal(object)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.pane_id = PaneId.COLUMN
        self._session = session
        self._feed: ColumnFeed | None = None
        self._image = QImage()
        self._failure = ""
        self._button = Qt.MouseButton.NoButton
        self._pressed = self._last = QPointF()
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.timeout.connect(self._rest)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(lambda: self._render(moving=True))
        # The pointer rests: say what was measured under it.
        self._point = QTimer(self)
        self._point.setSingleShot(True)
        self._point.timeout.connect(self._point_at)
        self._pointer = QPointF()
        self._under: Vec3 | None = None
        self.setMouseTracking(True)
        self.setAccessibleName("3D pane")
        self.setAccessibleDescription("The contrast column; buttons turn it to the standard views.")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._buttons = ColumnButtons(session, self.view_from, self)
        session.volume_changed.connect(self._clear)
        for signal in (session.display_changed, session.column_changed, session.settings_changed):
            signal.connect(self.update)
        session.jobs_changed.connect(self._follow_jobs)

    @property
    def text(self) -> str:
        """The sentence that says what is missing in the picture; empty where it speaks for itself."""
        session = self._session
        if session.volume is None:
            return ""
        if self._failure:
            return self._failure
        if isinstance(session.column, NoContrast):
            return session.column.reason
        if session.column is None:
            return "Looking for the contrast column…" if self.looking else _NO_COLUMN
        if self.looking:
            return "Measuring the contrast column…"
        return ""

    @property
    def looking(self) -> bool:
        """Whether what shall be shown is still being looked for.

        The first picture waits for the analysis too: the memory of both at once would be too much.
        """
        session = self._session
        measuring = session.analysis_job is not None and not self.has_picture
        return measuring or (session.column is None and bool(session.jobs))

    @property
    def started(self) -> bool:
        """Whether the scene is in use."""
        return self._feed is not None

    @property
    def has_picture(self) -> bool:
        """Whether a picture of the scene has arrived."""
        return not self._image.isNull()

    def start(self) -> None:
        """Begin to use the scene: load it on its thread and show what the session holds."""
        if self._feed is None:
            self._feed = ColumnFeed(self._session, self.devicePixelRatioF(), self)
            self._feed.rendered.connect(self._take)
            self._feed.failed.connect(self._fail)
            self._feed.pointed.connect(self._take_point)
            self._feed.changed.connect(self._rest)
            self._feed.moved.connect(self._follow)
            self._clear()

    def settle(self) -> None:
        """Wait for a picture in full detail, for a snapshot."""
        self.start()
        self._rest()
        if self._feed is not None:
            self._feed.finish()

    def release(self) -> None:
        """End the thread and the scene; the pane stays as it is."""
        for timer in (self._settle, self._soon, self._point):
            timer.stop()
        if self._feed is not None:
            self._feed.close()
            self._feed = None

    def view_from(self, side: SurfaceView) -> None:
        """Turn to a standard view."""
        if self._feed is not None:
            self._feed.view_from(side)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the last picture, then text and identity over it."""
        del event
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(DARK.image))
        if self._session.volume is not None:
            if self.has_picture and not self._failure:
                painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
                painter.drawImage(QRectF(self.rect()), self._image)
            self._paint_text(painter)
        if self.hasFocus():
            paint_focus(painter, QRectF(self.rect()))
        painter.end()

    def showEvent(self, event: QShowEvent) -> None:
        """Draw what changed while the pane was hidden."""
        super().showEvent(event)
        self._render(moving=False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Draw at the new size."""
        super().resizeEvent(event)
        # Beside the orientation cube of a small pane there is no room for all in one row.
        self._buttons.set_columns(4 if self.width() < NARROW_PX else 8)
        self._buttons.move(_BUTTONS_INSET_PX, self.height() - self._buttons.height() - _BUTTONS_INSET_PX)
        self._render(moving=False)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to turn, shift or zoom."""
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self._take_point(None)
        if self._button == Qt.MouseButton.NoButton:
            self._button = event.button()
            self._pressed = self._last = event.position()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Turn, shift or zoom by as much as the hand moved."""
        if self._button == Qt.MouseButton.NoButton or self._feed is None:
            self._pointer = event.position()
            self._point.start(_POINTED_MS)
            return
        moved = event.position() - self._last
        self._last = event.position()
        ratio = self.devicePixelRatioF()
        if self._button == Qt.MouseButton.LeftButton:
            self._feed.rotate(moved.x() * ratio, moved.y() * ratio)
        elif self._button == Qt.MouseButton.MiddleButton:
            self._feed.pan(moved.x() * ratio, moved.y() * ratio)
        else:
            self._feed.zoom(_ZOOM_PER_PX ** -moved.y())
        self._move()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Keep the new view; a click without a drag moves the crosshair to the surface."""
        if event.button() != self._button or self._feed is None:
            return
        place, ratio = event.position(), self.devicePixelRatioF()
        clicked = (place - self._pressed).manhattanLength() <= _CLICK_PX
        if clicked and self._button == Qt.MouseButton.LeftButton:
            self._feed.pick(place.x() * ratio, place.y() * ratio)
        else:
            self._feed.keep_camera()
        self._button = Qt.MouseButton.NoButton
        self._rest()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Maximise the pane or restore the layout."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.maximise.emit(self.pane_id)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom."""
        if self._feed is not None:
            self._feed.zoom(_ZOOM_PER_NOTCH ** (event.angleDelta().y() / 120))
            self._feed.keep_camera()
            self._move()
        event.accept()

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is pointed at any more."""
        super().leaveEvent(event)
        self._take_point(None)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring."""
        super().focusInEvent(event)
        self.focused.emit(self.pane_id)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the ring away."""
        super().focusOutEvent(event)
        self.update()

    @property
    def pointed_text(self) -> str:
        """What was measured where the pointer rests on the surface; empty beside it."""
        analysis = self._session.analysis
        sections = analysis.sections if analysis else None
        if self._under is None or analysis is None or sections is None:
            return ""
        number = section_near(sections, self._under)
        if number is None:
            return ""
        place = place_text(analysis, level_ticks(self._session.shown_case, analysis), number)
        return f"{place}\n{numbers_text(sections, number)}"

    def _point_at(self) -> None:
        if self._feed is not None and self._button == Qt.MouseButton.NoButton:
            ratio = self.devicePixelRatioF()
            self._feed.point_at(self._pointer.x() * ratio, self._pointer.y() * ratio)

    def _take_point(self, point: Vec3 | None) -> None:
        self._point.stop()
        if point != self._under:
            self._under = point
            self.hovered.emit(self.pane_id, point)
            self.update()

    def _move(self) -> None:
        self._settle.start(_SETTLED_MS)
        self._render(moving=True)

    def _follow(self) -> None:
        self._settle.start(_FOLLOWED_MS)
        if not self._soon.isActive():
            self._soon.start(_FOLLOW_EVERY_MS)

    def _rest(self) -> None:
        self._settle.stop()
        self._soon.stop()
        self._render(moving=False)

    def _render(self, *, moving: bool) -> None:
        if self.looking or self._session.volume is None or not self.isVisible():
            return
        if self._feed is not None:
            ratio = self.devicePixelRatioF()
            self._feed.render(round(self.width() * ratio), round(self.height() * ratio), moving=moving)

    def _follow_jobs(self) -> None:
        # Between two jobs there is a moment without any: whoever still waits then, draws what there is.
        if not self.has_picture:
            self._settle.start(_SETTLED_MS)
        self.update()

    def _take(self, image: QImage) -> None:
        self._image = image
        self.update()

    def _fail(self, words: str) -> None:
        self._failure = words
        self.update()

    def _clear(self, *_: object) -> None:
        self._image = QImage()
        self._take_point(None)
        volume = self._session.volume
        self._buttons.setVisible(volume is not None and volume.orientation_known)
        self._render(moving=False)
        self.update()

    def _paint_text(self, painter: QPainter) -> None:
        session = self._session
        who = identity_lines(session.case.study, hidden=session.display.identity_hidden)
        paint_corners(painter, CornerText(top_left=who), QSizeF(self.size()))
        self._paint_legend(painter)
        building = self._feed is not None and self._feed.building and not self._failure
        text = " ".join(part for part in (self.text, "Building the surface…" if building else "") if part)
        text = text or self.pointed_text
        if text:
            self._paint_message(painter, text)

    def _paint_legend(self, painter: QPainter) -> None:
        session = self._session
        shown = isinstance(session.column, ContrastColumn) and self.has_picture and not self._failure
        legend = legend_of(session.settings.surface_colour, session.analysis) if shown else None
        if legend is not None:
            right, room = self.width() - _TEXT_INSET_PX, self.height() - _CUBE_PX - _TEXT_INSET_PX
            paint_legend(painter, legend, right, _TEXT_INSET_PX, room)

    def _paint_message(self, painter: QPainter, text: str) -> None:
        """Write a sentence above the buttons, readable on any surface."""
        painter.setFont(theme.font())
        bottom = self._buttons.y() - _TEXT_INSET_PX
        room = QRectF(_TEXT_INSET_PX, 0, min(self.width() - _CUBE_PX, _TEXT_WIDTH_PX), bottom)
        box = painter.boundingRect(room, _TEXT_FLAGS, text)
        painter.fillRect(box.adjusted(-6, -4, 6, 4), QColor(0, 0, 0, 190))
        painter.setPen(QColor(DARK.text))
        painter.drawText(box, _TEXT_FLAGS, text)
