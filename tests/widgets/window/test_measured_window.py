"""The window over a measured myelogram: what keys do from the panes on."""

import pytest
from PySide6.QtCore import Qt

from tests.measured import give_analysis
from viewer.analysis.analyse import analyse
from viewer.analysis.phantom.case import lumbar_case, small
from viewer.app.demo_case import write_demo
from viewer.dicom.load import load
from viewer.dicom.scan import scan
from viewer.model.demo_case import DemoCase
from viewer.model.geometry import distance_mm
from viewer.model.overlay.overlay import overlay
from viewer.model.overlay.overlay_sections import section_in
from viewer.model.overlay.overlay_shapes import Polyline, Role
from viewer.progress import silent
from viewer.tools.canal import in_canal_plane

NONE = Qt.KeyboardModifier.NoModifier


@pytest.fixture(scope="session")
def myelogram(tmp_path_factory):
    """The lumbar case with voxels a third as fine, on disk, and what is measured in it."""
    folder = tmp_path_factory.mktemp("measured") / "lumbar"
    write_demo(DemoCase.LUMBAR, small(lumbar_case(), 3), folder, silent)
    _, series = scan([folder]).best()
    return folder, analyse(load(series))


@pytest.fixture
def reading(window, session, myelogram, qtbot):
    folder, analysis = myelogram
    with qtbot.waitSignal(session.volume_completed, timeout=20_000):
        session.open_paths([folder])
    give_analysis(session, analysis)
    window.activateWindow()
    window.panes.focus(window.panes.current)
    qtbot.wait(1)
    return window


@pytest.fixture
def press(reading, qapp, qtbot):
    def keys(*names, modifier=NONE):
        for name in names:
            qtbot.keyClick(qapp.focusWidget() or reading, name, modifier)
            qtbot.wait(1)

    return keys


def drawn(window):
    session, pane = window.session, window.panes.in_order[0]
    shapes = overlay(
        session.case, session.display, pane.view, session.volume.geometry, analysis=session.analysis
    )
    return pane.view, [one for one in shapes if one.role is Role.SECTION]


def test_walking_the_discs_outlines_the_sac_in_each(reading, session, press):
    press(Qt.Key.Key_Period)
    worst = session.display.crosshair
    press(Qt.Key.Key_Plus)
    assert in_canal_plane(session.display, session.analysis.sections)
    view, shapes = drawn(reading)
    assert section_in(session.analysis.sections, view) is not None
    assert isinstance(shapes[0], Polyline)
    assert session.display.crosshair[2] < worst[2]
    press(Qt.Key.Key_Minus)
    assert distance_mm(session.display.crosshair, worst) < 8
    press(Qt.Key.Key_S)
    assert not in_canal_plane(session.display, session.analysis.sections)
    press(Qt.Key.Key_S)
    assert in_canal_plane(session.display, session.analysis.sections)
    press(Qt.Key.Key_Home)
    assert not in_canal_plane(session.display, session.analysis.sections)


def test_the_worst_narrowing_is_accepted_from_the_panes(reading, session, press):
    press(Qt.Key.Key_Period, Qt.Key.Key_Y)
    (mark,) = session.case.marks
    assert mark.measured.numbers.startswith(f"{mark.measured.area_mm2:.0f} mm")
    assert session.selection == mark.mark_id
    assert session.case.level_of(mark) is None, "no reader has named a level"
    assert reading.rails.marks.narrowings.list.item(0, 1).text() == "L4/5?"


def test_it_is_rejected_from_the_panes(reading, session, press):
    press(Qt.Key.Key_Period, Qt.Key.Key_R)
    assert len(session.case.rejected) == 1
    assert reading.rails.marks.narrowings.list.item(0, 1).font().strikeOut()
    press(Qt.Key.Key_Z, modifier=Qt.KeyboardModifier.ControlModifier)
    assert session.case.rejected == ()


def test_one_key_confirms_the_numbering(reading, session, press):
    press(Qt.Key.Key_L, modifier=Qt.KeyboardModifier.ControlModifier)
    assert "L4/L5" in {label.level.name for label in session.case.labels}
    assert session.undo_title == "Confirm level numbering"


def test_marking_with_nothing_placed_asks_with_the_found_level_first(reading, session, press):
    press(Qt.Key.Key_Period, Qt.Key.Key_M)
    assert session.case.marks == ()
    assert reading._questions._levels.names()[0] == "L4/5"
    press(Qt.Key.Key_Return)
    (mark,) = session.case.marks
    assert session.case.level_of(mark).level.name == "L4/L5"
