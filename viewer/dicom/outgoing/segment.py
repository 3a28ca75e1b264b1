"""A segment to be written: voxels of the volume in a box, and what they are."""

from enum import StrEnum

import attrs
import numpy as np
from numpy.typing import NDArray

from viewer.dicom.outgoing.codes import Code


class MadeBy(StrEnum):
    """How a segment came about; the values are DICOM's (PS3.3 C.8.20.2.1)."""

    AUTOMATIC = "AUTOMATIC"
    SEMIAUTOMATIC = "SEMIAUTOMATIC"
    MANUAL = "MANUAL"


@attrs.frozen(eq=False)
class Segment:
    """`mask` `[k, j, i]` lies at voxel `offset_kji` of the volume; `kind` says what it is, `site` where.

    `name` is what it is known by in later objects of the case, `label` what a reader sees; `colour` is RGB
    from 0 to 255.
    """

    name: str
    label: str
    kind: Code
    site: Code
    offset_kji: tuple[int, int, int]
    mask: NDArray[np.bool_]
    made_by: MadeBy = MadeBy.AUTOMATIC
    colour: tuple[int, int, int] = (255, 214, 90)

    @property
    def slices(self) -> tuple[int, ...]:
        """The slices of the volume in which it has voxels."""
        first = self.offset_kji[0]
        return tuple(first + int(k) for k in np.flatnonzero(self.mask.any(axis=(1, 2))))

    def frame(self, k: int, shape: tuple[int, int]) -> NDArray[np.bool_]:
        """Return its voxels in slice `k` of the volume, `[j, i]` of `shape`."""
        _, j, i = self.offset_kji
        whole = np.zeros(shape, bool)
        inside = self.mask[k - self.offset_kji[0]]
        whole[j : j + inside.shape[0], i : i + inside.shape[1]] = inside
        return whole
