"""Whether a reader stands behind what the report says of a level."""

from viewer.model.report.level_row import LevelRow
from viewer.model.report.report import Report, ReportState
from viewer.model.spine import Level


def is_told(report: Report, row: LevelRow) -> bool:
    """Whether a reader has assessed a level: never in an unreviewed draft, nor where contrast is missing."""
    return report.state is not ReportState.UNREVIEWED and row.assessed


def told_levels(report: Report) -> frozenset[Level]:
    """Return the levels a reader has assessed, those with a finding of a reader among them."""
    if report.state is ReportState.UNREVIEWED:
        return frozenset()
    found = {one.level for one in report.findings if one.level is not None}
    return frozenset({row.level for row in report.rows if is_told(report, row)} | found)
