"""The sizes, weights and colours of the pages."""

from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm

from viewer.model.report.report import ReportState
from viewer.report.drawing.ink import FAINT, GREY, INK
from viewer.report.pages.lettering import BOLD, REGULAR

PAGE_MM = (210.0, 297.0)
SIDE_MM, TOP_MM, LATER_TOP_MM, BOTTOM_MM = 13.0, 11.0, 17.0, 18.0
WIDTH_MM = PAGE_MM[0] - 2 * SIDE_MM
INK_COLOUR, GREY_COLOUR, RULE_COLOUR = HexColor(INK), HexColor(GREY), HexColor(FAINT)
BAND_COLOUR = HexColor("#f3f5f7")


def _style(name: str, size: float, leading: float, font: str = REGULAR, **more: Any) -> ParagraphStyle:
    return ParagraphStyle(
        name, fontName=font, fontSize=size, leading=leading, textColor=INK_COLOUR, splitLongWords=1, **more
    )


NAME = _style("name", 13.5, 16.5, BOLD)
LONG_NAME = _style("long name", 10.5, 13.0, BOLD)
EXAM = _style("exam", 10.5, 16.5, BOLD, alignment=2)
UNDER = _style("under", 7.8, 10.5)
UNDER_RIGHT = _style("under right", 7.8, 10.5, alignment=2)
STATE = _style("state", 8.6, 11.5)
HEADING = _style("heading", 9.2, 11.5, BOLD, spaceBefore=3.0 * mm, spaceAfter=1.0 * mm, keepWithNext=1)
BODY = _style("body", 8.3, 11.4, spaceAfter=0.9 * mm)
NUMBERED = _style(
    "numbered", 9.0, 12.2, spaceAfter=0.7 * mm, leftIndent=6.0 * mm, bulletFontName=BOLD, bulletFontSize=9.0
)
# The name of a passage hangs left of its text.
HANGING_MM = 37.0
HANGING = _style(
    "hanging",
    8.3,
    11.4,
    spaceBefore=1.6 * mm,
    spaceAfter=0.7 * mm,
    leftIndent=HANGING_MM * mm,
    bulletFontName=BOLD,
    bulletFontSize=8.3,
)
HANGING_MUTED = _style(
    "hanging muted",
    7.4,
    11.4,
    spaceBefore=1.6 * mm,
    spaceAfter=0.7 * mm,
    leftIndent=HANGING_MM * mm,
    bulletFontName=BOLD,
    bulletFontSize=8.3,
)
HANGING_MUTED.textColor = GREY_COLOUR
HUNG = _style("hung", 8.3, 11.4, spaceAfter=0.7 * mm, leftIndent=HANGING_MM * mm)
MUTED = _style("muted", 7.4, 10.0, spaceAfter=0.8 * mm)
MUTED.textColor = GREY_COLOUR
HUNG_MUTED = _style("hung muted", 7.4, 10.0, spaceAfter=0.8 * mm, leftIndent=HANGING_MM * mm)
HUNG_MUTED.textColor = GREY_COLOUR
CELL = _style("cell", 7.0, 8.6)
CELL_BOLD = _style("bold cell", 7.0, 8.6, BOLD)
CELL_GREY = _style("grey cell", 7.0, 8.6)
CELL_GREY.textColor = GREY_COLOUR
CELL_RIGHT = _style("number cell", 7.0, 8.6, alignment=2)
CELL_SMALL = _style("small cell", 6.2, 8.6, alignment=2)
CELL_SMALL.textColor = GREY_COLOUR
COLUMN = _style("column", 6.6, 8.0, BOLD)
COLUMN_RIGHT = _style("number column", 6.6, 8.0, BOLD, alignment=2)
CAPTION = _style("caption", 6.9, 8.4)

# The ground, the edge and the letters of the banner.
STATE_COLOURS = {
    ReportState.UNREVIEWED: (HexColor("#8e1b1b"), HexColor("#8e1b1b"), "#ffffff"),
    ReportState.DRAFT: (HexColor("#fdf0cf"), HexColor("#8a6410"), INK),
    ReportState.FINAL: (HexColor("#eef2f5"), HexColor("#24455f"), INK),
    ReportState.ADDENDUM: (HexColor("#e7effa"), HexColor("#1c5fa8"), INK),
}
