"""Everything under the opened paths is listed: series to use, series not to use, skipped files."""

import os

import attrs
import pytest

from viewer.dicom.scan import scan
from viewer.dicom.uid import named_uid
from viewer.errors import DicomError
from viewer.model.study import Patient, SeriesKind, WindowSetting
from viewer.progress import Cancelled


def test_a_series_tells_what_its_headers_give(write, only_series):
    series = only_series(write(window=WindowSetting(1500.0, 500.0)))
    assert series.series_uid == named_uid("series")
    assert (series.modality, series.description, series.number) == ("CT", "AXIAL 1.25", 3)
    assert (series.date, series.time) == ("2026-01-31", "14:05:39")
    assert (series.kernel, series.patient_position) == ("Br40", "HFS")
    assert series.frame_of_reference_uid == named_uid("frame")
    assert series.slice_thickness_mm == 1.25
    assert series.window == WindowSetting(1500.0, 500.0)
    assert series.sop_instance_uids == tuple(named_uid(series.series_uid, str(k)) for k in range(8))
    assert series.suggested


def test_a_study_tells_its_patient(write):
    (study,) = scan([write()]).studies
    assert study.patient == Patient("PHANTOM^TEST", "PH1", "1958-01-31", "F")
    assert (study.date, study.description, study.study_uid) == ("2026-01-31", "CT SPINE", named_uid("study"))


def test_two_patients_never_share_a_study(write, tmp_path):
    write("one")
    write("two", patient=Patient("OTHER", "2"), series_uid="1.2.4")
    assert sorted(study.patient.patient_id for study in scan([tmp_path]).studies) == ["2", "PH1"]


def test_folders_are_read_at_any_depth(write, tmp_path):
    folder = write()
    deep = tmp_path / "disc" / "a" / "b" / "c"
    deep.parent.mkdir(parents=True)
    folder.rename(deep)
    (study,) = scan([tmp_path]).studies
    assert study.series[0].usable


def test_links_in_a_circle_end(write, tmp_path):
    folder = write()
    (folder / "again").symlink_to(tmp_path, target_is_directory=True)
    (folder / "nowhere").symlink_to(tmp_path / "absent")
    (study,) = scan([tmp_path]).studies
    assert len(study.series[0].files) == 8


def test_a_file_stands_for_its_series(write, header):
    folder = write()
    for file in write("other", series_uid=named_uid("other")).iterdir():
        file.rename(folder / f"other-{file.name}")
    (folder / "notes.txt").write_text("not read")
    catalogue = scan([folder / "IM00004.dcm"])
    (series,) = catalogue.studies[0].series
    assert series.series_uid == header.series_uid
    assert len(series.files) == 8
    assert catalogue.skipped == ()


def test_the_index_of_a_disc_stands_for_the_disc(write, tmp_path, change):
    folder = write("disc/images")
    index = folder.parent / "DICOMDIR"
    index.write_bytes((folder / "IM00001.dcm").read_bytes())

    def become_index(image):
        image.file_meta.MediaStorageSOPClassUID = "1.2.840.10008.1.3.10"

    change(index, become_index)
    catalogue = scan([index])
    assert len(catalogue.studies[0].series[0].files) == 8
    assert "index of the disc" in catalogue.skipped[0].reason


def test_several_paths_count_once(write):
    folder = write()
    catalogue = scan([folder, folder / "IM00001.dcm", folder])
    assert len(catalogue.studies[0].series[0].files) == 8


def test_two_patients_are_two_studies(write, tmp_path):
    write("one")
    write("two", patient=Patient("OTHER", "2"), study_uid="1.2.3", series_uid="1.2.4", date="2025-01-01")
    assert [study.patient.patient_id for study in scan([tmp_path]).studies] == ["2", "PH1"]


STRANGERS = {
    "text": (b"Hello, this is not an image at all." * 9, "This is not a DICOM file."),
    "empty": (b"", "The file is empty."),
    "short": (b"x", "This is not a DICOM file."),
    "preamble only": (bytes(128) + b"DICM", "This file holds no DICOM object."),
    "cut header": (None, "The file ends in the middle of its header."),
}


@pytest.mark.parametrize("stranger", STRANGERS)
def test_other_files_are_skipped_with_their_reason(write, stranger):
    folder = write()
    content, reason = STRANGERS[stranger]
    if content is None:
        content = (folder / "IM00001.dcm").read_bytes()[:700]
    (folder / "stranger").write_bytes(content)
    catalogue = scan([folder])
    (skipped,) = catalogue.skipped
    assert (skipped.path.name, skipped.reason) == ("stranger", reason)
    assert catalogue.studies[0].series[0].usable


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may read everything")
def test_a_locked_file_is_skipped(write):
    folder = write()
    (folder / "IM00001.dcm").chmod(0)
    assert "cannot be read: Permission denied" in scan([folder]).skipped[0].reason


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may read everything")
def test_a_locked_folder_is_skipped(write, tmp_path):
    folder = write()
    inner = folder / "locked"
    inner.mkdir(mode=0)
    catalogue = scan([tmp_path])
    inner.chmod(0o700)
    assert catalogue.studies[0].series[0].usable
    assert "folder cannot be read" in catalogue.skipped[0].reason


def test_a_path_that_is_not_there_is_an_error(tmp_path):
    with pytest.raises(DicomError, match="There is no file or folder"):
        scan([tmp_path / "absent"])


def test_an_empty_folder_holds_nothing(tmp_path):
    catalogue = scan([tmp_path])
    assert catalogue.studies == ()
    assert catalogue.best() is None


def test_progress_runs_to_one_and_cancels(write):
    folder, told = write(), []
    scan([folder], lambda fraction, text="": told.append((fraction, text)))
    assert told[0] == (0.0, "Reading headers: 0 of 8")
    assert told[-1][0] == 1.0

    def cancel(fraction, text=""):
        raise Cancelled

    with pytest.raises(Cancelled):
        scan([folder], cancel)


def test_a_scan_with_its_localizer_inside_is_listed_as_both(write):
    def edit(image, k):
        if k == 0:
            image.ImageType = ["ORIGINAL", "PRIMARY", "LOCALIZER"]

    volume, localizer = scan([write(edit=edit)]).studies[0].series
    assert (volume.part, volume.kind, len(volume.files)) == (1, SeriesKind.VOLUME, 7)
    assert (localizer.part, localizer.kind, len(localizer.files)) == (2, SeriesKind.LOCALIZER, 1)
    assert volume.key != localizer.key


def test_images_without_uids_are_grouped_by_folder_with_lasting_stand_ins(write, tmp_path):
    def edit(image, _):
        image.StudyInstanceUID = image.SeriesInstanceUID = ""

    write("one", edit=edit)
    write("two", edit=edit, series_description="OTHER")
    (study,) = scan([tmp_path]).studies
    one, two = study.series
    assert one.usable
    assert two.usable
    assert one.series_uid != two.series_uid
    assert one.series_uid.startswith("2.25.")
    assert "name no series" in one.warnings[-1]
    (tmp_path / "one").rename(tmp_path / "elsewhere")
    assert one.series_uid in [series.series_uid for series in scan([tmp_path]).studies[0].series]


def test_the_series_of_a_myelogram_is_suggested_before_longer_ones(write, tmp_path, make_volume, geometry):
    long = make_volume(attrs.evolve(geometry, shape=(60, 4, 4)))
    write("plain", grid=long, series_uid="1.2.1")
    write("myelo", grid=long, series_uid="1.2.2", agent="IOHEXOL 300", intrathecal=True)
    write("thick", grid=long, series_uid="1.2.3", agent="IOHEXOL 300", intrathecal=True, kernel="Br64")
    suggested = [one for one in scan([tmp_path]).studies[0].series if one.suggested]
    assert [one.series_uid for one in suggested] == ["1.2.2"]
