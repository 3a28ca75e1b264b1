"""Where a corrected sac differs from the measured one, and what lies inside it in each section."""

import attrs
import numpy as np
from numpy.typing import NDArray

from viewer.analysis.filters import Flags, Floats, Whole
from viewer.model.geometry import VolumeGeometry
from viewer.model.sac import SacVoxels
from viewer.model.sections import Sections

_Bytes = NDArray[np.uint8]
_HALF = 0.5
_CORNERS = np.array([(k, j, i) for k in (0, 1) for j in (0, 1) for i in (0, 1)])


@attrs.frozen(eq=False)
class ChangedSac:
    """The part of a corrected sac around all voxels that differ from the measured sac.

    `inside` 0 or 1 `[k, j, i]` is the corrected sac; `touched` tells of each cell between eight voxels,
    named by the first of them, whether any of them differs. `points` `[n, 3]` are the LPS places of the
    voxels that differ.
    """

    geometry: VolumeGeometry
    inside: _Bytes
    touched: Flags
    points: Floats


def differing_box(was: SacVoxels, now: SacVoxels) -> tuple[slice, slice, slice] | None:
    """Return the box of all voxels in which two states of a sac in the same box differ, None where nowhere."""
    pairs = zip(was.mask, now.mask, strict=True)
    slices = np.flatnonzero([not np.array_equal(before, after) for before, after in pairs])
    if was is now or not slices.size:
        return None
    first, stop = int(slices[0]), int(slices[-1]) + 1
    differs = was.mask[first:stop] != now.mask[first:stop]
    rows, columns = (np.flatnonzero(differs.any(axis=axes)) for axes in ((0, 2), (0, 1)))
    return (
        slice(first, stop),
        slice(int(rows[0]), int(rows[-1]) + 1),
        slice(int(columns[0]), int(columns[-1]) + 1),
    )


def changed_sac(sac: SacVoxels, now: SacVoxels) -> ChangedSac | None:
    """Return where two states of a sac in the same box differ, None where nowhere."""
    box = differing_box(sac, now)
    if box is None:
        return None
    differs = sac.mask[box] != now.mask[box]
    # Two voxels of margin: beyond the box there is nothing, and every cell needs both of its sides.
    around = np.zeros([size + 4 for size in differs.shape], np.uint8)
    low = [one.start - 2 for one in box]
    source = tuple(
        slice(max(0, first), min(size, one.stop + 2))
        for first, one, size in zip(low, box, now.mask.shape, strict=True)
    )
    target = tuple(slice(one.start - first, one.stop - first) for one, first in zip(source, low, strict=True))
    around[target] = now.mask[source]
    wide = np.pad(differs, 2)
    touched = np.zeros_like(wide)
    for k, j, i in _CORNERS:
        touched[:-1, :-1, :-1] |= wide[k:, j:, i:][: -1 + k or None, : -1 + j or None, : -1 + i or None]
    origin = sac.geometry.to_lps((float(low[2]), float(low[1]), float(low[0])))
    geometry = attrs.evolve(sac.geometry, shape=around.shape, origin=origin)
    return ChangedSac(geometry, around, touched, _points(geometry, wide))


def _points(geometry: VolumeGeometry, flags: Flags) -> Floats:
    index = np.argwhere(flags)[:, ::-1].astype(float)
    return index @ geometry.affine[:3, :3].T + geometry.affine[:3, 3]


@attrs.frozen(eq=False)
class SectionPlane:
    """Reads a few sections: which places in them lie inside the measured and the corrected sac.

    Places are millimetres to the left and to the back of each section's point on the centreline,
    `[n, ...]`. `radii_mm` is the measured outline, zero where nothing was measured.
    """

    sections: Sections
    rows: Whole
    radii_mm: Floats
    changed: ChangedSac

    def measured(self, left_mm: Floats, back_mm: Floats) -> Flags:
        """Return which places lie inside the measured outlines."""
        angles = self.radii_mm.shape[1]
        turn = np.arctan2(back_mm, left_mm) * (angles / (2 * np.pi))
        low = np.floor(turn).astype(np.int32)
        part = turn - low
        row = np.arange(len(self.rows)).reshape(-1, *(1 for _ in left_mm.shape[1:]))
        first, second = self.radii_mm[row, low % angles], self.radii_mm[row, (low + 1) % angles]
        return np.asarray(np.hypot(left_mm, back_mm) <= first + part * (second - first))

    def corrected(self, left_mm: Floats, back_mm: Floats, measured: Flags) -> tuple[Flags, Flags]:
        """Return which places lie inside the corrected sac, and which are near voxels that differ.

        Only there the voxels tell; elsewhere the measured outline, finer than a voxel, still holds.
        """
        index = self._index(left_mm, back_mm)
        cell = [np.floor(one).astype(np.int32) for one in index]
        within = np.ones(left_mm.shape, bool)
        for one, size in zip(cell, self.changed.touched.shape, strict=True):
            within &= (one >= 0) & (one < size - 1)
        near = np.zeros(left_mm.shape, bool)
        near[within] = self.changed.touched[tuple(one[within] for one in cell)]
        inside = measured.copy()
        inside[near] = self._share([one[near] for one in index], [one[near] for one in cell]) >= _HALF
        return inside, near

    def _index(self, left_mm: Floats, back_mm: Floats) -> list[Floats]:
        """The continuous index `k, j, i` of places in the grid of what has changed."""
        geometry = self.changed.geometry
        steps = (np.array(geometry.axes) / np.array(geometry.spacing_mm)[:, None])[::-1]
        start, left, back = (
            rows[self.rows] @ steps.T
            for rows in (
                self.sections.point - np.array(geometry.origin),
                self.sections.left,
                self.sections.back,
            )
        )
        shape = (-1, *(1 for _ in left_mm.shape[1:]))
        return [
            start[:, axis].reshape(shape)
            + left[:, axis].reshape(shape) * left_mm
            + back[:, axis].reshape(shape) * back_mm
            for axis in range(3)
        ]

    def _share(self, index: list[Floats], cell: list[Whole]) -> Floats:
        """How much of the corrected sac is at places between voxels, 0 to 1, by linear interpolation."""
        part = [one - low for one, low in zip(index, cell, strict=True)]
        total = np.zeros(len(index[0]))
        for corner in _CORNERS:
            weight = np.ones(len(total))
            for side, share in zip(corner, part, strict=True):
                weight *= share if side else 1 - share
            place = tuple(low + side for low, side in zip(cell, corner, strict=True))
            total += weight * self.changed.inside[place]
        return total
