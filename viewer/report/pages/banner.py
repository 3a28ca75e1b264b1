"""What stands above everything else: whose report of what it is, and how far it may be trusted."""

from collections.abc import Sequence

import attrs

from viewer.model.report.issued import IssuedReport
from viewer.model.report.report import Report, ReportState
from viewer.report.pages.dates import age_years, day, moment
from viewer.report.texts.written import one_line

NOT_CERTIFIED = "Not a certified medical device."
_LONGEST, _IN_SHORT = 160, 240
_DOT = " \N{MIDDLE DOT} "


@attrs.frozen
class Banner:
    """The state in a word, and a sentence to it."""

    state: ReportState
    word: str
    sentence: str


@attrs.frozen
class Addendum:
    """What was added to a final report, and by whom and when."""

    number: int
    issued: str
    text: str

    @property
    def in_short(self) -> str:
        """Its beginning, for the top of the report."""
        return shortened(one_line(self.text), _IN_SHORT)


def banner(report: Report, issued: Sequence[IssuedReport] = ()) -> Banner:
    """Return the banner of a report; `issued` are all its issued versions, the earliest first."""
    by = one_line(report.author) or "no reader named"
    made = moment(report.made_at) or "at a time not given"
    number = f" {report.number}" if report.number else ""
    first = next((one for one in issued if not one.addition), None)
    match report.state:
        case ReportState.UNREVIEWED:
            said = "Made by software alone. No reader has seen it. Not for clinical use."
            return Banner(report.state, "UNREVIEWED DRAFT", said)
        case ReportState.DRAFT:
            return Banner(
                report.state,
                "DRAFT",
                f"Not issued; it may still change.{_made(report)}{_open(report)}{_before(first)}",
            )
        case ReportState.FINAL:
            word = "CORRECTED" if report.replaces else "FINAL"
            return Banner(report.state, f"{word}{number}", f"Issued {made} by {by}.{_replaced(report)}")
        case ReportState.ADDENDUM:
            said = f"Version{number}, issued {made} by {by}.{_before(first)}"
            return Banner(report.state, "ADDENDUM", said)


def _replaced(report: Report) -> str:
    return f" It replaces version {report.replaces}, which no longer holds." if report.replaces else ""


def _made(report: Report) -> str:
    by = f" by {one_line(report.author)}" if report.author else ""
    return f" Made {moment(report.made_at)}{by}." if report.made_at else ""


def _open(report: Report) -> str:
    count = len(report.contradictions)
    return "" if not count else " One point is open." if count == 1 else f" {count} points are open."


def _before(first: IssuedReport | None) -> str:
    if first is None:
        return ""
    by = one_line(first.issued_by) or "no reader named"
    return f" Final report {first.report.number} of {moment(first.issued_at)} by {by} stands unchanged."


def addenda(issued: Sequence[IssuedReport]) -> tuple[Addendum, ...]:
    """Return the addenda among issued reports, numbered from 1."""
    added = [one for one in issued if one.addition]
    return tuple(
        Addendum(
            number, f"{moment(one.issued_at)}, {one_line(one.issued_by) or 'no reader named'}", one.addition
        )
        for number, one in enumerate(added, 1)
    )


def patient_name(report: Report) -> str:
    """Return the patient's name in one line of bearable length."""
    return shortened(one_line(report.study.patient.shown_name) or "Name not given", _LONGEST)


def patient_line(report: Report) -> str:
    """Return id, birth, age at the study and sex in a line."""
    patient = report.study.patient
    age = age_years(patient.birth_date, report.study.study_date)
    born = f"born {day(patient.birth_date)}" if patient.birth_date else "date of birth not given"
    parts = (
        f"ID {one_line(patient.patient_id) or 'not given'}",
        born + ("" if age is None else f" ({age} years)"),
        one_line(patient.sex),
    )
    return shortened(_DOT.join(part for part in parts if part), _LONGEST)


def study_line(report: Report) -> str:
    """Return date, description and accession number of the study in a line."""
    parts = (
        day(report.study.study_date) or "date not given",
        one_line(report.study_description),
        f"accession\N{NO-BREAK SPACE}{one_line(report.accession_number)}" if report.accession_number else "",
    )
    return shortened(_DOT.join(part for part in parts if part), _LONGEST)


def running_line(report: Report, longest_name: int = 60) -> str:
    """Return who and which study, as it stands on every page; a longer name is cut."""
    number = one_line(report.study.patient.patient_id) or "no ID"
    study = day(report.study.study_date) or "not dated"
    return f"{shortened(patient_name(report), longest_name)}{_DOT}ID {shortened(number, 40)}{_DOT}study of {study}"


def shortened(text: str, longest: int) -> str:
    """Return a text of at most so many characters, with an ellipsis where it was longer."""
    return text if len(text) <= longest else f"{text[: longest - 1].rstrip()}\N{HORIZONTAL ELLIPSIS}"
