"""Where a picture lies in its pane, and in the patient where its header says so."""

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from viewer.model.picture import PictureInfo, Placement
from viewer.model.picture_view import (
    PictureLook,
    moved_into,
    nearest_picture,
    panned,
    resolve_picture,
    windowed,
    zoomed_at,
)
from viewer.model.plane import PlaneKind
from viewer.model.study import WindowSetting

AXIAL = Placement((-10.0, -20.0, 50.0), (1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (2.0, 1.0))
INFO = PictureInfo("1 of 1", (20, 40), (2.0, 1.0), AXIAL, "frame", aspect=2.0)
LOOK = PictureLook()
place = st.floats(0, 400)


def view_of(look, info=INFO, pane=(400, 300)):
    return resolve_picture(look, info, info.size, *pane)


def test_a_picture_fits_its_pane_with_its_middle_in_the_middle():
    view = view_of(LOOK)
    assert view.to_px(19.5, 9.5) == pytest.approx((200, 150))
    corners = (view.to_px(-0.5, -0.5), view.to_px(39.5, 19.5))
    assert all(0 <= x <= 400 and 0 <= y <= 300 for x, y in corners)
    assert corners[1][0] - corners[0][0] == pytest.approx(300 / 1.02)


def test_pixels_that_are_twice_as_high_as_wide_are_drawn_so():
    view = view_of(LOOK)
    (x, y), (right, _), (_, down) = view.to_px(0, 0), view.to_px(1, 0), view.to_px(0, 1)
    assert down - y == pytest.approx(2 * (right - x))


@given(x=place, y=place, zoom=st.floats(0.3, 20), pan=st.tuples(st.floats(-0.4, 0.4), st.floats(-0.4, 0.4)))
def test_places_of_pane_and_picture_belong_together(x, y, zoom, pan):
    view = view_of(attrs.evolve(LOOK, zoom=zoom, pan=pan))
    assert view.to_px(*view.to_picture(x, y)) == pytest.approx((x, y), abs=1e-6)


@given(x=place, y=place)
def test_the_pane_lies_in_the_patient_where_the_picture_does(x, y):
    view = view_of(attrs.evolve(LOOK, zoom=3.0, pan=(0.1, -0.2)))
    column, row = view.to_picture(x, y)
    pane = view.in_patient(AXIAL)
    assert pane.to_lps(x, y) == pytest.approx((-10 + column, -20 + 2 * row, 50.0), abs=1e-6)
    assert pane.kind is PlaneKind.AXIAL


def test_what_is_under_the_cursor_stays_there_while_zooming():
    before = view_of(LOOK)
    closer = zoomed_at(LOOK, before, 2.0, 120.0, 90.0)
    assert closer.zoom == 2.0
    assert view_of(closer).to_picture(120, 90) == pytest.approx(before.to_picture(120, 90))


def test_a_drag_moves_the_picture_with_the_hand_but_never_out_of_the_pane():
    look = attrs.evolve(LOOK, zoom=4.0)
    before = view_of(look)
    after = view_of(panned(look, before, 30.0, -12.0))
    assert after.to_px(10, 10) == pytest.approx((before.to_px(10, 10)[0] + 30, before.to_px(10, 10)[1] - 12))
    lost = view_of(panned(look, before, 1e6, 1e6))
    assert lost.to_picture(200, 150) == pytest.approx((-0.5, -0.5))


def test_zoom_has_limits():
    assert LOOK.zoomed(1e9).zoom == 40
    assert LOOK.zoomed(1e-9).zoom == 0.2


def test_no_pixel_is_named_beside_the_picture():
    view = view_of(LOOK)
    assert view.pixel(200, 150) in {(9, 19), (10, 20), (9, 20), (10, 19)}
    assert view.pixel(1, 1) is None


def test_a_drag_to_the_right_widens_the_window_and_downwards_darkens():
    wider = windowed(WindowSetting(300, 100), 30, 0)
    assert (wider.width, wider.centre) == (330, 100)
    assert windowed(WindowSetting(300, 100), 0, 30).centre == 130
    assert windowed(WindowSetting(300, 100), -1e6, 0).width == 1


def stack(*heights_mm):
    return tuple(
        PictureInfo("", (20, 40), (2.0, 1.0), attrs.evolve(AXIAL, origin=(0.0, 0.0, z)), "frame")
        for z in heights_mm
    )


def test_the_picture_nearest_to_a_point_is_found_and_the_one_on_screen_stays_where_two_are():
    infos = stack(0, 10, 20, 30)
    assert nearest_picture(infos, (5, 5, 21), 0) == 2
    assert nearest_picture(infos, (5, 5, 15), 2) == 2
    assert nearest_picture(infos, (5, 5, 15), 1) == 1
    assert nearest_picture((PictureInfo("", (1, 1)),), (0, 0, 0), 0) == 0


def test_on_a_projection_a_point_keeps_its_depth():
    view = view_of(LOOK).in_patient(AXIAL)
    moved = moved_into((0.0, 0.0, 93.0), view, 100, 80)
    assert moved[2] == pytest.approx(93.0)
    assert moved[:2] == pytest.approx(view.to_lps(100, 80)[:2])
