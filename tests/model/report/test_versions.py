"""Which issued versions belong to a report."""

import attrs

from viewer.model.report.issued import IssuedReport
from viewer.model.report.report import Report, ReportState
from viewer.model.report.versions import final_of, versions_of
from viewer.model.study_reference import StudyReference

DRAFT = Report(ReportState.DRAFT, StudyReference(), "", "CT myelogram")


def version(number: int, addition: str = "") -> IssuedReport:
    report = attrs.evolve(DRAFT, state=ReportState.FINAL, number=number)
    return IssuedReport(report, (), "2026-01-31T10:00:00+00:00", "Reader", f"basis {number}", addition)


FIRST, ADDED, CORRECTED, AGAIN = version(1), version(2, "More."), version(3), version(4, "Still more.")
ALL = (FIRST, ADDED, CORRECTED, AGAIN)


def test_a_report_has_the_addenda_up_to_itself() -> None:
    assert versions_of(FIRST.report, ALL) == (FIRST,)
    assert versions_of(ADDED.report, ALL) == (FIRST, ADDED)


def test_a_corrected_report_leaves_behind_what_it_replaces() -> None:
    assert versions_of(CORRECTED.report, ALL) == (CORRECTED,)
    assert versions_of(AGAIN.report, ALL) == (CORRECTED, AGAIN)


def test_a_draft_has_none() -> None:
    assert versions_of(DRAFT, ALL) == ()


def test_an_addendum_belongs_to_its_final_report() -> None:
    assert [final_of(one, ALL) for one in ALL] == [FIRST, FIRST, CORRECTED, CORRECTED]
    assert final_of(ADDED, ()) == ADDED
