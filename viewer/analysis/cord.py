"""The spinal cord as the dark core of the opacified sac."""

import attrs
import numpy as np
from scipy import ndimage

from viewer.analysis.border import SacBorder
from viewer.analysis.contrast import SOFT_HU
from viewer.analysis.curve import cross_sections
from viewer.analysis.filters import Flags, Floats, gaussian_along, median_along
from viewer.model.volume import Volume

_CELL_MM = 0.5
_HALF_MM = 11.0
_LEAST_MM2 = 12.0
_ANGLES, _RAY_MM = 36, 0.25
# An outline whose area is farther from the measured one is that of something else than a cord.
_MOST_SCALE = 1.25


@attrs.frozen(eq=False)
class CordSections:
    """The cord in each section: its area, and its outline `[n, angle, (left, back)]` in mm from the centreline.

    NaN where no cord shows.
    """

    area_mm2: Floats
    outline_mm: Floats


def find_cord(volume: Volume, border: SacBorder) -> CordSections:
    """Return the cord's area and outline in each section.

    The largest dark core is the cord; its area is counted by how much darker than CSF each cell is, so
    that the blur of its border, which is as much inside as outside, cancels out.
    """
    stack = gaussian_along(cross_sections(volume, border.curve, _HALF_MM, _CELL_MM), 1.0, 0)
    reach = np.arange(stack.shape[1]) * _CELL_MM - _HALF_MM
    across, back = np.meshgrid(reach, reach)
    radius = np.hypot(across, back)
    turn = np.arctan2(back, across) / (2 * np.pi) * border.radii_mm.shape[1]
    column = np.rint(turn).astype(int) % border.radii_mm.shape[1]
    areas = np.full(len(stack), np.nan)
    outlines = np.full((len(stack), _ANGLES, 2), np.nan)
    for number, section in enumerate(stack):
        csf = border.csf_hu[number][column]
        edge = border.radii_mm[number][column]
        dark = (csf - section) / np.maximum(csf - SOFT_HU, 30.0)
        areas[number], outlines[number] = _core(dark, radius < edge - 0.7)
    steady = _steady(areas)
    return CordSections(steady, np.where(np.isfinite(steady)[:, None, None], outlines, np.nan))


def _core(dark: Floats, inside: Flags) -> tuple[float, Floats]:
    labels = np.zeros(dark.shape, np.int32)
    if not ndimage.label((dark > 0.5) & inside, output=labels):
        return float("nan"), np.full((_ANGLES, 2), np.nan)
    sizes = np.bincount(labels.ravel())[1:]
    if sizes.max() * _CELL_MM**2 < _LEAST_MM2:
        return float("nan"), np.full((_ANGLES, 2), np.nan)
    core = labels == int(np.argmax(sizes)) + 1
    depth = float(np.clip(np.percentile(dark[core], 80), 0.7, 1.1))
    near: Flags = np.asarray(ndimage.binary_dilation(core, iterations=2), dtype=bool) & inside
    area = float(np.clip(dark[near] / depth, 0.0, 1.0).sum() * _CELL_MM**2)
    return area, _outline_mm(np.where(inside, dark / depth, 0.0), core, area)


def _outline_mm(share: Floats, core: Flags, area_mm2: float) -> Floats:
    """Where the share of cord falls to a half on rays from the core's middle, as large as its area."""
    middle = np.array([float(place.mean()) for place in np.nonzero(core)])
    angle = np.arange(_ANGLES) * 2 * np.pi / _ANGLES
    ray = np.stack([np.sin(angle), np.cos(angle)])
    reach = np.arange(0.0, _HALF_MM, _RAY_MM)
    at = middle[:, None, None] + ray[:, :, None] * reach / _CELL_MM
    values = np.empty(at.shape[1:])
    ndimage.map_coordinates(share, at, output=values, order=1, mode="constant", cval=0.0, prefilter=False)
    below = values < 0.5
    below[:, 0], below[:, -1] = False, True
    first = np.argmax(below, axis=1)
    rows = np.arange(_ANGLES)
    last, value = values[rows, first - 1], values[rows, first]
    part = np.clip((last - 0.5) / np.maximum(last - value, 1e-6), 0.0, 1.0)
    radii = (first - 1 + part) * _RAY_MM
    radii = (np.roll(radii, 1) + 2 * radii + np.roll(radii, -1)) / 4
    drawn = 0.5 * np.sin(2 * np.pi / _ANGLES) * float((radii * np.roll(radii, -1)).sum())
    scale = float(np.sqrt(area_mm2 / max(drawn, 1e-6)))
    if not 1 / _MOST_SCALE <= scale**2 <= _MOST_SCALE:
        return np.full((_ANGLES, 2), np.nan)
    back, left = (middle * _CELL_MM - _HALF_MM)[:, None] + ray * radii * scale
    return np.stack([left, back], axis=1)


def _steady(areas: Floats) -> Floats:
    """Leave out cores that come and go: clumps of roots, not a cord."""
    seen = np.isfinite(areas).astype(float)
    often = median_along(seen, 15) > 0.5
    return np.where(often, areas, np.nan)
