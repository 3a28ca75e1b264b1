"""Small text with a dark edge, drawn once and kept: most of it is the same in every frame."""

from functools import lru_cache

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter

_HALO = QColor(0, 0, 0, 190)
# The dark edge: the text once in each direction, a pixel off.
_HALO_STEPS = ((-1, 0), (1, 0), (0, -1), (0, 1), (-1, -1), (1, -1), (-1, 1), (1, 1))
_EDGE_PX = 2
_KEPT = 600


def paint_line(painter: QPainter, at: QPointF, text: str, font: QFont, colour: str) -> None:
    """Draw one line of text, the upper left corner of its box at a place in logical pixels."""
    ratio = painter.device().devicePixelRatio()
    place = QPointF(round(at.x() * ratio) / ratio - _EDGE_PX, round(at.y() * ratio) / ratio - _EDGE_PX)
    painter.drawImage(place, _picture(text, font, colour, ratio))


@lru_cache(_KEPT)
def _picture(text: str, font: QFont, colour: str, ratio: float) -> QImage:
    metrics = line_metrics(font)
    size = QSize(
        round((metrics.horizontalAdvance(text) + 2 * _EDGE_PX + 1) * ratio),
        round((metrics.height() + 2 * _EDGE_PX) * ratio),
    )
    picture = QImage(size, QImage.Format.Format_ARGB32_Premultiplied)
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setFont(font)
    base = QPointF(_EDGE_PX, _EDGE_PX + metrics.ascent())
    painter.setPen(_HALO)
    for right, down in _HALO_STEPS:
        painter.drawText(base + QPointF(right, down), text)
    painter.setPen(QColor(colour))
    painter.drawText(base, text)
    painter.end()
    return picture


@lru_cache(16)
def line_metrics(font: QFont) -> QFontMetricsF:
    """Return the metrics of a font."""
    return QFontMetricsF(font)


@lru_cache(_KEPT)
def line_width(text: str, font: QFont) -> float:
    """Return the width of a line in logical pixels."""
    return line_metrics(font).horizontalAdvance(text)


@lru_cache(_KEPT)
def shortened(text: str, font: QFont, width: int) -> str:
    """Return a line cut with an ellipsis to a width in logical pixels."""
    return line_metrics(font).elidedText(text, Qt.TextElideMode.ElideRight, width)
