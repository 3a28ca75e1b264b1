"""A scanned series, what objects take over from it, and the sample reports as if they were of it."""

import attrs
import pytest

from viewer.dicom.outgoing import codes
from viewer.dicom.outgoing.source_study import read_source
from viewer.model.study_reference import StudyReference


@pytest.fixture(autouse=True)
def no_site_codes(monkeypatch, tmp_path):
    monkeypatch.setattr(codes, "mapping_path", lambda: tmp_path / "no codes.json")


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
