"""Small studies on disk and sessions that end with the test."""

import threading

import attrs
import numpy as np
import pytest

from viewer.dicom.uid import named_uid
from viewer.dicom.write import SeriesHeader, write_series
from viewer.model.finding import CompressionMark
from viewer.model.geometry import VolumeGeometry
from viewer.model.study import Patient
from viewer.model.volume import Volume
from viewer.session.session import Session
from viewer.session.settings import Settings

AXES = ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0))
QUIET = Settings(auto_column=False)


@pytest.fixture
def write_study(tmp_path):
    """Write a study of one series of eight slices and return its folder."""

    def written(name="lumbar", **changes):
        geometry = VolumeGeometry((8, 12, 10), (-5.0, -6.0, 100.0), AXES, (1.0, 1.0, 1.25))
        hu = np.random.default_rng(3).integers(-1000, 2000, geometry.shape).astype(np.int16)
        hu.flags.writeable = False
        header = SeriesHeader(
            patient=Patient("PHANTOM^TEST", "PH1", "1958-01-31", "F"),
            study_uid=named_uid(f"study {name}"),
            series_uid=named_uid(f"series {name}"),
            frame_of_reference_uid=named_uid(f"frame {name}"),
            study_description="CT SPINE",
            series_description=name,
            number=3,
            date="2026-01-31",
            time="14:05:39",
            kernel="Br40",
        )
        write_series(Volume(geometry, hu), tmp_path / "studies" / name, attrs.evolve(header, **changes))
        return tmp_path / "studies" / name

    return written


@pytest.fixture
def study_folder(write_study):
    return write_study()


@pytest.fixture
def store_folder(tmp_path):
    return tmp_path / "cases"


@pytest.fixture
def new_session(qapp, store_folder):
    """Start sessions that share one store; all are over, with their threads, when the test ends."""
    before = set(threading.enumerate())
    sessions = []

    def started(settings=QUIET, **choices):
        sessions.append(Session(store_folder, settings, **choices))
        return sessions[-1]

    yield started
    for session in sessions:
        session.shutdown()
    assert set(threading.enumerate()) <= before


@pytest.fixture
def session(new_session):
    return new_session()


@pytest.fixture
def opened(qtbot):
    """Open paths in a session and wait until the volume is whole."""

    def done(session, *paths):
        with qtbot.waitSignal(session.volume_completed, timeout=10_000):
            session.open_paths(paths)
        return session

    return done


@pytest.fixture
def heard():
    """Collect what a signal emits."""

    def listening(signal):
        collected = []
        signal.connect(lambda *values: collected.append(values[0] if len(values) == 1 else values))
        return collected

    return listening


@pytest.fixture
def mark():
    def made(name, z_mm=104.0, **said):
        return CompressionMark(name, (0.0, 0.0, z_mm), **said)

    return made
