"""How much the sac is narrowed at every section, for pictures: as the list of narrowings counts it."""

from collections.abc import Sequence

import numpy as np
from scipy import ndimage

from viewer.analysis.filters import Flags, Floats, gaussian_along, runs
from viewer.model.narrowing import Narrowing
from viewer.model.sections import Sections

_REACH_MM = 32.0
_EVEN_MM, _BROAD_MM = 1.0, 4.0
_SLIGHT = 0.02


def area_reduction_pct(sections: Sections, narrowings: Sequence[Narrowing]) -> Floats:
    """Return the percent area reduction of each section, 0 where un-narrowed, NaN where not measured.

    A valley of the area is filled to the lower of its two shoulders; within a listed narrowing the
    result is stretched so that its minimum has the listed number.
    """
    ok = sections.ok
    if not ok.any():
        return np.full(len(ok), np.nan)
    step_mm = float(sections.arc_mm[1] - sections.arc_mm[0]) if len(ok) > 1 else 1.0
    place = np.arange(len(ok))
    area = np.interp(place, place[ok], sections.area_mm2[ok])
    usual = _filled(gaussian_along(area, _BROAD_MM / step_mm, 0), round(_REACH_MM / step_mm))
    area = gaussian_along(area, _EVEN_MM / step_mm, 0)
    lost = 1 - area / np.maximum(usual, 1e-6)
    for one in narrowings:
        if one.area_reduction_pct is not None and one.reference_area_mm2:
            number = int(np.argmin(np.abs(sections.arc_mm - one.arc_mm)))
            lost = _as_listed(lost, area, number, one.area_reduction_pct / 100, one.reference_area_mm2)
    return np.where(ok, 100 * np.clip(lost, 0, 1), np.nan)


def _filled(area: Floats, reach: int) -> Floats:
    # Carried on beyond the ends, so that the taper towards them is no valley.
    padded = np.pad(area, 2 * reach, mode="edge")
    return np.asarray(ndimage.grey_closing(padded, 2 * reach + 1))[2 * reach : -2 * reach]


def _as_listed(lost: Floats, area: Floats, number: int, listed: float, reference_mm2: float) -> Floats:
    if lost[number] > _SLIGHT:
        within = _around(lost > _SLIGHT, number)
        return np.where(within, lost * (listed / lost[number]), lost)
    # Only one shoulder is in view.
    own = 1 - area / reference_mm2
    within = _around(own > _SLIGHT, number)
    return np.where(within, np.maximum(lost, own), lost)


def _around(flags: Flags, number: int) -> Flags:
    kept = np.zeros_like(flags)
    for start, stop in runs(flags):
        if start <= number < stop:
            kept[start:stop] = True
    return kept
