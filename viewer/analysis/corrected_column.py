"""The contrast column of a corrected sac: without what was erased, with what was painted and is bright."""

import attrs
import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from viewer.analysis.changed_sac import differing_box
from viewer.analysis.filters import Whole
from viewer.analysis.upright import crop
from viewer.model.column import ContrastColumn
from viewer.model.sac import SacVoxels
from viewer.model.volume import AIR_HU, Volume

_RIM = np.ones((3, 3, 3), bool)


def corrected_column(
    volume: Volume, column: ContrastColumn, was: SacVoxels, now: SacVoxels
) -> ContrastColumn | None:
    """Return the column of a sac that `was` another, None where nothing is left of it.

    Both have the same box; where they have not, the column stays as it is. With an erased voxel goes the
    rim about it that is no sac either, or a shell of contrast would stay.
    """
    if was is now or was.mask.shape != now.mask.shape or was.offset_kji != now.offset_kji:
        return column
    box = differing_box(was, now)
    if box is None:
        return column
    low = [max(0, one.start - 1) for one in box]
    part = tuple(slice(first, one.stop + 1) for first, one in zip(low, box, strict=True))
    before, after = was.mask[part], now.mask[part]
    gone = np.asarray(ndimage.binary_dilation(before & ~after, structure=_RIM), dtype=bool) & ~after
    corner = np.array(was.offset_kji, dtype=int) + np.array(low, dtype=int)
    fresh = np.argwhere(after & ~before) + corner
    column = _with_room(volume, column, fresh)
    field = column.field.copy()
    dark = round(min(column.estimate.surround_hu, column.estimate.threshold_hu - 1))
    erased = _in_box(np.argwhere(gone) + corner, column)
    field[erased] = np.minimum(field[erased], dark)
    painted = _in_box(fresh, column)
    source = tuple(index + first for index, first in zip(painted, column.offset_kji, strict=True))
    field[painted] = np.maximum(field[painted], volume.hu[source])
    mask = field > column.estimate.threshold_hu
    field.flags.writeable = mask.flags.writeable = False
    return attrs.evolve(column, field=field, mask=mask) if mask.any() else None


def _in_box(index: Whole, column: ContrastColumn) -> tuple[Whole, ...]:
    """Voxels `[n, kji]` of the volume that lie within the outer faces of the column's box, in the box."""
    inner = index - np.array(column.offset_kji)
    inside = np.asarray(((inner > 0) & (inner < np.array(column.field.shape) - 1)).all(axis=1))
    return tuple(inner[inside].T)


def _with_room(volume: Volume, column: ContrastColumn, voxels: Whole) -> ContrastColumn:
    """The column in a box that holds these voxels too, with a face of air around."""
    if not len(voxels):
        return column
    start, size = np.array(column.offset_kji), np.array(column.field.shape)
    low = np.clip(np.minimum(start, voxels.min(axis=0) - 2), 0, None)
    high = np.minimum(np.maximum(start + size, voxels.max(axis=0) + 3), volume.hu.shape)
    if (low == start).all() and (high == start + size).all():
        return column
    depth, rows, columns = (int(n) for n in high - low)
    shape = (depth, rows, columns)
    field: NDArray[np.int16] = np.full(shape, AIR_HU, np.int16)
    mask = np.zeros(shape, bool)
    inner = tuple(slice(int(a), int(a + n)) for a, n in zip(start - low, size, strict=True))
    field[inner], mask[inner] = column.field, column.mask
    field.flags.writeable = mask.flags.writeable = False
    offset = (int(low[0]), int(low[1]), int(low[2]))
    return ContrastColumn(column.estimate, offset, mask, crop(volume.geometry, offset, shape), field)
