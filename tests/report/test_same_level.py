"""A finding has one level in every form of the report, whatever the numbering, and keeps its question mark."""

import csv
import io
import json
import re

import attrs
import numpy as np
import pypdfium2
import pytest

from tests.report import reported_case as rc
from viewer.dicom.outgoing.level_codes import level_code
from viewer.dicom.outgoing.sac_segments import segments_of
from viewer.model.labels import LevelLabel
from viewer.model.spine import Level, Numbering
from viewer.model.volume import Volume
from viewer.report.drawing.spine_strip import spine_strip
from viewer.report.pages.html import report_html
from viewer.report.pages.pdf import report_pdf
from viewer.report.texts.csv_report import report_csv
from viewer.report.texts.fhir import fhir_bundle
from viewer.report.texts.json_report import report_json
from viewer.report.texts.plain_text import text_report

ARCS = (120, 160, 200, 240, 280)
FIVE = ("L1/L2", "L2/L3", "L3/L4", "L4/L5", "L5/S1")
# By name: the numbering, the labels and where they lie, where the finding lies, its level in full and in short.
CASES = {
    "usual": (Numbering(), FIVE, ARCS, 240, "L4/L5", "L4/5", "84020006"),
    "six lumbar": (
        Numbering(lumbar=6), ("L2/L3", "L3/L4", "L4/L5", "L5/L6", "L6/S1"), ARCS, 240, "L5/L6", "L5/6", "LEVEL-L5-L6",
    ),
    "the last of six": (
        Numbering(lumbar=6), ("L2/L3", "L3/L4", "L4/L5", "L5/L6", "L6/S1"), ARCS, 280, "L6/S1", "L6/S1", "LEVEL-L6-S1",
    ),
    "four lumbar": (
        Numbering(lumbar=4), ("T12/L1", "L1/L2", "L2/L3", "L3/L4", "L4/S1"), ARCS, 280, "L4/S1", "L4/S1", "LEVEL-L4-S1",
    ),
    "thirteen ribs": (
        Numbering(thoracic=13), ("T11/T12", "T12/T13", "T13/L1", "L1/L2", "L2/L3"), ARCS, 200, "T13/L1", "T13/L1",
        "LEVEL-T13-L1",
    ),
    "below the labels": (Numbering(), ("L3/L4", "L4/L5"), (200, 240), 280, "L5/S1", "L5/S1?", "715056000"),
    "above the labels": (Numbering(), ("L3/L4", "L4/L5"), (200, 240), 160, "L2/L3", "L2/3?", "67459009"),
    "without labels": (Numbering(), (), (), 240, "L4/L5", "L4/5?", "84020006"),
}  # fmt: skip


@attrs.frozen
class Told:
    """A report and what its finding's level must be."""

    case: object
    analysis: object
    report: object
    name: str
    words: str
    code: str

    @property
    def confirmed(self) -> bool:
        return not self.words.endswith("?")


@pytest.fixture(params=CASES)
def told(request) -> Told:
    numbering, names, arcs, at, name, words, code = CASES[request.param]
    narrowing = rc.CANAL.narrowing(float(at), 63.0, level=None, region="lumbar")
    labels = tuple(
        LevelLabel(Level(one), rc.CANAL.at(float(arc))) for one, arc in zip(names, arcs, strict=True)
    )
    case = attrs.evolve(rc.case(rc.mark(narrowing, roots=())), numbering=numbering, labels=labels)
    analysis = rc.analysis(narrowing)
    return Told(case, analysis, rc.reported(case, analysis), name, words, code)


def test_impression_text_and_pages(told) -> None:
    start = f"{told.words}: severe central narrowing"
    assert told.report.impression[0].startswith(start)
    assert f"1. {start}" in text_report(told.report)
    pages = pypdfium2.PdfDocument(report_pdf(told.report, {}))
    words = " ".join(" ".join(page.get_textpage().get_text_bounded() for page in pages).split())
    assert start in words
    assert f'<th scope="row">{told.words}</th><td class="kept"><b>1</b>' in report_html(told.report, {})


def test_json_and_csv(told) -> None:
    (finding,) = report_json(told.report)["findings"]
    assert (finding["level"], finding["level_confirmed"]) == (told.name, told.confirmed)
    rows = list(csv.DictReader(io.StringIO(report_csv(told.report))))
    (line,) = [row for row in rows if row["row"] == "finding"]
    assert (line["level"], line["level_confirmed"]) == (told.name, str(told.confirmed).lower())
    assert [row["level"] for row in rows if row["row"] == "level" and row["finding"] == "1"] == [told.name]


def test_fhir(told) -> None:
    entries = [one["resource"] for one in json.loads(fhir_bundle(told.report))["entry"]]
    sites = [one["bodySite"] for one in entries if "bodySite" in one]
    assert [one["text"] for one in sites if one["text"].endswith(", right")] == [f"{told.words}, right"]
    assert {one["coding"][0]["code"] for one in sites if one["text"].startswith(told.words)} == {told.code}


def test_the_strip_marks_the_finding_at_its_level(told) -> None:
    said = re.sub(r"\s+", " ", spine_strip(told.report).description)
    assert f"1: {told.words.rstrip('?')}, right, severe" in said


def test_the_code_of_structured_report_and_segments(told) -> None:
    code = level_code(Level(told.name))
    assert code.value == told.code
    assert (code.scheme == "99THECAL") == told.code.startswith("LEVEL-")
    hu = np.zeros(rc.GRID.shape, np.int16)
    hu.flags.writeable = False
    volume = Volume(rc.GRID, hu)
    found = {one.label: one for one in segments_of(told.analysis, told.case, volume)}
    unsure = "" if told.confirmed else " (numbering not confirmed)"
    segment = found[f"Thecal sac at {told.words.rstrip('?')}{unsure}"]
    assert segment.site == code
    # Its voxels lie where the finding does.
    k, j, i = (
        one.mean() + first for one, first in zip(np.nonzero(segment.mask), segment.offset_kji, strict=True)
    )
    middle = volume.geometry.to_lps((i, j, k))
    (mark,) = told.case.marks
    assert abs(middle[2] - mark.point[2]) < 12
