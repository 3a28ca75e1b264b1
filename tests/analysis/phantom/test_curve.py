"""The curve of the canal and its coordinates."""

import numpy as np
import pytest

from viewer.analysis.phantom.case import cervical_case, lumbar_case
from viewer.analysis.phantom.curve import spine_curve
from viewer.analysis.phantom.lattice import Lattice
from viewer.model.spine import Level

CURVE = spine_curve(lumbar_case())


def test_levels_follow_each_other_downwards() -> None:
    for curve in (CURVE, spine_curve(cervical_case())):
        heights = [curve.frame(arc).origin[2] for arc in sorted(curve.arcs.values())]
        assert (np.diff(heights) < 0).all()


def test_frames_are_upright_and_square() -> None:
    frame = CURVE.at("L3")
    assert frame.axes @ frame.axes.T == pytest.approx(np.eye(3), abs=1e-9)
    assert frame.axes[0, 0] > 0.9
    assert frame.axes[1, 1] > 0.9
    assert frame.axes[2, 2] > 0.9


def test_coordinates_of_a_place_are_found_again() -> None:
    chance = np.random.default_rng(2)
    for _ in range(6):
        arc = float(CURVE.arcs[Level("L5")] + chance.uniform(-60, 40))
        left, back = (float(one) for one in chance.uniform(-14, 14, 2))
        point = CURVE.point(arc, left, back)
        lattice = Lattice(point - 6.0, np.eye(3) * 2.0, (7, 7, 7))
        found = [float(one[3, 3, 3]) for one in CURVE.coordinates(lattice)]
        assert found == pytest.approx([arc, left, back], abs=0.12)


def test_the_sacrum_slopes_backwards() -> None:
    assert CURVE.at("S1").axes[2, 1] < -0.5
