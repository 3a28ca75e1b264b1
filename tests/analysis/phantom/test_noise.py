"""Noise: of the spread asked for, grainy, and without seams between slabs."""

from itertools import pairwise

import numpy as np
import pytest

from viewer.analysis.phantom.noise import SHARED, noise_band, slab_noise

SHAPE = (16, 96, 128)
BAND = noise_band((96, 128), (0.35, 0.35))


def test_it_has_spread_one() -> None:
    noise = slab_noise(SHAPE, BAND, 0, 3)
    assert noise.std() == pytest.approx(1.0, rel=0.03)
    assert abs(float(noise.mean())) < 0.05


def test_neighbouring_slices_share_some_of_it() -> None:
    noise = slab_noise(SHAPE, BAND, 0, 3)
    pairs = [np.corrcoef(a.ravel(), b.ravel())[0, 1] for a, b in pairwise(noise)]
    assert np.mean(pairs) == pytest.approx(SHARED, abs=0.05)


def test_neighbouring_pixels_share_much_of_it() -> None:
    noise = slab_noise(SHAPE, BAND, 0, 3)
    assert np.corrcoef(noise[:, :, 1:].ravel(), noise[:, :, :-1].ravel())[0, 1] > 0.3


def test_slabs_join_without_a_seam() -> None:
    whole = slab_noise(SHAPE, BAND, 0, 3)
    lower = slab_noise((6, *SHAPE[1:]), BAND, 10, 3)
    assert np.array_equal(whole[10:], lower)
