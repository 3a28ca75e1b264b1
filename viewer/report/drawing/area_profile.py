"""The area of the sac along the canal, beside the levels, with the numbered findings."""

import math
from collections.abc import Iterator
from itertools import groupby

import attrs

from viewer.model.report.profile_curve import CurveMark
from viewer.model.report.report import Report
from viewer.model.sections import SectionState
from viewer.model.spine import Level, LevelKind
from viewer.report.drawing.canal_axis import BOTTOM_MM, TOP_MM, CanalAxis, canal_axis
from viewer.report.drawing.drawing import (
    Anchor,
    Circle,
    Drawing,
    Line,
    Point,
    Polygon,
    Shape,
    Text,
    box,
    text_width_mm,
)
from viewer.report.drawing.ink import CONTRAST_FILL, CONTRAST_LINE, FAINT, GREY, INK, PAPER, severity_ink
from viewer.report.drawing.legend import SIZE_MM, Entry, legend
from viewer.report.drawing.stretch import WORDS, pattern, stretches

_LEFT_MM, _RIGHT_MM = 11.0, 7.5
_LABEL_MM, _MARK_MM = 2.1, 1.7
_SQUARE = "mm\N{SUPERSCRIPT TWO}"
_STEPS = (25.0, 50.0, 100.0, 150.0, 200.0, 500.0, 1000.0)


@attrs.frozen
class _Plot:
    """The scales of one profile."""

    axis: CanalAxis
    width_mm: float
    height_mm: float
    most_mm2: float
    step_mm2: float

    @property
    def right(self) -> float:
        return self.width_mm - _RIGHT_MM

    @property
    def bottom(self) -> float:
        return self.height_mm - BOTTOM_MM

    def x(self, area_mm2: float) -> float:
        return _LEFT_MM + min(area_mm2 / self.most_mm2, 1.0) * (self.right - _LEFT_MM)

    def y(self, arc_mm: float) -> float:
        return self.axis.y_mm(arc_mm, self.height_mm)


def area_profile(report: Report, height_mm: float = 160.0, width_mm: float = 56.0) -> Drawing:
    """Return the profile: area to the right, the canal downwards on the same scale as the strip's.

    Stretches without a plain number are patterned and named; nothing is drawn where nothing was measured.
    """
    plot = _plot(report, width_mm, height_mm)
    title = "Area of the sac along the canal"
    if not report.curve.points:
        return Drawing(width_mm, height_mm, tuple(_unmeasured(plot)), title, "The sac was not measured.")
    shapes = (
        *_patterns(report, plot),
        *_filled(report, plot),
        *_area_axis(plot),
        *_arc_axis(report, plot),
        *_levels(report, plot),
        *_named_stretches(report, plot),
        *_marks(report, plot),
        *legend(_entries(report), width_mm, height_mm),
    )
    return Drawing(width_mm, height_mm, shapes, title, _described(report))


def _plot(report: Report, width_mm: float, height_mm: float) -> _Plot:
    areas = [point.area_mm2 for point in report.curve.points if point.area_mm2 is not None]
    largest = max(areas, default=100.0)
    wanted = max(2.0, (width_mm - _LEFT_MM - _RIGHT_MM) / 14.0)
    step = next((one for one in _STEPS if largest / one <= wanted), _STEPS[-1])
    return _Plot(canal_axis(report), width_mm, height_mm, max(1, math.ceil(largest / step)) * step, step)


def _unmeasured(plot: _Plot) -> Iterator[Shape]:
    corners = box(_LEFT_MM, TOP_MM, plot.right, plot.bottom)
    yield Text((_LEFT_MM, 3.0), f"Sac area, {_SQUARE}", 2.4, INK, bold=True)
    yield Polygon(corners, "#f6f7f8", FAINT, 0.15)
    x, y = (_LEFT_MM + plot.right) / 2, (TOP_MM + plot.bottom) / 2
    for line, words in enumerate(("The sac was", "not measured.")):
        yield Text((x, y + line * 3.6), words, 2.6, GREY, Anchor.MIDDLE)


def _patterns(report: Report, plot: _Plot) -> Iterator[Shape]:
    for one in stretches(report.curve):
        yield from pattern(one.state, _LEFT_MM, plot.y(one.start_mm), plot.right, plot.y(one.end_mm))


def _filled(report: Report, plot: _Plot) -> Iterator[Shape]:
    for known, group in groupby(report.curve.points, key=lambda point: point.area_mm2 is not None):
        points = [(plot.x(p.area_mm2), plot.y(p.arc_mm)) for p in group if p.area_mm2 is not None]
        if known and len(points) > 1:
            outline: tuple[Point, ...] = ((_LEFT_MM, points[0][1]), *points, (_LEFT_MM, points[-1][1]))
            yield Polygon(outline, CONTRAST_FILL)
            yield Polygon(tuple(points), "", CONTRAST_LINE, 0.3, closed=False)
    for one in stretches(report.curve):
        if one.state is SectionState.METAL:
            yield from pattern(one.state, _LEFT_MM, plot.y(one.start_mm), plot.right, plot.y(one.end_mm))


def _area_axis(plot: _Plot) -> Iterator[Shape]:
    yield Text((_LEFT_MM, 3.0), f"Sac area, {_SQUARE}", 2.4, INK, bold=True)
    for number in range(round(plot.most_mm2 / plot.step_mm2) + 1):
        area = number * plot.step_mm2
        x = plot.x(area)
        yield Line((x, TOP_MM), (x, plot.bottom), INK if number == 0 else FAINT, 0.2 if number == 0 else 0.1)
        yield Text((x, TOP_MM - 1.2), f"{area:.0f}", _LABEL_MM, GREY, Anchor.MIDDLE)


def _arc_axis(report: Report, plot: _Plot) -> Iterator[Shape]:
    first, last = report.curve.points[0].arc_mm, report.curve.points[-1].arc_mm
    step = next((one for one in (50.0, 100.0, 200.0) if (last - first) / one <= 12), _STEPS[-1])
    yield Text((plot.width_mm, TOP_MM - 1.2), "mm", _LABEL_MM, GREY, Anchor.END)
    for number in range(math.ceil(first / step), math.floor(last / step) + 1):
        y = plot.y(number * step)
        yield Line((plot.right, y), (plot.right + 0.9, y), GREY, 0.15)
        yield Text((plot.width_mm, y + 0.75), f"{number * step:.0f}", _LABEL_MM, GREY, Anchor.END)


def _levels(report: Report, plot: _Plot) -> Iterator[Shape]:
    found = {one.level for one in report.findings}
    places = [(level, arc) for level, arc in plot.axis.places if level.kind is LevelKind.DISC]
    shown: list[float] = []
    # Levels with a finding come first, so that theirs is the name that stays where names crowd.
    for level, arc in sorted(places, key=lambda place: place[0] not in found):
        y = plot.y(arc)
        yield Line((_LEFT_MM, y), (plot.right, y), FAINT, 0.12, (0.6, 0.6))
        if all(abs(y - other) >= _LABEL_MM * 1.05 for other in shown):
            shown.append(y)
            bold = level in found
            text = plot.axis.name(level)
            yield Text((_LEFT_MM - 1.0, y + 0.75), text, _LABEL_MM, INK, Anchor.END, bold=bold)


def _named_stretches(report: Report, plot: _Plot) -> Iterator[Shape]:
    for one in stretches(report.curve):
        top, bottom = plot.y(one.start_mm), plot.y(one.end_mm)
        words = WORDS.get(one.state, "")
        half = text_width_mm(words, _LABEL_MM) / 2 + 0.4
        if not words or bottom - top < _LABEL_MM * 1.5 or 2 * half > plot.right - _LEFT_MM:
            continue
        x, y = (_LEFT_MM + plot.right) / 2, (top + bottom) / 2
        yield Polygon(box(x - half, y - 1.2, x + half, y + 1.2), PAPER)
        yield Text((x, y + 0.75), words, _LABEL_MM, INK, Anchor.MIDDLE)


def _marks(report: Report, plot: _Plot) -> Iterator[Shape]:
    severities = {one.number: one.severity for one in report.findings}
    taken: list[Point] = []
    for mark in report.curve.marks:
        place = _free(plot, mark, taken)
        taken.append(place)
        fill, ink = severity_ink(severities.get(mark.number))
        size = _MARK_MM * (1.35 if mark.number < 10 else 1.1)
        edge = (plot.x(mark.area_mm2 or 0.0), plot.y(mark.arc_mm))
        if mark.area_mm2 is not None and place[0] - edge[0] > _MARK_MM:
            yield Line(edge, (place[0] - _MARK_MM, place[1]), INK, 0.2)
        yield Circle(place, _MARK_MM, fill, INK, 0.25)
        yield Text((place[0], place[1] + size * 0.36), str(mark.number), size, ink, Anchor.MIDDLE, bold=True)
        if mark.area_mm2 is not None:
            yield from _value(place, mark.area_mm2)


def _value(place: Point, area_mm2: float) -> Iterator[Shape]:
    text, x, y = f"{area_mm2:.0f}", place[0] + _MARK_MM + 0.6, place[1]
    yield Polygon(box(x - 0.3, y - 1.2, x + text_width_mm(text, 2.3) + 0.2, y + 1.2), PAPER)
    yield Text((x, y + 0.85), text, 2.3, INK, bold=True)


def _free(plot: _Plot, mark: CurveMark, taken: list[Point]) -> Point:
    """The place of a mark right of the curve, moved on until it lies on no other one."""
    y, step = plot.y(mark.arc_mm), 2 * _MARK_MM + 6.0
    x = plot.x(mark.area_mm2 or 0.0) + _MARK_MM + 1.2
    while any(abs(y - other[1]) < 2 * _MARK_MM and abs(x - other[0]) < step for other in taken):
        x += 1.0
    return (min(x, plot.right - _MARK_MM), y)


def _entries(report: Report) -> Iterator[Entry]:
    states = [state for state in WORDS if any(point.state is state for point in report.curve.points)]
    for state in states:
        yield Entry(tuple(pattern(state, -1.8, -1.0, 1.8, 1.0)), WORDS[state])
    if any(mark.area_mm2 is not None for mark in report.curve.marks):
        sign = Text((0.0, SIZE_MM * 0.36), "48", SIZE_MM, INK, Anchor.MIDDLE, bold=True)
        yield Entry((sign,), f"area at the finding, {_SQUARE}")


def _described(report: Report) -> str:
    levels = {one.number: one.level or Level("") for one in report.findings}
    said = [
        f"finding {mark.number} at {levels[mark.number].short_name or 'no level'}: {mark.area_mm2:.0f} {_SQUARE}"
        for mark in report.curve.marks
        if mark.area_mm2 is not None and mark.number in levels
    ]
    return f"Area of the sac, {'; '.join(said)}." if said else "Area of the sac."
