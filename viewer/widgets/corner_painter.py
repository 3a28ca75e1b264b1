"""The small text in the corners of a pane."""

import attrs
from PySide6.QtCore import QPointF, QSizeF
from PySide6.QtGui import QFont, QPainter

from viewer.model.corner_text import IDENTITY_HIDDEN, CornerText
from viewer.widgets import theme
from viewer.widgets.text_picture import line_metrics, line_width, paint_line, shortened

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
    top = MARGIN_PX + (_BELOW_LETTER_PX if narrow else 0.0)
    bottom = size.height() - MARGIN_PX
    step = _step()
    _paint_pair(painter, shown.top_left, shown.top_right, (top, top), size.width(), strong_first=True)
    tops = (bottom - step * len(shown.bottom_left), bottom - step * len(shown.bottom_right))
    _paint_pair(painter, shown.bottom_left, shown.bottom_right, tops, size.width())


def compact(corners: CornerText) -> CornerText:
    """Return the lines for a small pane: whose images, which slice, which window; no names of things."""
    who, rest = corners.top_left[:2], corners.top_left[2:]
    return CornerText(
        top_left=(*who, " · ".join(rest)) if rest else who,
        bottom_left=(*corners.bottom_left, *corners.top_right[-1:]),
        bottom_right=tuple(line.split(" · ")[-1] for line in corners.bottom_right),
    )


@attrs.frozen
class _Side:
    lines: tuple[str, ...]
    fonts: tuple[QFont, ...]

    @property
    def width(self) -> float:
        widths = (line_width(line, font) for line, font in zip(self.lines, self.fonts, strict=True))
        return max(widths, default=0.0)

    def cut(self, width: float) -> "_Side":
        pairs = zip(self.lines, self.fonts, strict=True)
        return _Side(tuple(shortened(line, font, int(width)) for line, font in pairs), self.fonts)


def _paint_pair(
    painter: QPainter,
    left: tuple[str, ...],
    right: tuple[str, ...],
    tops: tuple[float, float],
    width: float,
    *,
    strong_first: bool = False,
) -> None:
    at_left, at_right = _side(left, strong_first=strong_first), _side(right)
    room = width - (3 if right else 2) * MARGIN_PX
    if at_left.width + at_right.width > room:
        for_left = max(room / 2, room - at_right.width)
        at_left, at_right = at_left.cut(for_left), at_right.cut(max(room / 2, room - at_left.width))
    for number, (line, font) in enumerate(zip(at_left.lines, at_left.fonts, strict=True)):
        colour = theme.DARK.warning if line == IDENTITY_HIDDEN else _TEXT
        colour = _STRONG if strong_first and number == 0 and line != IDENTITY_HIDDEN else colour
        paint_line(painter, QPointF(MARGIN_PX, tops[0] + number * _step()), line, font, colour)
    for number, (line, font) in enumerate(zip(at_right.lines, at_right.fonts, strict=True)):
        x = width - MARGIN_PX - line_width(line, font)
        paint_line(painter, QPointF(x, tops[1] + number * _step()), line, font, _TEXT)


def _side(lines: tuple[str, ...], *, strong_first: bool = False) -> _Side:
    regular, strong = theme.font(theme.SMALL_PX), theme.font(theme.SMALL_PX, QFont.Weight.DemiBold)
    fonts = tuple(strong if strong_first and number == 0 else regular for number in range(len(lines)))
    return _Side(lines, fonts)


def _step() -> float:
    return line_metrics(theme.font(theme.SMALL_PX)).height() * _LEADING
