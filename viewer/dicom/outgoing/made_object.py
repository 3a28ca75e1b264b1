"""A DICOM object that was made: its file, and what others need to refer to it."""

import attrs
from pydicom.dataset import Dataset

from viewer.dicom.outgoing.uids import case_key, identified, object_uid
from viewer.model.report.report import Report


@attrs.frozen
class MadeObject:
    """`data` is its whole file; `is_image` tells whether it holds pixels."""

    sop_class_uid: str
    sop_instance_uid: str
    series_uid: str
    data: bytes
    is_image: bool = False


def made_object(
    dataset: Dataset, report: Report, kind: str, uid_root: str, *, is_image: bool = False
) -> MadeObject:
    """Return an object with its UIDs; all objects of a kind made of one report are a series of their own."""
    key = case_key(report.study)
    moment = f"{report.made_at}|{report.number}|{report.state.value}"
    dataset.SeriesInstanceUID = object_uid(key, f"{kind} series", moment.encode(), uid_root)
    data = identified(dataset, key, kind, uid_root, keep_series=True)
    return MadeObject(
        str(dataset.SOPClassUID), str(dataset.SOPInstanceUID), str(dataset.SeriesInstanceUID), data, is_image
    )
