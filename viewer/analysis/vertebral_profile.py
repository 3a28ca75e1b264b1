"""Where along the canal a disc may lie: the dark gap between two endplates, and the open foramina beside it."""

import attrs
import numpy as np

from viewer.analysis.filters import (
    Flags,
    Floats,
    gaussian,
    gaussian_along,
    least_along,
    mean_along,
    median_along,
    most_along,
)
from viewer.analysis.vertebral_stack import AIR_HU, CELL_MM, FRONT_MM, SIDE_MM, VertebralStack

_FORE_TILTS = np.arange(-0.4, 0.41, 0.1)
_SIDE_TILTS = (-0.3, -0.15, 0.0, 0.15, 0.3)
_PIVOT_MM = -20.0
_REACH_MM = 8
_USUAL_MM = 81
_LEAST_HU = 40.0
_PERIOD_MM = 31
_RAYS_DEG = (0.0, 15.0, 30.0, 45.0, 60.0)
_SAC_MM = 12.5
# The foramen lies behind the lower part of the body above the disc.
_FORAMEN_FROM_MM, _FORAMEN_TO_MM = -9, -1
# How much of the evidence the gaps are where they neither agree nor disagree with the foramina.
_TRUST, _TRUST_BY_AGREEMENT, _LEAST_TRUST, _MOST_TRUST = 0.35, 0.4, 0.1, 0.8
_AGREE_OVER_MM = 30.0
_ALIKE_OVER_MM, _USUAL_SPREAD = 12.0, 0.3
_INSIDE = 0.6
_USUAL_FRONT_MM = 34.0


@attrs.frozen(eq=False)
class VertebralProfile:
    """One value per section: `disc` how like a disc (0 to 1), `bone` the share of bone where bodies lie.

    `disc` weighs the `gap` between endplates and the `foramen` being open, each against the others nearby.
    `front_mm` is how far before the curve the bodies of the neighbourhood end.
    """

    disc: Floats
    gap: Floats
    foramen: Floats
    bone: Floats
    front_mm: Floats


def vertebral_profile(stack: VertebralStack) -> VertebralProfile:
    """Return the evidence for discs along a straightened spine."""
    gap_hu, bone = _gap_hu(stack)
    usual_hu = most_along(gap_hu, _USUAL_MM)
    gap = np.clip(gap_hu / (0.6 * usual_hu + _LEAST_HU), 0.0, 1.0)
    foramen = _relative(_foramen(stack))
    seen = stack.inside > _INSIDE
    trust = _trust_in_gaps(gap, foramen)
    disc = np.where(seen, trust * gap + (1 - trust) * foramen, 0.0)
    return VertebralProfile(disc, gap, foramen, np.where(seen, bone, 0.0), _front_mm(stack, seen))


def _gap_hu(stack: VertebralStack) -> tuple[Floats, Floats]:
    """How much darker each section is than the endplates above and below, at its best tilt; and bone."""
    hu = stack.box((-44.0, -10.0), (-14.0, 14.0))
    back = np.arange(-44.0, -9.9, CELL_MM)
    left = np.arange(-14.0, 14.1, CELL_MM)
    bony = gaussian_along(np.clip((hu - 20.0) / 150.0, 0.0, 1.0), 12.0, 0)
    central = np.exp(-(((back[:, None] + 18.0) / 10.0) ** 2 + (left[None, :] / 9.0) ** 2) / 2)
    weight = (np.clip(bony - 0.3, 0.0, 0.4) * central).reshape(len(hu), -1) + 1e-6
    flat = np.clip(hu, -100.0, 600.0).reshape(len(hu), -1)
    total, rows, cells = weight.sum(axis=1), np.arange(len(hu))[:, None], np.arange(flat.shape[1])[None, :]
    best = np.full(len(hu), -np.inf)
    for fore in _FORE_TILTS:
        for side in _SIDE_TILTS:
            shift = np.rint(fore * (back[:, None] - _PIVOT_MM) + side * left[None, :]).astype(int).ravel()
            tilted = flat[np.clip(rows + shift, 0, len(hu) - 1), cells]
            best = np.maximum(best, _valley((tilted * weight).sum(axis=1) / total))
    return np.maximum(best, 0.0), total / (0.4 * central.sum())


def _trust_in_gaps(gap: Floats, foramen: Floats) -> Floats:
    """The share of the gaps in the evidence.

    Thick slices blur a thin disc and its endplates to one bright band, so that the gaps seen are the
    bodies; then they stand against the foramina. Where foramina are all alike, gaps are what there is.
    """
    gap = gaussian_along(gap, 3.0, 0)

    def near(values: Floats) -> Floats:
        return gaussian_along(values, _AGREE_OVER_MM, 0)

    both = near(gap * foramen) - near(gap) * near(foramen)
    spread = (near(gap**2) - near(gap) ** 2) * (near(foramen**2) - near(foramen) ** 2)
    agreement = both / np.sqrt(np.maximum(spread, 1e-4))
    mean = gaussian_along(foramen, _ALIKE_OVER_MM, 0)
    variance = gaussian_along((foramen - mean) ** 2, _ALIKE_OVER_MM, 0)
    unlike = np.clip(np.sqrt(np.maximum(variance, 0.0)) / _USUAL_SPREAD, 0.0, 1.0)
    trust = unlike * (_TRUST + _TRUST_BY_AGREEMENT * agreement) + (1 - unlike) * _MOST_TRUST
    return np.clip(trust, _LEAST_TRUST, _MOST_TRUST)


def _front_mm(stack: VertebralStack, seen: Flags) -> Floats:
    """How far before the curve bone ends, where the scan shows it; elsewhere as in the nearest place."""
    hu = stack.box((FRONT_MM, -4.0), (-6.0, 6.0))[:, ::-1]
    ahead = -stack.back_mm[: hu.shape[1]][::-1]
    bone = gaussian_along(np.clip((hu - 40.0) / 160.0, 0.0, 1.0).mean(axis=2), 10.0, 0)
    level = 0.5 * bone[:, (ahead >= 12) & (ahead <= 18)].max(axis=1)
    beyond = (bone <= level[:, None]) & (ahead >= 14)
    beyond[:, -1] = True
    at = np.argmax(beyond, axis=1)
    front = ahead[at] - CELL_MM / 2
    known = np.flatnonzero(seen & (hu[np.arange(len(hu)), at].min(axis=1) > AIR_HU))
    if not len(known):
        return np.full(len(hu), _USUAL_FRONT_MM)
    middle = median_along(front[known], 2 * _PERIOD_MM - 1)
    return np.interp(np.arange(len(hu)), known, middle)


def _valley(profile: Floats) -> Floats:
    """How far each place lies below the lower of the peaks within reach on both sides."""
    smooth = gaussian_along(profile, 0.7, 0)
    above, below = np.full_like(smooth, -np.inf), np.full_like(smooth, -np.inf)
    for step in range(2, min(_REACH_MM, len(smooth) - 1) + 1):
        above[step:] = np.maximum(above[step:], smooth[:-step])
        below[:-step] = np.maximum(below[:-step], smooth[step:])
    depth = np.minimum(above, below) - mean_along(profile, 3, 0)
    return np.where(np.isfinite(depth), depth, 0.0)


def _foramen(stack: VertebralStack) -> Floats:
    """How open the way out of the canal is on both sides, 0 where pedicles close it.

    Bone and contrast that persist along the spine (facets in a row, the sac) say nothing and are taken
    off; what closes a ray once per vertebra is its pedicle.
    """
    bone = np.clip((gaussian(stack.hu, (0.8, 0.5, 0.5)) - 130.0) / 150.0, 0.0, 1.0)
    lasting = least_along(bone, _PERIOD_MM)
    passing = bone - lasting
    sides = [_open_rays(passing, lasting, side) for side in (-1.0, 1.0)]
    opened = mean_along((sides[0] + sides[1]) / 2, _FORAMEN_TO_MM - _FORAMEN_FROM_MM + 1, 0)
    place = np.arange(len(opened)) + (_FORAMEN_FROM_MM + _FORAMEN_TO_MM) // 2
    return opened[np.clip(place, 0, len(opened) - 1)]


def _open_rays(passing: Floats, lasting: Floats, side: float) -> Floats:
    best = np.zeros(len(passing))
    for angle in np.deg2rad(_RAYS_DEG):
        met, wall = np.zeros(len(passing)), np.zeros(len(passing))
        for radius in np.arange(9.0, 20.0, 1.5):
            left, back = side * radius * np.cos(angle), -radius * np.sin(angle)
            met = np.maximum(met, _column(passing, left, back))
            if radius > _SAC_MM:
                wall = np.maximum(wall, _column(lasting, left, back))
        best = np.maximum(best, (1 - met) * (1 - wall))
    return best


def _column(values: Floats, left_mm: float, back_mm: float) -> Floats:
    """The values along the spine at one place of the section, by linear interpolation."""
    i, j = (left_mm + SIDE_MM) / CELL_MM, (back_mm - FRONT_MM) / CELL_MM
    column, row = int(i), int(j)
    x, y = i - column, j - row
    front = values[:, row, column] * (1 - x) + values[:, row, column + 1] * x
    back = values[:, row + 1, column] * (1 - x) + values[:, row + 1, column + 1] * x
    return front * (1 - y) + back * y


def _relative(values: Floats) -> Floats:
    """Values between the least and the most of their neighbourhood, damped where they hardly vary."""
    low, high = least_along(values, 2 * _PERIOD_MM - 1), most_along(values, 2 * _PERIOD_MM - 1)
    return (values - low) / np.maximum(high - low, 0.3)
