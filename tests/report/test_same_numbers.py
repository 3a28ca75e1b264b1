"""A number is the measured one in every form: to three places for programs, rounded in one way for readers."""

import csv
import io
import json
import re

import attrs
import pypdfium2
import pytest

from tests.report import reported_case as rc
from viewer.model.measured import Measured
from viewer.model.report.level_row import LevelNumbers
from viewer.report.pages.html import report_html
from viewer.report.pages.pdf import report_pdf
from viewer.report.texts.csv_report import report_csv
from viewer.report.texts.fhir import fhir_bundle
from viewer.report.texts.json_report import report_json
from viewer.report.texts.plain_text import text_report

AREA, REFERENCE, LOSS, AP, AP_LOSS = 62.4996, 171.5004, 63.5571, 7.9496, 41.2494
DISC_AREA, DISC_AP, DISC_WIDTH = 88.4504, 9.0496, 13.9504
NARROWING = attrs.evolve(
    rc.SEVERE, area_mm2=AREA, reference_area_mm2=REFERENCE, area_reduction_pct=LOSS, ap_mm=AP, ap_reduction_pct=AP_LOSS,
    length_mm=17.4996,
)  # fmt: skip


@pytest.fixture(scope="module")
def report():
    measured = rc.analysis(NARROWING)
    sections = measured.sections
    area, ap, width = sections.area_mm2.copy(), sections.ap_mm.copy(), sections.transverse_mm.copy()
    area[240], ap[240], width[240] = DISC_AREA, DISC_AP, DISC_WIDTH
    measured = attrs.evolve(
        measured, sections=attrs.evolve(sections, area_mm2=area, ap_mm=ap, transverse_mm=width)
    )
    made = rc.reported(rc.case(rc.mark(NARROWING)), measured)
    (row,) = [one for one in made.rows if one.level == rc.L4_L5]
    assert isinstance(row.numbers, LevelNumbers)
    assert row.numbers.area_mm2 == DISC_AREA
    return made


def test_a_reader_reads_whole_square_millimetres_and_tenths_of_a_millimetre(report) -> None:
    said = " ".join(text_report(report).split())
    assert "sac 62 mm² (\N{MINUS SIGN}64 %), right L5 root" in said
    assert (
        "At the disc: sac 88 mm², 9.0 \N{MULTIPLICATION SIGN} 14.0 mm (AP \N{MULTIPLICATION SIGN} transverse)"
        in said
    )
    pages = pypdfium2.PdfDocument(report_pdf(report, {}))
    paper = " ".join(" ".join(page.get_textpage().get_text_bounded() for page in pages).split())
    for words in (paper, re.sub(r"<[^>]+>", " ", report_html(report, {}))):
        assert "sac 62 mm² (\N{MINUS SIGN}64 %)" in words
        assert "62 mm² (\N{MINUS SIGN}64 %) of 172 mm², AP 7.9 mm (\N{MINUS SIGN}41 %), 17 mm long" in words
        assert re.search(r"\b88\s+9\.0\s+14\.0\b", words)


def test_programs_read_the_same_number_from_every_form(report) -> None:
    wanted = [round(one, 3) for one in (AREA, REFERENCE, LOSS, AP, AP_LOSS)]
    (finding,) = report_json(report)["findings"]
    names = ("sac_area_mm2", "reference_area_mm2", "area_reduction_pct", "sac_ap_mm", "ap_reduction_pct")
    assert [finding["measured"][name] for name in names] == wanted
    (line,) = [one for one in csv.DictReader(io.StringIO(report_csv(report))) if one["row"] == "finding"]
    assert [float(line[name]) for name in names] == wanted
    entries = [one["resource"] for one in json.loads(fhir_bundle(report))["entry"]]
    values = [
        part["valueQuantity"]["value"]
        for one in entries
        if one.get("bodySite", {}).get("text") == "L4/5, right"
        for part in one["component"]
        if "valueQuantity" in part
    ]
    assert values[:5] == wanted


@pytest.mark.parametrize(
    ("loss_pct", "words"), [(54.4, "(\N{MINUS SIGN}54 %)"), (-5.2, "(+5 %)"), (0.2, "(0 %)"), (-0.2, "(0 %)")]
)
def test_a_wider_section_is_not_said_to_be_less(loss_pct, words) -> None:
    measured = Measured(area_mm2=100.0, area_reduction_pct=loss_pct, measured_by="Thecal")
    assert words in measured.numbers
