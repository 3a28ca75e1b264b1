"""Cases saved where the user chose, and opened from there."""

import pytest

from viewer.casefile.file import read, serialise, write
from viewer.session.notice import Severity


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

    assert "PHANTOM, TEST" in told.args[0].text
    assert "2026-01-31" in told.args[0].text
    assert session.case == before


def test_a_case_opened_before_its_images_follows_them(
    session, new_session, opened, study_folder, write_study, tmp_path, mark, qtbot
):
    opened(session, study_folder)
    session.edit("Mark", session.case.with_mark(mark("m1")))
    write(tmp_path / "one.thecal", read_back(session))
    session.undo()
    session.close()
    session.flush()
    later = new_session()
    with qtbot.waitSignal(later.noticed):
        later.open_paths([tmp_path / "one.thecal"])

    opened(later, study_folder)

    assert [one.mark_id for one in later.case.marks] == ["m1"]
    assert later.undo_title == "Open case file"


def test_a_case_does_not_wait_past_the_next_images(
    session, new_session, opened, study_folder, write_study, tmp_path, mark, qtbot
):
    opened(session, study_folder)
    session.edit("Mark", session.case.with_mark(mark("m1")))
    write(tmp_path / "one.thecal", read_back(session))
    session.undo()
    session.close()
    session.flush()
    later = new_session()
    with qtbot.waitSignal(later.noticed):
        later.open_paths([tmp_path / "one.thecal"])

    opened(later, write_study("two"))
    opened(later, study_folder)

    assert later.case.marks == ()


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
