"""Images that lie at the place of another: copies are dropped, different ones are told apart."""

import attrs
import numpy as np

from viewer.dicom import tags
from viewer.dicom.header import Header
from viewer.dicom.pixels import stored_values
from viewer.errors import DicomError

_SAME_MM = 0.01


@attrs.frozen
class Doubled:
    """How many copies were dropped, and at how many positions a different image was left out."""

    dropped: int = 0
    ambiguous: int = 0


def without_copies(headers: list[Header]) -> tuple[list[Header], Doubled]:
    """Return images without those that an earlier one at the same place has already shown.

    `headers` is sorted by position, and at one position in the order they were made.
    """
    kept = headers[:1]
    dropped = 0
    for header in headers[1:]:
        if is_copy(header, kept[-1]):
            dropped += 1
        else:
            kept.append(header)
    return kept, Doubled(dropped)


def at_one_place(one: Header, other: Header) -> bool:
    """Whether two images lie at the same position."""
    first, second = (header.raw(tags.IMAGE_POSITION) for header in (one, other))
    if first == second:
        return True
    here, there = one.numbers(tags.IMAGE_POSITION), other.numbers(tags.IMAGE_POSITION)
    return len(here) == len(there) == 3 and bool(np.allclose(here, there, rtol=0, atol=_SAME_MM))


def is_copy(one: Header, other: Header) -> bool:
    """Whether two images at one position are the same object, or have the same pixels."""
    if not at_one_place(one, other):
        return False
    uid = one.word(tags.SOP_INSTANCE_UID)
    if uid and uid == other.word(tags.SOP_INSTANCE_UID) and one.frame == other.frame:
        return True
    if any(one.raw(tag) != other.raw(tag) for tag in (tags.RESCALE_SLOPE, tags.RESCALE_INTERCEPT)):
        return False
    try:
        return np.array_equal(stored_values(one), stored_values(other))
    except DicomError:
        # Loading will name the file; until then it is not known to be a copy.
        return False
