"""Stored pixel values turned into Hounsfield units, by each image's own rescale.

Source: DICOM PS3.3 C.7.6.3 (bits, signedness, padding) and C.11.1 (rescale).
"""

from functools import lru_cache
from typing import Any

import attrs
import numpy as np
from numpy.typing import NDArray

from viewer.dicom import tags
from viewer.dicom.header import Header
from viewer.dicom.modality_table import ModalityTable, modality_table
from viewer.model.volume import AIR_HU

_LOWEST, _HIGHEST = -32768, 32767

Stored = NDArray[np.uint8] | NDArray[np.uint16]


@attrs.frozen
class PixelFormat:
    """How a stored value, as its unsigned bits, becomes HU.

    `padding` is the inclusive range of values outside the scanned circle, which become air. A `table`
    stands in the place of slope and intercept.
    """

    allocated: int
    stored: int
    shift: int
    signed: bool
    slope: float
    intercept: float
    padding: tuple[int, int] | None
    table: ModalityTable | None = None

    @property
    def is_shift_only(self) -> bool:
        """Whether HU are the stored values plus a whole number, so that they fit in place."""
        whole = self.slope == 1 and self.intercept == int(self.intercept)
        return (
            whole
            and self.table is None
            and abs(self.intercept) <= 8192
            and self.allocated == 16
            and self.shift == 0
        )


_FORMAT_TAGS = (
    tags.BITS_ALLOCATED,
    tags.BITS_STORED,
    tags.HIGH_BIT,
    tags.PIXEL_REPRESENTATION,
    tags.RESCALE_SLOPE,
    tags.RESCALE_INTERCEPT,
    tags.PIXEL_PADDING_VALUE,
    tags.PIXEL_PADDING_LIMIT,
)


def pixel_format(header: Header) -> PixelFormat:
    """Return the pixel format of an image whose header `unreadable_reason` found no fault with."""
    allocated = header.integer(tags.BITS_ALLOCATED) or 16
    stored = header.integer(tags.BITS_STORED) or allocated
    high = header.integer(tags.HIGH_BIT)
    signed = header.integer(tags.PIXEL_REPRESENTATION) == 1
    ends = [_padding(header.integer(t), signed, allocated) for t in _FORMAT_TAGS[-2:]]
    known = [end for end in ends if end is not None]
    slope = header.number(tags.RESCALE_SLOPE)
    return PixelFormat(
        allocated=allocated,
        stored=stored,
        shift=0 if high is None else max(high + 1 - stored, 0),
        signed=signed,
        slope=slope or 1.0,
        intercept=header.number(tags.RESCALE_INTERCEPT) or 0.0,
        padding=(min(known), max(known)) if ends[0] is not None else None,
        table=modality_table(header) if slope is None else None,
    )


def _padding(bits: int | None, signed: bool, allocated: int) -> int | None:
    if bits is None:
        return None
    # The value is written in two bytes whatever the depth; its sign is that of the pixels.
    if not signed:
        return bits
    if allocated == 8 and bits < 256:
        return bits - 256 * (bits > 127)
    return bits - 65536 * (bits > 32767)


def fill_hu(hu: NDArray[np.int16], form: PixelFormat) -> None:
    """Turn stored values that lie in `hu` as bits into HU, in place.

    Only for a format that `is_shift_only`: no other copy of the image is made.
    """
    padded = _padded(hu, form)
    unsigned_16 = not form.signed and form.stored == 16
    if form.stored < 16:
        _keep_stored_bits(hu, form)
    if padded is not None and form.stored < 16:
        padded |= _between(hu, form)
    intercept = int(form.intercept)
    lowest, highest = AIR_HU - intercept, _HIGHEST - intercept
    if unsigned_16:
        bits = hu.view(np.uint16)
        np.clip(bits, max(lowest, 0), min(highest, 65535), out=bits)
        bits += np.uint16(intercept & 0xFFFF)
    else:
        if _reaches(form, lowest, highest):
            np.clip(hu, max(lowest, _LOWEST), min(highest, _HIGHEST), out=hu)
        hu += np.int16(intercept)
    if padded is not None:
        hu[padded] = AIR_HU


def _padded(hu: NDArray[np.int16], form: PixelFormat) -> NDArray[np.bool_] | None:
    if form.padding is None:
        return None
    low, high = form.padding
    lost_with_high_bits = form.stored < 16 and not (-1 << form.stored - 1) <= low <= high < 1 << form.stored
    if high + form.intercept <= AIR_HU and not lost_with_high_bits:
        # Padding that is darker than air ends as air without being looked for.
        return None
    return _between(hu, form)


def _between(hu: NDArray[np.int16], form: PixelFormat) -> NDArray[np.bool_]:
    low, high = form.padding or (1, 0)
    values = hu if form.signed else hu.view(np.uint16)
    least, most = (_LOWEST, _HIGHEST) if form.signed else (0, 65535)
    low, high = max(low, least), min(high, most)
    if low > high:
        return np.zeros(hu.shape, bool)
    return values == low if low == high else (values >= low) & (values <= high)


def _keep_stored_bits(hu: NDArray[np.int16], form: PixelFormat) -> None:
    unused = 16 - form.stored
    if form.signed:
        np.left_shift(hu, unused, out=hu)
        np.right_shift(hu, unused, out=hu)
    else:
        np.bitwise_and(hu, np.int16((1 << form.stored) - 1), out=hu)


def _reaches(form: PixelFormat, lowest: int, highest: int) -> bool:
    half = 1 << (form.stored - 1)
    least, most = (-half, half - 1) if form.signed else (0, 2 * half - 1)
    return least < lowest or most > highest


@lru_cache(maxsize=64)
def hu_table(form: PixelFormat) -> NDArray[np.int16]:
    """Return the HU of every value the allocated bits can hold, indexed by the bits unsigned."""
    bits = np.arange(1 << form.allocated, dtype=np.int64)
    values = (bits >> form.shift) & ((1 << form.stored) - 1)
    whole = bits
    if form.signed:
        values = values - (values >> (form.stored - 1) << form.stored)
        whole = bits - (bits >> (form.allocated - 1) << form.allocated)
    hu = np.clip(np.rint(_scaled(values, form)), AIR_HU, _HIGHEST).astype(np.int16)
    if form.padding is not None:
        low, high = form.padding
        # Some scanners mark padding with bits beyond the stored ones: compare both readings.
        hu[((values >= low) & (values <= high)) | ((whole >= low) & (whole <= high))] = AIR_HU
    hu.flags.writeable = False
    return hu


def _scaled(values: NDArray[np.int64], form: PixelFormat) -> NDArray[Any]:
    if form.table is None:
        return values * form.slope + form.intercept
    entries = np.frombuffer(form.table.entries, "<i2")
    return entries[np.clip(values - form.table.first, 0, len(entries) - 1)]
