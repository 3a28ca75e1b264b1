"""What the numbers of each section are worth."""

import numpy as np

from viewer.analysis.border import FINE_FAN, SacBorder
from viewer.analysis.contrast import LEAST_OVER_SOFT_HU, SOFT_HU
from viewer.analysis.curve import OUTSIDE_HU
from viewer.analysis.filters import Flags, Floats, mean_along, runs
from viewer.analysis.metal import holds_metal
from viewer.analysis.stops import own_hu, stops
from viewer.model.sections import SectionState
from viewer.model.volume import Volume

# Where a scanner fills its image up with air beyond its field, the border lies a voxel before it.
_AIR_MM = 1.0
_LEAST_CSF_MM2 = 6.0
_LIT_SHARE = 0.4
_FADED_MM = 30.0


def section_states(volume: Volume, border: SacBorder, opacified: Flags) -> tuple[SectionState, ...]:
    """Return what each section's numbers are worth, by the order of `SectionState`."""
    edge = leaves_volume(border)
    metal = holds_metal(volume, border)
    lit = holds_csf(border)
    lit &= np.median(border.csf_hu, axis=1) >= SOFT_HU + LEAST_OVER_SOFT_HU
    run = np.flatnonzero(opacified)
    spanned = np.zeros_like(opacified)
    if run.size:
        spanned[run[0] : run[-1] + 1] = True
    good = spanned & (mean_along(lit.astype(float), 3, 0) > 0.5)
    place = np.flatnonzero(good)
    state = [SectionState.NOT_OPACIFIED] * len(good)
    for number in range(len(good)):
        if edge[number]:
            state[number] = SectionState.EDGE
        elif metal[number]:
            state[number] = SectionState.METAL
        elif good[number]:
            state[number] = SectionState.OK
        elif place.size and place[0] < number < place[-1]:
            state[number] = SectionState.OBLITERATED
    for start, stop in _faded(np.array([one is SectionState.OBLITERATED for one in state]), good, border):
        state[start:stop] = [SectionState.NOT_OPACIFIED] * (stop - start)
    return tuple(state)


def _faded(lost: Flags, lit: Flags, border: SacBorder) -> list[tuple[int, int]]:
    """The long stretches between contrast that it fades out towards on both sides: it never came there."""
    step_mm = border.curve.step_mm
    bright_hu = own_hu(border)
    return [
        (start, stop)
        for start, stop in runs(lost)
        if (stop - start) * step_mm >= _FADED_MM
        and not stops(bright_hu, lit, start - 1, -1, step_mm)
        and not stops(bright_hu, lit, stop, 1, step_mm)
    ]


def leaves_volume(border: SacBorder) -> Flags:
    """Return which sections reach outside the volume within their outline."""
    inside = FINE_FAN.radius_mm[None, None, :] <= border.radii_mm[..., None] + _AIR_MM
    return np.asarray(((border.rays <= OUTSIDE_HU + 1) & inside).any(axis=(1, 2)))


def holds_csf(border: SacBorder) -> Flags:
    """Return which sections hold enough bright CSF within their outline to be measured."""
    return np.asarray(_csf_area_mm2(border) >= _LEAST_CSF_MM2)


def _csf_area_mm2(border: SacBorder) -> Floats:
    radius = FINE_FAN.radius_mm
    # By what is usual about the section: where bone touches the sac, its border is set brighter.
    usual = np.median(border.csf_hu, axis=1)[:, None, None]
    lit = (border.rays >= SOFT_HU + _LIT_SHARE * (usual - SOFT_HU)) & (radius <= border.radii_mm[..., None])
    cell = radius * FINE_FAN.step_mm * 2 * np.pi / FINE_FAN.angles
    return (lit * cell).sum(axis=(1, 2))
