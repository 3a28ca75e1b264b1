"""A file that does not say how it lies: the window asks, the answer turns the volume and is remembered."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from viewer.model.annotation import Distance
from viewer.model.finding import CompressionMark
from viewer.model.orientation_choice import Towards
from viewer.model.overlay.overlay_frame import side_letters
from viewer.model.plane import PlaneKind, reference_plane
from viewer.session.lying import say_orientation
from viewer.widgets.column.column_buttons import ColumnButtons
from viewer.widgets.series.orientation_sheet import OrientationSheet

RAW = np.arange(12 * 10 * 8, dtype=np.int16).reshape(12, 10, 8)


@pytest.fixture
def unknown_file(tmp_path):
    """An NRRD file with spacing and nothing else about its place."""
    path = tmp_path / "unknown.nrrd"
    head = "NRRD0004\ntype: short\ndimension: 3\nsizes: 8 10 12\nendian: little\nencoding: raw\nspacings: 1 2 3\n\n"
    path.write_bytes(head.encode() + RAW.astype("<i2").tobytes())
    return path


@pytest.fixture
def asked(window, session, unknown_file, qtbot):
    with qtbot.waitSignal(session.volume_completed, timeout=10_000):
        session.open_paths([unknown_file])
    qtbot.wait(1)
    return window.findChild(OrientationSheet)


def press(sheet, words):
    (button,) = [one for one in sheet.findChildren(QPushButton) if one.text() == words]
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def answered(sheet, session, qtbot, *sides):
    sheet.choose(*sides)
    with qtbot.waitSignal(session.volume_completed, timeout=10_000):
        press(sheet, "Use these sides")
    qtbot.wait(1)


def letters(window, kind):
    known = window.session.volume.orientation_known
    return [shape.text for shape in side_letters(window.panes.slices[kind].view, known=known)]


def test_the_window_asks_before_a_side_may_be_trusted(asked, window, session):
    assert asked.isVisible()
    assert not session.volume.orientation_known
    assert letters(window, PlaneKind.AXIAL) == ["?"] * 4


def test_a_file_that_says_how_it_lies_is_not_asked_about(reading):
    assert not reading.findChild(OrientationSheet).isVisible()


def test_the_answer_turns_the_volume(asked, window, session, qtbot):
    answered(asked, session, qtbot, Towards.POSTERIOR, Towards.FEET, Towards.RIGHT)
    assert not asked.isVisible()
    volume = session.volume
    assert volume.orientation_known
    value = RAW[3, 4, 5]
    here, there = (np.argwhere(volume.hu == one)[0][::-1] for one in (value, RAW[3, 5, 5]))
    step = np.subtract(volume.geometry.to_lps(tuple(there)), volume.geometry.to_lps(tuple(here)))
    assert step == pytest.approx((0, 0, -2))
    assert letters(window, PlaneKind.AXIAL) == ["R", "L", "A", "P"]
    assert any("A reader said how it lies" in one for one in session.series.warnings)


def test_the_answer_is_remembered_with_the_case(asked, session, unknown_file, qtbot):
    answered(asked, session, qtbot, Towards.LEFT, Towards.ANTERIOR, Towards.HEAD)
    turned = session.volume.geometry
    session.close()
    session.flush()
    with qtbot.waitSignal(session.volume_completed, timeout=10_000):
        session.open_paths([unknown_file])
    assert session.volume.geometry == turned
    assert not asked.isVisible()


def test_whoever_does_not_know_sees_question_marks_and_places_nothing_with_a_side(asked, window, session):
    press(asked, "I don't know")
    assert not asked.isVisible()
    assert letters(window, PlaneKind.SAGITTAL) == ["?"] * 4
    assert not session.edit("Mark", session.case.with_mark(CompressionMark("m1", (0.0, 0.0, 0.0))))
    assert "left and a right" in session.notices[-1].text
    assert window.status.text("position").count("?") == 3
    session.analyse()
    assert "does not say how it lies" in session.column.reason


def test_the_3d_pane_offers_no_side_while_none_is_known(asked, window, session, qtbot):
    buttons = window.findChild(ColumnButtons)
    assert buttons.isHidden()
    answered(asked, session, qtbot, Towards.LEFT, Towards.POSTERIOR, Towards.HEAD)
    assert not buttons.isHidden()


def test_two_sides_along_one_direction_cannot_be_used(asked):
    asked.choose(Towards.LEFT, Towards.RIGHT, Towards.HEAD)
    (button,) = [one for one in asked.findChildren(QPushButton) if one.text() == "Use these sides"]
    assert not button.isEnabled()


def test_the_answer_is_refused_once_something_has_a_place(asked, session):
    plane = reference_plane(PlaneKind.AXIAL, (0.0, 0.0, 0.0))
    line = Distance("a1", plane, (0.0, 0.0, 0.0), (1.0, 0.0, 0.0))
    assert session.edit("Measure", session.case.with_annotation(line))
    asked.choose(Towards.LEFT, Towards.POSTERIOR, Towards.HEAD)
    assert not say_orientation(session, asked.choice)
    assert "come to lie elsewhere" in session.notices[-1].text


def test_a_wrong_answer_can_be_corrected(asked, window, session, qtbot):
    answered(asked, session, qtbot, Towards.LEFT, Towards.POSTERIOR, Towards.FEET)
    first = session.volume.hu.copy()
    window.bound.action("import.orientation").trigger()
    assert asked.isVisible()
    assert asked.choice.onward is Towards.FEET
    answered(asked, session, qtbot, Towards.LEFT, Towards.POSTERIOR, Towards.HEAD)
    assert np.array_equal(session.volume.hu, first[::-1])
