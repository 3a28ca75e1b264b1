"""The measured narrowings: what is listed and said, and what clicks and keys do."""

from itertools import pairwise

import attrs
import pytest
from PySide6.QtCore import Qt

from tests.measured import give_analysis
from tests.straight_canal import BAND, StraightCanal
from viewer.model.case import Case
from viewer.model.geometry import distance_mm
from viewer.model.labels import LevelLabel
from viewer.model.narrowing import Block, BlockKind
from viewer.model.spine import Level
from viewer.tools.canal import in_canal_plane, toggled_canal_plane
from viewer.widgets.marks.marks_panel import MarksPanel
from viewer.widgets.marks.narrowing_words import scope_words
from viewer.widgets.spine.level_menu import LevelMenu
from viewer.widgets.spine.spine_layout import LevelState, spine_layout
from viewer.widgets.spine.spine_strip import SpineStrip

MINUS = "\N{MINUS SIGN}"
CANAL = StraightCanal(lean_deg=3.0)
MILD, TIGHT = CANAL.narrowing(160, 25.0), CANAL.narrowing(240, 58.0, bands=(BAND,))
CLOSED = CANAL.narrowing(200, None)
MEASURED = CANAL.analysis(narrowings=(MILD, TIGHT, CLOSED), warnings=("Slices of 3 mm: less accurate.",))


@pytest.fixture
def measured(spine):
    """The whole spine with what was measured in it."""

    def give(analysis=MEASURED):
        give_analysis(spine, analysis)
        return spine

    return give


@pytest.fixture
def panel(measured, shown):
    return shown(MarksPanel(measured()), 320, 800)


def rows(panel):
    table = panel.narrowings.list
    return [[table.item(row, column).text() for column in range(1, 6)] for row in range(table.rowCount())]


def struck(panel):
    table = panel.narrowings.list
    return [table.item(row, 0).font().strikeOut() for row in range(table.rowCount())]


def click(panel, row, qtbot):
    table = panel.narrowings.list
    centre = table.visualItemRect(table.item(row, 0)).center()
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=centre)


def press(panel, key, qtbot, modifier=Qt.KeyboardModifier.NoModifier):
    qtbot.keyClick(panel.narrowings.list, key, modifier)


def test_the_worst_stands_first_and_a_state_has_no_number(panel):
    assert rows(panel) == [
        ["L3/4?", "obliterated", "", "", ""],
        ["L4/5?", "84", f"{MINUS}58%", f"{MINUS}30%", "A L"],
        ["L2/3?", "150", f"{MINUS}25%", f"{MINUS}30%", "A L"],
    ]


def test_scope_and_warnings_are_always_beside_the_list(panel):
    assert panel.narrowings.scope.text() == MEASURED.scope
    assert panel.narrowings.scope.isVisible()
    assert panel.narrowings.warning.text() == "Slices of 3 mm: less accurate."
    assert panel.narrowings.warning.isVisible()


def test_where_it_is_narrow_the_side_is_left_to_the_tooltip(panel):
    table = panel.narrowings.list
    assert not table.isColumnHidden(5)
    panel.resize(256, 700)
    assert table.isColumnHidden(5)
    assert "Indentation: anterior, left" in table.item(1, 0).toolTip()
    panel.resize(320, 700)
    assert not table.isColumnHidden(5)
    assert table.columnWidth(4) < 60


def test_blocks_are_told(measured, shown):
    blocks = (Block(BlockKind.COMPLETE, CANAL.at(245), CANAL.at(290)),)
    panel = shown(MarksPanel(measured(attrs.evolve(MEASURED, blocks=blocks, warnings=()))))
    assert (
        panel.narrowings.warning.text()
        == "Complete block at L4/5? to L5/S1?: no contrast is found beyond it."
    )
    assert rows(panel)[0][:2] == ["L4/5?", "complete block"]
    assert "(4, 4 open)" in panel.narrowings.title.text()


def test_folded_the_list_goes_with_its_scope(panel, qtbot):
    qtbot.mouseClick(panel.narrowings.title, Qt.MouseButton.LeftButton)
    assert not panel.narrowings.list.isVisible()
    assert not panel.narrowings.scope.isVisible()
    assert "(3, 3 open)" in panel.narrowings.title.text()
    qtbot.mouseClick(panel.narrowings.title, Qt.MouseButton.LeftButton)
    assert panel.narrowings.list.isVisible()


def test_an_empty_list_says_what_was_measured_and_never_that_there_is_none():
    empty = CANAL.analysis()
    said = scope_words(Case(), empty)
    assert said.startswith(
        "Thecal sac only. Foramina and lateral recesses are not assessed. Nothing is listed"
    )
    assert "no narrowing of 20 % or more was measured" in said
    assert "what was not assessed is not judged" in said
    assert "no compression" not in said.lower()
    blocked = CANAL.analysis(blocks=(Block(BlockKind.COMPLETE, CANAL.at(245), CANAL.at(290)),))
    assert "Nothing is listed" not in scope_words(Case(), blocked)
    assert "beside the block" in scope_words(Case(), blocked)
    absent = CANAL.analysis(absent="No intrathecal contrast was found.", sections=None)
    assert scope_words(Case(), absent) == "No intrathecal contrast was found."


def test_the_scope_asks_for_every_level_that_no_reader_has_placed():
    scope = "Thecal sac only, T11/T12 to S1. Not opacified: L4/L5 to S1."
    analysis = CANAL.analysis(scope=scope, narrowings=(MILD,))
    assert scope_words(Case(), analysis) == "Thecal sac only, T11/12? to S1?. Not opacified: L4/5? to S1?."
    placed = Case().with_label(LevelLabel(Level("L4/L5"), CANAL.at(240)))
    assert "L4/5 to S1?." in scope_words(placed, analysis)


def test_every_row_bears_the_number_of_the_profile_and_what_was_answered(panel, qtbot):
    table = panel.narrowings.list

    def told():
        role = Qt.ItemDataRole.AccessibleTextRole
        return [table.item(row, 0).data(role) for row in range(3)]

    assert told() == ["1, open", "2, open", "3, open"]
    assert all(not table.item(row, 0).icon().isNull() for row in range(3))
    click(panel, 2, qtbot)
    press(panel, Qt.Key.Key_R, qtbot)
    click(panel, 1, qtbot)
    press(panel, Qt.Key.Key_Y, qtbot)
    assert told() == ["1, open", "2, accepted", "3, rejected"]
    assert "(3, 1 open)" in panel.narrowings.title.text()
    assert table.item(1, 1).toolTip().startswith("Narrowing 2, accepted by the reader as a mark")


def test_a_click_takes_all_views_there_and_shows_the_bands(panel, measured, qtbot):
    session = panel._session
    click(panel, 1, qtbot)
    assert session.selection == "narrowing 240.0"
    assert session.display.crosshair == pytest.approx(TIGHT.position)
    detail = panel.narrowings.detail.text()
    assert "lumbar sac area: absolute (Bolender 1985, CT)" in detail


def test_a_click_keeps_the_pane_across_the_canal(panel, qtbot):
    session = panel._session
    sections, grid = MEASURED.sections, session.volume.geometry
    session.look(attrs.evolve(session.display, crosshair=CANAL.at(120)))
    session.look(toggled_canal_plane(session.display, sections, grid))
    click(panel, 1, qtbot)
    assert in_canal_plane(session.display, sections)


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Y])
def test_one_key_accepts_as_an_undoable_mark(panel, qtbot, key):
    session = panel._session
    click(panel, 1, qtbot)
    press(panel, key, qtbot)
    (mark,) = session.case.marks
    assert mark.point == TIGHT.position
    assert mark.measured.area_mm2 == TIGHT.area_mm2
    assert f"Measured: 84 mm² ({MINUS}58 %) of 200 mm²" in panel.form._measured.text()
    assert "accepted by the reader" in panel.form._measured.text()
    assert panel.form._level.text().endswith("L4/5?"), "found, not confirmed"
    assert panel.table.item(0, 0).text() == "L4/5?"
    assert "accepted by the reader" in panel.table.item(0, 0).toolTip()
    assert mark.severity is None
    assert session.undo_title == "Accept narrowing L4/5?"
    session.undo()
    assert session.case.marks == ()


@pytest.mark.parametrize("key", [Qt.Key.Key_Delete, Qt.Key.Key_X, Qt.Key.Key_R])
def test_one_key_rejects_and_strikes_through_and_can_be_undone(panel, qtbot, key):
    session = panel._session
    click(panel, 2, qtbot)
    press(panel, key, qtbot)
    assert struck(panel) == [False, False, True]
    assert session.selection == "narrowing 160.0"
    session.undo()
    assert struck(panel) == [False, False, False]
    session.redo()
    press(panel, key, qtbot)
    assert struck(panel) == [False, False, False]


def test_undo_and_redo_keep_their_keys(panel, qtbot):
    click(panel, 2, qtbot)
    press(panel, Qt.Key.Key_Y, qtbot, Qt.KeyboardModifier.ControlModifier)
    assert panel._session.case == Case(study=panel._session.case.study)


def test_the_arrows_walk_along_the_list(panel, qtbot):
    click(panel, 0, qtbot)
    press(panel, Qt.Key.Key_Down, qtbot)
    assert panel._session.selection == "narrowing 240.0"


def test_selecting_elsewhere_leaves_the_list(panel, qtbot):
    click(panel, 1, qtbot)
    panel._session.select("")
    assert panel.narrowings.list.currentRow() == -1
    assert not panel.narrowings.detail.isVisible()


def test_the_parts_of_the_rail_do_not_overlap(panel, qtbot):
    click(panel, 1, qtbot)
    press(panel, Qt.Key.Key_Return, qtbot)
    qtbot.wait(1)
    parts = [panel.table, panel.narrowings, panel._area]
    assert all(part.isVisible() for part in parts)
    for above, below in pairwise(parts):
        assert above.geometry().bottom() < below.geometry().top()
    assert panel.narrowings.list.height() >= panel.narrowings.list.minimumSizeHint().height()


def test_the_strip_shows_found_levels_as_unconfirmed_and_where_it_is_narrow(measured, shown):
    session = measured()
    strip = shown(SpineStrip(session), 112, 640)
    layout = spine_layout(session.case, session.display.crosshair, session.volume.geometry, MEASURED)
    l4_5 = layout.find("L4/L5")
    assert (l4_5.state, l4_5.caption) == (LevelState.FOUND, "L4/5?")
    assert l4_5.story == "L4/5: found in the image, unconfirmed; 1 narrowing measured"
    assert layout.find("T5").state is LevelState.ABSENT
    assert [one.level.name for one in layout.levels if one.narrowings] == ["L2/L3", "L3/L4", "L4/L5"]
    assert "narrowing" in strip._layout.find("L4/L5").story


def test_the_strip_goes_to_a_found_level(measured, shown, qtbot):
    session = measured()
    strip = shown(SpineStrip(session), 112, 640)
    centre = strip.level_centre("L1/L2")
    qtbot.mouseClick(strip, Qt.MouseButton.LeftButton, pos=centre)
    found = next(one for one in MEASURED.levels if one.name == "L1/L2")
    assert distance_mm(session.display.crosshair, found.centre) < 0.01


def test_a_tick_of_the_strip_goes_to_its_narrowing(measured, shown, qtbot):
    session = measured()
    strip = shown(SpineStrip(session), 112, 640)
    qtbot.mouseClick(strip, Qt.MouseButton.LeftButton, pos=strip.tick_centre("L4/L5"))
    assert session.selection == "narrowing 240.0"
    assert distance_mm(session.display.crosshair, TIGHT.position) < 0.01


def test_between_two_placed_labels_the_found_ones_give_way(measured):
    session = measured()
    labels = (LevelLabel(Level("L1/L2"), CANAL.at(100)), LevelLabel(Level("L4/L5"), CANAL.at(240)))
    layout = spine_layout(
        session.case.with_labels(labels), session.display.crosshair, session.volume.geometry, MEASURED
    )
    states = {one.level.name: one.state for one in layout.levels}
    assert states["L3"] is states["L3/L4"] is LevelState.INTERPOLATED
    assert states["L5"] is states["L5/S1"] is LevelState.FOUND
    assert states["S1"] is LevelState.ABSENT, "none is guessed where levels were found"


def test_a_rejected_narrowing_leaves_the_strip(measured):
    session = measured()
    case = attrs.evolve(session.case, rejected=(TIGHT.position,))
    layout = spine_layout(case, session.display.crosshair, session.volume.geometry, MEASURED)
    assert layout.find("L4/L5").narrowings == ()


def test_the_menu_of_levels_proposes_what_was_found_and_still_asks(measured, shown, qtbot):
    session = measured()
    over = shown(MarksPanel(session), 500, 600)
    menu, answers = LevelMenu(session, over), []
    menu.ask(CANAL.at(238), "Which level is this?", answers.append, over.mapToGlobal(over.rect().center()))
    assert menu.names()[0] == "L4/5"
    assert menu._list.item(0).data(Qt.ItemDataRole.UserRole + 1) == "found, 90% sure"
    assert answers == []
    assert session.case.labels == ()
    menu.dismiss()
