"""The table of marks and the list of renamings."""

import attrs
import pytest
from PySide6.QtCore import Qt

from viewer.actions.desk import Rail
from viewer.model.finding import Cause, CompressionMark, Confidence, Severity, Side
from viewer.model.labels import LevelLabel
from viewer.model.spine import Level
from viewer.widgets.marks.marks_panel import MarksPanel
from viewer.widgets.marks.marks_table import mark_story, row_words


@pytest.fixture
def panel(labelled, shown):
    """The panel of a case with two marks, the lower one entered first."""
    low = CompressionMark("low", (0.0, 0.0, 120.0), Severity.SEVERE, Side.LEFT, confidence=Confidence.CERTAIN)
    high = CompressionMark("high", (0.0, 0.0, 250.0), causes=(Cause.FACET, Cause.OPLL))
    labelled.edit("Marks", labelled.case.with_mark(low).with_mark(high))
    return shown(MarksPanel(labelled), 320, 700)


def rows(panel):
    table = panel.table
    return [[table.item(row, column).text() for column in range(5)] for row in range(table.rowCount())]


def click(panel, row, qtbot):
    centre = panel.table.visualItemRect(panel.table.item(row, 0)).center()
    qtbot.mouseClick(panel.table.viewport(), Qt.MouseButton.LeftButton, pos=centre)


def test_marks_stand_from_the_head_down_with_their_words(panel):
    assert rows(panel) == [["L1?", "-", "", "facet +1", "-"], ["L4/5", "severe", "L", "-", "cert."]]


def test_a_click_takes_all_views_to_the_mark(panel, labelled, qtbot):
    click(panel, 1, qtbot)
    assert labelled.selection == "low"
    assert labelled.display.crosshair[2] == pytest.approx(120)
    assert panel.form.isVisible()
    click(panel, 0, qtbot)
    assert labelled.selection == "high"


def test_a_second_click_comes_back_after_reading_elsewhere(panel, labelled, qtbot):
    click(panel, 1, qtbot)
    labelled.look(labelled.display.with_view_reset())
    labelled.look(attrs.evolve(labelled.display, crosshair=(0.0, 0.0, 300.0)))
    click(panel, 1, qtbot)
    assert labelled.display.crosshair[2] == pytest.approx(120)


def test_arrows_walk_along_the_marks(panel, labelled, qtbot):
    click(panel, 0, qtbot)
    qtbot.keyClick(panel.table, Qt.Key.Key_Down)
    assert labelled.selection == "low"


def test_delete_removes_the_mark_of_the_row(panel, labelled, qtbot):
    click(panel, 1, qtbot)
    qtbot.keyClick(panel.table, Qt.Key.Key_Delete)
    assert [mark.mark_id for mark in labelled.case.marks] == ["high"]
    assert len(rows(panel)) == 1
    labelled.undo()
    assert len(rows(panel)) == 2


def test_selecting_elsewhere_selects_the_row_without_moving_views(panel, labelled):
    before = labelled.display
    labelled.select("low")
    assert panel.table.currentRow() == 1
    assert labelled.display == before


def test_a_new_mark_gets_the_keyboard_and_undo_does_not(panel, labelled):
    case = labelled.case.with_mark(CompressionMark("new", (0.0, 0.0, 200.0)))
    labelled.edit("Mark", case, select="new")
    assert panel.form.hasFocus()
    panel.form.finish()
    labelled.undo()
    labelled.redo()
    assert not panel.form.hasFocus()


def test_a_mark_selected_later_than_it_came_is_only_looked_at(panel, labelled, qtbot):
    """As when a case is opened, or undo brings a mark back, and the reader walks to it."""
    labelled.edit("Mark", labelled.case.with_mark(CompressionMark("m9", (0.0, 0.0, 120.0))))
    qtbot.wait(5)
    labelled.select("m9")
    assert panel.form.isVisible()
    assert not panel.form.hasFocus()


def test_without_marks_the_panel_says_how_to_begin(spine, shown):
    panel = shown(MarksPanel(spine), 256, 600)
    assert panel._hint.isVisible()
    assert "M" in panel._hint.text()
    assert not panel.table.isVisible()


def test_a_mark_without_a_level_is_told_as_such(labelled):
    case = labelled.case.with_labels(())
    mark = CompressionMark("m", (0.0, 0.0, 120.0))
    assert row_words(case, mark)[0] == "?"
    assert mark_story(case, mark) == "Level: not named"


def test_renamings_are_listed_and_applied_or_cancelled(panel, labelled, qtbot):
    labelled.edit("Shift numbering down", labelled.case.shifted_labels(1))
    assert panel.relevel.isVisible()
    assert panel.relevel.lines() == ["L4/5 → L5/S1", "L1 → L2"]
    qtbot.mouseClick(panel.relevel._cancel, Qt.MouseButton.LeftButton)
    assert not panel.relevel.isVisible()
    assert labelled.case.level_of(labelled.case.find_mark("low")).level == Level("L4/L5")

    labelled.edit("Shift numbering down", labelled.case.shifted_labels(1))
    qtbot.mouseClick(panel.relevel._apply, Qt.MouseButton.LeftButton)
    assert labelled.case.level_of(labelled.case.find_mark("low")).level == Level("L5/S1")
    assert rows(panel)[1][0] == "L5/S1"


@pytest.mark.parametrize(("width", "height"), [(256, 650), (320, 1300)])
def test_the_form_is_whole_and_the_table_keeps_its_rows(panel, labelled, width, height, qtbot):
    labelled.select("low")
    panel.resize(width, height)
    qtbot.wait(20)
    assert panel.form.height() <= panel._area.viewport().height()
    assert panel.table.height() >= panel.table.minimumSizeHint().height()
    for chip in panel.form._chips.values():
        assert chip.geometry().right() <= panel.form.width()
        assert chip.width() >= chip.sizeHint().width()


def test_marking_unfolds_a_folded_rail(reading, session, qtbot):
    rail = reading.rails.rail(Rail.MARKS)
    rail.set_folded(True)
    label = LevelLabel(Level("L4/L5"), session.display.crosshair)
    session.edit("Label", session.case.with_labels((label,)))
    reading.bound.action("mark.add").trigger()
    assert not rail.folded
    assert reading.rails.marks.form.hasFocus()
