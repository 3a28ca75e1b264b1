"""Regular grids of points in the patient, coarse and fine, and the way from one to the other."""

import math

import attrs
import numpy as np
from numpy.typing import NDArray

from viewer.model.geometry import VolumeGeometry

Array = NDArray[np.float32]
Weights = tuple[Array, Array, Array]
Box = tuple[slice, slice, slice]


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
        return Lattice(origin, self.steps, tuple(one.stop - one.start for one in box))  # type: ignore[arg-type]

    def thinned(self, step_mm: float) -> tuple["Lattice", Weights]:
        """Return a coarser lattice that covers this one, and the weights to interpolate back."""
        factors = [max(1, round(step_mm / float(np.linalg.norm(step)))) for step in self.steps]
        counts = [
            math.ceil((n - 1) / factor) + 1 if n > 1 else 1
            for n, factor in zip(self.shape[::-1], factors, strict=True)
        ]
        coarse = Lattice(self.origin, self.steps * np.array(factors)[:, None], tuple(counts[::-1]))  # type: ignore[arg-type]
        weights = [
            linear_weights(n, count, factor)
            for n, count, factor in zip(self.shape[::-1], counts, factors, strict=True)
        ]
        return coarse, (weights[2], weights[1], weights[0])

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


def linear_weights(fine: int, coarse: int, factor: int) -> Array:
    """Return the matrix (fine, coarse) that interpolates nodes every `factor` steps."""
    place = np.arange(fine) / factor
    low = np.minimum(place.astype(int), max(coarse - 2, 0))
    share = (place - low).astype(np.float32)
    weights = np.zeros((fine, coarse), dtype=np.float32)
    rows = np.arange(fine)
    weights[rows, low] = 1.0 - share
    if coarse > 1:
        weights[rows, low + 1] += share
    return weights


def enlarge(nodes: Array, weights: Weights) -> Array:
    """Interpolate a coarse array `[k, j, i]` linearly with one matrix per axis."""
    across = np.matmul(nodes, weights[2].T)
    down = np.matmul(weights[1], across)
    if weights[0].shape[0] == weights[0].shape[1]:
        # As many nodes as points: they coincide.
        return down
    flat = weights[0] @ down.reshape(down.shape[0], -1)
    return flat.reshape(weights[0].shape[0], *down.shape[1:])


def crop(weights: Weights, box: Box) -> tuple[Box, Weights]:
    """Return the coarse nodes that a box of the fine ones depends on, and the weights from them."""
    inner: list[slice] = []
    local: list[Array] = []
    for weight, rows in zip(weights, box, strict=True):
        used = np.flatnonzero(weight[rows].any(axis=0))
        inner.append(slice(int(used[0]), int(used[-1]) + 1))
        local.append(np.ascontiguousarray(weight[rows, inner[-1]]))
    return (inner[0], inner[1], inner[2]), (local[0], local[1], local[2])
