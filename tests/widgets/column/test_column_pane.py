"""The 3D pane: turned by the mouse, on a thread of its own, in words where there is nothing to see."""

import attrs
import numpy as np
import pytest
from PySide6.QtCore import Qt

from viewer.actions.registry import all_actions
from viewer.model.column import NoContrast
from viewer.model.display import Camera, Layout, SurfaceView
from viewer.model.finding import CompressionMark
from viewer.model.geometry import add

LEFT, MIDDLE, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton, Qt.MouseButton.RightButton


@pytest.fixture
def column(reading, session, qtbot):
    """The pane with the column of the study, drawn."""
    pane = reading.panes.column
    qtbot.waitUntil(lambda: pane.has_picture, timeout=30_000)
    return pane


def towards_eye(session):
    return np.array(session.display.camera.towards_eye)


def test_a_study_without_a_column_says_so_in_words(column):
    assert column.text.startswith("No contrast column yet.")


def test_it_names_the_keys_that_would_show_something(column):
    for action_id in ("column.find", "view.bone"):
        (action,) = [one for one in all_actions() if one.id == action_id]
        assert action.shortcuts[0] in column.text


def test_the_reason_for_no_contrast_is_told_as_it_is(column, session, qtbot):
    with qtbot.waitSignal(session.column_changed, timeout=20_000):
        session.find_column()
    assert isinstance(session.column, NoContrast)
    assert column.text == session.column.reason


def test_a_left_drag_turns_the_view_and_keeps_it_with_the_case(column, session, mouse, qtbot):
    column.view_from(SurfaceView.ANTERIOR)
    qtbot.waitUntil(lambda: session.display.camera is not None, timeout=5_000)
    assert towards_eye(session) == pytest.approx((0.0, -1.0, 0.0))
    mouse(column).drag((100, 100), (180, 100))
    qtbot.waitUntil(lambda: abs(towards_eye(session)[0]) > 0.2, timeout=5_000)


@pytest.mark.parametrize(("side", "direction"), [("L", (1, 0, 0)), ("P", (0, 1, 0)), ("H", (0, 0, 1))])
def test_a_standard_view_shows_its_side_to_the_reader(column, session, qtbot, side, direction):
    column.view_from(SurfaceView(side))
    qtbot.waitUntil(lambda: session.display.camera is not None, timeout=5_000)
    assert towards_eye(session) == pytest.approx(direction)


def test_the_wheel_zooms(column, session, mouse, qtbot):
    column.view_from(SurfaceView.ANTERIOR)
    qtbot.waitUntil(lambda: session.display.camera is not None, timeout=5_000)
    height = session.display.camera.height_mm
    mouse(column).wheel(50, 50, 3)
    qtbot.waitUntil(lambda: session.display.camera.height_mm < 0.8 * height, timeout=5_000)


def test_a_click_on_a_mark_selects_it_and_takes_all_views_there(column, session, mouse, qtbot):
    place = add(session.volume.geometry.centre, (4.0, 3.0, 5.0))
    session.edit("Mark", session.case.with_mark(CompressionMark("m1", place)))
    front = Camera(focus=place, towards_eye=(0.0, -1.0, 0.0), up=(0.0, 0.0, 1.0), height_mm=300.0)
    session.look(attrs.evolve(session.display, camera=front))
    mouse(column).click(column.width() / 2, column.height() / 2)
    qtbot.waitUntil(lambda: session.selection == "m1", timeout=5_000)
    assert session.display.crosshair == pytest.approx(place, abs=0.7)


def test_a_double_click_maximises_the_pane(column, session, mouse):
    mouse(column).double_click(60, 60)
    assert session.display.layout is Layout.SINGLE


def test_resetting_the_views_brings_the_first_camera_back(column, session, qtbot):
    column.view_from(SurfaceView.LEFT)
    qtbot.waitUntil(lambda: session.display.camera is not None, timeout=5_000)
    session.look(attrs.evolve(session.display, camera=None))
    qtbot.wait(50)
    assert session.display.camera is None


def test_a_snapshot_waits_for_the_picture_in_full_detail(reading, session):
    reading.panes.settle()
    assert reading.panes.column.has_picture
    assert not any(pane.is_draft for pane in reading.panes.slices.values())
