import pytest
from hypothesis import given
from hypothesis import strategies as st

from viewer.model.geometry import cross, dot, norm, unit
from viewer.model.plane import Plane, PlaneKind, reference_plane

coordinates = st.floats(-300, 300)
points = st.tuples(coordinates, coordinates, coordinates)
planes = st.builds(reference_plane, st.sampled_from(list(PlaneKind)), points)
axes = st.builds(lambda a: unit((a[0], a[1], a[2] + 1000.0)), points)


@given(planes, coordinates, coordinates)
def test_in_plane_coordinates_survive_the_way_to_a_point_and_back(plane, right_mm, down_mm):
    assert plane.coordinates(plane.at(right_mm, down_mm)) == pytest.approx((right_mm, down_mm), abs=1e-6)
    assert plane.distance_mm(plane.at(right_mm, down_mm)) == pytest.approx(0, abs=1e-6)


@given(planes, points)
def test_the_foot_of_a_point_lies_in_the_plane_straight_below_it(plane, point):
    foot = plane.project(point)
    assert plane.distance_mm(foot) == pytest.approx(0, abs=1e-6)
    assert plane.coordinates(foot) == pytest.approx(plane.coordinates(point), abs=1e-6)


@given(planes, axes, st.floats(-180, 180))
def test_turning_there_and_back_is_identity(plane, axis, angle_deg):
    back = plane.turned(axis, angle_deg).turned(axis, -angle_deg)
    assert back.right == pytest.approx(plane.right, abs=1e-9)
    assert back.down == pytest.approx(plane.down, abs=1e-9)


@given(planes, st.lists(st.tuples(axes, st.floats(-180, 180)), max_size=30))
def test_screen_axes_stay_perpendicular_however_often_a_plane_is_turned(plane, turns):
    for axis, angle_deg in turns:
        plane = plane.turned(axis, angle_deg)
    assert dot(plane.right, plane.down) == pytest.approx(0, abs=1e-12)
    assert norm(cross(plane.right, plane.down)) == pytest.approx(1, abs=1e-12)


def test_axial_looks_from_the_feet_with_the_patients_right_on_screen_left():
    plane = reference_plane(PlaneKind.AXIAL, (0, 0, 0))
    assert plane.right == (1, 0, 0)
    assert plane.down == (0, 1, 0)
    assert plane.normal == (0, 0, 1)


def test_sagittal_and_coronal_have_the_head_up():
    sagittal = reference_plane(PlaneKind.SAGITTAL, (0, 0, 0))
    coronal = reference_plane(PlaneKind.CORONAL, (0, 0, 0))
    assert (sagittal.right, sagittal.down) == ((0, 1, 0), (0, 0, -1))
    assert (coronal.right, coronal.down) == ((1, 0, 0), (0, 0, -1))


def test_the_parallel_plane_keeps_its_directions():
    plane = Plane((0, 0, 0), (0, 1, 0), (0, 0, -1)).through((5, 6, 7))
    assert plane.point == (5, 6, 7)
    assert plane.distance_mm((2, 0, 0)) == 3
