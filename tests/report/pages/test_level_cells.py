"""The level table: nothing unassessed reads as normal, and whose word is whose stays clear."""

import attrs
import pytest

from tests.report import reported_case
from tests.report.sample_report import PROGRAM, READER, one_finding, unreviewed, whole_spine
from viewer.model.finding import Side, Zone
from viewer.model.form.level_form import Fluid, LevelForm
from viewer.model.report.assessment import Assessment
from viewer.model.report.report import Report
from viewer.model.spine import Level
from viewer.report.pages.level_cells import UNSAID, WORD_HEADINGS, LevelCells, grade_cells, level_cells, place


def cells_of(report: Report, level: str) -> LevelCells:
    return level_cells(report, next(row for row in report.rows if row.level == Level(level)))


def test_words_and_numbers_of_a_level_stand_apart():
    cells = cells_of(whole_spine(), "L4/L5")
    assert cells.level == "L4/5"
    assert cells.findings == "1, 7"
    assert cells.words[:6] == ("severe", "effaced", "moderate", "severe", "mild", "moderate")
    assert cells.words[6] == "disc extrusion and thick ligamentum flavum"
    assert cells.numbers == ("48", "12.4", "17.8", "", "1, 34, \N{MINUS SIGN}583")


def test_right_and_left_keep_their_columns():
    form = attrs.evolve(LevelForm.of_normal(Level("L4/L5")), recess_right="severe")
    report = one_finding()
    row = attrs.evolve(report.rows[3], form=attrs.evolve(form, recess_right=form.central.SEVERE))
    words = level_cells(report, row).words
    assert words[2] == "severe"
    assert words[3] == "none"


def test_a_level_of_which_nothing_was_said_is_not_assessed_and_has_no_words():
    cells = cells_of(whole_spine(), "T10/T11")
    assert cells.words == ()
    assert cells.statement == "not assessed"
    assert not cells.told
    assert cells.numbers[0] == "171"


def test_a_level_without_contrast_has_neither_words_nor_numbers_whatever_its_form_says():
    report = whole_spine()
    normal = attrs.evolve(report.rows[9], form=LevelForm.of_normal(report.rows[9].level))
    dark = attrs.evolve(normal, assessment=Assessment.NOT_OPACIFIED)
    assert level_cells(report, dark).words == ()
    assert level_cells(report, dark).statement == "not assessed: not opacified"
    assert cells_of(report, "T2/T3").unmeasured == "not opacified"


def test_no_level_of_an_unreviewed_draft_is_assessed():
    report = unreviewed()
    assert all(level_cells(report, row).statement.startswith("not assessed") for row in report.rows)
    told = attrs.evolve(
        report, rows=tuple(attrs.evolve(row, form=LevelForm.of_normal(row.level)) for row in report.rows)
    )
    assert all(level_cells(told, row).words == () for row in told.rows)


def test_what_was_left_open_at_a_level_is_a_dash():
    assert cells_of(whole_spine(), "L2/L3").words == ("mild", "thinned", *[UNSAID] * 4, "disc bulge")


def test_a_level_with_a_mark_and_no_form_says_what_the_mark_says():
    report = one_finding()
    row = attrs.evolve(report.rows[3], form=LevelForm(Level("L4/L5")))
    cells = level_cells(report, row)
    assert cells.words == ()
    assert cells.statement == (
        "Marked: No. 1, severe, left, lateral recess / subarticular, foraminal, "
        "disc extrusion and thick ligamentum flavum"
    )


def test_unconfirmed_levels_end_in_a_question_mark_and_corrected_areas_in_a_star():
    assert cells_of(whole_spine(), "T8/T9").level == "T8/9?"
    assert cells_of(whole_spine(), "L3/L4").numbers[0] == "82*"


def test_suggestion_and_decision_are_apart_with_who_gave_them():
    report = whole_spine()
    band, schizas, foramen = grade_cells(next(row for row in report.rows if row.level == Level("L4/L5")))
    assert (band.suggested, band.suggested_by) == ("relative stenosis", PROGRAM)
    assert (band.decided, band.decided_by) == ("", "")
    assert schizas.suggested == ""
    assert schizas.decided.startswith("C")
    assert schizas.decided_by == f"{READER}, 28 Sep 2026"
    assert foramen.scale.endswith(", left")


def test_a_place_is_written_in_whole_millimetres_with_a_true_minus():
    assert place((-1.4, 0.2, 12.6)) == "\N{MINUS SIGN}1, 0, 13"


@pytest.mark.parametrize(
    ("side", "zone", "column"),
    [
        (Side.RIGHT, Zone.LATERAL_RECESS, "Recess right"),
        (Side.LEFT, Zone.LATERAL_RECESS, "Recess left"),
        (Side.RIGHT, Zone.FORAMINAL, "Foramen right"),
        (Side.LEFT, Zone.FORAMINAL, "Foramen left"),
        (Side.CENTRAL, Zone.CENTRAL, "Central zone"),
    ],
)
def test_a_zone_that_only_a_mark_names_points_to_its_finding(side, zone, column) -> None:
    form = LevelForm(reported_case.L4_L5, fluid=Fluid.THINNED)
    case = reported_case.case(reported_case.mark(side=side, zones=(zone,)), levels=(form,))
    report = reported_case.reported(case)
    (row,) = [one for one in report.rows if one.level == reported_case.L4_L5]
    said = dict(zip(WORD_HEADINGS, level_cells(report, row).words, strict=True))
    assert [name for name, words in said.items() if words == "see 1"] == [column]
    assert said["Compressed by"] == "disc extrusion"
