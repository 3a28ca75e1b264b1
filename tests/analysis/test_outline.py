"""Closed outlines of greatest gain, and the measures of outlines."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from viewer.analysis.outline import closed_outlines
from viewer.analysis.radial import about_middle, areas_mm2, centroids_mm


def test_the_outline_follows_the_ridge_of_gain_and_closes() -> None:
    angle = np.arange(64) * 2 * np.pi / 64
    ridge = np.rint(20 + 5 * np.cos(angle)).astype(int)
    gain = np.zeros((2, 64, 40))
    gain[:, np.arange(64), ridge] = 5.0
    found = closed_outlines(gain, 0.1)
    assert (found == ridge).all()


def test_a_stray_peak_does_not_draw_the_outline_away() -> None:
    gain = np.zeros((1, 48, 30))
    gain[:, :, 10] = 2.0
    gain[0, 5, 25] = 4.0
    assert (closed_outlines(gain, 0.2) == 10).all()


@given(st.floats(3, 12), st.floats(-2, 2), st.floats(-2, 2))
def test_a_shifted_circle_keeps_its_area_and_shows_its_middle(
    radius: float, left: float, back: float
) -> None:
    angle = np.arange(256) * 2 * np.pi / 256
    along = left * np.cos(angle) + back * np.sin(angle)
    radii = (along + np.sqrt(radius**2 - left**2 - back**2 + along**2))[None]
    assert areas_mm2(radii)[0] == pytest.approx(np.pi * radius**2, rel=0.01)
    x, y = centroids_mm(radii)
    assert (x[0], y[0]) == (pytest.approx(left, abs=0.02), pytest.approx(back, abs=0.02))
    assert np.allclose(about_middle(radii), radius, rtol=0.01)
