"""Whether contrast stops or fades: how its brightness changes towards an end of it."""

import numpy as np

from viewer.analysis.border import FINE_FAN, SacBorder
from viewer.analysis.contrast import SOFT_HU, csf_within
from viewer.analysis.filters import Flags, Floats, gaussian_along

_EVEN_MM = 1.5
_NEAR_MM, _FAR_MM = (4.0, 12.0), (15.0, 45.0)
_STAYS, _STAYS_FAINT, _FAINT_HU = 0.7, 0.9, 120.0
_LEAST = 3


def own_hu(border: SacBorder) -> Floats:
    """Return how bright each section of a sac is by itself, its neighbours not asked."""
    even = gaussian_along(border.rays, _EVEN_MM / border.curve.step_mm, 0)
    return csf_within(even, border.radii_mm, FINE_FAN)


def stops(bright_hu: Floats, lit: Flags, end: int, inward: int, step_mm: float) -> bool:
    """Return whether contrast ends at section `end` at once, being as bright just within as further on.

    `inward` (1 or -1) is the way into it. Contrast that fades is far darker close to its end, however
    slowly or quickly it does. False where too little of it lies behind the end to tell.
    """
    near, far = (
        _over(bright_hu, lit, end, inward, [round(one / step_mm) for one in reach])
        for reach in (_NEAR_MM, _FAR_MM)
    )
    if len(near) < _LEAST or len(far) < _LEAST:
        return False
    usual = float(np.median(far))
    return float(np.percentile(near, 75)) >= usual * (_STAYS if usual >= _FAINT_HU else _STAYS_FAINT)


def _over(bright_hu: Floats, lit: Flags, end: int, inward: int, reach: list[int]) -> Floats:
    """By how many HU the lit sections a way inward of an end exceed soft tissue."""
    places = end + inward * np.arange(reach[0], reach[1] + 1)
    places = places[(places >= 0) & (places < len(lit))]
    over = bright_hu[places[lit[places]]] - SOFT_HU
    return over[np.isfinite(over)]
