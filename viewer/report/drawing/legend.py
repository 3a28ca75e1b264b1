"""The lines below a drawing that say what its signs mean."""

from collections.abc import Iterable, Iterator

import attrs

from viewer.report.drawing.canal_axis import BOTTOM_MM
from viewer.report.drawing.drawing import Circle, Line, Point, Polygon, Shape, Text, text_width_mm
from viewer.report.drawing.ink import GREY

SIZE_MM = 2.1
_LINE_MM, _SIGN_MM = 3.1, 5.2


@attrs.frozen
class Entry:
    """A sign, drawn about the origin in 4 by 2 mm, and what it means."""

    sign: tuple[Shape, ...]
    words: str


def legend(entries: Iterable[Entry], width_mm: float, height_mm: float) -> Iterator[Shape]:
    """Give the signs and their words in the space below a drawing, as many in a line as fit."""
    x, y = 0.0, height_mm - BOTTOM_MM + 5.2
    for entry in entries:
        needed = _SIGN_MM + text_width_mm(entry.words, SIZE_MM) + 2.0
        if x > 0 and x + needed > width_mm + 2.0:
            x, y = 0.0, y + _LINE_MM
        yield from (_moved(shape, (x + 2.0, y)) for shape in entry.sign)
        yield Text((x + _SIGN_MM - 0.4, y + SIZE_MM * 0.36), entry.words, SIZE_MM, GREY)
        x += needed


def _moved(shape: Shape, by: Point) -> Shape:
    match shape:
        case Line():
            return attrs.evolve(shape, start=_shifted(shape.start, by), end=_shifted(shape.end, by))
        case Polygon():
            return attrs.evolve(shape, points=tuple(_shifted(point, by) for point in shape.points))
        case Circle():
            return attrs.evolve(shape, centre=_shifted(shape.centre, by))
        case Text():
            return attrs.evolve(shape, at=_shifted(shape.at, by))


def _shifted(point: Point, by: Point) -> Point:
    return (point[0] + by[0], point[1] + by[1])
