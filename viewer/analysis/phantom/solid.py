"""Simple solids as signed distances (negative inside) in their own rigid frames."""

from collections.abc import Callable, Sequence

import attrs
import numpy as np
from numpy.typing import NDArray

from viewer.analysis.phantom.lattice import Array
from viewer.model.geometry import Vec3, rotate, vec3

Distance = Callable[[Array, Array, Array], Array]


@attrs.frozen(eq=False)
class Frame:
    """A rigid frame in LPS mm; the rows of `axes` point to the left, the back and the head."""

    origin: NDArray[np.float64]
    axes: NDArray[np.float64]

    def at(self, x: float, y: float, z: float) -> NDArray[np.float64]:
        """Return the LPS point of local coordinates."""
        return self.origin + np.array([x, y, z]) @ self.axes

    def moved(self, x: float, y: float, z: float) -> "Frame":
        """Return the frame shifted along its own axes."""
        return Frame(self.at(x, y, z), self.axes)

    def turned(self, axis: int, angle_deg: float) -> "Frame":
        """Return the frame turned about one of its own axes."""
        about = vec3(self.axes[axis])
        axes = np.array([rotate(vec3(row), about, angle_deg) for row in self.axes])
        return Frame(self.origin, axes)


@attrs.frozen(eq=False)
class Solid:
    """A distance function in a frame, meaningful within `reach` (half sizes in mm) of its origin."""

    frame: Frame
    reach: Vec3
    distance: Distance


def ellipsoid(frame: Frame, radii: Vec3) -> Solid:
    """Return an ellipsoid; the distance is exact at the border to first order."""
    a, b, c = radii

    def distance(u: Array, v: Array, w: Array) -> Array:
        u, v, w = u / a, v / b, w / c
        size = np.sqrt(u * u + v * v + w * w)
        slope = np.sqrt((u / a) ** 2 + (v / b) ** 2 + (w / c) ** 2)
        return size * (size - 1) / np.maximum(slope, 1e-3)

    return Solid(frame, radii, distance)


def block(frame: Frame, half: Vec3, rounding_mm: float) -> Solid:
    """Return a box with rounded edges; `half` are its outer half sizes."""
    inner = [max(one - rounding_mm, 0.05) for one in half]

    def distance(u: Array, v: Array, w: Array) -> Array:
        q = [np.abs(part) - size for part, size in zip((u, v, w), inner, strict=True)]
        outside = sum(np.maximum(part, 0) ** 2 for part in q)
        inside = np.minimum(np.maximum(np.maximum(q[0], q[1]), q[2]), 0)
        return np.sqrt(outside) + inside - np.float32(rounding_mm)

    return Solid(frame, half, distance)


def rod(
    start: NDArray[np.float64], end: NDArray[np.float64], radius_start: float, radius_end: float
) -> Solid:
    """Return a round rod between two LPS points whose radius changes along it."""
    along = end - start
    length = float(np.linalg.norm(along))
    up = along / length
    side = np.cross(up, [0.0, 1.0, 0.0] if abs(up[1]) < 0.9 else [1.0, 0.0, 0.0])
    side /= np.linalg.norm(side)
    frame = Frame((start + end) / 2, np.array([side, np.cross(up, side), up]))
    thick = max(radius_start, radius_end)

    def distance(u: Array, v: Array, w: Array) -> Array:
        share = np.clip(w / length + 0.5, 0, 1)
        rest = w - (share - 0.5) * length
        radius = radius_start + (radius_end - radius_start) * share
        return np.sqrt(u * u + v * v + rest * rest) - radius

    return Solid(frame, (thick, thick, length / 2 + thick), distance)


def chain(points: Sequence[NDArray[np.float64]], radii: Sequence[float]) -> tuple[Solid, ...]:
    """Return rods from point to point."""
    return tuple(
        rod(a, b, ra, rb)
        for a, b, ra, rb in zip(points, points[1:], radii, radii[1:], strict=False)
        if np.linalg.norm(b - a) > 1e-6
    )


def merge(one: Array, other: Array, blend_mm: float) -> Array:
    """Return the union of two distances, its inner corners filled over `blend_mm`."""
    if blend_mm <= 0:
        return np.minimum(one, other)
    near = np.maximum(blend_mm - np.abs(one - other), 0)
    return np.minimum(one, other) - near * near * np.float32(0.25 / blend_mm)


def carve(one: Array, other: Array, blend_mm: float) -> Array:
    """Return `one` without `other`, its outer corners rounded over `blend_mm`."""
    return -merge(-one, other, blend_mm)
