import re

import attrs
import pytest

from tests.report.reported_case import (
    CANAL,
    DISCS,
    FACTS,
    L3_L4,
    L4_L5,
    L5_S1,
    MADE_AT,
    MILDER,
    READER,
    SEVERE,
    analysis,
    case,
    labels,
    mark,
    narrowed,
    reported,
    text_of,
)  # fmt: skip
from viewer.model.case import Case
from viewer.model.display import Display, PaneId
from viewer.model.finding import Cause, Severity, Side, Zone
from viewer.model.form.adequacy import Opacification, RegionAdequacy
from viewer.model.form.detail import Choice, Detail
from viewer.model.form.level_form import Degree, Fluid, LevelForm
from viewer.model.form.question import ClinicalQuestion, Symptom, SymptomKind
from viewer.model.key_image import KeyImage
from viewer.model.narrowing import Block, BlockKind
from viewer.model.report.assessment import Assessment
from viewer.model.report.report import ReportState
from viewer.model.report.section import EditedSection, SectionId
from viewer.model.sections import SectionState
from viewer.model.spine import Level, Region
from viewer.report.composing.compose import StudyFacts, compose


def normal(*levels: Level) -> tuple[LevelForm, ...]:
    return tuple(LevelForm.of_normal(level, READER) for level in levels)


def test_a_mark_is_said_in_one_short_sentence() -> None:
    report = reported(case(mark()))
    assert report.impression[0] == (
        "L4/5: severe central narrowing by disc extrusion, right, sac 74 mm² (\N{MINUS SIGN}63 %), right L5 root."
    )


def test_the_worst_finding_comes_first_and_bears_number_one() -> None:
    mild = mark(MILDER, "m1", severity=Severity.MILD, side=Side.LEFT, roots=())
    report = reported(case(mild, mark(mark_id="m2")))
    assert [(one.number, one.finding_id, one.severity) for one in report.findings] == [
        (1, "m2", Severity.SEVERE),
        (2, "m1", Severity.MILD),
    ]


@pytest.mark.parametrize(
    ("severity", "words"),
    [
        (Severity.COMPLETE_BLOCK, "L4/5: complete block by disc extrusion"),
        (Severity.NONE, "L4/5: no narrowing"),
        (None, "L4/5: central narrowing by disc extrusion, right, not graded"),
    ],
)
def test_every_grade_has_its_words(severity: Severity | None, words: str) -> None:
    assert reported(case(mark(severity=severity))).impression[0].startswith(words)


def test_a_mark_without_a_word_is_a_narrowing_nobody_graded() -> None:
    bare = mark(severity=None, side=None, zones=(), causes=(), roots=())
    assert (
        reported(case(bare)).impression[0] == "L4/5: narrowing, not graded, sac 74 mm² (\N{MINUS SIGN}63 %)."
    )


def test_a_form_that_is_not_normal_is_a_finding_of_its_own() -> None:
    report = reported(case(mark(), levels=(narrowed(L3_L4),)))
    found = report.findings[1]
    assert (found.finding_id, found.level, found.severity, found.point) == (
        "L3/L4",
        L3_L4,
        Severity.MODERATE,
        None,
    )
    assert found.sentence == "L3/4: moderate central narrowing by disc bulge, sac 201 mm² at the disc."


@pytest.mark.parametrize(
    ("side", "zones", "central", "found"),
    [
        (Side.RIGHT, (Zone.CENTRAL,), None, {(Zone.CENTRAL, Side.RIGHT)}),
        (Side.LEFT, (Zone.CENTRAL,), Degree.NONE, {(Zone.CENTRAL, Side.LEFT)}),
        (Side.RIGHT, (Zone.CENTRAL,), Degree.SEVERE, {(Zone.CENTRAL, None)}),
        (Side.BILATERAL, (Zone.CENTRAL,), None, {(Zone.CENTRAL, None)}),
        (Side.CENTRAL, (Zone.CENTRAL,), None, {(Zone.CENTRAL, None)}),
        (
            Side.RIGHT,
            (Zone.CENTRAL, Zone.LATERAL_RECESS),
            None,
            {(Zone.CENTRAL, Side.RIGHT), (Zone.LATERAL_RECESS, Side.RIGHT)},
        ),
    ],
)
def test_half_of_the_middle_keeps_its_side_so_that_it_explains_no_symptom_of_the_other(
    side, zones, central, found
) -> None:
    form = narrowed(L4_L5, central=central, recess_right=Degree.NONE)
    report = reported(case(mark(side=side, zones=zones), levels=(form,)))
    assert {(one.zone, one.side) for one in report.findings[0].narrowed} == found


def test_a_mark_on_one_side_with_a_form_of_the_other_is_a_finding_on_both() -> None:
    form = narrowed(L4_L5, recess_left=Degree.SEVERE)
    marked = mark(side=Side.RIGHT, zones=(Zone.LATERAL_RECESS,))
    assert reported(case(marked, levels=(form,))).findings[0].side is Side.BILATERAL


def test_a_mark_and_a_form_of_one_level_are_one_finding_with_both_texts() -> None:
    form = narrowed(
        L4_L5, central=Degree.SEVERE, foramen_left=Degree.MILD, causes=(Cause.FACET,), text="From the form."
    )
    report = reported(case(mark(text="From the mark."), levels=(form,)))
    assert len(report.findings) == 1
    found = report.findings[0]
    assert found.text == "From the mark.\nFrom the form."
    assert found.causes == (Cause.EXTRUSION, Cause.FACET)
    assert found.sentence.startswith(
        "L4/5: severe central and mild left foraminal narrowing by disc extrusion and facet"
    )
    assert (Zone.FORAMINAL, Side.LEFT) in {(one.zone, one.side) for one in found.narrowed}


def test_the_worst_word_of_mark_and_form_grades_the_finding() -> None:
    form = narrowed(L4_L5, foramen_right=Degree.SEVERE)
    report = reported(case(mark(severity=Severity.MILD), levels=(form,)))
    assert report.findings[0].severity is Severity.SEVERE


def test_sides_of_a_form_are_worded_zone_by_zone() -> None:
    form = narrowed(
        central=Degree.NONE, recess_right=Degree.SEVERE, recess_left=Degree.SEVERE, foramen_left=Degree.MILD
    )
    found = reported(case(levels=(form,))).findings[0]
    assert found.side is Side.BILATERAL
    assert "severe bilateral lateral recess and mild left foraminal narrowing" in found.sentence


def test_a_note_alone_is_not_lost() -> None:
    report = reported(case(levels=(LevelForm(L5_S1, text="Tarlov cyst, 12 mm"),)))
    assert report.impression[0] == "L5/S1: Tarlov cyst, 12 mm, sac 201 mm² at the disc."


def test_a_detail_reaches_its_section() -> None:
    slip = Detail("listhesis", choices=(Choice("grade", "I"),), size_mm=4.0)
    report = reported(case(levels=(LevelForm(L4_L5, details=(slip,)),)))
    assert text_of(report, SectionId.ALIGNMENT).startswith("L4/5: ")
    assert "4 mm" in text_of(report, SectionId.ALIGNMENT)


def test_only_levels_that_a_reader_found_normal_are_called_so() -> None:
    report = reported(case(mark(), levels=normal(*DISCS[:2])))
    assert "L1/2, L2/3: no narrowing." in report.impression
    assert "Not assessed: L3/4, L5/S1 (not reviewed)." in report.impression


def test_neighbouring_normal_levels_are_said_in_one_breath() -> None:
    assert "L1/2 to L3/4: no narrowing." in reported(case(mark(), levels=normal(*DISCS[:3]))).impression


def test_a_level_without_contrast_is_never_called_normal() -> None:
    measured = analysis(SEVERE, dark=(100.0, 135.0))
    report = reported(case(mark(), levels=normal(*DISCS[:3])), measured)
    row = next(one for one in report.rows if one.level == DISCS[0])
    assert row.assessment is Assessment.NOT_OPACIFIED
    assert not row.assessed
    assert "L2/3, L3/4: no narrowing." in report.impression
    assert any(line.startswith("Not assessed: L1/2 (not opacified)") for line in report.impression)


def test_a_region_the_reader_calls_poorly_filled_is_not_normal_either() -> None:
    poor = RegionAdequacy(Region.LUMBAR, Opacification.POOR)
    report = reported(case(levels=normal(*DISCS), adequacy=(poor,)))
    assert not any("no narrowing" in line for line in report.impression)


def test_without_an_analysis_only_the_readers_word_on_contrast_lets_a_level_be_normal() -> None:
    silent = compose(case(levels=normal(*DISCS)), None, FACTS)
    assert not any("no narrowing" in line for line in silent.impression)
    good = RegionAdequacy(Region.LUMBAR, Opacification.GOOD)
    told = compose(case(levels=normal(*DISCS), adequacy=(good,)), None, FACTS)
    assert "L1/2 to L5/S1: no narrowing." in told.impression


def test_a_level_half_filled_in_is_not_normal() -> None:
    report = reported(case(mark(), levels=(LevelForm(L3_L4, central=Degree.NONE),)))
    row = next(one for one in report.rows if one.level == L3_L4)
    assert row.assessment is Assessment.PARTLY
    assert "not assessed: CSF, right recess" in text_of(report, SectionId.LEVELS)


def test_an_empty_case_says_that_nothing_was_assessed() -> None:
    report = compose(Case(), None, StudyFacts())
    assert report.impression == ("No level has been assessed.",)
    assert report.findings == ()
    assert report.state is ReportState.DRAFT


def test_a_level_no_reader_placed_bears_a_question_mark() -> None:
    report = reported(attrs.evolve(case(mark()), labels=()))
    assert report.impression[0].startswith("L4/5?:")
    assert not report.findings[0].confirmed
    assert "question mark" in text_of(report, SectionId.NUMBERING)


def test_renaming_the_levels_renames_the_findings() -> None:
    one_up = attrs.evolve(case(mark()).shifted_labels(-1))
    assert reported(one_up).impression[0].startswith("L3/4: severe")


def test_a_finding_keeps_its_plane_and_numbers() -> None:
    found = reported(case(mark())).findings[0]
    assert found.point == SEVERE.position
    assert found.plane is not None
    assert found.plane.right == (1.0, 0.0, 0.0)
    assert found.plane.down == pytest.approx((0.0, 1.0, 0.0))
    assert found.measured is not None
    assert found.measured.area_mm2 == SEVERE.area_mm2


def test_the_impression_answers_the_question() -> None:
    asked = ClinicalQuestion(
        symptoms=(
            Symptom(SymptomKind.WEAKNESS, Side.RIGHT, (), ("L5",)),
            Symptom(SymptomKind.PAIN, Side.LEFT, (), ("S1",)),
        )
    )
    report = reported(case(mark(), question=asked))
    answers = [line for line in report.impression if "(L5)" in line or "(S1)" in line]
    assert "finding 1" in answers[0]
    assert answers[1].endswith("not assessed there.")


def test_many_answers_that_fit_share_a_line() -> None:
    asked = ClinicalQuestion(
        symptoms=tuple(
            Symptom(kind, Side.RIGHT, (), ("L5",)) for kind in (SymptomKind.WEAKNESS, SymptomKind.PAIN)
        )
    )
    lines = [
        line for line in reported(case(mark(), question=asked)).impression if line.startswith("Concordant")
    ]
    assert len(lines) == 1
    assert lines[0].count("finding 1") == 2


def test_a_long_list_of_lesser_findings_is_cut_short() -> None:
    many = tuple(
        mark(CANAL.narrowing(110.0 + 12 * n, 21.0), f"m{n}", severity=Severity.MILD) for n in range(12)
    )
    report = reported(case(*many))
    lines = [line for line in report.impression if "narrowing by" in line]
    assert len(report.findings) == 12
    assert len(lines) == 7
    assert any(line.startswith("Lesser findings: ") for line in report.impression)


def test_no_severe_finding_is_cut_short() -> None:
    many = tuple(mark(CANAL.narrowing(110.0 + 12 * n, 60.0), f"m{n}") for n in range(12))
    assert sum("severe" in line for line in reported(case(*many)).impression) == 12


def test_the_draft_of_the_analysis_alone_says_so_in_every_line() -> None:
    report = reported(case(mark(), levels=normal(*DISCS)), auto=True)
    assert report.state is ReportState.UNREVIEWED
    assert report.title.startswith("Unreviewed draft by software")
    assert report.author == ""
    assert all("unreviewed" in line or line.startswith("Not assessed") for line in report.impression)
    assert all(one.severity is None and one.side is None for one in report.findings)
    assert not any("no narrowing." in line for line in report.impression)
    assert not any(row.assessed for row in report.rows)


def test_the_draft_of_the_analysis_takes_nothing_a_reader_said() -> None:
    note = "A reader's own words"
    edited = EditedSection(SectionId.IMPRESSION, note, "")
    filled = case(mark(text=note), levels=(narrowed(text=note),), comparison=note, edited=(edited,))
    report = reported(filled, auto=True)
    assert not any(note in section.text for section in report.sections)
    assert len(report.findings) == 2


def test_the_program_names_the_band_and_its_source() -> None:
    line = reported(case(), auto=True).impression[0]
    assert "lumbar sac area: absolute (Bolender 1985, CT)" in line
    assert "sac 74 of 200 mm² (\N{MINUS SIGN}63 %)" in line


def test_where_no_contrast_was_found_the_draft_says_why() -> None:
    absent = attrs.evolve(
        analysis(), absent="No intrathecal contrast was found.", sections=None, levels=(), narrowings=()
    )
    report = reported(Case(), absent, auto=True)
    assert "Nothing was measured: No intrathecal contrast was found." in report.impression[0]
    assert "No intrathecal contrast" in text_of(report, SectionId.LIMITS)


def test_a_complete_block_is_told_with_both_limits() -> None:
    block = Block(BlockKind.COMPLETE, CANAL.at(200.0), CANAL.at(240.0))
    report = reported(case(), analysis(SEVERE, blocks=(block,)))
    assert text_of(report, SectionId.BLOCK) == (
        "Complete block, upper limit L3/4, lower limit L4/5, no contrast beyond (measured by Thecal 0.1.0, not yet"
        " judged by the reader)."
    )


def test_no_block_is_ruled_out_where_nothing_was_measured() -> None:
    assert text_of(compose(case(), None, FACTS), SectionId.BLOCK) == "Not assessed: nothing was measured."


def test_an_edited_section_is_shown_and_keeps_what_the_data_give() -> None:
    before = text_of(reported(case(mark())), SectionId.IMPRESSION)
    edited = EditedSection(SectionId.IMPRESSION, "1. Mine.\n2) And more.", before)
    section = reported(case(mark(), edited=(edited,))).section(SectionId.IMPRESSION)
    assert (section.text, section.generated, section.edited, section.stale) == (
        edited.text,
        before,
        True,
        False,
    )


def test_an_edited_impression_is_the_impression_without_its_typed_numbers() -> None:
    edited = EditedSection(SectionId.IMPRESSION, "1. Mine.\n\n2) And more.", "")
    assert reported(case(mark(), edited=(edited,))).impression == ("Mine.", "And more.")


def test_an_edited_section_is_stale_once_the_data_give_another_text() -> None:
    before = text_of(reported(case(mark())), SectionId.IMPRESSION)
    edited = EditedSection(SectionId.IMPRESSION, "Mine.", before)
    later = reported(case(mark(side=Side.LEFT), edited=(edited,)))
    assert later.section(SectionId.IMPRESSION).stale


def test_all_sections_stand_in_their_order() -> None:
    assert [one.section for one in reported(case()).sections] == list(SectionId)


def test_method_and_limits_name_program_scope_and_what_it_is_not() -> None:
    measured = analysis(SEVERE, warnings=("Slices are missing.",))
    report = reported(case(mark()), measured)
    assert "Thecal 0.1.0" in text_of(report, SectionId.METHOD)
    assert "perpendicular" in text_of(report, SectionId.METHOD)
    assert re.search(r"version \S+ \(Bolender 1985", text_of(report, SectionId.METHOD))
    limits = text_of(report, SectionId.LIMITS)
    assert "Foramina and lateral recesses are not assessed" in limits
    assert "Slices are missing." in limits
    assert "not a certified medical device" in limits


def test_what_limits_a_region_stands_among_the_limits() -> None:
    faulty = RegionAdequacy(Region.LUMBAR, Opacification.LIMITED, layering=True, motion=False)
    report = reported(case(adequacy=(faulty,)))
    assert "lumbar (opacification limited, layering)" in text_of(report, SectionId.LIMITS)
    assert text_of(report, SectionId.ADEQUACY) == "Lumbar: opacification limited, layering, no motion."


def test_what_the_program_says_of_a_region_is_told_apart() -> None:
    assert (
        text_of(reported(case()), SectionId.ADEQUACY)
        == "Lumbar: by the program, unreviewed: opacification good."
    )


def test_only_key_images_meant_for_it_come_with_the_report() -> None:
    kept = tuple(KeyImage(f"k{n}", PaneId.AXIAL, Display(), reported=n > 0) for n in range(3))
    with_pictures = attrs.evolve(case(), key_images=kept)
    assert [one.key_id for one in reported(with_pictures).key_images] == ["k1", "k2"]


def test_the_curve_goes_through_the_narrowest_sections() -> None:
    report = reported(case(mark()), analysis(SEVERE))
    assert len(report.curve.points) == 501
    assert [(one.number, one.arc_mm) for one in report.curve.marks] == [(1, 240.0)]
    assert [one.name for one in report.curve.levels] == [level.name for level in DISCS]
    assert all(one.confirmed for one in report.curve.levels)


def test_the_report_bears_study_and_signature() -> None:
    report = reported(case())
    assert (report.author, report.made_at, report.accession_number) == (READER, MADE_AT, "ACC1")
    assert report.title == "CT myelogram, lumbar spine"


def test_an_obliterated_sac_is_worse_than_any_percentage() -> None:
    gone = CANAL.narrowing(200.0, None)
    report = reported(case(mark(severity=None), mark(gone, "m2", severity=None)))
    assert report.findings[0].finding_id == "m2"
    assert "sac obliterated" in report.findings[0].sentence
    assert gone.state is SectionState.OBLITERATED


def test_a_level_suspected_outside_the_scan_is_named_as_not_assessed() -> None:
    report = reported(case(mark(), question=ClinicalQuestion(suspected=(Level("C5/C6"),))))
    assert any(line.startswith("Not assessed: C5/6? (not measured)") for line in report.impression)


def test_csf_that_is_gone_is_said() -> None:
    report = reported(case(levels=(narrowed(fluid=Fluid.EFFACED),)))
    assert "CSF effaced" in report.impression[0]


def test_levels_without_a_label_do_not_keep_a_report_from_being_made() -> None:
    report = reported(attrs.evolve(case(mark()), labels=labels(L4_L5)))
    assert report.findings[0].confirmed


def test_where_a_level_above_may_explain_it_what_was_not_assessed_is_named() -> None:
    asked = ClinicalQuestion(symptoms=(Symptom(SymptomKind.PAIN, Side.RIGHT, ("dermatome-S1",)),))
    said = reported(case(mark(side=Side.CENTRAL), question=asked)).impression[1]
    assert said.endswith("the central narrowing above, finding 1 (L4/5); not assessed at L5/S1 and S1/2.")
