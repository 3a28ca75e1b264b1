"""A region that another program has drawn in the scan: looked at, never measured, never saved."""

import attrs
import numpy as np

from viewer.model.correction import VoxelRuns
from viewer.model.geometry import VolumeGeometry
from viewer.model.sac import SacVoxels

SEGMENT_COLOURS = (
    ("orange", "#E69F00"),
    ("sky blue", "#56B4E9"),
    ("green", "#009E73"),
    ("yellow", "#F0E442"),
    ("purple", "#CC79A7"),
    ("vermilion", "#D55E00"),
)
"""Names and colours that readers who confuse red and green tell apart (Okabe and Ito 2008)."""


@attrs.frozen(eq=False)
class ForeignSegment:
    """What is shown of a segment: its name in the object's own words, its voxels, its colour (`#RRGGBB`)."""

    label: str
    voxels: SacVoxels
    colour: str

    @staticmethod
    def of(label: str, runs: VoxelRuns, geometry: VolumeGeometry, colour: str) -> "ForeignSegment":
        """Return the segment of flat places of a volume's grid; `GeometryError` where they lie outside it."""
        kji = np.array(np.unravel_index(runs.places, geometry.shape))
        low, high = kji.min(axis=1), kji.max(axis=1)
        size = high - low + 1
        mask = np.zeros(size, bool)
        mask[tuple(kji - low[:, None])] = True
        mask.flags.writeable = False
        k, j, i = (int(n) for n in low)
        shape = (int(size[0]), int(size[1]), int(size[2]))
        origin = geometry.to_lps((float(i), float(j), float(k)))
        box = attrs.evolve(geometry, shape=shape, origin=origin)
        return ForeignSegment(label, SacVoxels((k, j, i), mask, box), colour)
