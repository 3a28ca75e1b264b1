"""The thecal sac as voxels."""

from collections.abc import Iterator

import numpy as np

from viewer.analysis.coordinates import near_slabs
from viewer.analysis.curve import curve_of
from viewer.analysis.filters import Flags, Whole, runs
from viewer.analysis.upright import Upright, crop, upright
from viewer.model.sac import SacVoxels
from viewer.model.sections import Sections, SectionState
from viewer.model.volume import Volume

_REACH_MM, _FURTHER_MM = 30.0, 0.5
_ROOM_MM = 32.0


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


def sac_voxels(volume: Volume, sections: Sections) -> SacVoxels:
    """Return the voxels of `sac_mask` in a box with room about the centreline for painting."""
    whole = upright(volume)
    low, high = _box(whole.volume, sections)
    shape = (high[0] - low[0], high[1] - low[1], high[2] - low[2])
    standing = np.zeros(shape, bool)
    for index in _inside(whole, sections):
        place = np.unravel_index(index, whole.volume.hu.shape)
        standing[tuple(one - first for one, first in zip(place, low, strict=True))] = True
    mask = np.ascontiguousarray(whole.restored(standing), dtype=bool)
    mask.flags.writeable = False
    offset = whole.restored_box(low, shape)
    return SacVoxels(offset, mask, crop(volume.geometry, offset, mask.shape))


def _box(volume: Volume, sections: Sections) -> tuple[tuple[int, int, int], tuple[int, int, int]]:
    """The first voxel and one past the last of the box about a centreline, `[k, j, i]`."""
    geometry = volume.geometry
    steps = np.array(geometry.axes) / np.array(geometry.spacing_mm)[:, None]
    index = (sections.point - np.array(geometry.origin)) @ steps.T
    room = _ROOM_MM / np.array(geometry.spacing_mm)
    size = np.array(geometry.shape[::-1])
    low = np.clip(np.floor(index.min(axis=0) - room), 0, size - 1).astype(int)
    high = np.clip(np.ceil(index.max(axis=0) + room) + 1, low + 1, size).astype(int)
    return (int(low[2]), int(low[1]), int(low[0])), (int(high[2]), int(high[1]), int(high[0]))


def sac_volume_ml(volume: Volume, sections: Sections) -> float:
    """Return the volume of `sac_mask`, without making a mask as large as the scan."""
    count = sum(len(index) for index in _inside(upright(volume), sections))
    return count * float(np.prod(volume.geometry.spacing_mm)) / 1000.0


def _inside(whole: Upright, sections: Sections) -> Iterator[Whole]:
    """The flat places of the sac's voxels in the upright grid, a few slices at a time."""
    kept = kept_sections(sections)
    if not kept.any():
        return
    reach_mm = min(_REACH_MM, float(sections.radii_mm[kept].max()) + _FURTHER_MM)
    for near in near_slabs(whole.volume.geometry, curve_of(sections), reach_mm):
        section = np.clip(np.rint(near.section), 0, len(kept) - 1).astype(int)
        yield near.index[(near.radius_mm <= near.edge_mm(sections.radii_mm)) & kept[section]]


def kept_sections(sections: Sections) -> Flags:
    """Return the sections the sac is made of: with numbers, or at the edge of the scan going on from them."""
    kept = sections.having(SectionState.OK, SectionState.METAL)
    for start, stop in runs(sections.having(SectionState.EDGE)):
        if kept[max(0, start - 1)] or kept[min(len(kept) - 1, stop)]:
            kept[start:stop] = True
    return kept
