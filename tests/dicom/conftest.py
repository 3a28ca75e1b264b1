"""Small CT series on disk, whole or damaged in one chosen way."""

from collections.abc import Callable
from pathlib import Path

import attrs
import numpy as np
import pydicom
import pytest

from viewer.dicom.outgoing import codes
from viewer.dicom.outgoing.source_study import read_source
from viewer.dicom.scan import scan
from viewer.dicom.uid import named_uid
from viewer.dicom.write import SeriesHeader, Storage, write_series
from viewer.model.geometry import VolumeGeometry
from viewer.model.study import Patient, Series
from viewer.model.study_reference import StudyReference
from viewer.model.volume import Volume

Edit = Callable[[pydicom.Dataset, int], None]


@pytest.fixture
def geometry():
    return VolumeGeometry(
        (8, 12, 10),
        (-3.5, -20.25, 100.0),
        ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)),
        (0.5, 0.7, 1.25),
    )


@pytest.fixture
def volume(geometry):
    return random_volume(geometry)


@pytest.fixture
def make_volume():
    return random_volume


def random_volume(geometry, low=-1024, high=3000, seed=7):
    hu = np.random.default_rng(seed).integers(low, high, geometry.shape).astype(np.int16)
    hu.flags.writeable = False
    return Volume(geometry, hu)


@pytest.fixture
def header():
    return SeriesHeader(
        patient=Patient("PHANTOM^TEST", "PH1", "1958-01-31", "F"),
        study_uid=named_uid("study"),
        series_uid=named_uid("series"),
        frame_of_reference_uid=named_uid("frame"),
        study_description="CT SPINE",
        series_description="AXIAL 1.25",
        number=3,
        date="2026-01-31",
        time="14:05:39",
        kernel="Br40",
    )


@pytest.fixture
def write(tmp_path, volume, header):
    """Write a series and return its folder; `edit` changes each file's data set by slice number."""

    def written(
        name="series", edit: Edit | None = None, grid: Volume = volume, storage=None, **changes
    ) -> Path:
        files = write_series(
            grid, tmp_path / name, attrs.evolve(header, **changes), storage=storage or Storage()
        )
        if edit is not None:
            for k, file in enumerate(files):
                change(file, lambda image, k=k: edit(image, k))
        return tmp_path / name

    return written


def change(file, edit):
    image = pydicom.dcmread(file)
    edit(image)
    image.save_as(file)


@pytest.fixture(name="change")
def change_fixture():
    return change


@pytest.fixture
def only_series():
    """The one series found under a path."""

    def found(path: Path) -> Series:
        (study,) = scan([path]).studies
        (series,) = study.series
        return series

    return found


@pytest.fixture
def scanned(write, only_series):
    return only_series(write())


@pytest.fixture
def source(scanned):
    return read_source(scanned)


@pytest.fixture
def of_source(source):
    """A report, made one of the scanned series."""

    def given(report):
        study = StudyReference(
            source.study_uid, source.series_uid, frame_of_reference_uid=source.frame_of_reference_uid
        )
        return attrs.evolve(report, study=study)

    return given


@pytest.fixture(autouse=True)
def no_site_codes(monkeypatch, tmp_path):
    monkeypatch.setattr(codes, "mapping_path", lambda: tmp_path / "no codes.json")
