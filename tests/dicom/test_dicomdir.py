"""The index of a disc is followed, held against the disc, and never relied on."""

import pydicom
import pytest
from pydicom.fileset import FileSet

from viewer.dicom.dicomdir import read_directory
from viewer.dicom.scan import scan
from viewer.errors import DicomError


@pytest.fixture
def disc(tmp_path, write):
    """A disc with an index of one series, in folders and names of the index's own making."""
    files = FileSet()
    for file in sorted(write(study_id="1").iterdir()):
        files.add(file)
    files.write(tmp_path / "disc")
    files._stage["t"].cleanup()
    return tmp_path / "disc"


def images(disc):
    return sorted(path for path in disc.rglob("*") if path.is_file() and path.name != "DICOMDIR")


def test_the_index_names_every_image(disc):
    directory = read_directory(disc / "DICOMDIR")
    assert sorted(directory.files) == images(disc)
    assert directory.rejected == ()


@pytest.mark.parametrize("opened", [".", "DICOMDIR"])
def test_a_disc_opens_by_its_folder_and_by_its_index(disc, opened):
    (study,) = scan([disc / opened]).studies
    assert len(study.series[0].files) == 8


def test_a_file_that_the_index_names_in_vain_is_told_and_the_rest_opens(disc):
    lost = images(disc)[3]
    lost.unlink()
    catalogue = scan([disc])
    (skipped,) = [one for one in catalogue.skipped if one.path == lost]
    assert skipped.reason == "The index of the disc names this file, and it is not there."
    assert len(catalogue.studies[0].series[0].files) == 7


def test_a_file_that_the_index_does_not_name_is_read_all_the_same(disc, write):
    stranger = min(write("other", series_uid="1.2.3.4").iterdir())
    stranger.rename(disc / "stranger")
    found = [len(one.files) for study in scan([disc]).studies for one in study.series]
    assert sorted(found) == [1, 8]


def test_names_in_lower_case_or_with_a_version_are_found(disc):
    for file in images(disc)[:2]:
        file.rename(file.with_name(file.name.lower()))
    third = images(disc)[2]
    third.rename(third.with_name(third.name + ";1"))
    directory = read_directory(disc / "DICOMDIR")
    assert sorted(directory.files) == images(disc)


@pytest.mark.parametrize(
    "parts", [["..", "..", "etc", "passwd"], ["/etc/passwd"], ["C:", "X"], ["..\\..\\x"]]
)
def test_an_index_cannot_lead_outside_its_disc(disc, parts):
    index = pydicom.dcmread(disc / "DICOMDIR")
    record = next(one for one in index.DirectoryRecordSequence if "ReferencedFileID" in one)
    # As a hostile writer would, against the rules of the value representation.
    with pydicom.config.disable_value_validation():
        record["ReferencedFileID"] = pydicom.DataElement(0x00041500, "CS", parts)
        index.save_as(disc / "DICOMDIR")
    directory = read_directory(disc / "DICOMDIR")
    assert len(directory.files) == 7
    assert all(file.is_relative_to(disc) for file in directory.files)
    assert len(directory.rejected) == 1


@pytest.mark.parametrize(
    "content", [b"", b"rubbish" * 100, b"\0" * 128 + b"DICM" + b"\2\0\0\0UL\4\0" + b"\xff" * 40]
)
def test_a_damaged_index_is_told_and_all_files_are_looked_through(disc, content):
    (disc / "DICOMDIR").write_bytes(content)
    catalogue = scan([disc])
    assert len(catalogue.studies[0].series[0].files) == 8
    assert [one.path.name for one in catalogue.skipped] == ["DICOMDIR"]


def test_an_index_cut_anywhere_gives_what_it_names_or_an_error(disc, tmp_path):
    whole = (disc / "DICOMDIR").read_bytes()
    for count in range(0, len(whole), 37):
        (disc / "DICOMDIR").write_bytes(whole[:count])
        try:
            found = read_directory(disc / "DICOMDIR").files
        except DicomError:
            continue
        assert set(found) <= set(images(disc))
