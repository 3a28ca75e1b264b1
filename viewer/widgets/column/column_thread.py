"""The thread that owns the 3D scene: its OpenGL context lives there, and the window never waits."""

import logging
import queue
import sys
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias

import attrs
from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal
from PySide6.QtGui import QImage

from viewer.errors import ViewerError

if TYPE_CHECKING:
    from viewer.scene.surface import ColumnScene

_BLACK = (0.0, 0.0, 0.0)
_LOG = logging.getLogger(__name__)

Task: TypeAlias = "Callable[[ColumnScene], object]"


@attrs.frozen
class _Render:
    width_px: int
    height_px: int
    moving: bool


_Step: TypeAlias = "Task | _Render | threading.Event"


class ColumnThread(QObject):
    """Runs what it is asked on the 3D scene, in order; of several pending pictures only the last is drawn.

    The scene is made for the first picture; what was asked before waits until then. OpenGL takes some
    150 MB, which are not wanted while the contrast column is still being looked for.
    Emits `rendered(QImage)` and `failed(ViewerError)` on the main thread. On macOS, where a window
    system context belongs to the main thread, everything runs there at once.
    """

    rendered = Signal(QImage)
    failed = Signal(object)
    answered = Signal(object, object)
    _rendered = Signal(QImage)
    _failed = Signal(object)
    _answered = Signal(object, object)

    def __init__(self, pixel_ratio: float, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pixel_ratio = pixel_ratio
        self._scene: ColumnScene | None = None
        self._broken = False
        queued = Qt.ConnectionType.QueuedConnection
        self._rendered.connect(self.rendered, queued)
        self._failed.connect(self.failed, queued)
        self._answered.connect(self.answered, queued)
        self._steps: queue.SimpleQueue[_Step | None] = queue.SimpleQueue()
        self._waiting: _Render | None = None
        self._early: list[Task] = []
        self._thread: threading.Thread | None = None
        if sys.platform != "darwin":
            self._thread = threading.Thread(target=self._work, name="column", daemon=True)
            self._thread.start()

    def post(self, task: Task) -> None:
        """Run a task on the scene after all that was asked before."""
        self._put(task)

    def render(self, width_px: int, height_px: int, *, moving: bool) -> None:
        """Draw the scene at a size in device pixels; `rendered` follows."""
        self._put(_Render(max(1, width_px), max(1, height_px), moving))

    def ask(self, question: "Callable[[ColumnScene], object]", then: Callable[[object], None]) -> None:
        """Run a question on the scene; `answered(then, answer)` follows on the main thread."""
        self._put(lambda scene: self._answered.emit(then, question(scene)))

    def finish(self) -> None:
        """Wait until everything asked for is done, and deliver what it sent."""
        done = threading.Event()
        self._put(done)
        done.wait()
        QCoreApplication.sendPostedEvents(self)

    def close(self) -> None:
        """End the thread and release the scene there; nothing is sent afterwards."""
        for signal in (self._rendered, self._failed, self._answered):
            signal.disconnect()
        self._put(None)
        if self._thread is not None:
            self._thread.join()

    def _put(self, step: "_Step | None") -> None:
        if self._thread is not None:
            self._steps.put(step)
        elif step is None:
            self._release()
        else:
            self._do(step)
            self._draw_waiting()

    def _work(self) -> None:
        while (step := self._steps.get()) is not None:
            self._do(step)
            # A picture waits until nothing else is pending, so that a fast hand skips some.
            if self._steps.empty():
                self._draw_waiting()
        self._release()

    def _do(self, step: "_Step") -> None:
        if isinstance(step, _Render):
            self._waiting = step
        elif isinstance(step, threading.Event):
            self._draw_waiting()
            step.set()
        elif self._scene is None:
            self._early.append(step)
        else:
            self._guard(step)

    def _draw_waiting(self) -> None:
        if self._waiting is not None:
            waiting, self._waiting = self._waiting, None
            self._guard(waiting)

    def _guard(self, task: "Task | _Render") -> None:
        """Run one task; a scene that cannot be made is told once."""
        if self._broken:
            return
        try:
            scene = self._made()
            if isinstance(task, _Render):
                self._draw(scene, task)
            else:
                task(scene)
        except ViewerError as error:
            self._broken = self._scene is None
            self._failed.emit(error)
        except Exception as error:  # noqa: BLE001 - whatever a driver does, the slices stay usable
            _LOG.exception("The 3D pane failed.")
            self._broken = True
            self._failed.emit(
                ViewerError(
                    "3D is not available on this machine.", f"The log tells more ({type(error).__name__})."
                )
            )

    def _made(self) -> "ColumnScene":
        if self._scene is None:
            # VTK is heavy: the window is on screen before it is loaded.
            from viewer.scene.palette import ScenePalette
            from viewer.scene.surface import ColumnScene

            self._scene = ColumnScene(ScenePalette(background=_BLACK), self._pixel_ratio)
            early, self._early = self._early, []
            for task in early:
                task(self._scene)
        return self._scene

    def _draw(self, scene: "ColumnScene", size: _Render) -> None:
        pixels = scene.render(size.width_px, size.height_px, size.moving)
        height, width, _ = pixels.shape
        image = QImage(pixels.tobytes(), width, height, 3 * width, QImage.Format.Format_RGB888)
        self._rendered.emit(image.convertToFormat(QImage.Format.Format_RGB32))

    def _release(self) -> None:
        if self._scene is not None:
            self._scene.close()
            self._scene = None
