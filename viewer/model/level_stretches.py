"""Which stretch of the canal belongs to which level."""

from itertools import pairwise

import attrs

from viewer.model.analysis import Analysis
from viewer.model.automatic_levels import automatic_levels
from viewer.model.case import Case
from viewer.model.geometry import Vec3, distance_mm, vec3
from viewer.model.labels import level_positions
from viewer.model.sections import Sections
from viewer.model.spine import Level, LevelKind

_OUTWARD_MM = 20.0
# A label farther from the canal than this stands beside no section.
_BESIDE_MM = 60.0


@attrs.frozen
class LevelStretch:
    """What belongs to one level along the canal, arc lengths in mm.

    `name` has a question mark while no reader has confirmed it, and is empty where nothing tells it.
    """

    name: str
    start_mm: float
    stop_mm: float


@attrs.frozen
class _Place:
    name: str
    arc_mm: float
    kind: LevelKind


def level_stretches(case: Case, analysis: Analysis) -> tuple[LevelStretch, ...]:
    """Return the stretch of every vertebra, from disc to disc; of every disc where no vertebra is known."""
    if analysis.sections is None:
        return ()
    places = _places(case, analysis, analysis.sections)
    bodies = [one for one in places if one.kind is LevelKind.VERTEBRA]
    shown = bodies or places
    if not shown:
        return ()
    discs = [one.arc_mm for one in places if one.kind is LevelKind.DISC] if bodies else []
    between = [_border(above.arc_mm, below.arc_mm, discs) for above, below in pairwise(shown)]
    first = _end(shown[0].arc_mm, -1, discs, between[:1])
    last = _end(shown[-1].arc_mm, 1, discs, between[-1:])
    edges = pairwise([first, *between, last])
    return tuple(LevelStretch(one.name, start, stop) for one, (start, stop) in zip(shown, edges, strict=True))


def _places(case: Case, analysis: Analysis, sections: Sections) -> list[_Place]:
    """All levels along the canal: as a reader's labels tell, else as found in the image."""
    places: dict[str, _Place] = {}
    for one in level_positions(case.labels, case.numbering):
        arc_mm = _arc_mm(sections, one.point)
        if arc_mm is not None:
            name = one.level.short_name + ("" if one.confirmed else "?")
            places[one.level.name] = _Place(name, arc_mm, one.level.kind)
    nameless: list[_Place] = []
    for found in automatic_levels(case, analysis.levels):
        if found.name is None:
            nameless.append(_Place("", found.arc_mm, found.kind))
        elif found.name not in places:
            places[found.name] = _Place(f"{Level(found.name).short_name}?", found.arc_mm, found.kind)
    return sorted((*places.values(), *nameless), key=lambda one: one.arc_mm)


def _arc_mm(sections: Sections, point: Vec3) -> float | None:
    """The arc length abreast of a point, None beyond the ends of the measured canal."""
    number = sections.nearest(point)
    beside = distance_mm(vec3(sections.point[number]), point) <= _BESIDE_MM
    return float(sections.arc_mm[number]) if beside and 0 < number < len(sections) - 1 else None


def _border(above_mm: float, below_mm: float, discs: list[float]) -> float:
    """The disc between two vertebrae, else the middle between them."""
    return next((disc for disc in discs if above_mm < disc < below_mm), (above_mm + below_mm) / 2)


def _end(arc_mm: float, way: int, discs: list[float], nearest: list[float]) -> float:
    """Where the first or last level ends: at its disc, else as far as its other end lies away."""
    beyond = [disc for disc in discs if (disc - arc_mm) * way > 0]
    if beyond:
        return min(beyond, key=lambda disc: abs(disc - arc_mm))
    return arc_mm + way * (abs(nearest[0] - arc_mm) if nearest else _OUTWARD_MM)
