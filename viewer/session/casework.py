"""What a session does with whole cases: fresh ones, files, and which images they belong to."""

from pathlib import Path

import attrs

from viewer.casefile.document import CaseDocument
from viewer.casefile.file import read, write
from viewer.model.case import Case
from viewer.model.display import Display
from viewer.model.study import Catalogue, Series, Study
from viewer.model.study_reference import StudyReference
from viewer.model.volume import Volume
from viewer.session.jobs import JobProgress
from viewer.session.keeping import document_of
from viewer.session.notice import Notice, Severity
from viewer.session.settings import Settings

SUFFIX = ".thecal"
_OTHER_SLICES = Notice(
    "The corrections of the sac belong to other slices of this series.",
    "Open the whole series as it was, or take all corrections back before you correct anew.",
    Severity.WARNING,
)
_OTHER_IMAGES = Notice(
    "The saved case was made with other images than those that are here now.",
    "Images of this series were added or are missing since: check every mark and measurement.",
    Severity.WARNING,
)
_NO_SIDES = Notice(
    "Levels and marks need a left and a right, which this file does not tell.",
    "Say which side is which first (Details, or the line above the images).",
    Severity.WARNING,
)


def fresh_document(study: StudyReference, volume: Volume, settings: Settings) -> CaseDocument:
    """Return the empty case of a series, seen through the middle of its volume."""
    display = Display(crosshair=volume.geometry.centre, interpolation=settings.interpolation)
    return CaseDocument(Case(study=study), display)


def with_suffix(path: Path) -> Path:
    """Return the path with the ending of a case file."""
    return path if path.suffix == SUFFIX else path.with_name(path.name + SUFFIX)


def save(path: Path, case: Case, display: Display, progress: JobProgress) -> None:
    """Write a case file; `CaseFileError` leaves an old one intact."""
    write(path, document_of(case, display))
    progress(1.0)


def load(path: Path, progress: JobProgress) -> CaseDocument:
    """Return what a case file holds; `CaseFileError` if it is refused."""
    document = read(path)
    progress(1.0)
    return document


def belongs(wanted: StudyReference, here: StudyReference) -> bool:
    """Whether a case is of the images that are open."""
    return (wanted.series_uid, wanted.part) == (here.series_uid, here.part)


def other_images(case: Case, here: StudyReference) -> Notice | None:
    """Return the notice that a case holds what was said of other images of the series, None where it does not.

    Cases of older files do not tell their images.
    """
    differ = bool(case.study.images and here.images) and case.study.images != here.images
    empty = attrs.evolve(case, study=StudyReference()) == Case()
    return _OTHER_IMAGES if differ and not empty else None


def found(wanted: StudyReference, catalogue: Catalogue) -> tuple[Study, Series] | None:
    """Return the series that a case belongs to, None where it is not among those found or unusable."""
    listed = catalogue.find(f"{wanted.series_uid}#{wanted.part}")
    return listed if listed is not None and listed[1].usable else None


def on_grid(case: Case, volume: Volume | None) -> Case:
    """Return the case with a correction of the sac that says which grid its voxels are counted in."""
    correction = case.correction
    if volume is None or not correction or correction.grid is not None:
        return case
    return attrs.evolve(case, correction=attrs.evolve(correction, grid=volume.geometry))


def with_issued(case: Case, before: Case) -> Case:
    """Return the case with the reports that were issued before it: no edit changes or drops one."""
    return case if case.issued == before.issued else attrs.evolve(case, issued=before.issued)


def merged_issued(case: Case, before: Case) -> Case:
    """Return the case of a file with the reports issued here, and after them those only the file knows."""
    news = tuple(one for one in case.issued if one not in before.issued)
    return with_issued(case, attrs.evolve(before, issued=(*before.issued, *news)))


def refusal(case: Case, before: Case, volume: Volume | None, read_only_reason: str) -> Notice | None:
    """Return the notice why an edit is refused, None where it is not."""
    if read_only_reason:
        return Notice("This study is read-only.", read_only_reason, Severity.WARNING)
    placed, placed_before = (case.labels, case.marks), (before.labels, before.marks)
    if volume is not None and not volume.orientation_known and placed != placed_before:
        return _NO_SIDES
    correction = case.correction
    if volume is None or not correction or correction == before.correction:
        return None
    return None if correction.fits(volume.geometry) else _OTHER_SLICES


def identities(case: Case) -> frozenset[str]:
    """Return the ids of all that can be selected in a case."""
    marks = (mark.mark_id for mark in case.marks)
    annotations = (one.annotation_id for one in case.annotations)
    return frozenset((*marks, *annotations, *(label.level.name for label in case.labels)))


def images_missing(wanted: StudyReference) -> Notice:
    """Return the notice that a case file needs images which are not here."""
    whose = wanted.patient.shown_name or wanted.patient.patient_id or "an unnamed patient"
    when = f" of {wanted.study_date}" if wanted.study_date else ""
    return Notice(
        f"This case belongs to the study{when} of {whose}, which is not open.",
        "Open the folder with its images: the case then follows by itself.",
        Severity.WARNING,
    )


def nothing_usable(catalogue: Catalogue) -> Notice:
    """Return the notice that nothing found can be opened as a volume, with the reason if it is one."""
    series = [one for study in catalogue.studies for one in study.series]
    if not series:
        reason = catalogue.skipped[0].reason if catalogue.skipped else "Choose a folder of CT images."
        return Notice("No images were found there.", reason, Severity.ERROR)
    reasons = {one.reason for one in series if one.reason}
    reason = "The list of series tells why for each." if len(reasons) > 1 else "".join(reasons)
    return Notice("None of the series found there can be opened as a volume.", reason, Severity.ERROR)
