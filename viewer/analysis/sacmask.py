"""The thecal sac as voxels."""

from collections.abc import Iterator

import numpy as np

from viewer.analysis.coordinates import NearVoxels, near_slabs
from viewer.analysis.curve import curve_of
from viewer.analysis.filters import Flags, Floats, Whole, runs
from viewer.analysis.section_rows import rows_of
from viewer.analysis.upright import Upright, crop, upright
from viewer.model.sac import SacVoxels
from viewer.model.sections import Sections, SectionState
from viewer.model.volume import Volume

_REACH_MM, _FURTHER_MM = 30.0, 0.5
_ROOM_MM = 32.0
_BESIDE = 3


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
    low, shape = _box(whole.volume, sections)
    standing = np.zeros(shape, bool)
    for index in _inside(whole, sections):
        standing[_in_box(whole, index, low)] = True
    return _boxed(whole, standing, low)


def renewed_voxels(volume: Volume, sections: Sections, was: SacVoxels, before: Sections) -> SacVoxels:
    """Return `sac_voxels` of sections on the centreline of `before`, whose voxels `was` are, quicker.

    Only voxels beside sections that are others now are looked at.
    """
    differs = kept_sections(sections) != kept_sections(before)
    differs |= (sections.radii_mm != before.radii_mm).any(axis=1)
    if not differs.any():
        return was
    stale = np.flatnonzero(differs)
    rows = np.arange(max(0, stale[0] - _BESIDE), min(len(sections), stale[-1] + _BESIDE + 1))
    part = rows_of(sections, rows)
    open_ends = (rows[0] == 0, rows[-1] == len(sections) - 1)
    whole = upright(volume)
    low, _ = _box(whole.volume, sections)
    standing = whole.stood(was.mask).copy()
    kept = kept_sections(part)
    for near in near_slabs(whole.volume.geometry, curve_of(part), _reach_mm(before, sections)):
        least = -np.inf if open_ends[0] else 1.0
        most = np.inf if open_ends[1] else len(rows) - 2.0
        sure = (near.section >= least) & (near.section <= most)
        inside = _inside_of(near, part.radii_mm, kept)
        standing[_in_box(whole, near.index[sure], low)] = inside[sure]
    return _boxed(whole, standing, low)


def _in_box(whole: Upright, index: Whole, low: tuple[int, int, int]) -> tuple[Whole, ...]:
    place = np.unravel_index(index, whole.volume.hu.shape)
    return tuple(one - first for one, first in zip(place, low, strict=True))


def _boxed(whole: Upright, standing: Flags, low: tuple[int, int, int]) -> SacVoxels:
    """A box of the upright grid in the order of the source."""
    mask = np.ascontiguousarray(whole.restored(standing), dtype=bool)
    mask.flags.writeable = False
    depth, rows, columns = standing.shape
    offset = whole.restored_box(low, (depth, rows, columns))
    return SacVoxels(offset, mask, crop(whole.source, offset, mask.shape))


def _box(volume: Volume, sections: Sections) -> tuple[tuple[int, int, int], tuple[int, int, int]]:
    """The first voxel `[k, j, i]` and the shape of the box about a centreline."""
    geometry = volume.geometry
    steps = np.array(geometry.axes) / np.array(geometry.spacing_mm)[:, None]
    index = (sections.point - np.array(geometry.origin)) @ steps.T
    room = _ROOM_MM / np.array(geometry.spacing_mm)
    size = np.array(geometry.shape[::-1])
    low = np.clip(np.floor(index.min(axis=0) - room), 0, size - 1).astype(int)
    high = np.clip(np.ceil(index.max(axis=0) + room) + 1, low + 1, size).astype(int)
    columns, rows, depth = (int(n) for n in high - low)
    return (int(low[2]), int(low[1]), int(low[0])), (depth, rows, columns)


def sac_volume_ml(volume: Volume, sections: Sections) -> float:
    """Return the volume of `sac_mask`, without making a mask as large as the scan."""
    count = sum(len(index) for index in _inside(upright(volume), sections))
    return count * float(np.prod(volume.geometry.spacing_mm)) / 1000.0


def _inside(whole: Upright, sections: Sections) -> Iterator[Whole]:
    """The flat places of the sac's voxels in the upright grid, a few slices at a time."""
    kept = kept_sections(sections)
    if kept.any():
        for near in near_slabs(whole.volume.geometry, curve_of(sections), _reach_mm(sections)):
            yield near.index[_inside_of(near, sections.radii_mm, kept)]


def _inside_of(near: NearVoxels, radii_mm: Floats, kept: Flags) -> Flags:
    section = np.clip(np.rint(near.section), 0, len(kept) - 1).astype(int)
    return np.asarray((near.radius_mm <= near.edge_mm(radii_mm)) & kept[section])


def _reach_mm(*several: Sections) -> float:
    """How far from the centreline the sac of any of these sections may reach."""
    widest = [one.radii_mm[kept_sections(one)].max(initial=0.0) for one in several]
    return min(_REACH_MM, float(max(widest)) + _FURTHER_MM)


def kept_sections(sections: Sections) -> Flags:
    """Return the sections the sac is made of: with numbers, or at the edge of the scan going on from them."""
    kept = sections.having(SectionState.OK, SectionState.METAL)
    for start, stop in runs(sections.having(SectionState.EDGE)):
        if kept[max(0, start - 1)] or kept[min(len(kept) - 1, stop)]:
            kept[start:stop] = True
    return kept
