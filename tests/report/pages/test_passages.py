"""The passages after the level table: in the order of the report, none lost."""

import attrs

from tests.report.sample_report import READER, unreviewed, whole_spine, without_analysis
from viewer.model.report.section import ReportSection, SectionId
from viewer.report.pages.impression import impression_lines
from viewer.report.pages.passages import passages


def titles(report):
    return [one.title for one in passages(report)]


def test_they_stand_in_the_order_of_the_report():
    assert titles(whole_spine()) == [
        "Numbered findings", "Alignment, hardware", "Cord and conus", "Clinical question", "Concordance",
        "Procedure", "Technique", "Technical adequacy", "Numbering", "Comparison", "Method, software", "Limits",
    ]  # fmt: skip


def test_each_finding_says_who_graded_it_and_where_its_numbers_come_from():
    first = next(one for one in passages(whole_spine()) if one.title == "Numbered findings").sayings[0]
    assert first.lead == "1  L4/5"
    assert f"graded severe by {READER}" in first.text
    assert "Measured: 48 mm² (\N{MINUS SIGN}58 %)" in first.text
    assert "Section at 1, 2, \N{MINUS SIGN}300 (LPS mm)." in first.text


def test_open_points_come_first_in_a_draft():
    first = passages(without_analysis())[0]
    assert first.title == "Open points"
    assert [one.lead for one in first.sayings] == ["To be settled", "To be looked at"]


def test_what_must_be_stated_and_was_not_is_named():
    said = {one.title: one.sayings[0] for one in passages(unreviewed())}
    assert said["Numbering"].text == "Not stated."
    assert said["Numbering"].muted


def test_text_that_a_reader_has_worded_says_so_and_tells_when_the_data_moved_on():
    report = whole_spine()
    edited = ReportSection(SectionId.LEVELS, "All as in 2023.", "generated", edited=True, stale=True)
    sections = (*(one for one in report.sections if one.section is not SectionId.LEVELS), edited)
    levels = next(one for one in passages(attrs.evolve(report, sections=sections)) if one.title == "Levels")
    assert [one.text for one in levels.sayings] == [
        "All as in 2023.",
        "Worded by the reader; the data have changed since.",
    ]


def test_numbers_a_reader_typed_before_the_lines_of_an_impression_are_not_doubled():
    report = attrs.evolve(whole_spine(), impression=("1. L4/5 severe.", " 2)  C5/6 severe.", ""))
    assert impression_lines(report) == ("L4/5 severe.", "C5/6 severe.")
    section = ReportSection(SectionId.IMPRESSION, "Normal.\nNothing else.")
    bare = attrs.evolve(report, impression=(), sections=(section,))
    assert impression_lines(bare) == ("Normal.", "Nothing else.")


def test_sections_in_which_nothing_was_described_are_named_in_one_line():
    report = whole_spine()
    nothing = (SectionId.SLEEVES, SectionId.INTRADURAL, SectionId.EXTRASPINAL)
    sections = (
        *report.sections,
        *(ReportSection(name, "Not described.", "Not described.") for name in nothing),
    )
    made = passages(attrs.evolve(report, sections=sections))
    (one,) = (passage for passage in made if passage.title == "Not described")
    assert one.sayings[0].text == "Root sleeves and leak; intradural findings; extraspinal findings."
    assert "Intradural" not in [passage.title for passage in made]
