"""What is no volume is refused with a sentence that names the reason or the file."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from viewer.dicom.load import load
from viewer.model.study import SeriesKind


def move(offset_of_slice):
    def edit(image, k):
        offset = np.broadcast_to(offset_of_slice(k), 3)
        image.ImagePositionPatient = [
            f"{a + b:.6f}" for a, b in zip(image.ImagePositionPatient, offset, strict=True)
        ]

    return edit


def only(k, **values):
    def edit(image, number):
        if number == k:
            for keyword, value in values.items():
                if value is None:
                    delattr(image, keyword)
                else:
                    setattr(image, keyword, value)

    return edit


def every(**values):
    def edit(image, _):
        for keyword, value in values.items():
            if value is None:
                delattr(image, keyword)
            else:
                setattr(image, keyword, value)

    return edit


def up(mm):
    return np.array([0.0, 0.0, mm])


REFUSED = {
    "one position": (move(lambda k: up(-1.25 * k)), "All 8 images lie at one position"),
    "no positions": (every(ImagePositionPatient=None), "does not say where in the patient it lies"),
    "no spacing": (every(PixelSpacing=None), "IM00001.dcm does not say how large its pixels are"),
    "no orientation": (
        every(ImageOrientationPatient=None),
        "IM00001.dcm does not say how its image is oriented",
    ),
    "skewed axes": (
        every(ImageOrientationPatient=["1", "0", "0", "0.1", "0.99", "0"]),
        "not a pair of perpendicular directions",
    ),
    "absurd positions": (every(ImagePositionPatient=["1e300", "0", "0"]), "does not say where"),
    "absurd spacing": (
        every(PixelSpacing=["1e-200", "1"]),
        "IM00001.dcm does not say how large its pixels are",
    ),
    "far beside": (move(lambda k: [30.0 * (k == 5), 0, 0]), "so far beside each other"),
}


@pytest.mark.parametrize("damage", REFUSED)
def test_images_that_do_not_stack_are_listed_with_their_reason(write, only_series, damage):
    edit, sentence = REFUSED[damage]
    series = only_series(write(edit=edit))
    assert series.kind is SeriesKind.STACK
    assert sentence in series.reason
    assert series.geometry is None
    assert not series.usable
    assert len(series.files) == 8
    assert series.shape == (8, 12, 10)


def test_a_single_image_is_no_volume(write, only_series):
    folder = write()
    for file in sorted(folder.iterdir())[1:]:
        file.unlink()
    assert "single image" in only_series(folder).reason


def test_two_images_are_too_few(write, only_series):
    folder = write()
    for file in sorted(folder.iterdir())[2:]:
        file.unlink()
    assert "only 2 images" in only_series(folder).reason


def test_a_jitter_below_a_hundredth_of_a_millimetre_is_silent(write, only_series):
    series = only_series(write(edit=move(lambda k: up(0.004 * (-1) ** k))))
    assert series.usable
    assert series.warnings == ()


def test_a_jitter_below_a_tenth_of_a_millimetre_is_told(write, only_series):
    series = only_series(write(edit=move(lambda k: up(0.04 * (-1) ** k))))
    assert series.usable
    assert "mm off an even spacing of 1.2" in series.warnings[0]


def test_slices_thinner_than_their_step_are_told(write, only_series):
    series = only_series(write(slice_thickness_mm=0.5))
    assert series.usable
    assert "0.5 mm thick lie 1.25 mm apart" in series.warnings[0]


def test_a_frame_of_reference_of_its_own_in_every_image_is_no_moved_patient(write, only_series):
    def edit(image, k):
        image.FrameOfReferenceUID = f"1.2.3.{k}"

    assert only_series(write(edit=edit)).usable


def test_an_exact_copy_is_used_once_and_told(write, only_series):
    folder = write()
    (folder / "copy.dcm").write_bytes((folder / "IM00003.dcm").read_bytes())
    series = only_series(folder)
    assert series.usable
    assert series.duplicates == 1
    assert series.shape == (8, 12, 10)
    assert series.warnings == ("1 image was found twice and used once.",)


def test_the_grid_is_that_of_the_files(write, only_series, volume):
    series = only_series(write())
    np.testing.assert_allclose(series.geometry.affine, volume.geometry.affine, atol=1e-9)


@pytest.fixture
def slices(write):
    return [file.read_bytes() for file in sorted(write("source").iterdir())]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.permutations(range(8)))
def test_the_volume_does_not_depend_on_the_order_of_files(
    slices, only_series, volume, order, tmp_path_factory
):
    folder = tmp_path_factory.mktemp("shuffled")
    for place, number in enumerate(order):
        (folder / f"{place}").write_bytes(slices[number])
    series = only_series(folder)
    assert [int(file.name) for file in series.files] == [order.index(k) for k in range(8)]
    np.testing.assert_array_equal(load(series).hu, volume.hu)
