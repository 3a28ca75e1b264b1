"""Nothing a reader did is lost: autosave, restore, case files, locks, a killed program."""

import signal
import statistics
import subprocess
import sys
import threading
import time
from pathlib import Path

import attrs
import pytest

from viewer.casefile.file import read, serialise, write
from viewer.model.finding import Severity as Grade
from viewer.session.notice import Severity

ROOT = Path(__file__).parents[2]


def saved_files(store_folder):
    return sorted(store_folder.glob("*.thecal"))


def test_an_edit_is_on_disk_without_being_asked(session, opened, study_folder, store_folder, mark, qtbot):
    opened(session, study_folder)

    with qtbot.waitSignal(session.saved):
        session.edit("Mark", session.case.with_mark(mark("m1", severity=Grade.SEVERE)))

    (path,) = saved_files(store_folder)
    assert read(path).case == session.case
    assert read(path).software.startswith("Thecal ")


def test_opening_again_restores_the_case_and_the_look(new_session, opened, study_folder, mark):
    first = opened(new_session(), study_folder)
    first.edit("Mark", first.case.with_mark(mark("m1")))
    first.look(attrs.evolve(first.display, crosshair=(1.0, 2.0, 103.0), preset="Bone"))
    case, display = first.case, first.display
    first.shutdown()

    second = opened(new_session(), study_folder)

    assert (second.case, second.display) == (case, display)
    assert not second.can_undo
    assert not second.read_only


def test_a_look_alone_is_saved_once_it_rests(session, opened, study_folder, store_folder, qtbot):
    opened(session, study_folder)
    for n in range(20):
        session.look(attrs.evolve(session.display, crosshair=(float(n), 0.0, 104.0)))
    assert saved_files(store_folder) == []

    with qtbot.waitSignal(session.saved, timeout=3000):
        pass

    assert read(saved_files(store_folder)[0]).display.crosshair == (19.0, 0.0, 104.0)


def test_opening_alone_writes_nothing(session, opened, study_folder, store_folder):
    opened(session, study_folder)

    assert session.flush()
    assert saved_files(store_folder) == []


def test_each_series_gets_its_own_case_back(session, opened, write_study, mark):
    opened(session, write_study("one"))
    session.edit("Mark", session.case.with_mark(mark("first")))
    opened(session, write_study("two"))
    assert session.case.marks == ()
    session.edit("Mark", session.case.with_mark(mark("second")))

    opened(session, write_study_again(session, "one"))

    assert [one.mark_id for one in session.case.marks] == ["first"]


def write_study_again(session, name):
    return next(Path(path) for path in session.settings.recent if Path(path).name == name)


def test_the_undo_of_an_edit_is_saved_too(session, opened, study_folder, store_folder, mark):
    opened(session, study_folder)
    session.edit("Mark", session.case.with_mark(mark("m1")))
    session.undo()

    assert session.flush()
    assert read(saved_files(store_folder)[0]).case.marks == ()


def test_a_look_that_cannot_be_saved_does_not_cost_the_marks(
    session, opened, study_folder, store_folder, mark
):
    opened(session, study_folder)
    session.look(attrs.evolve(session.display, crosshair=(float("nan"), 0.0, 0.0)))
    session.edit("Mark", session.case.with_mark(mark("m1")))

    assert session.flush()
    assert read(saved_files(store_folder)[0]).case == session.case


def test_saving_happens_on_no_thread_but_its_own(session, opened, study_folder, store_folder, mark):
    """While the disk stands still, edits go on; the newest is written when it moves again."""
    opened(session, study_folder)
    moving, writers = threading.Event(), []

    def stand_still(path, value):
        writers.append(threading.current_thread().name)
        moving.wait(5)

    session._autosave.put(store_folder / "other", None, stand_still)
    for n in range(100):
        session.edit("Mark", session.case.with_mark(mark("m1", float(n))))
    assert saved_files(store_folder) == []

    moving.set()
    assert session.flush()
    assert writers == ["autosave"]
    assert read(saved_files(store_folder)[0]).case == session.case


def test_an_edit_returns_at_once(session, opened, study_folder, mark):
    """The median of many, so that a busy machine does not matter."""
    opened(session, study_folder)
    spent_s = []
    for n in range(200):
        case = session.case.with_mark(mark(f"m{n % 40}", float(n)))
        start_s = time.perf_counter()
        session.edit("Mark", case)
        spent_s.append(time.perf_counter() - start_s)

    assert statistics.median(spent_s) < 0.005


def test_what_the_disk_does_not_take_is_told_kept_and_saved_later(
    session, opened, study_folder, store_folder, mark, qtbot
):
    opened(session, study_folder)
    away = store_folder.rename(store_folder.with_name("away"))

    with qtbot.waitSignal(session.noticed) as told:
        session.edit("Mark", session.case.with_mark(mark("m1")))

    assert told.args[0].severity is Severity.ERROR
    assert "could not be saved" in told.args[0].text
    assert not session.flush()
    assert [one.mark_id for one in session.case.marks] == ["m1"]
    away.rename(store_folder)
    assert session.flush()
    assert read(saved_files(store_folder)[0]).case == session.case


def test_a_damaged_save_is_set_aside_and_told(new_session, opened, study_folder, store_folder, mark):
    first = opened(new_session(), study_folder)
    first.edit("Mark", first.case.with_mark(mark("m1")))
    first.shutdown()
    (path,) = saved_files(store_folder)
    path.write_bytes(b"{ damaged")

    second = opened(new_session(), study_folder)

    assert second.case.marks == ()
    assert not second.read_only
    assert "damaged" in second.notices[-1].text
    assert second.notices[-1].severity is Severity.WARNING
    second.edit("Mark", second.case.with_mark(mark("m2")))
    second.shutdown()
    (kept,) = store_folder.glob("*.damaged-*")
    assert kept.read_bytes() == b"{ damaged"


def test_a_newer_save_opens_read_only_and_is_left(new_session, opened, study_folder, store_folder, mark):
    first = opened(new_session(), study_folder)
    first.edit("Mark", first.case.with_mark(mark("m1")))
    first.shutdown()
    (path,) = saved_files(store_folder)
    newer = path.read_bytes().replace(b"thecal.case/1", b"thecal.case/2")
    path.write_bytes(newer)

    second = opened(new_session(), study_folder)
    second.edit("Mark", second.case.with_mark(mark("m2")))
    second.shutdown()

    assert "newer" in second.read_only_reason
    assert path.read_bytes() == newer


def test_a_second_session_on_the_study_is_read_only_and_says_so(
    new_session, opened, study_folder, mark, heard
):
    first = opened(new_session(), study_folder)
    first.edit("Mark", first.case.with_mark(mark("m1")))
    first.flush()
    second = new_session()
    turned = heard(second.read_only_changed)

    opened(second, study_folder)

    assert turned == [True]
    assert "another Thecal" in second.read_only_reason
    assert "another Thecal" in second.notices[-1].text
    assert [one.mark_id for one in second.case.marks] == ["m1"]
    assert not second.edit("Mark", second.case.with_mark(mark("m2")))
    second.preview(second.case.with_mark(mark("m2")))
    assert second.shown_case == first.case
    assert "read-only" in second.notices[-1].text


def test_a_read_only_study_that_has_become_free_is_opened_again_for_editing(
    new_session, opened, study_folder, mark, qtbot
):
    first = opened(new_session(), study_folder)
    second = opened(new_session(), study_folder)
    first.edit("Mark", first.case.with_mark(mark("m1")))
    first.shutdown()

    with qtbot.waitSignal(second.volume_completed):
        second.open_series(second.series.key)

    assert not second.read_only
    assert [one.mark_id for one in second.case.marks] == ["m1"]


def test_the_study_is_free_again_once_the_first_has_left_it(new_session, opened, write_study, qtbot):
    folder = write_study("one")
    first = opened(new_session(), folder)
    opened(first, write_study("two"))

    second = opened(new_session(), folder)
    assert not second.read_only

    first.close()
    second.shutdown()
    assert not opened(new_session(), folder).read_only


def test_a_case_is_saved_as_a_file_and_opened_again_as_one_edit(
    session, opened, study_folder, tmp_path, mark, qtbot
):
    opened(session, study_folder)
    session.edit("Mark", session.case.with_mark(mark("m1")))
    case = session.case
    assert session.modified
    with qtbot.waitSignal(session.noticed):
        session.save_as(tmp_path / "reading")
    assert not session.modified
    assert read(tmp_path / "reading.thecal").case == case
    session.edit("Delete mark", session.case.without_mark("m1"))

    with qtbot.waitSignal(session.case_changed):
        session.open_paths([tmp_path / "reading.thecal"])

    assert session.case == case
    assert session.undo_title == "Open case file"
    session.undo()
    assert session.case.marks == ()


def test_a_case_of_another_listed_series_opens_its_images(
    session, opened, write_study, tmp_path, mark, qtbot
):
    one = write_study("one")
    opened(session, one)
    session.edit("Mark", session.case.with_mark(mark("m1")))
    write(tmp_path / "one.thecal", read_back(session))
    session.undo()
    write_study("two")
    with qtbot.waitSignal(session.catalogue_changed):
        session.open_paths([one.parent])
    other = next(
        series
        for study in session.catalogue.studies
        for series in study.series
        if series.description == "two"
    )
    with qtbot.waitSignal(session.volume_completed):
        session.open_series(other.key)

    with qtbot.waitSignal(session.volume_completed):
        session.open_case(tmp_path / "one.thecal")

    assert session.series.description == "one"
    assert [mark.mark_id for mark in session.case.marks] == ["m1"]
    assert session.can_undo


def read_back(session):
    session.flush()
    return read(session._keeping.path(session.case))


def test_a_case_of_images_that_are_not_here_is_refused_with_their_name(
    session, opened, write_study, tmp_path, mark, qtbot
):
    opened(session, write_study("one"))
    session.edit("Mark", session.case.with_mark(mark("m1")))
    write(tmp_path / "one.thecal", read_back(session))
    opened(session, write_study("two"))
    before = session.case

    with qtbot.waitSignal(session.noticed) as told:
        session.open_case(tmp_path / "one.thecal")

    assert "PHANTOM^TEST" in told.args[0].text
    assert "2026-01-31" in told.args[0].text
    assert session.case == before


@pytest.mark.parametrize("content", [b"", b"{", b'{"schema": "thecal.case/9"}'])
def test_a_damaged_or_newer_case_file_is_refused_and_left(
    session, opened, study_folder, tmp_path, qtbot, content
):
    opened(session, study_folder)
    path = tmp_path / "bad.thecal"
    path.write_bytes(content)

    with qtbot.waitSignal(session.noticed) as told:
        session.open_case(path)

    assert told.args[0].severity is Severity.ERROR
    assert path.read_bytes() == content
    assert not session.can_undo


def test_a_file_that_cannot_be_written_is_told(session, opened, study_folder, tmp_path, qtbot):
    opened(session, study_folder)

    with qtbot.waitSignal(session.noticed) as told:
        session.save_as(tmp_path / "none" / "reading.thecal")

    assert "could not be saved" in told.args[0].text


def test_a_case_file_is_refused_while_read_only(new_session, opened, study_folder, tmp_path, mark, qtbot):
    first = opened(new_session(), study_folder)
    first.edit("Mark", first.case.with_mark(mark("m1")))
    path = tmp_path / "one.thecal"
    path.write_bytes(serialise(read_back(first)))
    first.undo()
    first.flush()
    second = opened(new_session(), study_folder)

    with qtbot.waitSignal(second.noticed) as told:
        second.open_case(path)

    assert "read-only" in told.args[0].text
    assert second.case.marks == ()


EDITING_PROGRAM = """
import sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from viewer.model.finding import CompressionMark
from viewer.session.session import Session
from viewer.session.settings import Settings

app = QCoreApplication([])
session = Session(Path(sys.argv[1]), Settings(auto_column=False))
again = sys.argv[3] == "again"

def mark_some():
    for n in range(20 if again else 1):
        name = f"m{len(session.case.marks)}"
        session.edit("Mark", session.case.with_mark(CompressionMark(name, (1.0, 2.0, 103.0), text="kept")))

def tell():
    print("saved", flush=True)
    if again:
        mark_some()

session.saved.connect(tell)
session.volume_completed.connect(mark_some)
session.open_paths([sys.argv[2]])
app.exec()
"""


def editing_program(store_folder, study_folder, how_often):
    command = [sys.executable, "-c", EDITING_PROGRAM, str(store_folder), str(study_folder), how_often]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def test_a_killed_program_finds_its_last_edit_again(new_session, opened, study_folder, store_folder):
    with editing_program(store_folder, study_folder, "once") as program:
        assert program.stdout.readline() == "saved\n"
        assert opened(new_session(), study_folder).read_only
        program.send_signal(signal.SIGKILL)

    session = opened(new_session(), study_folder)

    assert [one.text for one in session.case.marks] == ["kept"]
    assert not session.read_only


def test_a_program_killed_in_the_midst_of_saving_leaves_a_whole_case(
    new_session, opened, study_folder, store_folder
):
    with editing_program(store_folder, study_folder, "again") as program:
        for _ in range(20):
            assert program.stdout.readline() == "saved\n"
        program.send_signal(signal.SIGKILL)

    session = opened(new_session(), study_folder)

    assert len(session.case.marks) > 20
    assert session.notices == ()
    assert not list(store_folder.glob(".*.part"))


def test_shutdown_twice_and_use_after_it_are_harmless(new_session, opened, study_folder, mark):
    session = opened(new_session(), study_folder)
    session.edit("Mark", session.case.with_mark(mark("m1")))

    assert session.shutdown()
    assert session.shutdown()
    session.open_paths([study_folder])
    assert session.jobs == ()
