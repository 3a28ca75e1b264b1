"""The level table and the table of grades on paper."""

from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.lib.units import mm
from reportlab.platypus import Paragraph, Table, TableStyle

from viewer.model.report.report import Report
from viewer.report.drawing.ink import CONTRAST_LINE, FAINT, GREY
from viewer.report.pages.banner import shortened
from viewer.report.pages.lettering import BOLD, REGULAR, Lettering
from viewer.report.pages.level_cells import (
    BY_EYE,
    NUMBER_HEADINGS,
    UNSAID,
    WORD_HEADINGS,
    GradeCells,
    LevelCells,
    grade_cells,
    level_cells,
)
from viewer.report.pages.styles import (
    BAND_COLOUR,
    CELL,
    CELL_BOLD,
    CELL_GREY,
    CELL_RIGHT,
    CELL_SMALL,
    COLUMN,
    COLUMN_RIGHT,
)
from viewer.report.texts.written import one_line

LONGEST_REMARK = 420
# All findings stand in full below the table.
_LONGEST_NUMBERS = 60
_WIDTHS_MM = (14.5, 8.0, 13.4, 13.6, 13.6, 13.4, 13.6, 13.6, 22.0, 10.0, 8.8, 10.0, 9.4, 20.1)
_GRADE_WIDTHS_MM = (14.5, 33.0, 47.5, 39.0, 50.0)
_WORDS, _NUMBERS = len(WORD_HEADINGS), len(NUMBER_HEADINGS)
_FIRST_WORD, _FIRST_NUMBER = 2, 2 + _WORDS
_LINE, _STRONG = HexColor(FAINT), HexColor(CONTRAST_LINE)
_BASE = (
    ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ("FONTNAME", (0, 0), (-1, -1), REGULAR),
    ("FONTSIZE", (0, 0), (-1, -1), 7.0),
    ("LEADING", (0, 0), (-1, -1), 8.6),
    ("LEFTPADDING", (0, 0), (-1, -1), 2.2),
    ("RIGHTPADDING", (0, 0), (-1, -1), 2.2),
    ("TOPPADDING", (0, 0), (-1, -1), 1.8),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 2.0),
)


def level_grid(report: Report, lettering: Lettering) -> Table:
    """Return the level table: words left of the line, measured numbers right of it."""
    rows: list[list[Any]] = _headings(lettering)
    style: list[tuple[Any, ...]] = [
        *_BASE,
        ("SPAN", (_FIRST_WORD, 0), (_FIRST_NUMBER - 1, 0)),
        ("SPAN", (_FIRST_NUMBER, 0), (-1, 0)),
        ("LINEBELOW", (0, 1), (-1, 1), 0.8, _STRONG),
        ("LINEBEFORE", (_FIRST_NUMBER, 0), (_FIRST_NUMBER, -1), 0.6, _STRONG),
        ("BACKGROUND", (0, 0), (-1, 1), BAND_COLOUR),
    ]
    for row in report.rows:
        cells = level_cells(report, row)
        style += _row_style(cells, len(rows))
        rows.append(_row(cells, lettering))
        if cells.remarks:
            rows.append(_remark_row(cells, lettering))
    widths = [one * mm for one in _WIDTHS_MM]
    return Table(rows, colWidths=widths, style=TableStyle(style), repeatRows=2, hAlign="LEFT")


def _headings(lettering: Lettering) -> list[list[Any]]:
    empty = ["", ""]
    words = Paragraph("In the reader\N{RIGHT SINGLE QUOTATION MARK}s words", COLUMN)
    numbers = Paragraph("Measured in the section through the disc", COLUMN)
    first = [*empty, words, *[""] * (_WORDS - 1), numbers, *[""] * (_NUMBERS - 1)]
    second = [
        Paragraph("Level", COLUMN),
        Paragraph("No.", COLUMN),
        *(Paragraph(lettering.markup(one, BOLD), COLUMN) for one in WORD_HEADINGS),
        *(Paragraph(lettering.markup(one, BOLD), COLUMN_RIGHT) for one in NUMBER_HEADINGS),
    ]
    return [first, second]


def _row_style(cells: LevelCells, at: int) -> list[tuple[Any, ...]]:
    last = at + bool(cells.remarks)
    style: list[tuple[Any, ...]] = [("LINEBELOW", (0, last), (-1, last), 0.3, _LINE)]
    if not cells.words:
        style.append(("SPAN", (_FIRST_WORD, at), (_FIRST_NUMBER - 1, at)))
    if not cells.numbers:
        style.append(("SPAN", (_FIRST_NUMBER, at), (-1, at)))
    if cells.remarks:
        style += [
            ("SPAN", (_FIRST_WORD, last), (_FIRST_NUMBER - 1, last)),
            ("NOSPLIT", (0, at), (-1, last)),
            ("TOPPADDING", (0, last), (-1, last), 0),
        ]
    return style


def _row(cells: LevelCells, lettering: Lettering) -> list[Any]:
    def paragraph(text: str, style: Any) -> Paragraph:
        return Paragraph(lettering.markup(text, style.fontName), style)

    words: list[Any] = [
        paragraph(one, CELL_GREY if one in (UNSAID, "none", "preserved") else CELL) for one in cells.words
    ]
    if not cells.words:
        words = [
            paragraph(shortened(cells.statement, LONGEST_REMARK), CELL if cells.told else CELL_GREY),
            *[""] * (_WORDS - 1),
        ]
    numbers: list[Any] = [paragraph(one, CELL_RIGHT) for one in cells.numbers[:-1]]
    numbers += [paragraph(one, CELL_SMALL) for one in cells.numbers[-1:]]
    if not cells.numbers:
        numbers = [paragraph(cells.unmeasured, CELL_GREY), *[""] * (_NUMBERS - 1)]
    return [
        paragraph(cells.level, CELL_BOLD),
        paragraph(shortened(cells.findings, _LONGEST_NUMBERS), CELL_BOLD),
        *words,
        *numbers,
    ]


def _remark_row(cells: LevelCells, lettering: Lettering) -> list[Any]:
    text = shortened(cells.remarks.replace("\n", ". "), LONGEST_REMARK)
    if text.endswith("\N{HORIZONTAL ELLIPSIS}"):
        text += " (in full below)"
    return ["", "", Paragraph(lettering.markup(text), CELL), *[""] * (_WORDS - 1 + _NUMBERS)]


def grade_grid(report: Report, lettering: Lettering) -> Table | None:
    """Return the table of grades, the program's suggestion apart from the decision; None where there are none."""
    grades = [cells for row in report.rows for cells in grade_cells(row)]
    if not grades:
        return None
    titles = ("Level", "Scale", "Rests on", "Suggested by the program", "Decided by the reader")
    rows: list[list[Any]] = [[Paragraph(title, COLUMN) for title in titles]]
    for before, cells in zip([None, *grades], grades, strict=False):
        repeated = before is not None and before.level == cells.level
        rows.append(_grade_row(cells, "" if repeated else cells.level, lettering))
    style: list[tuple[Any, ...]] = [
        *_BASE,
        ("BACKGROUND", (0, 0), (-1, 0), BAND_COLOUR),
        ("LINEBELOW", (0, 0), (-1, 0), 0.8, _STRONG),
        ("LINEBELOW", (0, 1), (-1, -1), 0.3, _LINE),
        ("LINEBEFORE", (3, 0), (4, -1), 0.6, _STRONG),
    ]
    widths = [one * mm for one in _GRADE_WIDTHS_MM]
    return Table(rows, colWidths=widths, style=TableStyle(style), repeatRows=1, hAlign="LEFT")


def _grade_row(cells: GradeCells, level: str, lettering: Lettering) -> list[Any]:
    def paragraph(text: str, style: Any = CELL) -> Paragraph:
        # A row is never broken over pages: foreign words in it are short, and in one line.
        return Paragraph(lettering.markup(shortened(one_line(text), LONGEST_REMARK), style.fontName), style)

    def said(word: str, by: str, otherwise: str) -> Paragraph:
        if not word:
            return paragraph(otherwise, CELL_GREY)
        marked = (
            lettering.markup(shortened(one_line(word), 160), BOLD),
            lettering.markup(shortened(one_line(by), 160)),
        )
        return Paragraph(
            f'<font name="{BOLD}">{marked[0]}</font> <font color="{GREY}">{marked[1]}</font>', CELL
        )

    return [
        paragraph(level, CELL_BOLD),
        paragraph(cells.scale),
        paragraph(
            cells.numbers or BY_EYE,
            CELL if cells.numbers else CELL_GREY,
        ),
        said(cells.suggested, cells.suggested_by, UNSAID),
        said(cells.decided, cells.decided_by, "not decided"),
    ]
