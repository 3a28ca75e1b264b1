"""The table of roots: where each may be compressed, and what of the body points to it."""

import pytest

from viewer import resources
from viewer.model.finding import Zone
from viewer.model.form.question import Symptom, SymptomKind
from viewer.model.form.root_table import AreaKind, areas, cauda_levels, cord_levels, root_places, roots_of
from viewer.model.spine import ROOTS, Level, Numbering, roots_at

MEDIAL = {Zone.CENTRAL, Zone.LATERAL_RECESS}
LATERAL = {Zone.FORAMINAL, Zone.EXTRAFORAMINAL}
EVERY_COUNT = [Numbering(thoracic, lumbar) for thoracic in (11, 12, 13) for lumbar in (4, 5, 6)]


def places(root, numbering=None):
    return {one.level.name: set(one.zones) for one in root_places(root, numbering)}


def test_at_l4_l5_what_lies_medially_meets_l5_and_what_lies_laterally_meets_l4():
    assert places("L5")["L4/L5"] == MEDIAL
    assert places("L4")["L4/L5"] == LATERAL
    assert places("L5")["L5/S1"] == LATERAL
    assert places("S1")["L5/S1"] == MEDIAL


def test_in_the_neck_a_root_is_met_at_the_disc_above_its_vertebra_and_c8_at_c7_t1():
    assert places("C6") == {"C5/C6": {Zone.LATERAL_RECESS, *LATERAL}}
    assert places("C8") == {"C7/T1": {Zone.LATERAL_RECESS, *LATERAL}}
    assert places("T1") == {"T1/T2": LATERAL}


def test_thoracic_roots_leave_below_their_vertebra():
    assert places("T5") == {"T4/T5": {Zone.LATERAL_RECESS}, "T5/T6": LATERAL}


def test_every_root_has_a_place():
    assert [root for root in ROOTS if not root_places(root)] == []


@pytest.mark.parametrize("numbering", EVERY_COUNT, ids=str)
def test_places_are_levels_the_patient_has_from_the_head_down(numbering):
    for root in ROOTS:
        found = [numbering.index(one.level) for one in root_places(root, numbering)]
        assert None not in found
        assert found == sorted(found)


@pytest.mark.parametrize("numbering", EVERY_COUNT, ids=str)
def test_the_table_agrees_with_the_roots_named_at_a_level(numbering):
    """The roots that leave or cross at a disc by the model's rule are those the table places there."""
    for level in numbering.levels:
        if "/" not in level.name or level.upper in ("C0", "C1", "S1"):
            continue
        exiting = roots_at(level).exiting
        if exiting is not None:
            assert places(exiting, numbering)[level.name] >= LATERAL, (level, exiting)
        traversing = roots_at(level).traversing
        if traversing is not None:
            assert Zone.LATERAL_RECESS in places(traversing, numbering)[level.name], (level, traversing)


def test_with_six_lumbar_vertebrae_s1_is_met_at_l6_s1_and_l5_leaves_at_l5_l6():
    six = Numbering(12, 6)

    assert places("S1", six)["L6/S1"] == MEDIAL
    assert places("L5", six) == {"L4/L5": MEDIAL, "L5/L6": LATERAL}


def test_with_thirteen_thoracic_vertebrae_t12_leaves_at_t12_t13():
    thirteen = Numbering(13, 5)

    assert places("T12", thirteen)["T12/T13"] == LATERAL
    assert places("L1", thirteen)["T13/L1"] == {Zone.LATERAL_RECESS}


def test_a_root_that_does_not_exist_has_no_place():
    assert root_places("L9") == ()


def test_the_cord_lies_above_l1_and_the_cauda_equina_below():
    assert cord_levels()[0] == Level("C0/C1")
    assert cord_levels()[-1] == Level("T12/L1")
    assert cord_levels(Numbering(13, 5))[-1] == Level("T13/L1")
    assert [one.name for one in cauda_levels()] == ["L1/L2", "L2/L3", "L3/L4", "L4/L5", "L5/S1"]


def test_areas_are_told_apart_and_each_names_where_it_comes_from():
    identities = [one.id for one in areas()]

    assert len(set(identities)) == len(identities)
    assert all(one.source.name and one.source.confirmed for one in areas())
    assert all(one.roots and set(one.roots) <= set(ROOTS) for one in areas())


def test_the_body_diagram_holds_every_dermatome_of_the_standard():
    skin = [root for one in areas() if one.kind is AreaKind.DERMATOME for root in one.roots]

    assert skin == [root for root in ROOTS if root != "C1"]


def test_the_ten_key_muscles_are_there():
    muscles = {one.roots for one in areas() if one.kind is AreaKind.MYOTOME}

    assert {(root,) for root in ["C5", "C6", "C7", "C8", "T1", "L2", "L3", "L4", "L5", "S1"]} <= muscles


def test_a_symptom_points_to_the_roots_of_its_areas_and_to_those_named_each_once():
    symptom = Symptom(
        SymptomKind.WEAKNESS, areas=("myotome-toe-extension", "dermatome-S4-5"), roots=("L5", "L4")
    )

    assert roots_of(symptom) == ("L4", "L5", "S4", "S5")


def test_an_area_of_another_program_points_nowhere():
    assert roots_of(Symptom(SymptomKind.PAIN, areas=("left-ear",), roots=("X1",))) == ()


def test_the_sources_of_the_table_tell_which_were_read():
    sources = resources.table("form/roots.json")["sources"]

    assert {row["confirmed"] for row in sources.values()} == {True, False}
    assert all(bool(row["seen"]) == row["confirmed"] for row in sources.values())
