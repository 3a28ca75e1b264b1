"""The contrast column: the opacified CSF of a myelogram as a mask and a closed surface field."""

from typing import TypeAlias

import attrs
import numpy as np
from numpy.typing import NDArray

from viewer.errors import GeometryError
from viewer.model.geometry import Vec3, VolumeGeometry


@attrs.frozen
class ContrastEstimate:
    """How bright the CSF of this scan is, and where its border is placed.

    `surround_hu` is what the column is told apart from (cord, soft tissue); `threshold_hu` lies half
    way between.
    """

    csf_hu: float
    surround_hu: float
    threshold_hu: float


@attrs.frozen(eq=False)
class ContrastColumn:
    """The connected opacified CSF in the box of the canal; compared by identity.

    `mask` is read-only bool `[k, j, i]` on `geometry`, the grid of the box, which starts at voxel
    `offset_kji` of the volume. `field` is read-only int16 HU on the same grid, in which everything
    that is not column lies below the threshold: its isosurface at `estimate.threshold_hu` is the
    smooth closed border of the column, to a fraction of a voxel.
    """

    estimate: ContrastEstimate
    offset_kji: tuple[int, int, int]
    mask: NDArray[np.bool_]
    geometry: VolumeGeometry
    field: NDArray[np.int16]

    def __attrs_post_init__(self) -> None:
        if self.mask.shape != self.geometry.shape or self.field.shape != self.geometry.shape:
            raise GeometryError("The contrast column does not fit its box.")
        if not self.mask.any():
            raise GeometryError("The contrast column is empty.")
        if self.mask.flags.writeable or self.field.flags.writeable:
            raise GeometryError("The pixels of a contrast column must be read-only.")

    @property
    def volume_ml(self) -> float:
        """The volume of the opacified CSF, counted by voxels."""
        i, j, k = self.geometry.spacing_mm
        return float(np.count_nonzero(self.mask)) * i * j * k / 1000.0

    @property
    def long_axis(self) -> int:
        """The array axis that runs most along the patient's long axis."""
        return 2 - int(np.argmax([abs(axis[2]) for axis in self.geometry.axes]))

    @property
    def span_mm(self) -> float:
        """How far the column reaches along the patient's long axis."""
        filled = self._filled_sections()
        return float(filled[-1] - filled[0] + 1) * self.geometry.spacing_mm[2 - self.long_axis]

    @property
    def middle(self) -> Vec3:
        """The LPS point in the middle of its section half way along the column."""
        filled = self._filled_sections()
        section = int(filled[len(filled) // 2])
        inside = np.argwhere(np.take(self.mask, section, axis=self.long_axis)).mean(axis=0)
        k, j, i = np.insert(inside, self.long_axis, section)
        return self.geometry.to_lps((float(i), float(j), float(k)))

    def _filled_sections(self) -> NDArray[np.intp]:
        across = tuple(axis for axis in range(3) if axis != self.long_axis)
        return np.flatnonzero(self.mask.any(axis=across))


@attrs.frozen
class NoContrast:
    """The state of a scan in which no intrathecal contrast was found; `reason` is a sentence."""

    reason: str


ColumnResult: TypeAlias = ContrastColumn | NoContrast
