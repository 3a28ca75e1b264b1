"""What the report's actions do without a window of their own."""

import attrs
import pytest

from viewer.actions.action import perform
from viewer.actions.registry import all_actions
from viewer.model.display import PaneId
from viewer.model.key_image import MOST_IN_REPORT
from viewer.model.labels import LevelLabel
from viewer.model.spine import Level


@pytest.fixture
def do(desk):
    """Run an action by its id; it must be possible."""

    def run(action_id):
        action = next(one for one in all_actions() if one.id == action_id)
        assert action.enabled(desk)
        return perform(action, desk)

    return run


@pytest.fixture
def answers(desk):
    """Answer every short question with a text."""

    def answer(text):
        desk.window.ask_text = lambda _title, _default, then: then(text)

    return answer


def told(desk):
    return [notice.text for notice in desk.session.notices]


def test_k_keeps_the_view_of_the_pane_in_use_under_its_level(desk, do):
    desk.session.edit("Label", desk.session.case.with_label(LevelLabel(Level("L4/L5"), (0.0, 0.0, 190.0))))
    desk.session.look(attrs.evolve(desk.session.display, crosshair=(0.0, 0.0, 190.0)))
    desk.window.pane = PaneId.SAGITTAL
    do("report.key_image")
    (image,) = desk.session.case.key_images
    assert (image.title, image.pane, image.display) == (
        "L4/5 sagittal",
        PaneId.SAGITTAL,
        desk.session.display,
    )
    assert told(desk)[-1] == "Key image kept: L4/5 sagittal."
    assert desk.session.undo_title == "Keep key image L4/5 sagittal"


def test_one_key_image_more_than_the_report_takes_is_told(desk, do):
    for _ in range(MOST_IN_REPORT + 1):
        do("report.key_image")
    assert "room for 6" in desk.session.notices[-1].hint
    assert not desk.session.case.key_images[-1].reported


def test_the_name_of_the_reader_is_one_line(desk, do, answers):
    answers("  Dr. Ada \n Reader ")
    do("report.reader")
    assert desk.session.settings.reader == "Dr. Ada Reader"


@pytest.mark.parametrize(("typed", "root"), [("1.2.826.0.1.", "1.2.826.0.1"), ("", "")])
def test_a_root_of_uids_is_kept(desk, do, answers, typed, root):
    answers(typed)
    do("report.uid_root")
    assert desk.session.settings.uid_root == root


@pytest.mark.parametrize("typed", ["1.2.x", "1..2", "1.02", "9.1", "1." + "9" * 60])
def test_what_is_no_root_of_uids_is_refused_in_a_sentence(desk, do, answers, typed):
    answers(typed)
    do("report.uid_root")
    assert desk.session.settings.uid_root == ""
    assert "root" in told(desk)[-1]


def test_the_report_is_printed_to_a_pdf(desk, do, tmp_path, qtbot):
    desk.window.answer = tmp_path / "report"
    do("report.print")
    path = tmp_path / "report.pdf"
    qtbot.waitUntil(path.exists, timeout=20_000)
    assert path.read_bytes().startswith(b"%PDF-")
    qtbot.waitUntil(lambda: "Saved as report.pdf." in told(desk))


def test_a_pdf_that_cannot_be_written_leaves_the_old_one(desk, do, tmp_path, qtbot):
    desk.window.answer = tmp_path / "no folder" / "report.pdf"
    do("report.print")
    qtbot.waitUntil(lambda: any("report.pdf could not be saved" in one for one in told(desk)), timeout=20_000)
