"""A drawing as SVG, to stand inside a page of HTML."""

from collections.abc import Callable, Mapping
from html import escape
from typing import Any

from viewer.report.drawing.drawing import Circle, Drawing, Line, Polygon, Text
from viewer.report.texts.written import cleaned

_FONT = "Inter, 'Segoe UI', 'Helvetica Neue', Arial, sans-serif"


def svg(drawing: Drawing) -> str:
    """Return the drawing as one `svg` element of its size in mm, with title and description."""
    size = f"{_number(drawing.width_mm)} {_number(drawing.height_mm)}"
    shapes = "\n".join(_WRITERS[type(shape)](shape) for shape in drawing.shapes)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size}" role="img" '
        f'width="{_number(drawing.width_mm)}mm" height="{_number(drawing.height_mm)}mm" '
        f'font-family="{_FONT}"><title>{_plain(drawing.title)}</title>'
        f"<desc>{_plain(drawing.description)}</desc>\n{shapes}\n</svg>"
    )


def _plain(text: str) -> str:
    return escape(cleaned(text), quote=True)


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _points(points: tuple[tuple[float, float], ...]) -> str:
    return " ".join(f"{_number(x)},{_number(y)}" for x, y in points)


def _paint(fill: str, stroke: str, width_mm: float, dash: tuple[float, ...]) -> str:
    drawn = f'fill="{fill or "none"}"'
    if stroke:
        drawn += f' stroke="{stroke}" stroke-width="{_number(width_mm)}"'
    if stroke and dash:
        drawn += f' stroke-dasharray="{" ".join(_number(one) for one in dash)}"'
    return drawn


def _line(shape: Line) -> str:
    (x1, y1), (x2, y2) = shape.start, shape.end
    ends = f'x1="{_number(x1)}" y1="{_number(y1)}" x2="{_number(x2)}" y2="{_number(y2)}"'
    return f"<line {ends} {_paint('', shape.colour, shape.width_mm, shape.dash)}/>"


def _polygon(shape: Polygon) -> str:
    name = "polygon" if shape.closed else "polyline"
    paint = _paint(shape.fill, shape.stroke, shape.width_mm, shape.dash)
    return f'<{name} points="{_points(shape.points)}" {paint} stroke-linejoin="round"/>'


def _circle(shape: Circle) -> str:
    x, y = shape.centre
    place = f'cx="{_number(x)}" cy="{_number(y)}" r="{_number(shape.radius_mm)}"'
    return f"<circle {place} {_paint(shape.fill, shape.stroke, shape.width_mm, shape.dash)}/>"


def _text(shape: Text) -> str:
    x, y = shape.at
    weight = ' font-weight="600"' if shape.bold else ""
    return (
        f'<text x="{_number(x)}" y="{_number(y)}" font-size="{_number(shape.size_mm)}" '
        f'fill="{shape.colour}" text-anchor="{shape.anchor}"{weight}>{_plain(shape.text)}</text>'
    )


_WRITERS: Mapping[type, Callable[[Any], str]] = {
    Line: _line,
    Polygon: _polygon,
    Circle: _circle,
    Text: _text,
}
