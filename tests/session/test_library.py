"""What was opened is remembered off the main thread, and leads back to where the reader was."""

import shutil
import sqlite3
import time

import attrs
import pytest

from tests.odd_series import OddSeries
from viewer.dicom.uid import named_uid
from viewer.errors import LibraryError
from viewer.library.entry import Held
from viewer.library.index import Library
from viewer.model.finding import Cause, Severity, Side
from viewer.model.labels import LevelLabel
from viewer.model.spine import Level
from viewer.model.study import Patient
from viewer.session.library import Removal
from viewer.session.notice import Severity as Gravity
from viewer.session.settings import Settings


@pytest.fixture
def remembered(session, opened, study_folder, qtbot):
    """The entry of a study that was opened."""

    def look():
        with qtbot.waitSignal(session.library.changed, timeout=5_000):
            opened(session, study_folder)
        return listed(session, qtbot)[0]

    return look()


def listed(session, qtbot, text=""):
    found = []
    session.library.search(text, found.append, found.append)
    qtbot.waitUntil(lambda: bool(found), timeout=8_000)
    if isinstance(found[0], LibraryError):
        raise found[0]
    return found[0]


def missing(session, entries, qtbot):
    told = []
    session.library.look_for_images(entries, told.append)
    qtbot.waitUntil(lambda: bool(told))
    return told[0]


def idle(session, qtbot):
    qtbot.waitUntil(lambda: not session.jobs, timeout=10_000)


def texts(session):
    return [notice.text for notice in session.notices]


def test_an_opened_study_is_remembered_with_where_it_is(remembered, session, study_folder):
    assert remembered.patient == Patient("PHANTOM^TEST", "PH1", "1958-01-31", "F")
    assert (remembered.date, remembered.description) == ("2026-01-31", "CT SPINE")
    assert remembered.places == (study_folder,)
    assert remembered.series_key == session.series.key
    assert remembered.images == 8
    assert remembered.opened > "2020"
    assert remembered.here


def test_remembering_is_no_job_and_leaves_no_notice(remembered, session):
    assert not session.jobs
    assert session.notices == ()


def test_findings_are_searched_once_edits_rest(remembered, session, mark, qtbot):
    with qtbot.waitSignal(session.library.changed, timeout=5_000):
        session.edit("Label", session.case.with_labels((LevelLabel(Level("L4/L5"), (0.0, 0.0, 104.0)),)))
        made = mark(
            "m1", severity=Severity.SEVERE, side=Side.LEFT, causes=(Cause.EXTRUSION,), text="migrated"
        )
        session.edit("Mark", session.case.with_mark(made))
    for text in ("extrusion", "severe left", "lumbar", "L4/L5 migrated"):
        assert listed(session, qtbot, text), text
    session.undo()
    session.library.close()
    assert Library(session.library.folder / "library.sqlite").search("extrusion") == ()


def test_what_was_edited_just_before_the_end_is_not_lost(remembered, session, mark):
    session.edit("Mark", session.case.with_mark(mark("m1", text="syrinx")))
    session.shutdown()
    assert Library(session.library.folder / "library.sqlite").search("syrinx")


def test_an_edit_is_noted_for_its_own_study_when_another_is_opened(
    remembered, session, opened, write_study, mark, qtbot
):
    session.edit("Mark", session.case.with_mark(mark("m1", text="syrinx")))
    with qtbot.waitSignal(session.library.changed, timeout=5_000):
        opened(session, write_study("cervical"))
    assert [one.study_uid for one in listed(session, qtbot, "syrinx")] == [remembered.study_uid]


def test_continuing_brings_back_series_marks_and_view(new_session, opened, write_study, mark, qtbot):
    first = new_session()
    folder = write_study("axial", study_uid=named_uid("both"))
    other = write_study("bone", study_uid=named_uid("both"), number=9).rename(folder / "bone")
    opened(first, folder)
    wanted = next(one for one in first.study.series if one.key != first.series.key)
    with qtbot.waitSignal(first.volume_completed):
        first.open_series(wanted.key)
    first.edit("Mark", first.case.with_mark(mark("m1")))
    first.look(attrs.evolve(first.display, crosshair=(1.0, 2.0, 105.0)))
    assert first.shutdown()
    assert other.exists()

    second = new_session()
    with qtbot.waitSignal(second.volume_completed, timeout=10_000):
        second.library.continue_with(listed(second, qtbot)[0])
    assert second.series.key == wanted.key
    assert [one.mark_id for one in second.case.marks] == ["m1"]
    assert second.display.crosshair == (1.0, 2.0, 105.0)


def test_the_study_before_this_one_is_continued(remembered, session, opened, write_study, qtbot):
    with qtbot.waitSignal(session.library.changed, timeout=5_000):
        opened(session, write_study("cervical"))
    with qtbot.waitSignal(session.volume_completed, timeout=10_000):
        session.library.continue_last()
    assert session.study.study_uid == remembered.study_uid


def test_without_another_study_that_is_told(session, qtbot):
    with qtbot.waitSignal(session.noticed):
        session.library.continue_last()
    assert "no other study" in texts(session)[-1]


def test_continuing_never_opens_another_study_in_its_place(
    remembered, session, study_folder, write_study, qtbot
):
    here = session.volume
    shutil.rmtree(study_folder)
    write_study("another").rename(study_folder)
    session.library.continue_with(remembered)
    idle(session, qtbot)
    assert "are not in lumbar" in texts(session)[-1]
    assert session.volume is here


def test_images_that_are_gone_are_told_and_nothing_is_opened(remembered, session, study_folder, qtbot):
    assert missing(session, [remembered], qtbot) == frozenset()
    study_folder.rename(study_folder.with_name("away"))
    assert missing(session, [remembered], qtbot) == {remembered.study_uid}
    with qtbot.waitSignal(session.library.missing) as told:
        session.library.continue_with(remembered)
    assert told.args == [remembered]


def test_moved_images_are_found_again_and_open_where_one_was(remembered, session, study_folder, qtbot):
    session.close()
    moved = study_folder.rename(study_folder.with_name("moved"))
    with qtbot.waitSignal(session.volume_completed, timeout=10_000):
        session.library.find_again(remembered, moved.parent, then_open=True)
    idle(session, qtbot)
    assert "found again: 8 in studies" in texts(session)[-1]
    assert listed(session, qtbot)[0].places == (moved.parent,)
    assert session.series.key == remembered.series_key


def test_a_folder_without_the_study_is_refused_and_the_entry_stays(
    remembered, session, write_study, study_folder, qtbot
):
    session.library.find_again(remembered, write_study("another"))
    idle(session, qtbot)
    assert session.notices[-1].severity is Gravity.ERROR
    assert "are not in another" in texts(session)[-1]
    assert listed(session, qtbot)[0].places == (study_folder,)


def test_copied_images_open_without_their_source(remembered, session, study_folder, qtbot):
    before = {file: file.read_bytes() for file in study_folder.rglob("*") if file.is_file()}
    session.library.copy_images(remembered)
    idle(session, qtbot)
    assert {file: file.read_bytes() for file in study_folder.rglob("*") if file.is_file()} == before
    entry = listed(session, qtbot)[0]
    assert entry.held is Held.COPIED
    assert entry.places[0].parent == session.library.images_folder
    session.close()
    shutil.rmtree(study_folder)
    with qtbot.waitSignal(session.volume_completed, timeout=10_000):
        session.library.continue_with(entry)
    assert session.series.key == remembered.series_key


def test_the_open_study_is_copied_even_where_it_was_not_remembered(new_session, opened, study_folder, qtbot):
    session = new_session(Settings(auto_column=False, library=False))
    opened(session, study_folder)
    session.library.copy_open_study()
    idle(session, qtbot)
    (entry,) = listed(session, qtbot)
    assert entry.held is Held.COPIED
    assert entry.images == 8


def test_a_cancelled_copy_is_there_whole_or_not_at_all(remembered, session, qtbot):
    session.library.copy_images(remembered)
    for job in session.jobs:
        session.cancel(job.job_id)
    session.library.close()
    session.shutdown()
    (found,) = Library(session.library.folder / "library.sqlite").search()
    folder = session.library.images_folder
    images = [file for file in folder.rglob("*") if file.is_file()] if folder.exists() else []
    assert len(images) == (8 if found.held is Held.COPIED else 0)
    assert found.here


def test_removing_the_entry_alone_leaves_images_and_case(
    remembered, session, study_folder, store_folder, mark, qtbot
):
    session.edit("Mark", session.case.with_mark(mark("m1")))
    assert session.flush()
    session.close()
    session.library.remove(remembered, Removal())
    idle(session, qtbot)
    assert listed(session, qtbot) == ()
    assert list(store_folder.glob("*.thecal"))
    assert len(list(study_folder.iterdir())) == 8


def test_removing_all_takes_copy_and_case_and_nothing_else(
    remembered, session, opened, study_folder, write_study, store_folder, mark, qtbot
):
    session.library.copy_images(remembered)
    idle(session, qtbot)
    session.edit("Mark", session.case.with_mark(mark("m1")))
    opened(session, write_study("another"))
    session.edit("Mark", session.case.with_mark(mark("m2")))
    assert session.flush()
    qtbot.wait(20)
    entry = listed(session, qtbot, "2026")[1]
    session.library.remove(entry, Removal(copy=True, case=True))
    idle(session, qtbot)
    assert len(listed(session, qtbot)) == 1
    assert list(session.library.images_folder.iterdir()) == []
    assert len(list(store_folder.glob("*.thecal"))) == 1
    assert len(list(study_folder.iterdir())) == 8


def test_the_case_of_an_open_study_is_not_removed(remembered, session):
    with pytest.raises(LibraryError, match="is open"):
        session.library.remove(remembered, Removal(case=True))


def test_the_case_of_a_study_open_in_another_program_is_not_removed(
    remembered, session, new_session, opened, study_folder, mark, qtbot
):
    session.edit("Mark", session.case.with_mark(mark("m1")))
    second = new_session()
    second.library.remove(remembered, Removal(case=True))
    idle(second, qtbot)
    assert "open in another Thecal" in texts(second)[-1]
    assert len(listed(second, qtbot)) == 1


def test_nothing_is_remembered_while_the_library_is_off(new_session, opened, study_folder, mark):
    session = new_session(Settings(auto_column=False, library=False))
    opened(session, study_folder)
    session.edit("Mark", session.case.with_mark(mark("m1")))
    session.shutdown()
    assert not session.library.folder.exists()


def test_a_damaged_file_is_told_and_a_new_one_begun(new_session, opened, study_folder, qtbot):
    session = new_session()
    session.library.folder.mkdir(parents=True)
    (session.library.folder / "library.sqlite").write_bytes(b"no database" * 500)
    with qtbot.waitSignal(session.noticed, timeout=5_000):
        opened(session, study_folder)
    assert "was damaged, so a new one was begun" in texts(session)[0]
    assert "library.damaged" in session.notices[0].hint
    qtbot.waitUntil(lambda: len(listed(session, qtbot)) == 1)


def test_a_file_that_refuses_is_told_once_and_blocks_nothing(new_session, opened, write_study, mark, qtbot):
    session = new_session()
    session.library.folder.parent.mkdir(exist_ok=True)
    session.library.folder.write_text("in the way")
    opened(session, write_study("one"))
    session.edit("Mark", session.case.with_mark(mark("m1")))
    opened(session, write_study("two"))
    assert session.shutdown()
    qtbot.wait(5)
    assert len([text for text in texts(session) if "library" in text]) <= 1
    with pytest.raises(LibraryError, match="cannot be used"):
        Library(session.library.folder / "library.sqlite").search()


def test_a_busy_library_file_never_holds_up_the_program(remembered, session, mark):
    busy = sqlite3.connect(session.library.folder / "library.sqlite")
    busy.execute("BEGIN EXCLUSIVE")
    try:
        start_s = time.perf_counter()
        session.edit("Mark", session.case.with_mark(mark("m1")))
        session.library._note()
        assert time.perf_counter() - start_s < 0.5
    finally:
        busy.rollback()
        busy.close()


def test_a_study_of_pictures_alone_is_remembered_and_continued(session, study_folder, qtbot):
    odd = OddSeries(study_folder)
    odd.mr()
    odd.capture()
    for file in odd.folder.glob("IM*"):
        file.unlink()
    session.open_paths([odd.folder])
    qtbot.waitUntil(lambda: session.reading.shown is not None and not session.jobs, timeout=10_000)
    (screen,) = [one for one in session.catalogue.studies[0].series if one.description == "SCREEN"]
    session.open_series(screen.key)
    qtbot.waitUntil(lambda: [one.series_key for one in listed(session, qtbot)] == [screen.key])
    (entry,) = listed(session, qtbot)
    session.close()
    session.reading.close()
    session.library.continue_with(entry)
    qtbot.waitUntil(lambda: session.reading.shown is not None, timeout=10_000)
    assert session.reading.series.key == screen.key


def test_pictures_read_beside_the_ct_leave_the_place_to_continue(remembered, session, study_folder, qtbot):
    odd = OddSeries(study_folder)
    odd.capture()
    with qtbot.waitSignal(session.catalogue_changed, timeout=10_000):
        session.open_paths([study_folder])
    (screen,) = [one for one in session.catalogue.studies[0].series if one.description == "SCREEN"]
    session.open_series(screen.key)
    qtbot.waitUntil(lambda: session.reading.shown is not None and not session.jobs, timeout=10_000)
    assert listed(session, qtbot)[0].series_key == remembered.series_key
