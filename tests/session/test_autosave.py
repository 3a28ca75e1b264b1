"""Saving never waits, always ends with the newest, and loses nothing to a disk that fails."""

import threading
import time
from pathlib import Path

import pytest

from viewer.errors import CaseFileError
from viewer.session.autosave import Autosave

A, B = Path("a"), Path("b")


@pytest.fixture
def autosave(qapp):
    saving = Autosave()
    yield saving
    saving.close()


class SlowDisk:
    """A disk on which every write waits for leave."""

    def __init__(self):
        self.leave = threading.Semaphore(0)
        self.begun = threading.Semaphore(0)
        self.written = []
        self.threads = set()

    def write(self, path, value):
        self.begun.release()
        assert self.leave.acquire(timeout=5)
        self.threads.add(threading.current_thread())
        self.written.append((path, value))


def test_handing_over_never_waits_for_the_disk(autosave):
    disk = SlowDisk()
    for n in range(1000):
        autosave.put(A, n, disk.write)

    assert disk.written == []
    assert autosave.pending(A) == 999
    disk.leave.release(10)
    assert autosave.flush()
    assert threading.main_thread() not in disk.threads


def test_only_the_newest_of_what_waits_is_written(autosave):
    disk = SlowDisk()
    autosave.put(A, 0, disk.write)
    assert disk.begun.acquire(timeout=5)
    for n in range(1, 50):
        autosave.put(A, n, disk.write)
    disk.leave.release(10)

    assert autosave.flush()
    assert disk.written == [(A, 0), (A, 49)]


def test_files_are_written_one_after_the_other_in_order(autosave):
    disk = SlowDisk()
    disk.leave.release(10)
    autosave.put(A, 1, disk.write)
    autosave.put(B, 2, disk.write)

    assert autosave.flush()
    assert disk.written == [(A, 1), (B, 2)]
    assert autosave.idle
    assert autosave.pending(B) is None


def test_saving_is_told_on_the_main_thread(autosave, qtbot):
    places = []
    autosave.saved.connect(lambda path: places.append((path, threading.current_thread())))

    autosave.put(A, 1, lambda path, value: None)
    qtbot.waitUntil(lambda: bool(places))

    assert places == [(A, threading.main_thread())]


class FailingDisk:
    """A disk that is full until somebody makes room."""

    def __init__(self):
        self.full = True
        self.written = []

    def write(self, path, value):
        if self.full:
            raise CaseFileError("The disk is full.")
        self.written.append(value)


def test_what_could_not_be_saved_is_kept_and_told_once(autosave, qtbot, heard):
    disk, failures = FailingDisk(), heard(autosave.failed)
    for n in range(3):
        autosave.put(A, n, disk.write)
        qtbot.wait(20)

    assert [str(error) for _, error in failures] == ["The disk is full."]
    assert autosave.pending(A) == 2
    assert not autosave.flush()

    disk.full = False
    assert autosave.flush()
    assert disk.written == [2]


def test_one_file_that_fails_keeps_no_other_back(autosave):
    disk, written = FailingDisk(), []
    autosave.put(A, 1, disk.write)
    autosave.put(B, 2, lambda path, value: written.append(value))

    assert not autosave.flush()
    assert written == [2]


def test_an_unexpected_failure_is_told_as_a_sentence(autosave, qtbot, heard, caplog):
    failures = heard(autosave.failed)

    autosave.put(A, 1, lambda path, value: 1 / 0)
    qtbot.waitUntil(lambda: bool(failures))

    assert failures[0][1].message == "a could not be saved."
    assert "ZeroDivisionError" in caplog.text


def test_closing_writes_what_waits_and_ends_the_thread(qapp):
    saving, written = Autosave(), []
    saving.put(A, 1, lambda path, value: (time.sleep(0.05), written.append(value)))

    assert saving.close()
    assert saving.close()
    assert written == [1]
    assert not any(thread.name == "autosave" for thread in threading.enumerate())
