"""What the window asks in passing: texts and levels, answered by keyboard, never blocking."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog

from viewer.actions.desk import FileKind
from viewer.model.annotation import Arrow
from viewer.model.plane import PlaneKind


@pytest.fixture
def axial(reading):
    return reading.panes.slices[PlaneKind.AXIAL]


def focused():
    return QApplication.focusWidget()


def test_an_arrow_asks_for_its_text_and_enter_answers(session, axial, mouse):
    session.use_tool("arrow")
    mouse(axial).drag((60, 60), (110, 90))
    QTest.keyClicks(focused(), "osteophyte")
    QTest.keyClick(focused(), Qt.Key.Key_Return)
    (arrow,) = session.case.annotations
    assert isinstance(arrow, Arrow)
    assert arrow.text == "osteophyte"


def test_letters_typed_as_an_answer_are_no_shortcuts(session, axial, mouse):
    session.use_tool("arrow")
    mouse(axial).drag((60, 60), (110, 90))
    QTest.keyClicks(focused(), "mx")
    assert session.case.marks == ()
    assert session.display.crosshair_shown
    assert session.tool == "arrow"


def test_escape_drops_the_question_and_gives_the_keyboard_back(session, axial, mouse):
    session.use_tool("arrow")
    mouse(axial).drag((60, 60), (110, 90))
    QTest.keyClick(focused(), Qt.Key.Key_Escape)
    assert session.case.annotations == ()
    assert focused() is axial


def test_an_arrow_without_an_answer_leaves_the_picture(session, axial, mouse):
    session.use_tool("arrow")
    mouse(axial).drag((60, 60), (110, 90))
    assert session.shown_case.annotations != ()
    QTest.keyClick(focused(), Qt.Key.Key_Escape)
    assert session.shown_case.annotations == ()


def test_one_click_names_a_level_from_a_menu(session, axial, mouse):
    session.use_tool("label")
    mouse(axial).click(80, 80)
    QTest.keyClicks(focused(), "l45")
    QTest.keyClick(focused(), Qt.Key.Key_Return)
    assert [label.level.name for label in session.case.labels] == ["L4/L5"]


def test_escape_in_a_pane_drops_a_drag_under_way(session, axial, mouse):
    session.use_tool("distance")
    hand = mouse(axial)
    hand.press(60, 60)
    hand.move(90, 90, Qt.MouseButton.LeftButton)
    assert session.shown_case.annotations != ()
    QTest.keyClick(axial, Qt.Key.Key_Escape)
    hand.move(120, 90, Qt.MouseButton.LeftButton)
    hand.release(120, 90)
    assert session.shown_case.annotations == ()


def test_file_choosers_do_not_block_and_hand_over_what_was_chosen(window, tmp_path, qtbot):
    chosen = []
    file = tmp_path / "one.dcm"
    file.write_bytes(b"")
    window.choose_files("Open images", FileKind.IMAGES, chosen.append)
    (dialog,) = window.findChildren(QFileDialog)
    dialog.filesSelected.emit([str(file)])
    dialog.close()
    assert chosen == [(file,)]


def test_a_chooser_left_without_choice_answers_nothing(window):
    chosen = []
    window.choose_folder("Open a folder", chosen.append)
    (dialog,) = window.findChildren(QFileDialog)
    dialog.reject()
    assert chosen == []
