"""The UIDs of objects that Thecal makes: the same one only for an object that is the same byte for byte."""

import hashlib
import io
import re
import uuid

from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.filewriter import dcmwrite
from pydicom.uid import UID, ExplicitVRLittleEndian

from viewer import __version__
from viewer.dicom.uid import named_uid
from viewer.errors import DicomError
from viewer.model.study_reference import StudyReference

_LONGEST_UID, _LONGEST_ROOT = 64, 40
_ROOT = re.compile(r"[0-2](\.(0|[1-9][0-9]*))+")
_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_OID, "thecal derived objects")
_IMPLEMENTATION_UID = UID(named_uid("thecal"))


def case_key(study: StudyReference) -> str:
    """Return what tells one case from every other: its study, series and part."""
    return f"{study.study_uid}|{study.series_uid}|{study.part}"


def checked_root(root: str) -> str:
    """Return a site's UID root without a dot at its end; `DicomError` where it cannot be one."""
    bare = root.strip().rstrip(".")
    if bare and (len(bare) > _LONGEST_ROOT or not _ROOT.fullmatch(bare)):
        raise DicomError(
            f"The UID root {root[:80]!r} is not one that can be used.",
            f"Give numbers with dots between them, at most {_LONGEST_ROOT} characters, in the settings.",
        )
    return bare


def object_uid(case: str, kind: str, content: bytes, root: str = "") -> str:
    """Return the UID of an object of a case (`case_key`): 2.25 with a UUIDv5, or a number under `root`.

    It follows from case, kind and content alone. `DicomError` where the root is none.
    Source: DICOM PS3.5 9 and B.2, RFC 9562 5.5.
    """
    digest = hashlib.sha256(content).hexdigest()
    number = uuid.uuid5(_NAMESPACE, f"{case}\n{kind}\n{digest}").int
    bare = checked_root(root)
    if not bare:
        return f"2.25.{number}"
    return f"{bare}.{number % 10 ** (_LONGEST_UID - len(bare) - 1)}"


def identified(dataset: Dataset, case: str, kind: str, root: str = "", *, keep_series: bool = False) -> bytes:
    """Return the whole file of an object that gets its SOP instance UID from its own content.

    Written with the UID left out, hashed, then written with it. The object is a series of its own, whose
    UID follows from the same content, unless `keep_series`: then `SeriesInstanceUID` stays as it was given.
    Dates and times in `dataset` must come from the report, never from the clock. The data set is changed.
    """
    dataset.SOPInstanceUID = ""
    if not keep_series:
        dataset.SeriesInstanceUID = ""
    content = _written(dataset)
    dataset.SOPInstanceUID = object_uid(case, kind, content, root)
    if not keep_series:
        dataset.SeriesInstanceUID = object_uid(case, f"{kind} series", content, root)
    return _written(dataset)


def _written(dataset: Dataset) -> bytes:
    """The file of an object; where it has no UID yet, its meta header has a stand-in."""
    meta = FileMetaDataset()
    meta.FileMetaInformationVersion = b"\0\1"
    meta.MediaStorageSOPClassUID = dataset.SOPClassUID
    meta.MediaStorageSOPInstanceUID = dataset.SOPInstanceUID or _IMPLEMENTATION_UID
    meta.TransferSyntaxUID = _syntax(dataset)
    meta.ImplementationClassUID = _IMPLEMENTATION_UID
    meta.ImplementationVersionName = f"THECAL_{__version__}"[:16]
    dataset.file_meta = meta
    dataset.preamble = b"\0" * 128
    buffer = io.BytesIO()
    dcmwrite(buffer, dataset, enforce_file_format=True)
    return buffer.getvalue()


def _syntax(dataset: Dataset) -> UID:
    """The transfer syntax the data set was made for, explicit little endian where none was named."""
    meta = getattr(dataset, "file_meta", None)
    named = getattr(meta, "TransferSyntaxUID", None)
    return UID(named) if named and UID(named).is_encapsulated else ExplicitVRLittleEndian
