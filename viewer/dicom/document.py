"""The document that a DICOM object wraps: a report of another system, a scanned sheet."""

import struct

from viewer.dicom import tags
from viewer.dicom.header import Header
from viewer.dicom.kind import PDF_CLASS
from viewer.errors import DicomError

# What the library raises on damaged files, read with force.
_UNREADABLE = (
    *(OSError, ValueError, TypeError, KeyError, AttributeError, NotImplementedError),
    *(EOFError, RecursionError, MemoryError, OverflowError, IndexError, struct.error),
)
_PDF_START = b"%PDF-"


def is_document(header: Header) -> bool:
    """Whether an object wraps a PDF document."""
    return header.word(tags.SOP_CLASS_UID) == PDF_CLASS


def document_of(header: Header) -> bytes:
    """Return the PDF file that an object wraps; `DicomError` if it holds none.

    Source: DICOM PS3.3 C.24.2.
    """
    import pydicom  # slow to import, and only documents need it

    try:
        found = pydicom.dcmread(header.path, force=True, specific_tags=["EncapsulatedDocument"])
        data = bytes(found.get("EncapsulatedDocument", b""))
    except _UNREADABLE as error:
        raise DicomError(f"The document in {header.name} cannot be read.") from error
    start = data.find(_PDF_START, 0, 1024)
    if start < 0:
        raise DicomError(f"{header.name} holds no PDF document.")
    return data[start:]
