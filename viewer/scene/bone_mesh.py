"""The bone around the contrast column as a light surface, for orientation only."""

import math

import numpy as np
from numpy.typing import NDArray

from viewer.model.column import ContrastColumn
from viewer.model.geometry import VolumeGeometry
from viewer.model.volume import AIR_HU, Volume
from viewer.scene.mesh import Surface, isosurface, light_isosurface

BONE_HU = 170.0
_MARROW_HU = 600
_VOXEL_MM = 1.6
_MOST_VOXELS = 3_000_000
_MOST_TRIANGLES = 150_000
_MOVING_TRIANGLES = 50_000
_SMOOTHING_PASSES = 12
_SOFT_TISSUE_HU = 40
_LEAST_PIECE_MM3 = 1500.0
# What lies in air is no bone: the table and its rails.
_TISSUE_HU = -250
_AROUND_MM = 16.0
_LEAST_TISSUE = 0.45


def bone_mesh(
    volume: Volume, column: ContrastColumn | None = None, most_triangles: int = _MOST_TRIANGLES
) -> Surface:
    """Return the outer surface of what is brighter than `BONE_HU` and no column, open where none was scanned.

    Its voxels are averaged until at most `most_triangles` are needed. Takes about half a second: call it in a job.
    """
    step_mm = max(_VOXEL_MM, (_extent_mm3(volume.geometry) / _MOST_VOXELS) ** (1 / 3))
    while True:
        steps = _steps(volume.geometry, step_mm)
        field = _block_mean(volume.hu, steps)
        field[_unscanned(volume, steps[0], len(field))] = AIR_HU
        canal = None if column is None else _coarse_mask(column, field.shape, steps)
        geometry = _coarse_geometry(volume.geometry, field.shape, steps)
        field = _solid(field, canal, geometry)
        full = isosurface(field, geometry, BONE_HU, _SMOOTHING_PASSES)
        excess = len(full.triangles) / most_triangles
        if excess <= 1:
            return Surface(full, light_isosurface(field, geometry, BONE_HU, _MOVING_TRIANGLES))
        # Triangles grow with the square of the resolution.
        step_mm *= max(1.2, 1.05 * excess**0.5)


def _extent_mm3(geometry: VolumeGeometry) -> float:
    return math.prod(geometry.shape) * math.prod(geometry.spacing_mm)


def _steps(geometry: VolumeGeometry, step_mm: float) -> tuple[int, int, int]:
    i, j, k = geometry.spacing_mm
    shape = geometry.shape
    counts = [min(max(1, round(step_mm / gap)), n) for gap, n in zip((k, j, i), shape, strict=True)]
    return (counts[0], counts[1], counts[2])


def _block_mean(hu: NDArray[np.int16], steps: tuple[int, int, int]) -> NDArray[np.int16]:
    dk, dj, di = steps
    k, j, i = (n // step for n, step in zip(hu.shape, steps, strict=True))
    mean: NDArray[np.int16] = np.empty((k, j, i), np.int16)
    for layer in range(k):
        # One coarse layer at a time: no second volume in memory.
        block = hu[layer * dk : (layer + 1) * dk, : j * dj, : i * di].sum(axis=0, dtype=np.int32)
        rows = block.reshape(j, dj, i * di).sum(axis=1)
        mean[layer] = rows.reshape(j, i, di).sum(axis=2) // (dk * dj * di)
    return mean


def _unscanned(volume: Volume, step: int, count: int) -> NDArray[np.bool_]:
    """The coarse layers that were for the most part never scanned."""
    return volume.made_up[: count * step].reshape(count, step).mean(axis=1) >= 0.5


def _coarse_mask(
    column: ContrastColumn, shape: tuple[int, ...], steps: tuple[int, int, int]
) -> NDArray[np.bool_]:
    mask = np.zeros(shape, bool)
    # Every other voxel is enough for blocks of at least two, which are widened afterwards.
    places = np.argwhere(column.mask[::2, ::2, ::2]) * 2 + np.array(column.offset_kji)
    k, j, i = np.minimum(places // np.array(steps), np.array(shape) - 1).T
    mask[k, j, i] = True
    return mask


def _solid(
    field: NDArray[np.int16], canal: NDArray[np.bool_] | None, geometry: VolumeGeometry
) -> NDArray[np.int16]:
    # Late: SciPy takes long to load, and a study is opened without bone.
    from scipy import ndimage

    # The blurred border of the bright column is no bone either.
    cube = np.ones((3, 3, 3), bool)
    wide = np.zeros(field.shape, bool) if canal is None else ndimage.binary_dilation(canal, cube)
    field = np.where(wide, np.minimum(field, np.int16(_SOFT_TISSUE_HU)), field)
    tissue = field > _TISSUE_HU
    closed: NDArray[np.int16] = np.where(wide, field, ndimage.grey_closing(field, (3, 3, 3)))
    # Marrow inside the cortex is darker than the threshold: only the outer surface is wanted.
    filled: NDArray[np.bool_] = np.asarray(ndimage.binary_fill_holes(closed >= BONE_HU), bool)
    closed = np.where(filled & (closed < BONE_HU), np.int16(_MARROW_HU), closed)
    return np.where(_strays(filled, tissue, geometry), np.int16(_SOFT_TISSUE_HU), closed)


def _strays(
    bone: NDArray[np.bool_], tissue: NDArray[np.bool_], geometry: VolumeGeometry
) -> NDArray[np.bool_]:
    """Crumbs, and pieces that lie in air; the largest piece stays whatever is around it."""
    # Late, as above.
    from scipy import ndimage

    i, j, k = geometry.spacing_mm
    labels = np.zeros(bone.shape, np.int32)
    ndimage.label(bone, output=labels)
    # Of the bone alone: counting turns its labels into numbers of eight bytes.
    pieces = labels[bone]
    counts = np.bincount(pieces, minlength=1)
    around = tissue.astype(np.float32)
    for axis, gap_mm in enumerate((k, j, i)):
        ndimage.uniform_filter1d(around, 2 * round(_AROUND_MM / 2 / gap_mm) + 1, axis, around)
    share = np.bincount(pieces, weights=around[bone], minlength=1) / np.maximum(counts, 1)
    stray = (counts * (i * j * k) < _LEAST_PIECE_MM3) | (share < _LEAST_TISSUE)
    stray[0] = False
    if len(counts) > 1:
        largest = 1 + int(np.argmax(counts[1:]))
        stray[largest] = counts[largest] * (i * j * k) < _LEAST_PIECE_MM3
    return stray[labels]


def _coarse_geometry(
    geometry: VolumeGeometry, shape: tuple[int, ...], steps: tuple[int, int, int]
) -> VolumeGeometry:
    k, j, i = shape
    dk, dj, di = steps
    a, b, c = geometry.spacing_mm
    origin = geometry.to_lps(((di - 1) / 2, (dj - 1) / 2, (dk - 1) / 2))
    return VolumeGeometry((k, j, i), origin, geometry.axes, (a * di, b * dj, c * dk))
