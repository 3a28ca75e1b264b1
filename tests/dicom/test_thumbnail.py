"""Small pictures of what a folder holds."""

import numpy as np
import pytest

from viewer.dicom import syntax
from viewer.dicom.encode import Storage
from viewer.dicom.thumbnail import thumbnail
from viewer.errors import DicomError
from viewer.model.geometry import VolumeGeometry
from viewer.model.study import WindowSetting
from viewer.model.volume import Volume


@pytest.fixture
def halves():
    """Left columns dark, right columns bright, pixels twice as high as wide."""
    geometry = VolumeGeometry((3, 20, 40), (0, 0, 0), ((1, 0, 0), (0, 1, 0), (0, 0, 1)), (0.5, 1.0, 1.0))
    hu = np.zeros(geometry.shape, np.int16)
    hu[:, :, 20:] = 1000
    hu.flags.writeable = False
    return Volume(geometry, hu)


@pytest.mark.parametrize("uid", [syntax.EXPLICIT_LITTLE, syntax.JPEG_LOSSLESS])
def test_it_is_windowed_with_square_pixels(write, only_series, halves, uid):
    series = only_series(write(grid=halves, window=WindowSetting(400.0, 500.0), storage=Storage(uid)))
    picture = thumbnail(series, 32)
    assert picture.shape == (32, 32)
    assert picture.dtype == np.uint8
    assert (picture[:, :16] == 0).all()
    assert (picture[:, 16:] == 255).all()


def test_it_needs_no_window(write, only_series, halves):
    picture = thumbnail(only_series(write(grid=halves)), 32)
    assert picture[:, :16].max() < picture[:, 16:].min()


def test_inverted_images_are_turned(write, only_series, halves):
    def edit(image, _):
        image.PhotometricInterpretation = "MONOCHROME1"

    picture = thumbnail(only_series(write(grid=halves, edit=edit)), 32)
    assert picture[:, :16].min() > picture[:, 16:].max()


@pytest.mark.parametrize("planar", [0, 1])
def test_colour_captures_keep_their_colours(write, only_series, halves, planar):
    red = np.zeros((20, 40, 3), np.uint8)
    red[..., 0] = 200

    def edit(image, _):
        image.SamplesPerPixel, image.PhotometricInterpretation = 3, "RGB"
        image.BitsAllocated = image.BitsStored = 8
        image.HighBit, image.PlanarConfiguration = 7, planar
        image.PixelData = (red if planar == 0 else red.transpose(2, 0, 1)).tobytes()

    picture = thumbnail(only_series(write(grid=halves, edit=edit)), 32)
    assert picture.shape == (32, 32, 3)
    assert (picture == (200, 0, 0)).all()


def test_what_holds_no_image_has_no_picture(write, only_series):
    def edit(image, _):
        del image.PixelData

    with pytest.raises(DicomError, match="holds no pixel data"):
        thumbnail(only_series(write(edit=edit)))
