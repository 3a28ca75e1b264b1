"""Pixels become Hounsfield units exactly, in every coding, bit depth and rescale of CT."""

import attrs
import numpy as np
import pydicom
import pytest
from pydicom.encaps import encapsulate, generate_frames

from viewer.dicom import syntax
from viewer.dicom.encode import Storage
from viewer.dicom.load import begin, load, outward
from viewer.dicom.scan import scan
from viewer.errors import DicomError
from viewer.model.study import Series
from viewer.model.volume import AIR_HU
from viewer.progress import Cancelled

LOSSLESS = (
    syntax.IMPLICIT_LITTLE,
    syntax.EXPLICIT_LITTLE,
    syntax.EXPLICIT_BIG,
    syntax.DEFLATED,
    syntax.RLE_LOSSLESS,
    syntax.JPEG_LOSSLESS_14,
    syntax.JPEG_LOSSLESS,
    syntax.JPEG_LS_LOSSLESS,
    syntax.JPEG_2000_LOSSLESS,
    syntax.HTJ2K_LOSSLESS,
)


@pytest.mark.parametrize("signed", [False, True], ids=["unsigned", "signed"])
@pytest.mark.parametrize("bits", [12, 16])
@pytest.mark.parametrize("uid", LOSSLESS)
def test_every_lossless_syntax_is_exact(write, only_series, volume, uid, bits, signed):
    grid = attrs.evolve(volume, hu=read_only(np.clip(volume.hu, -1024, 1000)))
    series = only_series(write(grid=grid, storage=Storage(uid, signed=signed, bits_stored=bits)))
    assert series.transfer_syntaxes == (uid,)
    assert not series.lossy
    np.testing.assert_array_equal(load(series).hu, grid.hu)


def read_only(array):
    array = np.ascontiguousarray(array, np.int16)
    array.flags.writeable = False
    return array


@pytest.mark.parametrize(
    "uid", [syntax.EXPLICIT_LITTLE, syntax.EXPLICIT_BIG, syntax.RLE_LOSSLESS, syntax.JPEG_LOSSLESS]
)
@pytest.mark.parametrize("signed", [False, True], ids=["unsigned", "signed"])
def test_eight_bits_allocated_are_exact(write, only_series, volume, uid, signed):
    storage = Storage(
        uid,
        signed=signed,
        bits_allocated=8,
        bits_stored=8,
        slope=16.0,
        intercept=800.0 if signed else -1024.0,
    )
    least, most = (-128, 127) if signed else (0, 255)
    stored = np.clip(np.rint((volume.hu - storage.intercept) / 16), least, most)
    expected = np.maximum(stored * 16 + storage.intercept, AIR_HU)
    np.testing.assert_array_equal(load(only_series(write(storage=storage))).hu, expected)


def test_each_slice_keeps_its_own_rescale(write, only_series):
    def edit(image, k):
        image.RescaleSlope, image.RescaleIntercept = f"{1 + k * 0.1:.1f}", f"{-1000 - k}"

    folder = write(edit=edit)
    series = only_series(folder)
    hu = load(series).hu
    for k, file in enumerate(series.files):
        stored = pydicom.dcmread(file).pixel_array.astype(float)
        expected = np.rint(stored * float(f"{1 + k * 0.1:.1f}") - 1000 - k)
        np.testing.assert_array_equal(hu[k], np.maximum(expected, AIR_HU))


def test_stray_bits_above_the_stored_ones_are_ignored(write, only_series, volume):
    def edit(image, _):
        stored = np.frombuffer(image.PixelData, "<u2").copy()
        stored[::3] |= 0xA000
        image.PixelData = stored.tobytes()
        image.BitsStored, image.HighBit = 12, 11

    grid = attrs.evolve(volume, hu=read_only(np.clip(volume.hu, -1024, 3000)))
    np.testing.assert_array_equal(load(only_series(write(grid=grid, edit=edit))).hu, grid.hu)


PADDING = {
    "unsigned zero": (Storage(padding=0, intercept=-1000.0), {}),
    "unsigned top": (Storage(padding=65535), {}),
    "signed as signed": (Storage(signed=True, padding=-2000, intercept=0.0), {}),
    "signed written as unsigned": (
        Storage(signed=True, padding=-2000, intercept=0.0),
        {"PixelPaddingValue": 63536},
    ),
    "beyond the stored bits": (Storage(padding=0xF830), {"BitsStored": 12, "HighBit": 11}),
}


@pytest.mark.parametrize("case", PADDING)
def test_padding_is_air(write, only_series, volume, case):
    storage, values = PADDING[case]

    def edit(image, _):
        for keyword, value in values.items():
            if keyword == "PixelPaddingValue":
                image.add_new(keyword, "US", value)
            else:
                setattr(image, keyword, value)

    hu = np.clip(volume.hu, -900, 3000)
    hu[:, :3, :] = AIR_HU
    grid = attrs.evolve(volume, hu=read_only(hu))
    np.testing.assert_array_equal(load(only_series(write(grid=grid, storage=storage, edit=edit))).hu, hu)


def test_a_range_of_padding_is_air(write, only_series, volume):
    def edit(image, _):
        image.add_new("PixelPaddingValue", "US", 3000)
        image.add_new("PixelPaddingRangeLimit", "US", 2900)

    stored = volume.hu.astype(int) + 1024
    expected = np.where((stored >= 2900) & (stored <= 3000), AIR_HU, volume.hu)
    assert (expected != volume.hu).any()
    np.testing.assert_array_equal(load(only_series(write(edit=edit))).hu, expected)


def test_nothing_is_darker_than_air_or_brighter_than_can_be_told(write, only_series, volume):
    def edit(image, _):
        image.RescaleSlope = "20"
        image.RescaleIntercept = "-4096"

    hu = load(only_series(write(edit=edit))).hu
    assert hu.min() == AIR_HU
    assert hu.max() == 32767


@pytest.mark.parametrize("intercept", [-8192, -1024, 0, 500])
def test_full_sixteen_bits_do_not_wrap_around(write, only_series, volume, intercept):
    hu = np.linspace(AIR_HU, 32767, volume.hu.size).astype(np.int16).reshape(volume.hu.shape)
    grid = attrs.evolve(volume, hu=read_only(hu))

    def edit(image, _):
        stored = np.frombuffer(image.PixelData, "<u2").copy()
        stored[0] = 65535
        image.PixelData = stored.tobytes()

    loaded = load(only_series(write(grid=grid, storage=Storage(intercept=float(intercept)), edit=edit))).hu
    expected = hu.copy()
    expected[:, 0, 0] = 32767
    if intercept > AIR_HU:
        expected = np.maximum(expected, intercept)
    np.testing.assert_array_equal(loaded, expected)


def test_the_middle_slice_comes_first_and_the_rest_is_air(write, only_series, volume):
    loading = begin(only_series(write()))
    assert (loading.volume.hu == AIR_HU).all()
    seen = []
    loading.run(on_first=lambda: seen.append(loading.volume.hu.copy()))
    (first,) = seen
    np.testing.assert_array_equal(first[4], volume.hu[4])
    assert (np.delete(first, 4, axis=0) == AIR_HU).all()
    np.testing.assert_array_equal(loading.volume.hu, volume.hu)


def test_slices_come_outward_from_the_middle():
    assert outward(5) == [2, 1, 3, 0, 4]
    assert outward(4) == [2, 1, 3, 0]


def test_a_volume_is_read_only(write, only_series):
    with pytest.raises(ValueError, match="read-only"):
        load(only_series(write())).hu[0] = 0


def test_progress_ends_at_one_and_cancels(write, only_series):
    series = only_series(write())
    told = []
    load(series, lambda fraction, text="": told.append(fraction))
    assert told == sorted(told)
    assert told[-1] == 1.0

    def cancel(fraction, text=""):
        raise Cancelled

    with pytest.raises(Cancelled):
        load(series, cancel)


def test_a_series_without_its_headers_is_read_again(write, only_series, volume):
    found = only_series(write())
    fields = {field.name: getattr(found, field.name) for field in attrs.fields(Series)}
    np.testing.assert_array_equal(load(Series(**fields)).hu, volume.hu)


def test_a_series_that_is_no_volume_is_refused(write, only_series):
    folder = write()
    for file in sorted(folder.iterdir())[2:]:
        file.unlink()
    with pytest.raises(DicomError, match="only 2 images"):
        begin(only_series(folder))


def assert_lost(read, k, words):
    """Slice `k` alone is made up from its neighbours and told of."""
    assert read.gaps == ((k, 1),)
    (note,) = read.notes
    assert words in note
    assert note.endswith("What lies there is drawn hatched, and not measured.")
    between = (read.hu[k - 1].astype(float) + read.hu[k + 1]) / 2
    assert np.abs(read.hu[k] - between).max() <= 0.5


@pytest.mark.parametrize(
    "uid", [syntax.EXPLICIT_LITTLE, syntax.DEFLATED, syntax.RLE_LOSSLESS, syntax.JPEG_2000_LOSSLESS]
)
def test_a_file_cut_after_listing_is_named(write, only_series, uid):
    series = only_series(write(storage=Storage(uid)))
    file = series.files[2]
    file.write_bytes(file.read_bytes()[:-60])
    assert_lost(load(series), 2, "IM00003.dcm")


@pytest.mark.parametrize("uid", [uid for uid in LOSSLESS if uid.startswith("1.2.840.10008.1.2.4.")])
def test_a_code_stream_that_ends_early_is_refused(write, only_series, uid):
    def cut(image, k):
        if k == 5:
            (frame,) = generate_frames(image.PixelData, number_of_frames=1)
            image.PixelData = encapsulate([frame[: len(frame) * 9 // 10]])

    read = load(only_series(write(storage=Storage(uid), edit=cut)))
    assert_lost(read, 5, "IM00006.dcm cannot be read. Its compressed image is damaged")


def test_a_file_removed_after_listing_is_named(write, only_series):
    series = only_series(write())
    series.files[6].unlink()
    assert_lost(load(series), 6, "IM00007.dcm cannot be read: No such file")


def test_a_disc_removed_while_reading_is_told(write, only_series):
    series = only_series(write())
    for file in series.files:
        file.unlink()
    with pytest.raises(DicomError, match=r"cannot be read: No such file"):
        load(series)


def test_a_file_cut_before_listing_is_left_out_and_named(write, only_series):
    folder = write()
    file = folder / "IM00002.dcm"
    file.write_bytes(file.read_bytes()[:-20])
    series = only_series(folder)
    assert series.usable
    (left_out,) = series.left_out
    assert left_out.reason == "IM00002.dcm is cut short: it holds 220 of 240 bytes of its image."


def test_lossy_images_are_read_and_marked(write):
    def edit(image, _):
        image.LossyImageCompression = "01"

    (study,) = scan([write(edit=edit)]).studies
    assert study.series[0].lossy
    assert study.series[0].usable
    assert "compressed with loss" in study.series[0].warnings[0]
