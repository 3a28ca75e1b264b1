"""The sac over the slice panes: tinted voxel by voxel, with what a reader painted and erased hatched."""

from typing import TYPE_CHECKING

import attrs
import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtGui import QColor, QImage

from viewer.model.correction import SacCorrection
from viewer.model.overlay_shapes import Role
from viewer.model.plane import PlaneKind
from viewer.model.resolve import PaneView
from viewer.model.sac import SacVoxels
from viewer.session.session import Session
from viewer.tools.hands import CORRECTING
from viewer.widgets.overlay_painter import ROLE_COLOUR

if TYPE_CHECKING:
    from viewer.scene.mask_slices import MaskSlices

_SAC, _PAINTED, _ERASED = 1, 2, 3
# What is added to a voxel's code, so that one table gives each pixel its colour.
_EDGE, _HATCH, _RIM = 4, 8, 16
_HATCH_PX, _DASH_PX = 7, 4
_TINT, _PAINTED_TINT, _HATCHED, _LINE, _DARK = 46, 70, 150, 235, 110


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


def sac_image(codes: NDArray[np.uint8], corner: tuple[int, int], width_px: int) -> QImage:
    """Return the picture of voxel codes `[y, x]` whose first pixel lies at `corner` of a pane.

    The sac is tinted within a line; painted voxels carry another tint and rising hatching, erased ones
    falling hatching within a dashed line, no tint. Lines are `width_px` thick.
    """
    inside = (codes == _SAC) | (codes == _PAINTED)
    erased = codes == _ERASED
    marks = codes | (_eroded_edge(inside, width_px) * np.uint8(_EDGE))
    marks |= _rim(inside, width_px) * np.uint8(_RIM)
    if (codes > _SAC).any():
        rows = np.arange(codes.shape[0], dtype=np.int32)[:, None] + corner[1]
        columns = np.arange(codes.shape[1], dtype=np.int32)[None, :] + corner[0]
        rising, falling = rows + columns, rows - columns
        apart = _HATCH_PX * width_px
        hatched = (codes == _PAINTED) & (rising % apart < width_px)
        hatched |= erased & (falling % apart < width_px)
        marks |= hatched * np.uint8(_HATCH)
        dashed = (rising // (_DASH_PX * width_px)) % 2 == 0
        marks |= (_eroded_edge(erased, width_px) & dashed) * np.uint8(_EDGE)
    pixels = _TABLE[marks]
    height, width = codes.shape
    return QImage(pixels.data, width, height, 4 * width, QImage.Format.Format_ARGB32_Premultiplied).copy()


def _eroded_edge(flags: NDArray[np.bool_], width_px: int) -> NDArray[np.bool_]:
    """The outermost pixels of what is flagged; the border of the picture is no edge."""
    core = flags.copy()
    core[width_px:] &= flags[:-width_px]
    core[:-width_px] &= flags[width_px:]
    core[:, width_px:] &= flags[:, :-width_px]
    core[:, :-width_px] &= flags[:, width_px:]
    return flags & ~core


def _rim(flags: NDArray[np.bool_], width_px: int) -> NDArray[np.bool_]:
    """The pixels just outside of what is flagged."""
    return _eroded_edge(~flags, width_px)


def _table() -> NDArray[np.uint32]:
    sac, painted, erased = (ROLE_COLOUR[role] for role in (Role.SECTION, Role.PAINTED, Role.ERASED))
    table = np.zeros(32, np.uint32)
    for mark in range(32):
        code, line, hatch, rim = mark & 3, mark & _EDGE, mark & _HATCH, mark & _RIM
        colour = {0: "#000000", _SAC: sac, _PAINTED: painted, _ERASED: erased}[code]
        tint = {_SAC: _TINT, _PAINTED: _PAINTED_TINT}.get(code, _DARK if rim else 0)
        alpha = _LINE if line else _HATCHED if hatch else tint
        table[mark] = _premultiplied(QColor("#000000" if rim and not (line or hatch) else colour), alpha)
    return table


def _premultiplied(colour: QColor, alpha: int) -> int:
    red, green, blue = (part * alpha // 255 for part in (colour.red(), colour.green(), colour.blue()))
    return alpha << 24 | red << 16 | green << 8 | blue


_TABLE = _table()
