"""The sheets: frames, the line at the head of later pages, and the foot of every page."""

from collections.abc import Sequence
from io import BytesIO

import attrs
from reportlab.lib.colors import HexColor
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate

from viewer.model.report.report import Report
from viewer.report.pages.banner import (
    NOT_CERTIFIED,
    Banner,
    patient_name,
    running_line,
    shortened,
    study_line,
)
from viewer.report.pages.lettering import BOLD, REGULAR, Lettering
from viewer.report.pages.styles import (
    BOTTOM_MM,
    GREY_COLOUR,
    LATER_TOP_MM,
    PAGE_MM,
    RULE_COLOUR,
    SIDE_MM,
    STATE_COLOURS,
    TOP_MM,
    WIDTH_MM,
)
from viewer.report.texts.written import one_line

_SIZE_PT = 6.8
_BORROWED = "Some letters are drawn in a font of the program that shows this file."


@attrs.frozen
class Run:
    """What a run over the story knows of the run before: how many pages, and where its places lie."""

    pages: int
    places: dict[str, int]


class Place(Flowable):
    """Remembers on which page it came to lie; takes no room."""

    def __init__(self, name: str, places: dict[str, int]) -> None:
        super().__init__()
        self._name, self._places = name, places
        self.width = self.height = 0

    def draw(self) -> None:
        """Note the page."""
        self._places[self._name] = self.canv.getPageNumber()


def printed(
    report: Report, banner: Banner, story: Sequence[Flowable], lettering: Lettering, before: Run
) -> tuple[bytes, int]:
    """Return the story as the bytes of a PDF, and its number of pages.

    The same story gives the same bytes: no clock, no chance.
    """
    buffer = BytesIO()
    document = BaseDocTemplate(
        buffer,
        pagesize=(PAGE_MM[0] * mm, PAGE_MM[1] * mm),
        invariant=1,
        initialFontName=REGULAR,
        title=one_line(f"{one_line(report.title) or 'Report'}, {patient_name(report)}, {banner.word}"),
        author=one_line(report.author),
        subject=one_line(study_line(report)),
        creator=one_line(report.software),
        producer=one_line(report.software),
        lang="en",
        displayDocTitle=True,
    )
    foot = _Foot(report, banner, lettering, before.pages)
    first = PageTemplate("first", [_frame(TOP_MM)], onPageEnd=foot.draw, autoNextPageTemplate="later")
    later = PageTemplate("later", [_frame(LATER_TOP_MM)], onPage=foot.draw_head, onPageEnd=foot.draw)
    document.addPageTemplates([first, later])
    document.build(list(story))
    return buffer.getvalue(), document.page


def _frame(top_mm: float) -> Frame:
    height = PAGE_MM[1] - top_mm - BOTTOM_MM
    return Frame(
        SIDE_MM * mm,
        BOTTOM_MM * mm,
        WIDTH_MM * mm,
        height * mm,
        leftPadding=0,
        rightPadding=0,
        topPadding=0,
        bottomPadding=0,
    )


class _Foot:
    """Draws what stands on every page."""

    def __init__(self, report: Report, banner: Banner, lettering: Lettering, pages: int) -> None:
        self._banner, self._lettering, self._pages = banner, lettering, pages
        self._who = self._fitting_line(report)
        self._software = shortened(one_line(report.software), 60)

    def _fitting_line(self, report: Report) -> str:
        """Who and which study, in what the state and the page's number leave of a line."""
        state = self._lettering.width_pt(f"{self._banner.word} page 9999 of 9999", BOLD, _SIZE_PT)
        room = WIDTH_MM * mm - state - 4.0 * mm
        lines = [running_line(report, longest) for longest in range(60, 9, -5)]
        return next(
            (one for one in lines if self._lettering.width_pt(one, REGULAR, _SIZE_PT) <= room), lines[-1]
        )

    def draw_head(self, canvas: Canvas, _document: BaseDocTemplate) -> None:
        """Draw whose report it is and its state above the text of a later page."""
        y = (PAGE_MM[1] - 11.0) * mm
        canvas.saveState()
        _, edge, _ = STATE_COLOURS[self._banner.state]
        canvas.setFillColor(GREY_COLOUR)
        self._left(canvas, self._who, y, REGULAR)
        canvas.setFillColor(edge)
        self._right(canvas, self._banner.word, y, BOLD)
        _rule(canvas, y - 2.0 * mm)
        canvas.restoreState()

    def draw(self, canvas: Canvas, _document: BaseDocTemplate) -> None:
        """Draw who, which page, by which program, and that this is no certified device."""
        y = 10.0 * mm
        canvas.saveState()
        _rule(canvas, y + 3.6 * mm)
        canvas.setFillColor(HexColor("#15191e"))
        self._left(canvas, self._who, y, REGULAR)
        page = f"page {canvas.getPageNumber()} of {self._pages}"
        self._right(canvas, f"{self._banner.word} \N{MIDDLE DOT} {page}", y, BOLD)
        canvas.setFillColor(GREY_COLOUR)
        note = f" {_BORROWED}" if self._lettering.borrowed else ""
        self._left(
            canvas, f"{self._software}. {NOT_CERTIFIED}{note}".removeprefix(". "), y - 3.4 * mm, REGULAR
        )
        canvas.restoreState()

    def _left(self, canvas: Canvas, text: str, y: float, font: str) -> None:
        self._line(canvas, text, SIDE_MM * mm, y, font)

    def _right(self, canvas: Canvas, text: str, y: float, font: str) -> None:
        width = self._lettering.width_pt(text, font, _SIZE_PT)
        self._line(canvas, text, (PAGE_MM[0] - SIDE_MM) * mm - width, y, font)

    def _line(self, canvas: Canvas, text: str, x: float, y: float, font: str) -> None:
        line = canvas.beginText(x, y)
        for name, piece in self._lettering.runs(text, font):
            line.setFont(name, _SIZE_PT)
            line.textOut(piece)
        canvas.drawText(line)


def _rule(canvas: Canvas, y: float) -> None:
    canvas.setStrokeColor(RULE_COLOUR)
    canvas.setLineWidth(0.4)
    canvas.line(SIDE_MM * mm, y, (PAGE_MM[0] - SIDE_MM) * mm, y)
