"""Images read one by one as they are: what is no CT volume is still there to be looked at.

Grey values go through the modality's own scale and stand for themselves; only those of CT slices are HU.
Source: DICOM PS3.3 C.7.6.3 (pixels, palette), C.11.1 and C.11.2 (modality and window).
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from viewer.dicom import tags
from viewer.dicom.header import Header, read_header
from viewer.dicom.kind import kind_of
from viewer.dicom.multiframe import frames_of
from viewer.dicom.pixels import stored_values
from viewer.dicom.readable import format_reason
from viewer.dicom.rescale import pixel_format
from viewer.dicom.series import ScannedSeries
from viewer.errors import DicomError
from viewer.model.geometry import dot, vec3
from viewer.model.picture import ColourPicture, GreyPicture, Picture, PictureInfo, Placement
from viewer.model.study import Series, SeriesKind, WindowSetting

_COLOURS = frozenset(("RGB", "YBR_FULL", "YBR_FULL_422", "YBR_RCT", "YBR_ICT"))
_PRESENTED_AS_RGB = frozenset(("RGB", "YBR_RCT", "YBR_ICT"))
_PALETTE = "PALETTE COLOR"
_LARGEST = 1e6


def headers_of(series: Series) -> tuple[Header, ...]:
    """Return the header of each image of a series, read again where the scan's are not at hand."""
    if isinstance(series, ScannedSeries) and series.headers:
        return series.headers
    return tuple(one for path in dict.fromkeys(series.files) for one in frames_of(read_header(path)))


def picture_info(header: Header, label: str) -> PictureInfo:
    """Return what is known of an image before its pixels are read."""
    rows, columns = header.integer(tags.ROWS), header.integer(tags.COLUMNS)
    spacing = header.numbers(tags.PIXEL_SPACING)
    known = len(spacing) == 2 and 1e-3 <= min(spacing) <= max(spacing) <= 100
    return PictureInfo(
        label=label,
        size=(rows, columns) if rows and columns else None,
        pixel_mm=(spacing[0], spacing[1]) if known else None,
        placement=_placement(header, (spacing[0], spacing[1])) if known else None,
        frame_of_reference_uid=header.word(tags.FRAME_OF_REFERENCE_UID),
        aspect=spacing[0] / spacing[1] if known else _aspect(header),
        sides=_sides(header),
    )


def _aspect(header: Header) -> float:
    ratio = header.numbers(tags.PIXEL_ASPECT_RATIO)
    stated = len(ratio) == 2 and min(ratio) > 0 and 0.1 <= ratio[0] / ratio[1] <= 10
    return ratio[0] / ratio[1] if stated else 1.0


def _sides(header: Header) -> tuple[str, str]:
    """The sides that rows and columns grow to (PS3.3 C.7.6.1.1.1), empty where not said."""
    said = header.words(tags.PATIENT_ORIENTATION)
    if len(said) != 2 or not all(1 <= len(one) <= 3 and set(one) <= set("ALRPFH") for one in said):
        return ("", "")
    return (said[0], said[1])


def _placement(header: Header, spacing_mm: tuple[float, float]) -> Placement | None:
    position, cosines = header.numbers(tags.IMAGE_POSITION), header.numbers(tags.IMAGE_ORIENTATION)
    if len(position) != 3 or len(cosines) != 6 or max(map(abs, position)) > 1e5:
        return None
    right, down = vec3(cosines[:3]), vec3(cosines[3:])
    if max(abs(dot(right, right) - 1), abs(dot(down, down) - 1), abs(dot(right, down))) > 1e-3:
        return None
    return Placement(vec3(position), right, down, spacing_mm)


def read_picture(header: Header) -> Picture:
    """Return one image; `DicomError` says why it cannot be shown."""
    photometric = header.word(tags.PHOTOMETRIC_INTERPRETATION)
    if header.pixels is not None and header.pixels.floating:
        raise DicomError(f"{header.name} holds floating-point pixels, which cannot be shown.")
    stored = stored_values(header)
    if stored.ndim == 3:
        return ColourPicture(_colour(stored, header))
    if photometric == _PALETTE:
        return ColourPicture(_palette(stored, header))
    if reason := format_reason(header):
        raise DicomError(reason)
    values = modality_values(stored, header)
    unit = "HU" if kind_of(header).kind is SeriesKind.VOLUME and _has_rescale(header) else ""
    return GreyPicture(values, window_of(header, values), photometric == "MONOCHROME1", unit)


def _has_rescale(header: Header) -> bool:
    return header.number(tags.RESCALE_SLOPE) is not None and header.number(tags.RESCALE_INTERCEPT) is not None


def modality_values(stored: NDArray[Any], header: Header) -> NDArray[Any]:
    """Return stored values as the modality's own: their bits, sign and rescale, int16 where they fit."""
    form = pixel_format(header)
    values = (stored >> form.shift).astype(np.int32) & ((1 << form.stored) - 1)
    if form.signed:
        values -= values >> (form.stored - 1) << form.stored
    if form.slope == 1 and form.intercept == int(form.intercept) and abs(form.intercept) <= _LARGEST:
        values += int(form.intercept)
        fits = values.size == 0 or -32768 <= int(values.min()) <= int(values.max()) <= 32767
        return values.astype(np.int16) if fits else values
    return np.clip(values * form.slope + form.intercept, -_LARGEST, _LARGEST).astype(np.float32)


def window_of(header: Header, values: NDArray[Any]) -> WindowSetting:
    """Return the window an image names, else one that shows all but its brightest and darkest hundredth."""
    centre, width = header.number(tags.WINDOW_CENTER), header.number(tags.WINDOW_WIDTH)
    if centre is not None and width is not None and 1 <= width <= _LARGEST and abs(centre) <= _LARGEST:
        return WindowSetting(width, centre)
    low, high = (float(number) for number in np.percentile(values, (1, 99)))
    return WindowSetting(max(high - low, 1.0), (low + high) / 2)


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


def _palette(stored: NDArray[Any], header: Header) -> NDArray[np.uint8]:
    """The colours that a table in the header gives to values (PS3.3 C.7.6.3.1.5 and .6)."""
    channels: list[NDArray[np.uint8]] = []
    for describing, holding in tags.PALETTE:
        table, first = _palette_table(header, describing, holding)
        place = np.clip(stored.astype(np.int64) - first, 0, len(table) - 1)
        channels.append(table[place])
    return np.stack(channels, axis=-1)


def _palette_table(header: Header, describing: int, holding: int) -> tuple[NDArray[np.uint8], int]:
    order = ">" if header.syntax.big_endian else "<"
    descriptor = np.frombuffer(header.raw(describing)[:6], f"{order}u2")
    data = header.raw(holding)
    if len(descriptor) != 3 or not data:
        raise DicomError(f"The colours of {header.name} cannot be shown.")
    count = int(descriptor[0]) or 65536
    if len(data) >= 2 * count:
        table = (np.frombuffer(data, f"{order}u2", count) >> 8).astype(np.uint8)
    elif len(data) >= count:
        table = np.frombuffer(data, np.uint8, count)
    else:
        raise DicomError(f"The colours of {header.name} cannot be shown.")
    return table, int(descriptor[1])
