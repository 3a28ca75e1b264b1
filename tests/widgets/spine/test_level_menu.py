"""Naming a level with a few letters."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from viewer.errors import ViewerError
from viewer.model.spine import Level, Numbering
from viewer.widgets.spine.level_menu import LevelMenu, matching_levels

ENTER, ESCAPE = Qt.Key.Key_Return, Qt.Key.Key_Escape


@pytest.fixture
def window(labelled, shown):
    made = QWidget()
    made.pane = QLineEdit()
    made.menu = LevelMenu(labelled, made)
    column = QVBoxLayout(made)
    column.addWidget(made.pane)
    shown(made, 500, 400)
    made.pane.setFocus()
    return made


@pytest.fixture
def ask(window):
    """Ask at a height and return the list that takes the answers."""

    def asked(z, near=None):
        answers = []
        window.menu.ask((0.0, 0.0, float(z)), "Which level is this?", answers.append, near)
        return answers

    return asked


def test_enter_takes_the_suggested_level(window, ask, type_keys):
    answers = ask(160)
    assert window.menu.names()[0] == "L3/4"
    type_keys(ENTER)
    assert answers == [Level("L3/L4")]
    assert window.pane.hasFocus()


@pytest.mark.parametrize("typed", ["l5s1", "L5/S1", "l5/s", "L5 S1"])
def test_letters_filter(window, ask, type_keys, typed):
    answers = ask(300)
    type_keys(typed, ENTER)
    assert answers == [Level("L5/S1")]


def test_arrows_choose(window, ask, type_keys):
    answers = ask(160)
    third = window.menu.names()[2]
    type_keys(Qt.Key.Key_Down, Qt.Key.Key_Down, ENTER)
    assert [level.short_name for level in answers] == [third]


def test_escape_answers_nothing_and_gives_the_keyboard_back(window, ask, type_keys):
    answers = ask(160)
    type_keys("c5", ESCAPE)
    assert answers == []
    assert not window.menu.isVisible()
    assert window.pane.hasFocus()


def test_a_click_answers(window, ask, qtbot):
    answers = ask(160)
    row = window.menu._list.item(1)
    centre = window.menu._list.visualItemRect(row).center()
    qtbot.mouseClick(window.menu._list.viewport(), Qt.MouseButton.LeftButton, pos=centre)
    assert len(answers) == 1


def test_nothing_is_answered_where_no_level_matches(window, ask, type_keys):
    answers = ask(160)
    type_keys("x9", ENTER)
    assert answers == []
    assert window.menu.isVisible()


def test_the_menu_stays_inside_the_window(window, ask):
    for corner in (QPoint(0, 0), QPoint(499, 399)):
        ask(160, window.mapToGlobal(corner))
        assert window.rect().contains(window.menu.geometry())


def test_an_error_of_the_answer_becomes_a_notice(window, labelled, type_keys):
    def refuse(_level):
        raise ViewerError("That cannot be.")

    window.menu.ask((0.0, 0.0, 160.0), "Which?", refuse)
    type_keys(ENTER)
    assert labelled.notices[-1].text == "That cannot be."


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("l4", ["L4", "L4/5"]),
        ("l45", ["L4/5"]),
        ("c7t1", ["C7/T1"]),
        ("t1", ["T1", "T1/2", "T10", "T10/11", "T11", "T11/12", "T12", "T12/L1"]),
        ("s1", ["S1", "S1/2"]),
    ],
)
def test_what_letters_may_mean(typed, names):
    found = matching_levels(typed, Numbering().levels)
    assert [level.short_name for level in found] == names
