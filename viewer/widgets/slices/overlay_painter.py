"""Draws overlay shapes over an image: crisp thin lines, small text with a dark edge."""

import math
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any, TypeAlias

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPainterPath, QPen, QPolygonF

from viewer.model.overlay.overlay_shapes import (
    Anchor,
    Dot,
    EllipseShape,
    Hatching,
    Line,
    Pixel,
    Polyline,
    Role,
    Shape,
    Symbol,
    Text,
)
from viewer.widgets.parts import theme
from viewer.widgets.slices.text_picture import line_metrics, line_width, paint_line

ROLE_COLOUR: dict[Role, str] = {
    Role.CROSSHAIR_AXIAL: "#e07a70",
    Role.CROSSHAIR_SAGITTAL: "#d8c062",
    Role.CROSSHAIR_CORONAL: "#72c08c",
    Role.LABEL: "#e8edf2",
    Role.LABEL_UNCONFIRMED: "#a3adb8",
    Role.MARK: "#ff9a66",
    Role.ANNOTATION: "#ffe08a",
    Role.SELECTED: theme.DARK.accent,
    Role.LETTER: "#c3cbd4",
    Role.SCALE: "#a9b2bc",
    Role.SEED: "#7bc98f",
    Role.SECTION: "#6fd3e8",
    Role.SAC_END: "#6fd3e8",
    Role.PAINTED: "#a5e66b",
    Role.ERASED: "#ff8a80",
    Role.CORD: "#e8b5d0",
    Role.PICTURE: "#c4a6ff",
    Role.GAP: "#e3b341",
}
# A dark edge on both sides keeps thin strokes readable on contrast and bone.
_EDGE = QColor(0, 0, 0, 150)
_EDGE_PX = 1.0
# Lines that cross the whole image stay behind it.
_FAINTER = {Role.CROSSHAIR_AXIAL: 0.7, Role.CROSSHAIR_SAGITTAL: 0.7, Role.CROSSHAIR_CORONAL: 0.7}
_DASH = (4.0, 3.0)
# What was never scanned is dimmed, so that nobody reads it, and crossed by lines.
_DIMMED = QColor(0, 0, 0, 120)
_HATCH_PX, _HATCH_WIDTH_PX = 9.0, 0.8
_Stroked: TypeAlias = Line | Polyline | EllipseShape | Dot
_TEXT_PX = {Role.LETTER: 13}
_TURNED_BY_DEG = {Symbol.TRIANGLE: -90.0, Symbol.DIAMOND: -90.0, Symbol.SQUARE: 45.0, Symbol.OCTAGON: 22.5}
_CORNERS = {Symbol.TRIANGLE: 3, Symbol.DIAMOND: 4, Symbol.SQUARE: 4, Symbol.OCTAGON: 8}


def paint_shapes(painter: QPainter, shapes: Iterable[Shape], pixel_ratio: float) -> None:
    """Draw shapes given in logical pixels; `pixel_ratio` device pixels make one of them."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for shape in shapes:
        painter.setOpacity(shape.opacity * _FAINTER.get(shape.role, 1.0))
        _PAINTERS[type(shape)](painter, shape, pixel_ratio)
    painter.setOpacity(1.0)


def reach(shapes: Iterable[Shape]) -> QRect:
    """Return the smallest box that holds the lines and ellipses among shapes, with their dark edges."""
    box = QRectF()
    for shape in shapes:
        if isinstance(shape, Line):
            one = QRectF(QPointF(*shape.start), QPointF(*shape.end)).normalized()
        elif isinstance(shape, EllipseShape):
            radius = max(shape.radius_x_px, shape.radius_y_px)
            one = QRectF(shape.centre[0] - radius, shape.centre[1] - radius, 2 * radius, 2 * radius)
        else:
            continue
        # A level or upright line has no area of its own.
        edge = shape.width_px + 2 * _EDGE_PX
        box = box.united(one.adjusted(-edge, -edge, edge, edge))
    return box.toAlignedRect()


def text_font(role: Role) -> QFont:
    """Return the font of a role's text."""
    return theme.font(_TEXT_PX.get(role, theme.SMALL_PX), QFont.Weight.Medium)


@cache
def _pens(role: Role, width: float, dashed: bool) -> tuple[QPen, QPen]:
    """The pen of the dark edge and the one drawn over it."""
    edge, line = QPen(_EDGE, width + 2 * _EDGE_PX), QPen(QColor(ROLE_COLOUR[role]), width)
    for pen in (edge, line):
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        if dashed:
            # Qt counts dashes in widths of the pen.
            pen.setDashPattern([length * width / pen.widthF() for length in _DASH])
    return edge, line


def _stroke(painter: QPainter, shape: _Stroked, draw: Callable[[], None]) -> None:
    edge, line = _pens(shape.role, shape.width_px, shape.dashed)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(edge)
    draw()
    painter.setPen(line)
    if isinstance(shape, (Dot, Polyline)) and shape.filled:
        painter.setBrush(_fill_colour(shape.role, shape.fill_opacity if isinstance(shape, Dot) else 1.0))
    draw()


@cache
def _fill_colour(role: Role, opacity: float) -> QColor:
    made = QColor(ROLE_COLOUR[role])
    made.setAlphaF(opacity)
    return made


def _paint_line(painter: QPainter, line: Line, pixel_ratio: float) -> None:
    (x0, y0), (x1, y1) = line.start, line.end
    # An upright or level line lies on whole device pixels, else it is two grey ones wide.
    if abs(x0 - x1) < 0.01:
        x0 = x1 = _crisp(x0, pixel_ratio)
    if abs(y0 - y1) < 0.01:
        y0 = y1 = _crisp(y0, pixel_ratio)
    _stroke(painter, line, lambda: painter.drawLine(QPointF(x0, y0), QPointF(x1, y1)))


def _crisp(value: float, pixel_ratio: float) -> float:
    return (math.floor(value * pixel_ratio) + 0.5) / pixel_ratio


def _paint_polyline(painter: QPainter, shape: Polyline, _pixel_ratio: float) -> None:
    polygon = _polygon(shape.points)
    if shape.closed:
        _stroke(painter, shape, lambda: painter.drawPolygon(polygon))
    else:
        _stroke(painter, shape, lambda: painter.drawPolyline(polygon))


def _paint_ellipse(painter: QPainter, shape: EllipseShape, _pixel_ratio: float) -> None:
    painter.save()
    painter.translate(*shape.centre)
    painter.rotate(shape.angle_deg)
    _stroke(painter, shape, lambda: painter.drawEllipse(QPointF(0, 0), shape.radius_x_px, shape.radius_y_px))
    painter.restore()


def _paint_dot(painter: QPainter, dot: Dot, _pixel_ratio: float) -> None:
    _stroke(painter, dot, lambda: _draw_symbol(painter, dot))


def _draw_symbol(painter: QPainter, dot: Dot) -> None:
    (x, y), radius = dot.centre, dot.radius_px
    if dot.symbol is Symbol.CIRCLE:
        painter.drawEllipse(QPointF(x, y), radius, radius)
    elif dot.symbol is Symbol.CROSS:
        painter.drawLine(QPointF(x - radius, y - radius), QPointF(x + radius, y + radius))
        painter.drawLine(QPointF(x - radius, y + radius), QPointF(x + radius, y - radius))
    else:
        painter.drawPolygon(_regular(x, y, radius, dot.symbol))


def _regular(x: float, y: float, radius: float, symbol: Symbol) -> QPolygonF:
    count, first = _CORNERS[symbol], _TURNED_BY_DEG[symbol]
    angles = (math.radians(first + 360 * n / count) for n in range(count))
    return _polygon(tuple((x + radius * math.cos(a), y + radius * math.sin(a)) for a in angles))


def _paint_hatching(painter: QPainter, shape: Hatching, _pixel_ratio: float) -> None:
    """Dim an area and draw lines across it, which stay where they are while the area moves."""
    area = QPainterPath()
    area.addPolygon(_polygon(shape.points))
    area.closeSubpath()
    painter.save()
    painter.setClipPath(area, Qt.ClipOperation.IntersectClip)
    box = area.boundingRect().intersected(QRectF(painter.viewport()))
    painter.fillRect(box, _DIMMED)
    painter.setPen(QPen(QColor(ROLE_COLOUR[shape.role]), _HATCH_WIDTH_PX))
    first = math.floor((box.left() - box.bottom()) / _HATCH_PX)
    last = math.ceil((box.right() - box.top()) / _HATCH_PX)
    for number in range(first, last + 1):
        x = number * _HATCH_PX
        painter.drawLine(QPointF(x + box.top(), box.top()), QPointF(x + box.bottom(), box.bottom()))
    painter.restore()
    painter.setPen(QPen(QColor(ROLE_COLOUR[shape.role]), 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(area)


def _polygon(points: tuple[Pixel, ...]) -> QPolygonF:
    return QPolygonF([QPointF(x, y) for x, y in points])


# The share of the box that lies left of and above its anchor.
_ANCHORS = {
    Anchor.LEFT: (0.0, 0.5),
    Anchor.RIGHT: (1.0, 0.5),
    Anchor.TOP: (0.5, 0.0),
    Anchor.BOTTOM: (0.5, 1.0),
    Anchor.CENTRE: (0.5, 0.5),
    Anchor.TOP_LEFT: (0.0, 0.0),
}


def _paint_text(painter: QPainter, text: Text, _pixel_ratio: float) -> None:
    font, lines = text_font(text.role), text.text.split("\n")
    widths = [line_width(line, font) for line in lines]
    step = line_metrics(font).lineSpacing()
    right, down = _ANCHORS[text.anchor]
    left, top = text.at[0] - right * max(widths), text.at[1] - down * step * len(lines)
    for number, (line, width) in enumerate(zip(lines, widths, strict=True)):
        inset = (max(widths) - width) / 2 if text.anchor in _MIDDLE else 0.0
        at = QPointF(left + inset, top + number * step)
        paint_line(painter, at, line, font, ROLE_COLOUR[text.role])


_MIDDLE = {Anchor.CENTRE, Anchor.TOP, Anchor.BOTTOM}
_PAINTERS: dict[type, Callable[[QPainter, Any, float], None]] = {
    Line: _paint_line,
    Polyline: _paint_polyline,
    Hatching: _paint_hatching,
    EllipseShape: _paint_ellipse,
    Dot: _paint_dot,
    Text: _paint_text,
}
