"""A CT volume: Hounsfield units on a grid in the patient."""

import attrs
import numpy as np
from numpy.typing import NDArray

from viewer.errors import GeometryError
from viewer.model.geometry import Vec3, VolumeGeometry

AIR_HU = -1024


@attrs.frozen(eq=False)
class Volume:
    """`hu` is a read-only int16 array `[k, j, i]` on `geometry`; compared by identity.

    While a series loads progressively the array is still being filled by its loader. `gaps` are the
    stretches of slices that were never scanned or could not be read, `(first k, count)`: what `hu` holds
    there is made up. `notes` are sentences about what was found damaged while reading. Where not
    `orientation_known`, its axes are those of the file and say nothing of the patient's sides.
    """

    geometry: VolumeGeometry
    hu: NDArray[np.int16]
    series_uid: str = ""
    gaps: tuple[tuple[int, int], ...] = ()
    notes: tuple[str, ...] = ()
    orientation_known: bool = True

    def __attrs_post_init__(self) -> None:
        if self.hu.shape != self.geometry.shape or self.hu.dtype != np.int16:
            raise GeometryError("The pixels do not fit the grid of the volume.")
        if self.hu.flags.writeable:
            raise GeometryError("The pixels of a volume must be read-only.")

    def hu_at(self, point: Vec3) -> int | None:
        """Return the HU of the voxel nearest to a point (never interpolated), None outside."""
        voxel = self.geometry.nearest_voxel(point)
        return None if voxel is None else int(self.hu[voxel])

    @property
    def made_up(self) -> NDArray[np.bool_]:
        """Which slices were never scanned, `[k]`."""
        missing = np.zeros(self.hu.shape[0], bool)
        for first, count in self.gaps:
            missing[first : first + count] = True
        return missing

    def is_made_up(self, point: Vec3) -> bool:
        """Whether a point lies in a stretch that was never scanned."""
        k = self.geometry.to_index(point)[2]
        return any(first - 0.5 <= k < first + count - 0.5 for first, count in self.gaps)
