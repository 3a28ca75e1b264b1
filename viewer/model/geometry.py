"""Where voxels lie in the patient.

Said once for the whole program: a point is `(x, y, z)` in LPS millimetres (x grows to the patient's
left, y to posterior, z to the head); an array of voxels is indexed `[k, j, i]`; a continuous index is
`(i, j, k)` with integers at voxel centres; a scalar carries its unit in its name.
"""

import math
from typing import TypeAlias

import attrs
import numpy as np
from numpy.typing import NDArray

from viewer.errors import GeometryError

Vec3: TypeAlias = tuple[float, float, float]
Matrix: TypeAlias = NDArray[np.float64]


def vec3(values: object) -> Vec3:
    """Return three numbers of any sequence or array as a plain tuple of floats."""
    x, y, z = np.asarray(values, dtype=float)
    return (float(x), float(y), float(z))


def add(a: Vec3, b: Vec3) -> Vec3:
    """Return `a + b`."""
    return (a[0] + b[0], a[1] + b[1], a[2] + b[2])


def subtract(a: Vec3, b: Vec3) -> Vec3:
    """Return `a - b`."""
    return (a[0] - b[0], a[1] - b[1], a[2] - b[2])


def scale(a: Vec3, factor: float) -> Vec3:
    """Return `a` times `factor`."""
    return (a[0] * factor, a[1] * factor, a[2] * factor)


def dot(a: Vec3, b: Vec3) -> float:
    """Return the scalar product."""
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]


def cross(a: Vec3, b: Vec3) -> Vec3:
    """Return the vector product, right-handed in LPS."""
    return (
        a[1] * b[2] - a[2] * b[1],
        a[2] * b[0] - a[0] * b[2],
        a[0] * b[1] - a[1] * b[0],
    )


def norm(a: Vec3) -> float:
    """Return the length."""
    return dot(a, a) ** 0.5


def unit(a: Vec3) -> Vec3:
    """Return the direction of `a` with length 1; `GeometryError` where it has none."""
    length = norm(a)
    if not 1e-12 < length < float("inf"):
        raise GeometryError("A direction of length zero was given.")
    return scale(a, 1 / length)


def distance_mm(a: Vec3, b: Vec3) -> float:
    """Return the distance of two points in mm."""
    return norm(subtract(a, b))


def rotate(vector: Vec3, axis: Vec3, angle_deg: float) -> Vec3:
    """Turn `vector` about the unit `axis`, right-handed (Rodrigues)."""
    angle = np.deg2rad(angle_deg)
    cosine, sine = float(np.cos(angle)), float(np.sin(angle))
    along = scale(axis, dot(axis, vector) * (1 - cosine))
    return add(add(scale(vector, cosine), scale(cross(axis, vector), sine)), along)


@attrs.frozen
class VolumeGeometry:
    """The grid of a volume: its shape and where its voxel centres lie.

    `shape` counts voxels `(k, j, i)`; `origin` is the centre of voxel (0, 0, 0); `axes` are the unit
    directions of growing i, j and k, orthogonal to 1e-4; `spacing_mm` are the steps `(i, j, k)`.
    Valid once constructed: `GeometryError` otherwise.
    """

    shape: tuple[int, int, int]
    origin: Vec3
    axes: tuple[Vec3, Vec3, Vec3]
    spacing_mm: Vec3

    def __attrs_post_init__(self) -> None:
        if min(self.shape) < 1:
            raise GeometryError("The volume has no voxels.")
        numbers = np.array([self.origin, *self.axes, self.spacing_mm])
        if not np.isfinite(numbers).all():
            raise GeometryError("The position of the volume is not a number.")
        if min(self.spacing_mm) <= 0:
            raise GeometryError("The spacing of the volume is not positive.")
        axes = np.array(self.axes)
        if not np.allclose(axes @ axes.T, np.eye(3), atol=1e-4):
            raise GeometryError("The axes of the volume are not perpendicular unit directions.")

    @property
    def affine(self) -> Matrix:
        """The 4 x 4 matrix from `(i, j, k, 1)` to LPS mm of the voxel centre."""
        matrix = np.eye(4)
        matrix[:3, :3] = (np.array(self.axes) * np.array(self.spacing_mm)[:, None]).T
        matrix[:3, 3] = self.origin
        return matrix

    @property
    def centre(self) -> Vec3:
        """The middle of the grid in LPS mm."""
        k, j, i = self.shape
        return self.to_lps(((i - 1) / 2, (j - 1) / 2, (k - 1) / 2))

    @property
    def corners(self) -> tuple[Vec3, ...]:
        """The centres of the eight corner voxels in LPS mm."""
        k, j, i = (n - 1.0 for n in self.shape)
        return tuple(self.to_lps((a, b, c)) for c in (0.0, k) for b in (0.0, j) for a in (0.0, i))

    def to_lps(self, index: Vec3) -> Vec3:
        """Return the LPS point of a continuous index `(i, j, k)`."""
        point = self.origin
        for axis, step, number in zip(self.axes, self.spacing_mm, index, strict=True):
            point = add(point, scale(axis, step * number))
        return point

    def to_index(self, point: Vec3) -> Vec3:
        """Return the continuous index `(i, j, k)` of an LPS point."""
        offset = subtract(point, self.origin)
        i, j, k = (dot(offset, axis) / step for axis, step in zip(self.axes, self.spacing_mm, strict=True))
        return (i, j, k)

    def nearest_voxel(self, point: Vec3) -> tuple[int, int, int] | None:
        """Return the array index `(k, j, i)` of the voxel nearest to a point, None outside the grid."""
        i, j, k = (math.floor(number + 0.5) for number in self.to_index(point))
        inside = 0 <= k < self.shape[0] and 0 <= j < self.shape[1] and 0 <= i < self.shape[2]
        return (k, j, i) if inside else None

    def contains(self, point: Vec3) -> bool:
        """Whether the point lies in a voxel of the grid."""
        return self.nearest_voxel(point) is not None

    def clamp(self, point: Vec3) -> Vec3:
        """Return the point moved to the nearest place inside the grid."""
        limits = (self.shape[2] - 1, self.shape[1] - 1, self.shape[0] - 1)
        index = self.to_index(point)
        i, j, k = (min(max(number, 0.0), limit) for number, limit in zip(index, limits, strict=True))
        return self.to_lps((i, j, k))

    def span_mm(self, direction: Vec3) -> tuple[float, float]:
        """Return the smallest and largest coordinate of the grid along a unit direction."""
        reach = [dot(corner, direction) for corner in self.corners]
        return (min(reach), max(reach))
