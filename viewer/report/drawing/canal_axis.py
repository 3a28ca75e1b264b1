"""Where each level lies along the drawings of the canal, from what was measured or from usual heights."""

from itertools import pairwise

import attrs
import numpy as np

from viewer.model.report.report import Report
from viewer.model.spine import Level, LevelKind, Numbering

TOP_MM, BOTTOM_MM = 9.0, 17.0
# Of the distance to its disc, how far a vertebra reaches beyond its own middle.
_BEYOND = 0.75


@attrs.frozen
class CanalAxis:
    """The levels drawn, cranial first, with their place along the canal, and the stretch that is shown.

    `measured` tells whether the places are arcs of the centreline or only usual distances.
    `unconfirmed` are the levels whose numbering no reader has confirmed.
    """

    places: tuple[tuple[Level, float], ...]
    start_mm: float
    end_mm: float
    measured: bool
    unconfirmed: frozenset[Level]

    def y_mm(self, arc_mm: float, height_mm: float) -> float:
        """Return the place of an arc from the top of a drawing of that height."""
        share = (arc_mm - self.start_mm) / max(self.end_mm - self.start_mm, 1.0)
        return TOP_MM + min(max(share, 0.0), 1.0) * (height_mm - TOP_MM - BOTTOM_MM)

    def arc_mm(self, level: Level) -> float | None:
        """Return the place of a level along the canal, None where it is not drawn."""
        return next((arc for one, arc in self.places if one == level), None)

    def name(self, level: Level) -> str:
        """Return a level's name as it is drawn, with a question mark where nobody has confirmed it."""
        return level.short_name + ("?" if level in self.unconfirmed else "")


def canal_axis(report: Report) -> CanalAxis:
    """Return the axis that the drawings of a report share, so that they can stand side by side."""
    known = {Level(one.name): one.arc_mm for one in report.curve.levels}
    found = [one.level for one in report.findings if one.level is not None]
    mentioned = [*known, *(row.level for row in report.rows), *found]
    numbering = _numbering(mentioned)
    order = [level for level in numbering.levels if level.name != "C0/C1"]
    drawn = _between(order, mentioned)
    anchors = [(numbering.offset_mm(level), known[level]) for level in drawn if level in known]
    rising = all(a[1] < b[1] for a, b in pairwise(anchors))
    measured = len(anchors) > 1 and rising
    places = _interpolated(drawn, numbering, anchors if measured else [])
    arcs = [arc for _, arc in places]
    ends = [point.arc_mm for point in report.curve.points] if measured or not arcs else []
    first, last = (arcs[1] - arcs[0], arcs[-1] - arcs[-2]) if len(arcs) > 1 else (10.0, 10.0)
    start = min([*ends, *(arc - _BEYOND * first for arc in arcs[:1])], default=0.0)
    end = max([*ends, *(arc + _BEYOND * last for arc in arcs[-1:])], default=1.0)
    return CanalAxis(places, start, end, measured or not arcs, _unconfirmed(report, drawn))


def _numbering(levels: list[Level]) -> Numbering:
    names = {name for level in levels for name in (level.upper, level.lower)}
    pairs = {level.name for level in levels}
    thoracic = 13 if "T13" in names else 11 if "T11/L1" in pairs else 12
    lumbar = 6 if "L6" in names else 4 if "L4/S1" in pairs else 5
    return Numbering(thoracic, lumbar)


def _between(order: list[Level], mentioned: list[Level]) -> list[Level]:
    at = [order.index(level) for level in mentioned if level in order]
    if not at:
        return []
    # A disc at the end is drawn between its vertebrae.
    first, last = min(at), max(at)
    first -= order[first].kind is LevelKind.DISC and first > 0
    last += order[last].kind is LevelKind.DISC and last + 1 < len(order)
    return order[first : last + 1]


def _interpolated(
    levels: list[Level], numbering: Numbering, anchors: list[tuple[float, float]]
) -> tuple[tuple[Level, float], ...]:
    offsets = [numbering.offset_mm(level) for level in levels]
    if not anchors:
        return tuple(zip(levels, offsets, strict=True))
    usual, arcs = np.array(anchors).T
    ratio = (arcs[-1] - arcs[0]) / (usual[-1] - usual[0])
    at = np.array(offsets)
    inner = np.interp(at, usual, arcs)
    beyond = np.minimum(at - usual[0], 0.0) + np.maximum(at - usual[-1], 0.0)
    return tuple(zip(levels, (float(arc) for arc in inner + ratio * beyond), strict=True))


def _unconfirmed(report: Report, drawn: list[Level]) -> frozenset[Level]:
    said = {Level(one.name): one.confirmed for one in report.curve.levels}
    said |= {row.level: row.confirmed for row in report.rows}
    for one in report.findings:
        if one.level is not None:
            said[one.level] = said.get(one.level, True) and one.confirmed
    unsure = {level for level, confirmed in said.items() if not confirmed}
    # A vertebra of which nothing is said is as sure as the discs beside it.
    beside = {name for level in unsure for name in (level.upper, level.lower)}
    sure = {name for level in said.keys() - unsure for name in (level.upper, level.lower)}
    return frozenset(
        level
        for level in drawn
        if level in unsure or (level not in said and level.name in beside and level.name not in sure)
    )
