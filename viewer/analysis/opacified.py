"""Which sections of a bordered sac hold intrathecal contrast."""

import numpy as np

from viewer.analysis.border import FINE_FAN, SacBorder
from viewer.analysis.contrast import LEAST_OVER_SOFT_HU, SOFT_HU, csf_within
from viewer.analysis.filters import Flags, gaussian_along, long_runs, mean_along, runs
from viewer.analysis.radial import areas_mm2
from viewer.analysis.trace import SacTrace

_LEAST_EDGE = 0.45
_LEAST_MM2, _LARGEST_MM2 = 15.0, 500.0
_RUN_MM = 25.0
_LEAST_LIKENESS = 0.4


def opacified_sections(border: SacBorder, trace: SacTrace) -> Flags:
    """Return which sections hold contrast of a sac: bright over soft tissue, and edged by what is darker.

    Marrow and metal on a path that strays are bright too, but go on into more bone on most sides.
    """
    edged = border.seen.mean(axis=1) >= _LEAST_EDGE
    own_hu = csf_within(gaussian_along(border.rays, 1.5, 0), border.radii_mm, FINE_FAN)
    bright = (own_hu >= SOFT_HU + LEAST_OVER_SOFT_HU) & (own_hu > 0.5 * np.median(border.csf_hu, axis=1))
    area = areas_mm2(border.radii_mm)
    found = edged & bright & (area > _LEAST_MM2) & (area < _LARGEST_MM2)
    often = mean_along(found.astype(float), round(_RUN_MM / trace.curve.step_mm), 0) >= 0.5
    kept = _carried_to_ends(long_runs(often, round(_RUN_MM / trace.curve.step_mm)), found)
    for start, stop in runs(kept):
        if np.median(trace.likeness[start:stop]) < _LEAST_LIKENESS:
            kept[start:stop] = False
    return kept


def _carried_to_ends(kept: Flags, found: Flags) -> Flags:
    """Lead each run on at both ends as long as sections are found with gaps of at most three."""
    result = kept.copy()
    for start, stop in runs(kept):
        while start > 0 and found[max(0, start - 4) : start].any():
            start -= 1  # noqa: PLW2901 - walks outwards
        while stop < len(found) and found[stop : stop + 4].any():
            stop += 1  # noqa: PLW2901 - walks outwards
        result[start:stop] = True
        inside = np.flatnonzero(found[start:stop])
        if inside.size:
            result[start : start + inside[0]] = False
            result[start + inside[-1] + 1 : stop] = False
    return result
