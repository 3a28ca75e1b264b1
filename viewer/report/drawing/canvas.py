"""A drawing on a page of a PDF."""

from collections.abc import Callable, Mapping
from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from viewer.report.drawing.drawing import Anchor, Circle, Drawing, Line, Polygon, Text
from viewer.report.pages.lettering import BOLD, REGULAR, Lettering

_SHARE_BEFORE = {Anchor.START: 0.0, Anchor.MIDDLE: 0.5, Anchor.END: 1.0}


def draw(drawing: Drawing, canvas: Canvas, left_pt: float, top_pt: float, lettering: Lettering) -> None:
    """Draw with the upper left corner at a place of the page, in points from its lower left corner."""
    canvas.saveState()
    canvas.translate(left_pt, top_pt)
    # Millimetres downwards, as the drawing counts them.
    canvas.setLineJoin(1)
    for shape in drawing.shapes:
        _WRITERS[type(shape)](shape, canvas, lettering)
    canvas.restoreState()


def _pen(canvas: Canvas, colour: str, width_mm: float, dash: tuple[float, ...]) -> None:
    if colour:
        canvas.setStrokeColor(HexColor(colour))
        canvas.setLineWidth(width_mm * mm)
        canvas.setDash([one * mm for one in dash])


def _line(shape: Line, canvas: Canvas, _lettering: Lettering) -> None:
    _pen(canvas, shape.colour, shape.width_mm, shape.dash)
    (x1, y1), (x2, y2) = shape.start, shape.end
    canvas.line(x1 * mm, -y1 * mm, x2 * mm, -y2 * mm)


def _polygon(shape: Polygon, canvas: Canvas, _lettering: Lettering) -> None:
    _pen(canvas, shape.stroke, shape.width_mm, shape.dash)
    path = canvas.beginPath()
    for number, (x, y) in enumerate(shape.points):
        (path.lineTo if number else path.moveTo)(x * mm, -y * mm)
    if shape.closed:
        path.close()
    if shape.fill:
        canvas.setFillColor(HexColor(shape.fill))
    canvas.drawPath(path, stroke=int(bool(shape.stroke)), fill=int(bool(shape.fill)))


def _circle(shape: Circle, canvas: Canvas, _lettering: Lettering) -> None:
    _pen(canvas, shape.stroke, shape.width_mm, shape.dash)
    if shape.fill:
        canvas.setFillColor(HexColor(shape.fill))
    x, y = shape.centre
    paint = {"stroke": int(bool(shape.stroke)), "fill": int(bool(shape.fill))}
    canvas.circle(x * mm, -y * mm, shape.radius_mm * mm, **paint)


def _text(shape: Text, canvas: Canvas, lettering: Lettering) -> None:
    font, size = (BOLD if shape.bold else REGULAR), shape.size_mm * mm
    canvas.setFillColor(HexColor(shape.colour))
    x = shape.at[0] * mm - _SHARE_BEFORE[shape.anchor] * lettering.width_pt(shape.text, font, size)
    line = canvas.beginText(x, -shape.at[1] * mm)
    for name, piece in lettering.runs(shape.text, font):
        line.setFont(name, size)
        line.textOut(piece)
    canvas.drawText(line)


_WRITERS: Mapping[type, Callable[[Any, Canvas, Lettering], None]] = {
    Line: _line,
    Polygon: _polygon,
    Circle: _circle,
    Text: _text,
}
