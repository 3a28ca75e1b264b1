import json

import attrs
import pytest

from tests.report.reported_case import L3_L4, READER, SEVERE, case, mark, narrowed, reported
from tests.report.sample_report import empty, hostile, one_finding, unreviewed, whole_spine
from viewer.model.finding import Side
from viewer.model.form.detail import Choice, Detail
from viewer.model.form.grade import Grade
from viewer.model.report.report import Report
from viewer.model.report.section import SectionId
from viewer.report.texts.json_report import report_json


def written(report: Report) -> dict:
    """What other software reads."""
    return json.loads(json.dumps(report_json(report), allow_nan=False))


@pytest.mark.parametrize(
    "report", [whole_spine(), unreviewed(), empty(), one_finding(), reported(case(mark()))]
)
def test_every_report_is_plain_json(report: Report) -> None:
    made = written(report)
    assert made["schema"] == "thecal.report/1"
    assert len(made["findings"]) == len(report.findings)
    assert [one["level"] for one in made["levels"]] == [row.level.name for row in report.rows]
    assert [one["section"] for one in made["sections"]] == [one.section.value for one in report.sections]


def test_a_finding_keeps_number_side_level_plane_and_authors() -> None:
    report = reported(case(mark()))
    (made,) = written(report)["findings"]
    assert (made["number"], made["level"], made["side"], made["severity"]) == (1, "L4/L5", "right", "severe")
    assert made["severity_by"] == READER
    assert made["point"] == list(SEVERE.position)
    assert made["measured"]["sac_area_mm2"] == SEVERE.area_mm2
    assert made["measured"]["measured_by"] == "Thecal 0.1.0"
    assert made["plane"]["right"] == [1.0, 0.0, 0.0]


def test_suggestion_and_decision_stand_apart() -> None:
    decided = Grade("schizas", "1", suggested="C", suggested_by="Thecal", value="B", decided_by=READER)
    made = written(reported(case(levels=(narrowed(grades=(decided,)),))))
    row = next(one for one in made["levels"] if one["level"] == L3_L4.name)
    grade = next(one for one in row["grades"] if one["scale"] == "schizas")
    assert (grade["suggested"], grade["suggested_by"], grade["decided"], grade["decided_by"]) == (
        "C",
        "Thecal",
        "B",
        READER,
    )


def test_a_level_nobody_read_is_not_assessed() -> None:
    made = written(reported(case(mark())))
    row = next(one for one in made["levels"] if one["level"] == L3_L4.name)
    assert row["assessed"] is False
    assert row["statement"] == "not assessed: not reviewed"
    assert row["form"] is None
    assert row["measured_at_disc"]["sac_area_mm2"] == pytest.approx(201.062)


def test_an_unreviewed_draft_says_so() -> None:
    made = written(reported(case(mark()), auto=True))
    assert made["reviewed"] is False
    assert not any(one["assessed"] for one in made["levels"])
    assert all(one["severity"] is None for one in made["findings"])


def test_details_keep_their_ids() -> None:
    detail = Detail("listhesis", Side.LEFT, (Choice("grade", "I"),), 4.0)
    made = written(reported(case(levels=(narrowed(details=(detail,)),))))
    row = next(one for one in made["levels"] if one["level"] == L3_L4.name)
    assert row["form"]["details"][0]["choices"] == [{"group": "grade", "value": "I"}]
    assert row["form"]["details"][0]["side"] == "left"


def test_edited_text_stands_beside_what_the_data_give() -> None:
    report = reported(case(mark()))
    first, *rest = report.sections
    changed = attrs.evolve(report, sections=(attrs.evolve(first, text="Mine.", edited=True), *rest))
    made = written(changed)["sections"][0]
    assert made["section"] == SectionId.IMPRESSION.value
    assert (made["text"], made["edited"]) == ("Mine.", True)
    assert made["generated"].startswith("L4/5: severe")


def test_control_characters_and_long_texts_are_no_trouble() -> None:
    text = json.dumps(report_json(hostile()), ensure_ascii=False)
    assert len(text) > 100_000
    assert "\\u0007" not in text
    assert "\\u0000" not in text
