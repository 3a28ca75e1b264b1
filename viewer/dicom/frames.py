"""The coded image of one file, taken out of its fragments and decoded to stored values.

Decoders are those of imagecodecs, which let other threads run. Source: DICOM PS3.5 annex A.4.
"""

from collections.abc import Callable
from struct import unpack_from
from typing import Any

import attrs
import numpy as np
from numpy.typing import NDArray

from viewer.dicom.syntax import Coding
from viewer.errors import DicomError

_ITEM, _SEQUENCE_END = 0xFFFE_E000, 0xFFFE_E0DD
_DAMAGED = "Its compressed image is damaged."
_END_OF_IMAGE, _TAIL = b"\xff\xd9", 64


@attrs.frozen
class Frame:
    """What the header says about an image: rows, columns, samples per pixel and bits allocated."""

    rows: int
    columns: int
    samples: int
    allocated: int

    @property
    def shape(self) -> tuple[int, ...]:
        """The shape of the decoded array."""
        return (self.rows, self.columns) if self.samples == 1 else (self.rows, self.columns, self.samples)


def coded_image(pixel_data: bytes) -> bytes:
    """Return the coded bytes of a single image from the value of an encapsulated Pixel Data."""
    fragments: list[bytes] = []
    position = 0
    while position + 8 <= len(pixel_data):
        group, element, length = unpack_from("<HHI", pixel_data, position)
        tag = group << 16 | element
        if tag == _SEQUENCE_END:
            break
        start, position = position + 8, position + 8 + length
        if tag != _ITEM or position > len(pixel_data):
            raise DicomError("Its image is cut short.")
        fragments.append(pixel_data[start:position])
    # The first item is the table of offsets.
    if len(fragments) < 2:
        raise DicomError("Its image is cut short.")
    return fragments[1] if len(fragments) == 2 else b"".join(fragments[1:])


def decode(coded: bytes, coding: Coding, frame: Frame) -> NDArray[Any]:
    """Return the stored values of a coded image; `DicomError` without the file's name if damaged.

    The array has `frame.shape` and unsigned integers of the allocated bits.
    """
    if coding is not Coding.RLE and _coded_size(coded, coding) != (frame.rows, frame.columns):
        raise DicomError(_DAMAGED)
    try:
        image = np.asarray(_DECODERS[coding](coded, frame))
    except (RuntimeError, ValueError, TypeError, IndexError, OverflowError, MemoryError) as error:
        raise DicomError(_DAMAGED) from error
    if image.shape != frame.shape or image.dtype.kind not in "iu" or image.dtype.itemsize > 2:
        raise DicomError(_DAMAGED)
    stored = image.view(f"u{image.dtype.itemsize}")
    return stored.astype(f"u{frame.allocated // 8}", copy=False)


def _rle(coded: bytes, frame: Frame) -> Any:
    import imagecodecs  # heavy: 50 ms, and many series need no decoder

    planes = frame.samples * frame.allocated // 8
    if len(coded) < 64 or unpack_from("<I", coded)[0] != planes:
        raise ValueError(_DAMAGED)
    offsets = (*unpack_from(f"<{planes}I", coded, 4), len(coded))
    count = frame.rows * frame.columns
    image = np.empty((count, frame.samples, frame.allocated // 8), np.uint8)
    for plane in range(planes):
        segment = imagecodecs.packbits_decode(coded[offsets[plane] : offsets[plane + 1]])
        values = np.frombuffer(segment, np.uint8)
        if values.size < count:
            raise ValueError(_DAMAGED)
        # Segments begin with the most significant byte; the array is little endian.
        sample, byte = divmod(plane, frame.allocated // 8)
        image[:, sample, frame.allocated // 8 - 1 - byte] = values[:count]
    return image.view(f"<u{frame.allocated // 8}").reshape(frame.shape)


def _jpeg(coded: bytes, _: Frame) -> Any:
    import imagecodecs

    # The decoder fills what is missing with grey and says nothing.
    if coded.rfind(_END_OF_IMAGE, -_TAIL) < 0:
        raise ValueError(_DAMAGED)
    # The one decoder of imagecodecs that survives damaged lossless streams; it reads 8 to 16 bits.
    return imagecodecs.jpeg8_decode(coded)


def _jpeg_ls(coded: bytes, _: Frame) -> Any:
    import imagecodecs

    return imagecodecs.jpegls_decode(coded)


def _jpeg_2000(coded: bytes, _: Frame) -> Any:
    import imagecodecs

    # Of the two decoders for high-throughput streams only this one says where they are damaged.
    return imagecodecs.jpeg2k_decode(coded)


_DECODERS: dict[Coding, Callable[[bytes, Frame], Any]] = {
    Coding.RLE: _rle,
    Coding.JPEG: _jpeg,
    Coding.JPEG_LS: _jpeg_ls,
    Coding.JPEG_2000: _jpeg_2000,
}


def _coded_size(coded: bytes, coding: Coding) -> tuple[int, int] | None:
    """Read rows and columns from a code stream, so that a damaged one cannot ask for huge memory."""
    if coding is Coding.JPEG_2000:
        start = coded.find(b"\xff\x4f\xff\x51")
        if start < 0 or start + 24 > len(coded):
            return None
        width, height, left, top = unpack_from(">4I", coded, start + 8)
        return height - top, width - left
    position = 2
    while position + 9 <= len(coded):
        mark, kind, length = unpack_from(">BBH", coded, position)
        if mark != 0xFF:
            return None
        if kind == 0xFF:
            position += 1
        elif kind in _FRAME_MARKERS:
            return unpack_from(">HH", coded, position + 5)
        else:
            position += 2 + length
    return None


# Start of Frame of JPEG (without the tables among them) and of JPEG-LS.
_FRAME_MARKERS = frozenset((*range(0xC0, 0xD0), 0xF7)) - {0xC4, 0xC8, 0xCC}
