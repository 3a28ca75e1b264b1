"""The library beside the session: remembers what is opened, and takes the reader back to it."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import attrs
from PySide6.QtCore import QObject, Qt, QTimer, Signal

from viewer.casefile.store import CaseStore
from viewer.errors import LibraryError, ViewerError
from viewer.library.copying import copy_study, remove_copy
from viewer.library.entry import Entry, Held, entry_of, noted_of
from viewer.library.index import Library
from viewer.model.analysis import Analysis
from viewer.model.case import Case
from viewer.model.study import Catalogue, Study
from viewer.progress import Progress, part
from viewer.session.errands import Errands
from viewer.session.jobs import JobProgress, Jobs
from viewer.session.notice import Severity
from viewer.session.opening import SCAN, Opening
from viewer.session.reading import Reading
from viewer.session.state import SessionState

_EDITS_REST_MS = 1000


@attrs.frozen
class Removal:
    """What goes with the entry of a study: its copied images, its saved cases with all marks."""

    copy: bool = False
    case: bool = False


class StudyLibrary(QObject):
    """Remembers opened studies off the main thread; a file that refuses is told once and blocks nothing.

    `continued(catalogue, paths, (study, series))` asks to open a study where it was left, `missing(entry)`
    tells that its images are gone, `changed()` that a search may answer otherwise.
    """

    changed = Signal()
    missing = Signal(object)
    continued = Signal(object, object, object)
    _put_aside = Signal(object)

    def __init__(
        self, state: SessionState, jobs: Jobs, opening: Opening, reading: Reading, store: CaseStore
    ) -> None:
        super().__init__(state)
        self._state = state
        self._jobs = jobs
        self._reading = reading
        self._store = store
        self.folder = store.folder.parent / "library"
        self._index = Library(self.folder / "library.sqlite", self._put_aside.emit)
        self._records = Errands("library", self)
        self._disk = Errands("library disk", self)
        self._places: dict[str, tuple[Path, ...]] = {}
        self._edited: tuple[Case, Analysis | None] | None = None
        self._analysis: Analysis | None = None
        self._told: set[str] = set()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_EDITS_REST_MS)
        self._timer.timeout.connect(self._note)
        self._put_aside.connect(self._tell_put_aside, Qt.ConnectionType.QueuedConnection)
        opening.found.connect(self._note_places)
        state.volume_completed.connect(self._remember)
        reading.opened.connect(self._remember_pictures)
        state.case_changed.connect(self._follow)
        state.analysis_changed.connect(self._take_analysis)

    @property
    def enabled(self) -> bool:
        """Whether opened studies are remembered."""
        return self._state.settings.library

    @property
    def images_folder(self) -> Path:
        """Where studies are copied to."""
        return self.folder / "images"

    def is_open(self, entry: Entry) -> bool:
        """Whether a study is the one that is open, or its pictures are."""
        open_studies = (self._state.study if self._state.volume is not None else None, self._reading.study)
        return any(study is not None and study.study_uid == entry.study_uid for study in open_studies)

    def search(
        self,
        text: str,
        found: Callable[[tuple[Entry, ...]], None],
        refused: Callable[[ViewerError], None],
    ) -> None:
        """Answer later with the studies in which all words of a text occur, those opened last first."""
        self._records.run(partial(self._index.search, text), found, refused)

    def look_for_images(self, entries: Sequence[Entry], missing: Callable[[frozenset[str]], None]) -> None:
        """Answer later with the UIDs of the studies whose images are gone."""

        def look() -> frozenset[str]:
            return frozenset(entry.study_uid for entry in entries if not entry.here)

        self._disk.run(look, missing)

    def continue_with(self, entry: Entry) -> None:
        """Open a study with the series and the view that it was left with, in a job."""

        def work(progress: JobProgress) -> Catalogue | None:
            return _scan(entry.places, progress) if entry.here else None

        def done(catalogue: Catalogue | None) -> None:
            if catalogue is None:
                self.missing.emit(entry)
            else:
                self._continue(entry, entry.places, catalogue)

        self._jobs.run("Looking for images", work, done, group=SCAN)

    def continue_last(self) -> None:
        """Continue the study that was open last before the one that is open now."""

        def found(entries: tuple[Entry, ...]) -> None:
            closed = [entry for entry in entries if not self.is_open(entry)]
            if closed:
                self.continue_with(closed[0])
            else:
                self._state.notice("There is no other study in the library yet.")

        self.search("", found, self._state.tell)

    def find_again(self, entry: Entry, folder: Path, *, then_open: bool = False) -> None:
        """Look in a job for the images of a study in another folder, and remember that they are there."""

        def work(progress: JobProgress) -> Catalogue:
            catalogue = _scan((folder,), progress)
            _study_in(catalogue, entry, folder)
            self._index.move(entry.study_uid, (folder,), Held.REFERENCED)
            return catalogue

        def done(catalogue: Catalogue) -> None:
            self.changed.emit()
            images = sum(len(one.files) for one in _study_in(catalogue, entry, folder).series)
            self._state.notice(f"The images were found again: {images:,} in {folder.name}.")
            if then_open:
                self._continue(entry, (folder,), catalogue)

        self._jobs.run("Looking for the images of a study", work, done, group=SCAN)

    def copy_images(self, entry: Entry) -> None:
        """Copy the images of a study into the library, in a job that can be cancelled."""

        def work(progress: JobProgress) -> Path:
            return self._copy(entry, progress)

        def done(_: Path) -> None:
            self.changed.emit()
            self._state.notice(
                "The images were copied into the library.", "They open from there now, without their source."
            )

        self._jobs.run("Copying a study into the library", work, done, group=f"copy {entry.study_uid}")

    def copy_open_study(self) -> None:
        """Copy the images of the study that is open; a notice says where that cannot be."""
        study = self._state.study
        if study is None or self._state.volume is None or self._state.series is None:
            return
        places = self._places.get(study.study_uid, ())
        self.copy_images(entry_of(study, self._state.series.key, places, _now()))

    def remove(self, entry: Entry, removal: Removal) -> None:
        """Forget a study in a job, and remove what else was chosen; never anything outside Thecal's folders."""
        if self.is_open(entry) and (removal.copy or removal.case):
            raise LibraryError("This study is open.", "Close it, then remove its images or its saved case.")

        def work(progress: JobProgress) -> None:
            # The case first: it refuses where another Thecal has the study open.
            if removal.case:
                self._store.remove(entry.study_uid, progress)
            if removal.copy:
                for place in (one for one in entry.places if one.exists()):
                    remove_copy(place, self.images_folder)
            self._index.forget(entry.study_uid)

        def done(_: None) -> None:
            self.changed.emit()
            self._state.notice("The study was removed from the library.", _removed_words(removal))

        self._jobs.run("Removing a study from the library", work, done, cancellable=False)

    def close(self) -> None:
        """Write what waits and end the threads."""
        self._note()
        self._records.close()
        self._disk.close()

    def _copy(self, entry: Entry, progress: JobProgress) -> Path:
        if not entry.here:
            raise LibraryError("The images of this study are not where they were.", "Find them again first.")
        study = _study_in(_scan(entry.places, part(progress, 0.0, 0.2)), entry, entry.places[0])
        files = [file for one in study.series for file in one.files]
        if any(one.series_uid.startswith("file.") for one in study.series):
            raise LibraryError(
                "Only DICOM images can be copied into the library.", "This file stays where it is."
            )
        place = copy_study(files, entry.study_uid, self.images_folder, part(progress, 0.2, 1.0))
        try:
            if self._index.find(entry.study_uid) is None:
                self._index.remember(attrs.evolve(entry, images=len(files)))
            self._index.move(entry.study_uid, (place,), Held.COPIED)
        except LibraryError:
            remove_copy(place, self.images_folder)
            raise
        return place

    def _continue(self, entry: Entry, places: tuple[Path, ...], catalogue: Catalogue) -> None:
        """Hand over what was found; never another study in its place."""
        study = _study_in(catalogue, entry, places[0])
        readable = [one for one in study.series if one.usable or one.viewable]
        if not readable:
            raise LibraryError("None of the series of this study can be opened any more.")
        last = next((one for one in readable if one.key == entry.series_key), None)
        series = last or max(readable, key=lambda one: (one.usable, one.suggested, len(one.files)))
        self._note_places(catalogue, places)
        self.continued.emit(catalogue, places, (study, series))

    def _note_places(self, catalogue: Catalogue, paths: tuple[Path, ...]) -> None:
        self._places.update({study.study_uid: paths for study in catalogue.studies})

    def _remember(self, _volume: object) -> None:
        study, series = self._state.study, self._state.series
        if study is None or series is None or not self.enabled or study.study_uid not in self._places:
            return
        entry = entry_of(study, series.key, self._places[study.study_uid], _now())
        noted = noted_of(self._state.case, self._analysis)
        self._write(partial(self._index.remember, entry.noting(noted)))

    def _remember_pictures(self) -> None:
        """Remember a study of which only pictures are read; beside a CT, that is what it is continued with."""
        study, series = self._reading.study, self._reading.series
        beside = self._state.study
        known = study is not None and study.study_uid in self._places
        if study is None or series is None or not known or not self.enabled:
            return
        if beside is None or beside.study_uid != study.study_uid:
            entry = entry_of(study, series.key, self._places[study.study_uid], _now())
            self._write(partial(self._index.remember, entry))

    def _take_analysis(self, analysis: Analysis | None) -> None:
        self._analysis = analysis
        self._follow()

    def _follow(self, *_: object) -> None:
        state = self._state
        if self._edited is not None and not _same_series(self._edited[0], state.case):
            self._note()
        if state.volume is not None:
            self._edited = (state.case, self._analysis)
            self._timer.start()

    def _note(self) -> None:
        """Write down what the case says that was edited last."""
        edited, self._edited = self._edited, None
        self._timer.stop()
        if edited is not None and self.enabled:
            case, analysis = edited
            self._write(partial(self._index.note, case.study.study_uid, noted_of(case, analysis)))

    def _write(self, work: Callable[[], Any]) -> None:
        self._records.run(work, lambda _: self.changed.emit(), self._tell_once)

    def _tell_once(self, error: ViewerError) -> None:
        if error.message not in self._told:
            self._told.add(error.message)
            self._state.notice(error.message, error.hint, Severity.WARNING)

    def _tell_put_aside(self, kept: Path) -> None:
        self._state.notice(
            "The library of opened studies was damaged, so a new one was begun.",
            f"The old one was kept as {kept.name}. No case and no image is lost: a study is listed again "
            "once it has been opened.",
            Severity.WARNING,
        )


def _scan(paths: tuple[Path, ...], progress: Progress) -> Catalogue:
    from viewer.intake.scan import scan  # pydicom is slow to import

    return scan(paths, progress)


def _study_in(catalogue: Catalogue, entry: Entry, place: Path) -> Study:
    for study in catalogue.studies:
        if study.study_uid == entry.study_uid:
            return study
    others = len(catalogue.studies)
    instead = {0: "There are no images in it.", 1: "It holds another study."}
    raise LibraryError(
        f"The images of this study are not in {place.name or place}.",
        f"{instead.get(others, f'It holds {others} other studies.')} Choose the folder that they were moved to.",
    )


def _same_series(one: Case, other: Case) -> bool:
    return (one.study.series_uid, one.study.part) == (other.study.series_uid, other.study.part)


def _removed_words(removal: Removal) -> str:
    also = [
        words
        for words, gone in (("its copied images", removal.copy), ("its saved case", removal.case))
        if gone
    ]
    return f"With it went {' and '.join(also)}." if also else "Its images and its saved case stay."


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")
