"""A row of answers by keys and clicks."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent

from viewer.widgets.form.choice_row import Answer, ChoiceRow, answers

LEFT, RIGHT, SPACE = Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Space


@pytest.fixture
def row(shown):
    made = shown(
        ChoiceRow("Side", (*answers(("right", "left", "both")), Answer("none", "none", "N"))), 300, 40
    )
    made.told = []
    made.picked.connect(made.told.append)
    made.setFocus()
    return made


def announced(row, qapp, key, text, modifier=Qt.KeyboardModifier.NoModifier):
    event = QKeyEvent(QEvent.Type.ShortcutOverride, key, modifier, text)
    event.ignore()
    qapp.sendEvent(row, event)
    return event.isAccepted()


def test_digits_and_letters_take_answers(row, press):
    press("2", "n", "1")
    assert row.told == ["left", "none", "right"]


def test_arrows_point_and_space_takes(row, press):
    press(RIGHT, RIGHT, SPACE, LEFT, SPACE, *[RIGHT] * 9, SPACE)
    assert row.told == ["both", "left", "none"]


def test_what_is_taken_is_said_by_the_case_alone(row, press, click):
    click(row.chip("left"))
    press("1")
    assert row.told == ["left", "right"]
    assert not any(row.chip(one).isChecked() for one in ("left", "right"))
    row.show_values(("left",), ("right", "left"))
    assert row.chip("left").isChecked()
    assert row.chip("right").accessibleName() == "right (suggested)"


def test_a_slip_of_the_finger_reaches_no_shortcut_of_the_window(row, qapp, press):
    assert announced(row, qapp, Qt.Key.Key_M, "m")
    assert announced(row, qapp, Qt.Key.Key_Delete, "")
    assert not announced(row, qapp, Qt.Key.Key_Z, "", Qt.KeyboardModifier.ControlModifier)
    assert not announced(row, qapp, Qt.Key.Key_F1, "")
    press("m", Qt.Key.Key_Delete)
    assert row.told == []
