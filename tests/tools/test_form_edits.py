"""What one key or click does to the form of a case."""

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from viewer.model.case import Case
from viewer.model.finding import Cause, Side
from viewer.model.form.adequacy import RegionAdequacy
from viewer.model.form.detail import Choice, Detail
from viewer.model.form.grade import Grade, GradeNumber
from viewer.model.form.level_form import CoreItem, Degree, Fluid
from viewer.model.form.numbering_statement import CountedFrom, NumberingStatement
from viewer.model.form.procedure import Complication, Procedure
from viewer.model.form.question import ClinicalQuestion, Symptom, SymptomKind
from viewer.model.spine import Level, Numbering, Region
from viewer.tools.form_edits import (
    MOST_LETTERS,
    Reviewer,
    area_picked,
    cause_toggled,
    complication_toggled,
    copied_from_above,
    detail_chosen,
    form_levels,
    grade_decided,
    grade_numbered,
    graded,
    level_text,
    normal,
    not_assessed,
    toggled,
    with_adequacy,
    with_detail,
    with_numbering_statement,
    with_procedure,
    with_question,
)
from viewer.tools.outcome import Edit, Refused

READER = Reviewer("Dr. Sharp", "2026-01-31T10:00:00+00:00")
LATER = Reviewer("Dr. Later", "2026-02-01T10:00:00+00:00")
C34, C45, C56, L45 = (Level(name) for name in ("C3/C4", "C4/C5", "C5/C6", "L4/L5"))
NECK = form_levels(Numbering())[:6]


def done(outcome):
    assert isinstance(outcome, Edit)
    return outcome.case


def test_the_form_has_the_discs_from_c2_to_s1():
    names = [level.short_name for level in form_levels(Numbering())]
    assert names[0] == "C2/3"
    assert names[-1] == "L5/S1"
    assert len(names) == 23


@pytest.mark.parametrize(
    ("numbering", "last"), [(Numbering(12, 6), "L6/S1"), (Numbering(13, 4), "L4/S1"), (Numbering(), "L5/S1")]
)
def test_transitional_levels_follow_the_numbering(numbering, last):
    levels = form_levels(numbering)
    assert levels[-1] == Level(last)
    assert len(levels) == 6 + numbering.thoracic + numbering.lumbar
    assert len(set(levels)) == len(levels)


def test_one_edit_grades_one_item_and_says_who_did_it():
    edit = graded(Case(), [C56], CoreItem.RECESS_RIGHT, Degree.SEVERE, READER)
    form = edit.case.form.level(C56)
    assert edit.title == "C5/6: right recess severe"
    assert (form.recess_right, form.recess_left, form.central) == (Degree.SEVERE, None, None)
    assert (form.reviewed_by, form.reviewed_at) == (READER.name, READER.at)


def test_taking_the_only_grade_back_leaves_a_level_not_assessed():
    case = graded(Case(), [C56], CoreItem.FLUID, Fluid.EFFACED, READER).case
    assert graded(case, [C56], CoreItem.FLUID, None, READER).case.form.levels == ()


def test_normal_from_here_to_there_is_one_edit_of_all_levels_between():
    edit = normal(Case(), NECK, READER)
    assert edit.title == "C2/3 to C7/T1: normal"
    assert all(edit.case.form.level(level).normal for level in NECK)
    assert len(edit.case.form.levels) == len(NECK)


def test_normal_takes_causes_back_and_keeps_what_else_was_said():
    case = cause_toggled(Case(), [C56], Cause.OPLL, READER).case
    case = done(level_text(case, C56, "old fusion", READER))
    form = normal(case, [C56], READER).case.form.level(C56)
    assert (form.normal, form.causes, form.text) == (True, (), "old fusion")


def test_copying_takes_the_core_items_of_the_level_above_only():
    case = graded(Case(), [C45], CoreItem.CENTRAL, Degree.MODERATE, READER).case
    case = cause_toggled(case, [C45], Cause.OSTEOPHYTE, READER).case
    case = done(level_text(case, C45, "only here", READER))
    form = done(copied_from_above(case, [C56], LATER)).form.level(C56)
    assert (form.central, form.causes, form.text) == (Degree.MODERATE, (Cause.OSTEOPHYTE,), "")
    assert form.reviewed_by == LATER.name


@pytest.mark.parametrize("level", [C56, Level("C2/C3")])
def test_there_is_nothing_to_copy_from_a_level_of_which_nothing_was_said(level):
    refused = copied_from_above(Case(), [level], READER)
    assert isinstance(refused, Refused)
    assert refused.hint


def test_not_assessed_takes_everything_of_the_level_back():
    case = done(with_detail(normal(Case(), [C45, C56], READER).case, C56, 0, Detail("disc"), READER))
    case = not_assessed(case, [C56]).case
    assert [form.level for form in case.form.levels] == [C45]


def test_a_cause_is_added_to_all_levels_and_taken_back_where_all_have_it():
    case = cause_toggled(Case(), [C45], Cause.OPLL, READER).case
    case = cause_toggled(case, [C45, C56], Cause.OPLL, READER).case
    assert [case.form.level(level).causes for level in (C45, C56)] == [(Cause.OPLL,), (Cause.OPLL,)]
    assert cause_toggled(case, [C45, C56], Cause.OPLL, READER).case.form.levels == ()


def test_saying_the_same_again_is_no_new_review():
    case = normal(Case(), [C45], READER).case
    assert normal(case, [C45], LATER).case == case


@given(st.lists(st.sampled_from(list(Cause)), max_size=12))
def test_what_is_toggled_is_there_once_and_in_order(presses):
    chosen: tuple[Cause, ...] = ()
    for cause in presses:
        chosen = toggled(chosen, cause, tuple(Cause))
    expected = {cause for cause in presses if presses.count(cause) % 2}
    assert chosen == tuple(cause for cause in Cause if cause in expected)


def test_a_grade_keeps_suggestion_and_decision_apart():
    suggested = Grade(
        "lumbar-sac-area",
        "1",
        numbers=(GradeNumber("sac_area", 80.0, "mm2", "Thecal"),),
        suggested="relative",
        suggested_by="Thecal",
    )
    case = grade_decided(Case(), L45, suggested, "absolute", READER).case
    (grade,) = case.form.level(L45).grades
    assert (grade.suggested, grade.suggested_by) == ("relative", "Thecal")
    assert (grade.value, grade.decided_by, grade.decided_at) == ("absolute", READER.name, READER.at)
    assert grade.numbers == suggested.numbers
    assert grade_decided(case, L45, grade, "absolute", READER).case.form.levels == ()


def test_the_two_sides_of_a_scale_are_decided_apart():
    case = Case()
    for side, value in ((Side.RIGHT, "1"), (Side.LEFT, "3"), (Side.RIGHT, "2")):
        case = grade_decided(case, L45, Grade("bartynski", "1", side), value, READER).case
    assert {grade.side: grade.value for grade in case.form.level(L45).grades} == {
        Side.RIGHT: "2",
        Side.LEFT: "3",
    }


def test_a_number_without_a_decision_is_kept_and_says_nothing_of_the_level():
    grade = Grade("torg-pavlov", "1", numbers=(GradeNumber("canal_ap", 11.0, "mm", "reader"),))
    case = grade_numbered(Case(), C56, grade, READER).case
    assert case.form.level(C56).grades == (grade,)
    assert not case.form.level(C56).begun
    assert grade_numbered(case, C56, attrs.evolve(grade, numbers=()), READER).case.form.levels == ()


def test_details_are_added_replaced_and_dropped_by_their_place():
    case = done(with_detail(Case(), L45, 0, Detail("disc"), READER))
    case = done(with_detail(case, L45, 1, Detail("facet"), READER))
    case = done(with_detail(case, L45, 0, Detail("disc", Side.LEFT), READER))
    assert case.form.level(L45).details == (Detail("disc", Side.LEFT), Detail("facet"))
    assert done(with_detail(case, L45, 0, None, READER)).form.level(L45).details == (Detail("facet"),)


def test_a_group_takes_one_value_unless_it_takes_several():
    detail = detail_chosen(detail_chosen(Detail("disc"), "form", "bulge"), "form", "extrusion")
    assert detail.choices == (Choice("form", "extrusion"),)
    assert detail_chosen(detail, "form", "extrusion").choices == ()
    both = detail_chosen(detail, "further", "calcified", several=True)
    both = detail_chosen(both, "further", "vacuum", several=True)
    assert [choice.value for choice in both.choices] == ["extrusion", "calcified", "vacuum"]


def test_no_complication_stands_alone():
    said = complication_toggled(Procedure(), Complication.BLOODY_TAP)
    said = complication_toggled(said, Complication.NONE)
    assert said.complications == (Complication.NONE,)
    assert complication_toggled(said, Complication.PAIN).complications == (Complication.PAIN,)


def test_a_click_on_the_body_tells_the_side():
    thumb, calf = "dermatome-C6", "dermatome-S1"
    symptom = area_picked(Symptom(SymptomKind.PAIN), thumb, Side.RIGHT)
    assert (symptom.areas, symptom.side) == ((thumb,), Side.RIGHT)
    both = area_picked(symptom, thumb, Side.LEFT)
    assert (both.areas, both.side) == ((thumb,), Side.BILATERAL)
    assert area_picked(symptom, calf, Side.RIGHT).areas == (thumb, calf)
    assert area_picked(symptom, thumb, Side.RIGHT).areas == ()


LONG = "x" * (MOST_LETTERS + 1)


@pytest.mark.parametrize(
    "outcome",
    [
        with_question(Case(), "t", ClinicalQuestion(LONG)),
        with_question(Case(), "t", ClinicalQuestion(symptoms=(Symptom(SymptomKind.PAIN, text=LONG),))),
        with_procedure(Case(), "t", Procedure(text=LONG)),
        with_numbering_statement(Case(), "t", NumberingStatement(CountedFrom.C2, text=LONG)),
        with_adequacy(Case(), "t", RegionAdequacy(Region.LUMBAR, text=LONG)),
        level_text(Case(), L45, LONG, READER),
        with_detail(Case(), L45, 0, Detail("disc", text=LONG), READER),
    ],
)
def test_a_text_of_more_than_twenty_thousand_characters_is_refused_in_a_sentence(outcome):
    assert isinstance(outcome, Refused)
    assert "20,001" in outcome.message
    assert "20,000" in outcome.message


def test_a_text_of_twenty_thousand_characters_is_taken():
    assert done(level_text(Case(), L45, LONG[1:], READER)).form.level(L45).text == LONG[1:]
