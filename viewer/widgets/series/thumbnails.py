"""The small pictures of the series, made in the background once nothing more urgent is loading."""

import contextlib
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QPixmap

from viewer.errors import ViewerError
from viewer.model.study import Series
from viewer.progress import Progress
from viewer.session.session import Session

SIZE_PX = 112


class Thumbnails(QObject):
    """Pictures by series key; `arrived(key)` as each is there. Series without an image get none."""

    arrived = Signal(str)
    _made = Signal(object)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._pictures: dict[str, QPixmap] = {}
        self._wanted: tuple[Series, ...] = ()
        self._waiting = False
        # Once the events under way are through: what is more urgent has begun by then.
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self._start_if_idle)
        self._made.connect(self._take, Qt.ConnectionType.QueuedConnection)
        session.jobs_changed.connect(self._soon.start)

    def fetch(self, series: Iterable[Series]) -> None:
        """Make the pictures of these series, forget all others."""
        self._wanted = tuple(one for one in series if one.files)
        known = {one.key for one in self._wanted}
        self._pictures = {key: picture for key, picture in self._pictures.items() if key in known}
        self._waiting = any(one.key not in self._pictures for one in self._wanted)
        self._soon.start()

    def picture(self, key: str) -> QPixmap | None:
        """Return the picture of a series, None while or where there is none."""
        return self._pictures.get(key)

    def _start_if_idle(self) -> None:
        if not self._waiting or self._session.jobs:
            return
        self._waiting = False
        wanted = self._wanted
        missing = tuple(one for one in wanted if one.key not in self._pictures)

        def work(progress: Progress) -> None:
            for number, one in enumerate(missing):
                if self._wanted is not wanted:
                    return
                progress(number / len(missing), one.description)
                self._make(one)

        self._session.run_job("Thumbnails", work, _nothing)

    def _make(self, series: Series) -> None:
        """Run on the job's thread."""
        from viewer.intake.thumbnail import thumbnail  # pydicom is slow to import

        # A report or a damaged image has no picture: its words say what it is. And the window may be
        # gone by now.
        with contextlib.suppress(ViewerError, RuntimeError):
            self._made.emit((series.key, thumbnail(series, SIZE_PX)))

    def _take(self, made: tuple[str, NDArray[np.uint8]]) -> None:
        key, pixels = made
        self._pictures[key] = pixmap(pixels)
        self.arrived.emit(key)


def pixmap(pixels: NDArray[np.uint8]) -> QPixmap:
    """Return a picture of grey `(h, w)` or colour `(h, w, 3)` pixels."""
    kept = np.ascontiguousarray(pixels)
    colour = kept.ndim == 3
    form = QImage.Format.Format_RGB888 if colour else QImage.Format.Format_Grayscale8
    image = QImage(kept.data, kept.shape[1], kept.shape[0], kept.strides[0], form)
    return QPixmap.fromImage(image.copy())


def _nothing(_result: None) -> None:
    pass
