"""What is no volume is refused with a sentence that names the reason or the file."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from viewer.dicom.load import load
from viewer.model.geometry import VolumeGeometry
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


TILTED = ["1", "0", "0", "0", "0.9659258", "-0.2588190"]

REFUSED = {
    "uneven": (
        move(lambda k: up(max(0, k - 4) * 0.6)),
        "unevenly spaced, 1.25 to 1.85 mm apart; the spacing changes at IM00005",
    ),
    "one slice off": (move(lambda k: up(0.3 * (k == 5))), "unevenly spaced, 0.95 to 1.55 mm"),
    "missing": (
        move(lambda k: up(2.5 * (k > 3))),
        "2 slices are missing between IM00004.dcm and IM00005.dcm",
    ),
    "doubled": (
        move(lambda k: up(-1.25 * (k > 3))),
        "1 position holds more than one image, the first IM00004.dcm and IM00005.dcm",
    ),
    "one position": (move(lambda k: up(-1.25 * k)), "All 8 images lie at one position"),
    "tilted": (
        every(ImageOrientationPatient=TILTED),
        "gantry was tilted: the images are stacked 15.0 degrees",
    ),
    "sheared": (
        move(lambda k: [0, 1.25 * k * 0.3639702, 0]),
        "gantry was tilted: the images are stacked 20.0 degrees",
    ),
    "sideways": (
        move(lambda k: [3.0 * (k == 5), 0, 0]),
        "shifted sideways against each other, IM00006.dcm by 3.0 mm",
    ),
    "mixed orientation": (only(4, ImageOrientationPatient=TILTED), "mixed orientations: IM00005.dcm differs"),
    "mixed size": (only(2, Rows=10), "different sizes: IM00001.dcm is 10 x 12, IM00003.dcm is 10 x 10"),
    "mixed pixel size": (
        only(2, PixelSpacing=["0.9", "0.5"]),
        "different pixel sizes: 0.7 mm in IM00001.dcm, 0.9 mm in IM00003.dcm",
    ),
    "two frames": (only(2, FrameOfReferenceUID="1.2.3"), "different frames of reference: IM00003.dcm"),
    "no spacing": (only(3, PixelSpacing=None), "IM00004.dcm does not say how large its pixels are"),
    "no position": (
        only(3, ImagePositionPatient=None),
        "IM00004.dcm does not say where in the patient it lies",
    ),
    "no orientation": (
        only(3, ImageOrientationPatient=None),
        "IM00004.dcm does not say how its image is oriented",
    ),
    "skewed axes": (
        every(ImageOrientationPatient=["1", "0", "0", "0.1", "0.99", "0"]),
        "not a pair of perpendicular directions",
    ),
    "absurd position": (
        only(3, ImagePositionPatient=["1e300", "0", "0"]),
        "IM00004.dcm does not say where in the patient it lies",
    ),
    "absurd spacing": (
        every(PixelSpacing=["1e-200", "1"]),
        "IM00001.dcm does not say how large its pixels are",
    ),
    "nonsense position": (only(3, ImagePositionPatient=["0", "0"]), "IM00004.dcm does not say where"),
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
    assert series.shape == (None if damage == "mixed size" else (8, 12, 10))


def test_tilt_is_told_in_degrees(write, only_series):
    assert only_series(write(edit=every(ImageOrientationPatient=TILTED))).tilt_deg == pytest.approx(
        15, abs=0.01
    )


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


def test_missing_slices_at_several_places_are_counted(write, only_series, make_volume):
    grid = make_volume(VolumeGeometry((20, 4, 4), (0, 0, 0), ((1, 0, 0), (0, 1, 0), (0, 0, 1)), (1, 1, 0.6)))
    folder = write(grid=grid)
    for number in (4, 10, 11):
        (folder / f"IM{number:05d}.dcm").unlink()
    assert only_series(folder).reason == (
        "3 slices are missing at 2 places, the first between IM00003.dcm and IM00005.dcm."
    )


def test_a_change_of_step_to_its_double_is_uneven_not_missing(write, only_series):
    series = only_series(write(edit=move(lambda k: up(1.25 * max(0, k - 4)))))
    assert "unevenly spaced, 1.25 to 2.50 mm" in series.reason


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


def test_another_image_at_the_place_of_one_is_refused(write, only_series, change):
    folder = write()
    other = folder / "other.dcm"
    other.write_bytes((folder / "IM00003.dcm").read_bytes())

    def brighten(image):
        image.RescaleIntercept = "-1000"

    change(other, brighten)
    assert "1 position holds more than one image" in only_series(folder).reason


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
