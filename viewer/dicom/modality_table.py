"""The table through which the pixels of some images become Hounsfield units, instead of a rescale.

Source: DICOM PS3.3 C.11.1.1 (Modality LUT).
"""

import attrs
import numpy as np

from viewer.dicom import tags
from viewer.dicom.elements import nested_values
from viewer.dicom.header import Header
from viewer.errors import DicomError

_WANTED = (tags.LUT_DESCRIPTOR, tags.MODALITY_LUT_TYPE, tags.LUT_DATA)


@attrs.frozen
class ModalityTable:
    """The HU of each value from `first` on, as little-endian int16; values beyond an end have its HU."""

    first: int
    entries: bytes = attrs.field(repr=False)


def modality_table(header: Header) -> ModalityTable | None:
    """Return the table of an image; None where it has none, a damaged one, or one of another unit."""
    sequence = header.raw(tags.MODALITY_LUT_SEQUENCE)
    if not sequence:
        return None
    big = header.syntax.big_endian
    try:
        found = dict(nested_values(sequence, _WANTED, explicit=header.elements.explicit, big=big))
    except DicomError:
        return None
    unit = found.get(tags.MODALITY_LUT_TYPE, b"").strip(b"\0 ").upper()
    order = ">" if big else "<"
    descriptor = np.frombuffer(found.get(tags.LUT_DESCRIPTOR, b"")[:6], f"{order}u2")
    if unit != b"HU" or len(descriptor) != 3:
        return None
    count = int(descriptor[0]) or 1 << 16
    signed = header.integer(tags.PIXEL_REPRESENTATION) == 1
    first = int(descriptor[1].astype(np.int16)) if signed else int(descriptor[1])
    data = found.get(tags.LUT_DATA, b"")
    if len(data) < 2 * count:
        return None
    # The unit is HU: what would be beyond 32767 unsigned is below zero.
    return ModalityTable(first, np.frombuffer(data, f"{order}i2", count).astype("<i2").tobytes())
