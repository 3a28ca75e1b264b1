"""The small text in the corners of a pane."""

from PySide6.QtCore import QPointF, QSizeF
from PySide6.QtGui import QFont, QPainter

from viewer.model.corner_text import IDENTITY_HIDDEN, CornerText
from viewer.widgets import theme
from viewer.widgets.text_picture import line_metrics, line_width, paint_line, shortened

MARGIN_PX = 8.0
_LEADING = 1.06
_TEXT = "#cfd6dd"
_STRONG = "#f0f3f6"


def paint_corners(painter: QPainter, corners: CornerText, size: QSizeF) -> None:
    """Draw the lines of the four corners into a pane of a size in logical pixels.

    The first line at the upper left, the patient's name, stands out. Where the pane is too narrow
    for both sides, the lines are cut with an ellipsis, never drawn over one another.
    """
    regular, strong = theme.font(theme.SMALL_PX), theme.font(theme.SMALL_PX, QFont.Weight.DemiBold)
    step = line_metrics(regular).height() * _LEADING
    half = int(size.width() / 2 - 1.5 * MARGIN_PX)
    right, bottom = size.width() - MARGIN_PX, size.height() - MARGIN_PX
    for number, line in enumerate(corners.top_left):
        at = QPointF(MARGIN_PX, MARGIN_PX + number * step)
        hidden = line == IDENTITY_HIDDEN
        colour = theme.DARK.warning if hidden else (_TEXT if number else _STRONG)
        font = regular if number else strong
        paint_line(painter, at, shortened(line, font, half), font, colour)
    _paint_right(painter, corners.top_right, QPointF(right, MARGIN_PX), regular, half)
    top = bottom - step * len(corners.bottom_left)
    for number, line in enumerate(corners.bottom_left):
        at = QPointF(MARGIN_PX, top + number * step)
        paint_line(painter, at, shortened(line, regular, half), regular, _TEXT)
    top = bottom - step * len(corners.bottom_right)
    _paint_right(painter, corners.bottom_right, QPointF(right, top), regular, half)


def _paint_right(painter: QPainter, lines: tuple[str, ...], first: QPointF, font: QFont, width: int) -> None:
    step = line_metrics(font).height() * _LEADING
    for number, line in enumerate(lines):
        shown = shortened(line, font, width)
        at = QPointF(first.x() - line_width(shown, font), first.y() + number * step)
        paint_line(painter, at, shown, font, _TEXT)
