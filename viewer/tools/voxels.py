"""Which voxels a brush touches on its way, and where voxels of the sac's box lie in the volume."""

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from viewer.model.correction import Places
from viewer.model.geometry import Vec3, VolumeGeometry, dot
from viewer.model.plane import Plane
from viewer.model.sac import SacVoxels

Index: TypeAlias = tuple[NDArray[np.int64], ...]
"""Voxels as parallel arrays `(k, j, i)`."""

_Numbers: TypeAlias = NDArray[np.float64]
_TIE_MM = 1e-6


def swept(grid: VolumeGeometry, start: Vec3, end: Vec3, radius_mm: float, plane: Plane | None) -> Index:
    """Return the voxels of a grid that a brush touches on the straight way between two LPS points.

    A ball of `radius_mm`, or where a `plane` through both points is given a disc in it, as thick as
    the voxels that the plane cuts. A voxel counts by its centre; those on the way itself always do.
    """
    first, last = np.array(grid.to_index(start)), np.array(grid.to_index(end))
    box = index_box(grid, np.minimum(first, last), np.maximum(first, last), radius_mm)
    if box is None:
        return _index(np.empty((3, 0)))
    low, high = box
    spacing = np.array(grid.spacing_mm)
    along = [(np.arange(low[a], high[a]) - first[a]) * spacing[a] for a in range(3)]
    squared = _to_segment(along, (last - first) * spacing)
    near = squared if plane is None else _in_plane(along, squared, grid, plane)
    touched = near <= radius_mm**2
    i, j, k = _on_the_way(grid, first, last) - low[:, None]
    touched[k, j, i] = True
    return tuple(part + shift for part, shift in zip(np.nonzero(touched), low[::-1], strict=True))


def index_box(
    grid: VolumeGeometry, lowest: _Numbers, highest: _Numbers, reach_mm: float
) -> tuple[NDArray[np.int64], NDArray[np.int64]] | None:
    """Return the first and one past the last voxel `(i, j, k)` of a grid within reach of a range of places.

    `lowest` and `highest` are continuous indices `(i, j, k)`; None where the grid has no such voxel.
    """
    reach = reach_mm / np.array(grid.spacing_mm) + 1.0
    low = np.maximum(np.floor(lowest - reach), 0).astype(np.int64)
    high = np.minimum(np.ceil(highest + reach) + 1, grid.shape[::-1]).astype(np.int64)
    return None if (low >= high).any() else (low, high)


def _spread(i: _Numbers, j: _Numbers, k: _Numbers) -> _Numbers:
    """The sums of one number of each axis, as `[k, j, i]`."""
    return (k[:, None] + j[None, :])[:, :, None] + i[None, None, :]


def _to_segment(along: list[_Numbers], way: _Numbers) -> _Numbers:
    """The squared distance of every voxel from the segment that starts at 0 and runs along `way`."""
    i, j, k = along
    squared = _spread(i**2, j**2, k**2)
    length = float(way @ way)
    if length == 0:
        return squared
    foot = _spread(i * way[0], j * way[1], k * way[2])
    share = np.clip(foot / length, 0.0, 1.0)
    return squared - share * (2 * foot - share * length)


def _in_plane(along: list[_Numbers], squared: _Numbers, grid: VolumeGeometry, plane: Plane) -> _Numbers:
    """The squared distance within a plane, of the voxels that it cuts; no other is near."""
    slope = [dot(plane.normal, axis) for axis in grid.axes]
    # Of two layers at the same distance the further one along the grid is taken, as a pane shows it.
    if max(slope, key=abs) < 0:
        slope = [-part for part in slope]
    i, j, k = (mm * part for mm, part in zip(along, slope, strict=True))
    depth = _spread(i, j, k)
    half_mm = sum(abs(part) * step for part, step in zip(slope, grid.spacing_mm, strict=True)) / 2
    layer = (depth > _TIE_MM - half_mm) & (depth <= half_mm + _TIE_MM)
    return np.where(layer, squared - depth**2, np.inf)


def _on_the_way(grid: VolumeGeometry, first: _Numbers, last: _Numbers) -> NDArray[np.int64]:
    """The voxels `(i, j, k)` that hold the way's own points: what the smallest brush touches."""
    count = int(np.ceil(2 * np.abs(last - first).max())) + 1
    share = np.linspace(0.0, 1.0, max(count, 2))[:, None]
    index = np.floor(first + share * (last - first) + 0.5).astype(np.int64)
    inside = (index >= 0) & (index < np.array(grid.shape[::-1]))
    return index[inside.all(axis=1)].T


def _index(parts: _Numbers) -> Index:
    return tuple(parts.astype(np.int64))


def volume_places(index: Index, sac: SacVoxels, volume_shape: tuple[int, int, int]) -> Places:
    """Return the flat places in the volume of voxels of the sac's box."""
    moved = tuple(part + start for part, start in zip(index, sac.offset_kji, strict=True))
    return np.asarray(np.ravel_multi_index(moved, volume_shape), dtype=np.int64)
