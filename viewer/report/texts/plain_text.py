"""The report as plain text, laid out for pasting into a dictation system."""

import re
import textwrap
import unicodedata
from collections.abc import Iterator

from viewer.model.report.issued import IssuedReport
from viewer.model.report.report import Report, ReportState
from viewer.model.report.section import ReportSection, SectionId
from viewer.model.report.versions import versions_of
from viewer.report.texts.written import cleaned, one_line

WIDTH = 78
_NUMBERED_INDENT = 3
_STATE_HEADINGS = {
    ReportState.UNREVIEWED: "UNREVIEWED DRAFT - MADE BY SOFTWARE, SEEN BY NO READER",
    ReportState.DRAFT: "DRAFT - NOT SIGNED",
    ReportState.FINAL: "",
    ReportState.ADDENDUM: "",
}
_SIGNED_WORDS = {
    ReportState.FINAL: "Final report",
    ReportState.ADDENDUM: "Report with addendum",
    ReportState.DRAFT: "Draft",
    ReportState.UNREVIEWED: "Unreviewed draft",
}
# A heading over nothing makes a report longer and says no more.
_EMPTY = frozenset({"", "Not stated.", "Not described.", "None named.", "Not reviewed by a reader."})
_ALWAYS = (
    SectionId.IMPRESSION,
    SectionId.LEVELS,
    SectionId.NUMBERING,
    SectionId.COMPARISON,
    SectionId.LIMITS,
)
# A number and its unit stay on one line.
_WITH_UNIT = re.compile(r"(?<=\d) (?=%|mm|mL|kV|HU|g\b|min\b)")
_ASCII = {
    "\N{SUPERSCRIPT TWO}": "2",
    "\N{SUPERSCRIPT THREE}": "3",
    "\N{MINUS SIGN}": "-",
    "\N{HYPHEN}": "-",
    "\N{NON-BREAKING HYPHEN}": "-",
    "\N{EN DASH}": "-",
    "\N{EM DASH}": "-",
    "\N{HORIZONTAL ELLIPSIS}": "...",
    "\N{MULTIPLICATION SIGN}": "x",
    "\N{DEGREE SIGN}": " deg",
    "\N{MICRO SIGN}": "u",
    "\N{LEFT SINGLE QUOTATION MARK}": "'",
    "\N{RIGHT SINGLE QUOTATION MARK}": "'",
    "\N{LEFT DOUBLE QUOTATION MARK}": '"',
    "\N{RIGHT DOUBLE QUOTATION MARK}": '"',
    "\N{GREATER-THAN OR EQUAL TO}": ">=",
    "\N{LESS-THAN OR EQUAL TO}": "<=",
    "\N{LATIN SMALL LETTER SHARP S}": "ss",
    "\N{LATIN CAPITAL LETTER AE}": "AE",
    "\N{LATIN SMALL LETTER AE}": "ae",
    "\N{LATIN SMALL LETTER O WITH STROKE}": "o",
    "\N{LATIN CAPITAL LETTER O WITH STROKE}": "O",
}


def text_report(report: Report, *, ascii_only: bool = False, issued: tuple[IssuedReport, ...] = ()) -> str:
    """Return the report in lines of at most 78 characters (a longer word stands alone), the impression first.

    With `ascii_only` every character is one that any system takes: signs by their usual spelling, letters
    without their accents, all else a question mark. Of `issued` the addenda up to this report's own are told
    before all else.
    """
    addenda = _addenda(addenda_of(report, issued))
    text = "\n".join(line.rstrip() for line in (*_head(report), *addenda, *_lines(report))) + "\n"
    return _in_ascii(text) if ascii_only else text


def addenda_of(report: Report, issued: tuple[IssuedReport, ...]) -> tuple[IssuedReport, ...]:
    """Return the addenda that belong to a report: those issued up to it, the earliest first."""
    return tuple(one for one in versions_of(report, issued) if one.addition)


def _addenda(addenda: tuple[IssuedReport, ...]) -> Iterator[str]:
    """The latest first."""
    for one in reversed(addenda):
        by = f", {one_line(one.issued_by)}" if one.issued_by else ""
        yield from ("", f"ADDENDUM {one.issued_at[:10]}{by}")
        yield from _paragraphs(one.addition)


def _lines(report: Report) -> Iterator[str]:
    for section in report.sections:
        if section.section is SectionId.IMPRESSION:
            yield from ("", "IMPRESSION")
            yield from _numbered(report.impression)
        elif _is_shown(section):
            yield from ("", section.section.value.upper())
            yield from _paragraphs(section.text)
    yield ""
    yield from _foot(report)


def _head(report: Report) -> Iterator[str]:
    if _STATE_HEADINGS[report.state]:
        yield from (_STATE_HEADINGS[report.state], "")
    if report.replaces:
        yield from (f"CORRECTED REPORT - REPLACES VERSION {report.replaces}", "")
    study, patient = report.study, report.study.patient
    title = report.title.rpartition(": ")[2]
    yield from _wrapped(one_line(report.study_description or title))
    born = f"born {patient.birth_date}" if patient.birth_date else ""
    who = (patient.shown_name, patient.patient_id and f"ID {patient.patient_id}", born, patient.sex)
    yield from _wrapped(", ".join(one_line(part) for part in who if part))
    accession = f"accession {report.accession_number}" if report.accession_number else ""
    when = (study.study_date and f"Examined {study.study_date}", accession)
    yield from _wrapped(", ".join(one_line(part) for part in when if part))


def _foot(report: Report) -> Iterator[str]:
    by = f" by {one_line(report.author)}" if report.author else ""
    at = f", {report.made_at[:16].replace('T', ' ')} UTC" if report.made_at else ""
    number = f" {report.number}" if report.number > 1 else ""
    yield from _wrapped(
        f"{_SIGNED_WORDS[report.state]}{number}{by}{at}. Made with {one_line(report.software)}."
    )


def _is_shown(section: ReportSection) -> bool:
    return section.section in _ALWAYS or section.text.strip() not in _EMPTY


def _numbered(lines: tuple[str, ...]) -> Iterator[str]:
    if not lines:
        yield "No level has been assessed."
    for number, line in enumerate(lines, 1):
        head = f"{number}. ".ljust(_NUMBERED_INDENT)
        yield from _wrapped(one_line(line), head)


def _paragraphs(text: str) -> Iterator[str]:
    for line in cleaned(text).split("\n"):
        yield from _wrapped(one_line(line))
    if not text.strip():
        yield "Not stated."


def _wrapped(text: str, head: str = "") -> list[str]:
    """A text in lines, those after the first set in under its beginning."""
    if not text:
        return []
    lines = textwrap.wrap(
        _WITH_UNIT.sub("\N{NO-BREAK SPACE}", text),
        WIDTH,
        initial_indent=head,
        subsequent_indent=" " * len(head),
        break_long_words=False,
        break_on_hyphens=False,
    )
    return [line.replace("\N{NO-BREAK SPACE}", " ") for line in lines]


def _in_ascii(text: str) -> str:
    spelled = text.translate({ord(sign): plain for sign, plain in _ASCII.items()})
    plain = unicodedata.normalize("NFKD", spelled)
    bare = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return bare.encode("ascii", "replace").decode("ascii")
