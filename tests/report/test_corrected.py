"""A corrected report says in every form that it is one, and which version it replaces."""

import json

import attrs
import pypdfium2

from tests.report.reported_case import case, mark, reported
from viewer.model.report.report import ReportState
from viewer.report.pages.html import report_html
from viewer.report.pages.pdf import report_pdf
from viewer.report.texts.fhir import fhir_bundle
from viewer.report.texts.json_report import report_json
from viewer.report.texts.plain_text import text_report

FINAL = attrs.evolve(reported(case(mark())), state=ReportState.FINAL, number=1)
CORRECTED = attrs.evolve(FINAL, number=3, replaces=2)


def resources(report):
    return [one["resource"] for one in json.loads(fhir_bundle(report))["entry"]]


def test_the_pages_say_so() -> None:
    words = " ".join(
        page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(report_pdf(CORRECTED, {}))
    )
    assert "CORRECTED 3" in words
    assert "replaces version 2, which no longer holds" in " ".join(words.split())
    assert "replaces version 2, which no longer holds" in report_html(CORRECTED, {})


def test_the_text_says_so_first() -> None:
    assert text_report(CORRECTED).startswith("CORRECTED REPORT - REPLACES VERSION 2\n")
    assert "REPLACES" not in text_report(FINAL)


def test_fhir_marks_report_and_observations_as_corrected() -> None:
    (told,) = [one for one in resources(CORRECTED) if one["resourceType"] == "DiagnosticReport"]
    assert told["status"] == "corrected"
    assert told["conclusion"].startswith("Corrected report, replaces version 2.")
    assert {one["status"] for one in resources(CORRECTED) if one["resourceType"] == "Observation"} == {
        "corrected"
    }
    (told,) = [one for one in resources(FINAL) if one["resourceType"] == "DiagnosticReport"]
    assert told["status"] == "final"


def test_json_names_the_version() -> None:
    assert (report_json(CORRECTED)["replaces"], report_json(FINAL)["replaces"]) == (2, None)
