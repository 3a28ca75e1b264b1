"""Volume files of other programs open with their values and their place in the patient."""

import gzip

import numpy as np
import pytest
import SimpleITK as sitk

from viewer.errors import FormatError
from viewer.formats.read import Loading, describe
from viewer.formats.write import write_volume
from viewer.intake.load import load
from viewer.intake.scan import scan
from viewer.model.geometry import VolumeGeometry, unit
from viewer.model.volume import Volume

AXES = {
    "straight": ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)),
    "feet first": ((-1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, -1.0)),
    "oblique": (unit((1.0, 0.2, 0.1)), unit((-0.2, 1.0, 0.0)), unit((-0.1, -0.02, 1.04))),
    "sagittal": ((0.0, 1.0, 0.0), (0.0, 0.0, -1.0), (-1.0, 0.0, 0.0)),
}


@pytest.fixture(params=AXES)
def volume(request):
    geometry = VolumeGeometry((5, 6, 7), (-123.4, 98.7, -1234.5), AXES[request.param], (0.351, 0.352, 0.625))
    hu = np.random.default_rng(1).integers(-1024, 3071, geometry.shape).astype(np.int16)
    hu.flags.writeable = False
    return Volume(geometry, hu)


def opened(path, cache):
    (study,) = scan([path], cache=cache).studies
    (series,) = study.series
    assert series.usable, series.reason
    return series, load(series)


@pytest.mark.parametrize("suffix", [".nii", ".nii.gz", ".nrrd", ".mha"])
def test_what_was_written_opens_the_same(volume, tmp_path, suffix):
    path = tmp_path / f"volume{suffix}"
    write_volume(volume, path)
    series, read = opened(path, tmp_path / "cache")
    np.testing.assert_array_equal(read.hu, volume.hu)
    np.testing.assert_allclose(read.geometry.affine, volume.geometry.affine, atol=1e-3)
    assert series.orientation_known


def image_of(values, direction=(1, 0, 0, 0, 1, 0, 0, 0, 1)):
    image = sitk.GetImageFromArray(values)
    image.SetSpacing((0.5, 0.6, 2.0))
    image.SetOrigin((10.0, 20.0, 30.0))
    image.SetDirection(direction)
    return image


@pytest.mark.parametrize("suffix", [".nii.gz", ".nrrd", ".mha"])
def test_slices_against_the_normal_are_turned_and_stay_where_they_are(tmp_path, suffix):
    values = np.random.default_rng(2).integers(-1000, 1000, (4, 5, 6)).astype(np.int16)
    image = image_of(values, (1, 0, 0, 0, 1, 0, 0, 0, -1))
    sitk.WriteImage(image, str(tmp_path / f"mirrored{suffix}"))
    _, read = opened(tmp_path / f"mirrored{suffix}", tmp_path / "cache")
    right, down, along = (np.array(axis) for axis in read.geometry.axes)
    np.testing.assert_allclose(np.cross(right, down), along, atol=1e-6)
    for i, j, k in [(0, 0, 0), (5, 4, 3), (2, 1, 2)]:
        assert read.hu_at(image.TransformIndexToPhysicalPoint((i, j, k))) == values[k, j, i]


@pytest.mark.parametrize("kind", [np.float32, np.float64, np.int32, np.uint16, np.uint8, np.int8])
def test_values_of_any_type_become_hu(tmp_path, kind):
    values = np.array([0, 1, 100, 40, 7, 2, 3, 4] * 4, kind).reshape(4, 2, 4)
    sitk.WriteImage(image_of(values), str(tmp_path / "typed.nrrd"))
    _, read = opened(tmp_path / "typed.nrrd", tmp_path / "cache")
    np.testing.assert_array_equal(read.hu, values.astype(np.int16))


def test_values_beyond_the_scale_are_clipped_and_those_that_are_no_numbers_are_air(tmp_path):
    values = np.zeros((3, 2, 2), np.float32)
    values[0] = [[np.nan, np.inf], [-np.inf, 1e9]]
    values[1] = 41.4
    sitk.WriteImage(image_of(values), str(tmp_path / "odd.mha"))
    _, read = opened(tmp_path / "odd.mha", tmp_path / "cache")
    np.testing.assert_array_equal(read.hu[0], [[-1024, 32767], [-1024, 32767]])
    assert (read.hu[1] == 41).all()


def test_what_the_file_does_not_say_is_told(tmp_path):
    write_volume(_plain(), tmp_path / "volume.nrrd")
    (study,) = scan([tmp_path], cache=tmp_path / "cache").studies
    assert study.patient.name == "volume"
    assert "taken as Hounsfield units" in study.series[0].warnings[0]


def _plain():
    hu = np.zeros((3, 4, 5), np.int16)
    hu.flags.writeable = False
    return Volume(VolumeGeometry((3, 4, 5), (0, 0, 0), AXES["straight"], (1, 1, 1)), hu)


def test_a_file_without_an_orientation_says_so(tmp_path):
    head = b"NRRD0004\ntype: short\ndimension: 3\nsizes: 5 4 3\nspacings: 1 1 2\nencoding: raw\nendian: little\n\n"
    (tmp_path / "plain.nrrd").write_bytes(head + bytes(120))
    series = describe(tmp_path / "plain.nrrd").series[0]
    assert not series.orientation_known
    assert "which side is which" in series.warnings[1]


def test_a_nifti_without_a_form_says_so(tmp_path):
    path = tmp_path / "plain.nii"
    write_volume(_plain(), path)
    content = bytearray(path.read_bytes())
    content[252:256] = bytes(4)
    path.write_bytes(bytes(content))
    assert not describe(path).series[0].orientation_known


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.nii", b"rubbish"),
        ("a.nii.gz", b"rubbish"),
        ("a.nrrd", b"NRRD0004\n"),
        ("a.mha", b"ObjectType = Image\n"),
    ],
)
def test_a_damaged_file_is_skipped_with_its_reason(tmp_path, name, content):
    (tmp_path / name).write_bytes(content)
    catalogue = scan([tmp_path], cache=tmp_path / "cache")
    assert catalogue.studies == ()
    (skipped,) = catalogue.skipped
    assert skipped.reason.startswith(f"{name} is damaged or is not what its name says.")


@pytest.mark.parametrize("suffix", [".nii", ".nii.gz", ".nrrd", ".mha"])
def test_a_file_cut_short_is_told_when_it_is_opened(tmp_path, suffix):
    path = tmp_path / f"volume{suffix}"
    write_volume(_plain(), path)
    content = path.read_bytes()
    cut = gzip.compress(gzip.decompress(content)[:-60]) if suffix == ".nii.gz" else content[:-20]
    path.write_bytes(cut)
    with pytest.raises(FormatError, match=f"volume{suffix}"):
        Loading(describe(path).series[0]).run()


@pytest.mark.parametrize("shape", [(4, 5), (2, 3, 4, 5)])
def test_what_is_no_single_volume_is_refused_in_words(tmp_path, shape):
    sitk.WriteImage(
        sitk.GetImageFromArray(np.zeros(shape, np.int16), isVector=False), str(tmp_path / "x.nrrd")
    )
    series = describe(tmp_path / "x.nrrd").series[0]
    assert not series.usable
    assert series.reason == "x.nrrd holds no single volume of grey values."
