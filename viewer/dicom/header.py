"""What the header of one DICOM file says, decoded only when it is asked for."""

import math
import os
from functools import lru_cache
from pathlib import Path
from struct import unpack_from

from viewer.dicom import tags
from viewer.dicom.elements import Elements, PixelSpan, Read, codes, walk
from viewer.dicom.syntax import Syntax
from viewer.dicom.text import decode, printable
from viewer.errors import DicomError

Numbers = tuple[float, ...]


class Header:
    """The wanted elements of one file; a value that is absent or damaged reads as empty or None."""

    __slots__ = ("_values", "elements", "frame", "framed", "path", "size")

    def __init__(self, path: Path, size: int, elements: Elements, frame: int | None = None) -> None:
        """Take the elements of a file, or those of one `frame` (from 0) of several in it."""
        self.path = path
        self.size = size
        self.frame = frame or 0
        self.framed = frame is not None
        self.elements = elements
        self._values = elements.values

    @property
    def name(self) -> str:
        """What the image is called in a sentence: its file, and its frame where the file holds several."""
        return f"{self.path.name} (frame {self.frame + 1})" if self.framed else self.path.name

    @property
    def syntax(self) -> Syntax:
        """How the file is written."""
        return self.elements.syntax

    @property
    def pixels(self) -> PixelSpan | None:
        """Where its pixels lie, None if it has none."""
        return self.elements.pixels

    def raw(self, tag: int) -> bytes:
        """Return the bytes of a value, empty if absent."""
        return self._values.get(tag, b"")

    def word(self, tag: int) -> str:
        """Return a value of identifiers or codes (UI, CS) as plain text."""
        return _word(self._values.get(tag, b""))

    def words(self, tag: int) -> tuple[str, ...]:
        """Return the parts of a multi-valued code."""
        return tuple(part.strip() for part in self.word(tag).split("\\"))

    def text(self, tag: int) -> str:
        """Return free text or a name in the file's own character set."""
        return decode(self._values.get(tag, b""), self._values.get(tags.SPECIFIC_CHARACTER_SET, b""))

    def numbers(self, tag: int) -> Numbers:
        """Return decimal strings as numbers; empty if absent or if one is no finite number."""
        return _numbers(self._values.get(tag, b""))

    def number(self, tag: int) -> float | None:
        """Return the first of `numbers`."""
        found = _numbers(self._values.get(tag, b""))
        return found[0] if found else None

    def integer(self, tag: int) -> int | None:
        """Return an unsigned short (US) value."""
        value = self._values.get(tag, b"")
        if len(value) < 2:
            return None
        return unpack_from(">H" if self.syntax.big_endian else "<H", value)[0]

    def codes(self, tag: int) -> list[tuple[str, str]]:
        """Return `(value, meaning)` of each code of a code sequence; empty if absent or damaged."""
        value = self._values.get(tag)
        if not value:
            return []
        try:
            return codes(value, explicit=self.elements.explicit, big=self.syntax.big_endian)
        except DicomError:
            return []


def read_header(path: Path | str) -> Header:
    """Read the header of a file; `DicomError` says why it is no DICOM file or cannot be read."""
    try:
        handle = os.open(path, _FLAGS)
    except OSError as error:
        raise DicomError(_unreadable(error)) from error
    try:
        size = os.fstat(handle).st_size
        elements = walk(_reader(handle), size)
    except OSError as error:
        raise DicomError(_unreadable(error)) from error
    finally:
        os.close(handle)
    return Header(Path(path), size, elements)


# Without O_NONBLOCK a pipe put in the place of a file would be waited for.
_FLAGS = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0)


def _reader(handle: int) -> Read:
    # Not every system has pread, and where it is it halves the calls.
    if hasattr(os, "pread"):

        def read_at(offset: int, count: int) -> bytes:
            return os.pread(handle, count, offset)

        return read_at

    def read(offset: int, count: int) -> bytes:
        os.lseek(handle, offset, os.SEEK_SET)
        return os.read(handle, count)

    return read


def _unreadable(error: OSError) -> str:
    return f"The file cannot be read: {error.strerror or error}."


@lru_cache(maxsize=4096)
def _word(value: bytes) -> str:
    return printable(value.decode("latin-1"))


@lru_cache(maxsize=4096)
def _numbers(value: bytes) -> Numbers:
    try:
        # Python would take an underscore between digits.
        numbers = () if b"_" in value else tuple(float(part) for part in value.strip(b"\0 ").split(b"\\"))
    except ValueError:
        return ()
    return numbers if all(map(math.isfinite, numbers)) else ()
