"""How a series was acquired, as its files say it."""

import attrs
import numpy as np
import pydicom
import pytest

from viewer.dicom.scan import scan
from viewer.dicom.technique import technique
from viewer.dicom.uid import named_uid
from viewer.dicom.write import SeriesHeader, write_series
from viewer.errors import DicomError
from viewer.model.geometry import VolumeGeometry
from viewer.model.study import Patient, Series
from viewer.model.technique import Technique
from viewer.model.volume import Volume

AXES = ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0))


@pytest.fixture
def series(tmp_path):
    """A series of eleven slices, 1.25 mm apart, with contrast given into the sac."""
    hu = np.zeros((11, 8, 8), np.int16)
    hu.flags.writeable = False
    header = SeriesHeader(
        patient=Patient("PHANTOM^TECHNIQUE", "PH3"),
        study_uid=named_uid("technique study"),
        series_uid=named_uid("technique series"),
        frame_of_reference_uid=named_uid("technique frame"),
        kernel="Br59",
        kvp=140.0,
        time="10:30:00",
        agent="Iohexol 300",
        intrathecal=True,
        slice_thickness_mm=1.0,
    )
    write_series(
        Volume(VolumeGeometry(hu.shape, (0.0, 0.0, 0.0), AXES, (0.5, 0.5, 1.25)), hu), tmp_path, header
    )
    return scan([tmp_path]).studies[0].series[0]


def changed(series, **values):
    """Write other values into every file of a series."""
    for path in series.files:
        dataset = pydicom.dcmread(path)
        for name, value in values.items():
            setattr(dataset, name, value)
        dataset.save_as(path)
    return series


def test_the_header_tells_how_it_was_acquired(series):
    found = technique(changed(series, ManufacturerModelName="Model X", AccessionNumber="A1"))
    assert (found.kv, found.slice_mm, found.spacing_mm, found.range_mm) == (140.0, 1.0, 1.25, 12.5)
    assert (found.images, found.kernel, found.patient_position) == (11, "Br59", "HFS")
    assert (found.scanner, found.accession_number) == ("Thecal Model X", "A1")
    assert found.contrast_agent == "Iohexol 300"
    assert "ntrathecal" in found.route


def test_the_first_of_the_images_tells_the_time(series):
    changed(series, AcquisitionTime="103005.25")
    last = pydicom.dcmread(series.files[-1])
    last.AcquisitionTime = "102959"
    last.save_as(series.files[-1])
    assert technique(series).acquired_at == "10:29:59"


def test_what_the_header_does_not_say_stays_empty_and_codes_speak_for_text(series):
    found = technique(
        changed(series, KVP="", AcquisitionTime="", AcquisitionDateTime="", ContrastBolusAgent="")
    )
    assert found.kv is None
    assert found.acquired_at == ""
    assert found.contrast_agent == "Iohexol"


def test_control_characters_and_long_words_are_tamed(series):
    found = technique(changed(series, ConvolutionKernel=["Br59\x07", "x" * 3]))
    assert found.kernel == "Br59  xxx"


def test_a_series_without_files_says_nothing():
    assert technique(Series("1.2")) == Technique()


def test_files_that_are_no_dicom_tell_their_grid_only(series, tmp_path):
    other = tmp_path / "volume.nii"
    other.write_bytes(b"no DICOM at all" * 100)
    found = technique(attrs.evolve(series, files=(other,), kernel="", patient_position=""))
    assert (found.kv, found.kernel, found.range_mm) == (None, "", 12.5)


def test_images_that_are_gone_are_told(series):
    series.files[0].unlink()
    with pytest.raises(DicomError, match="cannot be read"):
        technique(series)
