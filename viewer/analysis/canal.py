"""Where the bony canal runs, with contrast in it or without: a path through a coarse volume."""

from typing import Any, TypeAlias, TypeVar

import attrs
import numpy as np
from numpy.typing import NDArray

from viewer.analysis.coarse import Coarse
from viewer.analysis.filters import Floats, mean_along, most_along
from viewer.progress import Progress, part

_Cells: TypeAlias = Floats
_Bytes: TypeAlias = NDArray[np.uint8]
_Hounsfield: TypeAlias = NDArray[np.int16]

# Bone, or dense contrast, begins to count at the first and is certain at the sum of both.
_BONE_HU, _BONE_RANGE_HU = 100.0, 200.0
_DIRECTIONS = 16
_LEVEL_MM = 8.0
_CONSTANT_MM, _CORE_MM = 12.0, 8.0
_Array = TypeVar("_Array", bound=NDArray[Any])
_SLOPES = (-0.8, -0.4, 0.0, 0.4, 0.8)
_SOFT_HU, _DENSE_HU = -150.0, 500.0
_TURN_COST = 0.05
_CORD_HU, _CORE_HU, _CORE_GAIN = 40.0, np.float32(90.0), np.float32(0.5)
_MOVES = ((0, 0), (-1, 0), (1, 0), (0, -1), (0, 1), (-1, -1), (-1, 1), (1, -1), (1, 1))


@attrs.frozen(eq=False)
class CanalPath:
    """The canal in every coarse slice: LPS points from the lowest slice up, and how like a canal each is.

    `likeness` is 0 (nothing of a canal) to about 1.3.
    """

    points: Floats
    likeness: Floats


def find_canal(coarse: Coarse, progress: Progress) -> CanalPath:
    """Return the likeliest path of the canal through all slices of an upright coarse volume.

    A canal is ringed by bone, has a body in front and a lamina behind, and stays the same along the
    spine where bone and disc, lamina and gap take turns. One path of all slices together weighs
    that, so that single slices may be unclear.
    """
    likeness = canal_likeness(coarse, part(progress, 0.0, 0.7))
    places = _best_path(likeness * _core_gain(coarse))
    geometry = coarse.geometry
    points = [geometry.to_lps((float(i), float(j), float(k))) for k, (j, i) in enumerate(places)]
    found = np.array([likeness[k, j, i] for k, (j, i) in enumerate(places)], dtype=float)
    progress(1.0)
    return CanalPath(np.array(points), found)


def canal_likeness(coarse: Coarse, progress: Progress) -> _Cells:
    """Return for each cell how like the middle of a canal it is, 0 to about 1.3."""
    x_mm, y_mm, z_mm = coarse.geometry.spacing_mm
    bone = _bone(coarse.hu, z_mm)
    progress(0.2)
    ring = _ring(bone, x_mm, y_mm)
    progress(0.5)
    body = _box_mean(bone, (-26.0, -8.0), 8.0, x_mm, y_mm)
    lamina = _box_mean(bone, (6.0, 22.0), 3.0, x_mm, y_mm)
    progress(0.7)
    likeness = ring
    likeness *= ring
    likeness *= body
    likeness *= lamina + np.float32(0.3)
    del body, lamina
    likeness *= np.exp(_variation(coarse.hu, y_mm, z_mm) / np.float32(-250.0))
    return likeness


def _bone(hu: _Cells, z_mm: float) -> _Bytes:
    """Bone of the slices around, so that the gaps between laminae and at discs are bridged."""
    bone = (np.clip((hu - _BONE_HU) / _BONE_RANGE_HU, 0.0, 1.0) * 255).astype(np.uint8)
    return most_along(bone, 2 * max(1, round(_LEVEL_MM / z_mm)) + 1)


def _ring(bone: _Bytes, x_mm: float, y_mm: float) -> _Cells:
    """The share of directions in which bone stands within the reach of a canal's wall."""
    hits = np.zeros(bone.shape, np.uint16)
    for angle in np.arange(_DIRECTIONS) * 2 * np.pi / _DIRECTIONS:
        met = np.zeros_like(bone)
        reach_mm = 14.0 if np.sin(angle) > -0.5 else 12.0
        for radius_mm in np.arange(4.0, reach_mm + 0.1, 2.0):
            dy, dx = radius_mm * np.sin(angle) / y_mm, radius_mm * np.cos(angle) / x_mm
            np.maximum(met, shifted(bone, round(dy), round(dx)), out=met)
        hits += met
    return hits.astype(np.float32) / (255.0 * _DIRECTIONS)


def _box_mean(
    bone: _Bytes, reach_mm: tuple[float, float], half_width_mm: float, x_mm: float, y_mm: float
) -> _Cells:
    """Mean bone, 0 to 1, in a box behind (positive reach) or in front of each cell."""
    rows = max(1, round((reach_mm[1] - reach_mm[0]) / y_mm))
    columns = 2 * round(half_width_mm / x_mm) + 1
    mean = mean_along(bone.astype(np.float32), rows, 1, zero_outside=True)
    mean = mean_along(mean, columns, 2, zero_outside=True)
    middle = round((reach_mm[0] + reach_mm[1]) / 2 / y_mm)
    return shifted(mean, middle, 0) / np.float32(255.0)


def _variation(hu: _Cells, y_mm: float, z_mm: float) -> _Hounsfield:
    """The HU range along the spine, in the direction (within 40 degrees sagittally) where it is least."""
    level = mean_along(mean_along(np.clip(hu, _SOFT_HU, _DENSE_HU), 3, 1), 3, 2).astype(np.int16)
    return _least_range(level, y_mm, z_mm, _CONSTANT_MM)


def _core_gain(coarse: Coarse) -> _Cells:
    """How much more a cell is worth for being soft as cord all along the spine, as no bone, fat or disc is.

    In a canal with contrast the ring about the cord is as bright and as even as the bone around.
    """
    _, y_mm, z_mm = coarse.geometry.spacing_mm
    away = np.clip(np.abs(coarse.hu - _CORD_HU), 0, _DENSE_HU).astype(np.int16)
    strange = _least_range(away, y_mm, z_mm, _CORE_MM, from_zero=True).astype(np.float32)
    return 1 + _CORE_GAIN * np.exp(-((strange / _CORE_HU) ** 2))


def _least_range(
    level: _Hounsfield, y_mm: float, z_mm: float, reach_mm: float, *, from_zero: bool = False
) -> _Hounsfield:
    """The range of a level along the spine, or its maximum, in the direction where that is least."""
    steps = min(max(1, round(reach_mm / z_mm)), max(1, (len(level) - 1) // 2))
    least = np.full(level.shape, np.iinfo(np.int16).max, np.int16)
    for slope in _SLOPES:
        high, low = level.copy(), np.zeros_like(level) if from_zero else level.copy()
        for step in range(2, steps + 1, 2):
            rows = round(slope * step * z_mm / y_mm)
            np.maximum(high[:-step], shifted(level[step:], rows, 0), out=high[:-step])
            np.minimum(low[:-step], shifted(level[step:], rows, 0), out=low[:-step])
        _join_halves(least, high, low, steps, round(slope * steps * z_mm / y_mm))
    return least


def _join_halves(least: _Hounsfield, high: _Hounsfield, low: _Hounsfield, steps: int, rows: int) -> None:
    """Take the range of the half windows above and below; near the ends of the scan of three on one side.

    One side alone must reach further than a body is high, or a body at the end would pass for a canal.
    """
    count = len(high)
    inner, first, last = (steps, count - steps), (0, steps), (count - steps, count)
    for (start, stop), halves in ((inner, (0, -1)), (first, (0, 1, 2)), (last, (-1, -2, -3))):
        usable = [half for half in halves if start + half * steps >= 0 and stop + half * steps <= count]
        if start >= stop or not usable:
            continue
        parts = [slice(start + half * steps, stop + half * steps) for half in usable]
        aside = [half * rows for half in usable]
        top = np.max([shifted(high[one], by, 0) for one, by in zip(parts, aside, strict=True)], axis=0)
        bottom = np.min([shifted(low[one], by, 0) for one, by in zip(parts, aside, strict=True)], axis=0)
        np.minimum(least[start:stop], top - bottom, out=least[start:stop])


def shifted(array: _Array, rows: int, columns: int) -> _Array:
    """Return `array[..., j + rows, i + columns]`, zero where that lies outside."""
    result = np.zeros_like(array)
    height, width = array.shape[-2:]
    if abs(rows) >= height or abs(columns) >= width:
        return result
    to_rows = slice(max(0, -rows), min(height, height - rows))
    from_rows = slice(max(0, rows), min(height, height + rows))
    to_columns = slice(max(0, -columns), min(width, width - columns))
    from_columns = slice(max(0, columns), min(width, width + columns))
    result[..., to_rows, to_columns] = array[..., from_rows, from_columns]
    return result


def _best_path(gain: _Cells) -> list[tuple[int, int]]:
    """The path, one cell a slice and at most one cell aside from slice to slice, of the greatest gain."""
    total = gain[0].copy()
    moves = np.zeros(gain.shape, np.int8)
    for k in range(1, len(gain)):
        best = np.full_like(total, -np.inf)
        for number, (dy, dx) in enumerate(_MOVES):
            reached = shifted(total, dy, dx) - np.float32(_TURN_COST * (abs(dy) + abs(dx)))
            better = reached > best
            best[better] = reached[better]
            moves[k][better] = number
        total = best + gain[k]
    j, i = divmod(int(np.argmax(total)), total.shape[1])
    places = [(j, i)]
    for k in range(len(gain) - 1, 0, -1):
        dy, dx = _MOVES[moves[k, j, i]]
        j = min(max(j + dy, 0), total.shape[0] - 1)
        i = min(max(i + dx, 0), total.shape[1] - 1)
        places.append((j, i))
    return places[::-1]
