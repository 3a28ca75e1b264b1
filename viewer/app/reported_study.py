"""The case a report is made of, and the images it belongs to, wherever they lie."""

from collections.abc import Iterator
from pathlib import Path

import attrs

from viewer.app.chosen_series import choose, scan
from viewer.casefile.document import CaseDocument
from viewer.errors import CaseFileError, ViewerError
from viewer.model.case import Case
from viewer.model.display import Display
from viewer.model.study import Catalogue, Series, Study
from viewer.model.study_reference import StudyReference, images_digest
from viewer.progress import Progress


@attrs.frozen(eq=False)
class ReportedStudy:
    """A case with the study and series it belongs to."""

    document: CaseDocument
    study: Study
    series: Series

    @property
    def case(self) -> Case:
        """The case."""
        return self.document.case


def of_case_file(path: Path, images: Path | None, progress: Progress) -> ReportedStudy:
    """Return the case of a file with its images.

    They are looked for under `images`, else where the library of opened studies knows them, else beside the
    file. `ViewerError` where the file is no case, or its images are not to be found or have changed since.
    """
    from viewer.casefile.file import read

    if not path.exists():
        raise CaseFileError(f"There is no file {path}.", "Check the path.")
    document = read(path)
    wanted = document.case.study
    why = ""
    for place in (images,) if images is not None else _places(wanted, path):
        found = scan([place], progress).find(f"{wanted.series_uid}#{wanted.part}")
        if found is not None and found[1].usable:
            _check_unchanged(wanted, found[1])
            return ReportedStudy(document, *found)
        why = why or ("" if found is None else found[1].reason)
    raise _lacking(wanted, why)


def _lacking(wanted: StudyReference, why: str) -> CaseFileError:
    """What is said where no images of a case can be used; `why` is what is wrong with those that were found."""
    whose = wanted.patient.shown_name or wanted.patient.patient_id or "an unnamed patient"
    when = f" of {wanted.study_date}" if wanted.study_date else ""
    which = f"The images of this case, the study{when} of {whose}, were"
    if why:
        return CaseFileError(
            f"{which} found, but cannot be used as they lie there: {why}",
            "Give the folder of the images as they were with --images.",
        )
    return CaseFileError(f"{which} not found.", "Give their folder with --images.")


def of_study(path: Path, series_uid: str | None, part: int, progress: Progress) -> ReportedStudy:
    """Return the images under a path with the case saved for them.

    Of several series the one asked for, else the best one that has a case. `ViewerError` where there is none,
    or where the images have changed since.
    """
    from viewer.casefile.store import CaseStore, default_folder
    from viewer.session.opening import reference_of

    store = CaseStore(default_folder())
    for study, series in _candidates(scan([path], progress), series_uid, part):
        reference = reference_of(study, series)
        restored = store.restore(reference, writable=False)
        if restored.warning or restored.read_only_reason:
            raise CaseFileError(
                restored.warning or restored.read_only_reason, "Open the study in Thecal to see what is left."
            )
        if restored.document is not None:
            _check_unchanged(restored.document.case.study, series)
            return ReportedStudy(restored.document, study, series)
    raise ViewerError(
        "No case was saved for this study yet.",
        "Read it in Thecal first, or add --auto for a draft from the analysis alone.",
    )


def of_images_alone(path: Path, series_uid: str | None, part: int, progress: Progress) -> ReportedStudy:
    """Return the images under a path with an empty case."""
    from viewer.session.opening import reference_of

    study, series = choose(scan([path], progress), series_uid, part)
    document = CaseDocument(Case(study=reference_of(study, series)), Display())
    return ReportedStudy(document, study, series)


def _places(wanted: StudyReference, path: Path) -> Iterator[Path]:
    """Where the images of a case may lie; the library may know folders that are gone."""
    from viewer.casefile.store import default_folder
    from viewer.library.index import Library

    index = Library(default_folder().parent / "library" / "library.sqlite")
    entry = index.find(wanted.study_uid) if index.file.exists() and wanted.study_uid else None
    if entry is not None:
        yield from (place for place in entry.places if place.exists())
    yield path.resolve().parent


def _candidates(catalogue: Catalogue, series_uid: str | None, part: int) -> Iterator[tuple[Study, Series]]:
    best = choose(catalogue, series_uid, part)
    yield best
    if series_uid is None:
        for study in catalogue.studies:
            yield from ((study, one) for one in study.series if one.usable and one.key != best[1].key)


def _check_unchanged(wanted: StudyReference, series: Series) -> None:
    if wanted.images and wanted.images != images_digest(series.sop_instance_uids):
        raise CaseFileError(
            "The images of this study are not the ones the case was made with: some were added or are missing.",
            "Give the folder of the images as they were, or open the study in Thecal and check the case.",
        )
