"""Volumes written for other software keep HU and geometry."""

import numpy as np
import pytest
import SimpleITK as sitk

from viewer.errors import FormatError
from viewer.formats.write import SUFFIXES, write_volume
from viewer.model.geometry import VolumeGeometry, unit
from viewer.model.volume import Volume

AXES = {
    "straight": ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)),
    "feet first": ((-1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, -1.0)),
    "oblique": (unit((1.0, 0.2, 0.1)), unit((-0.2, 1.0, 0.0)), unit((-0.1, -0.02, 1.04))),
}


@pytest.fixture(params=AXES)
def volume(request):
    geometry = VolumeGeometry(
        (5, 6, 7), (-123.456789, 98.7654321, -1234.56789), AXES[request.param], (0.351, 0.352, 0.625)
    )
    hu = np.random.default_rng(1).integers(-1024, 3071, geometry.shape).astype(np.int16)
    hu.flags.writeable = False
    return Volume(geometry, hu)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_it_reads_back_the_same(volume, tmp_path, suffix):
    path = tmp_path / f"out{suffix}"
    write_volume(volume, path)
    image = sitk.ReadImage(str(path))
    assert image.GetPixelID() == sitk.sitkInt16
    np.testing.assert_array_equal(sitk.GetArrayFromImage(image), volume.hu)
    for index in [(0, 0, 0), (6, 0, 0), (0, 5, 0), (0, 0, 4), (6, 5, 4)]:
        np.testing.assert_allclose(
            image.TransformIndexToPhysicalPoint(index), volume.geometry.to_lps(index), atol=1e-4
        )
    assert [file.name for file in tmp_path.iterdir()] == [path.name]


@pytest.fixture
def plain():
    hu = np.zeros((2, 2, 2), np.int16)
    hu.flags.writeable = False
    return Volume(VolumeGeometry((2, 2, 2), (0, 0, 0), AXES["straight"], (1, 1, 1)), hu)


def test_an_older_file_is_replaced(plain, tmp_path):
    path = tmp_path / "out.nrrd"
    path.write_text("old")
    write_volume(plain, path)
    assert sitk.ReadImage(str(path)).GetSize() == (2, 2, 2)


@pytest.mark.parametrize("name", ["out.dcm", "out", "out.gz"])
def test_an_unknown_ending_is_refused(plain, tmp_path, name):
    with pytest.raises(FormatError, match=r"\.nii\.gz, \.nii, \.nrrd, \.mha"):
        write_volume(plain, tmp_path / name)
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_cannot_be_written_is_told(plain, tmp_path):
    with pytest.raises(FormatError, match="cannot be written: No such file"):
        write_volume(plain, tmp_path / "absent" / "out.nrrd")
