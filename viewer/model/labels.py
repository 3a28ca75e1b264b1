"""Level labels on the image: what a reader placed, and what follows for all other levels."""

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
    """Where a level lies, and how that is known."""

    level: Level
    point: Vec3
    source: LabelSource

    @property
    def confirmed(self) -> bool:
        """Whether a reader placed it; anything else is shown as unconfirmed."""
        return self.source is LabelSource.PLACED


@attrs.frozen
class LevelAtPoint:
    """The level proposed for a point; unconfirmed unless its label was placed by a reader."""

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
    through the placed points, spaced by usual vertebral heights stretched to this patient.
    Extrapolated levels that fall outside `grid` are left out.
    """
    placed = sorted_labels(labels, numbering)
    if len(placed) < 2:
        return tuple(LevelPosition(label.level, label.point, LabelSource.PLACED) for label in placed)
    offsets = np.array([numbering.offset_mm(label.level) for label in placed])
    points = np.array([label.point for label in placed])
    exact = {label.level: label.point for label in placed}
    found: list[LevelPosition] = []
    for level in numbering.levels:
        offset = numbering.offset_mm(level)
        if level in exact:
            found.append(LevelPosition(level, exact[level], LabelSource.PLACED))
            continue
        outside = not offsets[0] < offset < offsets[-1]
        point = _along(offsets, points, offset)
        if not outside or grid is None or grid.contains(point):
            source = LabelSource.EXTRAPOLATED if outside else LabelSource.INTERPOLATED
            found.append(LevelPosition(level, point, source))
    return tuple(found)


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


def _along(offsets: NDArray[np.float64], points: NDArray[np.float64], offset: float) -> Vec3:
    """Cubic Hermite curve through the placed points, straight beyond its ends."""
    tangents = np.gradient(points, offsets, axis=0)
    if offset <= offsets[0]:
        return vec3(points[0] + (offset - offsets[0]) * tangents[0])
    if offset >= offsets[-1]:
        return vec3(points[-1] + (offset - offsets[-1]) * tangents[-1])
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
