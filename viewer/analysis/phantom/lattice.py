"""Regular grids of points in the patient, coarse and fine, and the way from one to the other."""

import math
from typing import Any, TypeAlias

import attrs
import numpy as np
from numpy.typing import NDArray

from viewer.model.geometry import VolumeGeometry

Array: TypeAlias = NDArray[np.floating[Any]]
"""Fields on nodes `[k, j, i]`; float32 wherever they are large."""

Box = tuple[slice, slice, slice]


@attrs.frozen(eq=False)
class Stencil:
    """Along one axis: the node before every point and how far the point is on the way to the next.

    `same` says that the points are the nodes.
    """

    low: NDArray[np.int64]
    share: Array
    same: bool


Stencils = tuple[Stencil, Stencil, Stencil]


@attrs.frozen(eq=False)
class Lattice:
    """Points `origin + k steps[2] + j steps[1] + i steps[0]` in LPS mm, `shape` counts (k, j, i)."""

    origin: NDArray[np.float64]
    steps: NDArray[np.float64]
    shape: tuple[int, int, int]

    def points(self) -> NDArray[np.float64]:
        """Return all points, shape (k, j, i, 3)."""
        k, j, i = (np.arange(n, dtype=float) for n in self.shape)
        return (
            self.origin
            + k[:, None, None, None] * self.steps[2]
            + j[None, :, None, None] * self.steps[1]
            + i[None, None, :, None] * self.steps[0]
        )

    def part(self, box: Box) -> "Lattice":
        """Return the lattice of a box of this one."""
        k, j, i = (one.start for one in box)
        origin = self.origin + i * self.steps[0] + j * self.steps[1] + k * self.steps[2]
        rows, columns = box[1].stop - box[1].start, box[2].stop - box[2].start
        return Lattice(origin, self.steps, (box[0].stop - box[0].start, rows, columns))

    def thinned(self, step_mm: float) -> tuple["Lattice", Stencils]:
        """Return a coarser lattice that covers this one, and the stencils to interpolate back."""
        factors = [max(1, round(step_mm / float(np.linalg.norm(step)))) for step in self.steps]
        counts = [
            math.ceil((n - 1) / factor) + 1 if n > 1 else 1
            for n, factor in zip(self.shape[::-1], factors, strict=True)
        ]
        shape = (counts[2], counts[1], counts[0])
        coarse = Lattice(self.origin, self.steps * np.array(factors)[:, None], shape)
        stencils = [
            stencil(n, count, factor)
            for n, count, factor in zip(self.shape[::-1], counts, factors, strict=True)
        ]
        return coarse, (stencils[2], stencils[1], stencils[0])

    def box(
        self, centre: NDArray[np.float64], axes: NDArray[np.float64], reach: NDArray[np.float64]
    ) -> Box | None:
        """Return the nodes inside an oriented box given by its centre, axes and half sizes."""
        lengths = np.linalg.norm(self.steps, axis=1)
        units = self.steps / lengths[:, None]
        middle = units @ (centre - self.origin) / lengths
        half = np.abs(units @ axes.T) @ reach / lengths
        low = np.maximum(np.floor(middle - half).astype(int), 0)
        high = np.minimum(np.ceil(middle + half).astype(int) + 1, np.array(self.shape[::-1]))
        if (high <= low).any():
            return None
        return (slice(low[2], high[2]), slice(low[1], high[1]), slice(low[0], high[0]))

    def local(self, origin: NDArray[np.float64], axes: NDArray[np.float64]) -> tuple[Array, Array, Array]:
        """Return every point's coordinates in a rigid frame."""
        start = axes @ (self.origin - origin)
        turned = axes @ self.steps.T
        k, j, i = (np.arange(n, dtype=np.float32) for n in self.shape)
        plane = [
            (start[n] + turned[n, 1] * j[:, None] + turned[n, 0] * i[None, :]).astype(np.float32)
            for n in range(3)
        ]
        u, v, w = (plane[n][None] + (turned[n, 2] * k).astype(np.float32)[:, None, None] for n in range(3))
        return u, v, w


def lattice_of(geometry: VolumeGeometry) -> Lattice:
    """Return the voxel centres of a volume."""
    steps = np.array(geometry.axes) * np.array(geometry.spacing_mm)[:, None]
    return Lattice(np.array(geometry.origin), steps, geometry.shape)


def stencil(fine: int, coarse: int, factor: int) -> Stencil:
    """Return how `fine` points lie between nodes every `factor` points."""
    place = np.arange(fine) / factor
    low = np.minimum(place.astype(np.int64), max(coarse - 2, 0))
    return Stencil(low, (place - low).astype(np.float32), fine == coarse and factor == 1)


def enlarge(nodes: Array, stencils: Stencils) -> Array:
    """Interpolate a coarse array `[k, j, i]` linearly, axis by axis.

    Without matrix products: their library's own threads would fight with those of the slabs.
    """
    for axis in (2, 1, 0):
        one = stencils[axis]
        if one.same:
            continue
        low = nodes.take(one.low, axis=axis)
        high = nodes.take(np.minimum(one.low + 1, nodes.shape[axis] - 1), axis=axis)
        high -= low
        high *= one.share.reshape([-1 if n == axis else 1 for n in range(3)])
        low += high
        nodes = low
    return nodes


def crop(stencils: Stencils, box: Box) -> tuple[Box, Stencils]:
    """Return the coarse nodes that a box of the fine points depends on, and the stencils from them."""
    inner: list[slice] = []
    local: list[Stencil] = []
    for one, rows in zip(stencils, box, strict=True):
        low, share = one.low[rows], one.share[rows]
        first, last = int(low[0]), int(low[-1]) + (1 if share[-1] > 0 else 0)
        inner.append(slice(first, last + 1))
        local.append(Stencil(low - first, share, one.same))
    return (inner[0], inner[1], inner[2]), (local[0], local[1], local[2])


def shape_of(field: Array) -> tuple[int, int, int]:
    """Return the counts (k, j, i) of a field."""
    k, j, i = field.shape
    return (k, j, i)
