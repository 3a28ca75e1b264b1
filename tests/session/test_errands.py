"""Errands are done in turn on one quiet thread, and their answers arrive on the main one."""

import threading
import time

import pytest
from PySide6.QtCore import QObject

from viewer.errors import ViewerError
from viewer.session.errands import Errands


@pytest.fixture
def errands(qapp):
    owner = QObject()
    made = Errands("test errands", owner)
    yield made
    made.close()


def test_they_are_done_in_turn_and_answered_on_the_main_thread(errands, qtbot):
    answers = []
    for number in range(20):
        errands.run(lambda n=number: (n, threading.current_thread()), answers.append)
    assert answers == []
    qtbot.waitUntil(lambda: len(answers) == 20)
    assert [number for number, _ in answers] == list(range(20))
    assert len({thread for _, thread in answers}) == 1
    assert answers[0][1] is not threading.main_thread()


def test_an_error_is_answered_and_the_next_errand_is_done(errands, qtbot):
    def refuse():
        raise ViewerError("No.")

    told = []
    errands.run(refuse, failed=told.append)
    errands.run(lambda: "done", told.append)
    qtbot.waitUntil(lambda: len(told) == 2)
    assert str(told[0]) == "No."
    assert told[1] == "done"


def test_an_unexpected_error_becomes_a_sentence(errands, qtbot, caplog):
    told = []
    errands.run(lambda: 1 / 0, failed=told.append)
    qtbot.waitUntil(lambda: bool(told))
    assert "ZeroDivisionError" in told[0].message
    caplog.clear()


def test_closing_does_what_waits_and_answers_no_more(errands, qtbot):
    done, answers = [], []
    errands.run(lambda: time.sleep(0.05))
    errands.run(lambda: done.append(1), answers.append)
    errands.close()
    errands.run(lambda: done.append(2))
    qtbot.wait(5)
    assert done == [1]
    assert answers == []
