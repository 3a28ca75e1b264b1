"""A reader's words in a section of the report."""

from hypothesis import given
from hypothesis import strategies as st

from viewer.model.case import Case
from viewer.model.report.section import ReportSection, SectionId
from viewer.tools.section_edits import section_restored, section_upheld, section_written

DATA = ReportSection(SectionId.CORD, "Normal cord.", "Normal cord.")


def test_words_are_kept_with_what_the_data_said_then():
    (edited,) = section_written(Case(), DATA, " Cord thinned. ", "Dr. A", "2026-01-31").form.edited
    assert (edited.section, edited.text, edited.generated) == (
        SectionId.CORD,
        "Cord thinned.",
        "Normal cord.",
    )
    assert (edited.by, edited.at) == ("Dr. A", "2026-01-31")


def test_an_emptied_section_stays_empty():
    (edited,) = section_written(Case(), DATA, "  ", "Dr. A", "").form.edited
    assert edited.text == ""


@given(st.text(max_size=60))
def test_typing_what_the_data_says_takes_the_edit_back(text):
    case = section_written(Case(), DATA, "Other words.", "", "")
    section = ReportSection(SectionId.CORD, "Other words.", text, edited=True)
    assert section_written(case, section, f" {text}\n", "", "") == Case()


def test_one_section_taken_back_leaves_the_others():
    case = section_written(Case(), DATA, "One.", "", "")
    case = section_written(case, ReportSection(SectionId.BLOCK, "None."), "Two.", "", "")
    (edited,) = section_restored(case, SectionId.CORD).form.edited
    assert edited.text == "Two."


def test_words_that_are_upheld_know_what_the_data_says_now():
    case = section_written(Case(), DATA, "Mine.", "", "")
    now = ReportSection(SectionId.CORD, "Mine.", "Compressed cord.", edited=True, stale=True)
    (edited,) = section_upheld(case, now, "Dr. A", "2026-02-01").form.edited
    assert (edited.text, edited.generated) == ("Mine.", "Compressed cord.")


def test_no_text_is_longer_than_a_case_file_takes():
    (edited,) = section_written(Case(), DATA, "word " * 40_000, "", "").form.edited
    assert len(edited.text) <= 100_000
