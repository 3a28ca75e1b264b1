"""Nothing a reader did is lost: autosave, restore, locks, disks that fail."""

import statistics
import threading
import time
from pathlib import Path

import attrs

from viewer.casefile.file import read
from viewer.model.finding import Severity as Grade
from viewer.session.notice import Severity


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
    newer = path.read_bytes().replace(b"thecal.case/4", b"thecal.case/5")
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


def test_shutdown_twice_and_use_after_it_are_harmless(new_session, opened, study_folder, mark):
    session = opened(new_session(), study_folder)
    session.edit("Mark", session.case.with_mark(mark("m1")))

    assert session.shutdown()
    assert session.shutdown()
    session.open_paths([study_folder])
    assert session.jobs == ()
