"""What the report's actions do without a window of their own."""

import attrs
import numpy as np
import pytest

from tests.measured import give_analysis
from tests.straight_canal import StraightCanal
from viewer.actions.action import perform
from viewer.actions.registry import all_actions
from viewer.model.display import PaneId
from viewer.model.finding import CompressionMark, Severity
from viewer.model.form.level_form import CoreItem, Degree
from viewer.model.geometry import vec3
from viewer.model.key_image import MOST_IN_REPORT
from viewer.model.labels import LevelLabel
from viewer.model.spine import Level
from viewer.tools.form_edits import Reviewer, graded


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


def test_key_images_of_findings_need_a_finding_and_a_measured_canal(desk, do):
    do("report.key_images")
    assert "no finding to show" in told(desk)[-1]
    mark = CompressionMark("m1", (0.0, 0.0, 190.0), severity=Severity.SEVERE)
    desk.session.edit("Mark", desk.session.case.with_mark(mark))
    do("report.key_images")
    assert "canal was not measured" in told(desk)[-1]
    assert desk.session.case.key_images == ()


def test_all_findings_get_their_key_images_in_one_edit_and_none_twice(desk, do):
    canal = StraightCanal(top=(0.0, -20.0, 380.0), length_mm=350, lean_deg=3.0)
    give_analysis(desk.session, canal.analysis())
    mark = CompressionMark("m1", canal.at(200), severity=Severity.SEVERE)
    desk.session.edit("Mark", desk.session.case.with_mark(mark))
    do("report.key_images")
    images = desk.session.case.key_images
    assert [one.pane for one in images] == [PaneId.SAGITTAL, PaneId.AXIAL]
    assert told(desk)[-1] == "2 key images of the findings kept."
    do("report.key_images")
    assert desk.session.case.key_images == images
    assert told(desk)[-1] == "All findings that have a place have their key images."
    desk.session.undo()
    assert desk.session.case.key_images == ()


def test_a_finding_of_the_levels_table_is_shown_where_its_level_lies(desk, do):
    canal = StraightCanal(top=(0.0, -20.0, 380.0), length_mm=350, lean_deg=3.0)
    give_analysis(desk.session, canal.analysis())
    level, disc = Level("L4/L5"), vec3(np.add(canal.at(200), (0.0, -15.0, 0.0)))
    case = desk.session.case.with_label(LevelLabel(level, disc))
    said = graded(case, (level,), CoreItem.CENTRAL, Degree.SEVERE, Reviewer("Dr. A", "2026-01-31T10:00:00"))
    desk.session.apply(said)
    do("report.key_images")
    axial = desk.session.case.key_images[1]
    assert axial.title == "L4/5 axial"
    assert abs(axial.display.crosshair[2] - disc[2]) < 3.0
