"""The picture of a slice pane: rendered once per view, coarser while things move, refined at rest."""

from typing import TYPE_CHECKING

import attrs
import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QImage

from viewer.model.resolve import PaneView
from viewer.model.volume import Volume
from viewer.widgets.slices.refiner import Refiner

if TYPE_CHECKING:
    from viewer.scene.slices import SliceRenderer

# The hand rests: draw in full quality.
_SETTLED_MS = 120


@attrs.frozen(eq=False)
class _Drawn:
    view: PaneView
    draft: bool
    image: QImage


class SliceImage(QObject):
    """Keeps the picture of one pane up to date; `refined` asks to be painted again in full quality."""

    refined = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._renderer: SliceRenderer | None = None
        self._refiner: Refiner | None = None
        self._volume: Volume | None = None
        self._drawn: _Drawn | None = None
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(_SETTLED_MS)
        self._settle.timeout.connect(self._refine)

    @property
    def is_draft(self) -> bool:
        """Whether the picture last asked for is still to be refined."""
        return self._drawn is not None and self._drawn.draft

    def set_volume(self, volume: Volume | None) -> None:
        """Show another volume, or none."""
        self._volume = volume
        self._drawn = None
        self._settle.stop()
        if self._refiner is not None:
            self._refiner.close()
            self._refiner = None
        if volume is not None or self._renderer is not None:
            self._scene().set_volume(volume)

    def mark_filled(self, first_k: int, last_k: int) -> None:
        """Draw anew: these layers of the volume have arrived."""
        if self._renderer is not None:
            self._renderer.mark_filled(first_k, last_k)
        if self._refiner is not None:
            self._refiner.close()
            self._refiner = None
        self._drawn = None

    def picture(self, view: PaneView) -> QImage:
        """Return the picture of a view at its own size; a draft of it where full quality takes long."""
        drawn = self._drawn
        if drawn is not None and drawn.view == view:
            return drawn.image
        draft = _is_costly(view)
        if draft:
            self._settle.start()
        self._drawn = _Drawn(view, draft, grey_image(self._scene().render(view, draft)))
        return self._drawn.image

    def settle(self, view: PaneView) -> None:
        """Draw a view in full quality now, for whoever cannot wait."""
        self._settle.stop()
        drawn = self._drawn
        if drawn is None or drawn.draft or drawn.view != view:
            self._drawn = _Drawn(view, draft=False, image=grey_image(self._scene().render(view)))
            self.refined.emit()

    def close(self) -> None:
        """Release the renderers and the thread."""
        self.set_volume(None)
        if self._renderer is not None:
            self._renderer.close()
            self._renderer = None

    def _refine(self) -> None:
        if self._drawn is None or self._volume is None or not self._drawn.draft:
            return
        if self._refiner is None:
            self._refiner = Refiner(self._volume, self)
            self._refiner.rendered.connect(self._take)
        self._refiner.request(self._drawn.view)

    def _take(self, view: PaneView, image: QImage) -> None:
        if self._drawn is not None and self._drawn.view == view:
            self._drawn = _Drawn(view, draft=False, image=image)
            self.refined.emit()

    def _scene(self) -> "SliceRenderer":
        if self._renderer is None:
            # VTK is heavy: the window is on screen before it is loaded.
            from viewer.scene.slices import SliceRenderer

            self._renderer = SliceRenderer()
        return self._renderer


def _is_costly(view: PaneView) -> bool:
    """Whether a view may take longer than a frame; the renderer decides how coarse a draft is."""
    straight = all(max(abs(c) for c in axis) > 1 - 1e-6 for axis in (view.plane.right, view.plane.down))
    return view.slab_mm > 0 or not straight


def grey_image(pixels: NDArray[np.uint8]) -> QImage:
    """Return a grey array `[y, x]` as a picture of its own memory."""
    height, width = pixels.shape
    rows = np.ascontiguousarray(pixels)
    return QImage(rows.data, width, height, width, QImage.Format.Format_Grayscale8).copy()
