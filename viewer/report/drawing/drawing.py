"""A small vector drawing as a value: what is drawn, not how a file says it."""

from enum import StrEnum
from typing import TypeAlias

import attrs

Point: TypeAlias = tuple[float, float]


class Anchor(StrEnum):
    """Which end of a text its place is; the values are those of SVG."""

    START = "start"
    MIDDLE = "middle"
    END = "end"


@attrs.frozen
class Line:
    """A straight line; `dash` alternates drawn and left-out lengths in mm."""

    start: Point
    end: Point
    colour: str
    width_mm: float = 0.2
    dash: tuple[float, ...] = ()


@attrs.frozen
class Polygon:
    """A polygon, or an open chain of lines where not `closed`; an empty colour is none."""

    points: tuple[Point, ...]
    fill: str = ""
    stroke: str = ""
    width_mm: float = 0.2
    dash: tuple[float, ...] = ()
    closed: bool = True


@attrs.frozen
class Circle:
    """A circle; an empty colour is none."""

    centre: Point
    radius_mm: float
    fill: str = ""
    stroke: str = ""
    width_mm: float = 0.2
    dash: tuple[float, ...] = ()


@attrs.frozen
class Text:
    """A line of text; `at` is its place on the baseline, `size_mm` the height of its em."""

    at: Point
    text: str
    size_mm: float
    colour: str
    anchor: Anchor = Anchor.START
    bold: bool = False


Shape: TypeAlias = Line | Polygon | Circle | Text


@attrs.frozen
class Drawing:
    """Shapes in mm, x to the right and y down from the upper left corner, drawn one above the other.

    `title` names it and `description` says in a sentence what it shows, for who cannot see it.
    """

    width_mm: float
    height_mm: float
    shapes: tuple[Shape, ...]
    title: str
    description: str = ""

    @property
    def words(self) -> tuple[str, ...]:
        """All texts in the order they are drawn."""
        return tuple(shape.text for shape in self.shapes if isinstance(shape, Text))


_NARROW, _WIDE = frozenset("iljtfrI.,:;'|!()[]/- "), frozenset("mwMW%@")


def text_width_mm(text: str, size_mm: float) -> float:
    """Return about how wide a text is in the report's font, rather too wide than too narrow."""
    widths = (0.36 if c in _NARROW else 0.92 if c in _WIDE else 0.66 if c < "a" else 0.59 for c in text)
    return size_mm * sum(widths)


def box(left: float, top: float, right: float, bottom: float) -> tuple[Point, ...]:
    """Return the corners of a rectangle."""
    return ((left, top), (right, top), (right, bottom), (left, bottom))
