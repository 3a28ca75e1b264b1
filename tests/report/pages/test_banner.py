"""What stands above the report: its state said plainly, and whose report it is."""

import attrs

from tests.report.sample_report import READER, addendum, hostile, unreviewed, whole_spine, without_analysis
from viewer.model.study import Patient
from viewer.report.pages.banner import addenda, banner, patient_line, patient_name, running_line, study_line
from viewer.report.pages.dates import age_years, day, moment


def test_each_state_is_said_in_a_word_and_a_sentence():
    assert banner(unreviewed()).word == "UNREVIEWED DRAFT"
    assert "No reader has seen it" in banner(unreviewed()).sentence
    assert banner(without_analysis()).word == "DRAFT"
    assert banner(without_analysis()).sentence == (
        f"Not issued; it may still change. Made 28 Sep 2026, 12:30 UTC by {READER}. 2 points are open."
    )
    assert banner(whole_spine()).word == "FINAL 1"
    assert banner(whole_spine()).sentence == f"Issued 28 Sep 2026, 12:30 UTC by {READER}."


def test_an_addendum_points_back_to_the_report_it_belongs_to():
    report, issued = addendum()
    said = banner(report, issued)
    assert said.word == "ADDENDUM"
    assert f"Final report 1 of 28 Sep 2026, 12:30 UTC by {READER} stands unchanged." in said.sentence
    (one,) = addenda(issued)
    assert (one.number, one.issued) == (1, f"30 Sep 2026, 08:05 UTC, {READER}")


def test_a_draft_after_a_final_report_says_that_the_final_one_stands():
    _, issued = addendum()
    assert "Final report 1" in banner(without_analysis(), issued).sentence


def test_who_and_which_study_are_named_with_the_age_at_the_study():
    report = whole_spine()
    assert patient_name(report) == "Okafor, Ngozi Adaeze"
    assert patient_line(report) == "ID MYE-004711 · born 14 Mar 1958 (68 years) · F"
    assert "28 Sep 2026 · CT myelogram of the whole spine" in study_line(report)
    assert running_line(report) == "Okafor, Ngozi Adaeze · ID MYE-004711 · study of 28 Sep 2026"


def test_what_is_not_known_is_said_to_be_unknown():
    nobody = attrs.evolve(
        whole_spine(), study=attrs.evolve(whole_spine().study, patient=Patient(), study_date="")
    )
    assert patient_name(nobody) == "Name not given"
    assert patient_line(nobody) == "ID not given · date of birth not given"
    assert "no ID" in running_line(nobody)
    assert "not dated" in running_line(nobody)


def test_a_very_long_name_is_cut_with_an_ellipsis_on_every_page():
    report = hostile()
    long = attrs.evolve(report, study=attrs.evolve(report.study, patient=Patient("X" * 5000, "7" * 5000)))
    assert len(running_line(long)) < 150
    assert patient_name(long).endswith("…")


def test_dates_are_written_with_the_month_as_a_word_and_odd_ones_as_they_are():
    assert day("2026-01-02") == "2 Jan 2026"
    assert day("sometime") == "sometime"
    assert moment("2026-01-02T23:30:00-02:00") == "3 Jan 2026, 01:30 UTC"
    assert moment("2026-01-02T09:05:00") == "2 Jan 2026, 09:05"
    assert age_years("1958-09-29", "2026-09-28") == 67
    assert age_years("2030-01-01", "2026-09-28") is None
    assert age_years("", "2026-09-28") is None
