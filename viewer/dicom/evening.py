"""From where images lie along their normal to evenly spaced slices, and which of those were never scanned.

Tolerance: a grid that fits within 0.01 mm is exact, within 0.1 mm it is used with a note; above, slices
are made between the acquired ones.
"""

import attrs
import numpy as np
from numpy.typing import NDArray

EXACT_MM = 0.01
TOLERATED_MM = 0.1
# A step counts as one of the series when at least this share of the steps is like it.
_USUAL_SHARE, _ALIKE = 0.1, 0.02
# An interval this many times the steps on both its sides means that images were lost there.
_LOST = 1.5
_NEIGHBOURS = 6

Positions = NDArray[np.float64]
Places = NDArray[np.intp]


@attrs.frozen(eq=False)
class Spacing:
    """Even slices from `start_mm` on, `step_mm` apart, and how each follows from the images.

    Slice `k` is image `below[k]`, or that image and the next one blended with the share `weight[k]` of
    the next. `gaps` are stretches of slices far from every image, `(first, count)`; `off_mm` is how far
    an image lies at most from the slice it is used for.
    """

    start_mm: float
    step_mm: float
    below: Places
    weight: Positions
    gaps: tuple[tuple[int, int], ...]
    off_mm: float

    @property
    def count(self) -> int:
        """How many slices there are."""
        return len(self.below)

    @property
    def blended(self) -> bool:
        """Whether any slice is made of two images."""
        return bool((self.weight > 0).any())


def even_spacing(along_mm: Positions) -> Spacing:
    """Return evenly spaced slices for images at growing positions along their normal, at least two."""
    step_mm = _usual_step(np.diff(along_mm))
    number = np.rint((along_mm - along_mm[0]) / step_mm)
    if (np.diff(number) >= 1).all():
        fitted, start_mm = (float(one) for one in np.polyfit(number, along_mm, 1))
        exact = float(along_mm[-1] - along_mm[0]) / float(number[-1])
        for step, start in ((exact, float(along_mm[0])), (fitted, start_mm)):
            off_mm = float(np.abs(along_mm - start - step * number).max())
            if off_mm <= (EXACT_MM if step == exact else TOLERATED_MM):
                return _on_grid(along_mm, start, step, number.astype(np.intp), off_mm)
    return _between(along_mm, step_mm)


def _usual_step(gaps_mm: Positions) -> float:
    """The shortest step that is common among the images."""
    ordered = np.sort(gaps_mm)
    needed = max(2, round(_USUAL_SHARE * len(ordered)))
    for first in ordered:
        alike = np.abs(ordered - first) <= max(2 * EXACT_MM, _ALIKE * first)
        if alike.sum() >= min(needed, len(ordered)):
            return float(np.median(ordered[alike]))
    return float(np.median(ordered))


def _on_grid(along_mm: Positions, start_mm: float, step_mm: float, number: Places, off_mm: float) -> Spacing:
    place = np.arange(number[-1] + 1)
    below = np.searchsorted(number, place, side="right") - 1
    above = np.minimum(below + 1, len(number) - 1)
    apart = np.maximum(number[above] - number[below], 1)
    weight = (place - number[below]) / apart
    away = np.minimum(place - number[below], np.abs(number[above] - place)) * step_mm
    gaps = _gaps(along_mm, below, weight, away, step_mm)
    return Spacing(start_mm, step_mm, below, weight, gaps, off_mm)


def _between(along_mm: Positions, step_mm: float) -> Spacing:
    reach_mm = float(along_mm[-1] - along_mm[0])
    count = int(np.floor(reach_mm / step_mm + 1e-6)) + 1
    at = along_mm[0] + step_mm * np.arange(count)
    below = np.clip(np.searchsorted(along_mm, at + EXACT_MM, side="right") - 1, 0, len(along_mm) - 1)
    above = np.minimum(below + 1, len(along_mm) - 1)
    apart = np.where(above > below, along_mm[above] - along_mm[below], 1.0)
    weight = np.clip((at - along_mm[below]) / apart, 0.0, 1.0)
    weight[np.abs(at - along_mm[below]) <= EXACT_MM] = 0.0
    away = np.minimum(np.abs(at - along_mm[below]), np.abs(along_mm[above] - at))
    gaps = _gaps(along_mm, below, weight, away, step_mm)
    return Spacing(float(along_mm[0]), step_mm, below, weight, gaps, 0.0)


def _gaps(
    along_mm: Positions, below: Places, weight: Positions, away_mm: Positions, step_mm: float
) -> tuple[tuple[int, int], ...]:
    """The runs of blended slices that lie in lost intervals, further than half a step from any image."""
    lost = lost_intervals(np.diff(along_mm))
    if not lost.any():
        return ()
    inside = np.append(lost, False)[below] & (weight > 0) & (away_mm > 0.51 * step_mm)
    edges = np.flatnonzero(np.diff(np.concatenate([[False], inside, [False]]).astype(int)))
    return tuple((int(first), int(end - first)) for first, end in edges.reshape(-1, 2))


def lost_intervals(gaps_mm: Positions) -> NDArray[np.bool_]:
    """Return which intervals between images are so wide that images must be missing in them.

    Where the steps change from short to long for good, nothing is missing.
    """
    usual = [
        max(_low_median(gaps_mm[max(0, n - _NEIGHBOURS) : n]), _low_median(gaps_mm[n + 1 :][:_NEIGHBOURS]))
        for n in range(len(gaps_mm))
    ]
    return gaps_mm >= _LOST * np.where(np.array(usual) > 0, usual, np.inf)


def _low_median(values: Positions) -> float:
    return float(np.sort(values)[(len(values) - 1) // 2]) if len(values) else 0.0
