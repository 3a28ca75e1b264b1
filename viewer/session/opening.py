"""Opening: from paths to a catalogue, and from a series to its volume with the case saved for it."""

from functools import partial
from pathlib import Path

import attrs
from PySide6.QtCore import QObject, Signal

from viewer.casefile.document import CaseDocument
from viewer.casefile.lock import StudyLock
from viewer.casefile.store import CaseStore, Restored
from viewer.errors import CaseFileError, ViewerError
from viewer.model.study import Catalogue, Series, Study
from viewer.model.study_reference import StudyReference, images_digest
from viewer.model.volume import Volume
from viewer.session import casework
from viewer.session.autosave import Autosave
from viewer.session.jobs import JobProgress, Jobs
from viewer.session.lying import Lying, as_said
from viewer.session.notice import Notice

SCAN, _LOAD = "scan", "load"


@attrs.frozen(eq=False)
class Opened:
    """A series whose first image is there: its volume may still be filling.

    `document` is the case saved for it, of these images or not (`other_images`); `handed` one that the user
    has opened for it.
    """

    study: Study
    series: Series
    reference: StudyReference
    volume: Volume
    document: CaseDocument | None
    read_only_reason: str
    warning: str
    other_images: Notice | None
    handed: CaseDocument | None


@attrs.frozen(eq=False)
class _Plan:
    study: Study
    series: Series
    reference: StudyReference
    read_only_reason: str
    handed: CaseDocument | None


@attrs.frozen
class _Filled:
    first_k: int
    last_k: int


def reference_of(study: Study, series: Series) -> StudyReference:
    """Return what a case keeps of the images it belongs to."""
    return StudyReference(
        study_uid=study.study_uid,
        series_uid=series.series_uid,
        part=series.part,
        frame_of_reference_uid=series.frame_of_reference_uid,
        patient=study.patient,
        study_date=study.date,
        patient_position=series.patient_position,
        images=images_digest(series.sop_instance_uids),
    )


class Opening(QObject):
    """Runs the jobs of opening and holds the locks of the studies they open.

    Emits `found(Catalogue, paths)`; then for a series `opened(Opened)` with its first image, `filled(first_k,
    last_k)` as more arrives, and `completed(Volume)`; `broken()` where it fails or is cancelled after
    `opened`, so that what is half there must go.
    """

    found = Signal(object, object)
    opened = Signal(object)
    filled = Signal(int, int)
    completed = Signal(object)
    broken = Signal()
    failed = Signal(object)

    def __init__(self, jobs: Jobs, autosave: Autosave, store: CaseStore, parent: QObject) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._autosave = autosave
        self._store = store
        self._locks: dict[Path, StudyLock] = {}
        self._current: StudyReference | None = None
        self._coming: StudyReference | None = None
        self._first_shown = False
        autosave.saved.connect(self._release_unused)

    @property
    def loading(self) -> bool:
        """Whether a series is being read."""
        return self._jobs.running(_LOAD)

    def scan(self, paths: tuple[Path, ...]) -> None:
        """Find the series under some paths; a scan under way is superseded."""

        def done(catalogue: Catalogue) -> None:
            self.found.emit(catalogue, paths)

        self._jobs.run("Looking for images", partial(_scan, paths), done, group=SCAN)

    def load(self, study: Study, series: Series, handed: CaseDocument | None = None) -> None:
        """Read a series and the case saved for it; a load under way is superseded."""
        reference = reference_of(study, series)
        self._jobs.cancel_group(_LOAD)
        self._coming = reference
        plan = _Plan(study, series, reference, self._claim(reference), handed)
        self._jobs.run(
            f"Opening {series.description or 'series'}",
            lambda progress: self._read(plan, progress),
            self._complete,
            self._fail,
            group=_LOAD,
            arrived=self._arrive,
            cancelled=self._break,
        )

    def leave(self) -> None:
        """Stop whatever is being opened and let go of the study once it is saved."""
        self._jobs.cancel_group(SCAN)
        self._jobs.cancel_group(_LOAD)
        self._current = self._coming = None
        self._release_unused()

    def release(self) -> None:
        """Let go of every study at once; the last thing the session does."""
        for lock in self._locks.values():
            lock.release()
        self._locks.clear()

    def _claim(self, reference: StudyReference) -> str:
        """Take the lock of a study unless it is held; return why it cannot be written, or nothing."""
        path = self._store.lock_path(reference)
        if path in self._locks:
            return ""
        try:
            self._locks[path] = self._store.lock(reference)
        except CaseFileError as error:
            return str(error)
        return ""

    def _release_unused(self) -> None:
        """Let go of the studies left behind, but never before what is theirs is on disk."""
        if not self._autosave.idle:
            return
        used = {self._store.lock_path(one) for one in (self._current, self._coming) if one}
        for path in [path for path in self._locks if path not in used]:
            self._locks.pop(path).release()

    def _read(self, plan: _Plan, progress: JobProgress) -> Volume:
        """The work of loading, on the job's thread."""
        from viewer.intake.load import begin  # pydicom and the decoders are slow to import

        restored = self._restore(plan)
        loading = begin(plan.series)
        lying = Lying(restored.document)
        count = loading.volume.geometry.shape[0]

        def first() -> None:
            progress.deliver(_opened(plan, restored, lying.volume(loading.volume)))

        def report(fraction: float, text: str = "") -> None:
            progress(fraction, text)
            progress.deliver_soon(_filled(count, fraction))

        return lying.volume(loading.run(report, first))

    def _restore(self, plan: _Plan) -> Restored:
        waiting = self._autosave.pending(self._store.path(plan.reference))
        if isinstance(waiting, CaseDocument):
            return Restored(waiting)
        return self._store.restore(plan.reference, writable=not plan.read_only_reason)

    def _arrive(self, part: Opened | _Filled) -> None:
        if isinstance(part, _Filled):
            self.filled.emit(part.first_k, part.last_k)
            return
        self._first_shown = True
        self._current, self._coming = part.reference, None
        self.opened.emit(part)
        self._release_unused()

    def _complete(self, volume: Volume) -> None:
        self._first_shown = False
        self.completed.emit(volume)

    def _fail(self, error: ViewerError) -> None:
        self.failed.emit(error)
        self._break()

    def _break(self) -> None:
        self._coming = None
        if self._first_shown:
            self._first_shown = False
            self._current = None
            self.broken.emit()
        self._release_unused()


def _opened(plan: _Plan, restored: Restored, volume: Volume) -> Opened:
    document = restored.document
    if document is not None:
        # The header knows best who the patient is.
        document = attrs.evolve(document, case=attrs.evolve(document.case, study=plan.reference))
    return Opened(
        study=plan.study,
        series=as_said(plan.series, volume, restored.document),
        reference=plan.reference,
        volume=volume,
        document=document,
        read_only_reason=plan.read_only_reason or restored.read_only_reason,
        warning=restored.warning,
        other_images=casework.other_images(restored.document.case, plan.reference)
        if restored.document
        else None,
        handed=plan.handed,
    )


def _filled(count: int, fraction: float) -> _Filled:
    """The slices read so far, which grow from the middle outward."""
    read = max(1, round(count * fraction))
    return _Filled(max(0, count // 2 - read // 2), min(count - 1, count // 2 + (read - 1) // 2))


def _scan(paths: tuple[Path, ...], progress: JobProgress) -> Catalogue:
    from viewer.intake.scan import scan  # pydicom is slow to import

    return scan(paths, progress)
