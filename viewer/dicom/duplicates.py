"""Exact copies of an image among the files of a series."""

import filecmp

from viewer.dicom import tags
from viewer.dicom.header import Header


def without_copies(headers: list[Header]) -> tuple[list[Header], int]:
    """Return images without byte-for-byte copies of the image before, and how many were copies.

    `headers` is sorted by position, so that a copy follows its original. Different images at one
    position both stay: which one is right is not for the program to guess.
    """
    kept = headers[:1]
    for header in headers[1:]:
        if not _is_copy(header, kept[-1]):
            kept.append(header)
    return kept, len(headers) - len(kept)


def _is_copy(one: Header, other: Header) -> bool:
    uid = one.word(tags.SOP_INSTANCE_UID)
    if not uid or uid != other.word(tags.SOP_INSTANCE_UID) or one.size != other.size:
        return False
    if one.raw(tags.IMAGE_POSITION) != other.raw(tags.IMAGE_POSITION):
        return False
    try:
        return filecmp.cmp(one.path, other.path, shallow=False)
    except OSError:
        # Loading will name the file; until then it is not known to be a copy.
        return False
