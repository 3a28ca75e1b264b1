"""Which level or root a reader most likely means; proposals only, never decisions."""

from itertools import pairwise

from viewer.model.case import Case
from viewer.model.finding import Side, Zone
from viewer.model.geometry import Vec3, distance_mm
from viewer.model.labels import LevelLabel, level_positions
from viewer.model.spine import Level, LevelKind, Numbering, Region, roots_at

# A click counts as the neighbouring level from half to one and a half usual distances away.
_NEAREST_SHARE, _FARTHEST_SHARE = 0.5, 1.5
_HIT_SHARE = 0.45
# Where no label is placed the menu opens at the levels that are operated on most.
_COMMON = ("L4/L5", "L5/S1", "L3/L4", "C5/C6", "C6/C7")


def suggested_level(labels: tuple[LevelLabel, ...], numbering: Numbering, point: Vec3) -> Level | None:
    """Return the level that a click means after the last label placed, None where that is open.

    It is of the kind of the last one (discs, as a rule). With one label it is the neighbour above or
    below, if the distance is a usual one; with more it is the level expected at that place.
    """
    if not labels:
        return None
    kind = labels[-1].level.kind
    if len(labels) == 1:
        return _neighbour(labels[0], numbering, point)
    positions = [one for one in level_positions(labels, numbering) if one.level.kind is kind]
    if len(positions) < 2:
        return None
    nearest = min(positions, key=lambda one: distance_mm(one.point, point))
    apart_mm = min(
        distance_mm(a.point, b.point) for a, b in pairwise(positions) if nearest.level in (a.level, b.level)
    )
    near = abs(nearest.point[2] - point[2]) <= _HIT_SHARE * apart_mm
    return nearest.level if near and not nearest.placed else None


def _neighbour(label: LevelLabel, numbering: Numbering, point: Vec3) -> Level | None:
    place = numbering.index(label.level)
    below = point[2] < label.point[2]
    step = 2 if below else -2
    if place is None or not 0 <= place + step < len(numbering.levels):
        return None
    level = numbering.levels[place + step]
    usual_mm = abs(numbering.offset_mm(level) - numbering.offset_mm(label.level))
    apart_mm = abs(point[2] - label.point[2])
    usual = _NEAREST_SHARE * usual_mm <= apart_mm <= _FARTHEST_SHARE * usual_mm
    return level if usual and level.kind is label.level.kind else None


def suggested_levels(case: Case, point: Vec3) -> tuple[Level, ...]:
    """Return all levels of the patient, the likeliest at a point first, for a menu."""
    levels, numbering = case.numbering.levels, case.numbering
    if not case.labels:
        return tuple(sorted(levels, key=_commonness))
    positions = {one.level: one.point for one in level_positions(case.labels, numbering)}
    if len(positions) > 1:
        return tuple(sorted(levels, key=lambda level: abs(positions[level][2] - point[2])))
    label = case.labels[0]
    usual = numbering.offset_mm(label.level) + label.point[2] - point[2]
    return tuple(sorted(levels, key=lambda level: abs(numbering.offset_mm(level) - usual)))


def _commonness(level: Level) -> tuple[int, bool]:
    rank = _COMMON.index(level.name) if level.name in _COMMON else len(_COMMON)
    return (rank, level.kind is not LevelKind.DISC)


def suggested_roots(level: Level, side: Side | None, zones: tuple[Zone, ...]) -> tuple[str, ...]:
    """Return the roots concerned at a level: traversing in the recess, exiting in and beyond the foramen.

    In the neck the exiting root is concerned in all three; a central finding names none.
    """
    roots = roots_at(level)
    lateral = Zone.LATERAL_RECESS in zones
    outer = Zone.FORAMINAL in zones or Zone.EXTRAFORAMINAL in zones
    if not zones and side not in (None, Side.CENTRAL):
        lateral = True
    if level.region is Region.CERVICAL:
        outer, lateral = outer or lateral, False
    found = (roots.exiting if outer else None, roots.traversing if lateral else None)
    return tuple(root for root in found if root is not None)
