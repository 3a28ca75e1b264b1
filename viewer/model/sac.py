"""The voxels of the thecal sac, kept in the box around it."""

import attrs
import numpy as np
from numpy.typing import NDArray

from viewer.errors import GeometryError
from viewer.model.correction import Places, SacCorrection
from viewer.model.geometry import VolumeGeometry


@attrs.frozen(eq=False)
class SacVoxels:
    """Which voxels lie inside the dura; compared by identity.

    `mask` is read-only bool `[k, j, i]` on `geometry`, the grid of a box that starts at voxel
    `offset_kji` of the volume and reaches well beyond the sac.
    """

    offset_kji: tuple[int, int, int]
    mask: NDArray[np.bool_]
    geometry: VolumeGeometry

    def __attrs_post_init__(self) -> None:
        if self.mask.shape != self.geometry.shape:
            raise GeometryError("The voxels of the sac do not fit their box.")
        if self.mask.flags.writeable:
            raise GeometryError("The voxels of the sac must be read-only.")

    def within(self, volume_shape: tuple[int, int, int], places: Places) -> Places:
        """Return where flat places of the volume lie in the box, flat too; those outside it are left out."""
        k, j, i = np.unravel_index(places, volume_shape)
        box = [index - first for index, first in zip((k, j, i), self.offset_kji, strict=True)]
        inside = np.ones(len(places), bool)
        for index, size in zip(box, self.mask.shape, strict=True):
            inside &= (index >= 0) & (index < size)
        kept = tuple(index[inside] for index in box)
        return np.asarray(np.ravel_multi_index(kept, self.mask.shape), dtype=np.int64)

    def on_volume(self, volume_shape: tuple[int, int, int]) -> NDArray[np.bool_]:
        """Return the mask on the whole volume `[k, j, i]`, read-only."""
        whole = np.zeros(volume_shape, bool)
        box = zip(self.offset_kji, self.mask.shape, strict=True)
        whole[tuple(slice(first, first + size) for first, size in box)] = self.mask
        whole.flags.writeable = False
        return whole


def with_correction(
    sac: SacVoxels, volume_shape: tuple[int, int, int], correction: SacCorrection
) -> SacVoxels:
    """Return the sac with what a reader has painted and erased, in the same box.

    `volume_shape` is that of the whole volume `[k, j, i]`. Moved ends are not its business: they are in
    `sac` already. What is painted outside the box is left out, and a correction made on another grid.
    """
    if not (correction.painted or correction.erased) or not _of_this_grid(sac, volume_shape, correction):
        return sac
    mask = sac.mask.copy()
    flat = mask.reshape(-1)
    flat[sac.within(volume_shape, correction.painted.places)] = True
    flat[sac.within(volume_shape, correction.erased.places)] = False
    mask.flags.writeable = False
    return attrs.evolve(sac, mask=mask)


def _of_this_grid(sac: SacVoxels, volume_shape: tuple[int, int, int], correction: SacCorrection) -> bool:
    k, j, i = sac.offset_kji
    origin = sac.geometry.to_lps((-float(i), -float(j), -float(k)))
    return correction.fits(attrs.evolve(sac.geometry, shape=volume_shape, origin=origin))
