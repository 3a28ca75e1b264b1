import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.report.reported_case import READER, analysis, case, mark, reported
from tests.report.sample_report import empty, hostile, unreviewed, whole_spine
from viewer.model.report.issued import IssuedReport
from viewer.model.report.report import Report, ReportState
from viewer.model.report.section import ReportSection, SectionId
from viewer.report.texts.plain_text import WIDTH, text_report


def lines(report: Report, **options: bool) -> list[str]:
    return text_report(report, **options).splitlines()


def test_the_impression_stands_first_and_is_numbered() -> None:
    text = lines(reported(case(mark())))
    start = text.index("IMPRESSION")
    assert text[start + 1].startswith("1. L4/5: severe")
    assert start < text.index("LEVELS") < text.index("LIMITS")


@pytest.mark.parametrize("report", [whole_spine(), unreviewed(), empty(), reported(case(mark()))])
def test_no_line_is_wider_than_a_dictation_window(report: Report) -> None:
    assert max(len(line) for line in lines(report)) <= WIDTH
    assert not any("\t" in line or line != line.rstrip() for line in lines(report))


def test_a_number_and_its_unit_stay_on_one_line() -> None:
    report = reported(case(mark()))
    assert not any(line.lstrip().startswith(("mm", "%")) for line in lines(report))


def test_an_unreviewed_draft_is_headed_so() -> None:
    assert lines(reported(case(), auto=True))[0] == "UNREVIEWED DRAFT - MADE BY SOFTWARE, SEEN BY NO READER"


def test_a_draft_is_headed_as_not_signed_and_a_final_report_names_its_reader() -> None:
    report = reported(case(mark()))
    assert lines(report)[0] == "DRAFT - NOT SIGNED"
    final = lines(attrs.evolve(report, state=ReportState.FINAL, number=1))
    assert final[0] == "CT lumbar myelogram"
    assert final[-1] == f"Final report by {READER}, 2026-11-22 06:00 UTC. Made with Thecal 0.1.0."


def test_an_addendum_stands_before_the_report() -> None:
    report = attrs.evolve(reported(case(mark())), state=ReportState.FINAL, number=1)
    later = attrs.evolve(report, state=ReportState.ADDENDUM, number=2)
    added = IssuedReport(later, (), "2026-11-23T06:00:00Z", READER, "", "The outside MRI was received.")
    text = text_report(later, issued=(IssuedReport(report, (), "", READER, ""), added)).splitlines()
    assert text.index(f"ADDENDUM 2026-11-23, {READER}") < text.index("IMPRESSION")
    assert "The outside MRI was received." in text


def test_sections_with_nothing_to_say_are_left_out_but_not_those_that_must_stand() -> None:
    text = lines(reported(case(mark())))
    assert "INTRADURAL FINDINGS" not in text
    assert "COMPARISON" in text
    assert "None named." in text


def test_plain_letters_alone_where_asked_for() -> None:
    text = text_report(reported(case(mark())), ascii_only=True)
    assert text.isascii()
    assert "sac 74 mm2 (-63 %)" in text
    assert "Muller, Ann" in text


def test_signs_are_kept_otherwise() -> None:
    assert "mm\N{SUPERSCRIPT TWO} (\N{MINUS SIGN}63 %)" in text_report(reported(case(mark())))


@pytest.mark.parametrize("ascii_only", [True, False])
def test_foreign_text_of_any_length_and_kind_is_written(*, ascii_only: bool) -> None:
    text = text_report(hostile(200_000), ascii_only=ascii_only)
    assert len(text) > 100_000
    assert "\x07" not in text
    assert "\x1b" not in text
    assert all(character == "\n" or character.isprintable() for character in text)


@given(st.text(max_size=400))
def test_any_text_leaves_nothing_but_lines(words: str) -> None:
    report = reported(case(mark(text=words)), analysis())
    sections = (ReportSection(SectionId.IMPRESSION, words), ReportSection(SectionId.LEVELS, words))
    text = text_report(attrs.evolve(report, impression=(words,), sections=sections), ascii_only=True)
    assert text.isascii()
    assert all(character == "\n" or 32 <= ord(character) < 127 for character in text)
