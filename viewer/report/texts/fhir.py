"""The report as an HL7 FHIR R4B bundle: DiagnosticReport, Patient, ImagingStudy, Device and Observations."""

import base64
import re
from datetime import date, datetime
from typing import Any
from uuid import NAMESPACE_OID, UUID, uuid5

from viewer.errors import FormatError
from viewer.model.report.issued import IssuedReport
from viewer.model.report.report import Report, ReportState
from viewer.report.texts.fhir_codes import DICOM_SYSTEM, exam_concept
from viewer.report.texts.fhir_observations import Links, finding_observation, level_observation
from viewer.report.texts.plain_text import addenda_of, text_report
from viewer.report.texts.written import cleaned, one_line

_STATUS = {
    ReportState.UNREVIEWED: "preliminary",
    ReportState.DRAFT: "preliminary",
    ReportState.FINAL: "final",
    ReportState.ADDENDUM: "amended",
}
_GENDER = {"M": "male", "F": "female", "O": "other"}
_RADIOLOGY = {
    "coding": [
        {"system": "http://terminology.hl7.org/CodeSystem/v2-0074", "code": "RAD", "display": "Radiology"}
    ]
}
_ACCESSION = {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/v2-0203", "code": "ACSN"}]}
_UNREVIEWED = "UNREVIEWED: made by software, seen by no reader."
_UID = re.compile(r"[0-9.]{1,64}")


def fhir_bundle(report: Report, *, issued: tuple[IssuedReport, ...] = ()) -> str:
    """Return the bundle (a collection) as JSON, valid by R4B; `FormatError` where the report cannot be one.

    The ids of the resources are UUIDs made of the study and the thing, the same each time it is written.
    Of `issued` the addenda up to this report's own are told in conclusion and text.
    """
    # The library takes a good tenth of a second to import, and only this file needs it.
    from fhir.resources.R4B.bundle import Bundle
    from pydantic import ValidationError

    try:
        return Bundle.model_validate(_bundle(report, issued)).model_dump_json(indent=1)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise FormatError(
            f"The report cannot be written as FHIR: {where} does not hold what it should.",
            "Export it in another format, and report this to those who look after Thecal.",
        ) from error


def _bundle(report: Report, issued: tuple[IssuedReport, ...]) -> dict[str, Any]:
    patient, device, study = (_urn(report, kind) for kind in ("patient", "device", "imaging study"))
    corrected = report.state is ReportState.FINAL and report.replaces
    links = Links(
        "corrected" if corrected else _STATUS[report.state],
        patient,
        device,
        _date(report.study.study_date),
        one_line(report.author),
    )
    found = [
        (_urn(report, "finding", one.finding_id), finding_observation(one, links)) for one in report.findings
    ]
    levels = [(_urn(report, "level", row.level.name), level_observation(row, links)) for row in report.rows]
    observations = (*found, *levels)
    results = [{"reference": urn} for urn, _ in observations]
    entries = (
        (_urn(report, "report"), _diagnostic_report(report, links, study, results, issued)),
        (patient, _patient(report)),
        (study, _imaging_study(report, patient)),
        (device, _device(report)),
        *observations,
    )
    bundle = {
        "resourceType": "Bundle",
        "id": _urn(report, "bundle").removeprefix("urn:uuid:"),
        "type": "collection",
        "timestamp": _instant(report.made_at),
        "entry": [_entry(urn, resource) for urn, resource in entries],
    }
    return _filled(bundle)


def _urn(report: Report, kind: str, key: str = "") -> str:
    """The lasting address of a thing in the report of a study."""
    study = report.study
    space: UUID = uuid5(NAMESPACE_OID, _whole(study.study_uid))
    name = "|".join((study.series_uid, str(study.part), kind, key))
    return f"urn:uuid:{uuid5(space, _whole(name))}"


def _whole(text: str) -> str:
    """A text that has bytes in UTF-8: half a letter is told by its number."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def _entry(urn: str, resource: dict[str, Any]) -> dict[str, Any]:
    return {"fullUrl": urn, "resource": {"id": urn.removeprefix("urn:uuid:"), **resource}}


def _diagnostic_report(
    report: Report,
    links: Links,
    study: str,
    results: list[dict[str, str]],
    issued: tuple[IssuedReport, ...],
) -> dict[str, Any]:
    lines = [f"{number}. {one_line(line)}" for number, line in enumerate(report.impression, 1)]
    if report.state is ReportState.UNREVIEWED:
        lines.insert(0, _UNREVIEWED)
    if report.replaces:
        lines.insert(0, f"Corrected report, replaces version {report.replaces}.")
    lines += [
        f"Addendum {one.issued_at[:10]}: {one_line(one.addition)}" for one in addenda_of(report, issued)
    ]
    text = base64.b64encode(text_report(report, issued=issued).encode()).decode("ascii")
    exam = exam_concept(report)
    return {
        "resourceType": "DiagnosticReport",
        "meta": {"versionId": str(report.number)} if report.number else {},
        "identifier": _accession(report),
        "status": links.status,
        "category": [_RADIOLOGY],
        "code": exam | {"text": one_line(exam["text"])},
        "subject": {"reference": links.subject},
        "effectiveDateTime": links.when,
        "issued": _instant(report.made_at),
        "resultsInterpreter": [{"display": links.reader}] if links.reader else [],
        "result": results,
        "imagingStudy": [{"reference": study}],
        "conclusion": "\n".join(lines),
        "presentedForm": [{"contentType": "text/plain; charset=utf-8", "data": text, "title": report.title}],
    }


def _patient(report: Report) -> dict[str, Any]:
    patient = report.study.patient
    family, _, others = patient.name.split("=")[0].partition("^")
    given = [one_line(name) for name in others.split("^")[:2]]
    name = {"text": one_line(patient.shown_name), "family": one_line(family), "given": given}
    return {
        "resourceType": "Patient",
        "identifier": [{"value": one_line(patient.patient_id)}],
        "name": [name],
        "gender": _GENDER.get(patient.sex.strip().upper(), "unknown"),
        "birthDate": _date(patient.birth_date),
    }


def _imaging_study(report: Report, patient: str) -> dict[str, Any]:
    study = report.study
    modality = {"system": DICOM_SYSTEM, "code": "CT"}
    series = {"uid": study.series_uid, "modality": modality} if _UID.fullmatch(study.series_uid) else {}
    uid = {"system": "urn:dicom:uid", "value": f"urn:oid:{study.study_uid}"} if study.study_uid else {}
    return {
        "resourceType": "ImagingStudy",
        "identifier": [uid, *_accession(report)],
        "status": "available",
        "modality": [modality],
        "subject": {"reference": patient},
        "started": _date(study.study_date),
        "description": one_line(report.study_description),
        "series": [series],
    }


def _accession(report: Report) -> list[dict[str, Any]]:
    number = one_line(report.accession_number)
    return [{"type": _ACCESSION, "value": number}] if number else []


def _device(report: Report) -> dict[str, Any]:
    name, _, version = one_line(report.software).partition(" ")
    return {
        "resourceType": "Device",
        "deviceName": [{"name": name, "type": "user-friendly-name"}] if name else [],
        "version": [{"value": version}] if version else [],
        "note": [{"text": "Not a certified medical device."}],
    }


def _date(text: str) -> str:
    """A date as FHIR takes it, empty where it is none."""
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        return ""


def _instant(text: str) -> str:
    """A moment with its time zone, empty where it is none; without one it is UTC."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return ""
    return moment.isoformat(timespec="seconds") + ("" if moment.tzinfo else "+00:00")


def _filled(value: Any) -> Any:
    """The value without anything empty or unprintable in it, which FHIR does not know."""
    if isinstance(value, dict):
        return {
            name: one for name, one in ((name, _filled(one)) for name, one in value.items()) if _says(one)
        }
    if isinstance(value, list):
        return [one for one in (_filled(each) for each in value) if _says(one)]
    return cleaned(value) if isinstance(value, str) else value


def _says(value: Any) -> bool:
    return value is not None and (not isinstance(value, str | list | dict) or bool(value))
