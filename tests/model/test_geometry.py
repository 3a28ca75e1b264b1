import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from viewer.errors import GeometryError
from viewer.model.geometry import (
    VolumeGeometry,
    add,
    cross,
    distance_mm,
    dot,
    norm,
    rotate,
    scale,
    subtract,
    unit,
    vec3,
)

coordinates = st.floats(-500, 500)
points = st.tuples(coordinates, coordinates, coordinates)
spacings = st.floats(0.1, 5)


@st.composite
def axes(draw):
    """Perpendicular unit directions in any position of the patient on the table."""
    turned = np.linalg.qr(np.array([draw(points) for _ in range(3)]) + 1e-3 * np.eye(3))[0]
    return tuple(vec3(row) for row in turned)


@st.composite
def grids(draw):
    shape = tuple(draw(st.integers(1, 40)) for _ in range(3))
    spacing = tuple(draw(spacings) for _ in range(3))
    return VolumeGeometry(shape, draw(points), draw(axes()), spacing)


@given(grids(), points)
def test_a_point_survives_the_way_to_an_index_and_back(grid, index):
    assert grid.to_index(grid.to_lps(index)) == pytest.approx(index, abs=1e-6)


@given(grids(), points)
def test_the_affine_says_the_same_as_to_lps(grid, index):
    assert (grid.affine @ [*index, 1])[:3] == pytest.approx(grid.to_lps(index), abs=1e-6)


@given(grids())
def test_every_voxel_centre_is_its_own_nearest_voxel(grid):
    k, j, i = (n - 1 for n in grid.shape)
    assert grid.nearest_voxel(grid.to_lps((i, j, k))) == (k, j, i)
    assert grid.nearest_voxel(grid.origin) == (0, 0, 0)


@given(grids(), points)
def test_a_clamped_point_is_inside_and_an_inner_point_stays(grid, point):
    assert grid.contains(grid.clamp(point))
    assert grid.clamp(grid.centre) == pytest.approx(grid.centre, abs=1e-6)


def test_a_point_half_a_voxel_beyond_the_last_centre_is_outside():
    grid = VolumeGeometry((2, 2, 2), (0, 0, 0), ((1, 0, 0), (0, 1, 0), (0, 0, 1)), (1, 1, 1))
    assert grid.nearest_voxel((1.4, 0, 0)) == (0, 0, 1)
    assert grid.nearest_voxel((1.6, 0, 0)) is None
    assert not grid.contains((0, 0, -0.6))


def test_the_span_reaches_from_corner_to_corner():
    grid = VolumeGeometry((3, 5, 11), (10, 20, 30), ((1, 0, 0), (0, 1, 0), (0, 0, 1)), (2, 1, 4))
    assert grid.span_mm((1, 0, 0)) == (10, 30)
    assert grid.span_mm((0, 0, -1)) == (-38, -30)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"shape": (0, 2, 2)}, "no voxels"),
        ({"spacing_mm": (1.0, 0.0, 1.0)}, "not positive"),
        ({"origin": (float("nan"), 0.0, 0.0)}, "not a number"),
        ({"axes": ((1.0, 0.0, 0.0), (0.1, 1.0, 0.0), (0.0, 0.0, 1.0))}, "perpendicular"),
    ],
)
def test_a_grid_that_describes_no_volume_is_refused(change, words):
    good = {
        "shape": (2, 2, 2),
        "origin": (0.0, 0.0, 0.0),
        "axes": ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)),
        "spacing_mm": (1.0, 1.0, 1.0),
    }
    with pytest.raises(GeometryError, match=words):
        VolumeGeometry(**(good | change))


def test_vectors_calculate_as_numpy_does():
    a, b = (1.0, -2.0, 3.0), (4.0, 0.5, -1.0)
    assert add(a, b) == (5, -1.5, 2)
    assert subtract(a, b) == (-3, -2.5, 4)
    assert scale(a, 2) == (2, -4, 6)
    assert dot(a, b) == 0
    assert cross(a, b) == pytest.approx(tuple(np.cross(a, b)))
    assert norm((3.0, 4.0, 12.0)) == 13
    assert distance_mm((1, 1, 1), (1, 4, 5)) == 5
    assert unit((0.0, 0.0, 7.0)) == (0, 0, 1)


def test_a_direction_without_length_is_refused():
    with pytest.raises(GeometryError):
        unit((0.0, 0.0, 0.0))


@given(points, st.floats(-360, 360))
def test_turning_keeps_lengths_and_turns_back(vector, angle_deg):
    axis = unit((1.0, 2.0, -0.5))
    turned = rotate(vector, axis, angle_deg)
    assert norm(turned) == pytest.approx(norm(vector), abs=1e-6)
    assert rotate(turned, axis, -angle_deg) == pytest.approx(vector, abs=1e-6)


def test_turning_is_right_handed():
    assert rotate((1.0, 0.0, 0.0), (0.0, 0.0, 1.0), 90) == pytest.approx((0, 1, 0), abs=1e-12)
