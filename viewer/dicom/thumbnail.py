"""A small picture of a series for the list of what a folder holds."""

import numpy as np
from numpy.typing import NDArray

from viewer.dicom import tags
from viewer.dicom.header import Header
from viewer.dicom.pictures import headers_of, read_picture
from viewer.errors import DicomError
from viewer.model.picture import ColourPicture, GreyPicture
from viewer.model.study import Series


def thumbnail(series: Series, size_px: int = 96) -> NDArray[np.uint8]:
    """Return the middle image of a series, grey `(h, w)` or colour `(h, w, 3)`, 0 to 255.

    The longer side has `size_px` pixels, and pixels are square. `DicomError` if the series holds no
    image that can be drawn.
    """
    header = _middle(series)
    picture = read_picture(header)
    if isinstance(picture, ColourPicture):
        return reduced(picture.rgb, size_px, _spacing(header))
    grey = reduced(_windowed(picture, series), size_px, _spacing(header))
    return 255 - grey if picture.inverted else grey


def _middle(series: Series) -> Header:
    if not series.files:
        raise DicomError("This series holds no image.")
    return headers_of(series)[len(series.files) // 2]


def _spacing(header: Header) -> tuple[float, float]:
    spacing = header.numbers(tags.PIXEL_SPACING)
    return (spacing[0], spacing[1]) if len(spacing) == 2 and min(spacing) > 0 else (1.0, 1.0)


def reduced(picture: NDArray[np.uint8], size_px: int, spacing_mm: tuple[float, float]) -> NDArray[np.uint8]:
    """Return a picture `[j, i]` or `[j, i, 3]` whose longer side has `size_px`; spacing is `(row, column)`.

    What falls into each small pixel is averaged, so that thin lines fade instead of breaking up.
    """
    row_mm, column_mm = spacing_mm
    height_mm, width_mm = picture.shape[0] * row_mm, picture.shape[1] * column_mm
    scale = size_px / max(height_mm, width_mm)
    sums = picture.astype(np.int64)
    for axis, length_mm in enumerate((height_mm, width_mm)):
        count = min(max(1, round(length_mm * scale)), size_px)
        starts = np.arange(count) * picture.shape[axis] // count
        widths = np.maximum(np.diff(starts, append=picture.shape[axis]), 1)
        shape = [-1 if n == axis else 1 for n in range(picture.ndim)]
        sums = np.add.reduceat(sums, starts, axis) // widths.reshape(shape)
    return sums.astype(np.uint8)


def _windowed(picture: GreyPicture, series: Series) -> NDArray[np.uint8]:
    window = series.window or picture.window
    low = window.centre - window.width / 2
    return (np.clip((picture.values - low) / window.width, 0, 1) * 255).astype(np.uint8)
