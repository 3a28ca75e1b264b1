"""Keeping the case: what is open goes to its file after each edit, and soon after each new look."""

from datetime import datetime
from pathlib import Path

import attrs
from PySide6.QtCore import QObject, QTimer, Signal

from viewer import __version__
from viewer.casefile import atomic
from viewer.casefile.document import CaseDocument
from viewer.casefile.file import serialise
from viewer.casefile.store import CaseStore
from viewer.errors import CaseFileError
from viewer.model.case import Case
from viewer.model.display import Display
from viewer.session.autosave import Autosave

_LOOK_SETTLES_MS = 1000


def document_of(case: Case, display: Display) -> CaseDocument:
    """Return what a case file holds of a case and how it is looked at, saved now."""
    now = datetime.now().astimezone().isoformat(timespec="seconds")
    return CaseDocument(case, display, saved=now, software=f"Thecal {__version__}")


def _write(path: Path, document: CaseDocument) -> None:
    try:
        data = serialise(document)
    except CaseFileError:
        # A look that cannot be saved must not cost the reader's marks.
        data = serialise(attrs.evolve(document, display=Display()))
    atomic.replace(path, data)


class Keeping(QObject):
    """Hands documents to the autosave; a display that keeps changing is handed over once it rests."""

    rested = Signal()

    def __init__(self, autosave: Autosave, store: CaseStore, parent: QObject) -> None:
        super().__init__(parent)
        self._autosave = autosave
        self._store = store
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_LOOK_SETTLES_MS)
        self._timer.timeout.connect(self.rested)

    @property
    def resting(self) -> bool:
        """Whether no change of the display waits to be kept."""
        return not self._timer.isActive()

    def look_changed(self) -> None:
        """Have `rested` emitted once the display has not changed for a second."""
        self._timer.start()

    def stop(self) -> None:
        """Forget a change of the display that waits."""
        self._timer.stop()

    def keep(self, case: Case, display: Display) -> None:
        """Hand over the newest state of the open series; returns at once."""
        self._timer.stop()
        self._autosave.put(self.path(case), document_of(case, display), _write)

    def path(self, case: Case) -> Path:
        """Return the file that a case is kept in."""
        return self._store.path(case.study)
