"""What of a measurement lies where nothing was scanned, and therefore is none."""

import attrs
import numpy as np
from numpy.typing import NDArray

from viewer.analysis.filters import Flags
from viewer.analysis.section_rows import without_numbers
from viewer.analysis.upright import Upright
from viewer.model.sections import Numbers, Sections, SectionState
from viewer.model.volume import AIR_HU, Volume


def without_gaps(volume: Volume, sections: Sections) -> Sections:
    """Return sections of which those that cross missing slices of the volume are gaps without numbers.

    A section does where its point or any of its outline lies in what was never scanned.
    """
    if not volume.gaps:
        return sections
    made_up = in_gaps(volume, sections.point)
    angle = np.arange(sections.radii_mm.shape[1]) * 2 * np.pi / sections.radii_mm.shape[1]
    for turn, radius in zip(angle, sections.radii_mm.T, strict=True):
        across = np.cos(turn) * sections.left + np.sin(turn) * sections.back
        made_up |= in_gaps(volume, sections.point + radius[:, None] * across)
    emptied = without_numbers(sections, np.flatnonzero(made_up), SectionState.GAP)
    return attrs.evolve(emptied, corrected=sections.corrected)


def in_gaps(volume: Volume, points: Numbers) -> Flags:
    """Return which LPS points `[..., 3]` lie in slices that were never scanned, as `Volume.is_made_up`."""
    geometry = volume.geometry
    k = (points - np.array(geometry.origin)) @ np.array(geometry.axes[2]) / geometry.spacing_mm[2]
    inside = np.zeros(points.shape[:-1], bool)
    for first, count in volume.gaps:
        inside |= (k >= first - 0.5) & (k < first + count - 0.5)
    return inside


def empty_gaps(whole: Upright, field: NDArray[np.int16], start: tuple[int, int, int]) -> None:
    """Take all contrast out of a box of the upright grid where slices of the source were never scanned.

    `field` is changed in place; `start` is its first voxel.
    """
    if not whole.gaps:
        return
    made_up = np.zeros(whole.source.shape[0], bool)
    for first, count in whole.gaps:
        made_up[first : first + count] = True
    missing = whole.stood(np.broadcast_to(made_up[:, None, None], whole.source.shape))
    box = tuple(slice(first, first + size) for first, size in zip(start, field.shape, strict=True))
    field[missing[box]] = AIR_HU
