"""Concordance: what was found, held against what the symptoms point to, by level, zone and side."""

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from viewer.model.finding import Severity, Side, Zone
from viewer.model.form.question import (
    ClinicalQuestion,
    Evidence,
    EvidenceKind,
    EvidenceOutcome,
    Symptom,
    SymptomKind,
)
from viewer.model.measured import Measured
from viewer.model.report.concordance import Agreement
from viewer.model.report.finding import FoundZone, ReportedFinding
from viewer.model.spine import ROOTS, Level, Numbering
from viewer.report.question.concordance import concordance
from viewer.report.question.expected import expected_places

CONCORDANT, DISCORDANT, UNEXPLAINED = Agreement.CONCORDANT, Agreement.DISCORDANT, Agreement.UNEXPLAINED
POSSIBLE = Agreement.POSSIBLE
RECESS, FORAMEN, MIDDLE = Zone.LATERAL_RECESS, Zone.FORAMINAL, Zone.CENTRAL


def found(level, side, *zones, number=1, severity=Severity.SEVERE, roots=(), narrowed=()):
    return ReportedFinding(
        number,
        f"m{number}",
        Level(level) if level else None,
        True,
        severity,
        "Dr Who",
        side,
        zones,
        roots=roots,
        narrowed=narrowed,
    )


def pain(root, side=Side.RIGHT):
    return ClinicalQuestion(symptoms=(Symptom(SymptomKind.PAIN, side, roots=(root,)),))


def agreements(question, *findings):
    return [one.agreement for one in concordance(question, findings)]


@pytest.mark.parametrize(
    ("root", "finding", "agreement"),
    [
        ("L5", found("L4/L5", Side.RIGHT, RECESS), CONCORDANT),
        ("L5", found("L4/L5", Side.RIGHT, MIDDLE), CONCORDANT),
        ("L5", found("L4/L5", Side.CENTRAL, MIDDLE), CONCORDANT),
        ("L5", found("L4/L5", Side.BILATERAL, RECESS), CONCORDANT),
        ("L5", found("L5/S1", Side.RIGHT, FORAMEN), CONCORDANT),
        ("L5", found("L4/L5", Side.RIGHT, FORAMEN), UNEXPLAINED),
        ("L4", found("L4/L5", Side.RIGHT, FORAMEN), CONCORDANT),
        ("L4", found("L4/L5", Side.RIGHT, Zone.EXTRAFORAMINAL), CONCORDANT),
        ("L4", found("L4/L5", Side.RIGHT, RECESS), UNEXPLAINED),
        ("L5", found("L4/L5", Side.LEFT, RECESS), DISCORDANT),
        ("L5", found("L4/L5", Side.LEFT, MIDDLE), DISCORDANT),
        ("L4", found("L4/L5", Side.LEFT, FORAMEN), DISCORDANT),
        ("L5", found("L3/L4", Side.RIGHT, RECESS), UNEXPLAINED),
        ("S1", found("L5/S1", Side.RIGHT, RECESS), CONCORDANT),
        ("C6", found("C5/C6", Side.RIGHT, FORAMEN), CONCORDANT),
        ("C6", found("C5/C6", Side.RIGHT, RECESS), CONCORDANT),
        ("C6", found("C6/C7", Side.RIGHT, FORAMEN), UNEXPLAINED),
        ("C8", found("C7/T1", Side.RIGHT, FORAMEN), CONCORDANT),
        ("T5", found("T5/T6", Side.RIGHT, FORAMEN), CONCORDANT),
    ],
)
def test_a_finding_explains_a_root_at_its_level_zone_and_side(root, finding, agreement):
    assert agreements(pain(root), finding) == [agreement]


def test_nothing_found_leaves_it_unexplained_and_says_where_it_would_be():
    (one,) = concordance(pain("L5"), ())

    assert one.agreement is UNEXPLAINED
    assert one.sentence == (
        "Pain on the right (L5): no finding is reported at L4/5 (central, lateral recess) or"
        " L5/S1 (foraminal, extraforaminal)."
    )


def test_a_level_called_normal_explains_nothing():
    assert agreements(pain("L5"), found("L4/L5", Side.RIGHT, RECESS, severity=Severity.NONE)) == [UNEXPLAINED]


def test_the_finding_that_explains_it_is_named_by_id_number_and_level():
    (one,) = concordance(
        pain("L5"),
        (found("L3/L4", None, MIDDLE, number=1), found("L4/L5", Side.RIGHT, RECESS, number=2)),
    )

    assert one.findings == ("m2",)
    assert one.sentence == "Pain on the right (L5): concordant with finding 2 (L4/5)."


def test_a_finding_on_the_right_side_outweighs_one_on_the_wrong_side():
    right, left = found("L4/L5", Side.RIGHT, RECESS), found("L4/L5", Side.LEFT, RECESS, number=2)
    (one,) = concordance(pain("L5"), (left, right))

    assert (one.agreement, one.findings) == (CONCORDANT, ("m1",))


def test_each_zone_counts_on_its_own_side():
    """Recess right, foramen left: L5 on the left and L4 on the right are not explained by a mixture of both."""
    finding = found(
        "L4/L5",
        Side.BILATERAL,
        RECESS,
        FORAMEN,
        narrowed=(FoundZone(RECESS, Side.RIGHT), FoundZone(FORAMEN, Side.LEFT)),
    )

    assert agreements(pain("L5", Side.RIGHT), finding) == [CONCORDANT]
    assert agreements(pain("L5", Side.LEFT), finding) == [DISCORDANT]
    assert agreements(pain("L4", Side.LEFT), finding) == [CONCORDANT]
    assert agreements(pain("L4", Side.RIGHT), finding) == [DISCORDANT]


def test_a_mark_in_the_middle_with_a_side_lies_beside_the_midline():
    paracentral = found("L4/L5", Side.LEFT, MIDDLE, narrowed=(FoundZone(MIDDLE, None),))

    assert agreements(pain("L5", Side.LEFT), paracentral) == [CONCORDANT]
    assert agreements(pain("L5", Side.RIGHT), paracentral) == [DISCORDANT]


def test_a_symptom_of_both_sides_is_told_side_by_side_where_these_differ():
    told = concordance(pain("L5", Side.BILATERAL), (found("L4/L5", Side.RIGHT, RECESS),))

    assert [(one.subject, one.agreement) for one in told] == [
        ("Pain on the right (L5)", CONCORDANT),
        ("Pain on the left (L5)", DISCORDANT),
    ]


def test_a_symptom_of_both_sides_explained_in_the_middle_is_told_once():
    (one,) = concordance(pain("L5", Side.BILATERAL), (found("L4/L5", None, MIDDLE),))

    assert (one.subject, one.agreement) == ("Pain on both sides (L5)", CONCORDANT)
    assert {place.side for place in one.places} == {Side.BILATERAL}


def test_a_finding_without_zone_or_side_is_taken_to_fit_its_level_and_the_sentence_tells():
    (one,) = concordance(pain("L4"), (found("L4/L5", None),))

    assert one.agreement is CONCORDANT
    assert one.sentence.endswith("concordant with finding 1 (L4/5, zone not stated).")


def test_what_was_only_measured_in_the_sac_explains_no_foramen():
    measured = attrs.evolve(found("L4/L5", None), measured=Measured(area_mm2=60.0))

    assert agreements(pain("L5"), measured) == [CONCORDANT]
    assert agreements(pain("L4"), measured) == [UNEXPLAINED]


def test_a_finding_whose_level_nobody_knows_explains_nothing():
    assert agreements(pain("L5"), found(None, Side.RIGHT, RECESS)) == [UNEXPLAINED]


def test_a_root_the_reader_names_at_a_finding_is_the_readers_word():
    named = found("L3/L4", Side.RIGHT, RECESS, roots=("L5",))

    assert agreements(pain("L5", Side.RIGHT), named) == [CONCORDANT]
    assert agreements(pain("L5", Side.LEFT), named) == [DISCORDANT]


@pytest.mark.parametrize(
    ("vertebra", "zone", "root", "agreement"),
    [
        ("L5", RECESS, "L5", CONCORDANT),
        ("L4", RECESS, "L5", CONCORDANT),
        ("L4", FORAMEN, "L4", CONCORDANT),
        ("L5", FORAMEN, "L4", UNEXPLAINED),
        ("L3", RECESS, "L5", UNEXPLAINED),
    ],
)
def test_behind_a_vertebra_a_finding_counts_for_the_discs_next_to_it(vertebra, zone, root, agreement):
    assert agreements(pain(root), found(vertebra, Side.RIGHT, zone)) == [agreement]


@pytest.mark.parametrize(
    ("kind", "level", "zone", "agreement"),
    [
        (SymptomKind.MYELOPATHY, "C5/C6", MIDDLE, CONCORDANT),
        (SymptomKind.MYELOPATHY, "T10/T11", MIDDLE, CONCORDANT),
        (SymptomKind.MYELOPATHY, "L4/L5", MIDDLE, UNEXPLAINED),
        (SymptomKind.MYELOPATHY, "C5/C6", FORAMEN, UNEXPLAINED),
        (SymptomKind.CLAUDICATION, "L4/L5", MIDDLE, CONCORDANT),
        (SymptomKind.CLAUDICATION, "L4/L5", FORAMEN, UNEXPLAINED),
        (SymptomKind.CLAUDICATION, "C5/C6", MIDDLE, UNEXPLAINED),
        (SymptomKind.SPHINCTER, "L4/L5", MIDDLE, CONCORDANT),
        (SymptomKind.SPHINCTER, "T12/L1", MIDDLE, CONCORDANT),
    ],
)
def test_symptoms_of_cord_and_cauda_point_to_the_middle_of_their_canal(kind, level, zone, agreement):
    question = ClinicalQuestion(symptoms=(Symptom(kind),))

    assert agreements(question, found(level, None, zone)) == [agreement]


def test_a_positive_result_points_to_its_roots_and_levels_and_a_negative_one_nowhere():
    def question(outcome):
        emg = Evidence(EvidenceKind.ELECTRODIAGNOSIS, outcome, Side.LEFT, ("S1",), (Level("L5/S1"),))
        return ClinicalQuestion(evidence=(emg,))

    lesion = found("L5/S1", Side.LEFT, RECESS)

    assert agreements(question(EvidenceOutcome.POSITIVE), lesion) == [CONCORDANT]
    assert agreements(question(EvidenceOutcome.EQUIVOCAL), lesion) == [CONCORDANT]
    assert agreements(question(EvidenceOutcome.NEGATIVE), lesion) == []
    assert expected_places(question(EvidenceOutcome.NEGATIVE)) == ()


@pytest.mark.parametrize("zone", list(Zone))
def test_a_suspected_level_is_met_in_any_zone_and_side(zone):
    question = ClinicalQuestion(suspected=(Level("L3/L4"),))

    (one,) = concordance(question, (found("L3/L4", Side.LEFT, zone),))

    assert one.agreement is CONCORDANT
    assert one.sentence == "Suspected level L3/4: concordant with finding 1 (L3/4)."


def test_a_suspected_vertebra_is_met_at_the_discs_next_to_it():
    question = ClinicalQuestion(suspected=(Level("L4"),))

    assert agreements(question, found("L4/L5", None, MIDDLE)) == [CONCORDANT]
    assert agreements(question, found("L5/S1", None, MIDDLE)) == [UNEXPLAINED]


def test_what_points_nowhere_is_not_told():
    question = ClinicalQuestion(
        indication="back pain", symptoms=(Symptom(SymptomKind.HEADACHE), Symptom(SymptomKind.PAIN))
    )

    assert concordance(question, (found("L4/L5", None, MIDDLE),)) == ()


def test_a_root_that_the_patients_numbering_does_not_hold_is_said_so():
    (one,) = concordance(pain("T12"), (), Numbering(11, 5))

    assert one.sentence == "Pain on the right (T12): the numbering of this patient has no level for it."


def test_with_six_lumbar_vertebrae_s1_is_looked_for_at_l6_s1():
    (one,) = concordance(pain("S1"), (found("L6/S1", Side.RIGHT, RECESS),), Numbering(12, 6))

    assert one.agreement is CONCORDANT


def test_expected_places_carry_root_zone_and_the_symptoms_side_from_the_head_down():
    question = ClinicalQuestion(
        symptoms=(
            Symptom(SymptomKind.WEAKNESS, Side.LEFT, areas=("myotome-toe-extension",)),
            Symptom(SymptomKind.PAIN, Side.LEFT, areas=("dermatome-L5",)),
            Symptom(SymptomKind.PAIN, Side.RIGHT, roots=("C6",)),
        )
    )

    places = [(one.root, one.level.name, one.zone, one.side) for one in expected_places(question)]

    assert places == [
        ("C6", "C5/C6", RECESS, Side.RIGHT),
        ("C6", "C5/C6", FORAMEN, Side.RIGHT),
        ("C6", "C5/C6", Zone.EXTRAFORAMINAL, Side.RIGHT),
        ("L5", "L4/L5", MIDDLE, Side.LEFT),
        ("L5", "L4/L5", RECESS, Side.LEFT),
        ("L5", "L5/S1", FORAMEN, Side.LEFT),
        ("L5", "L5/S1", Zone.EXTRAFORAMINAL, Side.LEFT),
    ]


def test_an_unconfirmed_level_keeps_its_question_mark():
    unsure = ReportedFinding(1, "m1", Level("L4/L5"), False, Severity.SEVERE, "x", Side.RIGHT, (RECESS,))

    assert "finding 1 (L4/5?)" in concordance(pain("L5"), (unsure,))[0].sentence


def test_an_unheard_of_symptom_is_named_by_its_own_words_and_not_at_length():
    question = ClinicalQuestion(
        symptoms=(Symptom(SymptomKind.OTHER, Side.LEFT, roots=("L4",), text="x" * 100_000),)
    )

    assert len(concordance(question, ())[0].sentence) < 300


MIRROR = {Side.RIGHT: Side.LEFT, Side.LEFT: Side.RIGHT}
SIDES = st.sampled_from([None, *Side])


@given(
    root=st.sampled_from(ROOTS),
    asked=SIDES,
    place=st.sampled_from([one for one in Numbering().levels if "/" in one.name]),
    zones=st.sets(st.sampled_from(Zone)),
    side=SIDES,
)
def test_a_mirrored_patient_has_the_same_concordance(root, asked, place, zones, side):
    here = agreements(pain(root, asked), found(place.name, side, *zones))
    there = agreements(
        pain(root, MIRROR.get(asked, asked)), found(place.name, MIRROR.get(side, side), *zones)
    )

    assert sorted(here) == sorted(there)


@given(root=st.sampled_from(ROOTS), side=st.sampled_from([Side.RIGHT, Side.LEFT]))
def test_a_finding_at_any_expected_place_explains_its_root_and_only_on_its_side(root, side):
    for place in expected_places(pain(root, side)):
        finding = found(place.level.name, side, place.zone)
        other = found(place.level.name, MIRROR[side], place.zone)
        assert agreements(pain(root, side), finding) == [CONCORDANT]
        assert agreements(pain(root, side), other) == [DISCORDANT]


def test_a_symptoms_own_words_stay_on_one_line():
    question = ClinicalQuestion(symptoms=(Symptom(SymptomKind.OTHER, roots=("L4",), text="gives\nway "),))

    assert concordance(question, ())[0].subject == "Gives way (L4)"


@pytest.mark.parametrize(
    ("root", "finding", "agreement"),
    [
        ("S1", found("L4/L5", Side.CENTRAL, MIDDLE), POSSIBLE),
        ("S1", found("L4/L5", Side.RIGHT, MIDDLE), POSSIBLE),
        ("S1", found("L4/L5", Side.BILATERAL, MIDDLE), POSSIBLE),
        ("S1", found("L4/L5", Side.LEFT, MIDDLE), UNEXPLAINED),
        ("S1", found("L4/L5", Side.CENTRAL, MIDDLE, severity=Severity.MODERATE), POSSIBLE),
        ("S1", found("L4/L5", Side.CENTRAL, MIDDLE, severity=Severity.COMPLETE_BLOCK), POSSIBLE),
        ("S1", found("L4/L5", Side.CENTRAL, MIDDLE, severity=Severity.MILD), UNEXPLAINED),
        ("S1", found("L4/L5", Side.CENTRAL, MIDDLE, severity=None), UNEXPLAINED),
        ("S1", found("L4/L5", Side.RIGHT, RECESS), UNEXPLAINED),
        ("S1", found("L4/L5", Side.RIGHT, FORAMEN), UNEXPLAINED),
        ("S1", found("L1/L2", Side.CENTRAL, MIDDLE), POSSIBLE),
        ("S1", found("L3", Side.CENTRAL, MIDDLE), POSSIBLE),
        ("S1", found("T12/L1", Side.CENTRAL, MIDDLE), UNEXPLAINED),
        ("S1", found("C5/C6", Side.CENTRAL, MIDDLE), UNEXPLAINED),
        ("L5", found("L3/L4", Side.CENTRAL, MIDDLE), POSSIBLE),
        # A root that has left the sac is not met by what narrows it further down.
        ("L4", found("L4/L5", Side.CENTRAL, MIDDLE), UNEXPLAINED),
        ("L4", found("L5/S1", Side.CENTRAL, MIDDLE), UNEXPLAINED),
        # In the neck roots do not descend in the canal: only the middle of their own level comes near them.
        ("C6", found("C5/C6", Side.CENTRAL, MIDDLE), POSSIBLE),
        ("C6", found("C4/C5", Side.CENTRAL, MIDDLE), UNEXPLAINED),
        ("C8", found("C7/T1", Side.RIGHT, MIDDLE), POSSIBLE),
        ("C8", found("C7/T1", Side.LEFT, MIDDLE), UNEXPLAINED),
    ],
)
def test_a_tight_middle_that_the_root_passes_may_explain_it_and_no_more(root, finding, agreement):
    assert agreements(pain(root), finding) == [agreement]


def test_what_may_explain_is_named_after_what_was_not_found():
    above = found("L4/L5", Side.CENTRAL, MIDDLE)
    (told,) = concordance(pain("S1"), (above,))
    assert told.sentence == (
        "Pain on the right (S1): no finding is reported at L5/S1 (central, lateral recess) or S1/2 (foraminal);"
        " may be explained by the central narrowing above, finding 1 (L4/5)."
    )
    assert told.findings == ("m1",)
    (told,) = concordance(pain("C6"), (found("C5/C6", Side.CENTRAL, MIDDLE),))
    assert told.sentence.endswith("; may be explained by the central narrowing, finding 1 (C5/6).")


def test_a_finding_on_the_wrong_side_stays_discordant_beside_a_tight_level_above():
    there = found("L5/S1", Side.LEFT, RECESS, number=2)
    above = found("L4/L5", Side.CENTRAL, MIDDLE)
    (told,) = concordance(pain("S1"), (above, there))
    assert told.agreement is DISCORDANT
    assert told.findings == ("m2",)
    assert (
        "on the other side; may be explained by the central narrowing above, finding 1 (L4/5)."
        in told.sentence
    )


def test_a_finding_at_the_place_explains_it_whatever_lies_above():
    there = found("L5/S1", Side.RIGHT, RECESS, number=2)
    (told,) = concordance(pain("S1"), (found("L4/L5", Side.CENTRAL, MIDDLE), there))
    assert (told.agreement, told.findings) == (CONCORDANT, ("m2",))
    assert "may be" not in told.sentence


def test_four_lumbar_vertebrae_have_their_own_way_down():
    numbering = Numbering(lumbar=4)
    (told,) = concordance(pain("S1"), (found("L3/L4", Side.CENTRAL, MIDDLE),), numbering)
    assert told.agreement is POSSIBLE


def test_both_sides_may_be_explained_at_once():
    (told,) = concordance(pain("S1", Side.BILATERAL), (found("L4/L5", Side.CENTRAL, MIDDLE),))
    assert told.agreement is POSSIBLE
    assert told.sentence.count("may be explained") == 1


@pytest.mark.parametrize(
    ("area", "level"),
    [
        ("reflex-biceps", "C4/C5"),
        ("reflex-triceps", "C6/C7"),
        ("reflex-patellar", "L3/L4"),
        ("reflex-achilles", "L5/S1"),
    ],
)
def test_a_lost_reflex_points_to_the_level_of_its_root(area, level):
    lost = ClinicalQuestion(symptoms=(Symptom(SymptomKind.REFLEX_LOSS, Side.LEFT, (area,)),))
    assert agreements(lost, found(level, Side.LEFT, RECESS)) == [CONCORDANT]
    assert agreements(lost, found(level, Side.RIGHT, RECESS)) == [DISCORDANT]
