"""Codes as FHIR has them: those of the confirmed tables, with the systems' addresses."""

from functools import cache
from typing import Any

from viewer import resources
from viewer.model.finding import Severity, Side
from viewer.model.report.report import Report
from viewer.model.spine import Level, LevelKind, Region
from viewer.report.composing.sentences import level_words

PRIVATE_SYSTEM = "urn:x-thecal:99THECAL"
"""The system of codes that no public one has; docs/dicom.md lists them."""

DICOM_SYSTEM = "http://dicom.nema.org/resources/ontology/DCM"
UNIT_SYSTEM = "http://unitsofmeasure.org"
_SYSTEMS = {
    "SCT": "http://snomed.info/sct",
    "DCM": DICOM_SYSTEM,
    "LN": "http://loinc.org",
    "99THECAL": PRIVATE_SYSTEM,
}
_TABLES = ("documents", "laterality", "levels", "measurements", "severities", "thecal")
# A lumbar examination shows a disc or two of the thoracic spine as well.
_LEAST_DISCS = 3

Concept = dict[str, Any]


@cache
def _groups() -> dict[str, dict[str, Any]]:
    return {
        name: codes
        for table in _TABLES
        for name, codes in resources.table(f"codes/{table}.json")["groups"].items()
    }


def concept(group: str, key: str, text: str = "") -> Concept:
    """Return the concept of a thing by the tables of codes; text alone where they have no code for it."""
    row = _groups().get(group, {}).get(key)
    if row is None:
        return {"text": text or key}
    coding = {"system": _SYSTEMS[row["scheme"]], "code": row["value"], "display": row["meaning"]}
    return {"coding": [coding], "text": text or row["meaning"]}


def level_concept(level: Level, side: Side | None = None, *, confirmed: bool = True) -> Concept:
    """Return the body site of a level; the side stands in its text, its code in a component.

    A question mark in the text tells that no reader has confirmed the numbering.
    """
    name = level_words(level, confirmed)
    text = name if side is None else f"{name}, {side.value}"
    return concept("level", level.name, text)


def side_concept(side: Side) -> Concept:
    """Return the concept of a side."""
    return concept("side", side.value, side.value)


def severity_concept(severity: Severity) -> Concept:
    """Return the concept of a grade."""
    return concept("severity", severity.value, severity.value)


def exam_concept(report: Report) -> Concept:
    """Return what was examined: by code where it is one region, in words where there are several."""
    discs = [row.level.region for row in report.rows if row.level.kind is LevelKind.DISC]
    regions = [region for region in Region if discs.count(region) >= _LEAST_DISCS]
    text = report.study_description.strip() or report.title
    return concept("procedure", regions[0].value, text) if len(regions) == 1 else {"text": text}


def quantity(value: float, unit: str, shown: str = "") -> dict[str, Any]:
    """Return a number with its UCUM unit, to three places."""
    return {"value": round(value, 3), "unit": shown or unit, "system": UNIT_SYSTEM, "code": unit}
