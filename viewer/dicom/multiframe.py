"""The frames of one file, each as if it were a file of its own.

An enhanced object describes its frames in functional groups (PS3.3 C.7.6.16); older multi-frame
objects have nothing but pixels for each. Either way a frame becomes a header of its own, so that
splitting, stacking and loading need not know.
"""

from struct import unpack_from
from typing import BinaryIO, TypeAlias

import attrs

from viewer.dicom import tags
from viewer.dicom.elements import PixelSpan, flat_items
from viewer.dicom.header import Header
from viewer.dicom.syntax import Coding
from viewer.errors import DicomError

_Piece: TypeAlias = tuple[int, int]
MOST_FRAMES = 20_000
# Start of image of JPEG and JPEG-LS, start of codestream of JPEG 2000.
_BEGINNINGS = (b"\xff\xd8", b"\xff\x4f")
_ITEM, _SEQUENCE_END = 0xFFFE_E000, 0xFFFE_E0DD
# What a frame says under its own tag means the same as these tags of a single image.
_SAME_AS = {
    tags.FRAME_TYPE: tags.IMAGE_TYPE,
    tags.FRAME_ACQUISITION_NUMBER: tags.ACQUISITION_NUMBER,
    tags.TEMPORAL_POSITION_INDEX: tags.TEMPORAL_POSITION,
}


def frames_of(header: Header) -> tuple[Header, ...]:
    """Return a header for each frame of a file, the given one alone where it holds a single image.

    `DicomError` says why the frames cannot be told.
    """
    count = int(header.number(tags.NUMBER_OF_FRAMES) or 1)
    if count <= 1 and not header.elements.multiframe:
        return (header,)
    if not 1 <= count <= MOST_FRAMES:
        raise DicomError(f"{header.name} says that it holds {count:,} frames.")
    shared, frames = _groups(header)
    if frames and len(frames) < count:
        raise DicomError(f"{header.name} describes {len(frames)} of its {count} frames.")
    spans = _spans(header, count)
    return tuple(
        _frame(header, n, {**shared, **(frames[n] if frames else {})}, spans[n]) for n in range(count)
    )


def _groups(header: Header) -> tuple[dict[int, bytes], list[dict[int, bytes]]]:
    explicit, big = header.elements.explicit, header.syntax.big_endian
    shared = flat_items(header.raw(tags.SHARED_FUNCTIONAL_GROUPS), explicit=explicit, big=big)
    frames = flat_items(header.raw(tags.PER_FRAME_GROUPS), explicit=explicit, big=big)
    return (shared[0] if shared else {}), frames


def _frame(header: Header, number: int, said: dict[int, bytes], span: PixelSpan | None) -> Header:
    values = {tag: value for tag, value in header.elements.values.items() if tag not in _LEFT_BEHIND}
    big = header.syntax.big_endian
    for tag, value in said.items():
        values[_SAME_AS.get(tag, tag)] = _as_text(value, big=big) if tag in _BINARY else value
    values[tags.INSTANCE_NUMBER] = str(number + 1).encode()
    elements = attrs.evolve(header.elements, values=values, pixels=span, multiframe=False)
    return Header(header.path, header.size, elements, number)


def _as_text(value: bytes, *, big: bool) -> bytes:
    return str(int.from_bytes(value, "big" if big else "little")).encode()


_BINARY = frozenset((tags.FRAME_ACQUISITION_NUMBER, tags.TEMPORAL_POSITION_INDEX))
# What tells of the whole file and not of one frame.
_LEFT_BEHIND = frozenset((tags.NUMBER_OF_FRAMES, tags.SHARED_FUNCTIONAL_GROUPS, tags.PER_FRAME_GROUPS))


def _spans(header: Header, count: int) -> list[PixelSpan | None]:
    whole = header.pixels
    if whole is None:
        return [None] * count
    if header.syntax.coding is Coding.NATIVE:
        bits = header.integer(tags.BITS_ALLOCATED) or 0
        pixels = (header.integer(tags.ROWS) or 0) * (header.integer(tags.COLUMNS) or 0)
        size = pixels * (header.integer(tags.SAMPLES_PER_PIXEL) or 1) * bits // 8
        return [attrs.evolve(whole, offset=whole.offset + n * size, length=size) for n in range(count)]
    return [*_coded_spans(header, whole, count)]


def _coded_spans(header: Header, whole: PixelSpan, count: int) -> list[PixelSpan]:
    offsets, pieces, begins = _pieces(header, whole)
    if len(pieces) == count:
        groups = [[piece] for piece in pieces]
    elif len(offsets) == count:
        first = pieces[0][0] - 8
        starts = [first + offset for offset in offsets]
        ends = [*starts[1:], pieces[-1][0] + pieces[-1][1] + 8]
        groups = [
            [piece for piece in pieces if start <= piece[0] - 8 < end]
            for start, end in zip(starts, ends, strict=True)
        ]
    else:
        groups = _by_begins(pieces, begins)
    if len(groups) != count or not all(groups):
        raise DicomError(f"{header.name} does not say where its frames begin.")
    return [PixelSpan(group[0][0], None, fragments=tuple(group)) for group in groups]


def _by_begins(pieces: list[_Piece], begins: list[bool]) -> list[list[_Piece]]:
    """The pieces grouped where an image begins, for files without a table of offsets."""
    groups: list[list[_Piece]] = []
    for piece, begin in zip(pieces, begins, strict=True):
        if begin or not groups:
            groups.append([])
        groups[-1].append(piece)
    return groups


def _pieces(header: Header, whole: PixelSpan) -> tuple[list[int], list[_Piece], list[bool]]:
    """The table of offsets, where each coded piece behind it lies, and whether an image begins with it."""
    try:
        with header.path.open("rb") as file:
            pieces = _walked(file, whole.offset, header)
            file.seek(pieces[0][0])
            table = file.read(pieces[0][1])
            begins = [_begins(file, offset) for offset, _ in pieces[1:]]
    except OSError as error:
        raise DicomError(f"{header.name} cannot be read: {error.strerror or error}.") from error
    return list(unpack_from(f"<{len(table) // 4}I", table)), pieces[1:], begins


def _begins(file: BinaryIO, offset: int) -> bool:
    file.seek(offset)
    return file.read(2) in _BEGINNINGS


def _walked(file: BinaryIO, position: int, header: Header) -> list[_Piece]:
    pieces: list[_Piece] = []
    while position + 8 <= header.size:
        file.seek(position)
        group, element, length = unpack_from("<HHI", file.read(8))
        if group << 16 | element == _SEQUENCE_END:
            break
        if group << 16 | element != _ITEM or position + 8 + length > header.size:
            raise DicomError(f"{header.name} is cut short: it ends in the middle of its images.")
        pieces.append((position + 8, length))
        if len(pieces) > 4 * MOST_FRAMES:
            raise DicomError(f"{header.name} is split into too many pieces.")
        position += 8 + length
    if len(pieces) < 2:
        raise DicomError(f"{header.name} holds no images.")
    return pieces
