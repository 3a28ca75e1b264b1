"""A series taken apart into the volumes it holds.

Images of different size, orientation, pixel spacing, frame of reference, kernel or unit never share a
volume. Those that share all this but lie at the same positions are taken apart by what else tells them
apart: the phase, the acquisition, the kind of image, the tube's voltage, the time.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Sequence
from itertools import pairwise

import attrs
import numpy as np

from viewer.dicom import tags
from viewer.dicom.duplicates import is_copy
from viewer.dicom.header import Header
from viewer.model.geometry import cross

# Blocks further apart than this, of different acquisitions, are volumes of their own.
_BLOCKS_APART_MM = 20.0
_SAME_MM = 0.01
FARTHEST_MM = 1e5
"""Positions beyond are no places in a scanner but damage."""

_Key = Callable[[Header], Hashable]
_Groups = list[list[Header]]


@attrs.frozen
class Part:
    """Images of one volume, and what sets them apart from the others of their series."""

    headers: tuple[Header, ...]
    note: str = ""


def parts_of(headers: Sequence[Header]) -> tuple[Part, ...]:
    """Return the volumes that the images of one series form, the largest first."""
    parts = [Part(tuple(headers))]
    for name, key in _NEVER_SHARED:
        parts = [piece for part in parts for piece in _divided(part, name, key)]
    parts = [piece for part in parts for piece in _apart(part)]
    parts = [piece for part in parts for piece in _blocks(part)]
    return tuple(sorted(parts, key=lambda part: -len(part.headers)))


def _divided(part: Part, name: str, key: _Key) -> list[Part]:
    groups = _grouped(part.headers, key)
    if len(groups) == 1:
        return [part]
    return [Part(tuple(group), _joined(part.note, name)) for group in groups]


def _joined(note: str, name: str) -> str:
    return name if not note or name in note else f"{note}, {name}"


def _grouped(headers: Sequence[Header], key: _Key) -> _Groups:
    found: dict[Hashable, list[Header]] = defaultdict(list)
    for header in headers:
        found[key(header)].append(header)
    return list(found.values())


def _rounded(tag: int, digits: int) -> _Key:
    def key(header: Header) -> Hashable:
        return tuple(round(number, digits) + 0.0 for number in header.numbers(tag))

    return key


def _placed(header: Header) -> Hashable:
    position = header.numbers(tags.IMAGE_POSITION)
    return len(position) == 3 and max(map(abs, position)) <= FARTHEST_MM


def _size(header: Header) -> Hashable:
    return header.integer(tags.ROWS), header.integer(tags.COLUMNS)


def _word(tag: int) -> _Key:
    return lambda header: header.word(tag).strip().upper()


_NEVER_SHARED: tuple[tuple[str, _Key], ...] = (
    ("without a position", _placed),
    ("another image size", _size),
    ("another orientation", _rounded(tags.IMAGE_ORIENTATION, 3)),
    ("another pixel size", _rounded(tags.PIXEL_SPACING, 3)),
    ("another kernel", _word(tags.CONVOLUTION_KERNEL)),
    ("another unit", _word(tags.RESCALE_TYPE)),
)
_TOLD_APART_BY: tuple[tuple[str, _Key], ...] = (
    ("another phase", _word(tags.TEMPORAL_POSITION)),
    ("another cardiac phase", _word(tags.CARDIAC_PHASE)),
    ("another acquisition", _word(tags.ACQUISITION_NUMBER)),
    ("another kind of image", _word(tags.IMAGE_TYPE)),
    ("another tube voltage", _word(tags.KVP)),
    ("another frame of reference", _word(tags.FRAME_OF_REFERENCE_UID)),
    ("another rescale", lambda header: (header.raw(tags.RESCALE_SLOPE), header.raw(tags.RESCALE_INTERCEPT))),
    ("another acquisition time", _word(tags.ACQUISITION_TIME)),
    ("another content time", _word(tags.CONTENT_TIME)),
)


def _apart(part: Part) -> list[Part]:
    """The part divided until no two different images lie at one position."""
    return [fine for piece in _of_frames(part) for fine in _without_repeats(piece)]


def _of_frames(part: Part) -> list[Part]:
    groups = _grouped(part.headers, _word(tags.FRAME_OF_REFERENCE_UID))
    # Some de-identification gives each image a frame of its own; two or three are a moved patient.
    if len(groups) in (1, len(part.headers)):
        return [part]
    return [Part(tuple(group), _joined(part.note, "another frame of reference")) for group in groups]


def _without_repeats(part: Part) -> list[Part]:
    repeats = _repeated(part.headers)
    if not repeats or len(_places(part.headers)) == 1:
        return [part]
    for name, key in _TOLD_APART_BY:
        groups = _grouped(part.headers, key)
        if 1 < len(groups) < len(part.headers) and not any(_repeated(group) for group in groups):
            return [Part(tuple(group), _joined(part.note, name)) for group in groups]
    return _by_order(part)


def _repeated(headers: Sequence[Header]) -> bool:
    """Whether two different images lie at one position."""
    return any(not is_copy(a, b) for place in _places(headers) for a, b in pairwise(place))


def _places(headers: Sequence[Header]) -> _Groups:
    """The images at each position, in the order of their numbers."""
    cosines = headers[0].numbers(tags.IMAGE_ORIENTATION)
    if len(cosines) != 6 or any(len(header.numbers(tags.IMAGE_POSITION)) != 3 for header in headers):
        return []
    normal = np.array(cross(cosines[:3], cosines[3:]))  # pyright: ignore[reportArgumentType]
    along = np.array([header.numbers(tags.IMAGE_POSITION) for header in headers]) @ normal
    numbers = np.array([_instance(header) for header in headers])
    order = np.lexsort(np.stack([numbers, np.round(along / _SAME_MM)]))
    breaks = np.flatnonzero(np.diff(along[order]) > 1.5 * _SAME_MM) + 1
    return [[headers[int(n)] for n in place] for place in np.split(order, breaks)]


def _instance(header: Header) -> float:
    return header.number(tags.INSTANCE_NUMBER) or 0.0


def _by_order(part: Part) -> list[Part]:
    """One volume for each image of a position, by their numbers, where nothing tells them apart."""
    places = [_distinct(place) for place in _places(part.headers)]
    most = max(map(len, places))
    if any(len(place) != most for place in places):
        first = tuple(place[0] for place in places)
        left = tuple(header for place in places for header in place[1:])
        return [Part(first, part.note), Part(left, _joined(part.note, "a second image at its position"))]
    note = _joined(part.note, "the order of its images")
    return [Part(tuple(place[n] for place in places), note) for n in range(most)]


def _distinct(place: list[Header]) -> list[Header]:
    kept = place[:1]
    kept += [after for before, after in pairwise(place) if not is_copy(before, after)]
    return kept


def _blocks(part: Part) -> list[Part]:
    """The part divided where far apart blocks come from different acquisitions."""
    places = _places(part.headers)
    if len(places) < 2:
        return [part]
    blocks: _Groups = [list(places[0])]
    for before, after in pairwise(places):
        near = _distance_mm(before[0], after[0]) <= _BLOCKS_APART_MM
        acquired = (one[0].word(tags.ACQUISITION_NUMBER) for one in (before, after))
        if near or len(set(acquired)) == 1:
            blocks[-1] += after
        else:
            blocks.append(list(after))
    if len(blocks) == 1:
        return [part]
    return [Part(tuple(block), _joined(part.note, "another block of the body")) for block in blocks]


def _distance_mm(one: Header, other: Header) -> float:
    here, there = one.numbers(tags.IMAGE_POSITION), other.numbers(tags.IMAGE_POSITION)
    return float(np.linalg.norm(np.subtract(here, there)))
