"""The stretches of the canal without a plain area, and how each is patterned."""

from collections.abc import Iterator
from itertools import groupby

import attrs

from viewer.model.report.profile_curve import ProfileCurve
from viewer.model.sections import SectionState
from viewer.report.drawing.drawing import Polygon, Shape, box
from viewer.report.drawing.hatch import hatch
from viewer.report.drawing.ink import BLOCKED, FAINT, GREY

WORDS = {
    SectionState.GAP: "slices missing",
    SectionState.EDGE: "edge of the scan",
    SectionState.METAL: "metal",
    SectionState.OBLITERATED: "obliterated",
    SectionState.NOT_OPACIFIED: "not opacified",
}


@attrs.frozen
class Stretch:
    """Neighbouring stations of one state, from half way to the station before to half way to the next."""

    state: SectionState
    start_mm: float
    end_mm: float


def stretches(curve: ProfileCurve) -> tuple[Stretch, ...]:
    """Return the stretches of a curve, cranial first."""
    points = curve.points
    found: list[Stretch] = []
    for state, group in groupby(range(len(points)), key=lambda number: points[number].state):
        members = list(group)
        before, after = max(members[0] - 1, 0), min(members[-1] + 1, len(points) - 1)
        start = (points[before].arc_mm + points[members[0]].arc_mm) / 2
        found.append(Stretch(state, start, (points[after].arc_mm + points[members[-1]].arc_mm) / 2))
    return tuple(found)


def pattern(state: SectionState, left: float, top: float, right: float, bottom: float) -> Iterator[Shape]:
    """Give the pattern of a state inside a rectangle; nothing for a stretch with full numbers."""
    if state is SectionState.OK:
        return
    if state is SectionState.OBLITERATED:
        yield Polygon(box(left, top, right, bottom), "#f3dada")
        yield Polygon(box(left, top, left + 0.9, bottom), BLOCKED)
        return
    if state in (SectionState.NOT_OPACIFIED, SectionState.GAP):
        yield from hatch((left, top), (right, bottom), GREY, 1.0)
    if state is SectionState.GAP:
        yield from hatch((left, top), (right, bottom), GREY, 1.0, falling=True)
    if state is SectionState.METAL:
        yield from hatch((left, top), (right, bottom), "#a06a1c", 1.6, falling=True)
    fill = "#f1f2f4" if state is SectionState.EDGE else ""
    yield Polygon(box(left, top, right, bottom), fill, FAINT, 0.12)
