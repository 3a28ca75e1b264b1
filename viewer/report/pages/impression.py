"""The numbered lines at the top of the report."""

import re

from viewer.model.report.report import Report
from viewer.model.report.section import SectionId

_NUMBERED = re.compile(r"^\s*\d{1,2}[.)]\s+")


def impression_lines(report: Report) -> tuple[str, ...]:
    """Return the lines without numbers: those of the report, else those of its section."""
    lines = report.impression or report.section(SectionId.IMPRESSION).text.splitlines()
    said = (_NUMBERED.sub("", line).strip() for line in lines)
    return tuple(line for line in said if line)
