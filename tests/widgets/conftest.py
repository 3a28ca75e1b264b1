"""A real window over a small study on disk; nothing may survive a test."""

import threading

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication

from viewer.dicom.uid import named_uid
from viewer.dicom.write import SeriesHeader, write_series
from viewer.model.geometry import VolumeGeometry
from viewer.model.study import Patient
from viewer.model.volume import Volume
from viewer.session.session import Session
from viewer.session.settings import Settings
from viewer.widgets.main_window import MainWindow
from viewer.widgets.theme import apply_theme

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
