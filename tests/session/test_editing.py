"""Edits, looks, previews, undo and the levels that follow the labels."""

import attrs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from viewer.errors import ViewerError
from viewer.model.case import Case
from viewer.model.form.level_form import Degree, LevelForm
from viewer.model.labels import LevelLabel
from viewer.model.spine import Level, Numbering
from viewer.session.notice import Severity
from viewer.session.relevel import relevelled
from viewer.tools.outcome import NOTHING, AskLevel, AskText, Edit, Look, Preview, Refused, Select

L3_L4, L4_L5, L5_S1 = (Level(name) for name in ("L3/L4", "L4/L5", "L5/S1"))


@pytest.fixture
def labelled(session, mark):
    """A session with L3/4 and L4/5 placed and a mark on each."""
    case = Case(labels=(LevelLabel(L3_L4, (0.0, 0.0, 40.0)), LevelLabel(L4_L5, (0.0, 0.0, 0.0))))
    session.edit("Place levels", case)
    session.edit("Mark compression", session.case.with_mark(mark("upper", 40.0)))
    session.edit("Mark compression", session.case.with_mark(mark("lower", 0.0)))
    return session


def test_an_edit_is_told_once_with_both_cases(session, heard, mark):
    changed, shown, history = (
        heard(session.case_changed),
        heard(session.shown_case_changed),
        heard(session.history_changed),
    )
    case = session.case.with_mark(mark("m1"))

    assert session.edit("Mark compression", case, select="m1")

    assert changed == shown == [(Case(), case)]
    assert len(history) == 1
    assert (session.selection, session.undo_title) == ("m1", "Mark compression")


def test_an_identical_case_is_no_edit(session, heard):
    changed = heard(session.case_changed)

    assert not session.edit("Nothing", Case())

    assert (changed, session.can_undo) == ([], False)


def test_undo_and_redo_go_through_all_edits(session, mark):
    cases = [session.case]
    for n in range(50):
        session.edit(f"Mark {n}", session.case.with_mark(mark(f"m{n}")))
        cases.append(session.case)

    for case in reversed(cases[:-1]):
        session.undo()
        assert session.case == case
    assert (session.can_undo, session.redo_title) == (False, "Mark 0")
    session.undo()
    for case in cases[1:]:
        session.redo()
        assert session.case == case
    session.redo()
    assert (session.can_redo, session.undo_title) == (False, "Mark 49")


@given(steps=st.lists(st.one_of(st.integers(0, 5), st.sampled_from(["undo", "redo"])), max_size=30))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_undoing_whatever_was_done_gives_the_start_again(session, mark, steps):
    session.close()
    for step in steps:
        if isinstance(step, int):
            session.edit("Mark", session.case.with_mark(mark(f"m{step}", float(len(session.case.marks)))))
        else:
            getattr(session, step)()
    last = session.case
    count = 0
    while session.can_undo:
        session.undo()
        count += 1

    assert session.case == Case()
    for _ in range(count):
        session.redo()
    assert session.case == last


def test_a_preview_is_drawn_but_is_no_edit(session, heard, mark):
    changed, shown = heard(session.case_changed), heard(session.shown_case_changed)
    moved = session.case.with_mark(mark("m1"))

    session.preview(moved)
    session.preview(moved)

    assert (session.case, session.shown_case) == (Case(), moved)
    assert (changed, shown) == ([], [(Case(), moved)])
    session.preview(None)
    assert session.shown_case == Case()
    assert shown[1:] == [(moved, Case())]


def test_releasing_a_drag_edits_once_and_ends_the_preview(session, heard, mark):
    changed, shown = heard(session.case_changed), heard(session.shown_case_changed)
    for z in range(10):
        session.preview(session.case.with_mark(mark("m1", float(z))))

    session.edit("Move mark", session.shown_case)

    assert len(changed) == 1
    assert session.shown_case is session.case
    assert len(shown) == 10, "what the drag has drawn is not drawn again"
    session.undo()
    assert session.case == Case()


def test_looking_is_not_undoable(session, heard):
    changed = heard(session.display_changed)
    display = attrs.evolve(session.display, crosshair=(1.0, 2.0, 3.0))

    session.look(display)
    session.look(display)

    assert len(changed) == 1
    assert not session.can_undo


def test_what_is_no_longer_there_is_not_selected(session, mark):
    session.edit("Mark", session.case.with_mark(mark("m1")), select="m1")
    session.undo()
    assert session.selection == ""

    session.redo()
    session.select("m1")
    session.edit("Mark", session.case.with_mark(mark("m2")))
    assert session.selection == "m1"


def test_a_shift_of_the_numbering_waits_with_each_mark_it_changes(labelled, heard):
    pending, before = heard(labelled.relevel_changed), labelled.case

    assert not labelled.edit("Shift levels", before.shifted_labels(1))

    assert labelled.case == before
    assert pending == [labelled.pending_relevel]
    changes = [(one.mark_id, one.before, one.after) for one in labelled.pending_relevel.changes]
    assert changes == [("upper", L3_L4, L4_L5), ("lower", L4_L5, L5_S1)]


def test_a_confirmed_shift_is_one_edit(labelled):
    before = labelled.case
    labelled.edit("Shift levels", before.shifted_labels(1))

    labelled.confirm_relevel()

    assert labelled.pending_relevel is None
    assert [labelled.case.level_of(mark).level for mark in labelled.case.marks] == [L4_L5, L5_S1]
    assert labelled.undo_title == "Shift levels"
    labelled.undo()
    assert labelled.case == before
    assert labelled.pending_relevel is None
    labelled.redo()
    assert [label.level for label in labelled.case.labels] == [L4_L5, L5_S1]


def test_a_cancelled_shift_leaves_all_as_it_was(labelled, heard):
    before = labelled.case
    labelled.edit("Shift levels", before.shifted_labels(1))
    pending = heard(labelled.relevel_changed)

    labelled.cancel_relevel()
    labelled.confirm_relevel()

    assert (labelled.case, pending) == (before, [None])


def test_another_edit_ends_the_waiting_one(labelled, mark):
    labelled.edit("Shift levels", labelled.case.shifted_labels(1))

    labelled.edit("Mark", labelled.case.with_mark(mark("m3", 0.0)))

    assert labelled.pending_relevel is None


def test_labels_that_rename_no_mark_apply_at_once(labelled):
    assert labelled.edit("Place L5/S1", labelled.case.with_label(LevelLabel(L5_S1, (0.0, 0.0, -37.5))))


def test_a_mark_that_is_moved_asks_nothing(labelled, mark):
    assert labelled.edit("Move mark", labelled.case.with_mark(mark("lower", 40.0)))


def test_a_sixth_lumbar_vertebra_lists_the_marks_it_renames(mark):
    labels = (LevelLabel(Level("T12"), (0.0, 0.0, 200.0)), LevelLabel(Level("S1"), (0.0, 0.0, 0.0)))
    case = Case(labels=labels).with_mark(mark("m", 105.0))
    other = case.with_numbering(Numbering(12, 6))

    (change,) = relevelled(case, other)

    assert (change.before, change.after) == (
        case.level_of(case.marks[0]).level,
        other.level_of(case.marks[0]).level,
    )
    assert change.before != change.after


def test_every_answer_of_a_tool_is_acted_upon(session, heard, mark):
    asked, told = heard(session.asked), heard(session.noticed)
    case = session.case.with_mark(mark("m1"))
    display = attrs.evolve(session.display, preset="")
    question, level = (
        AskText("Text", "", lambda text: Edit("Arrow", case)),
        AskLevel((0.0, 0.0, 0.0), (), lambda _: None),
    )

    session.apply(NOTHING)
    session.apply(Look(display))
    assert session.display == display
    session.apply(Preview(case))
    assert session.shown_case == case
    session.apply(Refused("Impossible.", "Try there."))
    assert session.shown_case == Case()
    assert (told[0].text, told[0].hint, told[0].severity) == ("Impossible.", "Try there.", Severity.WARNING)
    session.apply(Edit("Mark", case, "m1"))
    assert (session.case, session.selection) == (case, "m1")
    session.apply(Select("", attrs.evolve(display, preset="Bone")))
    assert (session.selection, session.display.preset) == ("", "Bone")
    session.apply(question)
    session.apply(level)
    assert asked == [question, level]


def test_a_tool_is_taken_in_hand_and_ends_the_gesture_of_the_last(session, heard, mark):
    taken = heard(session.tool_changed)
    session.preview(session.case.with_mark(mark("m1")))

    session.use_tool("distance")
    session.use_tool("distance")

    assert (taken, session.tool) == (["distance"], "distance")
    assert session.shown_case == session.case


def test_what_the_user_is_told_is_kept(session, heard):
    told = heard(session.noticed)

    session.notice("A thing happened.", "Do this.")
    session.tell(ViewerError("It failed.", "Try again."))

    assert list(session.notices) == told
    assert [one.severity for one in told] == [Severity.INFO, Severity.ERROR]


def test_what_was_said_of_a_disc_goes_along_with_its_new_name_and_is_told(labelled):
    case = labelled.case
    form = case.form.with_level(LevelForm(L4_L5, central=Degree.SEVERE))
    labelled.edit("Grade", attrs.evolve(case, form=form))
    labelled.edit("Shift", labelled.case.shifted_labels(-1))
    labelled.confirm_relevel()
    (said,) = labelled.case.form.levels
    assert (said.level, said.central) == (L3_L4, Degree.SEVERE)
    assert "went along" in labelled.notices[-1].text
    labelled.undo()
    assert labelled.case.form == form
