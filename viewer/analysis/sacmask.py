"""The thecal sac as voxels."""

import numpy as np

from viewer.analysis.coordinates import near_slabs
from viewer.analysis.curve import Curve
from viewer.analysis.filters import Flags, runs
from viewer.analysis.upright import Upright
from viewer.model.sections import Sections, SectionState

_REACH_MM = 16.0


def sac_mask(whole: Upright, sections: Sections, curve_of: Curve) -> Flags:
    """Return the mask of the sac on the source volume's grid, read-only: voxels whose centre lies inside.

    Sections without numbers are left out, but those at the edge of the scan that go on from others kept.
    """
    shape = whole.volume.hu.shape
    kept = _kept(sections)
    mask = np.zeros(shape, bool)
    for near in near_slabs(whole.volume.geometry, curve_of, _REACH_MM):
        section = np.clip(np.rint(near.section), 0, len(kept) - 1).astype(int)
        inside = (near.radius_mm <= near.edge_mm(sections.radii_mm)) & kept[section]
        mask.ravel()[near.index[inside]] = True
    result: Flags = np.ascontiguousarray(whole.restored(mask)).astype(bool)
    result.flags.writeable = False
    return result


def _kept(sections: Sections) -> Flags:
    """Sections with numbers, and those at the edge of the scan that go on from them."""
    kept = sections.having(SectionState.OK, SectionState.METAL)
    for start, stop in runs(sections.having(SectionState.EDGE)):
        if kept[max(0, start - 1)] or kept[min(len(kept) - 1, stop)]:
            kept[start:stop] = True
    return kept
