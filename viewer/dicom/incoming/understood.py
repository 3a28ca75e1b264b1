"""What Thecal takes over from reports and segmentations, its own and others', and what it could not."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import attrs
from pydicom.dataset import Dataset

from viewer.dicom.incoming.guarded import read_guarded
from viewer.dicom.incoming.measurement import IncomingMeasurement
from viewer.dicom.incoming.seg import LABELMAP_CLASS, SEG_CLASS, read_segmentation
from viewer.dicom.incoming.segment import IncomingSegment
from viewer.dicom.incoming.sr import read_report
from viewer.dicom.incoming.taken import Taken
from viewer.dicom.outgoing.source_study import SourceStudy
from viewer.errors import DicomError, ViewerError
from viewer.model.finding import CompressionMark
from viewer.model.geometry import VolumeGeometry
from viewer.model.spine import Level
from viewer.model.study_reference import StudyReference


@attrs.frozen
class Understood:
    """What objects say that Thecal can show.

    `marks` are those of Thecal's own reports; `levels` the level each of them (by its id) was reported at.
    `measurements` are lengths, areas and other numbers, of its own level rows or of other programs;
    `segments` lie on the volume's grid. `not_understood` says in sentences what was left out, and why.
    """

    marks: tuple[CompressionMark, ...] = ()
    levels: Mapping[str, Level | None] = attrs.field(factory=dict)
    measurements: tuple[IncomingMeasurement, ...] = ()
    segments: tuple[IncomingSegment, ...] = ()
    not_understood: tuple[str, ...] = ()


def understand(
    paths: Sequence[Path],
    geometry: VolumeGeometry,
    study: StudyReference | None = None,
    images: SourceStudy | None = None,
) -> Understood:
    """Return what reports and segmentations say of a volume.

    With `study` given, objects of another patient, study or frame of reference are left out with a sentence.
    With `images`, those of the volume's series, regions drawn on single ones have their place in the patient.
    A file that cannot be read becomes a sentence too; nothing is raised for it.
    """
    taken = Taken()
    for path in paths:
        try:
            found = read_guarded(path, lambda dataset: _read(dataset, geometry, study, images))
        except ViewerError as error:
            found = Taken(notes=(str(error),))
        named = tuple(note if path.name in note else f"{path.name}: {note}" for note in found.notes)
        taken = taken.joined(attrs.evolve(found, notes=named))
    marks = {mark.mark_id: mark for mark in taken.marks}
    return Understood(tuple(marks.values()), taken.levels, taken.measurements, taken.segments, taken.notes)


def _read(
    dataset: Dataset, geometry: VolumeGeometry, study: StudyReference | None, images: SourceStudy | None
) -> Taken:
    if study is not None and (reason := _stranger(dataset, study)):
        return Taken(notes=(reason,))
    frame_uid = study.frame_of_reference_uid if study else ""
    sop_class = str(dataset.get("SOPClassUID", ""))
    if sop_class in _SEGMENTATIONS:
        return read_segmentation(dataset, geometry, frame_uid)
    if sop_class.startswith(_REPORTS):
        return read_report(dataset, geometry, frame_uid, images)
    raise DicomError("This is neither a structured report nor a segmentation.")


def _stranger(dataset: Dataset, study: StudyReference) -> str:
    """Why an object belongs to something else, empty where it belongs to the study."""
    if str(dataset.get("StudyInstanceUID", "")) not in ("", study.study_uid):
        return "It belongs to another study, so nothing was taken over."
    patient = str(dataset.get("PatientID", "")).strip()
    if patient and study.patient.patient_id and patient != study.patient.patient_id:
        return "It belongs to another patient, so nothing was taken over."
    return ""


# Every structured report has a class of this arc (PS3.4 B.5).
_REPORTS = "1.2.840.10008.5.1.4.1.1.88."
_SEGMENTATIONS = (SEG_CLASS, LABELMAP_CLASS)
