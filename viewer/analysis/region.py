"""What the voxels inside an elliptical region hold."""

import math

import numpy as np
from numpy.typing import NDArray

from viewer.model.annotation import Ellipse, NoRegion, RegionResult, RegionStatistics
from viewer.model.geometry import VolumeGeometry, dot, vec3
from viewer.model.plane import Plane
from viewer.model.volume import Volume

_AXES = (0, 1, 2)


def ellipse_statistics(volume: Volume, ellipse: Ellipse) -> RegionResult:
    """Return the statistics of the voxels nearest to an ellipse's plane whose centres lie inside it.

    One voxel is taken from each row of voxels that crosses the plane, so that none counts twice and no
    HU is interpolated: in a plane along the grid exactly one slice, in an oblique one the nearest
    voxels. The standard deviation is that of a sample (n - 1). Voxels that were never scanned are left out.
    """
    plane = ellipse.plane.through(ellipse.centre)
    if min(ellipse.radius_right_mm, ellipse.radius_down_mm) <= 0:
        return NoRegion("Smaller than one voxel")
    index = _inside(volume.geometry, plane, ellipse)
    if len(index) == 0:
        return NoRegion("Smaller than one voxel")
    counts = np.array(volume.geometry.shape)[::-1]
    within = ((index >= 0) & (index < counts)).all(axis=1)
    if not within.any():
        return NoRegion("Outside the image")
    i, j, k = index[within].T
    scanned = ~volume.made_up[k]
    if not scanned.any():
        return NoRegion("Not scanned")
    hu = volume.hu[k, j, i][scanned]
    mean_hu, sd_hu = _moments(hu)
    return RegionStatistics(
        mean_hu=mean_hu,
        sd_hu=sd_hu,
        min_hu=int(hu.min()),
        max_hu=int(hu.max()),
        area_mm2=math.pi * ellipse.radius_right_mm * ellipse.radius_down_mm,
        voxels=int(hu.size),
        partial=not within.all(),
        unscanned=not scanned.all(),
    )


def _moments(hu: NDArray[np.int16]) -> tuple[float, float]:
    """Mean and sample standard deviation, in whole numbers so that the order of voxels is no matter."""
    count, values = hu.size, hu.astype(np.int64)
    total, squares = int(values.sum()), int((values * values).sum())
    spread = (count * squares - total * total) / (count * (count - 1)) if count > 1 else 0.0
    return total / count, math.sqrt(spread)


def _inside(geometry: VolumeGeometry, plane: Plane, ellipse: Ellipse) -> NDArray[np.int64]:
    """The voxels `(i, j, k)` of the ellipse, one per row along the axis that crosses its plane most.

    Of places outside the grid those next to it are listed too.
    """
    normal = np.array([dot(axis, plane.normal) for axis in geometry.axes]) * geometry.spacing_mm
    deep = int(np.argmax(np.abs(normal)))
    first, second = (axis for axis in _AXES if axis != deep)
    centre = np.array(geometry.to_index(plane.point))
    reach = _reach(geometry, plane, ellipse)
    counts = geometry.shape[::-1]
    rows = [_rows(c, r, count) for c, r, count in zip(centre, reach, counts, strict=True)]
    grid = np.meshgrid(rows[first], rows[second], indexing="ij")
    index = np.zeros((grid[0].size, 3))
    index[:, first], index[:, second] = grid[0].ravel(), grid[1].ravel()
    index[:, deep] = centre[deep] - ((index - centre) @ _without(normal, deep)) / normal[deep]
    index[:, deep] = np.rint(index[:, deep])
    return index[_covered(geometry, plane, ellipse, index - centre)].astype(np.int64)


def _rows(centre: float, reach: float, count: int) -> NDArray[np.int64]:
    """The rows that an ellipse reaches, with one beyond each end of the grid; it may be far larger than that."""
    low, high = max(math.floor(centre - reach), -1), min(math.ceil(centre + reach), count)
    # Wholly outside, its centre stands for it.
    return np.arange(low, high + 1) if low <= high else np.array([round(centre)])


def _without(normal: NDArray[np.float64], axis: int) -> NDArray[np.float64]:
    kept = normal.copy()
    kept[axis] = 0.0
    return kept


def _reach(geometry: VolumeGeometry, plane: Plane, ellipse: Ellipse) -> list[float]:
    """How many voxels the ellipse reaches from its centre along i, j and k, and one to spare."""
    right_mm, down_mm = ellipse.radius_right_mm, ellipse.radius_down_mm
    return [
        math.hypot(right_mm * dot(axis, plane.right), down_mm * dot(axis, plane.down)) / spacing + 1
        for axis, spacing in zip(geometry.axes, geometry.spacing_mm, strict=True)
    ]


def _covered(
    geometry: VolumeGeometry, plane: Plane, ellipse: Ellipse, offset: NDArray[np.float64]
) -> NDArray[np.bool_]:
    """Whether voxel offsets from the centre, seen along the normal, lie inside the ellipse."""
    steps = [vec3(np.array(axis) * mm) for axis, mm in zip(geometry.axes, geometry.spacing_mm, strict=True)]
    right_mm = offset @ np.array([dot(step, plane.right) for step in steps])
    down_mm = offset @ np.array([dot(step, plane.down) for step in steps])
    reach = (right_mm / ellipse.radius_right_mm) ** 2 + (down_mm / ellipse.radius_down_mm) ** 2
    return reach <= 1 + 1e-9
