"""Measurements and notes that a reader draws in a plane."""

import math
from typing import TypeAlias

import attrs

from viewer.model.geometry import Vec3, distance_mm, dot, norm, subtract
from viewer.model.plane import Plane


@attrs.frozen
class Distance:
    """A straight distance between two LPS points, drawn in `plane`."""

    annotation_id: str
    plane: Plane
    start: Vec3
    end: Vec3

    @property
    def length_mm(self) -> float:
        """The distance in mm."""
        return distance_mm(self.start, self.end)


@attrs.frozen
class Angle:
    """The angle at `vertex` between two arms."""

    annotation_id: str
    plane: Plane
    start: Vec3
    vertex: Vec3
    end: Vec3

    @property
    def angle_deg(self) -> float:
        """The angle, 0 to 180 degrees; 0 while an arm has no length."""
        a, b = subtract(self.start, self.vertex), subtract(self.end, self.vertex)
        lengths = norm(a) * norm(b)
        return math.degrees(math.acos(min(1.0, max(-1.0, dot(a, b) / lengths)))) if lengths else 0.0


@attrs.frozen
class Ellipse:
    """An elliptical region of interest with axes along the plane's screen axes."""

    annotation_id: str
    plane: Plane
    centre: Vec3
    radius_right_mm: float
    radius_down_mm: float


@attrs.frozen
class Arrow:
    """An arrow from `tail` to `tip` with a text at its tail."""

    annotation_id: str
    plane: Plane
    tip: Vec3
    tail: Vec3
    text: str


Annotation: TypeAlias = Distance | Angle | Ellipse | Arrow


@attrs.frozen
class RegionStatistics:
    """What the voxels inside an ellipse hold; each voxel counts once and no HU is interpolated.

    `partial` tells that part of the ellipse lies outside the volume, `unscanned` that part of it lies
    where slices are missing; neither is counted. `area_mm2` is that of the whole ellipse.
    """

    mean_hu: float
    sd_hu: float
    min_hu: int
    max_hu: int
    area_mm2: float
    voxels: int
    partial: bool = False
    unscanned: bool = False


@attrs.frozen
class NoRegion:
    """An ellipse that holds no voxel, or lines whose ends were never scanned: why there is no number, in plain words."""

    reason: str


RegionResult: TypeAlias = RegionStatistics | NoRegion
