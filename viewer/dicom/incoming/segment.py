"""A segment read from a segmentation, on the grid of the volume it is shown in."""

import attrs
import numpy as np

from viewer.errors import DicomError
from viewer.model.correction import SacCorrection, VoxelRuns
from viewer.model.finding import Side
from viewer.model.geometry import VolumeGeometry
from viewer.model.sac import SacVoxels
from viewer.model.spine import Level


@attrs.frozen(eq=False)
class IncomingSegment:
    """`voxels` count in the flat `[k, j, i]` of the volume.

    `kind` says what it is in the object's own words, `name` its tracking id (`sac`, `cord` and so on for
    Thecal's own). `moved` tells that it was drawn on another grid, and brought onto the volume's voxels.
    """

    label: str
    kind: str
    voxels: VoxelRuns
    level: Level | None = None
    side: Side | None = None
    name: str = ""
    source: str = ""
    own: bool = False
    moved: bool = False
    colour: tuple[int, int, int] | None = None


def correction_from(segment: IncomingSegment, sac: SacVoxels, geometry: VolumeGeometry) -> SacCorrection:
    """Return the correction that makes the measured sac (`sac`, uncorrected) the same as a segment.

    `DicomError` where the segment is empty. What of it lies outside the box of the sac is kept too, but
    `with_correction` leaves it out.
    """
    if not segment.voxels:
        raise DicomError(f"The segment {segment.label!r} has no voxels in this scan.")
    k, j, i = np.nonzero(sac.mask)
    first_k, first_j, first_i = sac.offset_kji
    places = np.ravel_multi_index((k + first_k, j + first_j, i + first_i), geometry.shape)
    measured = VoxelRuns.of(places)
    return SacCorrection(
        painted=segment.voxels.without(measured), erased=measured.without(segment.voxels), grid=geometry
    )
