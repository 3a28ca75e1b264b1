"""Which issued versions belong together: a final report with its addenda, until a corrected one replaces them."""

from viewer.model.report.issued import IssuedReport
from viewer.model.report.report import Report


def versions_of(report: Report, issued: tuple[IssuedReport, ...]) -> tuple[IssuedReport, ...]:
    """Return the final report that a report is or adds to and its addenda up to it; nothing of a draft.

    What an earlier final report said, and what was added to it, is replaced by the later one.
    """
    until = [one for one in issued if one.report.number <= report.number]
    first = max((one.report.number for one in until if not one.addition), default=0)
    return tuple(one for one in until if one.report.number >= first)


def final_of(issued: IssuedReport, all_issued: tuple[IssuedReport, ...]) -> IssuedReport:
    """Return the final report that an issued version is, or that it adds to."""
    versions = versions_of(issued.report, all_issued)
    return next((one for one in versions if not one.addition), issued)
