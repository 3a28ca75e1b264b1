"""Patterns of straight lines inside a rectangle."""

from collections.abc import Iterator

from viewer.report.drawing.drawing import Line, Point


def hatch(
    upper_left: Point, lower_right: Point, colour: str, spacing_mm: float = 1.1, *, falling: bool = False
) -> Iterator[Line]:
    """Give the diagonals of a rectangle, `spacing_mm` apart; they rise to the right unless `falling`."""
    (left, top), (right, bottom) = upper_left, lower_right
    width, height = right - left, bottom - top
    if width <= 0 or height <= 0:
        return
    step = spacing_mm * 1.4142
    # A diagonal starts `offset` along the upper edge, and beyond it on the side.
    count = int((width + height) / step)
    for number in range(1, count + 1):
        offset = number * step
        start = (min(offset, width), max(0.0, offset - width))
        end = (max(0.0, offset - height), min(offset, height))
        if falling:
            start, end = (width - start[0], start[1]), (width - end[0], end[1])
        yield Line((left + start[0], top + start[1]), (left + end[0], top + end[1]), colour, 0.12)
