"""What a reader has corrected in the measured sac: voxels painted and erased, and where it begins and ends."""

from __future__ import annotations

from itertools import pairwise

import attrs
import numpy as np
from numpy.typing import NDArray

from viewer.errors import GeometryError
from viewer.model.geometry import Vec3

Places = NDArray[np.int64]


@attrs.frozen
class VoxelRuns:
    """A set of voxels of one volume, run-length coded: what is saved instead of a mask.

    `starts` and `lengths` are parallel; a start is the flat place of a voxel in the `[k, j, i]` array
    of the volume. Runs are in order and do not touch.
    """

    starts: tuple[int, ...] = ()
    lengths: tuple[int, ...] = ()

    def __attrs_post_init__(self) -> None:
        if len(self.starts) != len(self.lengths) or any(one < 1 for one in self.lengths):
            raise GeometryError("The runs of a correction do not fit together.")
        ends = (start + length for start, length in zip(self.starts, self.lengths, strict=True))
        if any(end >= after for end, (_, after) in zip(ends, pairwise(self.starts), strict=False)):
            raise GeometryError("The runs of a correction are out of order.")
        if self.starts and self.starts[0] < 0:
            raise GeometryError("A correction lies outside its volume.")

    def __bool__(self) -> bool:
        return bool(self.starts)

    @staticmethod
    def of(places: Places) -> VoxelRuns:
        """Return the set of these flat places, in any order, doubled or not."""
        places = np.unique(places)
        if not places.size:
            return VoxelRuns()
        breaks = np.flatnonzero(np.diff(places) > 1) + 1
        firsts = places[np.concatenate([[0], breaks])]
        lasts = places[np.concatenate([breaks - 1, [len(places) - 1]])]
        return VoxelRuns(tuple(firsts.tolist()), tuple((lasts - firsts + 1).tolist()))

    @property
    def places(self) -> Places:
        """The flat places of all voxels, in order."""
        lengths = np.array(self.lengths, dtype=np.int64)
        before = np.cumsum(lengths) - lengths
        starts = np.array(self.starts, dtype=np.int64)
        return np.repeat(starts - before, lengths) + np.arange(lengths.sum())

    def with_places(self, places: Places) -> VoxelRuns:
        """Return the set with these voxels too."""
        return VoxelRuns.of(np.concatenate([self.places, places]))

    def without_places(self, places: Places) -> VoxelRuns:
        """Return the set without these voxels."""
        return VoxelRuns.of(np.setdiff1d(self.places, places))


@attrs.frozen
class SacCorrection:
    """How a reader has corrected the measured sac of one volume.

    `painted` voxels belong to the sac and `erased` ones do not, whatever was measured; none is both.
    `cranial_end` and `caudal_end` are where the reader has moved the ends of the centreline.
    """

    painted: VoxelRuns = VoxelRuns()
    erased: VoxelRuns = VoxelRuns()
    cranial_end: Vec3 | None = None
    caudal_end: Vec3 | None = None

    def __bool__(self) -> bool:
        ends = self.cranial_end is not None or self.caudal_end is not None
        return bool(self.painted) or bool(self.erased) or ends

    def painting(self, places: Places) -> SacCorrection:
        """Return the correction with more voxels painted."""
        return attrs.evolve(
            self, painted=self.painted.with_places(places), erased=self.erased.without_places(places)
        )

    def erasing(self, places: Places) -> SacCorrection:
        """Return the correction with more voxels erased."""
        return attrs.evolve(
            self, painted=self.painted.without_places(places), erased=self.erased.with_places(places)
        )
