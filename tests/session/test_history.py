"""Undo and redo, without limit."""

import attrs
from hypothesis import given
from hypothesis import strategies as st

from viewer.model.case import Case
from viewer.session.history import History

cases = st.integers(0, 9).map(lambda n: Case(contrast_seed=(float(n), 0.0, 0.0)))


def after(edits):
    history, case = History(), Case()
    for n, edited in enumerate(edits):
        history, case = history.recorded(f"Edit {n}", case), edited
    return history, case


@given(st.lists(cases, max_size=40))
def test_undoing_all_gives_the_first_case_and_redoing_all_the_last(edits):
    history, case = after(edits)

    undone, first = history, case
    while undone.past:
        undone, first = undone.undone(first)
    redone, last = undone, first
    while redone.future:
        redone, last = redone.redone(last)

    assert first == Case()
    assert (redone, last) == (history, case)


@given(st.lists(cases, min_size=1), st.lists(st.booleans()))
def test_any_walk_through_the_history_stays_on_its_states(edits, walk):
    states = [Case(), *edits]
    history, case = after(edits)
    place = len(edits)
    for back in walk:
        if back and history.past:
            (history, case), place = history.undone(case), place - 1
        elif not back and history.future:
            (history, case), place = history.redone(case), place + 1
        assert case == states[place]


def test_names_are_those_of_the_edits():
    history, case = after([Case(contrast_seed=(1.0, 0.0, 0.0)), Case()])

    assert (history.undo_title, history.redo_title) == ("Edit 1", "")
    history, case = history.undone(case)
    assert (history.undo_title, history.redo_title) == ("Edit 0", "Edit 1")
    history, case = history.undone(case)
    assert (history.undo_title, history.redo_title) == ("", "Edit 0")


def test_a_new_edit_ends_what_could_be_redone():
    history, case = after([Case(contrast_seed=(1.0, 0.0, 0.0))])
    history, case = history.undone(case)

    assert history.recorded("Other", case).future == ()


def test_the_saved_state_is_found_again_by_undo_and_redo():
    history, case = after([Case(contrast_seed=(1.0, 0.0, 0.0))])
    assert History().clean
    assert not history.clean

    saved = history.cleaned()
    undone, _ = saved.undone(case)

    assert saved.clean
    assert not undone.clean
    assert undone.redone(Case())[0].clean


def test_the_saved_state_is_gone_once_an_edit_has_replaced_what_led_to_it():
    history, case = after([Case(contrast_seed=(1.0, 0.0, 0.0))])
    undone, case = history.cleaned().undone(case)

    other = undone.recorded("Other", case)

    assert not other.clean
    assert not attrs.evolve(other, past=()).clean
