"""Written series are whole CT objects, appear all at once, and are the same every time."""

import os

import pydicom
import pytest

from viewer.dicom.encode import Storage
from viewer.dicom.load import load
from viewer.dicom.uid import named_uid
from viewer.dicom.write import write_series
from viewer.errors import DicomError
from viewer.model.geometry import VolumeGeometry, unit
from viewer.progress import Cancelled


def test_files_are_ct_images(write):
    image = pydicom.dcmread(write(agent="IOHEXOL 300", intrathecal=True) / "IM00001.dcm")
    assert image.SOPClassUID.name == "CT Image Storage"
    assert image.file_meta.MediaStorageSOPInstanceUID == image.SOPInstanceUID
    assert image.Modality == "CT"
    assert image.RescaleType == "HU"
    assert image.ContrastBolusAgent == "IOHEXOL 300"
    assert image.ContrastBolusAgentSequence[0].CodeValue == "109218004"
    assert image.ContrastBolusAdministrationRouteSequence[0].CodeValue == "72607000"
    assert image.StudyDate == "20260131"
    assert image.PatientBirthDate == "19580131"


def test_uids_are_valid_unique_and_lasting(write):
    first = [pydicom.dcmread(file).SOPInstanceUID for file in sorted(write("one").iterdir())]
    second = [pydicom.dcmread(file).SOPInstanceUID for file in sorted(write("two").iterdir())]
    assert first == second
    assert len(set(first)) == 8
    assert all(uid.is_valid and uid.startswith("2.25.") and len(uid) <= 64 for uid in first)
    assert named_uid("a", "b") != named_uid("ab")


def test_an_oblique_grid_survives(write, only_series, make_volume):
    right, down = unit((1.0, 0.2, 0.1)), unit((-0.2, 1.0, 0.0))
    normal = unit((-0.1, -0.02, 1.04))
    grid = make_volume(
        VolumeGeometry(
            (9, 6, 7), (-123.456789, 98.7654321, -1234.56789), (right, down, normal), (0.351, 0.352, 0.625)
        )
    )
    found = load(only_series(write(grid=grid)))
    assert abs(found.geometry.affine - grid.geometry.affine).max() < 1e-4
    assert (found.hu == grid.hu).all()


def test_a_cancelled_series_leaves_nothing(tmp_path, volume, header):
    def cancel(fraction, text=""):
        raise Cancelled

    with pytest.raises(Cancelled):
        write_series(volume, tmp_path / "new" / "series", header, cancel)
    assert list((tmp_path / "new").iterdir()) == []


def test_what_a_killed_run_left_is_removed_once_it_is_old(tmp_path, volume, header):
    old, running = tmp_path / ".series.abc.part", tmp_path / ".series.def.part"
    for folder in (old, running):
        folder.mkdir()
        (folder / "IM00001.dcm").write_bytes(b"half")
    os.utime(old, (0, 0))
    write_series(volume, tmp_path / "series", header)
    assert not old.exists()
    assert running.exists()


def test_progress_runs_to_one(tmp_path, volume, header):
    told = []
    write_series(volume, tmp_path / "series", header, lambda fraction, text="": told.append(fraction))
    assert told[-1] == 1.0


def test_files_that_are_there_are_kept(tmp_path, volume, header):
    folder = tmp_path / "series"
    folder.mkdir()
    (folder / "mine").write_text("keep")
    with pytest.raises(DicomError, match="is there already"):
        write_series(volume, folder, header)
    assert [file.name for file in folder.iterdir()] == ["mine"]


def test_an_empty_folder_is_filled(tmp_path, volume, header):
    (tmp_path / "series").mkdir()
    assert len(write_series(volume, tmp_path / "series", header)) == 8


def test_a_place_that_cannot_be_written_is_told(tmp_path, volume, header):
    (tmp_path / "file").write_text("")
    with pytest.raises(DicomError, match="cannot be written"):
        write_series(volume, tmp_path / "file" / "series", header)


def test_an_unknown_syntax_is_refused(tmp_path, volume, header):
    with pytest.raises(DicomError, match="cannot be written as JPEG Baseline"):
        write_series(volume, tmp_path / "series", header, storage=Storage("1.2.840.10008.1.2.4.50"))
    assert list(tmp_path.iterdir()) == []
