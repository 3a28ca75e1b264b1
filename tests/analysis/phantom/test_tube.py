"""Tubes along the canal: exact areas whatever their outline."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from viewer.analysis.phantom.tube import BEARINGS, Outline, outline_radius, tube

shares = st.floats(0.0, 0.45)


@given(area=st.floats(5.0, 600.0), aspect=st.floats(0.8, 2.4), front=shares, left=shares, right=shares)
def test_an_outline_encloses_its_area(
    area: float, aspect: float, front: float, left: float, right: float
) -> None:
    outline = Outline(area, aspect=aspect, dent_front=front, dent_left=left, dent_right=right)
    radius = outline_radius(outline)
    assert (radius > 0).all()
    assert np.pi / BEARINGS * (radius**2).sum() == pytest.approx(area)


def test_a_wider_aspect_is_wider_and_shallower() -> None:
    one = tube(0.0, 1.0, [Outline(150.0, aspect=1.0, point=0.0), Outline(150.0, aspect=1.8, point=0.0)])
    assert one.widths_mm[1] > one.widths_mm[0]
    assert one.depths_mm[1] < one.depths_mm[0]


def test_distance_is_negative_inside_and_grows_outwards() -> None:
    one = tube(0.0, 1.0, [Outline(np.pi * 36.0, aspect=1.0, point=0.0)] * 4)
    left = np.array([0.0, 5.0, 6.0, 7.5], dtype=np.float32)
    distance = one.distance(np.full(4, 1.5, np.float32), left, np.zeros(4, np.float32))
    assert distance == pytest.approx([-6.0, -1.0, 0.0, 1.5], abs=0.02)


def test_a_dent_on_the_right_is_on_the_right() -> None:
    one = tube(0.0, 1.0, [Outline(150.0, dent_right=0.4)] * 3)
    right, left = np.array([-5.0], np.float32), np.array([5.0], np.float32)
    arc, back = np.array([1.0], np.float32), np.array([4.0], np.float32)
    assert one.distance(arc, right, back) > one.distance(arc, left, back) + 1.0


def test_places_inside_follow_share_and_bearing() -> None:
    one = tube(0.0, 1.0, [Outline(np.pi * 25.0, aspect=1.0, point=0.0, left_mm=2.0)] * 3)
    assert one.inside(1.0, 0.5, 0.0) == pytest.approx((4.5, 0.0), abs=0.02)
    assert one.inside(1.0, 1.0, 90.0) == pytest.approx((2.0, 5.0), abs=0.02)
