"""The report of a session: it follows the case, and what was issued stays as it was."""

import attrs
import pytest

from viewer.casefile.file import read
from viewer.errors import ViewerError
from viewer.handover.format import Format
from viewer.model.display import PaneId
from viewer.model.finding import CompressionMark, Severity, Side
from viewer.model.form.numbering_statement import CountedFrom, NumberingStatement, Transitional
from viewer.model.form.question import ClinicalQuestion, Symptom, SymptomKind
from viewer.model.labels import LevelLabel
from viewer.model.picture_bytes import PictureBytes
from viewer.model.report.contradiction import Weight
from viewer.model.report.report import ReportState
from viewer.model.report.section import SectionId
from viewer.model.spine import Level
from viewer.tools.key_images import key_kept
from viewer.tools.section_edits import section_restored, section_upheld, section_written

PLACE = (0.0, 0.0, 104.0)
PIXEL = PictureBytes(b"\x89PNG\r\n\x1a\n picture")
COUNTED = NumberingStatement(CountedFrom.SACRUM, Transitional.NONE)


@pytest.fixture
def read_case(session, opened, study_folder):
    """The session with a left sided severe mark at L4/5, levels counted; what it draws is remembered."""
    opened(session, study_folder)
    case = session.case.with_labels((LevelLabel(Level("L4/L5"), PLACE),))
    case = case.with_mark(CompressionMark("m1", PLACE, severity=Severity.SEVERE, side=Side.LEFT))
    session.edit("Mark", attrs.evolve(case, form=attrs.evolve(case.form, numbering=COUNTED)))
    session.drawn = []

    def draw(_pictured, image):
        session.drawn.append(image.key_id)
        return PIXEL

    session.reporting.key_pictures.draw_with(draw)
    return session


def said(session, **changes):
    session.edit("Say", attrs.evolve(session.case, form=attrs.evolve(session.case.form, **changes)))


def keep_view(session):
    session.edit(
        "Keep", key_kept(session.case, PaneId.AXIAL, session.display, "L4/5 axial", now="2026-01-31", by="")
    )


def issue(session, author="Dr. A. Reader"):
    session.reporting.issue(author, knowingly=True)
    return session.case.issued[-1]


def test_nothing_is_reported_while_nothing_is_open(session):
    assert session.reporting.report is None
    assert session.reporting.contradictions == ()
    with pytest.raises(ViewerError):
        session.reporting.text()
    with pytest.raises(ViewerError):
        session.reporting.issue("A")


def test_the_report_says_what_is_marked(read_case):
    (finding,) = read_case.reporting.report.findings
    assert (finding.level, finding.side, finding.severity) == (Level("L4/L5"), Side.LEFT, Severity.SEVERE)
    assert "L4/5" in read_case.reporting.text()


def test_a_watched_report_follows_the_case_by_itself(read_case, qtbot):
    read_case.reporting.watch(shown=True)
    with qtbot.waitSignal(read_case.reporting.changed):
        read_case.edit("Forget", read_case.case.without_mark("m1"))
    assert read_case.reporting.report.findings == ()


def test_nobody_watching_nothing_is_composed_until_it_is_asked_for(read_case, heard, qtbot):
    told = heard(read_case.reporting.changed)
    read_case.edit("Forget", read_case.case.without_mark("m1"))
    qtbot.wait(300)
    assert told == []
    assert read_case.reporting.report.findings == ()


def test_a_clinical_question_is_answered_though_nobody_watches(read_case, qtbot):
    assert read_case.reporting.concordance == ()
    pain = Symptom(SymptomKind.PAIN, Side.RIGHT, roots=("L5",))
    with qtbot.waitSignal(read_case.reporting.changed):
        said(read_case, question=ClinicalQuestion(symptoms=(pain,)))
    (one,) = read_case.reporting.concordance
    assert one.agreement.value == "discordant"
    assert read_case.reporting.finding_levels == {"m1": Level("L4/L5")}


def test_how_it_was_acquired_comes_from_the_header(read_case, qtbot):
    read_case.reporting.watch(shown=True)
    qtbot.waitUntil(lambda: read_case.reporting.report.technique.kernel == "Br40")
    assert read_case.reporting.report.technique.kv == 120.0


def test_what_must_be_settled_keeps_a_report_from_being_final(read_case):
    said(read_case, numbering=NumberingStatement())
    assert any(one.weight is Weight.BLOCKING for one in read_case.reporting.contradictions)
    with pytest.raises(ViewerError, match="cannot be final yet"):
        issue(read_case)
    assert read_case.case.issued == ()


def test_warnings_must_be_passed_knowingly(read_case):
    read_case.edit("Again", read_case.case.with_mark(CompressionMark("m2", PLACE, severity=Severity.MILD)))
    assert read_case.reporting.open_when_signed("Dr. A. Reader") != ()
    with pytest.raises(ViewerError, match="still has warnings"):
        read_case.reporting.issue("Dr. A. Reader")
    assert issue(read_case).report.contradictions != ()


def test_a_final_report_needs_a_name(read_case):
    with pytest.raises(ViewerError, match="name"):
        read_case.reporting.issue("  ", knowingly=True)


def test_a_final_report_keeps_text_pictures_and_signature(read_case):
    keep_view(read_case)
    one = issue(read_case)
    assert (one.report.state, one.report.number, one.issued_by) == (ReportState.FINAL, 1, "Dr. A. Reader")
    assert one.report.author == "Dr. A. Reader"
    assert one.report.impression
    assert [image.key_id for image in one.images] == ["k1"]
    assert one.images[0].picture == PIXEL
    assert read_case.reporting.outdated == ""
    assert read_case.reporting.outgoing is one.report


def test_a_final_report_is_on_disk_and_cannot_be_undone(read_case, store_folder):
    one = issue(read_case)
    (kept,) = store_folder.rglob("*.thecal")
    assert read(kept).case.issued == (one,)
    assert not read_case.can_undo
    assert read_case.modified
    read_case.edit("Forget", read_case.case.without_mark("m1"))
    read_case.undo()
    assert read_case.case.issued == (one,)
    assert not read_case.can_undo


def test_no_edit_changes_or_drops_what_was_issued(read_case):
    one = issue(read_case)
    read_case.edit("Drop", attrs.evolve(read_case.case, issued=()))
    assert read_case.case.issued == (one,)
    changed = attrs.evolve(one, issued_by="somebody else")
    read_case.edit("Change", attrs.evolve(read_case.case.without_mark("m1"), issued=(changed,)))
    assert read_case.case.issued == (one,)
    assert read_case.case.marks == ()


def test_a_case_file_adds_its_reports_and_takes_none_away(read_case, tmp_path, qtbot):
    with qtbot.waitSignal(read_case.noticed):
        read_case.save_as(tmp_path / "before.thecal")
    one = issue(read_case)
    with qtbot.waitSignal(read_case.jobs_changed):
        read_case.open_case(tmp_path / "before.thecal")
    qtbot.waitUntil(lambda: not read_case.jobs)
    assert read_case.case.issued == (one,)


def test_a_case_that_says_something_else_makes_the_report_outdated(read_case):
    one = issue(read_case)
    other = attrs.evolve(read_case.case.marks[0], side=Side.RIGHT)
    read_case.edit("Side", read_case.case.with_mark(other))
    assert "outdated" in read_case.reporting.outdated
    assert read_case.case.issued == (one,)
    assert one.report.findings[0].side is Side.LEFT
    assert read_case.reporting.outgoing.state is ReportState.DRAFT
    read_case.reporting.show_issued(issued=True)
    assert read_case.reporting.outgoing is one.report
    read_case.reporting.show_issued(issued=False)
    read_case.undo()
    assert read_case.reporting.outdated == ""
    assert read_case.reporting.outgoing is one.report


def test_an_addendum_adds_words_and_leaves_the_report(read_case):
    first = issue(read_case)
    read_case.reporting.add_addendum("  The left side was called in.  ", "Dr. B. Reader")
    last = read_case.case.issued[-1]
    assert read_case.case.issued[0] == first
    assert last.addition == "The left side was called in."
    assert (last.report.state, last.report.number) == (ReportState.ADDENDUM, 2)
    assert last.report.impression == first.report.impression
    assert "The left side was called in." in read_case.reporting.text()


def renumber(session):
    """Number the labels anew, and say yes to what the marks are called then."""
    session.edit("Renumber", attrs.evolve(session.case, labels=(LevelLabel(Level("L5/S1"), PLACE),)))
    session.confirm_relevel()


def test_a_renumbered_case_keeps_the_text_of_its_report_and_flags_it(read_case):
    one = issue(read_case)
    assert "L4/5" in one.report.impression[0]
    renumber(read_case)
    assert read_case.case.issued == (one,)
    assert read_case.reporting.outdated.startswith("The version 1 issued on ")
    assert "L5/S1" in read_case.reporting.report.impression[0]


def test_an_addendum_does_not_bring_an_outdated_report_up_to_date(read_case):
    issue(read_case)
    renumber(read_case)
    read_case.reporting.add_addendum("Levels were counted anew.", "Dr. B. Reader")
    assert read_case.reporting.outdated.startswith("The version 1 issued on ")
    assert read_case.reporting.outgoing is read_case.case.issued[-1].report
    assert "Levels were counted anew." in read_case.reporting.text()
    before = attrs.evolve(read_case.case, labels=(LevelLabel(Level("L4/L5"), PLACE),))
    read_case.edit("Back", before)
    read_case.confirm_relevel()
    assert read_case.reporting.outdated == ""


def test_a_corrected_report_replaces_what_was_issued_before_and_says_so(read_case):
    first = issue(read_case)
    renumber(read_case)
    read_case.reporting.add_addendum("Levels were counted anew.", "Dr. B. Reader")
    corrected = issue(read_case)
    assert (first.report.replaces, corrected.report.number, corrected.report.replaces) == (0, 3, 2)
    assert read_case.reporting.outdated == ""
    text = read_case.reporting.text()
    assert text.startswith("CORRECTED REPORT - REPLACES VERSION 2\n")
    assert "L5/S1" in text
    # What was added to the replaced report is none of the new one.
    assert "Levels were counted anew." not in text
    assert read_case.case.issued[0] == first


@pytest.mark.parametrize(("text", "author"), [("", "Dr. A"), ("Words", " ")])
def test_an_addendum_needs_words_and_a_name(read_case, text, author):
    issue(read_case)
    with pytest.raises(ViewerError):
        read_case.reporting.add_addendum(text, author)
    assert len(read_case.case.issued) == 1


def test_nothing_is_added_to_a_report_that_was_never_issued(read_case):
    with pytest.raises(ViewerError, match="No report was issued"):
        read_case.reporting.add_addendum("Words", "Dr. A")


def test_a_read_only_case_is_never_final(new_session, read_case, opened, study_folder):
    read_case.flush()
    other = opened(new_session(), study_folder)
    assert other.read_only
    assert other.case.marks == read_case.case.marks
    with pytest.raises(ViewerError, match="read-only"):
        other.reporting.issue("Dr. B", knowingly=True)
    assert other.case.issued == ()


def test_key_images_are_drawn_once_until_something_on_them_changes(read_case):
    keep_view(read_case)
    reporting = read_case.reporting
    for _ in range(2):
        reporting.key_pictures.all_of(reporting.pictured())
    assert read_case.drawn == ["k1"]
    read_case.edit("Forget", read_case.case.without_mark("m1"))
    reporting.key_pictures.all_of(reporting.pictured())
    assert read_case.drawn == ["k1", "k1"]


def test_what_is_handed_over_is_the_issued_report_with_its_pictures(read_case):
    keep_view(read_case)
    one = issue(read_case)
    request = read_case.reporting.request((Format.PDF,))()
    assert request.report is one.report
    assert request.pictures == {"k1": PIXEL}
    assert request.outdated == ""


def test_a_draft_is_handed_over_as_a_draft(read_case):
    request = read_case.reporting.request((Format.TEXT, Format.JSON))()
    assert request.report.state is ReportState.DRAFT
    assert request.formats == (Format.TEXT, Format.JSON)
    assert request.series is read_case.series


def section_of(session, section=SectionId.IMPRESSION):
    return session.reporting.report.section(section)


def test_a_section_keeps_a_readers_words_and_tells_when_the_data_changes(read_case):
    before = section_of(read_case)
    read_case.edit("Words", section_written(read_case.case, before, "My own words.", "Dr. A", "2026-01-31"))
    assert (section_of(read_case).text, section_of(read_case).stale) == ("My own words.", False)
    read_case.edit("Side", read_case.case.with_mark(attrs.evolve(read_case.case.marks[0], side=Side.RIGHT)))
    section = section_of(read_case)
    assert (section.text, section.edited, section.stale) == ("My own words.", True, True)
    assert section.generated != before.generated


def test_mine_can_be_kept_or_the_new_taken(read_case):
    section = section_of(read_case)
    read_case.edit("Words", section_written(read_case.case, section, "Mine.", "Dr. A", "2026-01-31"))
    read_case.edit("Side", read_case.case.with_mark(attrs.evolve(read_case.case.marks[0], side=Side.RIGHT)))
    read_case.edit("Mine", section_upheld(read_case.case, section_of(read_case), "Dr. A", "2026-01-31"))
    assert (section_of(read_case).text, section_of(read_case).stale) == ("Mine.", False)
    read_case.edit("New", section_restored(read_case.case, SectionId.IMPRESSION))
    assert not section_of(read_case).edited
    assert section_of(read_case).text == section_of(read_case).generated
