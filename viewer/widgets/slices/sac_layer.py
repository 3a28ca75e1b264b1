"""The sac over the slice panes of a session, drawn anew only where it changed."""

from typing import TYPE_CHECKING

import attrs
from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtGui import QImage

from viewer.model.correction import SacCorrection
from viewer.model.plane import PlaneKind
from viewer.model.resolve import PaneView
from viewer.model.sac import SacVoxels
from viewer.session.session import Session
from viewer.tools.hands import CORRECTING
from viewer.widgets.slices.sac_picture import sac_image

if TYPE_CHECKING:
    from viewer.scene.mask_slices import MaskSlices


@attrs.frozen(eq=False)
class _Drawn:
    view: PaneView
    version: int
    image: QImage | None
    at: QPoint


class SacLayer(QObject):
    """Keeps the picture of the corrected sac for each slice pane; `changed` asks to be painted again.

    It is shown by choice, and always while a tool that corrects it is in hand.
    """

    changed = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._slices: MaskSlices | None = None
        self._sac: SacVoxels | None = None
        self._correction = SacCorrection()
        self._version = 0
        self._drawn: dict[PlaneKind, _Drawn] = {}
        session.sac_changed.connect(self.changed)
        session.tool_changed.connect(self.changed)

    @property
    def shown(self) -> bool:
        """Whether the sac is to be seen now."""
        session = self._session
        wanted = session.display.sac_shown or session.tool in CORRECTING
        return wanted and session.sac is not None and session.volume is not None

    def picture(self, view: PaneView, ratio: float) -> tuple[QImage, QPoint] | None:
        """Return the sac over a pane as a translucent picture and where its corner lies, in device pixels.

        `view` is resolved for the pane's device pixels, `ratio` of which make a logical one.
        """
        if not self.shown:
            return None
        self._renew()
        drawn = self._drawn.get(view.kind)
        if drawn is None or drawn.version != self._version or drawn.view != view:
            drawn = self._drawn[view.kind] = self._draw(view, max(1, round(ratio)))
        return None if drawn.image is None else (drawn.image, drawn.at)

    def close(self) -> None:
        """Let go of the sac."""
        self._drawn.clear()
        self._sac = None
        if self._slices is not None:
            self._slices.close()

    def _renew(self) -> None:
        """Take over the measured sac and its correction, where they are others than those drawn last."""
        session, slices = self._session, self._scene()
        volume, sac, correction = session.volume, session.sac, session.shown_case.correction
        if volume is None or (sac is self._sac and correction is self._correction):
            return
        if sac is not self._sac:
            slices.set_sac(sac, volume.geometry.shape)
        slices.set_correction(correction if correction.fits(volume.geometry) else SacCorrection())
        self._sac, self._correction = sac, correction
        self._version += 1

    def _draw(self, view: PaneView, width_px: int) -> _Drawn:
        cut = self._scene().slice(view)
        if cut is None:
            return _Drawn(view, self._version, None, QPoint())
        codes, (x, y) = cut
        return _Drawn(view, self._version, sac_image(codes, (x, y), width_px), QPoint(x, y))

    def _scene(self) -> "MaskSlices":
        if self._slices is None:
            # VTK is heavy: it comes with the first sac.
            from viewer.scene.mask_slices import MaskSlices

            self._slices = MaskSlices()
        return self._slices
