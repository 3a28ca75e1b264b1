"""The main job through the real window: open, find the column, scroll, mark, undo, close, find it all again."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from viewer.app.compose import compose
from viewer.model.column import ContrastColumn
from viewer.model.finding import Severity, Side
from viewer.model.labels import LevelLabel
from viewer.model.plane import PlaneKind
from viewer.model.spine import Level


@pytest.fixture
def program(qapp, qtbot, tmp_path):
    """Start the program anew on the same user's folders, as often as called."""
    started = []

    def start():
        one = compose(data_folder=tmp_path / "data", settings_file=tmp_path / "settings.json")
        one.window.resize(1366, 768)
        one.window.show()
        started.append(one)
        return one

    yield start
    for one in started:
        one.close()


def open_study(program, study, qtbot) -> None:
    program.session.open_paths([study])
    qtbot.waitUntil(lambda: program.session.volume is not None, timeout=30_000)
    qtbot.waitUntil(lambda: not program.session.jobs, timeout=60_000)


def test_a_study_is_opened_marked_closed_and_found_again(program, qtbot, study) -> None:
    first = program()
    session, panes = first.session, first.window.panes
    open_study(first, study, qtbot)
    assert isinstance(session.column, ContrastColumn)
    assert session.display.crosshair == session.column.middle

    before = session.display.crosshair
    axial = panes.slices[PlaneKind.AXIAL]
    axial.setFocus()
    QTest.keyClick(axial, Qt.Key.Key_Down)
    assert session.display.crosshair[2] != before[2]

    session.edit("Place L3", session.case.with_label(LevelLabel(Level("L3"), session.display.crosshair)))
    QTest.keyClick(axial, Qt.Key.Key_M)
    qtbot.waitUntil(lambda: len(session.case.marks) == 1, timeout=5_000)
    form = first.window.focusWidget()
    QTest.keyClick(form, Qt.Key.Key_3)
    QTest.keyClick(first.window.focusWidget(), Qt.Key.Key_R)
    qtbot.waitUntil(lambda: session.case.marks[0].side is Side.RIGHT, timeout=5_000)
    assert session.case.marks[0].severity is Severity.SEVERE
    assert session.case.level_of(session.case.marks[0]).level == Level("L3")

    session.undo()
    assert session.case.marks[0].side is None
    session.redo()
    kept = session.case
    first.close()

    again = program()
    open_study(again, study, qtbot)
    assert again.session.case == kept
    assert not again.session.can_undo


def test_a_press_in_a_pane_moves_the_other_planes(program, qtbot, study) -> None:
    one = program()
    open_study(one, study, qtbot)
    sagittal = one.window.panes.slices[PlaneKind.SAGITTAL]
    place = QPoint(sagittal.width() // 3, sagittal.height() // 3)
    wanted = sagittal.view.to_lps(place.x(), place.y())
    QTest.mouseClick(sagittal, Qt.MouseButton.LeftButton, pos=place)
    _, y, z = one.session.display.crosshair
    assert (y, z) == pytest.approx(wanted[1:], abs=sagittal.view.mm_per_px)
