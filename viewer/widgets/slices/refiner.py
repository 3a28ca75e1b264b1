"""Draws a pane in full quality on a thread of its own, so that the window never waits for it."""

import queue
import threading

import numpy as np
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QImage

from viewer.model.resolve import PaneView
from viewer.model.volume import Volume


class Refiner(QObject):
    """Renders the view asked for last; earlier ones that have not begun are dropped."""

    rendered = Signal(object, QImage)
    _sent = Signal(object, QImage)

    def __init__(self, volume: Volume, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._volume = volume
        self._wanted: queue.SimpleQueue[PaneView | None] = queue.SimpleQueue()
        self._sent.connect(self.rendered, Qt.ConnectionType.QueuedConnection)
        self._thread = threading.Thread(target=self._work, name="refiner", daemon=True)
        self._thread.start()

    def request(self, view: PaneView) -> None:
        """Render a view; `rendered(view, picture)` follows on the main thread."""
        self._wanted.put(view)

    def close(self) -> None:
        """End the thread after the picture it is drawing; nothing is sent afterwards."""
        self._sent.disconnect()
        self._wanted.put(None)
        self._thread.join()
        self.deleteLater()

    def _work(self) -> None:
        # VTK is heavy: the window is on screen before it is loaded.
        from viewer.scene.slices import SliceRenderer

        renderer = SliceRenderer()
        renderer.set_volume(self._volume)
        while (view := self._newest()) is not None:
            pixels = np.ascontiguousarray(renderer.render(view))
            height, width = pixels.shape
            image = QImage(pixels.data, width, height, width, QImage.Format.Format_Grayscale8).copy()
            self._sent.emit(view, image)
        renderer.close()

    def _newest(self) -> PaneView | None:
        view = self._wanted.get()
        while view is not None and not self._wanted.empty():
            view = self._wanted.get()
        return view
