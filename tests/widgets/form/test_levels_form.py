"""Filling in the levels by keyboard and mouse."""

import attrs
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from viewer.model.finding import Cause
from viewer.model.form.level_form import Degree, Fluid
from viewer.model.labels import LevelLabel
from viewer.model.spine import Level, Numbering
from viewer.session.settings import Settings
from viewer.widgets.form.level_words import CAUSE_KEYS, Column
from viewer.widgets.form.levels_form import LevelsForm
from viewer.widgets.form.levels_model import FORM_ROLE

DOWN, RIGHT, LEFT = Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_Left
ENTER, ESCAPE, DELETE = Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_Delete
SHIFT = Qt.KeyboardModifier.ShiftModifier
C23, C34, C45 = (Level(name) for name in ("C2/C3", "C3/C4", "C4/C5"))


@pytest.fixture
def form(session, shown):
    made = shown(LevelsForm(session), 480, 700)
    made.take_keyboard()
    return made


def said(session, level=C23):
    return session.case.form.level(level)


def words(form, level, column):
    model = form.table.model()
    return model.index(form.table.model().levels.index(level), column).data()


def test_a_normal_cervical_spine_takes_seven_keys(form, session, press):
    keys = press(DOWN, DOWN, DOWN, DOWN, DOWN, modifier=SHIFT) + press("n")
    assert keys < 10
    neck = [level for level in form.table.model().levels if level.region.value == "cervical"]
    assert len(neck) == 6
    assert all(said(session, level).normal for level in neck)
    assert session.undo_title == "C2/3 to C7/T1: normal"
    session.undo()
    assert session.case.form.levels == ()


def test_each_n_makes_a_level_normal_and_goes_on_to_the_next(form, session, press):
    press("n", "n")
    assert [one.level for one in session.case.form.levels if one.normal] == [C23, C34]
    assert form.table.level == C45


def test_digits_grade_a_cell_and_go_on_to_the_next(form, session, press):
    press("2", "3", "0", "1", "0", "0")
    level = said(session)
    assert (level.central, level.fluid) == (Degree.MODERATE, Fluid.EFFACED)
    assert (level.recess_right, level.recess_left) == (Degree.NONE, Degree.MILD)
    assert (level.foramen_right, level.foramen_left) == (Degree.NONE, Degree.NONE)
    assert (form.table.level, form.table.column) == (C23, Column.CAUSES)


def test_a_level_found_normal_digit_by_digit_asks_for_no_cause(form, press):
    press("0", "0", "0", "0", "0", "0")
    assert (form.table.level, form.table.column) == (C34, Column.CENTRAL)


def test_arrows_move_from_cell_to_cell_and_stay_in_the_table(form, press):
    press(LEFT, LEFT)
    assert (form.table.level, form.table.column) == (C23, Column.CENTRAL)
    press(DOWN, RIGHT, RIGHT)
    assert (form.table.level, form.table.column) == (C34, Column.RECESS_RIGHT)
    press(*[RIGHT] * 9)
    assert form.table.column is Column.CAUSES


def test_letters_pick_causes_in_their_column_only(form, session, press):
    press("b")
    assert said(session).causes == ()
    press(*[RIGHT] * 6)
    press("b", "o", "b", "f")
    assert said(session).causes == (Cause.OSTEOPHYTE, Cause.FACET)


def test_every_cause_has_a_letter_that_no_command_has():
    assert set(CAUSE_KEYS) == set(Cause)
    letters = list(CAUSE_KEYS.values())
    assert len(set(letters)) == len(letters)
    assert not set(letters) & set("NDX0123")


def test_a_digit_grades_every_level_of_a_range(form, session, press):
    press(RIGHT)
    press(DOWN, DOWN, modifier=SHIFT)
    press("1", "2")
    for level in (C23, C34, C45):
        assert (said(session, level).fluid, said(session, level).recess_right) == (
            Fluid.THINNED,
            Degree.MODERATE,
        )


def test_d_copies_from_the_level_above(form, session, press):
    press("2", "1")
    press(DOWN, "d")
    assert (said(session, C34).central, said(session, C34).fluid) == (Degree.MODERATE, Fluid.THINNED)
    assert form.table.level == C45


def test_d_with_nothing_above_is_refused_in_a_sentence(form, session, press):
    press("d")
    assert session.case.form.levels == ()
    assert "could be copied" in session.notices[-1].text
    assert form.table.level == C23


def test_x_takes_a_level_back_and_delete_a_cell(form, session, press):
    press("2", "1")
    press(LEFT, DELETE)
    assert (said(session).central, said(session).fluid) == (Degree.MODERATE, None)
    press("x")
    assert session.case.form.levels == ()
    assert form.table.level == C23


def test_each_key_is_one_undo(form, session, press):
    press("2", "1", "0")
    for left in (2, 1, 0):
        session.undo()
        values = [value for value in said(session).values if value is not None]
        assert len(values) == left


def test_a_level_nobody_has_said_anything_of_reads_not_assessed(form, session, press):
    assert words(form, C23, Column.CENTRAL) == "not assessed"
    press("n")
    assert words(form, C23, Column.CENTRAL) == "normal"
    assert words(form, C34, Column.CENTRAL) == "not assessed"
    press("1")
    assert [words(form, C34, column) for column in (Column.CENTRAL, Column.FLUID)] == ["mild", "·"]


def test_the_patients_right_stands_on_the_left(form):
    head = form.table.horizontalHeader()
    for right, left in (
        (Column.RECESS_RIGHT, Column.RECESS_LEFT),
        (Column.FORAMEN_RIGHT, Column.FORAMEN_LEFT),
    ):
        assert head.sectionViewportPosition(right) < head.sectionViewportPosition(left)
    model = form.table.model()
    titles = [model.headerData(column, Qt.Orientation.Horizontal) for column in Column]
    assert titles[3:7] == ["Recess R", "Recess L", "Foramen R", "Foramen L"]


def test_the_right_column_says_right(form, session, press):
    press(RIGHT, RIGHT, "3")
    assert (said(session).recess_right, said(session).recess_left) == (Degree.SEVERE, None)


def test_going_to_another_level_tells_of_it_once(form, qtbot, press):
    told = []
    form.level_chosen.connect(told.append)
    press(DOWN, RIGHT, RIGHT, DOWN)
    assert told == [C34, C45]
    form.show_level(Level("L4/L5"))
    assert told == [C34, C45]
    assert form.table.level == Level("L4/L5")


def test_a_click_chooses_the_cell_and_the_level(form, session):
    told = []
    form.level_chosen.connect(told.append)
    table = form.table
    index = table.model().index(2, Column.FORAMEN_LEFT)
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=table.visualRect(index).center())
    assert (table.level, table.column, told) == (C45, Column.FORAMEN_LEFT, [C45])
    name = table.visualRect(table.model().index(1, Column.NAME)).center()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=name)
    QTest.keyClick(table, "3")
    assert said(session, C34).foramen_left is Degree.SEVERE


def test_the_chips_below_do_what_the_keys_do(form, session, chip, click):
    click(chip(form.palette_row, "moderate"))
    assert said(session).central is Degree.MODERATE
    click(chip(form.palette_row, "normal"))
    assert said(session).normal


def test_the_chips_of_causes_show_what_was_said(form, session, press, chip, click):
    press(*[RIGHT] * 6)
    click(chip(form.palette_row, "OPLL"))
    assert said(session).causes == (Cause.OPLL,)
    assert chip(form.palette_row, "OPLL").isChecked()
    session.undo()
    assert not chip(form.palette_row, "OPLL").isChecked()


def test_the_reader_and_the_time_are_kept_with_the_level(form, session, press):
    session.change_settings(Settings(reader="Dr. Sharp"))
    press("n")
    assert said(session).reviewed_by == "Dr. Sharp"
    assert said(session).reviewed_at.endswith("+00:00")


def test_escape_leaves_the_form(form, qtbot, press):
    with qtbot.waitSignal(form.left, timeout=500):
        press(ESCAPE)


def test_keys_of_the_table_are_kept_from_the_window(form, qapp):
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QKeyEvent

    def kept(key, text, modifier=Qt.KeyboardModifier.NoModifier):
        event = QKeyEvent(QEvent.Type.ShortcutOverride, key, modifier, text)
        event.ignore()
        qapp.sendEvent(form.table, event)
        return event.isAccepted()

    assert kept(Qt.Key.Key_N, "n")
    assert kept(Qt.Key.Key_1, "1")
    assert not kept(Qt.Key.Key_K, "k")
    assert kept(Qt.Key.Key_7, "7"), "no digit changes the window of the images"
    assert kept(Qt.Key.Key_E, "e"), "no letter takes up another tool"
    assert kept(Qt.Key.Key_Home, "")
    assert not kept(Qt.Key.Key_Z, "", Qt.KeyboardModifier.ControlModifier)


def test_levels_in_the_scan_are_shown_unless_all_are_asked_for(labelled, shown, chip, click):
    form = shown(LevelsForm(labelled), 480, 700)
    inside = [level.short_name for level in form.table.model().levels]
    assert "L4/5" in inside
    assert len(inside) < 23
    click(chip(form, "all"))
    assert len(form.table.model().levels) == 23
    click(chip(form, "in the scan"))
    assert [level.short_name for level in form.table.model().levels] == inside


def test_transitional_levels_have_their_rows(spine, shown):
    form = shown(LevelsForm(spine), 480, 700)
    spine.edit("Numbering", spine.case.with_numbering(Numbering(12, 6)))
    assert form.table.model().levels[-1] == Level("L6/S1")
    label = LevelLabel(Level("L5/L6"), (0.0, 0.0, 100.0))
    spine.edit("Label", spine.case.with_labels((label,)))
    assert Level("L5/L6") in form.table.model().levels


def test_a_read_only_case_is_shown_and_not_edited(form, session, press):
    press("n")
    session._read_only_reason = "Someone else has it open."
    session.read_only_changed.emit(True)
    press("3")
    assert said(session, C34).values == (None,) * 6
    assert said(session).normal
    assert not form.palette_row.isEnabled()
    assert "read-only" in session.notices[-1].text


def test_enter_goes_to_the_details_and_escape_back(form, press, qapp):
    press(ENTER)
    assert form.detail.isAncestorOf(qapp.focusWidget())
    press(ESCAPE)
    assert form.table.hasFocus()


@pytest.mark.parametrize("width", [420, 480, 620])
def test_everything_fits_the_width(form, width):
    form.resize(width, 600)
    table = form.table
    last = table.columnViewportPosition(Column.MEASURED) + table.columnWidth(Column.MEASURED)
    assert last <= table.viewport().width()
    assert table.columnWidth(Column.CAUSES) >= 40
    assert form.detail.width() <= width
    assert form.minimumSizeHint().width() <= 420


def test_the_form_of_a_row_is_what_the_case_says(form, session, press):
    press("n")
    index = form.table.model().index(0, Column.NAME)
    assert index.data(FORM_ROLE).form == said(session)
    case = attrs.evolve(session.case, form=attrs.evolve(session.case.form, levels=()))
    session.edit("Empty", case)
    assert index.data(FORM_ROLE).form == said(session)
    assert form.table.visualRect(index).contains(QPoint(5, 5))


def test_a_level_that_no_reader_has_placed_bears_a_question_mark(labelled, shown):
    form = shown(LevelsForm(labelled), 480, 700)
    assert words(form, Level("L4/L5"), Column.NAME) == "L4/5"
    assert words(form, Level("L3/L4"), Column.NAME) == "L3/4?"


def test_the_whole_scan_is_normal_in_two_keys(form, session, press):
    press(Qt.Key.Key_End, modifier=SHIFT)
    press("n")
    assert len(session.case.form.levels) == 23
    assert all(one.normal for one in session.case.form.levels)
    press(Qt.Key.Key_Home)
    assert (form.table.level, form.table.column) == (C23, Column.CENTRAL)


def test_what_means_nothing_in_a_cell_changes_nothing(form, session, press):
    before = session.case
    press("7", "e", "w")
    assert session.case == before
    assert (form.table.level, form.table.column) == (C23, Column.CENTRAL)


def test_home_and_end_go_along_the_level_first_then_along_the_spine(form, press):
    press(DOWN, Qt.Key.Key_End)
    assert (form.table.level, form.table.column) == (C34, Column.CAUSES)
    press(Qt.Key.Key_Home)
    assert (form.table.level, form.table.column) == (C34, Column.CENTRAL)
    press(Qt.Key.Key_Home)
    assert (form.table.level, form.table.column) == (C23, Column.CENTRAL)
    press(Qt.Key.Key_End, Qt.Key.Key_End)
    assert (form.table.level, form.table.column) == (Level("L5/S1"), Column.CAUSES)
