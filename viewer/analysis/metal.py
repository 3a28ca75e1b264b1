"""Which sections of the sac metal crosses, told from dense contrast and bone by place and shape."""

import numpy as np
from scipy import ndimage

from viewer.analysis.border import SacBorder
from viewer.analysis.curve import cross_sections
from viewer.analysis.filters import Flags, Floats, most_along
from viewer.model.volume import Volume

# No bone is brighter; metal is, even where the scanner cuts HU off at 3071.
_METAL_HU, _CLIPPED_HU = 2000.0, 2950.0
_OVER_CSF, _CERTAIN_HU = 1.2, 2800.0
_REACH_MM, _CELL_MM = 30.0, 1.5
_BESIDE_MM = 2.5
_ALONG = 15
_LEAST_CELLS, _LEAST_IN_SECTION = 12, 4
_AROUND = 2
_STREAKS, _STREAKS_HU, _LEAST_SOFT = 2.0, 15.0, 30
_EVERY, _LEAST_FAR = 3, 6


def holds_metal(volume: Volume, border: SacBorder) -> Flags:
    """Return which sections of an upright volume are crossed by metal or by its streaks.

    Metal is compact, and brighter than any bone and than this scan's contrast. Where the contrast is as
    bright as metal ever shows, only what lies clear of the sac and is thicker than a root sleeve counts.
    """
    stack = cross_sections(volume, border.curve, _REACH_MM, _CELL_MM)
    metal = metal_cells(stack, border)
    crossed = metal.sum(axis=(1, 2)) >= _LEAST_IN_SECTION
    crossed |= _streaky(stack) & _far_metal(volume, border)
    return most_along(crossed, 2 * _AROUND + 1)


def metal_cells(stack: Floats, border: SacBorder) -> Flags:
    """Return which cells of the sections `[n, b, a]` about a sac, `_CELL_MM` wide, are metal."""
    peak_hu = most_along(np.percentile(border.csf_hu, 95, axis=1), _ALONG)
    dense = _OVER_CSF * peak_hu > _CLIPPED_HU
    level = np.where(dense, _CLIPPED_HU, np.maximum(_METAL_HU, _OVER_CSF * peak_hu))
    bright = stack > level[:, None, None]
    if not bright.any():
        return bright
    bright &= ~(dense[:, None, None] & _within(border, stack.shape[1]))
    pieces = np.zeros(bright.shape, np.int32)
    ndimage.label(bright, np.ones((3, 3, 3)), output=pieces)
    names = np.arange(1, int(pieces.max()) + 1)
    size = ndimage.sum_labels(bright, pieces, names)
    thick = ndimage.maximum(ndimage.binary_opening(bright, np.ones((2, 2, 2))), pieces, names)
    certain = ndimage.maximum(np.where(dense[:, None, None], 0.0, stack), pieces, names)
    kept = (np.asarray(size) >= _LEAST_CELLS) & (np.asarray(thick) | (np.asarray(certain) >= _CERTAIN_HU))
    return np.isin(pieces, names[kept])


def _within(border: SacBorder, cells: int) -> Flags:
    """Which cells lie within the sac's outline or just beside it."""
    reach = (np.arange(cells) - (cells - 1) / 2) * _CELL_MM
    left, back = reach[None, :], reach[:, None]
    angles = border.radii_mm.shape[1]
    ray = np.rint(np.arctan2(back, left) / (2 * np.pi) * angles).astype(int) % angles
    return np.asarray(np.hypot(left, back) <= border.radii_mm[:, ray] + _BESIDE_MM)


def _streaky(stack: Floats) -> Flags:
    """Which sections are far noisier than is usual in this scan."""
    step = np.abs(np.diff(stack, axis=0, append=stack[-2:-1]))
    soft = (stack > -50) & (stack < 150)
    noise = np.array(
        [
            np.median(one[kept]) if kept.sum() > _LEAST_SOFT else 0.0
            for one, kept in zip(step, soft, strict=True)
        ]
    )
    usual = float(np.median(noise))
    return np.asarray(noise > max(_STREAKS * usual, usual + _STREAKS_HU))


def _far_metal(volume: Volume, border: SacBorder) -> Flags:
    """In which sections' slices metal lies somewhere aside, as hips, shoulders or teeth may hold it."""
    geometry = volume.geometry
    i_mm, j_mm, k_mm = geometry.spacing_mm
    place = (border.curve.points - np.array(geometry.origin)) @ np.array(geometry.axes).T
    rows, columns = (np.arange(0, size, _EVERY) for size in geometry.shape[1:])
    found = np.zeros(len(place), bool)
    for number, (x, y, z) in enumerate(place):
        k = min(max(round(z / k_mm), 0), geometry.shape[0] - 1)
        bright = volume.hu[k, ::_EVERY, ::_EVERY] >= _CLIPPED_HU
        if np.count_nonzero(bright) >= _LEAST_FAR:
            away = np.hypot(rows[:, None] * j_mm - y, columns[None, :] * i_mm - x)
            found[number] = np.count_nonzero(bright & (away > _REACH_MM)) >= _LEAST_FAR
    return found
