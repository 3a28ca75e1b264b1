"""The spinal cord as the dark core of the opacified sac."""

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


def cord_areas_mm2(volume: Volume, border: SacBorder) -> Floats:
    """Return the cord's area in each section, NaN where no cord shows.

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
    for number, section in enumerate(stack):
        csf = border.csf_hu[number][column]
        edge = border.radii_mm[number][column]
        dark = (csf - section) / np.maximum(csf - SOFT_HU, 30.0)
        areas[number] = _core_mm2(dark, radius < edge - 0.7)
    return _steady(areas)


def _core_mm2(dark: Floats, inside: Flags) -> float:
    labels = np.zeros(dark.shape, np.int32)
    if not ndimage.label((dark > 0.5) & inside, output=labels):
        return float("nan")
    sizes = np.bincount(labels.ravel())[1:]
    if sizes.max() * _CELL_MM**2 < _LEAST_MM2:
        return float("nan")
    core = labels == int(np.argmax(sizes)) + 1
    depth = float(np.clip(np.percentile(dark[core], 80), 0.7, 1.1))
    near: Flags = np.asarray(ndimage.binary_dilation(core, iterations=2), dtype=bool) & inside
    return float(np.clip(dark[near] / depth, 0.0, 1.0).sum() * _CELL_MM**2)


def _steady(areas: Floats) -> Floats:
    """Leave out cores that come and go: clumps of roots, not a cord."""
    seen = np.isfinite(areas).astype(float)
    often = median_along(seen, 15) > 0.5
    return np.where(often, areas, np.nan)
