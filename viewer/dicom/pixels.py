"""The stored pixel values of one file, read from where its header says they lie."""

import os
from io import RawIOBase
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from viewer.dicom import tags
from viewer.dicom.elements import data_start, inflate
from viewer.dicom.frames import Frame, coded_image, decode
from viewer.dicom.header import Header
from viewer.dicom.syntax import SYNTAXES, Coding
from viewer.errors import DicomError

_HINT = "Copy the study again from its source."


def frame_of(header: Header) -> Frame:
    """Return what the header says about the size of its image."""
    return Frame(
        header.integer(tags.ROWS) or 0,
        header.integer(tags.COLUMNS) or 0,
        header.integer(tags.SAMPLES_PER_PIXEL) or 1,
        header.integer(tags.BITS_ALLOCATED) or 0,
    )


def is_plain(header: Header) -> bool:
    """Whether the pixels lie in the file as they are, so that they can be read into place."""
    return header.syntax.coding is Coding.NATIVE and not header.syntax.deflated


def stored_values(header: Header) -> NDArray[Any]:
    """Return the stored values of an image as unsigned integers; `DicomError` names the file."""
    frame, span = frame_of(header), header.pixels
    if span is None or span.floating:
        raise DicomError(f"{header.name} holds no pixel data.")
    if header.syntax.uid not in SYNTAXES or frame.allocated not in (8, 16) or 0 in frame.shape:
        raise DicomError(f"{header.name} is written in a way that cannot be read.")
    data = _pixel_data(header)
    try:
        if header.syntax.coding is not Coding.NATIVE:
            coded = data if span.fragments else coded_image(data)
            return decode(coded, header.syntax.coding, frame)
    except DicomError as error:
        raise DicomError(f"{header.name} cannot be read. {error.message}", _HINT) from error
    count = int(np.prod(frame.shape))
    if len(data) * 8 < count * frame.allocated:
        raise cut_short(header.path)
    order = ">" if header.syntax.big_endian else "<"
    values = np.frombuffer(data, f"{order}u{frame.allocated // 8}", count)
    values = values.astype(f"u{frame.allocated // 8}", copy=False)
    if frame.samples > 1 and header.integer(tags.PLANAR_CONFIGURATION) == 1:
        return values.reshape(frame.samples, frame.rows, frame.columns).transpose(1, 2, 0)
    return values.reshape(frame.shape)


def read_into(header: Header, place: NDArray[np.int16]) -> None:
    """Read plain 16-bit pixels straight into a slice of a volume, in this machine's byte order."""
    span = header.pixels
    if span is None:
        raise DicomError(f"{header.name} holds no pixel data.")
    try:
        with header.path.open("rb", buffering=0) as file:
            file.seek(span.offset)
            view = place.reshape(-1).view(np.uint8).data
            got = 0
            while got < len(view):
                count = file.readinto(view[got:])
                if not count:
                    raise cut_short(header.path)
                got += count
    except OSError as error:
        raise _unreadable(header.path, error) from error
    if header.syntax.big_endian:
        place.byteswap(inplace=True)


def cut_short(path: Path) -> DicomError:
    """Return the error of a file that ends before its image does."""
    return DicomError(f"{path.name} is cut short: it ends in the middle of its image.", _HINT)


def _pixel_data(header: Header) -> bytes:
    span = header.pixels
    assert span is not None
    try:
        if not header.syntax.deflated:
            with header.path.open("rb", buffering=0) as file:
                if span.fragments:
                    return b"".join(_piece(file, *piece) for piece in span.fragments)
                file.seek(span.offset)
                return file.read(header.size if span.length is None else span.length)
        whole = header.path.read_bytes()
    except OSError as error:
        raise _unreadable(header.path, error) from error
    start = data_start(lambda at, count: whole[at : at + count], len(whole))
    return inflate(whole[start:])[span.offset :][: span.length]


def _piece(file: RawIOBase, offset: int, length: int) -> bytes:
    file.seek(offset)
    return file.read(length) or b""


def _unreadable(path: Path, error: OSError) -> DicomError:
    reason = error.strerror or os.strerror(error.errno or 0)
    return DicomError(f"{path.name} cannot be read: {reason}.", _HINT)
