"""Filling in a mark by keyboard alone."""

import attrs
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget

from viewer.casefile.store import CaseStore
from viewer.model.finding import Cause, Confidence, Severity, Side, Zone
from viewer.model.labels import LevelLabel
from viewer.model.spine import Level
from viewer.widgets.marks.mark_choices import matching
from viewer.widgets.marks.marks_panel import MarksPanel

ENTER, ESCAPE = Qt.Key.Key_Return, Qt.Key.Key_Escape


@pytest.fixture
def desk(marked, shown):
    """A window with a field that stands for a pane, and the marks panel; the mark is selected."""
    window = QWidget()
    window.pane = QLineEdit()
    window.panel = MarksPanel(marked)
    window.session = marked
    column = QVBoxLayout(window)
    column.addWidget(window.pane)
    column.addWidget(window.panel)
    shown(window)
    window.pane.setFocus()
    return window


def the_mark(session):
    return session.case.find_mark("m1")


def test_a_whole_mark_is_filled_in_by_keys_and_saved(desk, type_keys, tmp_path):
    desk.panel.edit_mark()
    type_keys(
        "3",
        "b",
        "z",
        "s",
        "a",
        "lig",
        ENTER,
        "disc b",
        ENTER,
        ENTER,
        "t",
        "9",
        "n",
        "calcified",
        ENTER,
        ENTER,
    )

    mark = the_mark(desk.session)
    assert (mark.severity, mark.side, mark.confidence) == (
        Severity.SEVERE,
        Side.BILATERAL,
        Confidence.CERTAIN,
    )
    assert mark.zones == (Zone.CENTRAL, Zone.LATERAL_RECESS)
    assert mark.causes == (Cause.DISC_BULGE, Cause.LIGAMENTUM_FLAVUM)
    assert mark.roots == ("L5",)
    assert mark.text == "calcified"
    assert desk.pane.hasFocus()

    assert desk.session.flush()
    store = CaseStore(tmp_path / "cases")
    assert store.restore(desk.session.case.study, writable=False).document.case == desk.session.case


def test_each_choice_is_one_edit_that_undo_takes_back(desk, type_keys):
    desk.panel.edit_mark()
    type_keys("2", "r")
    assert desk.session.undo_title == "Mark L4/5: side right"
    desk.session.undo()
    assert (the_mark(desk.session).severity, the_mark(desk.session).side) == (Severity.MODERATE, None)
    desk.session.undo()
    assert the_mark(desk.session).severity is None


def test_a_choice_made_twice_is_taken_back(desk, type_keys):
    desk.panel.edit_mark()
    type_keys("2", "2", "f", "e", "f")
    assert the_mark(desk.session).severity is None
    assert the_mark(desk.session).zones == (Zone.EXTRAFORAMINAL,)


def test_enter_and_escape_give_the_keyboard_back(desk, type_keys):
    for key in (ENTER, ESCAPE):
        desk.panel.edit_mark()
        assert desk.panel.form.hasFocus()
        type_keys(key)
        assert desk.pane.hasFocus()


def test_escape_leaves_the_list_of_causes_without_choosing(desk, type_keys):
    desk.panel.edit_mark()
    type_keys("a", "fac", ESCAPE)
    assert desk.panel.form.hasFocus()
    assert the_mark(desk.session).causes == ()


def test_text_is_saved_when_the_keyboard_goes_elsewhere(desk, type_keys):
    desk.panel.edit_mark()
    type_keys("n", "old fracture")
    assert the_mark(desk.session).text == ""
    desk.pane.setFocus()
    assert the_mark(desk.session).text == "old fracture"


def test_text_is_saved_to_its_mark_when_another_one_is_selected(desk, type_keys):
    desk.panel.edit_mark()
    type_keys("n", "first")
    desk.session.select("")
    assert the_mark(desk.session).text == "first"


def test_text_is_saved_after_a_pause(desk, type_keys, qtbot):
    desk.panel.edit_mark()
    type_keys("n", "first")
    qtbot.waitUntil(lambda: the_mark(desk.session).text == "first", timeout=4000)


def test_another_choice_does_not_lose_what_is_being_typed(desk, type_keys):
    desk.panel.edit_mark()
    type_keys("n", "half a")
    chip = next(chip for choice, chip in desk.panel.form._chips.items() if choice.key == "3")
    chip.click()
    type_keys(" word", ENTER)
    assert the_mark(desk.session).text == "half a word"
    assert the_mark(desk.session).severity is Severity.SEVERE


def test_roots_are_suggested_by_side_and_zone(desk, type_keys):
    def suggested():
        return [
            chip.text() for chip in desk.panel.form._chips.values() if "suggested" in chip.accessibleName()
        ]

    desk.panel.edit_mark()
    assert suggested() == []
    type_keys("r", "s")
    assert suggested() == ["L5 traversing"]
    type_keys("s", "f")
    assert suggested() == ["L4 exiting"]


def test_any_other_root_can_be_named(desk, type_keys):
    desk.panel.edit_mark()
    type_keys("o", "s2", ENTER, ENTER)
    assert the_mark(desk.session).roots == ("S2",)


def test_the_level_is_shown_as_unconfirmed_until_a_reader_confirms_it(desk, type_keys):
    session = desk.session
    session.edit("Move", session.case.with_mark(_moved(session, 160.0)))
    form = desk.panel.form
    assert form._level.text().endswith("L3/4?")
    assert "unconfirmed" in form._state.text()

    desk.panel.edit_mark()
    type_keys("v", "l34", ENTER)
    assert "placed" in form._state.text()
    assert LevelLabel(Level("L3/L4"), (0.0, 0.0, 160.0)) in session.case.labels
    assert form.hasFocus()


def test_a_new_level_of_a_mark_at_a_label_waits_for_the_reader(desk, type_keys):
    session = desk.session
    desk.panel.edit_mark()
    type_keys("t", "v", "l5/s1", ENTER)
    assert session.case.level_of(the_mark(session)).level == Level("L4/L5")
    assert desk.panel.relevel.isVisible()
    assert desk.panel.relevel.lines() == ["L4/5 → L5/S1"]
    assert any("roots stay L5" in label.text() for label in desk.panel.relevel.findChildren(QLabel))
    desk.panel.relevel._apply.click()
    assert session.case.level_of(the_mark(session)).level == Level("L5/S1")
    assert not desk.panel.relevel.isVisible()
    session.undo()
    assert session.case.level_of(the_mark(session)).level == Level("L4/L5")


def test_an_impossible_level_is_refused_with_a_notice(desk, type_keys):
    session = desk.session
    session.edit("Move", session.case.with_mark(_moved(session, 400.0)))
    before = session.case
    desk.panel.edit_mark()
    type_keys("v", "s1", ENTER)
    assert session.case == before
    assert "cannot lie above" in session.notices[-1].text


def test_letters_typed_into_the_text_are_no_choices(desk, type_keys):
    desk.panel.edit_mark()
    type_keys("n", "r3 b", ENTER)
    mark = the_mark(desk.session)
    assert (mark.text, mark.side, mark.severity) == ("r3 b", None, None)


def test_backspace_in_the_form_does_nothing(desk, type_keys):
    desk.panel.edit_mark()
    before = desk.session.case
    type_keys(Qt.Key.Key_Backspace)
    assert desk.session.case == before


def test_the_form_is_hidden_without_a_mark(desk):
    desk.session.select("")
    assert not desk.panel.form.isVisible()
    desk.panel.edit_mark()
    assert desk.pane.hasFocus()


def _moved(session, z):
    return attrs.evolve(the_mark(session), point=(0.0, 0.0, z))


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("dis", Cause.DISC_BULGE),
        ("flav", Cause.LIGAMENTUM_FLAVUM),
        ("lf", Cause.LIGAMENTUM_FLAVUM),
        ("sc", Cause.SCAR),
        ("ost", Cause.OSTEOPHYTE),
        ("opl", Cause.OPLL),
        ("cyst", Cause.SYNOVIAL_CYST),
    ],
)
def test_first_letters_find_a_cause(typed, first):
    assert matching(typed, tuple(Cause))[0] == first


def test_unknown_letters_find_no_cause():
    assert matching("qq", tuple(Cause)) == ()


def test_m_in_the_window_asks_for_the_level_then_fills_the_form(reading, session, qtbot, type_keys):
    reading.activateWindow()
    qtbot.waitUntil(reading.isActiveWindow)
    reading.panes.focus(reading.current_pane())
    pane = reading.focusWidget()

    type_keys("m", "l45", ENTER, "4", "l", ENTER)

    (mark,) = session.case.marks
    assert (mark.severity, mark.side) == (Severity.COMPLETE_BLOCK, Side.LEFT)
    assert session.case.level_of(mark).level == Level("L4/L5")
    assert reading.focusWidget() is pane
    for _ in range(3):
        session.undo()
    assert (session.case.marks, session.case.labels) == ((), ())


def test_keys_of_the_form_are_no_shortcuts_while_it_has_the_keyboard(reading, session, qtbot, type_keys):
    reading.activateWindow()
    qtbot.waitUntil(reading.isActiveWindow)
    reading.panes.focus(reading.current_pane())
    type_keys("m", "l45", ENTER)
    before = session.display
    type_keys("3", "c", "e", "a", "f", ESCAPE)
    assert session.display == before
    assert session.tool == "crosshair"


def test_text_is_saved_when_the_window_closes(desk, type_keys):
    desk.panel.edit_mark()
    type_keys("n", "last words")
    desk.close()
    assert the_mark(desk.session).text == "last words"


def test_a_mark_that_undo_takes_away_gives_the_keyboard_back(desk, type_keys):
    desk.panel.edit_mark()
    desk.session.undo()
    assert desk.session.case.marks == ()
    assert not desk.panel.form.isVisible()
    assert desk.pane.hasFocus()
