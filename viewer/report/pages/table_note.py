"""The line below the level table that explains its signs."""

from viewer.model.report.report import Report
from viewer.model.sections import SectionState
from viewer.report.pages.level_cells import METAL_SIGN, UNSAID

NO_LEVELS = "No level was found or named in this scan."


def table_note(report: Report) -> str:
    """Return what explains the signs of the level table."""
    numbers = [row.numbers for row in report.rows if row.numbers is not None]
    unsure = any(not row.confirmed for row in report.rows)
    said = f"{UNSAID} nothing was said of it; a level not assessed was not found normal."
    corrected = (
        " * the sac there was corrected by the reader." if any(one.corrected for one in numbers) else ""
    )
    metal = any(one.state is SectionState.METAL and one.area_mm2 is not None for one in numbers)
    crossed = f" {METAL_SIGN} metal crosses the section: its numbers may be off." if metal else ""
    question = " ? no reader has confirmed the numbering." if unsure else ""
    places = " Section: its centre in LPS millimetres." if numbers else ""
    return said + corrected + crossed + question + places
