"""Scales: where their steps begin and end, and what the program may suggest of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viewer.model.form.grade import GradeNumber
from viewer.model.form.scale import Basis
from viewer.model.form.scale_file import BUILT_IN, built_in_scale, built_in_scales
from viewer.model.spine import Region


def numbers(**values):
    return tuple(GradeNumber(name, value, "mm", "a reader") for name, value in values.items())


@pytest.mark.parametrize(
    ("area_mm2", "word"),
    [
        (0.0, "absolute"),
        (74.999, "absolute"),
        (75.0, "relative"),
        (99.999, "relative"),
        (100.0, "early"),
        (129.999, "early"),
        (130.0, "130 or more"),
        (400.0, "130 or more"),
    ],
)
def test_the_lumbar_area_changes_its_word_at_75_100_and_130_mm2(area_mm2, word):
    assert built_in_scale("lumbar-sac-area").word(numbers(sac_area=area_mm2)) == word


@pytest.mark.parametrize(
    ("foramen_mm", "grade"), [(4.01, "0"), (4.0, "1"), (2.01, "1"), (2.0, "2"), (0.5, "2")]
)
def test_a_cervical_foramen_as_wide_as_its_root_is_grade_1_and_half_as_wide_grade_2(foramen_mm, grade):
    widths = numbers(foramen_width=foramen_mm, root_width=4.0)

    assert built_in_scale("kim-foraminal").word(widths) == grade


@pytest.mark.parametrize(("canal_mm", "word"), [(11.9, "narrow"), (12.0, "normal"), (17.0, "normal")])
def test_a_canal_below_four_fifths_of_its_body_is_narrow(canal_mm, word):
    assert built_in_scale("torg-pavlov").word(numbers(canal_ap=canal_mm, body_ap=15.0)) == word


def test_compression_is_the_loss_against_the_mean_of_above_and_below():
    around = numbers(cord_ap=4.0, cord_ap_above=7.0, cord_ap_below=9.0)

    assert built_in_scale("mscc").number(around) == pytest.approx(50.0)
    assert built_in_scale("mscc").word(around) == "50 %"


def test_where_one_side_does_not_show_compression_is_held_against_the_other():
    assert built_in_scale("mcc").number(numbers(sac_ap=6.0, sac_ap_below=12.0)) == pytest.approx(50.0)


def test_nothing_is_suggested_where_a_level_is_wider_than_its_neighbours():
    assert built_in_scale("mcc").word(numbers(sac_ap=14.0, sac_ap_above=12.0, sac_ap_below=12.0)) == ""


@pytest.mark.parametrize("scale_id", BUILT_IN)
def test_without_numbers_nothing_is_suggested(scale_id):
    assert built_in_scale(scale_id).word(()) == ""


@pytest.mark.parametrize("root_mm", [0.0, -1.0])
def test_a_root_without_width_gives_no_grade(root_mm):
    assert built_in_scale("kim-foraminal").word(numbers(foramen_width=3.0, root_width=root_mm)) == ""


@given(area_mm2=st.floats(0, 1e4))
def test_every_area_has_exactly_one_word(area_mm2):
    scale = built_in_scale("lumbar-sac-area")
    area = numbers(sac_area=area_mm2)

    holding = [step.value for step in scale.steps if scale._holds(step, area_mm2)]

    assert holding == [scale.word(area)]


def test_kang_ends_at_2_and_says_why():
    kang = built_in_scale("kang")

    assert [step.value for step in kang.steps] == ["0", "1", "2"]
    assert "grade 3 is a change of the cord's T2 signal" in kang.cap_note
    assert kang.cap_note in kang.remarks


def test_the_bands_of_a_scale_made_on_mri_are_labelled_so():
    derived = {one.id: one.basis_label for one in built_in_scales()}

    assert derived["schizas"] == derived["kang"] == derived["kim-foraminal"] == "MRI-derived"
    assert derived["lumbar-sac-area"] == "CT-derived"
    assert derived["bartynski"] == "CTM-derived"


def test_recess_and_foramen_are_graded_by_side_and_only_by_a_reader():
    for scale_id in ("bartynski", "lee-foraminal"):
        scale = built_in_scale(scale_id)
        assert scale.side_specific
        assert scale.reader_only
        assert scale.reader_values == ("0", "1", "2", "3")


def test_every_scale_names_its_source_rule_version_and_what_it_was_made_on():
    for one in built_in_scales():
        assert one.source
        assert one.citation
        assert one.rule
        assert one.version
        assert one.basis in Basis
        assert one.regions
        assert set(one.regions) <= {Region.CERVICAL, Region.THORACIC, Region.LUMBAR}
