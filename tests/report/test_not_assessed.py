"""What a level without contrast must never be called in any form of the report: free, normal, none, or a number."""

import csv
import io
import json
import re

import attrs
import pypdfium2
import pytest

from tests.report import reported_case as rc
from viewer.model.finding import Severity
from viewer.model.form.level_form import Degree, Fluid, LevelForm
from viewer.model.report.assessment import Assessment
from viewer.model.report.contradiction import Weight
from viewer.model.sections import SectionState
from viewer.report.composing.level_numbers import level_numbers
from viewer.report.drawing.drawing import Text
from viewer.report.drawing.spine_strip import spine_strip
from viewer.report.pages.html import report_html
from viewer.report.pages.pdf import report_pdf
from viewer.report.texts.csv_report import report_csv
from viewer.report.texts.fhir import fhir_bundle
from viewer.report.texts.json_report import report_json
from viewer.report.texts.plain_text import text_report

FREE = re.compile(r"\bno narrowing\b|\bnone\b|\bpreserved\b|\bnormal\b", re.IGNORECASE)
# The canal of the tests is 201 mm2 wide and 16 mm deep where it is measured.
NUMBER = re.compile(r"\b201\b|\b16\.0\b")
WITHOUT = (SectionState.NOT_OPACIFIED, SectionState.OBLITERATED, SectionState.GAP, SectionState.EDGE)
FORMS = {
    "normal": LevelForm.of_normal(rc.L4_L5, rc.READER),
    "partly": LevelForm(rc.L4_L5, Degree.NONE, Fluid.PRESERVED, reviewed_by=rc.READER),
    "silent": LevelForm(rc.L4_L5),
}


@pytest.fixture(params=[(state, form) for state in WITHOUT for form in FORMS], ids="-".join)
def report(request):
    """Nothing is marked; of L4/5 a reader says something, but no contrast was measured there."""
    state, form = request.param
    measured = rc.CANAL.analysis(narrowings=())
    there = tuple(
        state if 230 <= arc <= 250 else old
        for arc, old in zip(measured.sections.arc_mm, measured.sections.state, strict=True)
    )
    measured = attrs.evolve(measured, sections=attrs.evolve(measured.sections, state=there))
    return rc.reported(rc.case(levels=(FORMS[form],)), measured)


def row_of(report):
    return next(row for row in report.rows if row.level == rc.L4_L5)


def test_its_statement_says_that_it_is_not_assessed(report) -> None:
    row = row_of(report)
    assert row.statement.startswith("not assessed: ")
    assert not row.assessed
    assert row.numbers is not None
    assert row.numbers.area_mm2 is None


def test_text_names_it_only_as_not_assessed(report) -> None:
    about = [line for line in text_report(report).splitlines() if re.search(r"\bL4/5\b", line)]
    assert about
    assert any("not assessed" in line.lower() for line in about)
    assert not any(FREE.search(line) for line in about if "Not opacified:" not in line)


def test_json_tells_no_word_and_no_number(report) -> None:
    (row,) = [one for one in report_json(report)["levels"] if one["level"] == "L4/L5"]
    assert row["form"] is None
    assert not row["assessed"]
    numbers = row["measured_at_disc"]
    assert [numbers[name] for name in ("sac_area_mm2", "sac_ap_mm", "sac_transverse_mm", "csf_hu")] == [
        None
    ] * 4
    assert not FREE.search(json.dumps(row))


def test_csv_leaves_its_cells_empty(report) -> None:
    (row,) = [one for one in csv.DictReader(io.StringIO(report_csv(report))) if one["level"] == "L4/L5"]
    assert row["assessed"] == "false"
    assert not FREE.search(" ".join(row.values()))
    assert [row[name] for name in ("sac_area_mm2", "sac_ap_mm", "sac_transverse_mm", "cord_area_mm2")] == [
        ""
    ] * 4


def test_fhir_says_why_there_is_no_value(report) -> None:
    entries = [one["resource"] for one in json.loads(fhir_bundle(report))["entry"]]
    (level,) = [one for one in entries if one.get("bodySite", {}).get("text", "").startswith("L4/5")]
    assert level["dataAbsentReason"]["text"].startswith("not assessed: ")
    assert not FREE.search(json.dumps(level))
    assert not any("valueQuantity" in part for part in level["component"])


def test_the_pages_show_it_as_not_assessed(report) -> None:
    html = report_html(report, {})
    levels, *_ = re.findall(r"<table.*?</table>", html, re.DOTALL)
    (row,) = [
        one for one in re.findall(r"<tr>.*?</tr>", levels, re.DOTALL) if '<th scope="row">L4/5</th>' in one
    ]
    assert "not assessed" in row
    assert not FREE.search(row)
    assert not NUMBER.search(row)
    pages = pypdfium2.PdfDocument(report_pdf(report, {}))
    words = " ".join(page.get_textpage().get_text_bounded() for page in pages)
    (line,) = [one for one in words.splitlines() if one.startswith("L4/5 not assessed")]
    assert not FREE.search(line)


def test_the_strip_gives_it_no_word(report) -> None:
    words = {one.text for one in spine_strip(report).shapes if isinstance(one, Text)}
    assert "none" not in words


def test_a_level_that_nobody_reviewed_is_called_free_by_no_suggestion() -> None:
    report = rc.reported(rc.case(), rc.CANAL.analysis(narrowings=()))
    assert {row.assessment for row in report.rows} == {Assessment.NOT_REVIEWED}
    assert all(any(grade.suggested for grade in row.grades) for row in report.rows)
    said = text_report(report), report_html(report, {}), report_csv(report)
    assert not any("no narrowing" in one for one in said)
    (row, *_) = csv.DictReader(io.StringIO(report_csv(report)))
    assert row["grades_suggested"] == "lumbar sac area: 130 or more"


def test_an_obliterated_sac_is_not_said_to_be_without_contrast() -> None:
    measured = attrs.evolve(rc.CANAL, obliterated_at_mm=240).analysis(narrowings=())
    report = rc.reported(rc.case(), measured)
    assert row_of(report).statement == "not assessed: sac obliterated"
    assert "Not assessed: L4/5 (sac obliterated)" in report.impression[-1]


def test_a_note_about_a_level_without_contrast_is_kept() -> None:
    form = LevelForm(rc.L4_L5, Degree.NONE, text="Foramina wide on bone")
    said = rc.text_of(rc.reported(rc.case(levels=(form,)), rc.analysis(dark=(230, 250))), rc.SectionId.LEVELS)
    assert "L4/5: Not assessed (not opacified). Foramina wide on bone." in said
    assert "no narrowing of" not in said


def test_numbers_crossed_by_metal_say_so_wherever_they_stand() -> None:
    measured = rc.CANAL.analysis(narrowings=())
    metal = tuple(SectionState.METAL for _ in measured.sections.state)
    measured = attrs.evolve(measured, sections=attrs.evolve(measured.sections, state=metal))
    case = rc.case(levels=(rc.narrowed(rc.L4_L5),))
    assert level_numbers(case, measured)[rc.L4_L5].area_mm2 is not None
    report = rc.reported(case, measured)
    assert "At the disc: sac 201" in rc.text_of(report, rc.SectionId.LEVELS)
    assert "crossed by metal" in rc.text_of(report, rc.SectionId.LEVELS)
    html = report_html(report, {})
    assert "201\N{DAGGER}" in html
    assert "metal crosses the section" in html


@pytest.mark.parametrize("state", WITHOUT)
def test_a_mark_calls_nothing_free_where_no_contrast_shows_it(state) -> None:
    dark = attrs.evolve(rc.SEVERE, area_mm2=None, area_reduction_pct=None, state=state)
    report = rc.reported(rc.case(rc.mark(dark, severity=Severity.NONE, zones=())), rc.analysis(dark))
    assert "no narrowing" not in text_report(report)
    assert report.impression[0].startswith("L4/5: marked as free, but not assessed")
    (found,) = rc.flagged(report, "no contrast shows the sac there")
    assert found.weight is Weight.BLOCKING
    lit = rc.reported(rc.case(rc.mark(severity=Severity.NONE, zones=())))
    assert not rc.flagged(lit, "no contrast shows")
