"""Long work on other threads: with progress, cancel, and results that come back on the main thread."""

import contextlib
import itertools
import logging
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

import attrs
from PySide6.QtCore import QObject, Qt, Signal

from viewer.errors import ViewerError
from viewer.progress import Cancelled

_LOG = logging.getLogger(__name__)
_REPORT_EVERY_S = 0.05
_MAX_THREADS = 3

_Result = TypeVar("_Result")


@attrs.frozen
class Job:
    """A job under way as it is shown: `fraction` is 0 to 1."""

    job_id: int
    title: str
    fraction: float = 0.0
    text: str = ""
    cancellable: bool = True


class _Kind:
    PROGRESSED, ARRIVED, DONE, FAILED = range(4)


class JobProgress:
    """The progress of one job, called from its thread; the only way it learns of its cancelling."""

    def __init__(self, job_id: int, relay: "_Relay") -> None:
        self._job_id = job_id
        self._relay = relay
        self._stop = threading.Event()
        self._sent_s = {_Kind.PROGRESSED: 0.0, _Kind.ARRIVED: 0.0}

    def __call__(self, fraction: float, text: str = "") -> None:
        """Report where the work is, at most twenty times a second; `Cancelled` once cancelled."""
        if self._stop.is_set():
            raise Cancelled
        if self._due(_Kind.PROGRESSED) or fraction >= 1:
            self._relay.send(self._job_id, _Kind.PROGRESSED, (fraction, text))

    def deliver(self, value: object) -> None:
        """Hand a part of the result to the main thread while the work goes on; `Cancelled` as above."""
        if self._stop.is_set():
            raise Cancelled
        self._relay.send(self._job_id, _Kind.ARRIVED, value)

    def deliver_soon(self, value: object) -> None:
        """Deliver unless something was delivered just now: for values that the next one replaces."""
        if self._due(_Kind.ARRIVED):
            self.deliver(value)

    def _due(self, kind: int) -> bool:
        now_s = time.monotonic()
        due = now_s >= self._sent_s[kind] + _REPORT_EVERY_S
        if due:
            self._sent_s[kind] = now_s
        return due

    def stop(self) -> None:
        """Make the next report raise `Cancelled`."""
        self._stop.set()


class _Relay(QObject):
    """Carries what threads report over to the main thread, in order."""

    sent = Signal(int, int, object)

    def send(self, job_id: int, kind: int, value: object) -> None:
        # The receiver may be gone while the program ends.
        with contextlib.suppress(RuntimeError):
            self.sent.emit(job_id, kind, value)


@attrs.define
class _Entry:
    job: Job
    group: str
    progress: JobProgress
    arrived: Callable[[Any], None]
    done: Callable[[Any], None]
    failed: Callable[[ViewerError], None]
    cancelled: Callable[[], None]


def _nothing(*_: object) -> None:
    pass


class Jobs(QObject):
    """Runs jobs on a few threads of its own.

    A job of a `group` supersedes an earlier one of that group: what the earlier one still sends is
    stale and dropped. A cancelled job leaves the list at once, its thread as soon as it notices.
    """

    changed = Signal()

    def __init__(self, failed: Callable[[ViewerError], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._failed = failed
        self._entries: dict[int, _Entry] = {}
        self._ids = itertools.count(1)
        self._relay = _Relay(self)
        self._relay.sent.connect(self._receive, Qt.ConnectionType.QueuedConnection)
        # Not Qt's pool: its threads stay in Python's list of threads after their end.
        self._pool = ThreadPoolExecutor(_MAX_THREADS, thread_name_prefix="job")
        self._closed = False

    @property
    def jobs(self) -> tuple[Job, ...]:
        """The jobs under way, the oldest first."""
        return tuple(entry.job for entry in self._entries.values())

    def running(self, group: str) -> bool:
        """Whether a job of a group is under way."""
        return any(entry.group == group for entry in self._entries.values())

    def run(
        self,
        title: str,
        work: Callable[[JobProgress], _Result],
        done: Callable[[_Result], None],
        failed: Callable[[ViewerError], None] | None = None,
        *,
        group: str = "",
        arrived: Callable[[Any], None] = _nothing,
        cancelled: Callable[[], None] = _nothing,
        cancellable: bool = True,
    ) -> int:
        """Start `work` on another thread and return the id of its job.

        `done`, `failed`, `arrived` (for what the work delivers on its way) and `cancelled` (when the
        user cancels or another job supersedes it) are called on the main thread.
        """
        if self._closed:
            return 0
        if group:
            self.cancel_group(group)
        job = Job(next(self._ids), title, cancellable=cancellable)
        progress = JobProgress(job.job_id, self._relay)
        self._entries[job.job_id] = _Entry(
            job, group, progress, arrived, done, failed or self._failed, cancelled
        )
        self._pool.submit(self._work, job, work, progress)
        self.changed.emit()
        return job.job_id

    def cancel(self, job_id: int) -> None:
        """Stop a job and drop whatever it still sends; not one that has ended or must not be stopped."""
        entry = self._entries.get(job_id)
        if entry is not None and entry.job.cancellable:
            del self._entries[job_id]
            entry.progress.stop()
            entry.cancelled()
            self.changed.emit()

    def cancel_group(self, group: str) -> None:
        """Stop the job of a group, if one is under way."""
        for job_id in [key for key, entry in self._entries.items() if entry.group == group]:
            self.cancel(job_id)

    def shutdown(self) -> None:
        """Cancel what can be cancelled, wait until no thread is left; later jobs are not started."""
        self._closed = True
        for entry in self._entries.values():
            if entry.job.cancellable:
                entry.progress.stop()
        self._entries.clear()
        self._pool.shutdown(wait=True)

    def _work(self, job: Job, work: Callable[[JobProgress], object], progress: JobProgress) -> None:
        """Run on the job's thread; whatever happens there becomes one message."""
        try:
            progress(0.0)
            result = work(progress)
        except Cancelled:
            return
        except ViewerError as error:
            self._relay.send(job.job_id, _Kind.FAILED, error)
        except Exception as error:  # noqa: BLE001 - whatever fails, the window stays and says so
            _LOG.exception("The job %r failed.", job.title)
            self._relay.send(job.job_id, _Kind.FAILED, _unexpected(job.title, error))
        else:
            self._relay.send(job.job_id, _Kind.DONE, result)

    def _receive(self, job_id: int, kind: int, value: Any) -> None:
        entry = self._entries.get(job_id)
        if entry is None:
            return
        if kind == _Kind.PROGRESSED:
            entry.job = attrs.evolve(entry.job, fraction=value[0], text=value[1])
            self.changed.emit()
            return
        if kind != _Kind.ARRIVED:
            del self._entries[job_id]
            self.changed.emit()
        answer = {_Kind.ARRIVED: entry.arrived, _Kind.DONE: entry.done, _Kind.FAILED: entry.failed}[kind]
        try:
            answer(value)
        except ViewerError as error:
            self._failed(error)


def _unexpected(title: str, error: Exception) -> ViewerError:
    if isinstance(error, MemoryError):
        return ViewerError(f"{title}: there is not enough memory.", "Close other programs and try again.")
    return ViewerError(f"{title} failed unexpectedly.", f"The log tells more ({type(error).__name__}).")
