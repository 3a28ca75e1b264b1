import csv
import io

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.report.reported_case import DISCS, SEVERE, case, mark, narrowed, reported
from tests.report.sample_report import empty, hostile, whole_spine
from viewer.model.report.report import Report
from viewer.report.texts.csv_report import report_csv


def table(report: Report) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(report_csv(report))))


def test_there_is_a_row_for_every_level_and_finding() -> None:
    report = reported(case(mark(), levels=(narrowed(),)))
    rows = table(report)
    assert [one["level"] for one in rows if one["row"] == "level"] == [level.name for level in DISCS]
    assert [one["finding"] for one in rows if one["row"] == "finding"] == ["2", "1"]


def test_numbers_stand_under_their_units() -> None:
    row = next(one for one in table(reported(case(mark()))) if one["row"] == "finding")
    assert float(row["sac_area_mm2"]) == pytest.approx(SEVERE.area_mm2)
    assert float(row["area_reduction_pct"]) == pytest.approx(63.0)
    assert [float(row[axis]) for axis in ("x_mm", "y_mm", "z_mm")] == pytest.approx(SEVERE.position)
    assert (row["severity"], row["side"], row["roots"]) == ("severe", "right", "L5")


def test_a_level_nobody_read_is_not_assessed() -> None:
    rows = {one["level"]: one for one in table(reported(case(mark()))) if one["row"] == "level"}
    assert rows["L1/L2"]["assessed"] == "false"
    assert rows["L1/L2"]["statement"] == "not assessed: not reviewed"
    assert rows["L1/L2"]["central"] == ""


@pytest.mark.parametrize("note", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r\n=1", "  =1", "'=1"])
def test_no_note_is_taken_for_a_formula(note: str) -> None:
    row = next(one for one in table(reported(case(mark(text=note)))) if one["row"] == "finding")
    assert row["text"].startswith("'")


def test_a_finding_without_a_level_has_its_row() -> None:
    report = reported(case(mark()))
    nameless = attrs.evolve(report, findings=(attrs.evolve(report.findings[0], level=None),), rows=())
    assert [one["level"] for one in table(nameless)] == [""]


@given(st.text(max_size=200))
def test_any_note_stays_in_its_cell(note: str) -> None:
    rows = table(reported(case(mark(text=note))))
    assert len(rows) == len(DISCS) + 1
    assert all(None not in row and None not in row.values() for row in rows)


def test_hostile_and_empty_reports_are_tables_too() -> None:
    assert table(empty()) == []
    assert len(table(whole_spine())) == len(whole_spine().rows) + len(whole_spine().findings)
    assert "\x00" not in report_csv(hostile())


def test_a_note_longer_than_a_cell_is_cut_and_says_so() -> None:
    rows = table(reported(case(mark(text="long " * 20_000))))
    note = next(one["text"] for one in rows if one["row"] == "finding")
    assert len(note) == 32_000
    assert note.endswith(" ... (in full in the JSON file)")
