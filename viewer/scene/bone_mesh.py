"""The bone around the contrast column as a light surface, for orientation only."""

import numpy as np
from numpy.typing import NDArray

from viewer.model.column import ContrastColumn
from viewer.model.geometry import VolumeGeometry
from viewer.model.volume import Volume
from viewer.scene.mesh import Mesh, isosurface

BONE_HU = 250.0
_VOXEL_MM = 1.6
_MOST_TRIANGLES = 90_000
_SMOOTHING_PASSES = 12
_SOFT_TISSUE_HU = 40


def bone_mesh(volume: Volume, column: ContrastColumn | None = None) -> Mesh:
    """Return the surface of what is brighter than `BONE_HU` and no column, below 100,000 triangles.

    Takes a good part of a second: call it in a job.
    """
    step_mm = _VOXEL_MM
    while True:
        field, geometry = _coarse(volume, column, step_mm)
        mesh = isosurface(field, geometry, BONE_HU, _SMOOTHING_PASSES)
        if len(mesh.triangles) <= _MOST_TRIANGLES:
            return mesh
        step_mm *= 1.25


def _coarse(
    volume: Volume, column: ContrastColumn | None, step_mm: float
) -> tuple[NDArray[np.int16], VolumeGeometry]:
    steps = tuple(max(1, round(step_mm / spacing)) for spacing in reversed(volume.geometry.spacing_mm))
    field = _block_mean(volume.hu, steps)
    if column is not None:
        _take_out(field, column, steps)
    return field, _coarse_geometry(volume.geometry, field.shape, steps)


def _block_mean(hu: NDArray[np.int16], steps: tuple[int, ...]) -> NDArray[np.int16]:
    k, j, i = (max(1, n // step) for n, step in zip(hu.shape, steps, strict=True))
    dk, dj, di = (min(step, n) for n, step in zip(hu.shape, steps, strict=True))
    mean: NDArray[np.int16] = np.empty((k, j, i), np.int16)
    starts_i, starts_j = np.arange(i) * di, np.arange(j) * dj
    for layer in range(k):
        block = hu[layer * dk : (layer + 1) * dk, : j * dj, : i * di].sum(axis=0, dtype=np.int32)
        rows = np.add.reduceat(block, starts_j, axis=0)
        mean[layer] = np.add.reduceat(rows, starts_i, axis=1) // (dk * dj * di)
    return mean


def _take_out(field: NDArray[np.int16], column: ContrastColumn, steps: tuple[int, ...]) -> None:
    # One coarse voxel more on every side: the bright border of the column is no bone either.
    places = np.argwhere(column.mask) + np.array(column.offset_kji)
    coarse = np.unique(places // np.array(steps), axis=0)
    for shift in np.ndindex(3, 3, 3):
        k, j, i = (coarse + np.array(shift) - 1).T
        inside = (k >= 0) & (j >= 0) & (i >= 0)
        inside &= (k < field.shape[0]) & (j < field.shape[1]) & (i < field.shape[2])
        spot = (k[inside], j[inside], i[inside])
        field[spot] = np.minimum(field[spot], _SOFT_TISSUE_HU)


def _coarse_geometry(
    geometry: VolumeGeometry, shape: tuple[int, ...], steps: tuple[int, ...]
) -> VolumeGeometry:
    k, j, i = shape
    dk, dj, di = steps
    a, b, c = geometry.spacing_mm
    origin = geometry.to_lps(((di - 1) / 2, (dj - 1) / 2, (dk - 1) / 2))
    return VolumeGeometry((k, j, i), origin, geometry.axes, (a * di, b * dj, c * dk))
