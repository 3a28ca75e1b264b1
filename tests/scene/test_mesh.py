"""Surfaces: closed, outward, and where the field says, to a fraction of a voxel."""

import attrs
import numpy as np
import pytest

from tests.scene.columns import FEET_FIRST_PRONE, MIRRORED, SUPINE, ball, column_of, rod, volume_around
from viewer.model.geometry import VolumeGeometry
from viewer.model.volume import Volume
from viewer.scene.bone_mesh import bone_mesh
from viewer.scene.column_mesh import column_mesh, quick_column_mesh
from viewer.scene.mesh import BELOW_HU, Mesh, halved, halved_geometry, isosurface

AXES = pytest.mark.parametrize("axes", [SUPINE, FEET_FIRST_PRONE, MIRRORED])


def enclosed_mm3(mesh: Mesh) -> float:
    a, b, c = (mesh.points[mesh.triangles[:, corner]].astype(float) for corner in range(3))
    return float((a * np.cross(b, c)).sum() / 6)


def borders(mesh: Mesh) -> int:
    """How many edges belong to one triangle only."""
    edges = np.sort(np.concatenate([mesh.triangles[:, [a, b]] for a, b in ((0, 1), (1, 2), (2, 0))]))
    _, counts = np.unique(np.sort(edges, axis=1), axis=0, return_counts=True)
    return int((counts % 2).sum())


@AXES
def test_the_surface_of_a_ball_lies_on_the_ball(axes):
    mesh = column_mesh(column_of(ball(8.0, (1.0, -1.5, 2.0)), axes=axes)).full
    radius = np.linalg.norm(mesh.points - np.array((1.0, -1.5, 2.0)), axis=1)
    assert abs(radius.mean() - 8.0) < 0.03
    assert np.abs(radius - 8.0).max() < 0.15
    assert enclosed_mm3(mesh) == pytest.approx(4 / 3 * np.pi * 8.0**3, rel=0.01)


@AXES
def test_voxels_finer_than_a_pixel_are_averaged_and_the_surface_stays(axes):
    fine = column_of(ball(8.0), shape=(40, 80, 80), axes=axes, spacing=(0.3, 0.3, 0.6))
    mesh = column_mesh(fine).full
    whole = isosurface(fine.field, fine.geometry, fine.estimate.threshold_hu, 10)
    assert 0 < len(mesh.triangles) < 0.5 * len(whole.triangles)
    radius = np.linalg.norm(mesh.points, axis=1)
    assert abs(radius.mean() - 8.0) < 0.05
    assert np.abs(radius - 8.0).max() < 0.2


@AXES
def test_the_quick_surface_is_nearly_as_exact(axes):
    mesh = quick_column_mesh(column_of(ball(8.0), axes=axes)).moving
    assert np.abs(np.linalg.norm(mesh.points, axis=1) - 8.0).max() < 0.4
    assert 0.93 < enclosed_mm3(mesh) / (4 / 3 * np.pi * 8.0**3) < 1.03


@AXES
@pytest.mark.parametrize("build", [column_mesh, quick_column_mesh])
def test_normals_point_outward(axes, build):
    mesh = build(column_of(ball(), axes=axes)).full
    outward = mesh.points / np.linalg.norm(mesh.points, axis=1, keepdims=True)
    assert ((mesh.normals * outward).sum(axis=1) > 0.95).all()


def test_a_column_that_leaves_the_volume_is_closed_at_its_border():
    mesh = column_mesh(column_of(rod())).full
    assert borders(mesh) == 0
    height_mm = 40 * 0.9
    assert enclosed_mm3(mesh) == pytest.approx(np.pi * 36 * height_mm, rel=0.05)


def test_a_light_surface_stands_in_for_a_heavy_one():
    heavy = column_mesh(column_of(rod(13.0), shape=(260, 64, 64), spacing=(0.5, 0.5, 0.5)))
    assert len(heavy.full.triangles) > 70_000 > len(heavy.moving.triangles)
    assert np.allclose(heavy.full.box.centre, heavy.moving.box.centre, atol=0.3)


def test_nothing_above_the_threshold_is_an_empty_mesh():
    mesh = isosurface(np.full((5, 5, 5), BELOW_HU, np.int16), column_of(ball()).geometry, 320.0)
    assert mesh.box is None
    assert mesh.triangles.shape == (0, 3)


def test_halving_keeps_values_in_place():
    column = column_of(ball(), shape=(21, 18, 17))
    field, geometry = halved(column.field), halved_geometry(column.geometry)
    assert field.shape == geometry.shape == (10, 9, 8)
    assert field[3, 4, 5] == column.field[6:8, 8:10, 10:12].sum() >> 3
    assert np.allclose(geometry.to_lps((5.0, 4.0, 3.0)), column.geometry.to_lps((10.5, 8.5, 6.5)))


def test_bone_leaves_the_column_out():
    column = column_of(rod(), shape=(60, 60, 60))
    volume = volume_around(column)
    with_column, bone = bone_mesh(volume).full, bone_mesh(volume, column).full
    assert with_column.box.low[1] < 0 < bone.box.low[1]
    assert bone.box.high == pytest.approx(with_column.box.high, abs=0.2)


def test_the_bone_surface_lies_where_the_bone_is():
    column = column_of(rod(3.0), shape=(60, 60, 60))
    front_mm = column.geometry.to_lps((0.0, 51.5, 0.0))[1]
    assert bone_mesh(volume_around(column), column).full.box.low[1] == pytest.approx(front_mm, abs=1.2)


def volume_of(hu: np.ndarray) -> Volume:
    """Voxels of 1.5 mm."""
    hu.flags.writeable = False
    return Volume(VolumeGeometry(hu.shape, (0.0, 0.0, 0.0), SUPINE, (1.5, 1.5, 1.5)), hu)


def test_the_table_under_the_patient_is_no_bone():
    body = np.full((60, 60, 60), -1000, np.int16)
    body[:, 10:40, 5:55] = 40
    body[:, 20:30, 20:40] = 700
    with_table = body.copy()
    with_table[:, 50:52, :] = 500
    bare, lying = (bone_mesh(volume_of(hu)).full for hu in (body, with_table))
    assert lying.box.high == pytest.approx(bare.box.high, abs=0.1)


def test_a_bone_scanned_in_air_is_shown():
    hu = np.full((60, 60, 60), -1000, np.int16)
    hu[:, 28:31, 20:40] = 700
    assert len(bone_mesh(volume_of(hu)).full.triangles) > 100


def test_bone_is_drawn_coarser_where_it_would_be_too_heavy():
    volume = volume_around(column_of(rod(), shape=(60, 60, 60)))
    fine, coarse = bone_mesh(volume), bone_mesh(volume, most_triangles=600)
    assert len(fine.full.triangles) > 600 >= len(coarse.full.triangles) > 0
    assert coarse.full.box.centre == pytest.approx(fine.full.box.centre, abs=2.0)
    assert 0 < len(fine.moving.triangles) < len(fine.full.triangles)


def test_bone_is_open_where_nothing_was_scanned():
    hu = np.full((40, 40, 40), 40, np.int16)
    hu[:, 10:30, 10:30] = 700
    whole = volume_of(hu)
    damaged = attrs.evolve(whole, gaps=((16, 8),))
    heights = [bone_mesh(one).full.points[:, 2] for one in (whole, damaged)]
    step_mm = whole.geometry.spacing_mm[2]
    low, high = (whole.geometry.origin[2] + step_mm * k for k in (18, 21))
    caps = [((z > low) & (z < high)).any() for z in heights]
    assert caps == [True, False]
