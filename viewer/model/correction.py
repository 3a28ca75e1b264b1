"""What a reader has corrected in the measured sac: voxels painted and erased, and where it begins and ends."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

import attrs
import numpy as np
from numpy.typing import ArrayLike, NDArray

from viewer.errors import GeometryError
from viewer.model.geometry import Vec3, VolumeGeometry

Places = NDArray[np.int64]
_Flags = NDArray[np.bool_]

_NO_PLACES: Places = np.zeros(0, dtype=np.int64)
_SAME_GRID_MM = 0.01


def _row(values: ArrayLike) -> Places:
    row = np.array(values, dtype=np.int64).reshape(-1)
    row.flags.writeable = False
    return row


@attrs.frozen(eq=False, repr=False)
class VoxelRuns:
    """A set of voxels of one volume, run-length coded: what is kept and saved instead of a mask.

    `starts` and `lengths` are parallel and read-only; a start is the flat place of a voxel in the
    `[k, j, i]` array of the volume. Runs are in order and do not touch. Equal where the voxels are.
    """

    starts: Places = attrs.field(default=_NO_PLACES, converter=_row)
    lengths: Places = attrs.field(default=_NO_PLACES, converter=_row)

    def __attrs_post_init__(self) -> None:
        if len(self.starts) != len(self.lengths) or (self.lengths < 1).any():
            raise GeometryError("The runs of a correction do not fit together.")
        if (self.starts < 0).any():
            raise GeometryError("A correction lies outside its volume.")
        if (self.ends[:-1] >= self.starts[1:]).any():
            raise GeometryError("The runs of a correction are out of order.")

    def __bool__(self) -> bool:
        return bool(len(self.starts))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, VoxelRuns):
            return NotImplemented
        same = np.array_equal(self.starts, other.starts) and np.array_equal(self.lengths, other.lengths)
        return self is other or same

    def __hash__(self) -> int:
        return hash((len(self.starts), int(self.starts.sum()), int(self.lengths.sum())))

    def __repr__(self) -> str:
        return f"VoxelRuns({self.starts.tolist()}, {self.lengths.tolist()})"

    @staticmethod
    def of(places: ArrayLike) -> VoxelRuns:
        """Return the set of these flat places, in any order, doubled or not."""
        found = np.unique(np.asarray(places, dtype=np.int64))
        if not found.size:
            return VoxelRuns()
        breaks = np.flatnonzero(np.diff(found) > 1) + 1
        firsts = found[np.concatenate([[0], breaks])]
        lasts = found[np.concatenate([breaks - 1, [len(found) - 1]])]
        return VoxelRuns(firsts, lasts - firsts + 1)

    @property
    def ends(self) -> Places:
        """One past the last place of each run."""
        return self.starts + self.lengths

    @property
    def count(self) -> int:
        """How many voxels there are."""
        return int(self.lengths.sum())

    @property
    def places(self) -> Places:
        """The flat places of all voxels, in order."""
        before = np.cumsum(self.lengths) - self.lengths
        return np.repeat(self.starts - before, self.lengths) + np.arange(self.count)

    def with_places(self, places: ArrayLike) -> VoxelRuns:
        """Return the set with these voxels too."""
        return self.joined(VoxelRuns.of(places))

    def without_places(self, places: ArrayLike) -> VoxelRuns:
        """Return the set without these voxels."""
        return self.without(VoxelRuns.of(places))

    def joined(self, other: VoxelRuns) -> VoxelRuns:
        """Return the voxels of either set."""
        return _combined(self, other, np.logical_or)

    def without(self, other: VoxelRuns) -> VoxelRuns:
        """Return the voxels of this set that are not in the other."""
        return _combined(self, other, lambda mine, others: mine & ~others)

    def differing(self, other: VoxelRuns) -> VoxelRuns:
        """Return the voxels of one of the two sets alone."""
        return _combined(self, other, np.logical_xor)


def _combined(a: VoxelRuns, b: VoxelRuns, keep: Callable[[_Flags, _Flags], _Flags]) -> VoxelRuns:
    """What is kept of two sets, told from where each begins and ends, however long the runs are."""
    bounds = np.unique(np.concatenate([a.starts, a.ends, b.starts, b.ends]))
    kept = np.concatenate([[False], keep(_holds(a, bounds), _holds(b, bounds)), [False]])
    turns = np.flatnonzero(kept[1:] != kept[:-1])
    starts = bounds[turns[::2]]
    return VoxelRuns(starts, bounds[turns[1::2]] - starts)


def _holds(runs: VoxelRuns, places: Places) -> _Flags:
    """Which places lie in the set."""
    return np.searchsorted(runs.starts, places, "right") > np.searchsorted(runs.ends, places, "right")


class SacEnd(StrEnum):
    """The two ends of the measured centreline."""

    CRANIAL = "cranial"
    CAUDAL = "caudal"


@attrs.frozen
class SacCorrection:
    """How a reader has corrected the measured sac of one volume.

    `painted` voxels belong to the sac and `erased` ones do not, whatever was measured; none is both.
    `cranial_end` and `caudal_end` are where the reader has moved the ends of the centreline. `grid` is
    that of the volume the voxels are counted in, None where it goes without saying.
    """

    painted: VoxelRuns = VoxelRuns()
    erased: VoxelRuns = VoxelRuns()
    cranial_end: Vec3 | None = None
    caudal_end: Vec3 | None = None
    grid: VolumeGeometry | None = None

    def __bool__(self) -> bool:
        return bool(self.painted) or bool(self.erased) or self.ends != (None, None)

    @property
    def ends(self) -> tuple[Vec3 | None, Vec3 | None]:
        """Where the reader has moved the cranial and the caudal end, None where not."""
        return (self.cranial_end, self.caudal_end)

    def with_end(self, end: SacEnd, point: Vec3 | None) -> SacCorrection:
        """Return the correction with one end moved to an LPS point, or None for where it was measured."""
        return attrs.evolve(self, **{f"{end.value}_end": point})

    def painting(self, places: ArrayLike) -> SacCorrection:
        """Return the correction with more voxels painted."""
        more = VoxelRuns.of(places)
        return attrs.evolve(self, painted=self.painted.joined(more), erased=self.erased.without(more))

    def erasing(self, places: ArrayLike) -> SacCorrection:
        """Return the correction with more voxels erased."""
        more = VoxelRuns.of(places)
        return attrs.evolve(self, painted=self.painted.without(more), erased=self.erased.joined(more))

    def fits(self, geometry: VolumeGeometry) -> bool:
        """Whether its voxels are those of a volume on this grid."""
        last = max((int(one.ends[-1]) for one in (self.painted, self.erased) if one), default=0)
        if last > int(np.prod(geometry.shape, dtype=np.int64)):
            return False
        return self.grid is None or _alike(self.grid, geometry)


def _alike(a: VolumeGeometry, b: VolumeGeometry) -> bool:
    same = a.shape == b.shape
    return same and bool(np.allclose(a.corners, b.corners, rtol=0, atol=_SAME_GRID_MM))
