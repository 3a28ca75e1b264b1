"""Which images a case belongs to."""

import hashlib
from collections.abc import Iterable

import attrs

from viewer.model.study import Patient


@attrs.frozen
class StudyReference:
    """Which images a case belongs to; the case itself holds no pixels.

    `images` is the digest of the UIDs of all its images (`images_digest`), empty in a case of an older file.
    """

    study_uid: str = ""
    series_uid: str = ""
    part: int = 1
    frame_of_reference_uid: str = ""
    patient: Patient = Patient()
    study_date: str = ""
    patient_position: str = ""
    images: str = ""


def images_digest(instance_uids: Iterable[str]) -> str:
    """Return a digest of the UIDs of images, the same in any order; empty for none."""
    uids = sorted(instance_uids)
    return hashlib.sha256("\n".join(uids).encode()).hexdigest()[:32] if uids else ""
