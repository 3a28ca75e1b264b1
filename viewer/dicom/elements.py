"""The bytes of a DICOM file walked element by element, only as far as its pixels begin.

Listing a folder must cost a fraction of a millisecond per file, so only wanted values are kept, as
raw bytes, and the place of the pixels is remembered for the loader. Source: DICOM PS3.5 section 7
and PS3.10 section 7.
"""

import zlib
from collections.abc import Callable, Iterator, Sequence
from struct import Struct

import attrs

from viewer.dicom import tags
from viewer.dicom.syntax import DEFLATED, IMPLICIT_LITTLE, Syntax, element_syntax
from viewer.errors import DicomError

_CHUNK = 16384
_UNDEFINED = 0xFFFF_FFFF
_ITEM, _ITEM_END, _SEQUENCE_END = 0xFFFE_E000, 0xFFFE_E00D, 0xFFFE_E0DD
_DEEPEST = 24
# No real file has more elements in its sequences; a made one could keep the walk busy for hours.
_MOST_ELEMENTS, _MOST_OF_FRAMES = 200_000, 3_000_000
# Only sequences and tables of colours are long; the rest of what is wanted is a few words.
_LONGEST_VALUE, _LONGEST_SEQUENCE = 1 << 16, 1 << 28
_LONG_VALUES = frozenset(
    (
        tags.DIRECTORY_RECORDS,
        tags.SHARED_FUNCTIONAL_GROUPS,
        tags.PER_FRAME_GROUPS,
        *(holding for _, holding in tags.PALETTE),
        tags.MODALITY_LUT_SEQUENCE,
        tags.CONTRAST_AGENT_SEQUENCE,
        tags.CONTRAST_ROUTE_SEQUENCE,
    )
)
_OF_FRAMES = frozenset((tags.DIRECTORY_RECORDS, tags.PER_FRAME_GROUPS))
# Real images shrink a few times; what grows further is made to fill the memory.
_HIGHEST_RATIO, _ALWAYS_INFLATED, _MOST_INFLATED = 60, 32 << 20, 1 << 30
_LONG = frozenset(b"OB OD OF OL OV OW SQ SV UC UN UR UT UV".split())
_SHORT = frozenset(b"AE AS AT CS DA DS DT FL FD IS LO LT PN SH SL SS ST TM UI UL US".split())
_HEADS = {
    (explicit, big): (Struct((">" if big else "<") + layout), Struct(">I" if big else "<I"))
    for big in (False, True)
    for explicit, layout in ((True, "HH2sH"), (False, "HHI"))
}

Read = Callable[[int, int], bytes]


@attrs.frozen
class PixelSpan:
    """Where the value of Pixel Data lies; `length` is None when it is split into fragments.

    `fragments` are the `(offset, length)` of the coded pieces of one frame among several.
    """

    offset: int
    length: int | None
    floating: bool = False
    fragments: tuple[tuple[int, int], ...] = ()


@attrs.frozen
class Elements:
    """The wanted values of one file as raw bytes, and where its pixels lie.

    With a deflated syntax `pixels` counts in the inflated bytes of `inflated`.
    """

    syntax: Syntax
    explicit: bool
    values: dict[int, bytes]
    pixels: PixelSpan | None
    multiframe: bool = False


class _Window:
    """The part of a file held in memory, moved along as the walk needs it."""

    def __init__(self, read: Read, size: int) -> None:
        self._read = read
        self.size = size
        self.base = 0
        self.bytes = read(0, min(_CHUNK, size))

    def locate(self, position: int, count: int) -> int:
        """Return where `position` lies in `bytes`, with at least `count` bytes behind it."""
        place = position - self.base
        if place >= 0 and place + count <= len(self.bytes):
            return place
        if position + count > self.size:
            raise DicomError("The file ends in the middle of its header.")
        self.bytes = self._read(position, min(max(_CHUNK, count), self.size - position))
        self.base = position
        if len(self.bytes) < count:
            raise DicomError("The file ends in the middle of its header.")
        return 0

    def value(self, position: int, count: int) -> bytes:
        place = self.locate(position, count)
        return self.bytes[place : place + count]


@attrs.define
class _Walk:
    """Reads element heads one after another in one byte order."""

    window: _Window
    explicit: bool
    big: bool
    walked: int = 0
    most: int = _MOST_ELEMENTS

    def head(self, position: int) -> tuple[int, bytes, int, int]:
        """Return tag, VR, length and where the value begins; `position` is where the head does."""
        window = self.window
        place = position - window.base
        if place < 0 or place + 12 > len(window.bytes):
            place = window.locate(position, min(12, max(8, window.size - position)))
        short, long = _HEADS[self.explicit, self.big]
        if not self.explicit:
            group, element, length = short.unpack_from(window.bytes, place)
            return group << 16 | element, b"", length, position + 8
        group, element, vr, length = short.unpack_from(window.bytes, place)
        if vr in _LONG:
            window.locate(position, 12)
            (length,) = long.unpack_from(window.bytes, position - window.base + 8)
            return group << 16 | element, vr, length, position + 12
        if group == 0xFFFE:
            (length,) = long.unpack_from(window.bytes, place + 4)
        elif vr not in _SHORT:
            raise DicomError("The header is damaged.")
        return group << 16 | element, vr, length, position + 8

    def after(self, vr: bytes, length: int, start: int, depth: int = 0) -> int:
        """Return where the element ends whose value begins at `start`."""
        if length != _UNDEFINED:
            return start + length
        if vr == b"UN" and self.explicit:
            # A sequence of unknown VR is written as implicit little endian (PS3.5 6.2.2).
            inner = _Walk(self.window, explicit=False, big=False, walked=self.walked, most=self.most)
            end = inner.sequence_end(start, depth + 1)
            self.walked = inner.walked
            return end
        return self.sequence_end(start, depth + 1)

    def count(self) -> None:
        """Count an element within a sequence; `DicomError` once there are too many."""
        self.walked += 1
        if self.walked > self.most:
            raise DicomError("The header holds more than can be looked through.")

    def sequence_end(self, position: int, depth: int) -> int:
        if depth > _DEEPEST:
            raise DicomError("The header is damaged.")
        while True:
            self.count()
            tag, _, length, start = self.head(position)
            if tag == _SEQUENCE_END:
                return start
            if tag != _ITEM:
                raise DicomError("The header is damaged.")
            position = start + length if length != _UNDEFINED else self.item_end(start, depth)

    def item_end(self, position: int, depth: int) -> int:
        while True:
            self.count()
            tag, vr, length, start = self.head(position)
            if tag == _ITEM_END:
                return start
            position = self.after(vr, length, start, depth)


def walk(read: Read, size: int) -> Elements:
    """Return the wanted elements of a file given as a reader of `(offset, count)`.

    `DicomError` says in one sentence why it is no DICOM file or where it is damaged.
    """
    window = _Window(read, size)
    start, found = _file_meta(window)
    uid = found.get(tags.TRANSFER_SYNTAX_UID, b"").rstrip(b"\0 ").decode("ascii", "backslashreplace")
    syntax = element_syntax(uid or IMPLICIT_LITTLE)
    if syntax.uid == DEFLATED:
        inflated = inflate(read(start, size - start))
        window, start = _Window(lambda at, count: inflated[at : at + count], len(inflated)), 0
    explicit = _is_explicit(window, start, syntax)
    pixels, multiframe = _data_set(_Walk(window, explicit, syntax.big_endian), start, found)
    return Elements(syntax, explicit, found, pixels, multiframe)


def inflate(deflated: bytes) -> bytes:
    """Return the data set of a deflated file (PS3.5 A.5); `DicomError` if it is damaged or a bomb."""
    most = min(max(_ALWAYS_INFLATED, _HIGHEST_RATIO * len(deflated)), _MOST_INFLATED)
    stream = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        inflated = stream.decompress(deflated, most)
    except zlib.error as error:
        raise DicomError("The compressed file is damaged.") from error
    if stream.unconsumed_tail:
        raise DicomError("The compressed file grows too large: it looks made to fill the memory.")
    return inflated


def data_start(read: Read, size: int) -> int:
    """Return where the data set begins behind the file meta information."""
    return _file_meta(_Window(read, size))[0]


def codes(sequence: bytes, *, explicit: bool, big: bool) -> list[tuple[str, str]]:
    """Return `(value, meaning)` of each code in the raw bytes of a code sequence."""
    found: list[tuple[str, str]] = []
    value = ""
    wanted = (tags.CODE_VALUE, tags.CODE_MEANING)
    for tag, raw in nested_values(sequence, wanted, explicit=explicit, big=big):
        text = raw.rstrip(b"\0 ").decode("latin-1")
        if tag == tags.CODE_VALUE:
            value = text
        else:
            found.append((value, text))
    return found or ([(value, "")] if value else [])


def nested_values(
    sequence: bytes, wanted: Sequence[int], *, explicit: bool, big: bool
) -> Iterator[tuple[int, bytes]]:
    """Yield `(tag, raw value)` of the wanted elements in the items of a sequence, in their order.

    Sequences within the items are passed over. `DicomError` where the bytes are damaged.
    """
    window = _Window(lambda at, count: sequence[at : at + count], len(sequence))
    walker = _Walk(window, explicit, big, most=_MOST_OF_FRAMES)
    position = 0
    while position + 8 <= window.size:
        walker.count()
        tag, vr, length, start = walker.head(position)
        if tag in (_ITEM, _ITEM_END, _SEQUENCE_END):
            position = start
            continue
        if tag in wanted:
            yield tag, window.value(start, length)
        position = walker.after(vr, length, start)


def flat_items(sequence: bytes, *, explicit: bool, big: bool) -> list[dict[int, bytes]]:
    """Return the wanted elements of each item of a sequence, those of sequences within it among them.

    Of an element that occurs more than once in an item the first counts.
    """
    window = _Window(lambda at, count: sequence[at : at + count], len(sequence))
    walker = _Walk(window, explicit, big, most=_MOST_OF_FRAMES)
    found: list[dict[int, bytes]] = []
    position = 0
    while position + 8 <= window.size:
        walker.count()
        tag, _, length, start = walker.head(position)
        if tag == _SEQUENCE_END:
            break
        if tag != _ITEM:
            raise DicomError("The header is damaged.")
        position = start + length if length != _UNDEFINED else walker.item_end(start, 1)
        item: dict[int, bytes] = {}
        _flatten(walker, start, min(position, window.size), item, 1)
        found.append(item)
    return found


def _flatten(walker: _Walk, position: int, end: int, item: dict[int, bytes], depth: int) -> None:
    if depth > _DEEPEST:
        raise DicomError("The header is damaged.")
    while position + 8 <= end:
        walker.count()
        tag, vr, length, start = walker.head(position)
        if tag in (_ITEM, _ITEM_END, _SEQUENCE_END):
            position = start
            continue
        after = walker.after(vr, length, start)
        if vr == b"SQ" or tag in tags.FUNCTIONAL_GROUPS:
            _flatten(walker, start, min(after, end), item, depth + 1)
        elif tag in tags.WANTED:
            item.setdefault(tag, walker.window.value(start, after - start))
        position = after


def _file_meta(window: _Window) -> tuple[int, dict[int, bytes]]:
    if window.size == 0:
        raise DicomError("The file is empty.")
    found: dict[int, bytes] = {}
    if window.bytes[128:132] != b"DICM":
        if window.bytes[:2] not in (b"\x08\x00", b"\x02\x00") or window.bytes[3:4] != b"\x00":
            raise DicomError("This is not a DICOM file.")
        position = 0
    else:
        position = 132
    meta = _Walk(window, explicit=True, big=False)
    while position + 8 <= window.size and window.value(position, 2) == b"\x02\x00":
        tag, _, length, start = meta.head(position)
        if length == _UNDEFINED:
            raise DicomError("The header is damaged.")
        if tag in tags.WANTED and length <= _LONGEST_VALUE:
            found[tag] = window.value(start, length)
        position = start + length
    return position, found


def _is_explicit(window: _Window, start: int, syntax: Syntax) -> bool:
    # Some writers name one little endian syntax and use the other: the first VR tells.
    if start + 8 > window.size or syntax.big_endian:
        return syntax.explicit
    vr = window.value(start, 6)[4:6]
    return vr in _SHORT or vr in _LONG


def _data_set(walker: _Walk, start: int, found: dict[int, bytes]) -> tuple[PixelSpan | None, bool]:
    window, wanted = walker.window, tags.WANTED
    position = start
    while position + 8 <= window.size:
        tag, vr, length, value = walker.head(position)
        if tag in (tags.PIXEL_DATA, tags.FLOAT_PIXEL_DATA):
            known = None if length == _UNDEFINED else length
            return PixelSpan(value, known, tag != tags.PIXEL_DATA), tags.PER_FRAME_GROUPS in found
        if tag in _OF_FRAMES:
            walker.most = _MOST_OF_FRAMES
        position = value + length if length != _UNDEFINED else walker.after(vr, length, value)
        if tag in wanted and position - value <= _longest(tag):
            found[tag] = window.value(value, position - value)
    if position > window.size:
        raise DicomError("The file ends in the middle of its header.")
    return None, tags.PER_FRAME_GROUPS in found


def _longest(tag: int) -> int:
    return _LONGEST_SEQUENCE if tag in _LONG_VALUES else _LONGEST_VALUE
