"""The session: holds the current case, display and volume, and says when they change."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TypeVar

import attrs
from PySide6.QtCore import QObject

from viewer.casefile.document import CaseDocument
from viewer.casefile.store import CaseStore, default_folder
from viewer.model.analysis import Analysis
from viewer.model.case import Case
from viewer.model.column import ColumnResult, ContrastColumn
from viewer.model.display import Display
from viewer.model.geometry import Vec3
from viewer.model.sac import SacVoxels
from viewer.model.study import Catalogue, Series, Study
from viewer.model.volume import Volume
from viewer.progress import Progress
from viewer.session import casework
from viewer.session.editing import EditingState
from viewer.session.history import History
from viewer.session.jobs import Job, Jobs
from viewer.session.library import StudyLibrary
from viewer.session.measuring import Measuring
from viewer.session.notice import Severity
from viewer.session.opening import Opened, Opening
from viewer.session.reading import Reading
from viewer.session.reporting import Measured, Reporting
from viewer.session.settings import Settings, remembered_settings, write_settings
from viewer.session.watching import Watching

_Result = TypeVar("_Result")


class Session(EditingState):
    """The only stateful core of the program; lives on the main thread.

    State is replaced whole: `edit` for what is saved and undone, `look` for what is saved only.
    """

    def __init__(
        self,
        store_folder: Path | None = None,
        settings: Settings | None = None,
        settings_file: Path | None = None,
        parent: QObject | None = None,
    ) -> None:
        """Start with nothing open, with the settings of `settings_file` unless they are given.

        Without `settings_file`, changed settings are not kept.
        """
        remembered, notices = remembered_settings(None if settings else settings_file)
        store = CaseStore(store_folder or default_folder())
        super().__init__(settings or remembered, notices, store, parent)
        self._settings_file = settings_file
        # A case file whose images were not found yet: it follows them.
        self._waiting: CaseDocument | None = None
        self._jobs = Jobs(self.tell, self)
        self._measuring = Measuring(self._jobs, self)
        self._opening = Opening(self._jobs, self._autosave, store, self)
        self.reading = Reading(self._jobs, self)
        self.library = StudyLibrary(self, self._jobs, self._opening, self.reading, store)
        self.reporting = Reporting(self, self._measured)
        self.watching = Watching(self)
        self._connect()

    def _connect(self) -> None:
        self._jobs.changed.connect(self.jobs_changed)
        self._measuring.column_changed.connect(self._show_column)
        self._measuring.analysis_changed.connect(self.analysis_changed)
        self._measuring.sac_changed.connect(self.sac_changed)
        self.edited.connect(self._follow)
        self._opening.found.connect(self._take_catalogue)
        self.library.continued.connect(self._take_catalogue)
        self._opening.opened.connect(self._take_opened)
        self._opening.filled.connect(self.volume_progressed)
        self._opening.completed.connect(self._take_volume)
        self._opening.broken.connect(self._empty)
        self._opening.failed.connect(self.tell)

    @property
    def loading(self) -> bool:
        """Whether a series is being read."""
        return self._opening.loading

    @property
    def jobs(self) -> tuple[Job, ...]:
        """The jobs under way."""
        return self._jobs.jobs

    @property
    def column(self) -> ColumnResult | None:
        """The contrast column, the reason why there is none, or None while unknown."""
        return self._measuring.column

    @property
    def analysis(self) -> Analysis | None:
        """What was measured in the open volume and corrected by the reader; None while unknown."""
        return self._measuring.analysis

    @property
    def sac(self) -> SacVoxels | None:
        """The voxels of the measured sac before anything is painted or erased, None while unknown."""
        return self._measuring.sac

    @property
    def analysis_job(self) -> Job | None:
        """The analysis under way."""
        return self._measuring.job

    def open_paths(self, paths: Sequence[Path | str]) -> None:
        """Look for images under paths and open the best series; a `.thecal` file opens as a case."""
        given = tuple(Path(path).absolute() for path in paths)
        if len(given) == 1 and given[0].suffix == casework.SUFFIX:
            self.open_case(given[0])
        elif given:
            self._opening.scan(given)

    def open_series(self, key: str) -> None:
        """Open a series of the catalogue by its key, with the case saved for it."""
        found = self._catalogue.find(key)
        if found is None:
            self.notice("This series is no longer in the list.", "Open its folder again.", Severity.WARNING)
        elif not found[1].usable:
            self.reading.open(*found)
        elif self.read_only or self._series is None or self._series.key != key:
            # Read-only, the same series is opened again: it may have become free.
            self._opening.load(*found)

    def close(self) -> None:
        """Close the open series; the catalogue stays."""
        self._keep_look()
        self._opening.leave()
        self._empty()

    def save_as(self, path: Path) -> None:
        """Write the case to a file of the user's choice, in a job."""
        path = casework.with_suffix(path)
        work = partial(casework.save, path, self._case, self._display)
        history = self._history

        def done(_: None) -> None:
            if self._history is history:
                self._history = history.cleaned()
            self.notice(f"Saved as {path.name}.")

        self._jobs.run(f"Saving {path.name}", work, done, cancellable=False)

    def open_case(self, path: Path) -> None:
        """Read a case file in a job, and take it over as one edit where its images can be opened."""
        self._jobs.run(f"Reading {path.name}", partial(casework.load, path), self._take_document)

    def flush(self) -> bool:
        """Wait until everything is saved; False where something cannot be."""
        self._keep_look()
        return self._autosave.flush()

    def shutdown(self) -> bool:
        """Save, end all jobs and threads and let go of the study; False where something is not saved."""
        self._keep_look()
        self.reporting.close()
        self.watching.close()
        self.library.close()
        self._jobs.shutdown()
        saved = self._autosave.close()
        self._opening.release()
        return saved

    def find_column(self, seed: Vec3 | None = None) -> None:
        """Find the contrast column in a job: from a point in it, else from the case's seed, else alone.

        A new seed becomes part of the case as an edit.
        """
        if seed is not None and seed != self._case.contrast_seed and not self.read_only:
            self.edit("Seed contrast", attrs.evolve(self._case, contrast_seed=seed))
        else:
            self._measuring.find_column(seed or self._case.contrast_seed)

    def analyse(self) -> None:
        """Measure the sac in a job, again where it was measured before."""
        self._measuring.analyse()

    def change_settings(self, settings: Settings) -> None:
        """Replace the user's choices and save them."""
        old, self._settings = self._settings, settings
        if old != settings:
            if self._settings_file is not None:
                self._autosave.put(self._settings_file, settings, write_settings)
            self.settings_changed.emit(old, settings)

    def run_job(
        self, title: str, work: Callable[[Progress], _Result], done: Callable[[_Result], None]
    ) -> None:
        """Do work on another thread, shown with its progress and Cancel; `done` runs on this one."""
        self._jobs.run(title, work, done)

    def cancel(self, job_id: int) -> None:
        """Cancel a job."""
        self._jobs.cancel(job_id)

    def _measured(self) -> Measured:
        return Measured(self.analysis, self.sac)

    def _follow(self, case: Case) -> None:
        """Measure what an edit has changed."""
        self._measuring.follow(case, unasked=self._settings.auto_column)

    def _take_catalogue(
        self, catalogue: Catalogue, paths: tuple[Path, ...], wanted_first: tuple[Study, Series] | None = None
    ) -> None:
        self._catalogue = catalogue
        best = wanted_first or catalogue.best()
        waiting, self._waiting = self._waiting, None
        wanted = None if waiting is None else casework.found(waiting.case.study, catalogue)
        if wanted is not None:
            self._opening.load(*wanted, waiting)
        elif best is not None:
            # Before others hear of the list, so that no thumbnail is made ahead of the first image.
            self.open_series(best[1].key)
        self.catalogue_changed.emit(catalogue)
        if best is None:
            self._add_notice(casework.nothing_usable(catalogue))
        if catalogue.studies:
            self.change_settings(self._settings.with_recent(*paths))

    def _take_opened(self, opened: Opened) -> None:
        """Show a series with the case saved for it: all state first, then the signals."""
        self._keep_look()
        fresh = casework.fresh_document(opened.reference, opened.volume, self._settings)
        document = opened.document or fresh
        self._study, self._series = opened.study, opened.series
        self._set_open(opened.volume, document, opened.read_only_reason)
        for told in filter(None, (opened.warning, opened.read_only_reason)):
            self.notice(told, severity=Severity.WARNING)
        if opened.other_images is not None:
            self._add_notice(opened.other_images)
        if opened.handed is not None:
            self._take_document(opened.handed)

    def _empty(self) -> None:
        self._study = self._series = None
        # Who asked not to show names did not mean this study only.
        display = Display(identity_hidden=self._display.identity_hidden)
        self._set_open(None, CaseDocument(Case(), display), "")

    def _set_open(self, volume: Volume | None, document: CaseDocument, read_only_reason: str) -> None:
        case, display = document.case, document.display
        old_case, old_shown, old_display = self._case, self.shown_case, self._display
        self._measuring.forget()
        self._keeping.stop()
        self._volume, self._history = volume, History()
        self._case, self._preview, self._display = case, None, display
        self._read_only_reason = read_only_reason
        self._set_relevel(None)
        self.select("")
        self.show_segments(())
        self.read_only_changed.emit(self.read_only)
        self.volume_changed.emit(volume)
        self.column_changed.emit(None)
        self.analysis_changed.emit(None)
        self.sac_changed.emit(None)
        if old_display != display:
            self.display_changed.emit(old_display, display)
        if old_case != case:
            self.case_changed.emit(old_case, case)
        self._emit_shown(old_shown)
        self.history_changed.emit()

    def _take_volume(self, volume: Volume) -> None:
        # The column is under way before others hear of the volume, so that they know to wait for it.
        self._volume = volume
        self._measuring.begin(volume, self._case, unasked=self._settings.auto_column)
        self._tell_completed(volume)

    def _take_document(self, document: CaseDocument) -> None:
        """Take over a case file: here if it belongs here, else after opening its images."""
        wanted = document.case.study
        if self._series is not None and casework.belongs(wanted, self._case.study):
            self.look(document.display)
            self.preview(None)
            told = casework.other_images(document.case, self._case.study)
            if told is not None:
                self._add_notice(told)
            self._take_here(document.case)
            return
        found = casework.found(wanted, self._catalogue)
        if found is None:
            self._waiting = document
            self._add_notice(casework.images_missing(wanted))
        else:
            self._opening.load(*found, document)

    def _show_column(self, column: ColumnResult | None) -> None:
        self.column_changed.emit(column)
        untouched = self._volume and self._display.crosshair == self._volume.geometry.centre
        if isinstance(column, ContrastColumn) and untouched:
            # Nobody has looked elsewhere yet: begin in what this study is read for.
            self.look(attrs.evolve(self._display, crosshair=column.middle))
