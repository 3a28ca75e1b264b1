"""A real window over a small study on disk; nothing may survive a test."""

import threading

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from viewer.dicom.uid import named_uid
from viewer.dicom.write import SeriesHeader, write_series
from viewer.model.finding import CompressionMark
from viewer.model.geometry import VolumeGeometry
from viewer.model.labels import LevelLabel
from viewer.model.spine import Level
from viewer.model.study import Patient
from viewer.model.volume import Volume
from viewer.session.session import Session
from viewer.session.settings import Settings
from viewer.widgets.parts.theme import apply_theme
from viewer.widgets.window.main_window import MainWindow

AXES = ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0))
GRID = VolumeGeometry((24, 32, 32), (-15.5, -15.5, 100.0), AXES, (1.0, 1.0, 1.25))


@pytest.fixture(scope="session", autouse=True)
def dressed(qapp):
    """The theme, once for all tests."""
    apply_theme(qapp)
    return qapp


@pytest.fixture(scope="session")
def study_folder(tmp_path_factory):
    """A series whose HU tell the voxel: 10 k at the left half, bright in the right half."""
    hu = np.zeros(GRID.shape, np.int16)
    hu[:] = 10 * np.arange(GRID.shape[0], dtype=np.int16)[:, None, None]
    hu[:, :, : GRID.shape[2] // 2] += 1000
    hu.flags.writeable = False
    folder = tmp_path_factory.mktemp("study") / "lumbar"
    header = SeriesHeader(
        patient=Patient("DOE^JANE", "PH1", "1958-01-31", "F"),
        study_uid=named_uid("widgets study"),
        series_uid=named_uid("widgets series"),
        frame_of_reference_uid=named_uid("widgets frame"),
        series_description="AXIAL 1.25",
        number=3,
        date="2026-01-31",
    )
    write_series(Volume(GRID, hu), folder, header)
    return folder


@pytest.fixture
def nothing_survives(qapp):
    """No top-level widget, timer or thread of the test is left."""
    before = set(threading.enumerate())
    yield
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    qapp.processEvents()
    assert [widget for widget in QApplication.topLevelWidgets() if widget.isVisible()] == []
    assert set(threading.enumerate()) <= before


@pytest.fixture
def session(nothing_survives, tmp_path):
    made = Session(tmp_path / "cases", Settings(auto_column=False))
    yield made
    made.shutdown()


@pytest.fixture
def window(session, qtbot):
    """The window with nothing open, on screen."""
    made = MainWindow(session, make_demo=lambda _demo: None)
    made.resize(1366, 768)
    made.show()
    qtbot.waitExposed(made)
    yield made
    made.close()
    made.deleteLater()


@pytest.fixture
def reading(window, session, study_folder, qtbot):
    """The window with the study open and painted."""
    with qtbot.waitSignal(session.volume_completed, timeout=10_000):
        session.open_paths([study_folder])
    qtbot.wait(1)
    return window


class Mouse:
    """A mouse over one widget; places are logical pixels of it."""

    def __init__(self, widget):
        self.widget = widget

    def press(self, x, y, button=Qt.MouseButton.LeftButton, modifiers=Qt.KeyboardModifier.NoModifier):
        self._send(QEvent.Type.MouseButtonPress, x, y, button, button, modifiers)

    def move(self, x, y, button=Qt.MouseButton.NoButton, modifiers=Qt.KeyboardModifier.NoModifier):
        self._send(QEvent.Type.MouseMove, x, y, Qt.MouseButton.NoButton, button, modifiers)

    def release(self, x, y, button=Qt.MouseButton.LeftButton, modifiers=Qt.KeyboardModifier.NoModifier):
        self._send(QEvent.Type.MouseButtonRelease, x, y, button, Qt.MouseButton.NoButton, modifiers)

    def click(self, x, y, button=Qt.MouseButton.LeftButton):
        self.press(x, y, button)
        self.release(x, y, button)

    def double_click(self, x, y):
        self.click(x, y)
        left = Qt.MouseButton.LeftButton
        self._send(QEvent.Type.MouseButtonDblClick, x, y, left, left, Qt.KeyboardModifier.NoModifier)
        self.release(x, y)

    def drag(self, start, end, button=Qt.MouseButton.LeftButton, steps=4):
        (x0, y0), (x1, y1) = start, end
        self.press(x0, y0, button)
        for n in range(1, steps + 1):
            self.move(x0 + (x1 - x0) * n / steps, y0 + (y1 - y0) * n / steps, button)
        self.release(x1, y1, button)

    def wheel(self, x, y, notches, modifiers=Qt.KeyboardModifier.NoModifier):
        place = QPointF(x, y)
        turned = QPoint(0, round(120 * notches))
        event = QWheelEvent(
            place,
            self.widget.mapToGlobal(place),
            QPoint(),
            turned,
            Qt.MouseButton.NoButton,
            modifiers,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(self.widget, event)

    def _send(self, kind, x, y, button, buttons, modifiers):
        place = QPointF(x, y)
        event = QMouseEvent(kind, place, self.widget.mapToGlobal(place), button, buttons, modifiers)
        QApplication.sendEvent(self.widget, event)


@pytest.fixture
def mouse():
    return Mouse


@pytest.fixture(scope="session")
def spine_folder(tmp_path_factory):
    """One series of 70 slices, 10 mm apart: z from 0 to 690."""
    folder = tmp_path_factory.mktemp("spine")
    geometry = VolumeGeometry((70, 12, 12), (-30.0, -30.0, 0.0), AXES, (5.0, 5.0, 10.0))
    hu = np.random.default_rng(7).integers(-200, 900, geometry.shape).astype(np.int16)
    hu.flags.writeable = False
    header = SeriesHeader(
        patient=Patient("PHANTOM^WHOLE SPINE", "PH7", "1958-01-31", "F"),
        study_uid=named_uid("study of the whole spine"),
        series_uid=named_uid("series of the whole spine"),
        frame_of_reference_uid=named_uid("frame of the whole spine"),
        study_description="CT MYELOGRAM",
        series_description="Spine 1.0 Br40",
        number=3,
        date="2026-01-31",
        time="14:05:39",
        kernel="Br40",
    )
    write_series(Volume(geometry, hu), folder, header)
    return folder


@pytest.fixture
def spine(session, spine_folder, qtbot):
    """The session with a whole spine open and nothing placed."""
    with qtbot.waitSignal(session.volume_completed, timeout=10_000):
        session.open_paths([spine_folder])
    return session


@pytest.fixture
def labelled(spine):
    """The session with L4/L5 placed at z 120 and T10/T11 at z 330."""
    labels = (LevelLabel(Level("T10/T11"), (0.0, 0.0, 330.0)), LevelLabel(Level("L4/L5"), (0.0, 0.0, 120.0)))
    spine.edit("Place labels", spine.case.with_labels(labels))
    return spine


@pytest.fixture
def marked(labelled):
    """The labelled session with a mark `m1` at L4/L5."""
    labelled.edit("Mark", labelled.case.with_mark(CompressionMark("m1", (0.0, 0.0, 120.0))), select="m1")
    return labelled


@pytest.fixture
def shown(qtbot):
    """Show a widget as the active window and wait for it."""

    def show(widget, width=320, height=700):
        qtbot.addWidget(widget)
        widget.resize(width, height)
        with qtbot.waitExposed(widget):
            widget.show()
        widget.activateWindow()
        qtbot.waitUntil(widget.isActiveWindow)
        return widget

    return show


@pytest.fixture
def type_keys(qapp):
    """Press keys as a reader does: whatever widget has the keyboard gets them."""

    def press(*keys):
        for key in keys:
            receiver = qapp.focusWidget() or qapp.activeWindow()
            if isinstance(key, str):
                QTest.keyClicks(receiver, key)
            else:
                QTest.keyClick(receiver, key)

    return press
