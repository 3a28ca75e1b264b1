"""Small work done one after the other on a quiet thread of its own: shown nowhere, waited for by nobody."""

import contextlib
import logging
import threading
from collections.abc import Callable
from queue import SimpleQueue
from typing import Any, TypeVar

import attrs
from PySide6.QtCore import QObject, Qt, Signal

from viewer.errors import ViewerError

_LOG = logging.getLogger(__name__)
_PATIENCE_AT_END_S = 6.0
_Result = TypeVar("_Result")


def _nothing(_: object) -> None:
    pass


@attrs.frozen(eq=False)
class _Errand:
    work: Callable[[], Any]
    done: Callable[[Any], None]
    failed: Callable[[ViewerError], None]


class Errands(QObject):
    """A queue of small work; what it answers arrives on the main thread.

    Not for what lasts or can be cancelled: that is a job. The thread starts with the first errand.
    """

    _ended = Signal(object, object)

    def __init__(self, name: str, parent: QObject) -> None:
        super().__init__(parent)
        self._name = name
        self._queue: SimpleQueue[_Errand | None] = SimpleQueue()
        self._thread: threading.Thread | None = None
        self._closed = False
        self._ended.connect(self._tell, Qt.ConnectionType.QueuedConnection)

    def run(
        self,
        work: Callable[[], _Result],
        done: Callable[[_Result], None] = _nothing,
        failed: Callable[[ViewerError], None] = _nothing,
    ) -> None:
        """Have `work` done soon, then `done` or `failed` called on the main thread; returns at once."""
        if self._closed:
            return
        if self._thread is None:
            self._thread = threading.Thread(target=self._work, name=self._name, daemon=True)
            self._thread.start()
        self._queue.put(_Errand(work, done, failed))

    def close(self) -> None:
        """Do what waits and end the thread; one that hangs on a disk is left behind."""
        self._closed = True
        if self._thread is not None:
            self._queue.put(None)
            self._thread.join(_PATIENCE_AT_END_S)

    def _work(self) -> None:
        while (errand := self._queue.get()) is not None:
            try:
                result = errand.work()
            except ViewerError as error:
                result = error
            except Exception as error:  # noqa: BLE001 - whatever fails, the thread lives on
                _LOG.exception("An errand of %s failed.", self._name)
                result = ViewerError(
                    f"Something failed unexpectedly ({type(error).__name__}).", "See the log."
                )
            # The receiver may be gone while the program ends.
            with contextlib.suppress(RuntimeError):
                self._ended.emit(errand, result)

    def _tell(self, errand: _Errand, result: object) -> None:
        if self._closed:
            return
        if isinstance(result, ViewerError):
            errand.failed(result)
        else:
            errand.done(result)
