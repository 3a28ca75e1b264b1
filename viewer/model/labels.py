"""Level labels on the image: what a reader placed, and what follows for all other levels."""

from collections.abc import Collection
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise

import attrs
import numpy as np
from numpy.typing import NDArray

from viewer.errors import ViewerError
from viewer.model.geometry import Vec3, VolumeGeometry, vec3
from viewer.model.spine import Level, Numbering

_REACH_WITH_ONE_LABEL_MM = 12.0
_BEND_STEPS, _MOST_TILT_DEG = 24, 60.0
# At C2, C7/T1, T12/L1, L5/S1 and S2: 15 degrees of cervical lordosis, 40 of thoracic kyphosis and 50 of
# lumbar lordosis, rounded from what lying adults have; only the bend beyond a reader's labels rests on it.
_USUAL_LEAN_DEG = (0.0, 15.0, -25.0, 25.0, 15.0)


class LabelSource(StrEnum):
    """How a level came to its place; `FOUND` in the image by the program, never stored."""

    PLACED = "placed"
    INTERPOLATED = "interpolated"
    EXTRAPOLATED = "extrapolated"
    FOUND = "found"


@attrs.frozen
class LevelLabel:
    """A level that a reader has placed at an LPS point."""

    level: Level
    point: Vec3


@attrs.frozen
class LevelPosition:
    """Where a level lies, and how that is known; `between` two neighbours that a reader has placed."""

    level: Level
    point: Vec3
    source: LabelSource
    between: bool = False

    @property
    def placed(self) -> bool:
        """Whether a reader placed it."""
        return self.source is LabelSource.PLACED

    @property
    def confirmed(self) -> bool:
        """Whether its name is sure: it was placed, or lies between placed neighbours and can bear no other."""
        return self.placed or self.between


@attrs.frozen
class LevelAtPoint:
    """The level proposed for a point; unconfirmed unless a reader placed it or both its neighbours."""

    level: Level
    confirmed: bool


def sorted_labels(labels: tuple[LevelLabel, ...], numbering: Numbering) -> tuple[LevelLabel, ...]:
    """Return the labels in cranio-caudal order of their names; `ViewerError` on an unknown one."""
    for label in labels:
        if numbering.index(label.level) is None:
            raise ViewerError(
                f"This patient's numbering has no level {label.level.name}.",
                "Choose the number of thoracic and lumbar vertebrae first.",
            )
    return tuple(sorted(labels, key=lambda label: numbering.index(label.level) or 0))


def check_order(labels: tuple[LevelLabel, ...], numbering: Numbering) -> None:
    """Raise `ViewerError` where a label lies above one whose name comes before it."""
    for above, below in pairwise(sorted_labels(labels, numbering)):
        if above.level == below.level:
            raise ViewerError(f"{above.level.short_name} is placed twice.", "Move the first one instead.")
        if below.point[2] >= above.point[2]:
            raise ViewerError(
                f"{below.level.short_name} cannot lie above {above.level.short_name}.",
                "Name it again, or move the other label first.",
            )


# Asked for by every pane in every frame, and the same until a label moves.
@lru_cache(maxsize=32)
def level_positions(
    labels: tuple[LevelLabel, ...], numbering: Numbering, grid: VolumeGeometry | None = None
) -> tuple[LevelPosition, ...]:
    """Return every level that can be located, in cranio-caudal order.

    With no label nothing, with one that one; from two on, the others follow along a smooth curve
    through the placed points, spaced by usual vertebral heights stretched to this patient, and beyond
    them along a curve that bends as spines do.
    Extrapolated levels that fall outside `grid` are left out.
    """
    placed = sorted_labels(labels, numbering)
    if len(placed) < 2:
        return tuple(LevelPosition(label.level, label.point, LabelSource.PLACED) for label in placed)
    offsets = np.array([numbering.offset_mm(label.level) for label in placed])
    points = np.array([label.point for label in placed])
    exact = {label.level: label.point for label in placed}
    enclosed = levels_between(exact, numbering)
    found: list[LevelPosition] = []
    for level in numbering.levels:
        offset = numbering.offset_mm(level)
        if level in exact:
            found.append(LevelPosition(level, exact[level], LabelSource.PLACED))
            continue
        outside = not offsets[0] < offset < offsets[-1]
        point = _along(offsets, points, offset, numbering)
        if not outside or grid is None or grid.contains(point):
            source = LabelSource.EXTRAPOLATED if outside else LabelSource.INTERPOLATED
            found.append(LevelPosition(level, point, source, between=level in enclosed))
    return tuple(found)


def levels_between(placed: Collection[Level], numbering: Numbering) -> frozenset[Level]:
    """Return the levels whose neighbours above and below are both among the placed ones."""
    levels = numbering.levels
    triples = zip(levels, levels[1:], levels[2:], strict=False)
    return frozenset(level for above, level, below in triples if above in placed and below in placed)


def level_at(labels: tuple[LevelLabel, ...], numbering: Numbering, point: Vec3) -> LevelAtPoint | None:
    """Return the level nearest to a point along the canal, None where no label tells it.

    One label speaks for its near surroundings only; two or more for the whole spine.
    """
    positions = level_positions(labels, numbering)
    if not positions:
        return None
    if len(positions) == 1:
        near = abs(positions[0].point[2] - point[2]) <= _REACH_WITH_ONE_LABEL_MM
        return LevelAtPoint(positions[0].level, confirmed=True) if near else None
    heights = _canal_offsets(labels, numbering)
    target = _offset_of(point, positions, heights)
    nearest = min(range(len(positions)), key=lambda n: abs(heights[n] - target))
    return LevelAtPoint(positions[nearest].level, positions[nearest].confirmed)


def _along(
    offsets: NDArray[np.float64], points: NDArray[np.float64], offset: float, numbering: Numbering
) -> Vec3:
    """Cubic Hermite curve through the placed points, beyond its ends bent as spines usually are."""
    if offset <= offsets[0]:
        return _beyond(offsets[:2], points[:2], 0, offset, numbering)
    if offset >= offsets[-1]:
        return _beyond(offsets[-2:], points[-2:], 1, offset, numbering)
    tangents = np.gradient(points, offsets, axis=0)
    n = int(np.searchsorted(offsets, offset)) - 1
    width = offsets[n + 1] - offsets[n]
    t = (offset - offsets[n]) / width
    basis = (2 * t**3 - 3 * t**2 + 1, t**3 - 2 * t**2 + t, 3 * t**2 - 2 * t**3, t**3 - t**2)
    return vec3(
        basis[0] * points[n]
        + basis[1] * width * tangents[n]
        + basis[2] * points[n + 1]
        + basis[3] * width * tangents[n + 1]
    )


def _beyond(
    offsets: NDArray[np.float64], points: NDArray[np.float64], end: int, offset: float, numbering: Numbering
) -> Vec3:
    """On from one end of two points, the way between them turned as a spine turns from there on."""
    way = (points[1] - points[0]) / (offsets[1] - offsets[0])
    steps = np.linspace(offsets[end], offset, _BEND_STEPS)
    turned = usual_angles_deg(steps, numbering) - usual_angles_deg(np.array([offsets.mean()]), numbering)[0]
    start = float(np.arctan2(way[1], -way[2]))
    # Never round the corner: a level further on stays further on.
    most = max(abs(start), np.radians(_MOST_TILT_DEG))
    angle = np.clip(start + np.radians(turned), -most, most)
    reach = float(np.hypot(way[1], way[2]))
    ways = np.stack([np.full(len(steps), way[0]), reach * np.sin(angle), -reach * np.cos(angle)], axis=1)
    middle = (ways[1:] + ways[:-1]) / 2
    return vec3(points[end] + (middle * np.diff(steps)[:, None]).sum(axis=0))


def usual_angles_deg(offsets_mm: NDArray[np.float64], numbering: Numbering) -> NDArray[np.float64]:
    """Return how far an adult spine leans back (positive) at usual offsets below C0/C1, going caudally."""
    thorax, loin = f"C7/T1 T{numbering.thoracic}/L1".split(), f"L{numbering.lumbar}/S1"
    names = ("C2", *thorax, loin, "S2")
    places = [numbering.offset_mm(Level(name)) for name in names]
    return np.interp(offsets_mm, places, _USUAL_LEAN_DEG)


@lru_cache(maxsize=32)
def _canal_offsets(labels: tuple[LevelLabel, ...], numbering: Numbering) -> tuple[float, ...]:
    return tuple(numbering.offset_mm(position.level) for position in level_positions(labels, numbering))


def _offset_of(point: Vec3, positions: tuple[LevelPosition, ...], heights: tuple[float, ...]) -> float:
    """The usual-height coordinate of the foot of a point on the line through the levels.

    The end segments go on beyond the last level, so that a point further out stays further out.
    """
    places = np.array([position.point for position in positions])
    starts, runs = places[:-1], np.diff(places, axis=0)
    lengths = np.maximum((runs * runs).sum(axis=1), 1e-9)
    feet = ((np.array(point) - starts) * runs).sum(axis=1) / lengths
    lowest, highest = np.zeros(len(feet)), np.ones(len(feet))
    lowest[0], highest[-1] = -np.inf, np.inf
    feet = np.clip(feet, lowest, highest)
    apart = np.linalg.norm(starts + feet[:, None] * runs - np.array(point), axis=1)
    n = int(np.argmin(apart))
    return heights[n] + float(feet[n]) * (heights[n + 1] - heights[n])
