"""Real CT studies are read as they are, and what cannot be a volume is refused."""

import numpy as np
import pydicom
import pytest

from viewer.dicom.header import read_header
from viewer.dicom.load import load, read_hu
from viewer.dicom.scan import scan
from viewer.dicom.tags import COLUMNS, IMAGE_POSITION, ROWS
from viewer.dicom.thumbnail import thumbnail
from viewer.model.study import Intrathecal, SeriesKind


def one_series(folder):
    (study,) = scan([folder]).studies
    (series,) = study.series
    return series


def itk_volume(series):
    import SimpleITK as sitk

    reader = sitk.ImageSeriesReader()
    reader.SetFileNames([str(file) for file in series.files])
    return reader.Execute()


@pytest.mark.parametrize(
    "name", ["chest-thin", "myelogram/semisynthetic/thoracic-real-bone/dicom", "overlap-j2k"]
)
def test_hu_and_geometry_are_those_of_simpleitk(real_data, name):
    import SimpleITK as sitk

    series = one_series(real_data / name)
    volume, image = load(series), itk_volume(series)
    np.testing.assert_array_equal(volume.hu, np.maximum(sitk.GetArrayViewFromImage(image), -1024))
    for corner in [(0, 0, 0), tuple(n - 1 for n in image.GetSize())]:
        expected = image.TransformIndexToPhysicalPoint(corner)
        np.testing.assert_allclose(volume.geometry.to_lps(corner), expected, atol=1e-3)


def test_the_chest_is_listed_as_it_is(real_data):
    series = one_series(real_data / "chest-thin")
    assert series.shape == (275, 512, 512)
    assert series.geometry.spacing_mm == pytest.approx((0.78125, 0.78125, 1.0), abs=1e-6)
    assert (series.patient_position, series.intrathecal) == ("FFS", Intrathecal.UNKNOWN)
    assert (series.warnings, series.suggested, series.lossy) == ((), True, False)


def test_the_myelogram_is_known_as_one(real_data):
    series = one_series(real_data / "myelogram/semisynthetic/thoracic-real-bone/dicom")
    assert series.intrathecal is Intrathecal.YES
    assert series.shape == (275, 224, 224)


def test_overlapping_compressed_slices_are_a_volume(real_data):
    series = one_series(real_data / "overlap-j2k")
    assert series.geometry.spacing_mm[2] == 2.0
    assert series.transfer_syntaxes == ("1.2.840.10008.1.2.4.90",)


REFUSED = {
    "failing/notavolume": "All 4 images lie at one position",
    "failing/sliceorientation": "Magnetic resonance images: opened for reading",
    "failing/slicecount": "Magnetic resonance images: opened for reading",
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_ct_volume_is_refused_in_words(real_data, name):
    series = one_series(real_data / name)
    assert not series.usable
    assert REFUSED[name] in series.reason


PUT_RIGHT = {
    "tilt-constant": (18.5, (), "tilted by 18.5 degrees"),
    "tilt-varying": (18.5, (), "tilted by 18.5 degrees"),
    "failing/gantrytilting": (14.0, (), "tilted by 14.0 degrees"),
    "failing/sliceincrement/001": (
        0.0,
        ((3, 1),),
        "1 slice is missing between IM-0001-0009-0001.dcm and IM-0001-0010-0001.dcm",
    ),
    "failing/sliceincrement/002": (15.5, ((3, 1),), "1 slice is missing"),
}


@pytest.mark.parametrize("name", PUT_RIGHT)
def test_what_others_fail_at_is_put_right_and_told(real_data, name):
    tilt_deg, gaps, sentence = PUT_RIGHT[name]
    series = one_series(real_data / name)
    assert series.usable
    assert series.resampled
    assert series.tilt_deg == pytest.approx(tilt_deg, abs=0.05)
    assert series.gaps == gaps
    assert any(sentence in warning for warning in series.warnings)
    assert load(series).hu.shape == series.geometry.shape


@pytest.mark.parametrize("name", ["tilt-constant", "tilt-varying"])
def test_every_image_of_a_tilted_stack_lies_where_its_header_says(real_data, name):
    series = one_series(real_data / name)
    volume = load(series)
    for header in series.headers[:: len(series.headers) // 5]:
        k, j, i = (round(n) for n in reversed(volume.geometry.to_index(header.numbers(IMAGE_POSITION))))
        image = np.empty((header.integer(ROWS), header.integer(COLUMNS)), np.int16)
        read_hu(header, image)
        if abs(volume.geometry.to_index(header.numbers(IMAGE_POSITION))[2] - k) < 1e-3:
            # Up to the half pixel that is blended along the columns.
            there = volume.hu[k, j : j + image.shape[0], i : i + image.shape[1]].astype(float)
            assert np.median(np.abs(there - image)) <= 30
            assert np.corrcoef(there.ravel(), image.ravel())[0, 1] > 0.98


def test_a_stray_file_is_skipped(real_data):
    (skipped,) = scan([real_data / "tilt-constant"]).skipped
    assert skipped.path.name == "DIRFILE"


LOSSLESS = ("1.2", "1.2.1", "1.2.1.99", "1.2.2", "1.2.5", "1.2.4.57", "1.2.4.70", "1.2.4.80", "1.2.4.90")
# The largest error in HU that each lossy reference image was made with.
LOSSY = {"1.2.4.50": 65, "1.2.4.51": 36, "1.2.4.53": 36, "1.2.4.55": 36, "1.2.4.81": 1, "1.2.4.91": 5}


def hu_of(file):
    hu = np.empty((512, 512), np.int16)
    read_hu(read_header(file), hu)
    return hu


@pytest.fixture(scope="module")
def raw(real_data):
    image = pydicom.dcmread(real_data / "syntaxes" / "CTImage.dcm")
    stored = np.frombuffer(image.PixelData, "<i2").reshape(512, 512).astype(int)
    return np.maximum(stored * int(image.RescaleSlope) + int(image.RescaleIntercept), -1024)


@pytest.mark.parametrize("uid", LOSSLESS)
def test_every_lossless_syntax_equals_the_raw_slice(real_data, raw, uid):
    (file,) = (real_data / "syntaxes").glob(f"*_1.2.840.10008.{uid}.dcm")
    np.testing.assert_array_equal(hu_of(file), raw)


@pytest.mark.parametrize("uid", LOSSY)
def test_every_lossy_syntax_is_near_it(real_data, raw, uid):
    (file,) = (real_data / "syntaxes").glob(f"*_1.2.840.10008.{uid}.dcm")
    assert np.abs(hu_of(file) - raw).max() <= LOSSY[uid]


@pytest.mark.parametrize("uid", ["1.2.4.51", "1.2.4.55"])
def test_twelve_bit_jpeg_equals_simpleitk(real_data, uid):
    import SimpleITK as sitk

    (file,) = (real_data / "syntaxes").glob(f"*_1.2.840.10008.{uid}.dcm")
    expected = sitk.GetArrayFromImage(sitk.ReadImage(str(file)))[0]
    assert np.abs(hu_of(file) - np.maximum(np.rint(expected), -1024)).max() <= 3


def test_the_strangers_among_the_syntaxes_are_listed(real_data):
    kinds = sorted(one.kind for study in scan([real_data / "syntaxes"]).studies for one in study.series)
    assert kinds == [SeriesKind.OTHER, SeriesKind.REPORT, *3 * [SeriesKind.STACK]]


def test_thumbnails_of_real_series(real_data):
    assert thumbnail(one_series(real_data / "chest-thin")).std() > 30
    assert thumbnail(one_series(real_data / "tilt-constant")).std() > 30
