"""Small CT series in folders and archives."""

import numpy as np
import pytest

from viewer.dicom.series_header import SeriesHeader
from viewer.dicom.uid import named_uid
from viewer.dicom.write import write_series
from viewer.intake.scan import scan
from viewer.model.geometry import VolumeGeometry
from viewer.model.study import Patient
from viewer.model.volume import Volume


@pytest.fixture
def volume():
    grid = VolumeGeometry((6, 8, 9), (0.0, 0.0, 0.0), ((1, 0, 0), (0, 1, 0), (0, 0, 1)), (0.5, 0.5, 1.0))
    hu = np.random.default_rng(3).integers(-1000, 2000, grid.shape).astype(np.int16)
    hu.flags.writeable = False
    return Volume(grid, hu)


@pytest.fixture
def files(tmp_path, volume):
    """The files of one series in a folder `disc`."""
    header = SeriesHeader(
        patient=Patient("PHANTOM^TEST", "PH1", "1958-01-31", "F"),
        study_uid=named_uid("study"),
        series_uid=named_uid("series"),
        frame_of_reference_uid=named_uid("frame"),
        study_description="CT SPINE",
        series_description="AXIAL",
        number=3,
        date="2026-01-31",
        time="14:05:39",
        kernel="Br40",
    )
    return write_series(volume, tmp_path / "disc" / "IMAGES", header)


@pytest.fixture
def cache(tmp_path):
    return tmp_path / "cache"


@pytest.fixture
def found(cache):
    def look(*paths):
        return scan(paths, cache=cache)

    return look


@pytest.fixture
def only():
    """The one series of a catalogue."""

    def one(catalogue):
        (study,) = catalogue.studies
        (series,) = study.series
        return series

    return one
