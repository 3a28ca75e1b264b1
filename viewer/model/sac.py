"""The voxels of the thecal sac, kept in the box around it."""

import attrs
import numpy as np
from numpy.typing import NDArray

from viewer.errors import GeometryError
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
