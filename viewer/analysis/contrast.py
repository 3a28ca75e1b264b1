"""How bright the CSF is along the canal, from pixels alone, and how well contrast explains what is seen."""

import attrs
import numpy as np

from viewer.analysis.filters import (
    Floats,
    Whole,
    gaussian_along,
    least_along,
    mean_along,
    most_along,
    percentile,
)
from viewer.analysis.outline import closed_outlines
from viewer.analysis.radial import Fan

SOFT_HU = 40.0
"""Cord, roots and soft tissue: what opacified CSF is told apart from."""

LEAST_OVER_SOFT_HU = 60.0
"""Less than this over soft tissue is not opacified."""

FAINTEST_HU = SOFT_HU + LEAST_OVER_SOFT_HU / 2
"""The level of CSF is never taken to be less, so that a border can be sought where nothing is opacified."""

EVIDENT_MM = 25.0
LEAST_EVIDENCE = 0.95
"""Contrast is taken for present from this worth over `EVIDENT_MM` of the canal on."""

_FAN = Fan(24, 0.75, 18)
_LEVELS_HU = 100.0 * 1.25 ** np.arange(16)
_EVERY_MM, _EVEN_MM, _LASTING_MM, _ALIKE_MM = 3.0, 2.5, 15.0, 3.0
_THICK_MM = 3.0
_OVER_COST, _DARK_COST = 1.0, 0.4
_TURN_COST = 0.15
_PEAK_PCT = 75
_RIM_MM = 0.8
_MOST_NOISE_HU = 60.0
_LEVEL_COST = 0.25
_DOUBTFUL_WORTH, _CERTAIN_WORTH = 0.5, 0.8


@attrs.frozen(eq=False)
class CsfLevels:
    """For each section the likeliest HU of CSF, and the `worth` of taking it for CSF.

    A closed outline full of, or ringed inside by, one brightness that ends at it on all sides is worth
    about 1 to 2 however bright it is. Bone, and vessels beside the canal, stay below about 0.6: they
    come and go along the spine, or do not close.
    """

    hu: Floats
    worth: Floats


def csf_levels(stack: Floats, step_mm: float, cell_mm: float, noise_hu: float) -> CsfLevels:
    """Return the level of CSF in straightened sections `[n, b, a]` about the middle of the canal.

    Every brightness contrast may have is tried; that whose best outlines are worth most, and that
    changes evenly along the canal, is chosen. So no threshold is set in HU.
    """
    every = max(1, round(_EVERY_MM / step_mm))
    even, least, most = (_FAN.of_stack(one, cell_mm) for one in _along(stack, step_mm, every))
    rays = _Rays(even, least, most, _FAN.step_mm)
    return _levels(rays, every * step_mm, np.arange(len(stack)) / every, noise_hu)


def levels_of_rays(rays: Floats, step_mm: float, fan: Fan, noise_hu: float) -> CsfLevels:
    """Return the level of CSF in sections given as the rays `[n, angle, step]` of a fine fan."""
    every = max(1, round(_EVERY_MM / step_mm))
    wide = max(1, round(_FAN.step_mm / fan.step_mm))
    steps = fan.steps // wide
    coarse = rays[..., : steps * wide].reshape(len(rays), fan.angles // 2, 2, steps, wide).mean(axis=(2, 4))
    even, least, most = _along(coarse, step_mm, every)
    return _levels(
        _Rays(even, least, most, wide * fan.step_mm), every * step_mm, np.arange(len(rays)) / every, noise_hu
    )


def _along(sections: Floats, step_mm: float, every: int) -> list[Floats]:
    """Sections smoothed along the canal, and the least and most of them around, for every few of them."""
    even = gaussian_along(sections, _EVEN_MM / step_mm, 0)
    reach = round(_LASTING_MM / step_mm)
    three = (even, least_along(even, reach), most_along(even, reach))
    return [np.ascontiguousarray(one[::every]) for one in three]


def _levels(rays: "_Rays", step_mm: float, place: Floats, noise_hu: float) -> CsfLevels:
    """Try every level, and choose evenly along the canal; `place` is that of each section among the rays."""
    tried = [_outlined(rays, float(level), noise_hu) for level in _LEVELS_HU]
    worth = gaussian_along(np.array([one.worth for one in tried]).T, _ALIKE_MM / step_mm, 0)
    chosen = _evenly_best(worth)
    rows = np.arange(len(chosen))
    found, best = np.array([one.hu for one in tried])[chosen, rows], worth[rows, chosen]
    certain = np.flatnonzero(best > _DOUBTFUL_WORTH) if (best > _DOUBTFUL_WORTH).any() else rows
    known = np.maximum(found[certain], FAINTEST_HU)
    return CsfLevels(np.interp(place, certain, known), np.interp(place, rows, best))


@attrs.frozen(eq=False)
class _Rays:
    """HU `[n, angle, step]` every `step_mm` outward: smoothed along the canal, and its least and most around."""

    even: Floats
    least: Floats
    most: Floats
    step_mm: float


@attrs.frozen(eq=False)
class _Outlined:
    """What the best outlines about CSF of one level are worth, and the HU of what they hold."""

    worth: Floats
    hu: Floats


def _outlined(rays: _Rays, level_hu: float, noise_hu: float) -> _Outlined:
    over_soft = level_hu - SOFT_HU
    share = (0.5 * (rays.even + rays.least) - SOFT_HU) / over_soft
    highest = (0.7 * rays.even + 0.3 * rays.most - SOFT_HU) / over_soft
    slack = 0.4 * min(noise_hu, _MOST_NOISE_HU) / over_soft
    over = _ramp(highest, 1.25 + slack, 1.45 + 2 * slack)
    alike = np.clip(1.5 - np.abs(share - 0.95) / (0.22 + slack), 0, 1) * (1 - over)
    lit = _ramp(share, 0.3, 0.8) * (1 - over)
    dark = (1 - _ramp(share, 0.35, 0.6)) * np.maximum.accumulate(_ramp(share, 0.45, 0.7), axis=2)
    gain = (
        np.minimum(_up_to(alike, rays), _THICK_MM) / _THICK_MM
        + _mean_over(lit, -2, 1)
        - _mean_over(lit, 1, 3)
    )
    gain -= _OVER_COST * _up_to(over, rays) + _DARK_COST * _up_to(dark, rays)
    gain[..., -2:] = -_THICK_MM
    at = closed_outlines(gain.astype(np.float32), _TURN_COST)
    won = np.take_along_axis(gain, at[..., None], 2)[..., 0].mean(axis=1)
    inside = (np.arange(share.shape[2]) <= at[..., None]) & (over < 0.5)
    peaks = np.where(inside, rays.even, SOFT_HU).max(axis=2)
    return _Outlined(won, percentile(peaks, _PEAK_PCT, 1))


def _evenly_best(worth: Floats) -> Whole:
    """The level of each section `[n]` of `worth` `[n, level]` that wins most, changing from one to the next at a cost."""
    certain = worth.max(axis=1, keepdims=True)
    won = worth * _ramp(certain, _DOUBTFUL_WORTH, _CERTAIN_WORTH)
    levels = np.arange(won.shape[1])
    cost = _LEVEL_COST * np.abs(levels[:, None] - levels[None, :])
    total, came = won[0], np.zeros(won.shape, np.int64)
    for number in range(1, len(won)):
        reached = total[None, :] - cost
        came[number] = np.argmax(reached, axis=1)
        total = reached.max(axis=1) + won[number]
    best = np.zeros(len(won), np.int64)
    best[-1] = int(np.argmax(total))
    for number in range(len(won) - 1, 0, -1):
        best[number - 1] = came[number, best[number]]
    return best


def _up_to(values: Floats, rays: _Rays) -> Floats:
    """The sum over each ray from the middle outward, in mm."""
    return np.cumsum(values, axis=2) * rays.step_mm


def _mean_over(values: Floats, first: int, stop: int) -> Floats:
    """The mean over steps relative to each; beyond the ends what there is."""
    total = np.concatenate([np.zeros((*values.shape[:2], 1)), np.cumsum(values, axis=2)], axis=2)
    steps = values.shape[2]
    step = np.arange(steps)
    high = np.clip(step + stop, 1, steps)
    low = np.clip(step + first, 0, high - 1)
    return (total[..., high] - total[..., low]) / (high - low)


def _ramp(values: Floats, low: float, high: float) -> Floats:
    return np.clip((values - low) / (high - low), 0.0, 1.0)


def csf_within(rays: Floats, radii_mm: Floats, fan: Fan) -> Floats:
    """Return the HU of CSF in each section from the peaks of its rays inside an outline.

    Its rim is left out, where bone may shine in; nothing is darker than contrast may ever be.
    """
    inside = fan.radius_mm[None, None, :] <= np.maximum(radii_mm[..., None] - _RIM_MM, 2 * fan.step_mm)
    peaks = np.where(inside, rays, -1024.0).max(axis=2)
    return np.maximum(percentile(peaks, 75, 1), FAINTEST_HU)


def evidence_of(worth: Floats, step_mm: float) -> float:
    """Return what the best `EVIDENT_MM` of a canal are worth: how surely a scan, or a part, holds contrast."""
    wide = mean_along(worth, round(EVIDENT_MM / step_mm), 0)
    return float(wide.max()) if len(wide) else 0.0


def noise_of(stack: Floats) -> float:
    """Return the noise (standard deviation) of soft tissue in straightened sections."""
    step = np.diff(stack, axis=0)[(stack[1:] > -50) & (stack[1:] < 150)]
    return float(1.05 * np.median(np.abs(step))) if step.size else 20.0
