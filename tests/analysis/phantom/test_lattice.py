"""Lattices: coarse fields come back on the fine nodes."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from viewer.analysis.phantom.lattice import Lattice, crop, enlarge

sizes = st.integers(1, 14)


@given(k=sizes, j=sizes, i=sizes, step=st.floats(0.3, 4.0))
def test_a_linear_field_survives_thinning(k: int, j: int, i: int, step: float) -> None:
    lattice = Lattice(np.array([3.0, -2.0, 7.0]), np.diag([0.35, 0.4, 0.7]), (k, j, i))
    coarse, weights = lattice.thinned(step)
    field = coarse.points() @ np.array([1.0, -2.0, 0.5])
    expected = lattice.points() @ np.array([1.0, -2.0, 0.5])
    assert enlarge(field, weights) == pytest.approx(expected, abs=1e-4)


@given(low=st.integers(0, 12), size=st.integers(1, 14))
def test_a_cropped_field_is_a_part_of_the_whole(low: int, size: int) -> None:
    lattice = Lattice(np.zeros(3), np.eye(3) * 0.5, (6, 30, 30))
    coarse, weights = lattice.thinned(2.0)
    field = np.random.default_rng(4).normal(size=coarse.shape).astype(np.float32)
    box = (slice(0, 6), slice(low, low + size), slice(3, 9))
    inner, local = crop(weights, box)
    assert enlarge(field[inner], local) == pytest.approx(enlarge(field, weights)[box], abs=1e-5)


def test_local_coordinates_agree_with_points() -> None:
    turn = np.array([[0.0, 1.0, 0.0], [-1.0, 0.0, 0.0], [0.0, 0.0, 1.0]])
    lattice = Lattice(np.array([1.0, 2.0, 3.0]), np.diag([0.5, 0.6, 0.7]) @ turn, (3, 4, 5))
    origin = np.array([0.3, -0.7, 2.0])
    found = np.stack(lattice.local(origin, turn), axis=-1)
    assert found == pytest.approx((lattice.points() - origin) @ turn.T, abs=1e-5)


def test_a_box_far_away_is_none() -> None:
    lattice = Lattice(np.zeros(3), np.eye(3), (5, 5, 5))
    assert lattice.box(np.array([40.0, 0.0, 0.0]), np.eye(3), np.array([3.0, 3.0, 3.0])) is None
