"""Regions that other programs have drawn, over the slice panes: tinted within a line, each in its colour."""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtGui import QColor, QImage

from viewer.model.foreign_segment import ForeignSegment
from viewer.model.plane import PlaneKind
from viewer.model.resolve import PaneView
from viewer.session.session import Session
from viewer.widgets.slices.sac_picture import edge_of

if TYPE_CHECKING:
    from viewer.scene.mask_slices import MaskSlices

_TINT, _LINE = 48, 230
_Pictures = tuple[tuple[QImage, QPoint], ...]


class SegmentLayer(QObject):
    """Keeps the pictures of the shown segments for each slice pane; `changed` asks to be painted again."""

    changed = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._shown: tuple[ForeignSegment, ...] = ()
        self._cutters: tuple[MaskSlices, ...] = ()
        self._drawn: dict[PlaneKind, tuple[PaneView, _Pictures]] = {}
        session.segments_changed.connect(self.changed)

    def pictures(self, view: PaneView, ratio: float) -> _Pictures:
        """Return the segments over a pane as translucent pictures, each with where its corner lies.

        `view` is resolved for the pane's device pixels, `ratio` of which make a logical one.
        """
        self._renew()
        known = self._drawn.get(view.kind)
        if known is None or known[0] != view:
            known = self._drawn[view.kind] = (view, self._draw(view, max(1, round(ratio))))
        return known[1]

    def close(self) -> None:
        """Let go of all segments."""
        for cutter in self._cutters:
            cutter.close()
        self._shown, self._cutters = (), ()
        self._drawn.clear()

    def _renew(self) -> None:
        session = self._session
        if session.segments is self._shown or session.volume is None:
            return
        self.close()
        self._shown = session.segments
        if self._shown:
            # VTK is heavy: it comes with the first segment.
            from viewer.scene.mask_slices import MaskSlices

            self._cutters = tuple(MaskSlices() for _ in self._shown)
            for cutter, segment in zip(self._cutters, self._shown, strict=True):
                cutter.set_sac(segment.voxels, session.volume.geometry.shape)

    def _draw(self, view: PaneView, width_px: int) -> _Pictures:
        found: list[tuple[QImage, QPoint]] = []
        for cutter, segment in zip(self._cutters, self._shown, strict=True):
            cut = cutter.slice(view)
            if cut is not None:
                codes, (x, y) = cut
                found.append((_image(codes > 0, QColor(segment.colour), width_px), QPoint(x, y)))
        return tuple(found)


def _image(inside: NDArray[np.bool_], colour: QColor, width_px: int) -> QImage:
    marks = inside.astype(np.uint8) + edge_of(inside, width_px)
    height, width = marks.shape
    image = QImage(marks.data, width, height, width, QImage.Format.Format_Indexed8)
    image.setColorTable([_faded(colour, alpha) for alpha in (0, _TINT, _LINE)])
    # A picture of its own memory, in the form that is fast to draw.
    return image.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)


def _faded(colour: QColor, alpha: int) -> int:
    made = QColor(colour)
    made.setAlpha(alpha)
    return made.rgba()
