"""The PDF: what it says, in which order, on which page; the same bytes each time, whatever the text."""

import re
import subprocess
import sys

import attrs
import pypdfium2
import pytest

from tests.report.sample_report import (
    addendum,
    discs,
    empty,
    hostile,
    images,
    one_finding,
    png,
    unreviewed,
    whole_spine,
    without_analysis,
)
from viewer.formats.pages import page, page_count
from viewer.model.form.level_form import LevelForm
from viewer.model.picture_bytes import PictureBytes
from viewer.model.report.level_row import LevelRow
from viewer.model.report.report import Report
from viewer.model.report.section import ReportSection, SectionId
from viewer.model.spine import Level
from viewer.model.study import Patient
from viewer.report.pages.pdf import report_pdf

SAMPLES = [whole_spine(), one_finding(), without_analysis(), unreviewed(), empty()]


def pages_of(document: bytes) -> list[str]:
    opened = pypdfium2.PdfDocument(document)
    texts = []
    for number in range(len(opened)):
        one = opened[number]
        text = one.get_textpage()
        texts.append(" ".join(text.get_text_range().split()))
        text.close()
        one.close()
    opened.close()
    return texts


def words_of(document: bytes) -> str:
    return " ".join(pages_of(document))


def in_order(text: str, *parts: str) -> None:
    at = -1
    for part in parts:
        found = text.find(part, at + 1)
        assert found > at, f"{part!r} is missing or out of order"
        at = found


@pytest.mark.parametrize("report", SAMPLES)
def test_the_same_report_gives_the_same_bytes(report):
    assert report_pdf(report, images(report)) == report_pdf(report, images(report))


def test_another_report_gives_other_bytes():
    report = one_finding()
    other = attrs.evolve(report, author="Dr. B")
    assert report_pdf(report, {}) != report_pdf(other, {})


def test_header_state_impression_drawings_and_images_are_on_the_first_page_in_this_order():
    report = whole_spine()
    first = pages_of(report_pdf(report, images(report)))[0]
    in_order(
        first, "Okafor, Ngozi Adaeze", "MYE-004711", "FINAL 1", "Impression", report.impression[0],
        report.impression[7], "expected from the symptoms", "Sac area", "1 L4/5: severe, left, axial",
        "6 T8/9: left protrusion", "page 1 of 4",
    )  # fmt: skip


def test_the_rest_follows_in_the_order_of_the_report():
    said = words_of(report_pdf(whole_spine(), {}))
    in_order(
        said, "Levels", "In the reader", "C2/3", "L5/S1", "Grades by scale", "Suggested by the program",
        "Numbered findings", "Clinical question", "Concordance", "Procedure", "Technique", "Technical adequacy",
        "Numbering", "Comparison", "Method, software", "Limits",
    )  # fmt: skip


@pytest.mark.parametrize("report", SAMPLES)
def test_every_page_says_whose_it_is_which_state_and_which_page(report):
    texts = pages_of(report_pdf(report, images(report)))
    for number, text in enumerate(texts, 1):
        assert f"page {number} of {len(texts)}" in text
        assert "Okafor, Ngozi Adaeze · ID MYE-004711 · study of 28 Sep 2026" in text
        assert "Not a certified medical device." in text
        assert {"final": "FINAL 1", "draft": "DRAFT", "unreviewed": "UNREVIEWED DRAFT"}[report.state] in text


def test_the_foot_of_a_page_never_overlaps_however_long_the_name():
    report = one_finding()
    patient = Patient("Wolfeschlegelsteinhausenbergerdorff-Montgomery^Adolph Blaine Charles David", "0" * 64)
    document = report_pdf(attrs.evolve(report, study=attrs.evolve(report.study, patient=patient)), {})
    opened = pypdfium2.PdfDocument(document)
    one = opened[0]
    text = one.get_textpage()
    left = text.search("study of").get_next()
    right = text.search("FINAL 1", consecutive=False)
    hits = []
    while (hit := right.get_next()) is not None:
        hits.append(text.get_charbox(hit[0]))
    assert text.get_charbox(left[0] + left[1])[2] < max(box[0] for box in hits)
    text.close()
    one.close()
    opened.close()


def test_an_unreviewed_draft_says_so_before_anything_else():
    first = pages_of(report_pdf(unreviewed(), {}))[0]
    in_order(first, "UNREVIEWED DRAFT", "No reader has seen it", "Impression")


def test_an_addendum_is_named_at_the_top_with_its_page_and_stands_in_full_at_the_end():
    report, issued = addendum()
    texts = pages_of(report_pdf(report, images(report), issued))
    said = re.search(r"In full on page (\d+)", texts[0])
    assert said is not None
    assert int(said.group(1)) == len(texts)
    in_order(texts[0], "ADDENDUM", "stands unchanged", "Addendum 1", "outside MRI", "Impression")
    in_order(
        texts[-1],
        "Limits",
        "Addendum 1, 30 Sep 2026",
        "The extrusion at L4/5 was already there and is unchanged.",
    )


def test_a_level_that_nobody_assessed_says_so():
    said = words_of(report_pdf(whole_spine(), {}))
    in_order(said, "T2/3?", "not assessed", "not opacified", "T3/4?", "not assessed", "not opacified")


def test_names_with_markup_and_control_characters_are_printed_as_they_are():
    report = hostile(2_000)
    said = words_of(report_pdf(report, images(report)))
    assert '<b>O\'Brien & "Söhne"</b>' in said
    assert "ID<&> 1" in said
    assert "</para><font size=40>& Co" in said
    assert "<b>L4/5</b> & more </para>" in said
    assert "The <i>sac</i> & its roots" in said


@pytest.mark.parametrize(
    "text", ["word " * 20_000, "x" * 100_000, "line\n" * 5_000, "<<&>>\x00\ud800 " * 12_000]
)
def test_a_hundred_thousand_characters_flow_over_the_pages(text):
    report = attrs.evolve(empty(), sections=(ReportSection(SectionId.LIMITS, text),))
    document = report_pdf(report, {})
    assert page_count(document) > 5
    letters = re.sub(r"\s", "", text.replace("\x00", "").replace("\ud800", ""))
    printed = sum(len(one) - one.count(" ") for one in pages_of(document))
    assert printed > len(letters)


def test_very_much_text_at_every_other_place_still_makes_pages():
    long = "Ünglaublich <long> & " * 5_000
    text = long[:6_000]
    report = whole_spine()
    rows = (attrs.evolve(report.rows[0], form=LevelForm(report.rows[0].level, text=text), details=(text,)),)
    found = tuple(attrs.evolve(one, text=text, roots=(long[:3000],)) for one in report.findings[:1])
    keys = tuple(attrs.evolve(one, title=long) for one in report.key_images)
    much = attrs.evolve(
        report, title=long, author=long, study_description=long, accession_number=long, software=long,
        impression=(text,), rows=rows, findings=found, key_images=keys,
        study=attrs.evolve(report.study, patient=Patient(long, long, long, long), study_date=long),
    )  # fmt: skip
    assert page_count(report_pdf(much, images(report))) > 5


def test_a_transitional_spine_and_more_levels_than_usual_fit_their_table():
    report = whole_spine()
    more = (*discs(), Level("T12/T13"), Level("L5/L6"), Level("S1/S2"))
    rows = tuple(LevelRow(level, confirmed=True, form=LevelForm(level)) for level in more * 3)
    assert page_count(report_pdf(attrs.evolve(report, rows=rows, curve=type(report.curve)()), {})) >= 4


def test_title_author_and_subject_are_in_the_files_metadata():
    opened = pypdfium2.PdfDocument(report_pdf(whole_spine(), {}))
    said = opened.get_metadata_dict()
    opened.close()
    assert said["Title"] == "CT myelogram, Okafor, Ngozi Adaeze, FINAL 1"
    assert said["Author"] == "Dr. Ada Kovács"
    assert said["Producer"] == "Thecal 0.1.0"
    assert said["CreationDate"].startswith("D:20000101")


def test_all_fonts_are_embedded_so_that_every_machine_shows_the_same():
    document = report_pdf(whole_spine(), images(whole_spine()))
    assert b"Helvetica" not in document
    assert document.count(b"/FontFile2") == 2


def test_key_images_stand_the_right_way_round():
    report = one_finding()
    picture = page(report_pdf(report, {"key-0": png(240, 240), "key-1": png(240, 240)}), 0)
    # The pictures' disc is brighter than anything beside it, right of and above the middle of its frame.
    dark = (picture[..., 0] < 110) & (picture[..., 0] > 35) & (picture.max(-1) - picture.min(-1) < 4)
    rows, columns = dark.any(axis=1).nonzero()[0], (dark.sum(axis=0) > 300).nonzero()[0]
    assert len(rows)
    left, right = columns.min(), columns.max()
    inside = picture[:, left:right, 0]
    bright = (inside > 225) & (inside < 245)
    strip = bright[:, : (right - left) // 2].sum(), bright[:, (right - left) // 2 :].sum()
    assert strip[1] > 1.5 * strip[0]


def test_a_damaged_or_missing_picture_is_said_and_the_report_still_made():
    report = one_finding()
    broken = PictureBytes(b"\x89PNG\r\n\x1a\n" + b"rubbish")
    said = words_of(report_pdf(report, {"key-0": broken}))
    assert said.count("(the picture cannot be shown)") == 2


def test_a_report_with_nothing_in_it_is_one_honest_page():
    (said,) = pages_of(report_pdf(empty(), {}))
    in_order(said, "DRAFT", "No impression was given.", "No level was found or named", "Not stated.")


def test_an_impression_too_long_for_the_page_moves_the_drawings_to_the_next():
    report: Report = attrs.evolve(
        one_finding(), impression=tuple(f"Line {n} of the impression." for n in range(40))
    )
    texts = pages_of(report_pdf(report, {}))
    assert "Sac area" not in texts[0]
    assert "Sac area" in texts[1]


def test_an_impression_worded_by_the_reader_tells_when_the_data_moved_on():
    report = one_finding()
    impression = ReportSection(SectionId.IMPRESSION, "Unchanged.", "made", edited=True, stale=True)
    sections = (impression, *(one for one in report.sections if one.section is not SectionId.IMPRESSION))
    first = pages_of(report_pdf(attrs.evolve(report, sections=sections, impression=("Unchanged.",)), {}))[0]
    in_order(first, "1. Unchanged.", "the data have changed since", "Sac area")


def test_asking_for_reports_does_not_load_the_library_that_prints_them():
    asked = (
        "import sys, viewer.report.pages.pdf, viewer.report.pages.html; sys.exit('reportlab' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", asked], check=False).returncode == 0


def test_words_of_very_many_lines_are_all_printed_within_a_few_pages():
    report = one_finding()
    lines = "\n".join(f"w{number}" for number in range(3000))
    row = next(one for one in report.rows if one.grades)
    odd = tuple(
        attrs.evolve(one, scale=lines, version=lines, value=lines, decided_by=lines) for one in row.grades
    )
    row = attrs.evolve(row, grades=odd, form=attrs.evolve(row.form, text=lines))
    sections = tuple(attrs.evolve(one, text=lines) for one in report.sections)
    found = (attrs.evolve(report.findings[0], text=lines),)
    many = attrs.evolve(
        report, rows=(row,), sections=sections, findings=found, impression=tuple(lines.splitlines())
    )
    pages = pages_of(report_pdf(many, {}))
    assert len(pages) < 40 * (len(sections) + 3)
    text = " ".join(pages)
    assert text.count("w2999") >= 10
    assert text.count("w150 ") >= 10


def test_hundreds_of_marks_at_one_level_are_all_printed():
    report = one_finding()
    (first,) = report.findings
    found = tuple(
        attrs.evolve(first, number=number, finding_id=f"m{number}", text=f"mark w{number}.")
        for number in range(1, 301)
    )
    row = LevelRow(first.level, True, LevelForm(first.level), findings=tuple(one.number for one in found))
    words = words_of(report_pdf(attrs.evolve(report, findings=found, rows=(row,)), {}))
    assert all(f"w{number}." in words for number in (1, 150, 300))


def test_a_study_told_in_half_letters_still_makes_pages():
    report = one_finding()
    half = attrs.evolve(
        report, accession_number="\ud800", made_at="\ud800", author="\udc00", software="\ud83d", title="\ud83d",
        study=attrs.evolve(report.study, study_date="\ud800", patient=Patient("\ud800", "\ud800", "\ud800", "\ud800")),
    )  # fmt: skip
    assert len(pages_of(report_pdf(half, {}))) >= 1
