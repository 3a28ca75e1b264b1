"""The spine strip: what it shows and where a click leads."""

from itertools import pairwise

import attrs
import pytest
from PySide6.QtCore import Qt

from tests.measured import give_analysis
from tests.straight_canal import StraightCanal
from viewer.model.case import Case
from viewer.model.finding import CompressionMark, Severity
from viewer.model.labels import LevelLabel
from viewer.model.plane import PlaneKind
from viewer.model.spine import Level, Numbering
from viewer.tools.navigation import zoom_by
from viewer.widgets.spine.spine_layout import LevelState, spine_layout
from viewer.widgets.spine.spine_painter import SpinePainter
from viewer.widgets.spine.spine_strip import SpineStrip

LEFT = Qt.MouseButton.LeftButton


def at(z):
    return (0.0, 0.0, float(z))


@pytest.fixture
def strip(marked, shown):
    marked.select("")
    return shown(SpineStrip(marked), 112, 640)


def test_the_strip_runs_from_the_head_to_the_sacrum_in_order():
    levels = spine_layout(Case(), None, None).levels
    assert levels[0].level.name == "C0/C1"
    assert levels[-1].level.name == "S1"
    assert [one.level for one in levels] == list(Numbering().levels[: len(levels)])
    assert levels[0].top == 0
    assert levels[-1].bottom == pytest.approx(1)
    assert all(a.bottom == b.top for a, b in pairwise(levels))


def test_transitional_vertebrae_have_their_place():
    names = [one.level.name for one in spine_layout(Case(numbering=Numbering(13, 6)), None, None).levels]
    assert names[names.index("T13") + 2] == "L1"
    assert names[-3:] == ["L6", "L6/S1", "S1"]


def test_placed_interpolated_extrapolated_and_absent_levels_are_told_apart(labelled):
    layout = spine_layout(labelled.case, at(120), labelled.volume.geometry)
    states = {name: layout.find(name).state for name in ("L4/L5", "L2", "L5/S1", "C1")}
    assert states == {
        "L4/L5": LevelState.PLACED,
        "L2": LevelState.INTERPOLATED,
        "L5/S1": LevelState.EXTRAPOLATED,
        "C1": LevelState.ABSENT,
    }
    assert [layout.find(name).caption for name in states] == ["L4/5", "L2?", "L5/S1?", "C1"]


def test_the_level_at_the_crosshair_is_the_current_one(labelled):
    layout = spine_layout(labelled.case, at(121), None)
    assert [one.level.name for one in layout.levels if one.current] == ["L4/L5"]


def test_marks_without_a_level_are_kept_apart():
    case = Case().with_mark(CompressionMark("m1", at(50)))
    layout = spine_layout(case, None, None)
    assert [mark.mark_id for mark in layout.unnamed] == ["m1"]
    painter = SpinePainter(layout, 126, 600)
    centre = painter.mark_centre("m1")
    assert painter.mark_at(centre.x(), centre.y()).mark_id == "m1"


def test_the_gravest_mark_of_a_level_is_drawn_where_there_is_room_for_one():
    case = Case().with_labels((LevelLabel(Level("L4/L5"), at(120)),))
    for name, severity in (("a", Severity.MILD), ("b", Severity.SEVERE), ("c", None)):
        case = case.with_mark(CompressionMark(name, at(120), severity=severity))
    painter = SpinePainter(spine_layout(case, None, None), 106, 600)
    assert painter.mark_centre("b") is not None
    assert painter.mark_centre("a") is None


def test_every_level_is_hit_where_it_is_drawn(strip):
    for one in strip._layout.levels:
        centre = strip.level_centre(one.level.name)
        assert strip._level_at(centre.y()).level == one.level


def test_a_click_on_a_level_takes_all_views_there(strip, marked, qtbot):
    qtbot.mouseClick(strip, LEFT, pos=strip.level_centre("L2"))
    crosshair = marked.display.crosshair
    assert 120 < crosshair[2] < 330
    level = marked.case.level_of(CompressionMark("", crosshair)).level
    assert level == Level("L2")


def test_a_click_on_a_mark_selects_it_and_goes_there(strip, marked, qtbot):
    qtbot.mouseClick(strip, LEFT, pos=strip.mark_centre("m1"))
    assert marked.selection == "m1"
    assert marked.display.crosshair == pytest.approx(at(120))


def test_a_click_on_a_level_that_is_not_located_says_so(strip, marked, qtbot):
    before = marked.display
    qtbot.mouseClick(strip, LEFT, pos=strip.level_centre("C1"))
    assert marked.display == before
    assert "not located" in marked.notices[-1].text


def test_enlarged_panes_follow_to_the_level(strip, marked, qtbot):
    marked.look(zoom_by(marked.display, PlaneKind.SAGITTAL, 4.0))
    qtbot.mouseClick(strip, LEFT, pos=strip.mark_centre("m1"))
    pane = marked.display.sagittal
    middle = pane.plane(marked.volume.geometry.centre).at(*pane.pan_mm)
    assert middle[2] == pytest.approx(120)


def test_keys_walk_along_the_levels_and_enter_goes_there(strip, marked, qtbot):
    strip.setFocus()
    marked.look(marked.display)
    qtbot.mouseClick(strip, LEFT, pos=strip.level_centre("L4/L5"))
    qtbot.waitUntil(lambda: strip._layout.find("L4/L5").current)
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Up, Qt.Key.Key_Return):
        qtbot.keyClick(strip, key)
    level = marked.case.level_of(CompressionMark("", marked.display.crosshair)).level
    assert level == Level("L4")


def menu_actions(strip, level):
    menu = strip.menu_for(Level(level))
    return menu, {action.text(): action for action in menu.actions()}


def test_the_menu_places_a_level_at_the_crosshair(strip, marked):
    marked.look(attrs.evolve(marked.display, crosshair=at(240)))
    menu, actions = menu_actions(strip, "L1")
    actions["Place L1 at the crosshair"].trigger()
    assert LevelLabel(Level("L1"), at(240)) in marked.case.labels
    menu.close()


def test_the_menu_refuses_what_breaks_the_order_with_a_notice(strip, marked):
    marked.look(attrs.evolve(marked.display, crosshair=at(600)))
    before = marked.case
    menu, actions = menu_actions(strip, "S1")
    next(action for title, action in actions.items() if title.startswith("Place S1")).trigger()
    assert marked.case == before
    assert "cannot lie above" in marked.notices[-1].text
    menu.close()


def test_the_menu_removes_a_placed_level_only(strip, marked):
    menu, actions = menu_actions(strip, "L2")
    assert not actions["Remove label L2"].isEnabled()
    menu.close()
    menu, actions = menu_actions(strip, "T10/T11")
    actions["Remove label T10/11"].trigger()
    assert [label.level.name for label in marked.case.labels] == ["L4/L5"]
    menu.close()


def test_a_shift_from_the_menu_waits_because_it_renames_a_mark(strip, marked):
    menu, actions = menu_actions(strip, "L4/L5")
    actions["Shift numbering down by one"].trigger()
    assert marked.pending_relevel is not None
    marked.confirm_relevel()
    assert marked.case.level_of(marked.case.find_mark("m1")).level == Level("L5/S1")
    menu.close()


@pytest.mark.parametrize("height", [400, 640, 1400])
@pytest.mark.parametrize("width", [106, 112, 126])
def test_nothing_is_drawn_outside_the_strip(marked, width, height):
    painter = SpinePainter(spine_layout(marked.case, at(120), marked.volume.geometry), width, height)
    boxes = [painter.box(one) for one in painter._layout.levels]
    assert boxes[0].top() >= 0
    assert boxes[-1].bottom() <= height
    assert all(painter._body(one).boundingRect().right() < 80 for one in painter._layout.levels)
    assert painter.mark_centre("m1").x() + 14 <= width + 4


def test_the_strip_tells_a_screen_reader_what_is_marked(strip):
    assert "L4/5: placed; 1 marked" in strip.accessibleDescription()


def test_thin_discs_are_caught_beside_them_in_a_low_window(marked, shown):
    strip = shown(SpineStrip(marked), 126, 560)
    disc = strip.level_centre("L3/L4")
    assert {strip._level_at(disc.y() + off).level for off in (-4, 0, 4)} == {Level("L3/L4")}


def test_an_open_study_without_labels_says_how_to_begin(spine):
    assert spine_layout(spine.case, at(100), None).nothing_placed
    assert not spine_layout(Case(), None, None).nothing_placed


def test_the_menu_renames_and_shifts_levels_that_were_found(spine, shown):
    strip = shown(SpineStrip(spine), 112, 640)
    canal = StraightCanal(top=(0.0, 0.0, 600.0), length_mm=500)
    give_analysis(spine, canal.analysis())
    strip.show_case()
    menu, actions = menu_actions(strip, "L2")
    rename = {action.text(): action for action in actions["Rename L2 to"].menu().actions()}
    rename["L3"].trigger()
    found = canal.levels()[2]
    assert spine.case.labels == (LevelLabel(Level("L3"), found.centre),)
    menu.close()
    spine.undo()
    strip.show_case()
    menu, actions = menu_actions(strip, "L2")
    actions["Shift numbering up by one"].trigger()
    assert len(spine.case.labels) == 1
    menu.close()


def test_a_vertebra_between_placed_discs_bears_no_question_mark():
    case = Case().with_labels((LevelLabel(Level("L2/L3"), at(40.0)), LevelLabel(Level("L3/L4"), at(5.0))))
    captions = {one.level.name: one.caption for one in spine_layout(case, at(20.0), None).levels}
    assert captions["L3"] == "L3"
    assert captions["L4"] == "L4?"
