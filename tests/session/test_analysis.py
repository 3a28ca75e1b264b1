"""The open volume is measured in a job; what it finds only ever belongs to what is open."""

import attrs
import pytest

from viewer.analysis.phantom.case import lumbar_case, small
from viewer.app.demo_case import write_demo
from viewer.model.column import ContrastColumn, NoContrast
from viewer.model.demo_case import DemoCase
from viewer.model.labels import LevelLabel
from viewer.model.spine import Level
from viewer.progress import silent
from viewer.session.settings import Settings

AUTO = Settings(auto_column=True)


@pytest.fixture(scope="module")
def myelogram(tmp_path_factory):
    """The lumbar case with voxels a quarter as fine."""
    folder = tmp_path_factory.mktemp("analysis") / "lumbar"
    write_demo(DemoCase.LUMBAR, small(lumbar_case(), 4), folder, silent)
    return folder


@pytest.fixture
def measured(qtbot, opened, myelogram):
    """Open the myelogram in a session and wait until it is measured."""

    def done(session):
        opened(session, myelogram)
        qtbot.waitUntil(lambda: session.analysis is not None and not session.jobs, timeout=60_000)
        return session

    return done


def test_it_is_made_after_loading_and_brings_the_column_before_its_numbers(new_session, measured, heard):
    session = new_session(AUTO)
    columns, analyses = heard(session.column_changed), heard(session.analysis_changed)
    known = []
    session.column_changed.connect(lambda _: known.append(session.analysis))

    measured(session)

    assert session.analysis.absent is None
    assert session.column is session.analysis.column
    assert columns[-1] is session.column
    assert isinstance(session.column, ContrastColumn)
    assert known[-1] is None, "the column comes first"
    assert analyses == [None, session.analysis]
    assert session.display.crosshair == session.column.middle
    assert not session.can_undo


def test_it_is_not_made_unasked(session, opened, myelogram, qtbot):
    opened(session, myelogram)
    qtbot.wait(20)

    assert (session.jobs, session.analysis, session.column) == ((), None, None)


def test_it_belongs_to_the_series_that_is_open(new_session, measured, opened, study_folder, heard):
    session = measured(new_session(AUTO))
    analyses = heard(session.analysis_changed)

    opened(session, study_folder)

    assert analyses[0] is None
    session.close()
    assert session.analysis is None


def test_what_comes_for_a_series_that_is_gone_is_dropped(session, opened, myelogram, qtbot, heard):
    opened(session, myelogram)
    session.analyse()
    assert session.analysis_job.title == "Analysing"
    analyses = heard(session.analysis_changed)

    session.close()
    qtbot.wait(100)

    assert session.analysis_job is None
    assert analyses == [None]
    assert session.column is None


def test_cancelled_it_leaves_nothing_behind(session, opened, myelogram, qtbot):
    opened(session, myelogram)
    session.analyse()

    session.cancel(session.analysis_job.job_id)
    qtbot.wait(100)

    assert (session.analysis, session.analysis_job, session.jobs) == (None, None, ())


def test_a_scan_without_contrast_is_told_with_its_reason(new_session, opened, study_folder, qtbot):
    session = opened(new_session(AUTO), study_folder)

    qtbot.waitUntil(lambda: session.analysis is not None, timeout=10_000)

    assert session.analysis.absent
    assert session.column == NoContrast(session.analysis.absent)


def test_the_column_of_a_seed_is_kept(new_session, measured, qtbot):
    session = measured(new_session(AUTO))
    own = session.analysis.column

    session.find_column(own.middle)
    qtbot.waitUntil(lambda: not session.jobs, timeout=30_000)
    seeded = session.column
    session.analyse()
    qtbot.waitUntil(lambda: not session.jobs, timeout=60_000)

    assert isinstance(seeded, ContrastColumn)
    assert seeded is not own
    assert session.column is seeded, "the reader's own choice wins over what the analysis met"
    session.undo()
    assert session.column is session.analysis.column


def test_a_label_renames_the_levels_and_nothing_else(new_session, measured, qtbot):
    session = measured(new_session(AUTO))
    before = session.analysis
    disc = next(one for one in before.levels if one.name == "L3/L4")

    session.edit("Name", attrs.evolve(session.case, labels=(LevelLabel(Level("L2/L3"), disc.centre),)))
    qtbot.waitUntil(lambda: session.analysis is not before, timeout=30_000)
    after = session.analysis

    there = min(after.levels, key=lambda one: abs(one.arc_mm - disc.arc_mm))
    assert there.name == "L2/L3"
    assert after.sections is before.sections
    assert [one.arc_mm for one in after.narrowings] == [one.arc_mm for one in before.narrowings]
    assert [one.level for one in after.narrowings] != [one.level for one in before.narrowings]
    session.undo()
    qtbot.waitUntil(lambda: session.analysis is not after, timeout=30_000)
    assert [one.name for one in session.analysis.levels] == [one.name for one in before.levels]
    assert session.analysis.warnings == before.warnings
