"""Saving on a thread of its own: one file after the other, always the newest value, never waiting."""

import logging
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import attrs
from PySide6.QtCore import QObject, Qt, Signal

from viewer.errors import CaseFileError, ViewerError

_LOG = logging.getLogger(__name__)
_RETRY_S = 5.0
_PATIENCE_AT_END_S = 5.0

Write = Callable[[Path, Any], None]


@attrs.frozen(eq=False)
class _Order:
    value: Any
    write: Write


class Autosave(QObject):
    """Writes values to files in the order they first came; a newer value replaces one still waiting.

    A value that could not be written is kept, tried again every few seconds and with the next flush.
    `saved(path)` and `failed(path, error)` are emitted on the main thread; `failed` once per reason.
    """

    saved = Signal(object)
    failed = Signal(object, object)
    _wrote = Signal(object)
    _broke = Signal(object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._orders: dict[Path, _Order] = {}
        self._faults: dict[Path, str] = {}
        self._turn = threading.Condition()
        self._writing = False
        self._retry = False
        self._closing = False
        self._wrote.connect(self.saved, Qt.ConnectionType.QueuedConnection)
        self._broke.connect(self.failed, Qt.ConnectionType.QueuedConnection)
        self._thread = threading.Thread(target=self._run, name="autosave", daemon=True)
        self._thread.start()

    @property
    def idle(self) -> bool:
        """Whether everything handed over is on disk."""
        with self._turn:
            return not self._orders and not self._writing

    def put(self, path: Path, value: Any, write: Write) -> None:
        """Have `write(path, value)` called soon; returns at once."""
        with self._turn:
            self._orders[path] = _Order(value, write)
            self._retry = True
            self._turn.notify_all()

    def pending(self, path: Path) -> Any | None:
        """Return the value for a file that is not on disk yet, None where there is none."""
        with self._turn:
            order = self._orders.get(path)
            return order.value if order else None

    def flush(self, timeout_s: float = 30.0) -> bool:
        """Wait until everything is on disk; False where something cannot be written or takes longer."""
        with self._turn:
            self._faults.clear()
            self._retry = True
            self._turn.notify_all()
            self._turn.wait_for(lambda: not self._writing and not self._retry, timeout_s)
            return not self._orders and not self._writing

    def close(self) -> bool:
        """Write what waits and end the thread; False where something could not be written."""
        if self._thread.is_alive():
            self.flush()
            with self._turn:
                self._closing = True
                self._turn.notify_all()
            # A disk that hangs must not keep the program from ending.
            self._thread.join(_PATIENCE_AT_END_S)
        return self.idle

    def _run(self) -> None:
        while True:
            with self._turn:
                self._turn.wait_for(lambda: self._retry or self._closing, self._patience_s())
                if self._closing and not self._retry:
                    return
                self._retry = False
                paths = list(self._orders)
                self._writing = True
            for path in paths:
                self._write(path)
            with self._turn:
                self._writing = False
                self._turn.notify_all()

    def _patience_s(self) -> float | None:
        return _RETRY_S if self._orders else None

    def _write(self, path: Path) -> None:
        with self._turn:
            order = self._orders[path]
        try:
            order.write(path, order.value)
        except Exception as error:  # noqa: BLE001 - whatever fails, the value is kept and the user told
            self._keep(path, error)
            return
        with self._turn:
            self._faults.pop(path, None)
            if self._orders.get(path) is order:
                del self._orders[path]
        self._wrote.emit(path)

    def _keep(self, path: Path, error: Exception) -> None:
        if not isinstance(error, ViewerError):
            _LOG.exception("Saving failed.", exc_info=error)
            error = CaseFileError(f"{path.name} could not be saved.", f"The log tells more: {error}")
        with self._turn:
            known = self._faults.get(path) == error.message
            self._faults[path] = error.message
        if not known:
            self._broke.emit(path, error)
