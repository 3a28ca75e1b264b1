"""What arrives in a watched folder is opened once it rests, and never interrupts what is read."""

import attrs
import pytest

from viewer.errors import ViewerError
from viewer.session import watching
from viewer.session.watching import files_below, places_of


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    monkeypatch.setattr(watching, "_LOOK_EVERY_MS", 40)
    monkeypatch.setattr(watching, "_REST_MS", 80)


@pytest.fixture
def inbox(tmp_path):
    folder = tmp_path / "inbox"
    folder.mkdir()
    return folder


@pytest.fixture
def watched(session, inbox, qtbot):
    session.watching.watch(inbox)
    qtbot.waitUntil(lambda: session.watching._known is not None)
    return session


@pytest.fixture
def arrive(write_study, inbox):
    def moved(name="lumbar"):
        folder = write_study(name)
        return folder.rename(inbox / name)

    return moved


def test_a_study_that_arrives_is_opened(watched, arrive, qtbot):
    with qtbot.waitSignal(watched.volume_completed):
        arrive()
    assert watched.series.description == "lumbar"


def test_what_lay_there_before_is_left_alone(session, arrive, inbox, qtbot, heard):
    arrive()
    session.watching.watch(inbox)
    told = heard(session.watching.arrived)
    qtbot.wait(400)
    assert told == []
    assert session.series is None


def test_another_study_waits_until_the_reader_wants_it(watched, arrive, qtbot):
    with qtbot.waitSignal(watched.volume_completed):
        arrive()
    with qtbot.waitSignal(watched.watching.arrived):
        arrive("cervical")
    assert watched.series.description == "lumbar"
    assert "New files have arrived in inbox" in watched.notices[-1].text
    with qtbot.waitSignal(watched.volume_completed):
        watched.watching.open_arrived()
    assert watched.series.description == "cervical"
    assert watched.watching.waiting == ()


def test_nothing_is_opened_while_it_still_grows(watched, inbox, qtbot, heard):
    told = heard(watched.watching.arrived)
    for count in range(12):
        (inbox / "image").write_bytes(b"x" * (count + 1))
        qtbot.wait(40)
    assert told == []
    qtbot.waitUntil(lambda: told == [(inbox / "image",)])


def test_a_stopped_watch_opens_nothing(watched, arrive, qtbot, heard):
    told = heard(watched.watching.arrived)
    watched.watching.stop()
    arrive()
    qtbot.wait(300)
    assert told == []
    assert watched.settings.watched == ""


def test_the_folder_is_remembered(watched, inbox, new_session, arrive, qtbot):
    again = new_session(attrs.evolve(watched.settings))
    watched.watching.stop()
    assert again.watching.folder == inbox
    qtbot.waitUntil(lambda: again.watching._known is not None)
    with qtbot.waitSignal(again.volume_completed):
        arrive()


def test_a_folder_that_goes_away_is_told_once_and_comes_back(watched, inbox, arrive, qtbot):
    inbox.rename(inbox.with_name("away"))
    qtbot.waitUntil(lambda: any("cannot be read" in one.text for one in watched.notices))
    qtbot.wait(300)
    assert sum("cannot be read" in one.text for one in watched.notices) == 1
    inbox.with_name("away").rename(inbox)
    with qtbot.waitSignal(watched.volume_completed):
        arrive()


def test_a_folder_with_far_too_many_files_is_refused(inbox, monkeypatch):
    monkeypatch.setattr(watching, "_MOST_FILES", 3)
    for number in range(5):
        (inbox / str(number)).touch()
    with pytest.raises(ViewerError, match="too many to watch"):
        files_below(inbox)


def test_links_are_not_followed(inbox):
    (inbox / "circle").symlink_to(inbox, target_is_directory=True)
    (inbox / "file").write_bytes(b"x")
    assert list(files_below(inbox)) == [str(inbox / "file")]


def test_the_outermost_folders_of_what_arrived_are_opened(inbox):
    files = [inbox / "a" / "1", inbox / "a" / "2", inbox / "a" / "b" / "3", inbox / "loose"]
    assert places_of([str(file) for file in files], inbox) == (inbox / "a", inbox / "loose")
