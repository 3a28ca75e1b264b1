import pytest

from viewer.model.case import Case
from viewer.model.labels import LevelLabel, level_positions
from viewer.model.plane import PlaneKind
from viewer.model.spine import Level
from viewer.tools.events import Phase
from viewer.tools.level import LevelTool
from viewer.tools.outcome import AskLevel, Edit, Preview
from viewer.tools.seed import SeedTool

SAGITTAL = PlaneKind.SAGITTAL
L4_5 = LevelLabel(Level("L4/L5"), (0, 30, 60))
L2_3 = LevelLabel(Level("L2/L3"), (0, 30, 135))


def click(desk, z, y=30):
    return desk.click(LevelTool(), desk.px((0, y, z), SAGITTAL), kind=SAGITTAL)


def test_the_first_click_asks_for_the_name(desk):
    question = click(desk, 60)
    assert isinstance(question, AskLevel)
    assert question.choices[0] == Level("L4/L5")
    assert set(question.choices) == set(desk.case.numbering.levels)
    assert isinstance(desk.answer(Level("L3/L4")), Edit)
    assert desk.titles == ["Place level L3/4"]
    assert desk.case.labels[0].point == pytest.approx((0, 30, 60))


@pytest.mark.parametrize(("z", "title"), [(97, "Place level L3/4"), (25, "Place level L5/S1")])
def test_the_next_click_takes_the_neighbour_above_or_below(desk, z, title):
    desk.case = Case(labels=(L4_5,))
    assert isinstance(click(desk, z), Edit)
    assert desk.titles == [title]


@pytest.mark.parametrize("z", [72, 150, 190])
def test_a_click_at_an_unusual_distance_asks(desk, z):
    desk.case = Case(labels=(L4_5,))
    assert isinstance(click(desk, z), AskLevel)
    assert desk.case.labels == (L4_5,)


def test_with_two_labels_the_expected_level_is_taken(desk):
    desk.case = Case(labels=(L4_5, L2_3))
    click(desk, 99, y=48)
    assert desk.titles == ["Place level L3/4"]
    assert desk.case.labels[-1].point == pytest.approx((0, 48, 99))
    click(desk, 171, y=48)
    assert desk.titles[-1] == "Place level L1/2"


def test_a_click_on_an_unconfirmed_level_places_it_there(desk):
    desk.case = Case(labels=(L4_5, L2_3))
    positions = level_positions(desk.case.labels, desk.case.numbering)
    (expected,) = [one for one in positions if one.level.name == "L4"]
    click(desk, expected.point[2] + 1)
    assert desk.titles == ["Place level L4"]
    assert desk.case.labels[-1].point == pytest.approx((0, 30, expected.point[2] + 1))


def test_the_menu_offers_the_nearest_levels_first(desk):
    desk.case = Case(labels=(L4_5, L2_3))
    question = click(desk, 80, y=48)
    assert isinstance(question, AskLevel)
    assert question.choices[0] == Level("L4")


def test_a_name_that_breaks_the_order_is_refused(desk):
    desk.case = Case(labels=(L4_5,))
    click(desk, 150)
    desk.answer(Level("L5/S1"))
    assert "cannot lie above" in desk.refusal.message
    assert desk.case.labels == (L4_5,)


def test_a_new_label_is_previewed_while_the_button_is_down(desk):
    desk.case = Case(labels=(L4_5,))
    tool = LevelTool()
    desk.send(tool, Phase.PRESS, desk.px((0, 30, 97), SAGITTAL), kind=SAGITTAL)
    assert {label.level.name for label in desk.preview.labels} == {"L3/L4", "L4/L5"}
    desk.send(tool, Phase.MOVE, desk.px((0, 35, 95), SAGITTAL), kind=SAGITTAL)
    desk.send(tool, Phase.RELEASE, desk.px((0, 35, 95), SAGITTAL), kind=SAGITTAL)
    assert desk.case.labels[-1].point == pytest.approx((0, 35, 95))
    assert desk.titles == ["Place level L3/4"]


def test_a_label_is_dragged_to_move_it_and_clicked_to_rename_it(desk):
    desk.case = Case(labels=(L4_5,))
    tool = LevelTool()
    desk.drag(tool, desk.px((0, 30, 60), SAGITTAL), desk.px((0, 40, 62), SAGITTAL), kind=SAGITTAL)
    assert desk.titles == ["Move level L4/5"]
    assert isinstance(click(desk, 62, y=40), AskLevel)
    desk.answer(Level("L5/L6"))
    assert "no level" in desk.refusal.message
    desk.answer(Level("L5/S1"))
    assert desk.titles[-1] == "Rename level L4/5 to L5/S1"


def test_escape_drops_a_label_under_way(desk):
    desk.case = Case(labels=(L4_5,))
    tool = LevelTool()
    desk.send(tool, Phase.PRESS, desk.px((0, 30, 97), SAGITTAL), kind=SAGITTAL)
    assert tool.cancel() == Preview(None)
    desk.send(tool, Phase.RELEASE, desk.px((0, 30, 97), SAGITTAL), kind=SAGITTAL)
    assert desk.titles == []


def test_the_seed_is_where_the_reader_clicks_inside_the_image(desk):
    desk.click(SeedTool(), desk.px((3, 22, 100)))
    assert desk.case.contrast_seed == pytest.approx((3, 22, 100))
    assert desk.titles == ["Place contrast seed"]
    desk.click(SeedTool(), (-50, 10))
    assert "outside" in desk.refusal.message
