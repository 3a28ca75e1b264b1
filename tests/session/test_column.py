"""The contrast column is found in a job, and only ever belongs to what is open."""

import pytest

from viewer.model.column import NoContrast
from viewer.session.settings import Settings


@pytest.fixture
def found(qtbot):
    """Wait until the session has the column of its volume."""

    def waiting(session):
        qtbot.waitUntil(lambda: session.column is not None and not session.jobs, timeout=10_000)
        return session.column

    return waiting


def test_it_is_looked_for_after_loading_where_the_user_wants_so(new_session, opened, study_folder, found):
    session = opened(new_session(Settings(auto_column=True)), study_folder)

    column = found(session)

    assert isinstance(column, NoContrast), "eight slices hold no canal"
    assert column.reason.endswith(".")


def test_it_is_not_looked_for_unasked(session, opened, study_folder, qtbot):
    opened(session, study_folder)
    qtbot.wait(20)

    assert session.jobs == ()
    assert session.column is None


def test_it_is_found_when_asked(session, opened, study_folder, found):
    opened(session, study_folder)

    session.find_column()

    assert isinstance(found(session), NoContrast)
    assert not session.can_undo


def test_a_seed_is_part_of_the_case_and_looked_from_at_once(session, opened, study_folder, found, heard):
    opened(session, study_folder)
    columns = heard(session.column_changed)

    session.find_column((0.0, 0.0, 104.0))
    found(session)

    assert session.case.contrast_seed == (0.0, 0.0, 104.0)
    assert session.undo_title == "Seed contrast"
    session.undo()
    assert session.column is None, "without its seed, and not wanted unasked, there is no column"
    session.redo()
    assert isinstance(found(session), NoContrast)
    assert len(columns) == 3


def test_a_saved_seed_is_used_when_the_study_is_opened_again(new_session, opened, study_folder, found):
    first = opened(new_session(), study_folder)
    first.find_column((0.0, 0.0, 104.0))
    first.shutdown()

    second = opened(new_session(), study_folder)

    assert isinstance(found(second), NoContrast)


def test_the_column_of_a_volume_that_is_gone_is_dropped(session, opened, write_study, qtbot):
    opened(session, write_study("one"))
    session.find_column()
    session.close()
    qtbot.wait(50)

    assert session.column is None
    assert session.jobs == ()


def test_without_a_volume_there_is_nothing_to_find(session):
    session.find_column()

    assert session.jobs == ()
