"""The noise of a CT image: grainy, not white, and slightly shared by neighbouring slices."""

import numpy as np
from scipy import fft

from viewer.analysis.phantom.lattice import Array

SHARED = 0.35
"""The correlation of the noise of two neighbouring slices."""


def noise_band(shape: tuple[int, int], spacing_mm: tuple[float, float]) -> Array:
    """Return the amplitude at every frequency of `rfft2`: a ramp that a smooth kernel rolls off."""
    rows = fft.fftfreq(shape[0], spacing_mm[0])[:, None]
    columns = fft.rfftfreq(shape[1], spacing_mm[1])[None, :]
    frequency = np.hypot(rows, columns)
    band = np.sqrt(frequency + 0.08) * np.exp(-((frequency / 0.95) ** 2))
    full = np.concatenate([band, band[:, 1 : (shape[1] + 1) // 2]], axis=1)
    return (band / np.sqrt((full**2).mean())).astype(np.float32)


def streak_band(shape: tuple[int, int], spacing_mm: tuple[float, float], along: int) -> Array:
    """Return the amplitude at every frequency of streaks along one axis of a slice (0 rows, 1 columns)."""
    frequencies = (fft.fftfreq(shape[0], spacing_mm[0]), fft.rfftfreq(shape[1], spacing_mm[1]))
    band = np.outer(
        np.exp(-((frequencies[0] / (0.012 if along == 0 else 0.45)) ** 2)),
        np.exp(-((frequencies[1] / (0.012 if along == 1 else 0.45)) ** 2)),
    )
    full = np.concatenate([band, band[:, 1 : (shape[1] + 1) // 2]], axis=1)
    return (band / np.sqrt((full**2).mean())).astype(np.float32)


def slice_noise(band: Array, shape: tuple[int, int], place: int, seed: int) -> Array:
    """Return noise of mean 0 and SD 1 for one slice, the same for the same place and seed."""
    white = np.random.default_rng([seed, 202, place]).standard_normal(shape, dtype=np.float32)
    return np.asarray(fft.irfft2(np.asarray(fft.rfft2(white)) * band, s=shape))


def slab_noise(shape: tuple[int, int, int], band: Array, first: int, seed: int) -> Array:
    """Return the noise of consecutive slices beginning at `first`; slabs join without a seam."""
    angle = np.arcsin(2 * SHARED) / 2
    share, main = np.float32(np.sin(angle)), np.float32(np.cos(angle))
    before = slice_noise(band, shape[1:], first, seed)
    out = np.empty(shape, dtype=np.float32)
    for k in range(shape[0]):
        after = slice_noise(band, shape[1:], first + k + 1, seed)
        out[k] = main * after + share * before
        before = after
    return out
