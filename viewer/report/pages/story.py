"""What stands on the pages, in reading order."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Paragraph, Spacer, Table, TableStyle

from viewer.model.picture_bytes import PictureBytes
from viewer.model.report.report import Report
from viewer.model.report.section import SectionId
from viewer.report.pages.banner import Addendum, Banner, patient_line, patient_name, shortened, study_line
from viewer.report.pages.impression import impression_lines
from viewer.report.pages.lettering import BOLD, REGULAR, Lettering
from viewer.report.pages.level_cells import level_cells
from viewer.report.pages.level_grid import LONGEST_REMARK, grade_grid, level_grid
from viewer.report.pages.paper import Place
from viewer.report.pages.passages import Saying, passages, remarks
from viewer.report.pages.picture_row import PictureRow
from viewer.report.pages.styles import (
    BODY,
    EXAM,
    HANGING,
    HANGING_MUTED,
    HEADING,
    HUNG,
    HUNG_MUTED,
    LONG_NAME,
    MUTED,
    NAME,
    NUMBERED,
    STATE,
    STATE_COLOURS,
    UNDER,
    UNDER_RIGHT,
    WIDTH_MM,
)
from viewer.report.pages.table_note import NO_LEVELS, table_note
from viewer.report.texts.written import one_line

# A longer paragraph is set in pieces: the library breaks one as a whole on every page it reaches.
_LONGEST_PIECE = 3000
_LONG_NAME = 36
# What has more lines than a reader writes is set running on: each paragraph costs the library time and height.
_MOST_LINES = 300


class Story:
    """Builds the flowables of one report; `places` are the pages of the run before, and of this one after it."""

    def __init__(
        self, report: Report, lettering: Lettering, places: Mapping[str, int], found: dict[str, int]
    ) -> None:
        self._report, self._lettering = report, lettering
        self._places, self._found = places, found

    def flowables(
        self, banner: Banner, images: Mapping[str, PictureBytes], added: Sequence[Addendum]
    ) -> list[Flowable]:
        """Return the whole report from the header to the last addendum."""
        return [
            self._header(),
            self._banner(banner),
            *self._pointers(added),
            *self._heading("Impression"),
            *self._impression(),
            Spacer(1, 2.5 * mm),
            PictureRow(self._report, images, self._lettering),
            *self._levels(),
            *self._passages(),
            *self._addenda(added),
        ]

    def _paragraph(self, text: str, style: Any, bullet: str | None = None) -> Paragraph:
        return Paragraph(self._lettering.markup(text, style.fontName), style, bulletText=bullet)

    def _header(self) -> Table:
        report = self._report
        name, title = patient_name(report), shortened(one_line(report.title), 120)
        rows = [
            [
                self._paragraph(name, NAME if len(name) <= _LONG_NAME else LONG_NAME),
                self._paragraph(title, EXAM),
            ],
            [self._paragraph(patient_line(report), UNDER), self._paragraph(study_line(report), UNDER_RIGHT)],
        ]
        style = TableStyle([
            ("FONTNAME", (0, 0), (-1, -1), REGULAR),
            ("LEFTPADDING", (0, 0), (-1, -1), 0),
            ("RIGHTPADDING", (0, 0), (-1, -1), 0),
            ("TOPPADDING", (0, 0), (-1, -1), 0),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 0),
            ("VALIGN", (0, 0), (-1, 0), "BOTTOM"),
            ("VALIGN", (0, 1), (-1, 1), "TOP"),
        ])  # fmt: skip
        return Table(rows, colWidths=[WIDTH_MM * share * mm for share in (0.46, 0.54)], style=style)

    def _banner(self, banner: Banner) -> Table:
        ground, edge, letters = STATE_COLOURS[banner.state]
        word, said = (self._lettering.markup(text) for text in (banner.word, shortened(banner.sentence, 400)))
        text = f'<font color="{letters}"><b>{word}</b>&nbsp;&nbsp;&nbsp;{said}</font>'
        style = TableStyle([
            ("FONTNAME", (0, 0), (-1, -1), REGULAR),
            ("BACKGROUND", (0, 0), (-1, -1), ground),
            ("LINEBEFORE", (0, 0), (0, -1), 3.0, edge),
            ("LEFTPADDING", (0, 0), (-1, -1), 7),
            ("TOPPADDING", (0, 0), (-1, -1), 3.0),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 4.0),
        ])  # fmt: skip
        return Table(
            [[Paragraph(text, STATE)]],
            colWidths=[WIDTH_MM * mm],
            style=style,
            spaceBefore=2.5 * mm,
            hAlign="LEFT",
        )

    def _pointers(self, added: Sequence[Addendum]) -> Iterator[Flowable]:
        """Each addendum in short, and where it stands in full."""
        for one in added:
            page = self._places.get(_place_of(one), 0)
            lead = f"Addendum {one.number} ({one.issued})"
            yield Spacer(1, 1.2 * mm)
            yield self._saying(Saying(f"{one.in_short} In full on page {page}.", lead))

    def _heading(self, title: str) -> Iterator[Flowable]:
        yield self._paragraph(title, HEADING)

    def _impression(self) -> Iterator[Flowable]:
        lines = _running_on(impression_lines(self._report))
        for number, line in enumerate(lines, 1):
            for place, piece in enumerate(_pieces(line)):
                yield self._paragraph(piece, NUMBERED, f"{number}." if place == 0 else None)
        if not lines:
            yield self._paragraph("No impression was given.", MUTED)
        yield from self._sayings(tuple(remarks(self._report.section(SectionId.IMPRESSION))))

    def _levels(self) -> Iterator[Flowable]:
        yield from self._heading("Levels")
        if not self._report.rows:
            yield self._paragraph(NO_LEVELS, MUTED)
            return
        yield level_grid(self._report, self._lettering)
        yield Spacer(1, 1.0 * mm)
        yield self._paragraph(table_note(self._report), MUTED)
        yield from self._long_remarks()
        grades = grade_grid(self._report, self._lettering)
        if grades is not None:
            yield from self._heading("Grades by scale")
            yield grades

    def _long_remarks(self) -> Iterator[Flowable]:
        for row in self._report.rows:
            cells = level_cells(self._report, row)
            if len(cells.remarks) > LONGEST_REMARK:
                yield from self._sayings((Saying(cells.remarks, cells.level),))

    def _passages(self) -> Iterator[Flowable]:
        yield Spacer(1, 2.0 * mm)
        for passage in passages(self._report):
            title: str | None = passage.title
            for one in _sayings_running_on(passage.sayings):
                for piece in _split(one):
                    yield self._hung(piece, title)
                    title = None

    def _hung(self, one: Saying, title: str | None) -> Paragraph:
        style = HUNG_MUTED if one.muted else HUNG if title is None else HANGING
        if title is not None and one.muted:
            style = HANGING_MUTED
        return Paragraph(self._marked(one), style, bulletText=title)

    def _sayings(self, sayings: Sequence[Saying]) -> Iterator[Flowable]:
        for one in sayings:
            yield from (self._saying(piece) for piece in _split(one))

    def _saying(self, one: Saying) -> Paragraph:
        return Paragraph(self._marked(one), MUTED if one.muted else BODY)

    def _marked(self, one: Saying) -> str:
        """A saying as mark-up, with its first words set apart."""
        lead = (
            f'<font name="{BOLD}">{self._lettering.markup(one.lead, BOLD)}</font>&nbsp;&nbsp; '
            if one.lead
            else ""
        )
        return lead + self._lettering.markup(one.text)

    def _addenda(self, added: Sequence[Addendum]) -> Iterator[Flowable]:
        for one in added:
            yield from self._heading(f"Addendum {one.number}, {one.issued}")
            yield Place(_place_of(one), self._found)
            lines = [line for line in one.text.splitlines() if line.strip()]
            yield from self._sayings([Saying(line) for line in _running_on(lines)])


def _place_of(one: Addendum) -> str:
    return f"addendum {one.number}"


def _split(one: Saying) -> Iterator[Saying]:
    text = "\n".join(_running_on(one.text.split("\n")))
    for place, piece in enumerate(_pieces(text)):
        yield Saying(piece, one.lead if place == 0 else "", one.muted)


def _running_on(lines: Sequence[str]) -> Sequence[str]:
    """The lines; where there are very many the later ones as one, with strokes between them."""
    if len(lines) <= _MOST_LINES:
        return lines
    return [*lines[: _MOST_LINES - 1], " / ".join(lines[_MOST_LINES - 1 :])]


def _sayings_running_on(sayings: Sequence[Saying]) -> Sequence[Saying]:
    if len(sayings) <= _MOST_LINES:
        return sayings
    # What is told of the passage itself stays apart at its end.
    *lines, last = sayings
    kept, rest = lines[: _MOST_LINES - 1], lines[_MOST_LINES - 1 :]
    return [*kept, Saying(" / ".join(f"{one.lead} {one.text}".strip() for one in rest)), last]


def _pieces(text: str) -> Iterator[str]:
    while len(text) > _LONGEST_PIECE:
        end = text.rfind(" ", _LONGEST_PIECE // 2, _LONGEST_PIECE)
        end = _LONGEST_PIECE if end < 0 else end
        yield text[:end]
        text = text[end:].lstrip(" ")
    yield text
