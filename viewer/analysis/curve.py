"""A smooth curve along the canal with a frame in every point, and reading a volume across it."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeAlias

import attrs
import numpy as np
from scipy import ndimage

from viewer.analysis.filters import Floats, gaussian_along
from viewer.model.sections import Sections
from viewer.model.volume import Volume

Points: TypeAlias = Floats

OUTSIDE_HU = -1024.0
"""What is read outside a volume."""
_AT_ONCE = 1 << 16
_THREADS = 2


@attrs.frozen(eq=False)
class Curve:
    """Points every `step_mm` from cranial to caudal, in LPS, with unit directions in each.

    `tangent` runs caudally, `left` to the patient's left and `back` to posterior, all perpendicular.
    """

    step_mm: float
    points: Points
    tangent: Points
    left: Points
    back: Points

    def __len__(self) -> int:
        return len(self.points)

    @property
    def arc_mm(self) -> Points:
        """The arc length of each point from the cranial end."""
        return np.arange(len(self.points)) * self.step_mm


def curve_through(points: Points, step_mm: float, smooth_mm: float) -> Curve:
    """Return the curve near ordered points (cranial first), smoothed by a Gaussian of `smooth_mm`."""
    even = _evenly(points, 1.0)
    if smooth_mm > 0 and len(even) > 2:
        even = smoothed(even, smooth_mm)
    return framed(_evenly(even, step_mm), step_mm)


def curve_of(sections: Sections) -> Curve:
    """Return the curve that measured sections stand on."""
    step_mm = float(sections.arc_mm[1] - sections.arc_mm[0]) if len(sections) > 1 else 1.0
    return Curve(step_mm, sections.point, sections.tangent, sections.left, sections.back)


def framed(points: Points, step_mm: float) -> Curve:
    """Return the curve through points already `step_mm` apart."""
    tangent = _units(np.gradient(points, axis=0))
    left = _units(np.array([1.0, 0.0, 0.0]) - tangent * tangent[:, :1])
    back = _units(np.cross(left, tangent))
    back = back * np.where(back[:, 1:2] < 0, -1.0, 1.0)
    return Curve(step_mm, points, tangent, left, back)


def smoothed(rows: Points, sigma: float) -> Points:
    """Return rows smoothed along their first axis, straight lines kept straight up to both ends."""
    reach = min(len(rows) - 1, max(1, round(3 * sigma)))
    head = 2 * rows[0] - rows[reach:0:-1]
    tail = 2 * rows[-1] - rows[-2 : -reach - 2 : -1]
    padded = np.concatenate([head, rows, tail])
    return gaussian_along(padded, sigma, 0)[reach : reach + len(rows)]


def cross_sections(volume: Volume, curve: Curve, half_mm: float, step_mm: float) -> Floats:
    """Return HU `[n, b, a]` in the planes across a curve, `a` to the left, `b` to the back."""
    reach = np.arange(-half_mm, half_mm + step_mm / 2, step_mm)
    return across(volume, curve, reach, reach)


def across(volume: Volume, curve: Curve, left_mm: Floats, back_mm: Floats) -> Floats:
    """Return HU `[n, b, a]` at steps to the left and to the back of every point of a curve."""
    offset, matrix = _index_of(volume)
    start = (curve.points @ matrix.T + offset).astype(np.float32)
    left, back = ((rows @ matrix.T).astype(np.float32) for rows in (curve.left, curve.back))
    aside, behind = left_mm.astype(np.float32)[None, :], back_mm.astype(np.float32)[:, None]
    result = np.empty((len(curve), len(back_mm), len(left_mm)), np.float32)

    def read(rows: slice) -> None:
        place = np.empty((3, *result[rows].shape), np.float32)
        for axis in range(3):
            first, a, b = (one[rows, axis, None, None] for one in (start, left, back))
            np.add(first + a * aside, b * behind, out=place[axis])
        _read(volume, place, result[rows])

    _in_parts(read, len(curve), max(1, _AT_ONCE // max(1, len(left_mm) * len(back_mm))))
    return result


def sample(volume: Volume, points: Points) -> Floats:
    """Return HU by linear interpolation at LPS points `[..., 3]`, air outside the volume."""
    offset, matrix = _index_of(volume)
    flat = points.reshape(-1, 3)
    result = np.empty(len(flat), np.float32)

    def read(rows: slice) -> None:
        place = np.empty((3, len(flat[rows])), np.float32)
        for axis in range(3):
            place[axis] = offset[axis]
            # Most volumes lie along the patient's axes, and a matrix product is slow for three columns.
            for number in np.flatnonzero(matrix[axis]):
                place[axis] += matrix[axis, number] * flat[rows, number]
        _read(volume, place, result[rows])

    _in_parts(read, len(flat), _AT_ONCE)
    return result.reshape(points.shape[:-1])


def _index_of(volume: Volume) -> tuple[Points, Points]:
    """The index (k, j, i) of the origin of LPS, and how it grows with x, y and z (rows k, j, i)."""
    geometry = volume.geometry
    matrix = (np.array(geometry.axes) / np.array(geometry.spacing_mm)[:, None])[::-1]
    return -matrix @ np.array(geometry.origin), matrix


def _read(volume: Volume, place: Floats, result: Floats) -> None:
    ndimage.map_coordinates(
        volume.hu, place, order=1, output=result, mode="constant", cval=OUTSIDE_HU, prefilter=False
    )


def _in_parts(read: Callable[[slice], None], count: int, size: int) -> None:
    """Do a work in parts that stay in the processor's cache, on two threads where there are several."""
    parts = [slice(start, start + size) for start in range(0, count, size)]
    if len(parts) < 4:
        for one in parts:
            read(one)
        return
    with ThreadPoolExecutor(_THREADS) as pool:
        for _ in pool.map(read, parts):
            pass


def _evenly(points: Points, step_mm: float) -> Points:
    lengths = np.linalg.norm(np.diff(points, axis=0), axis=1)
    arc = np.concatenate([[0.0], np.cumsum(lengths)])
    wanted = np.arange(0.0, arc[-1] + 1e-6, step_mm)
    return np.stack([np.interp(wanted, arc, points[:, axis]) for axis in range(3)], axis=1)


def _units(vectors: Points) -> Points:
    return vectors / np.linalg.norm(vectors, axis=-1, keepdims=True)
