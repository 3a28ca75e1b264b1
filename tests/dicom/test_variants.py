"""Pixels in every variant that scanners write become the right HU."""

import attrs
import numpy as np
import pytest
from pydicom.dataset import Dataset
from pydicom.sequence import Sequence

from viewer.dicom import syntax
from viewer.dicom.encode import Storage
from viewer.dicom.load import load
from viewer.model.volume import AIR_HU


def table(entries, first=0, unit="HU"):
    item = Dataset()
    item.add_new("LUTDescriptor", "US", [len(entries) % 65536, first & 0xFFFF, 16])
    item.ModalityLUTType = unit
    item.add_new("LUTData", "OW", np.asarray(entries, "<i2").tobytes())
    return Sequence([item])


def without_rescale(image):
    del image.RescaleSlope, image.RescaleIntercept, image.RescaleType


def stored(volume):
    return volume.hu.astype(int) + 1024


@pytest.mark.parametrize("uid", [syntax.EXPLICIT_LITTLE, syntax.IMPLICIT_LITTLE, syntax.JPEG_LS_LOSSLESS])
def test_a_table_gives_hu_where_there_is_no_rescale(write, only_series, volume, uid):
    entries = np.clip((np.arange(4096) - 1024) // 2, -1024, 3071)

    def edit(image, _):
        without_rescale(image)
        image.ModalityLUTSequence = table(entries)

    expected = entries[np.clip(stored(volume), 0, 4095)]
    series = only_series(write(edit=edit, storage=Storage(uid)))
    assert series.usable, series.reason
    np.testing.assert_array_equal(load(series).hu, expected)


def test_a_table_that_begins_below_zero_takes_signed_values(write, only_series, volume):
    entries = np.arange(-500, 1500)

    def edit(image, _):
        without_rescale(image)
        image.ModalityLUTSequence = table(entries, first=-500)

    storage = Storage(signed=True, intercept=0.0)
    expected = np.clip(volume.hu, -500, 1499)
    np.testing.assert_array_equal(load(only_series(write(edit=edit, storage=storage))).hu, expected)


@pytest.mark.parametrize(
    "damage",
    [
        lambda image: setattr(image, "ModalityLUTSequence", table([0] * 16, unit="OD")),
        lambda image: setattr(image, "ModalityLUTSequence", Sequence([])),
        lambda image: image.ModalityLUTSequence[0].add_new("LUTData", "OW", b"\0\0"),
        lambda image: image.ModalityLUTSequence[0].add_new("LUTDescriptor", "US", [16]),
    ],
    ids=["another unit", "empty", "cut short", "no descriptor"],
)
def test_a_table_that_gives_no_hu_is_refused(write, only_series, damage):
    def edit(image, _):
        without_rescale(image)
        image.ModalityLUTSequence = table(list(range(16)))
        damage(image)

    series = only_series(write(edit=edit))
    assert not series.usable
    assert "does not say how its values become Hounsfield units" in series.reason


def test_a_rescale_goes_before_a_table(write, only_series, volume):
    def edit(image, _):
        image.ModalityLUTSequence = table([0] * 4096)

    np.testing.assert_array_equal(load(only_series(write(edit=edit))).hu, volume.hu)


def test_values_stored_inverted_are_the_same_hu(write, only_series, volume):
    def edit(image, _):
        image.PhotometricInterpretation = "MONOCHROME1"

    np.testing.assert_array_equal(load(only_series(write(edit=edit))).hu, volume.hu)


@pytest.mark.parametrize(("slope", "intercept"), [(1.0, -8192.0), (4.0, -1024.0), (0.5, -1024.0)])
def test_metal_beyond_the_usual_scale_is_kept(write, only_series, volume, slope, intercept):
    hu = np.clip(volume.hu.astype(int) * 8, AIR_HU, 30_000) // 4 * 4
    hu = hu.astype(np.int16)
    hu.flags.writeable = False
    assert hu.max() > 20_000
    storage = Storage(slope=slope, intercept=intercept)
    read = load(only_series(write(grid=attrs.evolve(volume, hu=hu), storage=storage))).hu
    np.testing.assert_array_equal(read, hu)


@pytest.mark.parametrize("uid", [syntax.EXPLICIT_LITTLE, syntax.EXPLICIT_BIG])
def test_bits_that_begin_above_the_lowest_are_shifted_down(write, only_series, volume, uid):
    """Twelve bits stored in the upper end of sixteen, as old scanners wrote them."""
    hu = np.clip(volume.hu, -1024, 3071)

    def edit(image, _):
        order = ">u2" if uid == syntax.EXPLICIT_BIG else "<u2"
        image.PixelData = (np.frombuffer(image.PixelData, order) << 4).astype(order).tobytes()
        image.BitsStored, image.HighBit = 12, 15

    read = load(only_series(write(edit=edit, storage=Storage(uid), grid=attrs.evolve(volume, hu=frozen(hu)))))
    np.testing.assert_array_equal(read.hu, hu)


def frozen(hu):
    hu = hu.astype(np.int16)
    hu.flags.writeable = False
    return hu


def test_stray_high_bits_of_signed_values_are_the_sign_of_nothing(write, only_series, volume):
    """Twelve signed bits with rubbish above them."""
    hu = frozen(np.clip(volume.hu, -1024, 2047))

    def edit(image, _):
        values = np.frombuffer(image.PixelData, "<u2") & 0x0FFF
        values[::3] |= 0xA000
        image.PixelData = values.tobytes()
        image.BitsStored, image.HighBit = 12, 11

    storage = Storage(signed=True, intercept=0.0)
    series = only_series(write(edit=edit, storage=storage, grid=attrs.evolve(volume, hu=hu)))
    np.testing.assert_array_equal(load(series).hu, hu)


def test_each_slice_has_its_own_sign_and_rescale(write, only_series, volume):
    """A series put together from two writers."""

    def edit(image, k):
        if k % 2:
            values = np.frombuffer(image.PixelData, "<u2").astype(int) - 1024
            image.PixelData = values.astype("<i2").tobytes()
            image.PixelRepresentation = 1
            image.RescaleIntercept = "0"

    np.testing.assert_array_equal(load(only_series(write(edit=edit))).hu, volume.hu)
