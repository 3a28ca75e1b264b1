"""A header of another format never leads out of its own folder, and never asks for memory it cannot fill."""

import os

import numpy as np
import pytest
import SimpleITK as sitk

from viewer.errors import FormatError
from viewer.formats.read import describe
from viewer.intake.load import load
from viewer.intake.scan import scan

META = """ObjectType = Image
NDims = 3
BinaryData = True
BinaryDataByteOrderMSB = False
TransformMatrix = 1 0 0 0 1 0 0 0 1
Offset = 0 0 0
ElementSpacing = 1 1 1
DimSize = {size}
ElementType = MET_SHORT
ElementDataFile = {file}
"""
NRRD = """NRRD0004
type: int16
dimension: 3
space: left-posterior-superior
sizes: {size}
space directions: (1,0,0) (0,1,0) (0,0,1)
space origin: (0,0,0)
encoding: raw
endian: little
data file: {file}
"""
HEADERS = {".mhd": META, ".mha": META, ".nhdr": NRRD, ".nrrd": NRRD}


@pytest.fixture
def secret(tmp_path):
    """A raw file beside the folder that is opened, as large as a header could ask for."""
    path = tmp_path / "secret.raw"
    np.arange(64, dtype=np.int16).tofile(path)
    return path


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "given"
    made.mkdir()
    return made


@pytest.fixture(params=HEADERS)
def header(request, folder):
    def written(file, size="4 4 4"):
        path = folder / f"volume{request.param}"
        path.write_text(HEADERS[request.param].format(file=file, size=size))
        return path

    return written


def test_voxels_beside_their_header_are_read(header, folder):
    values = np.arange(64, dtype=np.int16).reshape(4, 4, 4)
    values.tofile(folder / "voxels.raw")
    (series,) = describe(header("voxels.raw")).series
    np.testing.assert_array_equal(load(series).hu, values)


@pytest.mark.parametrize("climbing", ["../secret.raw", "{absolute}", "sub/../../secret.raw", "link.raw"])
def test_a_header_cannot_lead_outside_its_folder(header, folder, secret, climbing):
    if climbing == "link.raw":
        (folder / climbing).symlink_to(secret)
    path = header(climbing.format(absolute=secret))
    with pytest.raises(FormatError, match=r"outside its own folder|not beside it"):
        describe(path)
    catalogue = scan([folder], cache=folder.parent / "cache")
    assert not catalogue.studies
    assert any(path.name in one.reason for one in catalogue.skipped)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes")
def test_a_header_that_names_a_pipe_is_not_waited_for(header, folder):
    os.mkfifo(folder / "pipe.raw")
    with pytest.raises(FormatError, match="not beside it"):
        describe(header("pipe.raw"))


@pytest.mark.parametrize("several", ["LIST", "slice%03d.raw 1 4 1"])
def test_voxels_in_many_files_are_refused_in_words(header, several):
    with pytest.raises(FormatError, match="several files"):
        describe(header(several))


def test_a_header_that_promises_more_than_there_is_asks_for_no_memory(header, folder):
    (folder / "voxels.raw").write_bytes(b"\0" * 128)
    with pytest.raises(FormatError, match="volume"):
        describe(header("voxels.raw", size="1200 1200 1200"))


def test_a_file_of_another_format_under_a_false_name_is_refused(folder):
    sitk.WriteImage(sitk.GetImageFromArray(np.zeros((4, 4), np.uint8)), str(folder / "picture.png"))
    (folder / "picture.png").rename(folder / "volume.mha")
    with pytest.raises(FormatError, match="damaged or is not what its name says"):
        describe(folder / "volume.mha")
