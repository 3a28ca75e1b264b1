"""Discs along the canal: dark gaps between endplates, spaced as vertebrae are."""

import attrs
import numpy as np

from viewer.analysis.curve import Curve, Points, curve_through, sample
from viewer.analysis.filters import Floats, gaussian_along
from viewer.model.volume import Volume
from viewer.progress import Progress

_DEPTHS_MM = np.arange(0.0, 46.0)
_ACROSS_MM = np.arange(-8.0, 9.0, 2.0)
_WITHIN_MM = (10, 19)
_TILTS_DEG = range(-25, 26, 5)
_FLANK_MM = range(2, 9)
_LEAST_MM, _MOST_MM = 13, 46
_RATIO_SPREAD = 0.18
_COST = 0.3


@attrs.frozen(eq=False)
class Discs:
    """Discs found along a stiff curve through the canal, cranial first.

    `section` is the number of the curve's point (1 mm apart), `strength` 0 to 1 how clear each is,
    `centre` LPS mm in the disc; `slab` `[n, depth]` is the mean HU in front of the canal.
    """

    curve: Curve
    slab: Floats
    section: tuple[int, ...]
    strength: tuple[float, ...]
    centre: Points


def find_discs(volume: Volume, points: Points, progress: Progress) -> Discs:
    """Return the discs in front of a canal given by points along it (cranial first) in an upright volume."""
    curve = curve_through(points, 1.0, 6.0)
    slab = body_slab(volume, curve)
    progress(0.5)
    clear, tilt_deg = disc_likeness(slab)
    section = _sequence(clear)
    progress(1.0)
    depth = float(np.mean(_WITHIN_MM)) + 2.0
    rows = np.array(section, dtype=int)
    centre = curve.points[rows] - depth * curve.back[rows] if len(rows) else np.zeros((0, 3))
    del tilt_deg
    return Discs(curve, slab, tuple(section), tuple(float(clear[n]) for n in section), centre)


def body_slab(volume: Volume, curve: Curve) -> Floats:
    """Return the mean HU `[n, depth]` of a 16 mm wide slab in front of the canal, depth in mm."""
    points = (
        curve.points[:, None, None, :]
        - curve.back[:, None, None, :] * _DEPTHS_MM[None, :, None, None]
        + curve.left[:, None, None, :] * _ACROSS_MM[None, None, :, None]
    )
    return sample(volume, points).mean(axis=2)


def disc_likeness(slab: Floats) -> tuple[Floats, Floats]:
    """Return for each section how clear a dark gap between two bright endplates it is, and its tilt."""
    slab = np.clip(slab, -100.0, 700.0)
    depth = np.arange(*_WITHIN_MM)
    best = np.full(len(slab), -np.inf)
    tilt = np.zeros(len(slab))
    place = np.arange(len(slab))
    for angle in _TILTS_DEG:
        shift = np.tan(np.deg2rad(angle)) * (depth - depth.mean())
        line = np.zeros(len(slab))
        for column, by in zip(depth, shift, strict=True):
            line += np.interp(place + by, place, slab[:, column])
        line = gaussian_along(line / len(depth), 0.8, 0)
        gap = _flanked(line)
        better = gap > best
        best, tilt = np.where(better, gap, best), np.where(better, angle, tilt)
    peaks = np.sort(_only_peaks(best))[::-1]
    usual = float(np.median(peaks[: max(3, len(slab) // 30)]))
    return np.clip(_only_peaks(best) / max(usual, 30.0), 0.0, 1.2), tilt


def _flanked(line: Floats) -> Floats:
    """How much darker each place is than the brightest within 8 mm on both sides."""
    above, below = np.full(len(line), -np.inf), np.full(len(line), -np.inf)
    for by in _FLANK_MM:
        above[by:] = np.maximum(above[by:], line[:-by])
        below[:-by] = np.maximum(below[:-by], line[by:])
    return np.where(np.isfinite(above) & np.isfinite(below), np.minimum(above, below) - line, 0.0)


def _only_peaks(values: Floats) -> Floats:
    """Zero but for the highest place within 3 mm."""
    high = np.max([np.roll(values, by) for by in range(-3, 4)], axis=0)
    return np.where(values >= high, np.maximum(values, 0.0), 0.0)


def _sequence(clear: Floats) -> list[int]:
    """The sequence of places of the greatest sum of clearness whose spacing changes evenly.

    The state is a place and the spacing to the one before it; spacings grow downwards by a few
    per cent a level, and a disc too worn to be seen may be passed at its cost.
    """
    count = len(clear)
    spacings = np.arange(_LEAST_MM, _MOST_MM + 1)
    change = np.log(spacings[:, None] / spacings[None, :]) - 0.025
    penalty = 0.5 * (change / _RATIO_SPREAD) ** 2
    close = np.max([0.9 ** abs(by) * np.roll(clear, by) for by in range(-2, 3)], axis=0)
    worth = np.where(close > 0, close, -0.15) - _COST
    total = np.full((count, len(spacings)), -np.inf)
    came = np.full((count, len(spacings)), -1)
    for place in range(count):
        for number, spacing in enumerate(spacings):
            before = place - int(spacing)
            if before < 0:
                break
            start = worth[before]
            reached = total[before] - penalty[number]
            best = int(np.argmax(reached))
            if reached[best] > start:
                total[place, number], came[place, number] = reached[best] + worth[place], best
            else:
                total[place, number] = start + worth[place]
    if not np.isfinite(total).any():
        return []
    place, number = (int(n) for n in np.unravel_index(int(np.argmax(total)), total.shape))
    if total[place, number] < 0.5:
        return []
    found = [place]
    while True:
        before, earlier = place - int(spacings[number]), int(came[place, number])
        found.append(before)
        if earlier < 0:
            return found[::-1]
        place, number = before, earlier
