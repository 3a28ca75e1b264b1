import attrs
import pytest

from viewer.model.annotation import Arrow, Distance, Ellipse
from viewer.model.case import Case
from viewer.model.display import Layout
from viewer.model.finding import CompressionMark
from viewer.model.geometry import dot
from viewer.model.labels import LevelLabel, level_positions
from viewer.model.plane import PlaneKind
from viewer.model.spine import Level
from viewer.tools.crosshair import CrosshairTool
from viewer.tools.events import Button, Modifier, Phase
from viewer.tools.outcome import AskLevel, AskText, Edit, Nothing, Preview, Select

AXIAL, SAGITTAL, CORONAL = PlaneKind.AXIAL, PlaneKind.SAGITTAL, PlaneKind.CORONAL
LABELS = (LevelLabel(Level("L2/L3"), (0, 30, 140)), LevelLabel(Level("L4/L5"), (0, 30, 60)))


def test_a_click_puts_the_crosshair_there_exactly(desk):
    desk.click(CrosshairTool(), desk.px((23.5, -41.0, 100)))
    assert desk.display.crosshair == pytest.approx((23.5, -41.0, 100))


def test_a_drag_in_one_pane_moves_the_other_planes(desk):
    desk.drag(CrosshairTool(), desk.px((10, 0, 80), SAGITTAL), desk.px((0, 33, 42), SAGITTAL), kind=SAGITTAL)
    assert desk.display.crosshair == pytest.approx((0, 33, 42))
    assert desk.view(AXIAL).plane.point[2] == 42
    assert desk.view(CORONAL).plane.point[1] == 33


def test_the_crosshair_never_leaves_the_volume(desk):
    desk.drag(CrosshairTool(), (200, 100), (-500, 100))
    assert desk.geometry.contains(desk.display.crosshair)


def test_hovering_and_other_buttons_do_nothing(desk):
    before = desk.display
    desk.send(CrosshairTool(), Phase.HOVER, (10, 10))
    desk.click(CrosshairTool(), (10, 10), button=Button.RIGHT)
    desk.send(CrosshairTool(), Phase.MOVE, (10, 10))
    assert desk.display == before


def turned_about_centre(desk, tool, start, end, modifiers=Modifier.NONE):
    """Drag from one place to another, both given from the crosshair in pixels."""
    x, y = desk.px(desk.display.crosshair)
    desk.drag(tool, (x + start[0], y + start[1]), (x + end[0], y + end[1]), modifiers=modifiers)


def test_a_handle_turns_its_plane_about_this_panes_normal(desk):
    reach = 0.35 * desk.view().width_px
    turned_about_centre(desk, CrosshairTool(), (reach, 0), (100, 100))
    # The coronal line went 45 degrees clockwise on screen; the axial pane looks along +z.
    assert desk.display.coronal.right == pytest.approx((0.5**0.5, 0.5**0.5, 0))
    assert desk.display.coronal.down == pytest.approx((0, 0, -1))
    assert desk.display.sagittal.right == pytest.approx((0, 1, 0))
    assert desk.display.axial.right == (1, 0, 0)
    assert desk.display.crosshair == desk.geometry.centre


def test_shift_turns_both_planes_and_keeps_them_perpendicular(desk):
    reach = 0.35 * desk.view().width_px
    turned_about_centre(desk, CrosshairTool(), (0, -reach), (40, -100), Modifier.SHIFT)
    sagittal, coronal = (desk.view(kind).plane.normal for kind in (SAGITTAL, CORONAL))
    assert dot(sagittal, coronal) == pytest.approx(0, abs=1e-9)
    assert abs(sagittal[0]) < 0.99


def test_turning_back_to_the_start_is_identity(desk):
    before = desk.display
    x, y = desk.px(before.crosshair)
    reach = 0.35 * desk.view().width_px
    desk.drag(CrosshairTool(), (x + reach, y), (x, y + reach), (x - reach, y + 1), (x + reach, y))
    assert desk.display.coronal.right == pytest.approx(before.coronal.right)


def test_a_click_on_a_mark_selects_it_and_jumps_there(desk):
    desk.case = Case(marks=(CompressionMark("m1", (20, 30, 102)),))
    outcome = desk.click(CrosshairTool(), desk.px((20, 30, 102)))
    assert isinstance(outcome, Select)
    assert desk.selection == "m1"
    assert desk.display.crosshair == (20, 30, 102)
    assert desk.titles == []


def test_dragging_a_mark_previews_and_commits_one_edit(desk):
    desk.case = Case(labels=LABELS, marks=(CompressionMark("m1", (20, 30, 62)),))
    desk.display = attrs.evolve(desk.display, crosshair=(0, 0, 60))
    tool = CrosshairTool()
    desk.send(tool, Phase.PRESS, desk.px((20, 30, 62)))
    desk.send(tool, Phase.MOVE, desk.px((25, 30, 62)))
    assert desk.preview.marks[0].point == pytest.approx((25, 30, 62))
    assert desk.case.marks[0].point == (20, 30, 62)
    desk.send(tool, Phase.MOVE, desk.px((40, 35, 62)))
    desk.send(tool, Phase.RELEASE, desk.px((40, 35, 62)))
    assert desk.case.marks[0].point == pytest.approx((40, 35, 62))
    assert desk.titles == ["Move mark L4/5"]
    assert desk.preview is None


def test_dragging_a_label_moves_its_level(desk):
    desk.case = Case(labels=LABELS)
    desk.drag(CrosshairTool(), desk.px((0, 30, 60), SAGITTAL), desk.px((0, 35, 66), SAGITTAL), kind=SAGITTAL)
    moved = {label.level.name: label.point for label in desk.case.labels}
    assert moved["L4/L5"] == pytest.approx((0, 35, 66))
    assert desk.titles == ["Move level L4/5"]


def test_dragging_an_unconfirmed_level_places_it(desk):
    desk.case = Case(labels=LABELS)
    tool, kind = CrosshairTool(), SAGITTAL
    where = next(p.point for p in positions(desk) if p.level.name == "L3/L4")
    x, y = desk.px(where, kind)
    desk.drag(tool, (x, y), (x + 10, y), kind=kind)
    assert desk.titles == ["Place level L3/4"]
    assert {label.level.name for label in desk.case.labels} == {"L2/L3", "L3/L4", "L4/L5"}


def positions(desk):
    return level_positions(desk.case.labels, desk.case.numbering, desk.geometry)


def test_a_label_cannot_be_dragged_past_its_neighbour(desk):
    desk.case = Case(labels=LABELS)
    tool = CrosshairTool()
    path = [desk.px((0, 30, z), SAGITTAL) for z in (60, 100, 170)]
    outcome = desk.drag(tool, *path, kind=SAGITTAL)
    assert desk.case.labels == LABELS
    assert desk.titles == []
    assert "cannot lie above" in outcome.message
    assert desk.preview is None


def test_dragging_the_end_of_a_distance_moves_that_end(desk):
    plane = desk.view().plane
    desk.case = Case(annotations=(Distance("a1", plane, (10, 20, 100), (50, 20, 100)),))
    desk.drag(CrosshairTool(), desk.px((50, 20, 100)), desk.px((50, 60, 100)))
    (one,) = desk.case.annotations
    assert one.start == (10, 20, 100)
    assert one.end == pytest.approx((50, 60, 100))
    assert desk.titles == ["Move distance"]


def test_dragging_its_line_moves_the_whole_distance(desk):
    plane = desk.view().plane
    desk.case = Case(annotations=(Distance("a1", plane, (10, 20, 100), (50, 20, 100)),))
    desk.drag(CrosshairTool(), desk.px((30, 20, 100)), desk.px((30, 30, 100)))
    (one,) = desk.case.annotations
    assert (one.start, one.end) == (pytest.approx((10, 30, 100)), pytest.approx((50, 30, 100)))


def test_dragging_an_end_of_an_ellipse_changes_that_radius(desk):
    plane = desk.view().plane
    desk.case = Case(annotations=(Ellipse("a1", plane, (30, 40, 100), 15.0, 8.0),))
    desk.drag(CrosshairTool(), desk.px((15, 40, 100)), desk.px((10, 43, 100)))
    (one,) = desk.case.annotations
    assert (one.radius_right_mm, one.radius_down_mm) == (pytest.approx(20), pytest.approx(8))
    assert one.centre == (30, 40, 100)


def test_a_click_on_an_annotation_selects_it(desk):
    plane = desk.view().plane
    desk.case = Case(annotations=(Ellipse("a1", plane, (30, 40, 100), 15.0, 8.0),))
    assert isinstance(desk.click(CrosshairTool(), desk.px((30, 48, 100))), Select)
    assert (desk.selection, desk.display.crosshair) == ("a1", (30, 40, 100))


def test_a_double_click_fills_the_window_and_restores(desk):
    tool = CrosshairTool()
    desk.double_click(tool, (50, 60), kind=SAGITTAL)
    assert (desk.display.layout, desk.display.main_pane.value) == (Layout.SINGLE, "sagittal")
    desk.double_click(tool, (50, 60), kind=SAGITTAL)
    assert desk.display.layout is Layout.FOUR


def test_a_double_click_on_a_label_asks_for_its_name(desk):
    desk.case = Case(labels=LABELS)
    assert isinstance(
        desk.double_click(CrosshairTool(), desk.px((0, 30, 60), SAGITTAL), kind=SAGITTAL), AskLevel
    )
    assert isinstance(desk.answer(Level("L5/S1")), Edit)
    assert desk.titles == ["Rename level L4/5 to L5/S1"]
    assert [label.level.name for label in desk.case.labels] == ["L2/L3", "L5/S1"]


def test_a_double_click_on_an_arrow_asks_for_its_text(desk):
    plane = desk.view().plane
    desk.case = Case(annotations=(Arrow("a1", plane, (30, 40, 100), (60, 40, 100), "spur"),))
    question = desk.double_click(CrosshairTool(), desk.px((60, 40, 100)))
    assert isinstance(question, AskText)
    assert question.default == "spur"
    desk.answer(" bone spur ")
    assert desk.case.annotations[0].text == "bone spur"


def test_escape_drops_the_drag(desk):
    desk.case = Case(labels=LABELS)
    tool = CrosshairTool()
    desk.send(tool, Phase.PRESS, desk.px((0, 30, 60), SAGITTAL), kind=SAGITTAL)
    desk.send(tool, Phase.MOVE, desk.px((0, 30, 70), SAGITTAL), kind=SAGITTAL)
    assert tool.cancel() == Preview(None)
    assert isinstance(desk.send(tool, Phase.RELEASE, desk.px((0, 30, 70), SAGITTAL), kind=SAGITTAL), Nothing)
    assert desk.case.labels == LABELS
