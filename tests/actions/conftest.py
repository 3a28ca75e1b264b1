"""A desk over a real session with a small volume, and a window that remembers what it was asked."""

import threading

import numpy as np
import pytest

from viewer.actions.desk import Desk, FileKind
from viewer.dicom.uid import named_uid
from viewer.dicom.write import SeriesHeader, write_series
from viewer.model.display import PaneId
from viewer.model.geometry import VolumeGeometry
from viewer.model.study import Patient
from viewer.model.volume import Volume
from viewer.session.session import Session
from viewer.session.settings import Settings

AXES = ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0))


class RecordingWindow:
    """Answers questions with what a test laid ready; anything else is only remembered."""

    def __init__(self):
        self.asked = []
        self.pane = PaneId.AXIAL
        self.answer = None

    def current_pane(self):
        return self.pane

    def focus_pane(self, pane):
        self.pane = pane

    def choose_folder(self, title, then):
        self._answer("choose_folder", then)

    def choose_files(self, title, kind, then):
        self._answer("choose_files", then)

    def choose_new_file(self, title, suggested_name, then, kind=FileKind.CASE):
        self._answer("choose_new_file", then)

    def rail_shown(self, rail):
        return True

    def desk_shown(self):
        return False

    def toggle_rail(self, rail):
        self.asked.append(f"toggle {rail.value}")

    def _answer(self, question, then):
        self.asked.append(question)
        if self.answer is not None:
            then(self.answer)

    def __getattr__(self, name):
        if name.startswith("_"):
            raise AttributeError(name)
        return lambda *values: self.asked.append(" ".join([name, *map(str, values)]))


@pytest.fixture(scope="session")
def folder(tmp_path_factory):
    """One series of 40 slices, 10 mm apart."""
    made = tmp_path_factory.mktemp("study")
    geometry = VolumeGeometry((40, 12, 12), (-27.5, -27.5, 0.0), AXES, (5.0, 5.0, 10.0))
    hu = np.random.default_rng(7).integers(-200, 900, geometry.shape).astype(np.int16)
    hu.flags.writeable = False
    header = SeriesHeader(
        patient=Patient("PHANTOM^ACTIONS"),
        study_uid=named_uid("study of the actions"),
        series_uid=named_uid("series of the actions"),
        frame_of_reference_uid=named_uid("frame of the actions"),
    )
    write_series(Volume(geometry, hu), made, header)
    return made


@pytest.fixture
def closed_desk(qapp, tmp_path):
    before = set(threading.enumerate())
    session = Session(tmp_path / "cases", Settings(auto_column=False))
    yield Desk(session, RecordingWindow())
    session.shutdown()
    assert set(threading.enumerate()) <= before


@pytest.fixture
def desk(closed_desk, folder, qtbot):
    with qtbot.waitSignal(closed_desk.session.volume_completed, timeout=10_000):
        closed_desk.session.open_paths([folder])
    return closed_desk
