"""Voxels near the canal in the canal's own coordinates: how far along it, and how far aside."""

from collections.abc import Iterator

import attrs
import numpy as np
from numpy.typing import NDArray

from viewer.analysis.curve import Curve
from viewer.analysis.filters import Floats, Whole
from viewer.model.geometry import VolumeGeometry

_FINE_MM = 0.25
_STEEPEST = 0.35
_SLICES = 24


@attrs.frozen(eq=False)
class NearVoxels:
    """The voxels of an upright grid near a curve.

    `index` is flat into the grid `[k, j, i]`; `section` is the continuous number of the curve's point
    each lies abreast of; `left_mm` and `back_mm` its place in that section.
    """

    index: Whole
    section: Floats
    left_mm: Floats
    back_mm: Floats

    @property
    def radius_mm(self) -> Floats:
        """How far each lies from the curve."""
        return np.hypot(self.left_mm, self.back_mm)

    def edge_mm(self, radii_mm: Floats) -> Floats:
        """Return the radius of the outlines `[n, angle]` in the direction of each voxel."""
        angles = radii_mm.shape[1]
        turn = np.arctan2(self.back_mm, self.left_mm) * np.float32(angles / (2 * np.pi))
        low_angle = np.floor(turn).astype(np.int32)
        part_angle = turn - low_angle
        section = np.clip(self.section, 0, len(radii_mm) - 1)
        low = np.minimum(section.astype(np.int32), max(0, len(radii_mm) - 2))
        part = section - low
        table = radii_mm.astype(np.float32)
        high, low_angle = np.minimum(low + 1, len(radii_mm) - 1), low_angle % angles
        high_angle = (low_angle + 1) % angles
        upper = table[low, low_angle] * (1 - part_angle) + table[low, high_angle] * part_angle
        lower = table[high, low_angle] * (1 - part_angle) + table[high, high_angle] * part_angle
        return upper * (1 - part) + lower * part


def near_slabs(geometry: VolumeGeometry, curve: Curve, reach_mm: float) -> Iterator[NearVoxels]:
    """Yield the voxels within `reach_mm` of a curve that runs roughly along the grid's k axis.

    A few slices at a time: those of a whole spine at once take several times the volume's memory.
    """
    windows = _windows(geometry, curve, reach_mm)
    table = _fine_table(curve)
    for start in range(0, len(windows), _SLICES):
        yield _near(geometry, curve, table, windows[start : start + _SLICES], reach_mm)


def near_box(
    geometry: VolumeGeometry, curve: Curve, reach_mm: float
) -> tuple[tuple[int, int, int], tuple[int, int, int]]:
    """Return the first voxel `[k, j, i]` and the shape of a box that holds all of `near_slabs`."""
    windows = _windows(geometry, curve, reach_mm)
    if not windows:
        return (0, 0, 0), (0, 0, 0)
    low = (windows[0].k, min(one.rows[0] for one in windows), min(one.columns[0] for one in windows))
    high = (windows[-1].k + 1, max(one.rows[1] for one in windows), max(one.columns[1] for one in windows))
    return low, (high[0] - low[0], high[1] - low[1], high[2] - low[2])


@attrs.frozen
class _Window:
    """The part of slice `k` that may hold near voxels: rows and columns from, up to but without."""

    k: int
    rows: tuple[int, int]
    columns: tuple[int, int]

    def flat(self, shape: tuple[int, int, int]) -> Whole:
        rows, columns = np.arange(*self.rows), np.arange(*self.columns)
        return ((self.k * shape[1] + rows[:, None]) * shape[2] + columns).ravel()


def _windows(geometry: VolumeGeometry, curve: Curve, reach_mm: float) -> list[_Window]:
    inverse = np.array(geometry.axes) / np.array(geometry.spacing_mm)[:, None]
    ijk = (curve.points - np.array(geometry.origin)) @ inverse.T
    order = np.argsort(ijk[:, 2])
    steep = np.maximum(np.abs(curve.tangent[:, 2]), _STEEPEST)[order]
    k_low = max(0, int(np.floor(ijk[:, 2].min())) - 1)
    k_high = min(geometry.shape[0] - 1, int(np.ceil(ijk[:, 2].max())) + 1)
    spread = reach_mm * np.sqrt(1 - steep.min() ** 2) / geometry.spacing_mm[2]
    slices = np.arange(max(0, k_low - round(spread)), min(geometry.shape[0] - 1, k_high + round(spread)) + 1)
    middle_i = np.interp(slices, ijk[order, 2], ijk[order, 0])
    middle_j = np.interp(slices, ijk[order, 2], ijk[order, 1])
    reach_j = reach_mm / np.interp(slices, ijk[order, 2], steep) / geometry.spacing_mm[1]
    reach_i = reach_mm / geometry.spacing_mm[0]
    found: list[_Window] = []
    for k, i, j, half_j in zip(slices, middle_i, middle_j, reach_j, strict=True):
        rows = (max(0, int(j - half_j)), min(geometry.shape[1], int(j + half_j) + 2))
        columns = (max(0, int(i - reach_i)), min(geometry.shape[2], int(i + reach_i) + 2))
        if rows[0] < rows[1] and columns[0] < columns[1]:
            found.append(_Window(int(k), rows, columns))
    return found


@attrs.frozen(eq=False)
class _FineTable:
    """The curve every `_FINE_MM`: its points (from the first one) and directions, float32 `[xyz, n]`."""

    points: Floats
    tangent: Floats
    left: Floats
    back: Floats
    step: float


def _fine_table(curve: Curve) -> _FineTable:
    step = curve.step_mm / _FINE_MM
    fine = np.arange(0, (len(curve) - 1) * step + 1e-6)
    place = np.arange(len(curve)) * step
    points, tangent, left, back = (
        np.stack([np.interp(fine, place, rows[:, a]) for a in range(3)]).astype(np.float32)
        for rows in (curve.points - curve.points[0], curve.tangent, curve.left, curve.back)
    )
    return _FineTable(points, tangent, left, back, step)


def _near(
    geometry: VolumeGeometry, curve: Curve, table: _FineTable, windows: list[_Window], reach_mm: float
) -> NearVoxels:
    points = _offsets(geometry, curve, windows)
    place = np.arange(len(curve)) * table.step
    heights = -(curve.points - curve.points[0])[:, 2]
    near = _whole(np.interp(-points[2], heights, place).astype(np.float32), table)
    for _ in range(3):
        near = _whole(near + _along(points, table, table.tangent, near) / np.float32(_FINE_MM), table)
    left, back, ahead = (_along(points, table, way, near) for way in (table.left, table.back, table.tangent))
    inside = (left * left + back * back < reach_mm**2) & (np.abs(ahead) <= 1.0)
    section = (near[inside] + ahead[inside] / np.float32(_FINE_MM)) / np.float32(table.step)
    index = np.concatenate([window.flat(geometry.shape) for window in windows])
    return NearVoxels(index[inside], section, left[inside], back[inside])


def _whole(at: Floats, table: _FineTable) -> NDArray[np.int32]:
    return np.clip(np.rint(at), 0, table.points.shape[1] - 1).astype(np.int32)


def _along(points: Floats, table: _FineTable, way: Floats, near: NDArray[np.int32]) -> Floats:
    """How far points `[xyz, n]` lie from their nearest point of the curve in one of its directions.

    Axis by axis: products of rows of three are many times slower.
    """
    result = (points[0] - table.points[0].take(near)) * way[0].take(near)
    for axis in (1, 2):
        result += (points[axis] - table.points[axis].take(near)) * way[axis].take(near)
    return result


def _offsets(geometry: VolumeGeometry, curve: Curve, windows: list[_Window]) -> Floats:
    """LPS offsets of the voxels of windows from the curve's first point, float32 `[xyz, n]`."""
    step = np.array(geometry.axes) * np.array(geometry.spacing_mm)[:, None]
    first = np.array(geometry.origin) - curve.points[0]
    parts: list[Floats] = []
    for window in windows:
        rows, columns = np.arange(*window.rows), np.arange(*window.columns)
        start = first + window.k * step[2]
        plane = [
            (start[axis] + rows[:, None] * step[1, axis] + columns * step[0, axis]).ravel()
            for axis in range(3)
        ]
        parts.append(np.array(plane, np.float32))
    return np.concatenate(parts, axis=1)
