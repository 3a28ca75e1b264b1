"""The thecal sac as voxels."""

from collections.abc import Iterator

import numpy as np

from viewer.analysis.coordinates import near_slabs
from viewer.analysis.curve import curve_of
from viewer.analysis.filters import Flags, Whole, runs
from viewer.analysis.upright import Upright, upright
from viewer.model.sections import Sections, SectionState
from viewer.model.volume import Volume

_REACH_MM = 16.0


def sac_mask(volume: Volume, sections: Sections) -> Flags:
    """Return the mask of the sac on a volume's grid, read-only: voxels whose centre lies inside.

    Sections without numbers are left out, but those at the edge of the scan that go on from others kept.
    """
    whole = upright(volume)
    mask = np.zeros(volume.hu.shape, bool)
    standing = whole.stood(mask)
    for index in _inside(whole, sections):
        standing[np.unravel_index(index, standing.shape)] = True
    mask.flags.writeable = False
    return mask


def sac_volume_ml(volume: Volume, sections: Sections) -> float:
    """Return the volume of `sac_mask`, without making a mask as large as the scan."""
    count = sum(len(index) for index in _inside(upright(volume), sections))
    return count * float(np.prod(volume.geometry.spacing_mm)) / 1000.0


def _inside(whole: Upright, sections: Sections) -> Iterator[Whole]:
    """The flat places of the sac's voxels in the upright grid, a few slices at a time."""
    kept = _kept(sections)
    for near in near_slabs(whole.volume.geometry, curve_of(sections), _REACH_MM):
        section = np.clip(np.rint(near.section), 0, len(kept) - 1).astype(int)
        yield near.index[(near.radius_mm <= near.edge_mm(sections.radii_mm)) & kept[section]]


def _kept(sections: Sections) -> Flags:
    """Sections with numbers, and those at the edge of the scan that go on from them."""
    kept = sections.having(SectionState.OK, SectionState.METAL)
    for start, stop in runs(sections.having(SectionState.EDGE)):
        if kept[max(0, start - 1)] or kept[min(len(kept) - 1, stop)]:
            kept[start:stop] = True
    return kept
