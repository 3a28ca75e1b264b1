"""From paths to a volume on screen, its case restored."""

import threading
import weakref
from pathlib import Path

import attrs
import pytest

from viewer.model.case import Case
from viewer.model.display import Display, Interpolation
from viewer.model.study import WindowSetting
from viewer.session.notice import Severity
from viewer.session.settings import Settings


def test_a_folder_opens_its_best_series(session, opened, study_folder):
    opened(session, study_folder)

    assert session.volume.geometry.shape == (8, 12, 10)
    assert session.series.description == "lumbar"
    assert session.study.patient.name == "PHANTOM^TEST"
    assert session.catalogue.best()[1].key == session.series.key
    assert not session.loading
    assert session.jobs == ()


def test_a_fresh_case_belongs_to_the_images_and_looks_at_their_middle(session, opened, study_folder):
    opened(session, study_folder)

    assert session.case.study.series_uid == session.series.series_uid
    assert session.case.study.study_uid == session.study.study_uid
    assert session.case.study.patient.name == "PHANTOM^TEST"
    assert session.display.crosshair == session.volume.geometry.centre
    assert session.display.window == WindowSetting(1500.0, 500.0)
    assert not session.can_undo


def test_the_interpolation_of_a_fresh_case_is_the_users(new_session, opened, study_folder):
    session = new_session(Settings(auto_column=False, interpolation=Interpolation.CUBIC))

    opened(session, study_folder)

    assert session.display.interpolation is Interpolation.CUBIC


def test_signals_come_on_the_main_thread_with_all_state_new(session, opened, study_folder):
    seen = []

    def look(*_):
        seen.append((threading.current_thread(), session.volume, session.series, session.case.study.part))

    for signal in (session.volume_changed, session.case_changed, session.read_only_changed):
        signal.connect(look)
    opened(session, study_folder)

    assert len(seen) == 3
    assert all(one == (threading.main_thread(), session.volume, session.series, 1) for one in seen)


def test_the_volume_is_shown_before_it_is_whole_and_grows_from_its_middle(
    session, opened, study_folder, heard
):
    shown, filled = heard(session.volume_changed), heard(session.volume_progressed)
    loading = []
    session.volume_changed.connect(lambda _: loading.append(session.loading))

    opened(session, study_folder)

    assert loading == [True]
    assert shown == [session.volume]
    assert all(first <= 4 <= last for first, last in filled)
    assert filled[-1] == (0, 7)


def test_a_single_file_opens_the_series_it_belongs_to(session, opened, study_folder):
    opened(session, next(study_folder.glob("*")))

    assert session.volume.geometry.shape == (8, 12, 10)


def test_another_series_replaces_the_first_and_frees_its_volume(session, opened, write_study):
    opened(session, write_study("one"))
    first = weakref.ref(session.volume)

    opened(session, write_study("two"))

    assert session.series.description == "two"
    assert first() is None


def test_the_open_series_is_not_read_again(session, opened, study_folder, heard):
    opened(session, study_folder)
    shown = heard(session.volume_changed)

    session.open_series(session.series.key)

    assert session.jobs == ()
    assert shown == []


def test_a_folder_without_images_is_told(session, qtbot, tmp_path):
    (tmp_path / "empty").mkdir()
    (tmp_path / "empty" / "note.txt").write_text("no image")

    with qtbot.waitSignal(session.noticed) as told:
        session.open_paths([tmp_path / "empty"])

    assert told.args[0].severity is Severity.ERROR
    assert told.args[0].text.endswith(".")
    assert session.volume is None


def test_a_path_that_is_not_there_is_told(session, qtbot, tmp_path):
    with qtbot.waitSignal(session.noticed) as told:
        session.open_paths([tmp_path / "gone"])

    assert "gone" in told.args[0].text


def test_a_series_that_vanished_since_it_was_listed_is_told_and_the_open_one_stays(
    session, opened, write_study, qtbot
):
    write_study("one")
    opened(session, write_study("two").parent)
    here = session.volume
    (other,) = [
        series
        for study in session.catalogue.studies
        for series in study.series
        if series.key != session.series.key
    ]
    for path in other.files:
        path.unlink()

    with qtbot.waitSignal(session.noticed) as told:
        session.open_series(other.key)
    qtbot.waitUntil(lambda: not session.jobs)

    assert told.args[0].severity is Severity.ERROR
    assert session.volume is here
    assert session.series.key != other.key


def test_an_image_lost_while_reading_becomes_a_gap_of_the_open_volume_and_is_told(
    session, opened, write_study, qtbot
):
    write_study("one")
    opened(session, write_study("two").parent)
    (other,) = [
        series
        for study in session.catalogue.studies
        for series in study.series
        if series.key != session.series.key
    ]
    other.files[2].unlink()

    with qtbot.waitSignal(session.volume_completed, timeout=10_000) as completed:
        session.open_series(other.key)

    assert session.volume is completed.args[0]
    assert session.volume.gaps == ((2, 1),)
    assert [notice.text for notice in session.notices][-1:] == list(session.volume.notes)


def test_an_unknown_series_is_told(session, heard):
    told = heard(session.noticed)

    session.open_series("1.2.3#1")

    assert "no longer in the list" in told[0].text


def test_a_series_without_images_is_told_with_its_reason(session, opened, study_folder, heard):
    opened(session, study_folder)
    study = session.study
    series = attrs.evolve(
        session.series, series_uid="9", geometry=None, reason="It has none.", viewable=False
    )
    session._catalogue = attrs.evolve(session.catalogue, studies=(attrs.evolve(study, series=(series,)),))
    told = heard(session.noticed)

    session.open_series(series.key)

    assert told[0].hint == "It has none."


def test_cancelling_before_the_first_image_leaves_what_is_open(session, opened, write_study, qtbot):
    opened(session, write_study("one"))
    one = session.volume
    session.jobs_changed.connect(
        lambda: [session.cancel(job.job_id) for job in session.jobs if job.title.startswith("Opening")]
    )

    with qtbot.waitSignal(session.catalogue_changed):
        session.open_paths([write_study("two")])
    qtbot.waitUntil(lambda: not session.jobs)
    qtbot.wait(30)

    assert session.volume is one


def test_cancelling_after_the_first_image_closes_what_is_half_there(session, qtbot, study_folder):
    def stop(volume):
        if volume is not None:
            for job in session.jobs:
                session.cancel(job.job_id)

    session.volume_changed.connect(stop)
    session.open_paths([study_folder])
    qtbot.waitUntil(lambda: session.catalogue.studies != () and not session.jobs)
    qtbot.wait(30)

    assert session.volume is None
    assert session.series is None
    assert session.case == Case()


def test_closing_empties_the_session_and_keeps_the_list(session, opened, study_folder):
    opened(session, study_folder)

    session.close()

    assert (session.volume, session.series, session.study) == (None, None, None)
    assert (session.case, session.display) == (Case(), Display())
    assert session.catalogue.studies


def test_opened_paths_are_remembered(session, opened, write_study):
    opened(session, write_study("one"))
    opened(session, write_study("two"))

    assert [Path(path).name for path in session.settings.recent] == ["two", "one"]


@pytest.mark.parametrize("paths", [[], ()])
def test_no_path_is_no_work(session, paths):
    session.open_paths(paths)

    assert session.jobs == ()


def test_a_case_made_with_other_images_of_the_series_is_told(new_session, opened, study_folder, mark, qtbot):
    def warned(session):
        opened(session, study_folder)
        return [one.text for one in session.notices if "other images" in one.text]

    first = new_session()
    assert warned(first) == []
    first.edit("Mark", first.case.with_mark(mark("m1")))
    first.shutdown()
    same = new_session()
    assert warned(same) == []
    same.shutdown()
    min(study_folder.iterdir()).unlink()
    again = new_session()
    assert len(warned(again)) == 1
    assert len(again.case.marks) == 1


def test_a_real_study_opens(session, opened, real_data):
    opened(session, real_data / "chest-thin")

    assert session.volume.geometry.shape == (275, 512, 512)
    assert session.volume.hu.min() >= -1024
