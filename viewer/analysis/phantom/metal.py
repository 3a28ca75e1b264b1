"""Pedicle screws with their rods, and the streaks that metal draws through an image."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import fft, ndimage

from viewer.analysis.phantom.bone import solid_box, solid_distance
from viewer.analysis.phantom.canvas import cover
from viewer.analysis.phantom.cervical import NECK
from viewer.analysis.phantom.curve import SpineCurve
from viewer.analysis.phantom.lattice import Array, Lattice
from viewer.analysis.phantom.solid import Solid, chain, rod
from viewer.analysis.phantom.spec import PhantomSpec
from viewer.analysis.phantom.vertebra import SHAPES
from viewer.model.spine import Level

METAL_HU = 7500.0
_RADIUS_MM, _ROD_MM = 2.9, 2.7
_DIRECTIONS = 120
_STREAK_MM = 1.4
_LOSS_HU = 7.0
_GRAIN_HU = 45.0


def screws(spec: PhantomSpec, curve: SpineCurve) -> tuple[Solid, ...]:
    """Return the screws of a spec and the rods that join their heads on either side."""
    solids: list[Solid] = []
    for side in (-1.0, 1.0):
        heads = [_screw(curve, level, side) for level in spec.screws]
        solids += [rod(head, tip, _RADIUS_MM, _RADIUS_MM * 0.8) for head, tip in heads]
        solids += chain([head for head, _ in heads], [_ROD_MM] * len(heads))
    return tuple(solids)


def _screw(curve: SpineCurve, level: Level, side: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the head and the tip of a screw in a pedicle, clear of the canal."""
    frame = curve.at(level.name)
    neck = NECK.get(level.name)
    wide, deep = (neck.canal_half_width, neck.canal_depth) if neck else _canal_size(level.name)
    x = side * (wide + 4.2)
    return frame.at(x + side * 3.0, deep / 2 + 9.0, 4.0), frame.at(x - side * 3.0, -deep / 2 - 22.0, 4.0)


def _canal_size(name: str) -> tuple[float, float]:
    shape = SHAPES[name]
    return shape.canal_half_width, shape.canal_depth


def paint_screws(image: Array, slab: Lattice, solids: Sequence[Solid], width_mm: float) -> None:
    """Paint metal on a slab, in place, and its streaks through every slice that it crosses."""
    if not solids:
        return
    metal = np.zeros(image.shape, np.float32)
    for solid in solids:
        box = solid_box(slab, solid, width_mm + 1.0)
        if box is not None:
            cover(metal[box], solid_distance(slab, solid, box), 1.0, width_mm)
    spacing = np.linalg.norm(slab.steps, axis=1)
    for k in np.flatnonzero(metal.max(axis=(1, 2)) > 0.5):
        image[k] += _streaks(metal[k], (float(spacing[1]), float(spacing[0])), int(k))
        image[k] += metal[k] * (METAL_HU - image[k])


def _streaks(metal: Array, spacing_mm: tuple[float, float], seed: int) -> Array:
    """Return what a scanner makes of rays that lose too much in metal: dark bands and bright rays.

    The loss beyond proportion grows with the square of the way through metal; it is filtered and
    projected back as a scanner does, on a grid of about `_STREAK_MM`.
    """
    thin = [max(1, round(_STREAK_MM / one)) for one in spacing_mm]
    coarse = _mean(metal, thin)
    step = [one * factor for one, factor in zip(spacing_mm, thin, strict=True)]
    y, x = (
        (np.arange(n, dtype=np.float32) - (n - 1) / 2) * size
        for n, size in zip(coarse.shape, step, strict=True)
    )
    reach = int(np.ceil(np.hypot(abs(y[0]), abs(x[0])) / _STREAK_MM)) + 2
    chance = np.random.default_rng([seed, 77])
    total = np.zeros(coarse.shape, np.float32)
    for angle in np.arange(_DIRECTIONS) * np.pi / _DIRECTIONS:
        place = (x[None, :] * np.cos(angle) + y[:, None] * np.sin(angle)) / _STREAK_MM + reach
        ways = np.bincount(
            np.rint(place).astype(int).ravel(),
            coarse.ravel() * (step[0] * step[1] / _STREAK_MM),
            2 * reach + 1,
        )
        lost = -_LOSS_HU * ways**2 + _GRAIN_HU * ways * chance.standard_normal(ways.size)
        total += np.interp(place, np.arange(lost.size), _ramp(lost)).astype(np.float32)
    wide = total.repeat(thin[0], axis=0).repeat(thin[1], axis=1)
    padded = np.pad(wide, [(0, factor) for factor in thin], "edge")
    soft = ndimage.uniform_filter1d(ndimage.uniform_filter1d(padded, thin[0], 0), thin[1], 1)
    return np.asarray(soft[: metal.shape[0], : metal.shape[1]] * np.float32(12 / _DIRECTIONS))


def _mean(image: Array, factors: Sequence[int]) -> Array:
    rows, columns = (n // factor for n, factor in zip(image.shape, factors, strict=True))
    part = image[: rows * factors[0], : columns * factors[1]]
    return part.reshape(rows, factors[0], columns, factors[1]).mean(axis=(1, 3))


def _ramp(profile: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return a projection filtered as for back projection."""
    size = 2 * profile.size
    gain = fft.rfftfreq(size) * np.exp(-((fft.rfftfreq(size) / 0.3) ** 2))
    return np.asarray(fft.irfft(np.asarray(fft.rfft(profile, size)) * gain, size))[: profile.size]
