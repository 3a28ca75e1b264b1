"""The overlay of a pane kept as a picture, while only the image below it changes."""

import attrs
from PySide6.QtCore import QSize, QSizeF, Qt
from PySide6.QtGui import QImage, QPainter

from viewer.model.corner_text import CornerText
from viewer.model.overlay.overlay_shapes import Shape
from viewer.widgets.slices.corner_painter import paint_corners
from viewer.widgets.slices.overlay_painter import paint_shapes


@attrs.frozen(eq=False)
class _Drawn:
    shapes: tuple[Shape, ...]
    corners: CornerText
    size: QSize
    ratio: float
    image: QImage


class OverlayPicture:
    """Draws shapes and corner text once, and again only when they change.

    Worth its memory while a brush is drawn over panes in which nothing else moves: lines, circles and
    text with their dark edges take longer than all of the image.
    """

    def __init__(self) -> None:
        self._drawn: _Drawn | None = None

    def picture(self, shapes: tuple[Shape, ...], corners: CornerText, size: QSize, ratio: float) -> QImage:
        """Return shapes and corner text over nothing, for a pane of a size in logical pixels."""
        drawn = self._drawn
        if drawn is None or (drawn.size, drawn.ratio) != (size, ratio) or not _same(drawn, shapes, corners):
            drawn = self._drawn = _Drawn(shapes, corners, size, ratio, _painted(shapes, corners, size, ratio))
        return drawn.image

    def forget(self) -> None:
        """Let go of the picture."""
        self._drawn = None


def _same(drawn: _Drawn, shapes: tuple[Shape, ...], corners: CornerText) -> bool:
    return drawn.corners == corners and drawn.shapes == shapes


def _painted(shapes: tuple[Shape, ...], corners: CornerText, size: QSize, ratio: float) -> QImage:
    image = QImage(size * ratio, QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(ratio)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    paint_shapes(painter, shapes, ratio)
    paint_corners(painter, corners, QSizeF(size))
    painter.end()
    return image
