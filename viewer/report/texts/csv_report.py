"""The report's numbers and words as a table, one row per level and per finding."""

import csv
import io
from collections.abc import Iterable
from typing import Any

from viewer.model.form.grade import Grade
from viewer.model.form.level_form import LevelForm
from viewer.model.report.finding import ReportedFinding
from viewer.model.report.level_row import LevelRow
from viewer.model.report.report import Report, ReportState
from viewer.report.composing.grade_words import scale_name
from viewer.report.texts.written import one_line

_COLUMNS: tuple[str, ...] = (
    "row", "state", "level", "level_confirmed", "finding", "assessed", "statement", "severity", "severity_by",
    "side", "zones", "causes", "roots", "confidence", "central", "fluid", "recess_right", "recess_left",
    "foramen_right", "foramen_left", "section_state", "sac_area_mm2", "reference_area_mm2", "area_reduction_pct",
    "sac_ap_mm", "ap_reduction_pct", "sac_transverse_mm", "cord_area_mm2", "cord_ap_mm", "csf_hu", "length_mm",
    "block", "corrected", "x_mm", "y_mm", "z_mm", "grades_decided", "grades_suggested", "details", "text",
    "measured_by", "accepted_by", "reviewed_by", "reviewed_at",
)  # fmt: skip
# Spreadsheets hold 32 767 characters in a cell and let the rest run into the next ones, or refuse the file.
_LONGEST, _CUT = 32_000, " ... (in full in the JSON file)"
# What a spreadsheet would take for a formula, or for the end of a cell.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def report_csv(report: Report) -> str:
    """Return the table with a header that names the units; an empty cell was not said or measured, points are LPS.

    A text that a spreadsheet would take for a formula begins with an apostrophe.
    """
    out = io.StringIO()
    writer = csv.DictWriter(out, _COLUMNS, restval="", lineterminator="\n")
    writer.writeheader()
    numbers = {one.number: one for one in report.findings}
    shown: set[int] = set()
    reviewed = report.state is not ReportState.UNREVIEWED
    for row in report.rows:
        writer.writerow(_cells(report, _level_cells(row)))
        for number in row.findings:
            if number in numbers:
                writer.writerow(_cells(report, _finding_cells(numbers[number], reviewed=reviewed)))
                shown.add(number)
    for one in report.findings:
        if one.number not in shown:
            writer.writerow(_cells(report, _finding_cells(one, reviewed=reviewed)))
    return out.getvalue()


def _level_cells(row: LevelRow) -> dict[str, Any]:
    form, numbers = row.form, row.numbers
    cells: dict[str, Any] = {
        "row": "level",
        "level": row.level.name,
        "level_confirmed": row.confirmed,
        "finding": " ".join(str(number) for number in row.findings),
        "assessed": row.assessed,
        "statement": row.statement,
        **(_core(form) if row.assessed else {}),
        "causes": _joined(cause.value for cause in form.causes),
        "grades_decided": _joined(_grade(one, one.value) for one in row.grades if one.value),
        "grades_suggested": _joined(_grade(one, one.suggested) for one in row.grades if one.suggested),
        "details": _joined(row.details),
        "text": form.text,
        "reviewed_by": form.reviewed_by,
        "reviewed_at": form.reviewed_at,
    }
    if numbers is not None:
        cells |= {
            "section_state": numbers.state,
            "sac_area_mm2": numbers.area_mm2,
            "sac_ap_mm": numbers.ap_mm,
            "sac_transverse_mm": numbers.transverse_mm,
            "cord_area_mm2": numbers.cord_area_mm2,
            "cord_ap_mm": numbers.cord_ap_mm,
            "csf_hu": numbers.csf_hu,
            "corrected": numbers.corrected,
            **_place(numbers.plane.point),
        }
    return cells


def _core(form: LevelForm) -> dict[str, Any]:
    """What a reader said of the zones: not told of a level that the report does not call assessed."""
    return {
        "central": form.central,
        "fluid": form.fluid,
        "recess_right": form.recess_right,
        "recess_left": form.recess_left,
        "foramen_right": form.foramen_right,
        "foramen_left": form.foramen_left,
    }


def _finding_cells(one: ReportedFinding, *, reviewed: bool) -> dict[str, Any]:
    cells: dict[str, Any] = {
        "row": "finding",
        "level": one.level.name if one.level else "",
        "level_confirmed": one.confirmed,
        "finding": one.number,
        "assessed": reviewed,
        "statement": one.sentence,
        "severity": one.severity,
        "severity_by": one.severity_by,
        "side": one.side,
        "zones": _joined(zone.value for zone in one.zones),
        "causes": _joined(cause.value for cause in one.causes),
        "roots": " ".join(one.roots),
        "confidence": one.confidence,
        "text": one.text,
        **(_place(one.point) if one.point else {}),
    }
    if one.measured is not None:
        cells |= {
            "section_state": one.measured.state,
            "sac_area_mm2": one.measured.area_mm2,
            "reference_area_mm2": one.measured.reference_area_mm2,
            "area_reduction_pct": one.measured.area_reduction_pct,
            "sac_ap_mm": one.measured.ap_mm,
            "ap_reduction_pct": one.measured.ap_reduction_pct,
            "length_mm": one.measured.length_mm,
            "block": one.measured.block,
            "measured_by": one.measured.measured_by,
            "accepted_by": one.measured.accepted_by,
        }
    return cells


def _place(point: Iterable[float]) -> dict[str, float]:
    return dict(zip(("x_mm", "y_mm", "z_mm"), point, strict=True))


def _grade(grade: Grade, value: str) -> str:
    return f"{scale_name(grade)}: {value}"


def _joined(words: Iterable[str]) -> str:
    return "; ".join(words)


def _cells(report: Report, cells: dict[str, Any]) -> dict[str, str]:
    return {name: _cell(value) for name, value in ({"state": report.state} | cells).items()}


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return f"{value:.3f}"
    text = one_line(str(value))
    if len(text) > _LONGEST:
        text = f"{text[: _LONGEST - len(_CUT)]}{_CUT}"
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text
