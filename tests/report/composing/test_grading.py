"""Suggestions of scales: from numbers alone, apart from what a reader decides."""

import attrs
import pytest

from viewer.model.finding import Side
from viewer.model.form.grade import Grade, GradeNumber
from viewer.model.form.level_form import Degree, LevelForm
from viewer.model.form.scale_file import built_in_scales
from viewer.model.plane import PlaneKind, reference_plane
from viewer.model.report.level_row import LevelNumbers
from viewer.model.sections import SectionState
from viewer.model.spine import Level
from viewer.report.composing.grading import PROGRAM, regraded, scales_of, suggestions, with_suggestions

PLANE = reference_plane(PlaneKind.AXIAL, (1.0, 2.0, 3.0))
TIGHT = LevelNumbers(PLANE, 240.0, SectionState.OK, area_mm2=68.0, ap_mm=7.0)
L45, C56, T89 = Level("L4/L5"), Level("C5/C6"), Level("T8/T9")


def words(level, numbers):
    return {one.scale: one.suggested for one in suggestions(level, numbers)}


def test_a_small_lumbar_sac_is_suggested_as_absolute_with_its_number_and_plane():
    (grade,) = suggestions(L45, TIGHT)

    assert (grade.scale, grade.suggested, grade.suggested_by) == ("lumbar-sac-area", "absolute", PROGRAM)
    assert grade.numbers == (GradeNumber("sac_area", 68.0, "mm²", PROGRAM, PLANE),)
    assert not grade.decided


def test_the_lumbar_bands_are_not_used_elsewhere():
    assert "lumbar-sac-area" not in words(C56, TIGHT)
    assert "lumbar-sac-area" not in words(T89, TIGHT)


@pytest.mark.parametrize(
    "state", [one for one in SectionState if one not in (SectionState.OK, SectionState.OBLITERATED)]
)
def test_nothing_is_suggested_from_numbers_in_metal_or_where_nothing_was_measured(state):
    assert suggestions(L45, attrs.evolve(TIGHT, state=state)) == ()


def test_without_numbers_nothing_is_suggested():
    assert suggestions(L45, None) == ()


def test_a_lumbar_sac_without_contrast_is_schizas_c_or_d_and_never_one_of_them():
    obliterated = LevelNumbers(PLANE, 240.0, SectionState.OBLITERATED)

    assert words(L45, obliterated) == {"schizas": "C or D", "lee-central": "3"}
    assert words(C56, obliterated) == {}


def test_canal_and_cord_compression_are_numbers_without_a_word():
    numbers = attrs.evolve(
        TIGHT, ap_above_mm=12.0, ap_below_mm=16.0, cord_ap_mm=4.5, cord_ap_above_mm=6.0, cord_ap_below_mm=6.0
    )

    assert words(C56, numbers) == {"mcc": "50 %", "mscc": "25 %"}
    assert words(T89, numbers) == words(C56, numbers)


def test_recess_and_foramen_are_never_suggested():
    of_sides = {one.id for one in built_in_scales() if one.side_specific}

    assert of_sides == {"bartynski", "lee-foraminal", "kim-foraminal"}
    for level in (L45, C56):
        assert not of_sides & set(words(level, TIGHT))


def test_every_reported_region_has_scales_and_only_its_own():
    assert {one.id for one in scales_of(T89)} == {"mcc", "mscc"}
    assert {"kang", "muhle", "torg-pavlov", "kim-foraminal"} <= {one.id for one in scales_of(C56)}
    assert "kang" not in {one.id for one in scales_of(L45)}


def test_a_decision_stands_beside_the_suggestion_it_was_made_from_and_is_never_changed():
    decided = Grade(
        "lumbar-sac-area", "1", None, (), "relative", "Thecal 0", "early", "Dr Who", "2026-01-01T00:00:00Z"
    )
    form = LevelForm(L45, grades=(decided,))

    assert with_suggestions(form, TIGHT).grades == (decided,)


def test_an_undecided_suggestion_follows_the_measurement():
    once = with_suggestions(LevelForm(L45, central=Degree.SEVERE), TIGHT)
    again = with_suggestions(once, attrs.evolve(TIGHT, area_mm2=140.0))

    assert [one.suggested for one in once.grades] == ["absolute"]
    assert [one.suggested for one in again.grades] == ["130 or more"]
    assert again.central is Degree.SEVERE


def test_a_suggestion_goes_where_its_measurement_goes():
    once = with_suggestions(LevelForm(L45), TIGHT)

    assert with_suggestions(once, None).grades == ()


def test_a_readers_own_widths_give_a_suggestion_that_stays_with_the_side():
    widths = (
        GradeNumber("foramen_width", 1.5, "mm", "Dr Who"),
        GradeNumber("root_width", 4.0, "mm", "Dr Who"),
    )
    begun = Grade("kim-foraminal", "2015", Side.LEFT, widths)

    (kim,) = with_suggestions(LevelForm(C56, grades=(begun,)), None).grades

    assert (kim.side, kim.suggested, kim.suggested_by) == (Side.LEFT, "2", PROGRAM)
    assert kim.numbers == widths
    assert not kim.decided


def test_a_grade_of_a_scale_nobody_here_has_is_left_as_it_is():
    foreign = Grade("elsewhere", "3", None, (GradeNumber("x", 1.0, "mm", "Dr Who"),), "II", "Other 1.0")

    assert regraded(foreign) == foreign
    assert with_suggestions(LevelForm(L45, grades=(foreign,)), None).grades == (foreign,)
