"""The camera of the 3D pane: which side of the patient is where on the screen, and what drags do."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from viewer.model.display import SurfaceView
from viewer.model.geometry import add, dot, norm, scale
from viewer.model.orientation import principal
from viewer.scene.camera import (
    HEAD,
    Box,
    first_camera,
    moved,
    screen_right,
    standard_camera,
    to_px,
    turned,
    under_px,
    zoomed,
)

BOX = Box((-30.0, 10.0, -400.0), (20.0, 60.0, -150.0))
VIEWS = st.sampled_from(list(SurfaceView))
DRAGS = st.lists(st.tuples(st.floats(-900, 900), st.floats(-900, 900)), max_size=6)


@pytest.mark.parametrize(
    ("view", "right", "up"),
    [
        (SurfaceView.ANTERIOR, "L", "H"),
        (SurfaceView.POSTERIOR, "R", "H"),
        (SurfaceView.LEFT, "P", "H"),
        (SurfaceView.RIGHT, "A", "H"),
        (SurfaceView.HEAD, "R", "A"),
        (SurfaceView.FEET, "L", "A"),
    ],
)
def test_a_standard_view_shows_its_side(view, right, up):
    camera = standard_camera(view, BOX, 1.0)
    assert principal(camera.towards_eye) == view.value
    assert (principal(screen_right(camera)), principal(camera.up)) == (right, up)


def test_the_first_view_is_from_the_left_front_with_the_head_up():
    camera = first_camera(BOX, 1.0)
    assert camera.towards_eye[0] > 0.3
    assert camera.towards_eye[1] < -0.3
    assert camera.up[2] > 0.9


@given(VIEWS, st.floats(0.2, 4.0))
def test_the_whole_box_is_in_view(view, aspect):
    width, height = round(500 * aspect), 500
    for camera in (standard_camera(view, BOX, width / height), first_camera(BOX, width / height)):
        for corner in np.array(np.meshgrid(*zip(BOX.low, BOX.high, strict=True))).reshape(3, 8).T:
            x, y = to_px(camera, tuple(corner), width, height)
            assert 0 <= x <= width
            assert 0 <= y <= height


@given(VIEWS, DRAGS)
def test_turning_keeps_directions_perpendicular_and_the_head_up(view, drags):
    camera = standard_camera(view, BOX, 1.0)
    for right, down in drags:
        camera = turned(camera, right, down, 800)
        assert norm(camera.towards_eye) == pytest.approx(1)
        assert norm(camera.up) == pytest.approx(1)
        assert dot(camera.up, camera.towards_eye) == pytest.approx(0, abs=1e-9)
        assert dot(camera.up, HEAD) >= -1e-6
        assert dot(screen_right(camera), HEAD) == pytest.approx(0, abs=1e-6)


def test_dragging_right_brings_the_patients_right_side_to_the_front():
    camera = turned(standard_camera(SurfaceView.ANTERIOR, BOX, 1.0), 400, 0, 800)
    assert principal(camera.towards_eye) == "R"


def test_dragging_down_tips_the_head_towards_the_reader():
    camera = turned(standard_camera(SurfaceView.ANTERIOR, BOX, 1.0), 0, 300, 800)
    assert dot(camera.towards_eye, HEAD) > 0.5
    over = turned(camera, 0, 3000, 800)
    assert dot(over.towards_eye, HEAD) == pytest.approx(1)
    assert principal(over.up) == "P" if dot(over.up, (0.0, 1.0, 0.0)) > 0 else principal(over.up) == "A"


@given(st.floats(-300, 300), st.floats(-300, 300))
def test_what_is_under_the_hand_moves_with_it(right, down):
    camera = first_camera(BOX, 1.0)
    x, y = to_px(camera, BOX.centre, 640, 480)
    after = to_px(moved(camera, right, down, 480), BOX.centre, 640, 480)
    assert np.allclose(after, (x + right, y + down))


@given(st.floats(0, 640), st.floats(0, 480), st.floats(-50, 50))
def test_a_place_on_the_screen_and_its_point_agree(x, y, depth):
    camera = turned(first_camera(BOX, 1.0), 37, -21, 500)
    point = add(under_px(camera, x, y, 640, 480), scale(camera.towards_eye, depth))
    assert np.allclose(to_px(camera, point, 640, 480), (x, y), atol=1e-6)


def test_zooming_enlarges_about_the_middle_within_limits():
    camera = first_camera(BOX, 1.0)
    assert zoomed(camera, 2.0).height_mm == pytest.approx(camera.height_mm / 2)
    assert zoomed(camera, 1e9).height_mm >= 1
    assert zoomed(camera, 1e-9).height_mm <= 10_000
    assert zoomed(camera, 3.0).focus == camera.focus
