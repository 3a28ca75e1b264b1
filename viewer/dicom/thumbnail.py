"""A small picture of a series for the list of what a folder holds."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from viewer.dicom import tags
from viewer.dicom.header import Header, read_header
from viewer.dicom.pixels import stored_values
from viewer.dicom.readable import format_reason
from viewer.dicom.rescale import pixel_format
from viewer.dicom.series import ScannedSeries
from viewer.errors import DicomError
from viewer.model.study import Series

_COLOURS = frozenset(("RGB", "YBR_FULL", "YBR_FULL_422", "YBR_RCT", "YBR_ICT"))
_PRESENTED_AS_RGB = frozenset(("RGB", "YBR_RCT", "YBR_ICT"))


def thumbnail(series: Series, size_px: int = 96) -> NDArray[np.uint8]:
    """Return the middle image of a series, grey `(h, w)` or colour `(h, w, 3)`, 0 to 255.

    The longer side has `size_px` pixels, and pixels are square. `DicomError` if the series holds no
    image that can be drawn.
    """
    header = _middle(series)
    stored = stored_values(header)
    if stored.ndim == 3:
        return _small(_colour(stored, header), size_px, header)
    if reason := format_reason(header):
        raise DicomError(reason)
    grey = _small(_windowed(stored, header, series), size_px, header)
    return 255 - grey if header.word(tags.PHOTOMETRIC_INTERPRETATION) == "MONOCHROME1" else grey


def _middle(series: Series) -> Header:
    if not series.files:
        raise DicomError("This series holds no image.")
    middle = len(series.files) // 2
    if isinstance(series, ScannedSeries) and series.headers:
        return series.headers[middle]
    return read_header(series.files[middle])


def _small(picture: NDArray[np.uint8], size_px: int, header: Header) -> NDArray[np.uint8]:
    """Average what falls into each small pixel, so that thin lines fade instead of breaking up."""
    spacing = header.numbers(tags.PIXEL_SPACING)
    row_mm, column_mm = spacing if len(spacing) == 2 and min(spacing) > 0 else (1.0, 1.0)
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


def _windowed(stored: NDArray[Any], header: Header, series: Series) -> NDArray[np.uint8]:
    form = pixel_format(header)
    values = (stored >> form.shift).astype(np.int32) & ((1 << form.stored) - 1)
    if form.signed:
        values -= values >> (form.stored - 1) << form.stored
    scaled = np.clip(values * form.slope + form.intercept, -1e6, 1e6)
    if series.window is not None:
        low, width = series.window.centre - series.window.width / 2, series.window.width
    else:
        low, high = (float(number) for number in np.percentile(scaled, (1, 99)))
        width = max(high - low, 1.0)
    return (np.clip((scaled - low) / width, 0, 1) * 255).astype(np.uint8)


def _colour(stored: NDArray[Any], header: Header) -> NDArray[np.uint8]:
    photometric = header.word(tags.PHOTOMETRIC_INTERPRETATION)
    if photometric not in _COLOURS or stored.shape[2] != 3 or stored.dtype != np.uint8:
        raise DicomError(f"The colours of {header.name} cannot be shown.")
    decoded = header.syntax.coding.value.startswith("jpeg")
    if photometric in _PRESENTED_AS_RGB or decoded:
        return np.ascontiguousarray(stored)
    y, blue, red = (stored[..., n].astype(float) - (128 if n else 0) for n in range(3))
    # PS3.3 C.7.6.3.1.2, YBR_FULL.
    rgb = np.stack((y + 1.402 * red, y - 0.344136 * blue - 0.714136 * red, y + 1.772 * blue), axis=-1)
    return np.clip(np.rint(rgb), 0, 255).astype(np.uint8)
