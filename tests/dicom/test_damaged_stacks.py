"""Stacks that other programs stretch, shear or refuse come out right, and are told of in a sentence.

The HU of these scans grow linearly with the place in the patient, so that every voxel made between
acquired ones can be checked against the truth.
"""

import numpy as np
import pytest

from viewer.dicom.load import load
from viewer.dicom.scan import scan
from viewer.model.geometry import VolumeGeometry
from viewer.model.study import SeriesKind
from viewer.model.volume import AIR_HU, Volume

SLOPE_HU_PER_MM = np.array([3.0, -2.0, 5.0])
AXIAL = ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0))


def tilted(degrees):
    cosine, sine = np.cos(np.deg2rad(degrees)), np.sin(np.deg2rad(degrees))
    return ((1.0, 0.0, 0.0), (0.0, cosine, -sine), (0.0, sine, cosine))


def linear_hu(points):
    return 200 + np.asarray(points) @ SLOPE_HU_PER_MM


def image_at(position, axes, shape=(40, 36), spacing_mm=0.7):
    j, i = np.mgrid[: shape[0], : shape[1]]
    right, down, _ = (np.array(axis) for axis in axes)
    points = np.array(position) + spacing_mm * (i[..., None] * right + j[..., None] * down)
    return np.rint(linear_hu(points)).astype(np.int16)


@pytest.fixture
def scanned(tmp_path, header, change):
    """Write images at given positions and return the folder; each is where it says, whatever the stack."""
    from viewer.dicom.write import write_series

    def written(positions, axes=AXIAL, edit=lambda image, n: None):
        hu = np.stack([image_at(position, axes) for position in positions])
        hu.flags.writeable = False
        grid = VolumeGeometry(hu.shape, (0.0, 0.0, 0.0), AXIAL, (0.7, 0.7, 1.0))
        files = write_series(Volume(grid, hu), tmp_path / "scan", header)
        for n, (file, position) in enumerate(zip(files, positions, strict=True)):

            def place(image, n=n, position=position):
                image.ImagePositionPatient = [f"{number:.6f}" for number in position]
                image.ImageOrientationPatient = [f"{number:.9f}" for number in (*axes[0], *axes[1])]
                edit(image, n)

            change(file, place)
        return tmp_path / "scan"

    return written


def truth_of(volume):
    k, j, i = np.indices(volume.hu.shape).reshape(3, -1)
    index = np.stack([i, j, k, np.ones_like(i)])
    return linear_hu((volume.geometry.affine @ index)[:3].T).reshape(volume.hu.shape)


def opened(folder):
    (study,) = scan([folder]).studies
    (series,) = study.series
    assert series.usable, series.reason
    return series, load(series)


def assert_true(volume, share=1.0):
    """All that was acquired or made between is as in the patient; the rest is air."""
    filled = volume.hu != AIR_HU
    assert filled.mean() >= share - 0.05
    assert np.abs(volume.hu - truth_of(volume))[filled].max() <= 2


def heights(numbers):
    return [(-12.0, -14.0, float(number)) for number in numbers]


def test_missing_slices_keep_the_length_and_are_marked(scanned):
    series, volume = opened(scanned(heights(0.6 * np.delete(np.arange(60), np.arange(30, 40)))))
    assert series.geometry.shape[0] == 60
    assert series.geometry.spacing_mm[2] == pytest.approx(0.6)
    assert series.gaps == volume.gaps == ((30, 10),)
    assert np.flatnonzero(volume.made_up).tolist() == list(range(30, 40))
    assert series.warnings == (
        "10 slices are missing between IM00030.dcm and IM00031.dcm (6.0 mm): drawn hatched, and not measured.",
    )
    assert_true(volume)


def test_slices_missing_at_several_places_are_counted(scanned):
    series, volume = opened(scanned(heights(np.delete(np.arange(40.0), (4, 20, 21)))))
    assert series.gaps == ((4, 1), (20, 2))
    assert "3 slices are missing at 2 places, the first between IM00004.dcm" in series.warnings[0]
    assert_true(volume)


@pytest.mark.parametrize("degrees", [15.0, -22.0])
def test_a_tilted_gantry_becomes_a_rectangular_volume(scanned, degrees):
    series, volume = opened(scanned(heights(np.arange(0.0, 30.0, 1.5)), tilted(degrees)))
    assert series.resampled
    assert series.tilt_deg == pytest.approx(abs(degrees), abs=0.01)
    assert series.geometry.spacing_mm[2] == pytest.approx(1.5 * np.cos(np.deg2rad(degrees)))
    assert series.gaps == ()
    assert f"tilted by {abs(degrees):.1f} degrees" in series.warnings[0]
    rows = volume.hu.shape[1]
    assert rows > 40
    assert_true(volume, share=40 / rows)


def test_a_stated_tilt_that_differs_from_the_positions_is_told(scanned):
    def state(image, _):
        image.GantryDetectorTilt = "10"

    series, _ = opened(scanned(heights(np.arange(0.0, 30.0, 1.5)), tilted(15.0), state))
    assert "(the header states 10.0 degrees)" in series.warnings[0]


def test_a_stated_tilt_that_no_position_shows_is_told_and_not_applied(scanned):
    def state(image, _):
        image.GantryDetectorTilt = "15"

    series, volume = opened(scanned(heights(np.arange(0.0, 30.0, 1.5)), edit=state))
    assert not series.resampled
    assert (
        "states a gantry tilt of 15.0 degrees that the positions of the images do not show"
        in (series.warnings[0])
    )
    assert_true(volume)


def test_a_step_that_changes_is_evened_out_without_a_gap(scanned):
    series, volume = opened(scanned(heights([*np.arange(0, 18, 0.6), *np.arange(18, 54, 1.2)])))
    assert series.geometry.spacing_mm[2] == pytest.approx(0.6)
    assert series.geometry.shape[0] == 30 + 59
    assert series.gaps == ()
    assert "lie unevenly, 0.60 to 1.20 mm apart; 29 slices were interpolated" in series.warnings[0]
    assert_true(volume)


def test_steps_that_fit_no_common_grid_are_interpolated(scanned):
    series, volume = opened(scanned(heights([*np.arange(0, 20, 1.0), *np.arange(20, 50, 1.3)])))
    assert series.geometry.spacing_mm[2] == pytest.approx(1.0)
    assert series.gaps == ()
    assert_true(volume)


def test_one_slice_off_its_place_is_put_where_it_lies(scanned):
    places = np.arange(30.0)
    places[12] += 0.4
    series, volume = opened(scanned(heights(places)))
    assert series.geometry.shape[0] == 30
    assert series.resampled
    assert_true(volume)


def test_images_beside_each_other_are_put_in_place(scanned):
    positions = [(-12.0 + 1.9 * (n == 9), -14.0, float(n)) for n in range(20)]
    series, volume = opened(scanned(positions))
    assert "up to 1.9 mm beside each other" in series.warnings[0]
    assert series.tilt_deg == 0
    assert_true(volume, share=36 / volume.hu.shape[2])


def test_tilt_and_missing_slices_together(scanned):
    series, volume = opened(scanned(heights(1.5 * np.delete(np.arange(24), (10, 11))), tilted(18.0)))
    assert series.gaps == ((10, 2),)
    assert series.tilt_deg == pytest.approx(18.0, abs=0.01)
    assert_true(volume, share=40 / volume.hu.shape[1])


def test_doubled_slices_with_equal_pixels_are_used_once(scanned):
    places = np.sort(np.concatenate([np.arange(40.0), np.arange(0.0, 40.0, 10)]))
    series, volume = opened(scanned(heights(places)))
    assert series.geometry.shape[0] == 40
    assert series.duplicates == 4
    assert series.warnings == ("4 images were found twice and used once.",)
    assert_true(volume)


@pytest.mark.parametrize(
    ("keyword", "value", "note"),
    [
        ("AcquisitionNumber", 2, "another acquisition"),
        ("TemporalPositionIdentifier", 2, "another phase"),
        ("ImageType", ["DERIVED", "SECONDARY", "AXIAL"], "another kind of image"),
        ("KVP", "140", "another tube voltage"),
    ],
)
def test_two_volumes_at_the_same_positions_are_told_apart(scanned, keyword, value, note):
    def second(image, n):
        image.RescaleIntercept = "-1024" if n % 2 else "-1000"
        if n % 2:
            setattr(image, keyword, value)

    (study,) = scan([scanned(heights(np.repeat(np.arange(12.0), 2)), edit=second)]).studies
    assert [len(one.files) for one in study.series] == [12, 12]
    assert [one.part for one in study.series] == [1, 2]
    assert {one.part_note for one in study.series} == {note}
    first, other = (load(one).hu for one in study.series)
    assert set(np.unique(first.astype(int) - other)) <= {-24, 24}


def test_two_volumes_that_nothing_tells_apart_are_taken_in_order(scanned):
    def other_pixels(image, n):
        image.RescaleIntercept = "-1024" if n % 2 else "-1000"
        image.InstanceNumber = n + 1

    def same_rescale(image, n):
        other_pixels(image, n)
        pixels = np.frombuffer(image.PixelData, np.int16) + np.int16(n % 2)
        image.PixelData = pixels.tobytes()
        image.RescaleIntercept = "-1024"

    (study,) = scan([scanned(heights(np.repeat(np.arange(12.0), 2)), edit=same_rescale)]).studies
    assert [len(one.files) for one in study.series] == [12, 12]
    assert {one.part_note for one in study.series} == {"the order of its images"}


def test_blocks_of_different_acquisitions_far_apart_are_volumes_of_their_own(scanned):
    def acquire(image, n):
        image.AcquisitionNumber = 1 if n < 15 else 2

    folder = scanned(heights([*np.arange(15.0), *np.arange(80.0, 100.0)]), edit=acquire)
    (study,) = scan([folder]).studies
    assert [one.geometry.shape[0] for one in study.series] == [20, 15]
    assert {one.part_note for one in study.series} == {"another block of the body"}
    assert all(one.gaps == () for one in study.series)


def test_another_orientation_within_the_series_is_a_part_of_its_own(scanned):
    def turn(image, n):
        if n >= 20:
            image.ImageOrientationPatient = ["1", "0", "0", "0", "0", "-1"]

    (study,) = scan([scanned(heights(np.arange(22.0)), edit=turn)]).studies
    volume, pair = study.series
    assert (volume.kind, len(volume.files)) == (SeriesKind.VOLUME, 20)
    assert (pair.kind, len(pair.files), pair.part_note) == (SeriesKind.STACK, 2, "another orientation")


def test_an_image_without_a_position_is_left_apart_and_the_rest_opens(scanned):
    def lose(image, n):
        if n == 7:
            del image.ImagePositionPatient

    (study,) = scan([scanned(heights(np.arange(20.0)), edit=lose)]).studies
    volume, lost = study.series
    assert volume.gaps == ((7, 1),)
    assert (lost.kind, lost.part_note) == (SeriesKind.STACK, "without a position")


def test_an_image_that_cannot_be_read_is_left_out_and_named(scanned):
    folder = scanned(heights(np.arange(20.0)))
    file = sorted(folder.iterdir())[7]
    file.write_bytes(file.read_bytes()[:-100])
    series, volume = opened(folder)
    assert volume.gaps == ((7, 1),)
    (left_out,) = series.left_out
    assert left_out.path == file
    assert series.warnings[0].startswith("One image was left out: IM00008.dcm is cut short")
