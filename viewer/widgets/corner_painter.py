"""The small text in the corners of a pane."""

from collections.abc import Iterable

from PySide6.QtCore import QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter

from viewer.model.corner_text import IDENTITY_HIDDEN, CornerText
from viewer.widgets import theme
from viewer.widgets.overlay_painter import paint_text

MARGIN_PX = 8.0
_LEADING = 1.28
_TEXT = QColor("#cfd6dd")
_STRONG = QColor("#f0f3f6")
_HIDDEN = QColor(theme.DARK.warning)


def paint_corners(painter: QPainter, corners: CornerText, size: QSizeF) -> None:
    """Draw the lines of the four corners into a pane of a size in logical pixels.

    The first line at the upper left, the patient's name, stands out. Where the pane is too narrow
    for both sides, the lines are cut with an ellipsis, never drawn over one another.
    """
    regular = theme.font(theme.SMALL_PX)
    painter.setFont(regular)
    metrics = QFontMetricsF(regular)
    half = size.width() / 2 - 1.5 * MARGIN_PX
    step = metrics.height() * _LEADING / 1.2
    bottom = size.height() - MARGIN_PX
    left, right = MARGIN_PX, size.width() - MARGIN_PX - half
    _paint_first(painter, corners.top_left, QRectF(left, MARGIN_PX, half, step))
    painter.setFont(regular)
    _paint(painter, metrics, corners.top_left[1:], QRectF(left, MARGIN_PX + step, half, step), at_right=False)
    _paint(painter, metrics, corners.top_right, QRectF(right, MARGIN_PX, half, step), at_right=True)
    for lines, x, at_right in ((corners.bottom_left, left, False), (corners.bottom_right, right, True)):
        first = QRectF(x, bottom - step * len(lines), half, step)
        _paint(painter, metrics, lines, first, at_right=at_right)


def _paint_first(painter: QPainter, lines: tuple[str, ...], box: QRectF) -> None:
    if not lines:
        return
    strong = theme.font(theme.SMALL_PX, QFont.Weight.DemiBold)
    painter.setFont(strong)
    name = QFontMetricsF(strong).elidedText(lines[0], Qt.TextElideMode.ElideRight, box.width())
    colour = _HIDDEN if lines[0] == IDENTITY_HIDDEN else _STRONG
    paint_text(painter, box, name, colour, Qt.AlignmentFlag.AlignLeft)


def _paint(
    painter: QPainter, metrics: QFontMetricsF, lines: Iterable[str], first: QRectF, *, at_right: bool
) -> None:
    flags = Qt.AlignmentFlag.AlignRight if at_right else Qt.AlignmentFlag.AlignLeft
    for number, line in enumerate(lines):
        box = first.translated(0, number * first.height())
        shown = metrics.elidedText(line, Qt.TextElideMode.ElideRight, box.width())
        paint_text(painter, box, shown, _TEXT, flags)
