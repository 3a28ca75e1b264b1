import pytest

from viewer.model.annotation import Angle, Arrow, Distance, Ellipse
from viewer.model.plane import PlaneKind
from viewer.tools.events import Phase
from viewer.tools.measuring import angle_tool, arrow_tool, distance_tool, ellipse_tool
from viewer.tools.outcome import AskText, Edit, Nothing, Preview

SAGITTAL = PlaneKind.SAGITTAL


def test_a_drag_draws_a_distance_and_previews_it_on_the_way(desk):
    tool = distance_tool()
    desk.send(tool, Phase.PRESS, desk.px((0, 0, 100)))
    assert isinstance(desk.send(tool, Phase.MOVE, desk.px((10, 0, 100))), Preview)
    assert desk.preview.annotations[0].length_mm == pytest.approx(10)
    desk.send(tool, Phase.MOVE, desk.px((30, 40, 100)))
    assert isinstance(desk.send(tool, Phase.RELEASE, desk.px((30, 40, 100))), Edit)
    (one,) = desk.case.annotations
    assert isinstance(one, Distance)
    assert one.length_mm == pytest.approx(50)
    assert (desk.titles, desk.selection) == (["Draw distance"], one.annotation_id)


def test_two_clicks_draw_a_distance_and_the_line_follows_between_them(desk):
    tool = distance_tool()
    desk.click(tool, desk.px((0, 0, 100)))
    assert desk.titles == []
    desk.send(tool, Phase.HOVER, desk.px((20, 0, 100)))
    assert desk.preview.annotations[0].length_mm == pytest.approx(20)
    desk.click(tool, desk.px((0, 25, 100)))
    assert desk.case.annotations[0].length_mm == pytest.approx(25)


def test_a_double_click_in_one_place_draws_nothing(desk):
    tool = distance_tool()
    desk.double_click(tool, (100, 100))
    assert desk.case.annotations == ()


def test_a_second_drawing_has_its_own_id(desk):
    tool = distance_tool()
    desk.drag(tool, (10, 10), (50, 50))
    desk.drag(tool, (60, 10), (90, 50))
    assert len({one.annotation_id for one in desk.case.annotations}) == 2


def test_a_drawing_lies_in_the_plane_it_was_begun_in(desk):
    tool = distance_tool()
    desk.drag(tool, desk.px((0, 10, 50), SAGITTAL), desk.px((0, 40, 90), SAGITTAL), kind=SAGITTAL)
    (one,) = desk.case.annotations
    assert one.plane.right == (0, 1, 0)
    assert one.start == pytest.approx((0, 10, 50))
    assert one.end == pytest.approx((0, 40, 90))


def test_pressing_in_another_pane_begins_anew(desk):
    tool = distance_tool()
    desk.click(tool, (100, 100))
    assert isinstance(desk.send(tool, Phase.HOVER, (50, 50), kind=SAGITTAL), Nothing)
    desk.drag(tool, (10, 10), (60, 60), kind=SAGITTAL)
    assert desk.case.annotations[0].plane.right == (0, 1, 0)


@pytest.mark.parametrize("first", ["three clicks", "a drag and a click"])
def test_an_angle_is_drawn_by(desk, first):
    tool = angle_tool()
    start, vertex, end = (desk.px(point) for point in ((40, 0, 100), (0, 0, 100), (0, 30, 100)))
    if first == "three clicks":
        desk.click(tool, start)
        desk.click(tool, vertex)
    else:
        desk.drag(tool, start, vertex)
    desk.send(tool, Phase.HOVER, desk.px((-40, 40, 100)))
    assert desk.preview.annotations[0].angle_deg == pytest.approx(135)
    desk.click(tool, end)
    (one,) = desk.case.annotations
    assert isinstance(one, Angle)
    assert one.angle_deg == pytest.approx(90)
    assert one.vertex == pytest.approx((0, 0, 100))
    assert desk.titles == ["Draw angle"]


def test_an_ellipse_fills_the_box_that_is_dragged(desk):
    desk.drag(ellipse_tool(), desk.px((10, 20, 100)), desk.px((40, 30, 100)))
    (one,) = desk.case.annotations
    assert isinstance(one, Ellipse)
    assert one.centre == pytest.approx((25, 25, 100))
    assert (one.radius_right_mm, one.radius_down_mm) == (pytest.approx(15), pytest.approx(5))


def test_an_ellipse_without_height_is_no_ellipse(desk):
    outcome = desk.drag(ellipse_tool(), (100, 100), (160, 100))
    assert outcome == Preview(None)
    assert desk.case.annotations == ()


def test_an_arrow_asks_for_its_text_before_it_is_drawn(desk):
    question = desk.drag(arrow_tool(), desk.px((10, 20, 100)), desk.px((40, 30, 100)))
    assert isinstance(question, AskText)
    assert desk.case.annotations == ()
    desk.answer("synovial cyst")
    (one,) = desk.case.annotations
    assert isinstance(one, Arrow)
    assert one.text == "synovial cyst"
    assert one.tip == pytest.approx((10, 20, 100))
    assert one.tail == pytest.approx((40, 30, 100))
    assert desk.titles == ["Draw arrow"]


def test_an_arrow_whose_question_is_left_open_goes_from_the_screen(desk):
    tool = arrow_tool()
    desk.drag(tool, (10, 10), (90, 90))
    desk.send(tool, Phase.MOVE, (100, 100))
    assert desk.preview is None
    assert isinstance(desk.send(tool, Phase.HOVER, (110, 110)), Nothing)
    assert desk.case.annotations == ()


def test_escape_drops_the_points_set_so_far(desk):
    tool = angle_tool()
    desk.click(tool, (100, 100))
    assert tool.cancel() == Preview(None)
    assert isinstance(desk.send(tool, Phase.HOVER, (150, 150)), Nothing)
    assert desk.case.annotations == ()
