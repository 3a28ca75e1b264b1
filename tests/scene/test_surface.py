"""The 3D pane: things are drawn where they are, it can be picked, and it leaves nothing behind."""

import gc
import subprocess
import sys

import numpy as np
import pytest

from tests.scene.columns import ball, column_of, rod, volume_around
from viewer.errors import DisplayError
from viewer.model.display import SurfaceView
from viewer.model.geometry import distance_mm
from viewer.scene.column_mesh import column_mesh, quick_column_mesh
from viewer.scene.mark_glyphs import SurfaceMark
from viewer.scene.opengl import LINUX_LIBRARIES, hidden_window
from viewer.scene.palette import ScenePalette
from viewer.scene.surface import ColumnScene

SIZE = (240, 200)
GREEN = (0.0, 1.0, 0.0)


@pytest.fixture
def scene():
    made = ColumnScene()
    yield made
    made.close()


def background(picture: np.ndarray) -> np.ndarray:
    """Where nothing is drawn; the corner of the cube left out."""
    shade = np.rint(np.array(ScenePalette().background) * 255)
    empty = (np.abs(picture.astype(int) - shade) <= 2).all(axis=-1)
    empty[-110:, -110:] = True
    return empty


def middle_of(drawn: np.ndarray) -> tuple[float, float]:
    y, x = np.nonzero(drawn)
    return (x.mean() + 0.5, y.mean() + 0.5)


@pytest.mark.parametrize("moving", [False, True])
@pytest.mark.parametrize("side", list(SurfaceView))
def test_the_column_is_drawn_where_it_is(scene, side, moving):
    scene.set_column(column_of(ball(5.0, (3.0, -2.0, 6.0))))
    scene.view(side)
    scene.zoom(0.3)
    scene.pan(-50, -40)
    picture = scene.render(*SIZE, moving=moving)
    assert picture.shape == (200, 240, 3)
    assert picture.dtype == np.uint8
    assert np.allclose(middle_of(~background(picture)), scene.project((3.0, -2.0, 6.0)), atol=1.0)


def test_the_patients_right_is_on_screen_left_from_the_front(scene):
    scene.set_column(
        column_of(lambda p: np.minimum(ball(5.0, (-5.0, 0.0, 0.0))(p), ball(2.0, (8.0, 0.0, 0.0))(p)))
    )
    scene.view(SurfaceView.ANTERIOR)
    drawn = ~background(scene.render(200, 200))
    assert drawn[:, :100].sum() > 3 * drawn[:90, 100:].sum()


def test_a_marker_stands_on_the_crosshair_even_inside_the_column(scene):
    scene.set_column(column_of(rod()))
    scene.view(SurfaceView.LEFT)
    before = scene.render(*SIZE).astype(int)
    scene.set_crosshair((1.0, 2.0, 4.0))
    changed = np.abs(scene.render(*SIZE).astype(int) - before).sum(axis=-1) > 60
    assert np.allclose(middle_of(changed), scene.project((1.0, 2.0, 4.0)), atol=1.0)
    scene.set_crosshair(None)
    assert np.abs(scene.render(*SIZE).astype(int) - before).max() <= 3


def test_marks_are_drawn_in_their_colour_at_their_point(scene):
    scene.set_column(column_of(rod()))
    scene.view(SurfaceView.POSTERIOR)
    scene.set_marks([SurfaceMark("a", (0.0, 0.0, 8.0), "", GREEN)])
    picture = scene.render(*SIZE).astype(int)
    green = (picture[..., 1] > 200) & (picture[..., 0] < 60)
    assert np.allclose(middle_of(green), scene.project((0.0, 0.0, 8.0)), atol=1.0)


def test_a_mark_says_its_level_and_a_chosen_one_stands_out(scene):
    pictures = []
    for text, selected in (("", False), ("L4/5", False), ("L4/5", True)):
        scene.set_marks([SurfaceMark("a", (0.0, 0.0, 0.0), text, GREEN, selected)])
        pictures.append(scene.render(*SIZE).astype(int))
    bare, named, chosen = pictures
    assert (np.abs(named - bare).sum(axis=-1)[:, 130:] > 100).sum() > 40
    assert (chosen == 255).all(axis=-1).sum() > (named == 255).all(axis=-1).sum() + 50


@pytest.mark.parametrize("scale_px", [1.0, 2.0])
def test_a_mark_can_be_clicked(scale_px):
    scene = ColumnScene(scale_px=scale_px)
    scene.set_marks([SurfaceMark(str(z), (3.0, 0.0, z), "", GREEN) for z in (0.0, 30.0)])
    scene.view(SurfaceView.ANTERIOR)
    scene.render(*SIZE)
    x, y = scene.project((3.0, 0.0, 30.0))
    assert scene.mark_at(x + 4 * scale_px, y - 4 * scale_px) == "30.0"
    assert scene.mark_at(x + 15 * scale_px, y) is None
    scene.close()


def test_marks_keep_their_size_when_zoomed(scene):
    scene.set_marks([SurfaceMark("a", (0.0, 0.0, 0.0), "", GREEN)])
    sizes = []
    for factor in (1.0, 4.0):
        scene.zoom(factor)
        picture = scene.render(*SIZE).astype(int)
        sizes.append(((picture[..., 1] > 200) & (picture[..., 0] < 60)).sum())
    assert sizes[0] == pytest.approx(sizes[1], rel=0.1)


@pytest.mark.parametrize("side", list(SurfaceView))
def test_the_cube_shows_the_side_that_faces_the_reader(scene, side):
    cubes = {}
    for other in SurfaceView:
        scene.view(other)
        cubes[other] = scene.render(*SIZE)[-104:, -104:].astype(int)
    for other, cube in cubes.items():
        assert (np.abs(cube - cubes[side]).sum() == 0) == (other is side)


@pytest.mark.parametrize("side", list(SurfaceView))
def test_a_click_gives_the_foremost_point_of_the_surface(scene, side):
    scene.set_column(column_of(ball(8.0)))
    scene.view(side)
    scene.render(*SIZE)
    point = scene.pick(*scene.project((0.0, 0.0, 0.0)))
    expected = tuple(8.0 * part for part in scene.camera().towards_eye)
    assert distance_mm(point, expected) < 0.15
    assert scene.pick(1, 1) is None


def test_every_picked_point_is_drawn_where_it_was_picked(scene):
    scene.set_column(column_of(rod(7.0)))
    scene.rotate(60, 25)
    scene.render(*SIZE)
    hits = [((x, y), scene.pick(x, y)) for x in range(5, 240, 23) for y in range(5, 200, 19)]
    hits = [(place, point) for place, point in hits if point is not None]
    assert len(hits) > 10
    for place, point in hits:
        assert np.allclose(scene.project(point), place, atol=0.01)


def test_nothing_to_pick_without_a_column(scene):
    scene.render(*SIZE)
    assert scene.pick(120, 100) is None


def test_bone_is_glass_around_a_column_and_solid_without_one(scene):
    column = column_of(rod(), shape=(60, 60, 60))
    volume = volume_around(column)
    scene.set_column(column)
    scene.view(SurfaceView.POSTERIOR)
    camera = scene.camera()
    bare = scene.render(*SIZE).astype(int)
    scene.set_bone(volume, True)
    glass = scene.render(*SIZE).astype(int)
    scene.set_column(None)
    scene.set_camera(camera)
    solid = scene.render(*SIZE).astype(int)
    scene.set_bone(volume, False)
    without = scene.render(*SIZE).astype(int)
    y, x = 60, 120
    assert np.abs(glass - bare).sum(axis=-1).max() > 20
    # The warm column shows through glass and is hidden behind solid bone.
    assert glass[y, x, 0] > glass[y, x, 2] + 30
    assert solid[y, x, 0] <= solid[y, x, 2]
    assert background(without.astype(np.uint8)).all()


def test_solid_bone_can_be_picked(scene):
    column = column_of(rod(), shape=(60, 60, 60))
    scene.set_bone(volume_around(column), True)
    scene.view(SurfaceView.POSTERIOR)
    scene.render(*SIZE)
    assert scene.pick(120, 100)[1] > 10


def test_a_surface_built_elsewhere_is_used(scene):
    column = column_of(ball())
    scene.set_column(column, quick_column_mesh(column))
    scene.view(SurfaceView.ANTERIOR)
    quick = ~background(scene.render(*SIZE))
    scene.set_column(column, column_mesh(column))
    assert abs(int(quick.sum()) - int((~background(scene.render(*SIZE))).sum())) < 0.05 * quick.sum()


def test_still_pictures_have_smooth_edges(scene):
    scene.set_column(column_of(rod()))
    scene.view(SurfaceView.ANTERIOR)
    scene.rotate(0, 30)
    shades = [
        len(np.unique(scene.render(*SIZE, moving=moving).reshape(-1, 3), axis=0)) for moving in (True, False)
    ]
    assert shades[1] > shades[0]


def test_a_camera_can_be_kept_and_given_back(scene):
    scene.set_column(column_of(rod()))
    scene.rotate(40, 10)
    kept, picture = scene.camera(), scene.render(*SIZE)
    scene.view(SurfaceView.FEET)
    scene.set_camera(kept)
    assert np.abs(scene.render(*SIZE).astype(int) - picture).max() <= 2
    scene.set_camera(None)
    assert scene.camera() != kept


@pytest.mark.parametrize("size", [(1, 1), (37, 501), (640, 33)])
def test_any_size_can_be_drawn(scene, size):
    scene.set_column(column_of(ball()))
    for moving in (True, False):
        assert scene.render(*size, moving=moving).shape == (size[1], size[0], 3)


def test_closing_leaves_no_vtk_object_behind():
    gc.collect()
    before = living()
    scene = ColumnScene()
    scene.set_column(column_of(ball()))
    scene.set_bone(volume_around(column_of(ball())), True)
    scene.set_marks([SurfaceMark("a", (0.0, 0.0, 0.0), "L4/5", GREEN)])
    scene.set_crosshair((0.0, 0.0, 0.0))
    scene.render(*SIZE)
    deleted = []
    for held in (scene._window, scene._body, scene._front, scene._cube.renderer, *scene._still):
        held.AddObserver("DeleteEvent", lambda *_: deleted.append(1))
    expected = 4 + len(scene._still)
    del held
    scene.close()
    del scene
    gc.collect()
    assert len(deleted) == expected
    assert living() <= before


def living() -> int:
    from vtkmodules.vtkCommonCore import vtkObjectBase

    return sum(isinstance(thing, vtkObjectBase) for thing in gc.get_objects())


@pytest.mark.skipif(sys.platform != "linux", reason="other systems bring their own OpenGL")
def test_without_opengl_there_is_a_sentence_instead_of_a_crash():
    with pytest.raises(DisplayError, match="OpenGL"):
        hidden_window(dict.fromkeys(LINUX_LIBRARIES, ("libmissing.so.7",)))


@pytest.mark.skipif(sys.platform != "linux", reason="other systems bring their own OpenGL")
def test_a_library_without_a_driver_is_a_sentence_instead_of_a_crash():
    only_egl = "{'vtkEGLRenderWindow': ('libEGL.so.1',)}"
    script = f"from viewer.scene.opengl import hidden_window; hidden_window({only_egl})"
    ran = subprocess.run(
        [sys.executable, "-c", script],
        env={"__EGL_VENDOR_LIBRARY_FILENAMES": "/nowhere", "PYTHONPATH": ":".join(filter(None, sys.path))},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 1
    assert "DisplayError" in ran.stderr
    assert "WARN" not in ran.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="other systems bring their own OpenGL")
@pytest.mark.parametrize("name", ["vtkEGLRenderWindow", "vtkOSOpenGLRenderWindow"])
def test_each_kind_of_software_window_draws(name):
    try:
        window = hidden_window({name: LINUX_LIBRARIES[name]})
    except DisplayError:
        pytest.skip(f"{name} has no library on this machine")
    window.Render()
    assert window.GetClassName() == name
    window.Finalize()
