"""Where the pixels of a slice pane lie among the voxels of a volume."""

import math

import attrs
import numpy as np
from numpy.typing import NDArray

from viewer.model.geometry import Vec3, VolumeGeometry, subtract
from viewer.model.resolve import PaneView, step_mm

_DUST_VOXELS = 1e-3
_DRAFT_STEP_MM = 1.2


@attrs.frozen
class PixelGrid:
    """The centres of `width_px` x `height_px` pixels as continuous voxel indices `(i, j, k)`.

    `origin` is the centre of the upper left pixel; `right`, `down` and `depth` are the index steps of
    one pixel and of one sample through the slab; `samples` lie evenly about the plane.
    """

    origin: Vec3
    right: Vec3
    down: Vec3
    depth: Vec3
    width_px: int
    height_px: int
    samples: int = 1

    @property
    def matrix(self) -> NDArray[np.float64]:
        """The 4 x 4 matrix from `(x, y, sample, 1)` to the voxel index."""
        matrix = np.eye(4)
        matrix[:3] = np.array([self.right, self.down, self.depth, self.origin]).T
        return matrix

    @property
    def normal_axis(self) -> int | None:
        """The index axis (0 for i, 1 for j, 2 for k) that the plane is square to, None if oblique."""
        used = [{a for a in range(3) if step[a] != 0} for step in (self.right, self.down, self.depth)]
        along = used[2]
        return along.pop() if all(len(axes) == 1 for axes in used) else None


def pixel_grid(view: PaneView, geometry: VolumeGeometry) -> PixelGrid:
    """Return where the pixels of a pane lie in a volume, one sample deep; `depth` is 1 mm."""
    steps = (view.plane.right, view.plane.down, view.plane.normal)
    lengths = (view.mm_per_px, view.mm_per_px, 1.0)
    reach = (view.width_px, view.height_px, max(view.slab_mm, 1.0))
    right, down, depth = (
        _cleaned(_index_step(direction, length, geometry), count)
        for direction, length, count in zip(steps, lengths, reach, strict=True)
    )
    origin = geometry.to_index(view.to_lps(0.5, 0.5))
    return PixelGrid(origin, right, down, depth, view.width_px, view.height_px)


def with_slab(grid: PixelGrid, slab_mm: float, step_mm: float) -> PixelGrid:
    """Return the grid with samples from face to face of a slab, at most `step_mm` apart."""
    if slab_mm <= 0:
        return grid
    samples = max(2, math.ceil(slab_mm / step_mm - 1e-6) + 1)
    gap = slab_mm / (samples - 1)
    a, b, c = grid.depth
    return attrs.evolve(grid, depth=(a * gap, b * gap, c * gap), samples=samples)


def coarsened(grid: PixelGrid, factor: int) -> PixelGrid:
    """Return a grid over the same area with pixels `factor` times as large."""
    shift = (factor - 1) / 2
    origin = tuple(o + shift * (r + d) for o, r, d in zip(grid.origin, grid.right, grid.down, strict=True))
    return attrs.evolve(
        grid,
        origin=(origin[0], origin[1], origin[2]),
        right=_scaled(grid.right, factor),
        down=_scaled(grid.down, factor),
        width_px=math.ceil(grid.width_px / factor),
        height_px=math.ceil(grid.height_px / factor),
    )


def refined(grid: PixelGrid, factor: int) -> PixelGrid:
    """Return where the pixels of a pane lie in the picture sampled on `coarsened(grid, factor)`."""
    start = (0.5 / factor) - 0.5
    step = 1 / factor
    return PixelGrid(
        (start, start, 0.0),
        (step, 0.0, 0.0),
        (0.0, step, 0.0),
        (0.0, 0.0, 1.0),
        grid.width_px,
        grid.height_px,
    )


def full_grid(view: PaneView, geometry: VolumeGeometry) -> PixelGrid:
    """Return the grid of a pane at full quality: every pixel, slab steps of one voxel."""
    return with_slab(pixel_grid(view, geometry), view.slab_mm, step_mm(geometry, view.plane.normal))


def draft_grid(view: PaneView, geometry: VolumeGeometry, most_samples: float) -> tuple[PixelGrid, int]:
    """Return a grid of about `most_samples` samples at most, and how much coarser its pixels are."""
    step = max(_DRAFT_STEP_MM, step_mm(geometry, view.plane.normal))
    grid = with_slab(pixel_grid(view, geometry), view.slab_mm, step)
    work = grid.width_px * grid.height_px * grid.samples
    factor = max(1, math.ceil(math.sqrt(work / most_samples)))
    return coarsened(grid, factor), factor


def _index_step(direction: Vec3, length: float, geometry: VolumeGeometry) -> Vec3:
    moved = geometry.to_index((direction[0] * length, direction[1] * length, direction[2] * length))
    return subtract(moved, geometry.to_index((0.0, 0.0, 0.0)))


def _cleaned(step: Vec3, count: float) -> Vec3:
    # Rounding noise of direction cosines would make an orthogonal plane look oblique.
    i, j, k = (0.0 if abs(part) * count < _DUST_VOXELS else part for part in step)
    return (i, j, k)


def _scaled(step: Vec3, factor: float) -> Vec3:
    return (step[0] * factor, step[1] * factor, step[2] * factor)
