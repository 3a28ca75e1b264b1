"""Which voxels a brush touches: compared with a plain look at every voxel, whatever the volume's axes."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from viewer.model.geometry import VolumeGeometry, unit, vec3
from viewer.model.plane import Plane, PlaneKind, reference_plane
from viewer.tools.voxels import swept

POSITIONS = {
    "head first supine": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "feet first supine": ((-1, 0, 0), (0, 1, 0), (0, 0, -1)),
    "decubitus": ((0, -1, 0), (1, 0, 0), (0, 0, 1)),
    "tilted": ((0.96, 0.28, 0), (-0.28, 0.96, 0), (0, 0, 1)),
}
EVERY_POSITION = pytest.mark.parametrize("axes", POSITIONS.values(), ids=POSITIONS)


def grid_of(axes, spacing=(0.6, 0.6, 2.0), shape=(20, 40, 44)):
    grid = VolumeGeometry(shape, (0.0, 0.0, 0.0), tuple(vec3(one) for one in axes), spacing)
    middle = grid.centre
    return VolumeGeometry(shape, tuple(-m for m in middle), grid.axes, spacing)


def centres(grid):
    k, j, i = np.indices(grid.shape)
    affine = grid.affine
    return np.stack([i, j, k], axis=-1) @ affine[:3, :3].T + affine[:3, 3]


def flags_of(index, grid):
    flags = np.zeros(grid.shape, bool)
    flags[index] = True
    return flags


def from_segment(points, start, end):
    start, run = np.array(start), np.subtract(end, start)
    length = run @ run
    share = np.clip((points - start) @ run / length, 0, 1) if length else np.zeros(points.shape[:-1])
    return np.linalg.norm(points - start - share[..., None] * run, axis=-1)


@EVERY_POSITION
def test_a_ball_touches_every_voxel_whose_centre_it_passes(axes):
    grid = grid_of(axes)
    start, end = (-4.1, 2.3, -5.2), (5.3, -3.7, 6.1)
    found = flags_of(swept(grid, start, end, 3.05, None), grid)
    assert found.any()
    expected = from_segment(centres(grid), start, end) <= 3.05
    assert (found >= expected).all()
    # Beyond that only the voxels that the way itself runs through.
    assert (from_segment(centres(grid), start, end)[found] <= 3.05).all()


@EVERY_POSITION
def test_the_smallest_ball_touches_the_voxel_it_is_in(axes):
    grid = grid_of(axes)
    point = grid.to_lps((20.3, 17.6, 9.4))
    assert [
        tuple(int(part) for part in parts)
        for parts in zip(*swept(grid, point, point, 0.01, None), strict=True)
    ] == [(9, 18, 20)]


@pytest.mark.parametrize("kind", PlaneKind)
@pytest.mark.parametrize("axes", [POSITIONS["head first supine"], POSITIONS["feet first supine"]])
def test_a_disc_in_a_plane_of_the_volume_is_one_voxel_thick(axes, kind):
    grid = grid_of(axes)
    plane = reference_plane(kind, grid.to_lps((20.0, 18.0, 9.0)))
    k, j, i = swept(grid, plane.at(-2, 0), plane.at(3, 1), 4.0, plane)
    across = {PlaneKind.AXIAL: k, PlaneKind.SAGITTAL: i, PlaneKind.CORONAL: j}[kind]
    assert len(np.unique(across)) == 1
    others = {PlaneKind.AXIAL: (j, i), PlaneKind.SAGITTAL: (k, j), PlaneKind.CORONAL: (k, i)}[kind]
    assert all(len(np.unique(one)) > 3 for one in others)


@pytest.mark.parametrize("kind", PlaneKind)
def test_a_plane_between_two_layers_takes_one_of_them(kind):
    grid = grid_of(POSITIONS["head first supine"])
    plane = reference_plane(kind, grid.to_lps((20.5, 18.5, 9.5)))
    k, j, i = swept(grid, plane.point, plane.point, 4.0, plane)
    across = {PlaneKind.AXIAL: k, PlaneKind.SAGITTAL: i, PlaneKind.CORONAL: j}[kind]
    assert len(np.unique(across)) == 1


@settings(max_examples=40, deadline=None)
@given(
    st.tuples(*[st.floats(-1, 1)] * 3).filter(lambda v: np.linalg.norm(v) > 0.2),
    st.floats(1.0, 6.0),
    st.sampled_from(list(POSITIONS.values())),
)
def test_an_oblique_disc_leaves_no_holes_on_screen(normal, radius_mm, axes):
    """Every point of the plane well inside the disc lies in a voxel that is touched."""
    grid = grid_of(axes)
    normal = unit(normal)
    helper = (0.0, 0.0, 1.0) if abs(normal[2]) < 0.8 else (1.0, 0.0, 0.0)
    right = unit(tuple(np.cross(helper, normal)))
    plane = Plane((0.3, -0.2, 0.4), right, unit(tuple(np.cross(normal, right))))
    found = flags_of(swept(grid, plane.point, plane.point, radius_mm, plane), grid)
    reach = radius_mm - np.linalg.norm(grid.spacing_mm) / 2
    for right_mm, down_mm in np.random.default_rng(1).uniform(-1, 1, (300, 2)) * max(reach, 0.0):
        if np.hypot(right_mm, down_mm) < reach:
            voxel = grid.nearest_voxel(plane.at(right_mm, down_mm))
            assert voxel is None or found[voxel]
    far = np.abs((centres(grid)[found] - plane.point) @ normal)
    assert (
        far
        <= sum(abs(n) * s for n, s in zip(np.array(axes) @ normal, grid.spacing_mm, strict=True)) / 2 + 1e-6
    ).all()


def test_a_brush_beyond_the_grid_touches_nothing():
    grid = grid_of(POSITIONS["head first supine"])
    assert all(len(part) == 0 for part in swept(grid, (500.0, 0, 0), (510.0, 0, 0), 3.0, None))


def test_a_brush_at_the_border_stays_inside():
    grid = grid_of(POSITIONS["head first supine"])
    corner = grid.to_lps((0.0, 0.0, 0.0))
    k, j, i = swept(grid, corner, corner, 5.0, None)
    assert len(k) > 10
    assert min(k.min(), j.min(), i.min()) == 0
