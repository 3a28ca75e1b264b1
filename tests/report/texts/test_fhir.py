import base64
import json
import subprocess
import sys
from typing import Any

import attrs
import pytest
from fhir.resources.R4B.bundle import Bundle
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.report.reported_case import READER, SEVERE, STUDY, case, mark, narrowed, reported
from tests.report.sample_report import empty, hostile, one_finding, unreviewed, whole_spine
from viewer.model.finding import Severity
from viewer.model.report.issued import IssuedReport
from viewer.model.report.report import Report, ReportState
from viewer.model.study import Patient
from viewer.report.texts.fhir import fhir_bundle
from viewer.report.texts.plain_text import text_report


def written(report: Report) -> list[dict[str, Any]]:
    """The resources of the bundle, as another program reads them."""
    text = fhir_bundle(report)
    assert Bundle.model_validate_json(text).type == "collection"
    return [entry["resource"] for entry in json.loads(text)["entry"]]


def of_kind(report: Report, kind: str) -> list[dict[str, Any]]:
    return [one for one in written(report) if one["resourceType"] == kind]


def codes(concept: dict[str, Any]) -> list[tuple[str, str]]:
    return [(one["system"], one["code"]) for one in concept.get("coding", [])]


@pytest.mark.parametrize(
    "report", [whole_spine(), unreviewed(), empty(), one_finding(), hostile(), reported(case(mark()))]
)
def test_every_report_is_valid_and_written_alike_each_time(report: Report) -> None:
    assert fhir_bundle(report) == fhir_bundle(report)
    assert len(of_kind(report, "DiagnosticReport")) == 1
    assert len(of_kind(report, "Observation")) == len(report.findings) + len(report.rows)


@pytest.mark.parametrize(
    ("state", "status"),
    [
        (ReportState.UNREVIEWED, "preliminary"),
        (ReportState.DRAFT, "preliminary"),
        (ReportState.FINAL, "final"),
        (ReportState.ADDENDUM, "amended"),
    ],
)
def test_the_status_follows_the_state(state: ReportState, status: str) -> None:
    report = attrs.evolve(reported(case(mark())), state=state, number=1)
    assert of_kind(report, "DiagnosticReport")[0]["status"] == status
    assert {one["status"] for one in of_kind(report, "Observation")} == {status}


def test_a_lumbar_examination_bears_its_confirmed_code() -> None:
    (made,) = of_kind(reported(case(mark())), "DiagnosticReport")
    assert codes(made["code"]) == [("http://loinc.org", "24965-6")]


def test_a_whole_spine_has_no_code_and_is_told_in_words() -> None:
    (made,) = of_kind(whole_spine(), "DiagnosticReport")
    assert codes(made["code"]) == []
    assert made["code"]["text"] == "CT myelogram of the whole spine"


def test_the_conclusion_is_the_impression_and_the_text_is_enclosed() -> None:
    report = reported(case(mark()))
    (made,) = of_kind(report, "DiagnosticReport")
    assert made["conclusion"].startswith("1. L4/5: severe")
    assert base64.b64decode(made["presentedForm"][0]["data"]).decode() == text_report(report)


def test_an_unreviewed_draft_says_so_before_all_else() -> None:
    (made,) = of_kind(reported(case(), auto=True), "DiagnosticReport")
    assert made["conclusion"].startswith("UNREVIEWED")
    assert "resultsInterpreter" not in made


def test_a_finding_bears_level_severity_side_and_numbers() -> None:
    (made,) = [one for one in of_kind(reported(case(mark())), "Observation") if "valueCodeableConcept" in one]
    assert codes(made["valueCodeableConcept"]) == [("http://snomed.info/sct", "24484000")]
    assert codes(made["bodySite"]) == [("http://snomed.info/sct", "84020006")]
    assert made["bodySite"]["text"] == "L4/5, right"
    sides = [codes(one["valueCodeableConcept"]) for one in made["component"] if one["code"]["text"] == "Side"]
    numbers = [one["valueQuantity"] for one in made["component"] if "valueQuantity" in one]
    assert sides == [[("http://snomed.info/sct", "24028007")]]
    assert {
        "value": SEVERE.area_mm2,
        "unit": "mm2",
        "system": "http://unitsofmeasure.org",
        "code": "mm2",
    } in numbers
    assert made["performer"] == [{"display": READER}]


def test_a_finding_nobody_graded_has_no_value() -> None:
    ungraded = mark(severity=None)
    found = of_kind(reported(case(ungraded)), "Observation")[0]
    assert "valueCodeableConcept" not in found
    assert found["dataAbsentReason"]["text"] == "not graded by a reader"


def test_a_level_that_was_not_assessed_has_no_value_but_says_why() -> None:
    levels = [
        one
        for one in of_kind(reported(case(mark())), "Observation")
        if one["code"]["text"].startswith("Assess")
    ]
    absent = [one["dataAbsentReason"]["text"] for one in levels if "valueString" not in one]
    assert len(absent) == 4
    assert set(absent) == {"not assessed: not reviewed"}


def test_every_code_is_of_a_known_system() -> None:
    found = json.dumps(written(reported(case(mark(severity=Severity.COMPLETE_BLOCK), levels=(narrowed(),)))))
    systems = {one["system"] for one in _codings(json.loads(found))}
    assert systems <= {
        "http://snomed.info/sct",
        "http://loinc.org",
        "http://dicom.nema.org/resources/ontology/DCM",
        "urn:x-thecal:99THECAL",
        "http://terminology.hl7.org/CodeSystem/v2-0074",
        "http://terminology.hl7.org/CodeSystem/v2-0203",
    }


def _codings(value: Any) -> list[dict[str, str]]:
    if isinstance(value, list):
        return [coding for one in value for coding in _codings(one)]
    if not isinstance(value, dict):
        return []
    own = value.get("coding", [])
    return [*own, *(coding for one in value.values() for coding in _codings(one))]


def test_references_lead_to_resources_of_the_bundle() -> None:
    bundle = json.loads(fhir_bundle(reported(case(mark()))))
    urls = {entry["fullUrl"] for entry in bundle["entry"]}
    (report,) = (
        one["resource"] for one in bundle["entry"] if one["resource"]["resourceType"] == "DiagnosticReport"
    )
    named = [report["subject"], *report["result"], *report["imagingStudy"]]
    assert {one["reference"] for one in named} <= urls
    assert len(urls) == len(bundle["entry"])


def test_a_patient_without_a_name_or_date_is_still_valid() -> None:
    report = attrs.evolve(
        reported(case(mark())), study=attrs.evolve(STUDY, patient=Patient("", "", "0000", "X"))
    )
    (patient,) = of_kind(report, "Patient")
    assert patient["gender"] == "unknown"
    assert "birthDate" not in patient


def test_the_patient_is_named_as_in_the_images() -> None:
    (patient,) = of_kind(reported(case(mark())), "Patient")
    assert patient["name"][0]["family"] == "Müller"
    assert patient["name"][0]["given"] == ["Ann"]
    assert (patient["birthDate"], patient["gender"]) == ("1960-05-01", "female")
    assert patient["identifier"] == [{"value": "4711"}]


def test_the_library_is_not_imported_before_it_is_needed() -> None:
    code = "import sys, viewer.report.texts.fhir; sys.exit('fhir' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_an_addendum_is_in_the_enclosed_text() -> None:
    report = attrs.evolve(reported(case(mark())), state=ReportState.ADDENDUM, number=2)
    added = IssuedReport(report, (), "2026-11-23T06:00:00Z", READER, "", "The outside MRI was received.")
    (made,) = [
        one["resource"]
        for one in json.loads(fhir_bundle(report, issued=(added,)))["entry"]
        if one["resource"]["resourceType"] == "DiagnosticReport"
    ]
    assert "The outside MRI was received." in base64.b64decode(made["presentedForm"][0]["data"]).decode()
    assert made["conclusion"].endswith("Addendum 2026-11-23: The outside MRI was received.")


@given(st.text(max_size=40), st.text(max_size=40))
@settings(max_examples=60)
def test_any_name_and_note_make_a_valid_bundle(name: str, note: str) -> None:
    patient = Patient(name, note, name, note)
    report = reported(attrs.evolve(case(mark(text=note)), study=attrs.evolve(STUDY, patient=patient)))
    foreign = attrs.evolve(
        report, author=name, study_description=note, accession_number=name, made_at=note, software=note,
        impression=(note, name),
    )  # fmt: skip
    assert len(written(foreign)) == 4 + len(report.findings) + len(report.rows)


@pytest.mark.parametrize("words", ["half \ud83d", "a\x00b", "\ud800", " \n "])
def test_words_that_are_half_a_letter_or_none_leave_it_valid(words: str) -> None:
    report = one_finding()
    row = next(one for one in report.rows if one.grades)
    grades = tuple(attrs.evolve(one, value=words, decided_by=words) for one in row.grades)
    form = attrs.evolve(row.form, text=words)
    odd = attrs.evolve(
        report, rows=(attrs.evolve(row, grades=grades, form=form),), software=words, title=words, author=words
    )
    assert len(of_kind(odd, "Observation")) == len(odd.findings) + 1


def test_ids_that_are_half_a_letter_still_have_an_address() -> None:
    report = one_finding()
    study = attrs.evolve(report.study, study_uid="1.2\ud800", series_uid="\udc00")
    finding = attrs.evolve(report.findings[0], finding_id="\ud83d")
    assert len(of_kind(attrs.evolve(report, study=study, findings=(finding,)), "Observation")) > 1
