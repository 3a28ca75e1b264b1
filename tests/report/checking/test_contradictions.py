import attrs
import pytest

from tests.report.reported_case import (
    CANAL,
    DISCS,
    FACTS,
    L3_L4,
    L4_L5,
    MADE_AT,
    MILDER,
    READER,
    SEVERE,
    STUDY,
    analysis,
    case,
    flagged,
    labels,
    mark,
    messages,
    narrowed,
    reported,
)  # fmt: skip
from viewer.model.finding import Severity, Side, Zone
from viewer.model.form.grade import Grade
from viewer.model.form.level_form import Degree, Fluid, LevelForm
from viewer.model.form.numbering_statement import NumberingStatement
from viewer.model.form.question import ClinicalQuestion, Symptom, SymptomKind
from viewer.model.narrowing import Block, BlockKind
from viewer.model.report.contradiction import Weight
from viewer.model.report.section import EditedSection, SectionId
from viewer.model.spine import Level
from viewer.report.composing.compose import StudyFacts, compose


def settled(*marks, **more):
    """The report of a case whose every severe narrowing is answered."""
    return reported(case(*marks, **more), analysis(SEVERE))


def edited(text: str, section: SectionId = SectionId.IMPRESSION):
    """The report of one marked level whose section a reader has written anew."""
    generated = settled(mark()).section(section).generated
    return settled(mark(), edited=(EditedSection(section, text, generated),))


def test_a_case_without_contradictions_has_none_flagged() -> None:
    assert messages(settled(mark())) == ""


@pytest.mark.parametrize("note", ["left L5 root cut off", "left-sided fragment"])
def test_a_note_of_the_other_side_must_be_settled(note: str) -> None:
    (found,) = settled(mark(text=note)).contradictions
    assert (found.weight, found.target) == (Weight.BLOCKING, "m1")
    assert found.message == "The mark at L4/5 is right, but its note says left."


@pytest.mark.parametrize(
    "note",
    [
        "right L5 root cut off",
        "left unchanged",
        "right-handed patient",
        "was left in place",
        "left recess free",
        "right more than left",
        "L4-5 extrusion, L5 root",
        "no narrowing on the left",
    ],
)
def test_a_note_that_fits_raises_nothing(note: str) -> None:
    assert messages(settled(mark(text=note))) == ""


def test_a_mark_in_the_middle_fits_any_side() -> None:
    assert messages(settled(mark(side=Side.CENTRAL, text="left root cut off"))) == ""


def test_a_note_of_another_level_is_flagged() -> None:
    assert (
        messages(settled(mark(text="extrusion L3-4")))
        == "warning: The mark lies at L4/5, but its note names L3/4."
    )


def test_a_note_that_compares_levels_raises_nothing() -> None:
    assert messages(settled(mark(text="Worse at L4/5 than at L3/4."))) == ""


def test_a_form_of_the_other_side_must_be_settled() -> None:
    form = LevelForm(L4_L5, recess_left=Degree.SEVERE)
    assert "blocking: L4/5 is marked right, but its form says left." in messages(
        settled(mark(), levels=(form,))
    )


def test_a_forms_note_of_the_other_side_is_flagged() -> None:
    form = narrowed(central=Degree.NONE, recess_left=Degree.MILD, text="right recess narrowed")
    assert "The form of L3/4 says left, but its note says right." in messages(settled(mark(), levels=(form,)))


def test_a_form_that_grades_otherwise_is_flagged() -> None:
    form = narrowed(L4_L5, central=Degree.MILD)
    assert "L4/5 is marked severe, but its form says mild (central)." in messages(
        settled(mark(), levels=(form,))
    )


def test_normal_form_and_severe_mark_must_be_settled() -> None:
    (found,) = settled(mark(), levels=(LevelForm.of_normal(L4_L5),)).contradictions
    assert found.weight is Weight.BLOCKING
    assert found.message == "L4/5 is called normal, but is marked as narrowed (severe)."


def test_normal_without_contrast_is_flagged() -> None:
    dark = analysis(SEVERE, dark=(100.0, 135.0))
    report = reported(case(mark(), levels=(LevelForm.of_normal(DISCS[0]),)), dark)
    assert messages(report) == "warning: L1/2 is called normal, but was not opacified."


def test_a_level_marked_twice_is_flagged() -> None:
    again = mark(CANAL.narrowing(245.0, 22.0), "m2")
    assert flagged(settled(mark(), again), "L4/5 is marked twice (findings 1, 2).")


def test_two_levels_marked_once_each_are_not() -> None:
    assert not flagged(reported(case(mark(), mark(MILDER, "m2"))), "twice")


def test_a_severe_narrowing_left_open_must_be_settled() -> None:
    (found,) = reported(case(), analysis(SEVERE)).contradictions
    assert found.weight is Weight.BLOCKING
    assert found.message == "L4/5: a measured severe narrowing is neither accepted nor rejected."


def test_a_rejected_narrowing_is_settled() -> None:
    turned_down = attrs.evolve(case(), rejected=(SEVERE.position,))
    assert messages(reported(turned_down, analysis(SEVERE))) == ""


def test_a_lesser_narrowing_may_be_left_open() -> None:
    assert messages(reported(case(), analysis(MILDER))) == ""


@pytest.mark.parametrize(
    "narrowing",
    [
        CANAL.narrowing(240.0, 20.0, ap_reduction_pct=55.0),
        CANAL.narrowing(240.0, None),
    ],
)
def test_little_ap_or_no_csf_is_severe_too(narrowing) -> None:
    assert flagged(reported(case(), analysis(narrowing)), "neither accepted nor rejected")


def test_a_block_left_open_must_be_settled() -> None:
    block = Block(BlockKind.COMPLETE, CANAL.at(240.0), CANAL.at(300.0))
    found = flagged(reported(case(), analysis(MILDER, blocks=(block,))), "complete block")
    assert found[0].weight is Weight.BLOCKING


def test_without_a_numbering_statement_nothing_is_final() -> None:
    (found,) = settled(mark(), numbering=NumberingStatement()).contradictions
    assert (found.weight, found.section) == (Weight.BLOCKING, SectionId.NUMBERING)


def test_a_count_of_the_program_alone_must_be_confirmed() -> None:
    report = reported(attrs.evolve(case(mark()), labels=()), analysis(SEVERE))
    assert messages(report) == "blocking: The numbering is unconfirmed at L4/5."


def test_a_level_between_placed_ones_may_be_passed_over() -> None:
    ends = labels(DISCS[0], DISCS[-1])
    report = reported(attrs.evolve(case(mark()), labels=ends), analysis(SEVERE))
    assert messages(report) == "warning: The numbering is unconfirmed at L4/5."


def test_a_finding_without_a_level_must_be_settled() -> None:
    nameless = attrs.evolve(analysis(SEVERE), levels=())
    report = reported(attrs.evolve(case(mark()), labels=()), nameless)
    assert flagged(report, "Finding 1 has no level.")[0].weight is Weight.BLOCKING


def test_a_decision_far_from_the_suggestion_is_flagged() -> None:
    grade = Grade(
        "lumbar-sac-area",
        "1",
        suggested="absolute",
        suggested_by="Thecal",
        value="130 or more",
        decided_by=READER,
    )
    report = settled(mark(), levels=(LevelForm(L3_L4, grades=(grade,), central=Degree.NONE),))
    assert flagged(report, "but the numbers suggest")


@pytest.mark.parametrize(
    ("side", "zone", "said", "words"),
    [
        (Side.RIGHT, Zone.LATERAL_RECESS, {"recess_right": Degree.NONE}, "right lateral recess"),
        (Side.LEFT, Zone.FORAMINAL, {"foramen_left": Degree.NONE}, "left foraminal"),
        (Side.BILATERAL, Zone.LATERAL_RECESS, {"recess_left": Degree.NONE}, "left lateral recess"),
        (Side.CENTRAL, Zone.CENTRAL, {"central": Degree.NONE}, "central"),
        (Side.RIGHT, Zone.LATERAL_RECESS, {"recess_left": Degree.NONE}, ""),
        (Side.RIGHT, Zone.LATERAL_RECESS, {"recess_right": Degree.MILD}, ""),
        (Side.RIGHT, Zone.LATERAL_RECESS, {"central": Degree.NONE}, ""),
    ],
)
def test_a_zone_that_is_marked_but_called_free_must_be_settled(side, zone, said, words) -> None:
    form = LevelForm(L4_L5, **said, fluid=Fluid.THINNED)
    found = flagged(settled(mark(side=side, zones=(zone,)), levels=(form,)), "but its form says none there")
    assert [one.weight for one in found] == ([Weight.BLOCKING] if words else [])
    assert all(f"({words})" in one.message for one in found)


@pytest.mark.parametrize(("value", "count"), [("3", 1), ("2", 0), ("0", 0)])
def test_a_grade_that_its_scale_does_not_have_must_be_settled(value: str, count: int) -> None:
    kang = Grade("kang", "2011, capped at 2", value=value, decided_by=READER)
    report = settled(mark(), levels=(LevelForm(Level("C5/C6"), grades=(kang,), central=Degree.NONE),))
    found = flagged(report, "Kang has no grade '3'")
    assert [one.weight for one in found] == [Weight.BLOCKING] * count
    assert all("T2 signal" in one.hint for one in found)


def test_a_grade_of_a_scale_that_is_not_known_here_is_left_alone() -> None:
    grade = Grade("site scale", "1", value="9", decided_by=READER)
    report = settled(mark(), levels=(LevelForm(L3_L4, grades=(grade,), central=Degree.NONE),))
    assert not flagged(report, "has no grade")


def test_a_decision_one_step_off_is_not() -> None:
    grade = Grade("lumbar-sac-area", "1", suggested="absolute", value="relative")
    report = settled(mark(), levels=(LevelForm(L3_L4, grades=(grade,), central=Degree.NONE),))
    assert not flagged(report, "but the numbers suggest")


def test_a_mark_outside_the_volume_must_be_settled() -> None:
    far = mark(point=(500.0, 0.0, 360.0))
    report = settled(far)
    assert flagged(report, "lies outside the scanned volume")[0].weight is Weight.BLOCKING


def test_without_the_volume_no_mark_is_outside_it() -> None:
    report = compose(case(mark()), analysis(SEVERE), StudyFacts(), READER, MADE_AT)
    assert messages(report) == ""


def test_other_images_than_those_of_the_case_are_flagged() -> None:
    changed = attrs.evolve(FACTS, images="other")
    report = reported(case(mark()), analysis(SEVERE), facts=changed)
    assert flagged(report, "images of the study are not those")


@pytest.mark.parametrize(("of_case", "now"), [("", "x"), ("x", "")])
def test_an_unknown_digest_tells_of_no_change(of_case: str, now: str) -> None:
    old = attrs.evolve(case(mark()), study=attrs.evolve(STUDY, images=of_case))
    assert messages(reported(old, analysis(SEVERE), facts=attrs.evolve(FACTS, images=now))) == ""


def test_a_missing_name_is_flagged() -> None:
    report = compose(case(mark()), analysis(SEVERE), FACTS)
    assert messages(report) == "warning: The reader's name is missing."


def test_a_root_that_does_not_pass_the_level_is_flagged() -> None:
    assert flagged(settled(mark(roots=("C6",))), "names C6, which does not pass there")


@pytest.mark.parametrize("root", ["L4", "L5", "S1", "S3"])
def test_roots_that_leave_further_down_pass_a_lumbar_level(root: str) -> None:
    assert messages(settled(mark(roots=(root,)))) == ""


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("L4/5: severe left narrowing.", "The impression says left at L4/5, but it is marked right."),
        ("L4-5 right severe. L3-4 severe.", "The impression names L3/4, where nothing is marked."),
        ("Severe narrowing.", "The impression leaves out L4/5 (severe)."),
    ],
)
def test_an_edited_impression_that_does_not_fit_is_flagged(text: str, message: str) -> None:
    assert message in messages(edited(text))


@pytest.mark.parametrize(
    "text",
    [
        "L4/5: severe right narrowing, L5 root.",
        "L4-L5 severe. L3/4 normal.",
        "L3 to L5: severe narrowing at L4/5; left unchanged.",
        "L1-L5: severe narrowing.",
        "No narrowing at L2/3. Severe at L4/5.",
    ],
)
def test_an_edited_impression_that_fits_raises_nothing(text: str) -> None:
    assert messages(edited(text)) == ""


def test_other_sections_may_name_sides_and_levels_freely() -> None:
    assert messages(edited("Left leg pain, L2/3 suspected.", SectionId.QUESTION)) == ""


def test_a_stale_section_is_flagged() -> None:
    stale = EditedSection(SectionId.CORD, "The cord is normal.", "What it said before.")
    report = settled(mark(), edited=(stale,))
    assert messages(report) == "warning: The data have changed since the section cord and conus was edited."


def test_what_must_be_settled_comes_first() -> None:
    report = compose(case(mark(text="left root"), numbering=NumberingStatement()), analysis(SEVERE), FACTS)
    weights = [one.weight for one in report.contradictions]
    assert weights == sorted(weights, key=lambda one: one is not Weight.BLOCKING)
    assert len(set(weights)) == 2


def test_every_message_is_a_sentence_with_a_next_step() -> None:
    report = compose(
        attrs.evolve(case(mark(text="left, at L1/2"), mark(mark_id="m2")), labels=()),
        analysis(),
        StudyFacts(images="z"),
    )
    assert len(report.contradictions) >= 5
    assert all(one.message.endswith(".") and one.hint.endswith(".") for one in report.contradictions)


def test_an_unreviewed_draft_flags_nothing() -> None:
    assert reported(case(mark(text="left")), auto=True).contradictions == ()


def test_zones_without_a_form_raise_nothing() -> None:
    both = mark(zones=(Zone.CENTRAL, Zone.FORAMINAL), severity=Severity.MODERATE)
    assert messages(settled(both)) == ""
    assert Level("L4/L5") == L4_L5


def test_a_level_called_normal_must_be_confirmed_too() -> None:
    of_program = attrs.evolve(case(levels=(LevelForm.of_normal(DISCS[1]),)), labels=())
    assert (
        messages(reported(of_program, analysis(MILDER))) == "blocking: The numbering is unconfirmed at L2/3."
    )


def test_a_line_kept_as_the_data_give_it_is_not_held_against_them() -> None:
    asked = ClinicalQuestion(symptoms=(Symptom(SymptomKind.PAIN, Side.LEFT, (), ("L5",)),))
    generated = settled(mark(), question=asked).section(SectionId.IMPRESSION).generated
    assert "on the other side" in generated
    kept = "\n".join(f"{number}. {line}" for number, line in enumerate(generated.splitlines(), 1))
    own = EditedSection(SectionId.IMPRESSION, f"{kept}\nFollow-up in six months.", generated)
    assert messages(settled(mark(), question=asked, edited=(own,))) == ""
