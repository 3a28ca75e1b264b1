"""The small text in the corners of a pane."""

from itertools import zip_longest

from PySide6.QtCore import QPointF, QSizeF
from PySide6.QtGui import QFont, QPainter

from viewer.model.corner_text import IDENTITY_HIDDEN, CornerText
from viewer.widgets.parts import theme
from viewer.widgets.slices.text_picture import line_metrics, line_width, paint_line, shortened

MARGIN_PX = 8.0
NARROW_PX = 320.0
_LEADING = 1.06
_TEXT = "#cfd6dd"
_STRONG = "#f0f3f6"
# In a narrow pane the first line stands below the letter in the middle of the edge.
_BELOW_LETTER_PX = 20.0


def paint_corners(painter: QPainter, corners: CornerText, size: QSizeF) -> None:
    """Draw the lines of the four corners into a pane of a size in logical pixels.

    The first line at the upper left, the patient's name, stands out. Where the pane is too narrow
    for both sides, the lines are cut with an ellipsis, never drawn over one another.
    """
    narrow = size.width() < NARROW_PX
    shown = compact(corners) if narrow else corners
    step = line_metrics(theme.font(theme.SMALL_PX)).height() * _LEADING
    top = MARGIN_PX + (_BELOW_LETTER_PX if narrow else 0.0)
    for number, (left, right) in enumerate(zip_longest(shown.top_left, shown.top_right, fillvalue="")):
        strong = number == 0 and bool(shown.top_left)
        _paint_row(painter, left, right, top + number * step, size.width(), strong=strong)
    bottom = size.height() - MARGIN_PX
    upwards = zip_longest(reversed(shown.bottom_left), reversed(shown.bottom_right), fillvalue="")
    for number, (left, right) in enumerate(upwards, 1):
        _paint_row(painter, left, right, bottom - number * step, size.width())


def compact(corners: CornerText) -> CornerText:
    """Return the lines for a small pane: whose images, which slice, which window; no names of things."""
    who, rest = corners.top_left[:2], corners.top_left[2:]
    place = tuple(line.split(" · ")[0] for line in corners.top_right[-1:])
    # Short lines at the lower edge: the letter in its middle must stay free.
    return CornerText(
        top_left=(*who, " · ".join(rest)) if rest else who,
        bottom_left=(*corners.bottom_left, *place),
        bottom_right=tuple(line.split(" · ")[-1] for line in corners.bottom_right),
    )


def _paint_row(
    painter: QPainter, left: str, right: str, top: float, width: float, *, strong: bool = False
) -> None:
    """Draw what stands at the two ends of one line."""
    at_right = theme.font(theme.SMALL_PX)
    at_left = theme.font(theme.SMALL_PX, QFont.Weight.DemiBold) if strong else at_right
    room = width - (3 if right else 2) * MARGIN_PX
    wanted, others = line_width(left, at_left), line_width(right, at_right)
    if wanted + others > room:
        half = room / 2 if right else room
        left = shortened(left, at_left, int(max(half, room - others)))
        right = shortened(right, at_right, int(max(half, room - wanted)))
    colour = _STRONG if strong else _TEXT
    if left:
        shown = theme.DARK.warning if left == IDENTITY_HIDDEN else colour
        paint_line(painter, QPointF(MARGIN_PX, top), left, at_left, shown)
    if right:
        x = width - MARGIN_PX - line_width(right, at_right)
        paint_line(painter, QPointF(x, top), right, at_right, _TEXT)
