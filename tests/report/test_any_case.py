"""Whatever a reader has said, the report says it of the right level and side, and nothing that nobody said."""

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.report.reported_case import CANAL, DISCS, SEVERE, analysis, case, mark, reported
from viewer.model.finding import Cause, Confidence, Severity, Side, Zone
from viewer.model.form.level_form import Degree, Fluid, LevelForm
from viewer.model.report.report import Report
from viewer.model.report.section import SectionId
from viewer.report.texts.csv_report import report_csv
from viewer.report.texts.fhir import fhir_bundle
from viewer.report.texts.json_report import report_json
from viewer.report.texts.plain_text import text_report

OPPOSITE = {Side.RIGHT: "left", Side.LEFT: "right"}
maybe_degree = st.none() | st.sampled_from(Degree)
forms = st.builds(
    LevelForm,
    level=st.sampled_from(DISCS),
    central=maybe_degree,
    fluid=st.none() | st.sampled_from(Fluid),
    recess_right=maybe_degree,
    recess_left=maybe_degree,
    foramen_right=maybe_degree,
    foramen_left=maybe_degree,
    causes=st.lists(st.sampled_from(Cause), max_size=2).map(tuple),
    text=st.sampled_from(["", "note"]),
)
some_forms = st.lists(forms, max_size=5, unique_by=lambda one: one.level).map(tuple)
places = st.sampled_from([120.0, 140.0, 160.0, 200.0, 240.0, 280.0])
marks = st.builds(
    lambda arc, severity, side, zones, causes, sure, known: mark(
        CANAL.narrowing(arc, 35.0), f"m{arc}", severity=severity, side=side, zones=zones, causes=causes,
        roots=(), confidence=sure, **({} if known else {"measured": None}),
    ),
    places,
    st.none() | st.sampled_from(Severity),
    st.none() | st.sampled_from(Side),
    st.lists(st.sampled_from(Zone), max_size=3, unique=True).map(tuple),
    st.lists(st.sampled_from(Cause), max_size=2, unique=True).map(tuple),
    st.none() | st.sampled_from(Confidence),
    st.booleans(),
)  # fmt: skip
some_marks = st.lists(marks, max_size=4, unique_by=lambda one: one.mark_id)
DARK = (180.0, 300.0)


def said_normal(report: Report) -> str:
    """The line that calls levels normal, empty where none does."""
    found = [line for line in report.impression if line.endswith(": no narrowing.") and "," in f"{line},"]
    return found[-1] if found else ""


@given(some_marks, some_forms)
@settings(max_examples=60, deadline=None)
def test_every_finding_is_numbered_and_stands_at_its_level(some, said) -> None:
    report = reported(case(*some, levels=said))
    assert [one.number for one in report.findings] == list(range(1, len(report.findings) + 1))
    assert {mark.mark_id for mark in some} <= {one.finding_id for one in report.findings}
    for one in report.findings:
        row = next(row for row in report.rows if row.level == one.level)
        assert one.number in row.findings
        assert one.sentence.startswith(f"{one.level.short_name}: ")


@given(some_marks)
@settings(max_examples=60, deadline=None)
def test_no_sentence_names_the_other_side(some) -> None:
    for one in reported(case(*some)).findings:
        if one.side in OPPOSITE:
            assert OPPOSITE[one.side] not in one.sentence.split()


@given(some_forms)
@settings(max_examples=60, deadline=None)
def test_a_level_is_normal_only_where_all_of_it_was_said_and_contrast_is_there(said) -> None:
    report = reported(case(levels=said), analysis(SEVERE, dark=DARK))
    normal = {one.level for one in said if one.normal}
    lit = set(DISCS[:2])
    called = {row.level for row in report.rows if row.statement == "no narrowing"}
    assert called == normal & lit
    if not called:
        assert said_normal(report) == ""


@given(some_marks, some_forms)
@settings(max_examples=25, deadline=None)
def test_any_case_can_be_written_in_every_format(some, said) -> None:
    for auto in (False, True):
        report = reported(case(*some, levels=said), auto=auto)
        assert text_report(report, ascii_only=True).isascii()
        json.dumps(report_json(report), allow_nan=False)
        assert report_csv(report).count("\n") == 1 + len(report.rows) + len(report.findings)
        assert len(json.loads(fhir_bundle(report))["entry"]) == 4 + len(report.rows) + len(report.findings)


@given(some_marks, some_forms)
@settings(max_examples=40, deadline=None)
def test_what_was_graded_worse_stands_before_what_was_graded_less(some, said) -> None:
    order = list(Severity)
    graded = [one.severity for one in reported(case(*some, levels=said)).findings if one.severity]
    assert graded == sorted(graded, key=order.index, reverse=True)


@given(some_forms)
@settings(max_examples=40, deadline=None)
def test_an_unreviewed_draft_repeats_nothing_a_reader_said(said) -> None:
    blank, filled = reported(case(), auto=True), reported(case(levels=said), auto=True)
    assert [one.text for one in blank.sections] == [one.text for one in filled.sections]
    assert filled.section(SectionId.IMPRESSION).text == "\n".join(filled.impression)
