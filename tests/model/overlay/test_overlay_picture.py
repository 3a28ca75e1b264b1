"""Cross-reference lines: exact places, and none where there is no common frame."""

import attrs
import pytest

from viewer.model.display import Display
from viewer.model.overlay.overlay_picture import picture_lines, picture_shapes
from viewer.model.overlay.overlay_shapes import Line, Role, Text
from viewer.model.picture import PictureInfo, Placement
from viewer.model.picture_view import PictureLook, resolve_picture
from viewer.model.plane import PlaneKind, reference_plane
from viewer.model.resolve import PaneView
from viewer.model.study import WindowSetting

AXIAL = Placement((-20.0, -10.0, 30.0), (1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (1.0, 1.0))
LOOK = PictureLook()
INFO = PictureInfo("1 of 3", (21, 41), (1.0, 1.0), AXIAL, "frame")


def info(z_mm):
    return attrs.evolve(INFO, placement=attrs.evolve(AXIAL, origin=(-20.0, -10.0, z_mm)))


STACK = (info(50.0), info(30.0), info(10.0))


def pane(kind, point=(0.0, 0.0, 0.0)):
    """200 x 200 pixels of 1 mm about a point."""
    return PaneView(kind, reference_plane(kind, point), 1.0, 200, 200, WindowSetting(1, 1))


def lines(shapes, role=Role.PICTURE):
    return [one for one in shapes if isinstance(one, Line) and one.role is role]


def test_a_picture_is_a_line_as_long_as_it_is_wide_in_the_panes_it_crosses():
    shown, *_ = [
        one for one in lines(picture_lines(STACK, 1, pane(PlaneKind.CORONAL), "frame")) if not one.dashed
    ]
    assert sorted((shown.start, shown.end)) == [pytest.approx((79.5, 70.0)), pytest.approx((120.5, 70.0))]


def test_the_first_and_last_of_a_series_are_drawn_faintly_with_their_numbers():
    shapes = picture_lines(STACK, 1, pane(PlaneKind.SAGITTAL), "frame")
    assert [one.dashed for one in lines(shapes)] == [True, True, False]
    assert {one.text for one in shapes if isinstance(one, Text)} == {"1", "2", "3"}


def test_no_line_where_the_pane_passes_the_picture_or_lies_along_it():
    assert picture_lines(STACK, 1, pane(PlaneKind.CORONAL, (0.0, 11.0, 0.0)), "frame") == ()
    assert picture_lines(STACK, 1, pane(PlaneKind.AXIAL), "frame") == ()


def test_no_line_in_another_frame_of_reference():
    assert picture_lines(STACK, 1, pane(PlaneKind.CORONAL), "other") == ()


def test_pictures_without_a_place_give_no_line():
    assert picture_lines((PictureInfo("1 of 1", (5, 5)),), 0, pane(PlaneKind.CORONAL), "") == ()


def shapes_over(display, look=LOOK, one=INFO, projection=False):
    return picture_shapes(one, resolve_picture(look, one, one.size, 410, 210), display, projection=projection)


def test_the_planes_of_the_ct_cross_where_its_crosshair_is():
    display = Display(crosshair=(5.0, -2.0, 77.0))
    shapes = shapes_over(display)
    upright = lines(shapes, Role.CROSSHAIR_SAGITTAL)
    level = lines(shapes, Role.CROSSHAIR_CORONAL)
    view = resolve_picture(PictureLook(), INFO, INFO.size, 410, 210)
    x, y = view.to_px(25, 8)
    assert all(one.start[0] == pytest.approx(x) == one.end[0] for one in upright)
    assert all(one.start[1] == pytest.approx(y) == one.end[1] for one in level)
    assert len(upright) == len(level) == 2
    assert not lines(shapes, Role.CROSSHAIR_AXIAL)


def test_without_a_common_frame_only_sides_and_scale_are_drawn():
    roles = {one.role for one in shapes_over(None)}
    assert roles == {Role.LETTER, Role.SCALE}


def test_hidden_crosshair_lines_are_hidden_here_too():
    assert not lines(shapes_over(Display(crosshair_shown=False)), Role.CROSSHAIR_SAGITTAL)


def test_a_projection_has_sides_but_no_scale():
    assert {one.role for one in shapes_over(None, projection=True)} == {Role.LETTER}


def test_sides_that_a_radiograph_states_are_shown_with_their_opposites():
    lateral = PictureInfo("1 of 1", (30, 20), (0.2, 0.2), sides=("P", "F"))
    letters = {one.text: one.at for one in shapes_over(None, one=lateral, projection=True)}
    assert set(letters) == {"A", "P", "H", "F"}
    assert letters["P"][0] > letters["A"][0]
    assert letters["F"][1] > letters["H"][1]


def test_nothing_is_claimed_where_nothing_is_known():
    assert shapes_over(None, one=PictureInfo("1 of 1", (30, 20))) == ()
