"""A body from the front and the back whose areas of skin are picked by a click."""

from collections.abc import Collection

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen, QTransform
from PySide6.QtWidgets import QSizePolicy, QWidget

from viewer.model.finding import Side
from viewer.model.form.root_table import known_area
from viewer.widgets.form.body_shape import HEIGHT, WIDTH, BodyShape, View, body_shapes, half_outline, placed
from viewer.widgets.parts import theme

_HEIGHT_PX, _HEAD_PX, _FOOT_PX = 330, 16, 20
_GAP = 6.0
_GRID = tuple(n / 20 for n in range(1, 20))
_FAR_PX = 6.0
_SIDES = {Side.RIGHT: (Side.RIGHT,), Side.LEFT: (Side.LEFT,)}
_BOTH = (Side.RIGHT, Side.LEFT)
_MIDDLE = Qt.AlignmentFlag.AlignCenter
# Two shades of one quiet hue for each part of the spine, so that neighbours and regions can be told apart.
_SHADES = {
    "C": ("#2f4254", "#3a5166"),
    "T": ("#2e433d", "#39534b"),
    "L": ("#4a4032", "#5a4f3e"),
    "S": ("#443a50", "#534762"),
}


class BodyDiagram(QWidget):
    """`picked(area_id, side)` at a click on an area of the patient's right or left."""

    picked = Signal(str, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chosen: frozenset[str] = frozenset()
        self._sides: tuple[Side, ...] = _BOTH
        self._hovered: BodyShape | None = None
        self.setMouseTracking(True)
        self.setAccessibleName("Body diagram")
        self.setAccessibleDescription("The same areas can be typed in the field above.")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_areas(self, chosen: Collection[str], side: Side | None) -> None:
        """Show the areas that were picked, on the side of the symptom; on both where it has none."""
        self._chosen, self._sides = frozenset(chosen), _SIDES.get(side or Side.BILATERAL, _BOTH)
        self.update()

    def sizeHint(self) -> QSize:
        """Two figures side by side."""
        return QSize(400, _HEIGHT_PX)

    def place_of(self, area_id: str, side: Side, view: View) -> QPointF:
        """Return where an area lies in the widget, for pointing at it."""
        shape = next(one for one in body_shapes(view) if (one.area_id, one.side) == (area_id, side))
        path = self._placed(view).map(shape.path)
        box = path.boundingRect()
        places = [
            QPointF(box.left() + along * box.width(), box.top() + down * box.height())
            for down in _GRID
            for along in _GRID
        ]
        return max(places, key=lambda place: _clearance(path, place))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Say what lies under the pointer."""
        hovered = self._at(event.position())
        if hovered is not self._hovered:
            self._hovered = hovered
            self.setCursor(
                Qt.CursorShape.PointingHandCursor if hovered is not None else Qt.CursorShape.ArrowCursor
            )
            self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Pick the area."""
        shape = self._at(event.position())
        if shape is not None and event.button() is Qt.MouseButton.LeftButton:
            self.picked.emit(shape.area_id, shape.side)

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is pointed at."""
        super().leaveEvent(event)
        self._hovered = None
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Draw both figures, the names of the sides, and what is pointed at."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for view in View:
            self._paint_figure(painter, view)
            self._paint_names(painter, view)
        self._paint_words(painter)
        painter.end()

    def _paint_figure(self, painter: QPainter, view: View) -> None:
        frame = self._placed(view)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.DARK.raised))
        for side in _BOTH:
            painter.drawPath(frame.map(placed(view, side).map(half_outline(view))))
        for shape in body_shapes(view):
            self._paint_area(painter, frame, shape, _shade(shape.area_id))

    def _paint_area(self, painter: QPainter, frame: QTransform, shape: BodyShape, shade: str) -> None:
        chosen = shape.area_id in self._chosen and shape.side in self._sides
        hovered = shape is self._hovered
        # The same area of the other view belongs to what is pointed at.
        same = self._hovered is not None and (shape.area_id, shape.side) == (
            self._hovered.area_id,
            self._hovered.side,
        )
        fill = theme.DARK.accent if chosen else theme.DARK.accent_dim if same else shade
        painter.setBrush(QColor(fill))
        edge = theme.DARK.accent if hovered or same else theme.DARK.panel
        painter.setPen(QPen(QColor(edge), 1.2 if hovered else 0.8))
        painter.drawPath(frame.map(shape.path))

    def _paint_names(self, painter: QPainter, view: View) -> None:
        frame = self._placed(view)
        painter.setFont(theme.font(theme.SMALL_PX))
        painter.setPen(QColor(theme.DARK.faint))
        middle = frame.map(QPointF(WIDTH / 2, 0)).x()
        painter.drawText(QRectF(middle - 60, 0, 120, _HEAD_PX), _MIDDLE, view.value)
        painter.setFont(theme.font(theme.TEXT_PX + 1, QFont.Weight.DemiBold))
        painter.setPen(QColor(theme.DARK.muted))
        for side in _BOTH:
            at = frame.map(placed(view, side).map(QPointF(56, 66)))
            painter.drawText(QRectF(at.x() - 9, at.y() - 9, 18, 18), _MIDDLE, side.value[0].upper())

    def _paint_words(self, painter: QPainter) -> None:
        painter.setFont(theme.font(theme.SMALL_PX))
        box = QRectF(0, self.height() - _FOOT_PX, self.width(), _FOOT_PX)
        if self._hovered is None:
            painter.setPen(QColor(theme.DARK.faint))
            painter.drawText(box, _MIDDLE, "R and L are the patient's")
            return
        area = known_area(self._hovered.area_id)
        painter.setPen(QColor(theme.DARK.text))
        painter.drawText(box, _MIDDLE, f"{self._hovered.side.value} {area.label if area else ''}".strip())

    def _placed(self, view: View) -> QTransform:
        room = self.height() - _HEAD_PX - _FOOT_PX
        scale = min(room / HEIGHT, self.width() / (2 * WIDTH + _GAP))
        left = (self.width() - (2 * WIDTH + _GAP) * scale) / 2
        x = left + (WIDTH + _GAP) * scale * (view is View.BACK)
        return QTransform().translate(x, _HEAD_PX).scale(scale, scale)

    def _at(self, place: QPointF) -> BodyShape | None:
        for view in View:
            inside = self._placed(view).inverted()[0].map(place)
            for shape in body_shapes(view):
                if shape.path.contains(inside):
                    return shape
        return None


def _clearance(path: QPainterPath, place: QPointF) -> float:
    """How far a place lies within a shape, in steps of half a pixel; -1 outside."""
    if not path.contains(place):
        return -1.0
    reach = 0.0
    corners = ((1, 0), (-1, 0), (0, 1), (0, -1))
    while reach < _FAR_PX and all(path.contains(place + QPointF(x, y) * (reach + 0.5)) for x, y in corners):
        reach += 0.5
    return reach


def _shade(area_id: str) -> str:
    root = area_id.removeprefix("dermatome-")
    return _SHADES[root[0]][int(root[1:].partition("-")[0]) % 2]
