"""Findings and levels of a report as FHIR observations."""

from collections.abc import Iterable, Iterator
from typing import Any

import attrs

from viewer.model.form.grade import Grade
from viewer.model.report.finding import ReportedFinding
from viewer.model.report.level_row import LevelRow
from viewer.report.composing.grade_words import scale_words
from viewer.report.texts.fhir_codes import (
    Concept,
    concept,
    level_concept,
    quantity,
    severity_concept,
    side_concept,
)
from viewer.report.texts.written import cleaned, one_line

_MM, _MM2, _PERCENT, _HU = "mm", "mm2", "%", "[hnsf'U]"
_SHOWN = {_HU: "HU"}
_OF_FINDING = (
    ("area_mm2", _MM2),
    ("reference_area_mm2", _MM2),
    ("area_reduction_pct", _PERCENT),
    ("ap_mm", _MM),
    ("ap_reduction_pct", _PERCENT),
    ("length_mm", _MM),
)
_OF_LEVEL = (
    ("area_mm2", _MM2),
    ("ap_mm", _MM),
    ("transverse_mm", _MM),
    ("cord_area_mm2", _MM2),
    ("cord_ap_mm", _MM),
    ("csf_hu", _HU),
)
_NO_GRADE = {"text": "not graded by a reader"}


@attrs.frozen
class Links:
    """What every observation of a report refers to."""

    status: str
    subject: str
    device: str
    when: str
    reader: str


def finding_observation(one: ReportedFinding, links: Links) -> dict[str, Any]:
    """Return a finding: its severity, its place, and the numbers it rests on."""
    graded: dict[str, Any] = (
        {"valueCodeableConcept": severity_concept(one.severity)}
        if one.severity
        else {"dataAbsentReason": _NO_GRADE}
    )
    site = {"bodySite": level_concept(one.level, one.side, confirmed=one.confirmed)} if one.level else {}
    notes = [text for text in (one.sentence, one.text) if text.strip()]
    return {
        **_common(links),
        "code": concept("name", "severity"),
        **graded,
        **site,
        "note": [{"text": cleaned(text)} for text in notes],
        "component": list(_finding_parts(one)),
    }


def _finding_parts(one: ReportedFinding) -> Iterator[dict[str, Any]]:
    if one.side:
        yield {"code": concept("name", "side", "Side"), "valueCodeableConcept": side_concept(one.side)}
    for zone in one.zones:
        yield {
            "code": concept("name", "zone"),
            "valueCodeableConcept": concept("zone", zone.value, zone.value),
        }
    for cause in one.causes:
        value = concept("cause", cause.value, cause.value)
        yield {"code": concept("name", "cause"), "valueCodeableConcept": value}
    for root in one.roots:
        yield {"code": concept("name", "root"), "valueString": root}
    if not one.confirmed:
        yield _unconfirmed()
    if one.measured:
        yield from _numbers(one.measured, _OF_FINDING)
        yield {"code": concept("name", "state"), "valueString": one.measured.state.value}


def level_observation(row: LevelRow, links: Links) -> dict[str, Any]:
    """Return a level: what may be said of it, and what was measured in the section through its disc."""
    said: dict[str, Any] = (
        {"valueString": row.statement or "assessed"}
        if row.assessed
        else {"dataAbsentReason": {"text": row.statement or "not assessed"}}
    )
    notes = [*row.details, row.form.text]
    return {
        **_common(links),
        "code": {"text": "Assessment of the level"},
        **said,
        "bodySite": level_concept(row.level, confirmed=row.confirmed),
        "note": [{"text": cleaned(text)} for text in notes if text.strip()],
        "component": list(_level_parts(row)),
    }


def _level_parts(row: LevelRow) -> Iterator[dict[str, Any]]:
    if not row.confirmed:
        yield _unconfirmed()
    if row.assessed:
        for name, value in zip(_CORE_NAMES, row.form.values, strict=True):
            if value is not None:
                yield {"code": {"text": name}, "valueString": value.value}
    if row.numbers:
        yield from _numbers(row.numbers, _OF_LEVEL)
        yield {"code": concept("name", "state"), "valueString": row.numbers.state.value}
    for grade in row.grades:
        yield from _grade_parts(grade)


_CORE_NAMES = (
    "Central zone",
    "CSF",
    "Lateral recess right",
    "Lateral recess left",
    "Foramen right",
    "Foramen left",
)


def _grade_parts(grade: Grade) -> Iterator[dict[str, Any]]:
    """A decision and a suggestion, each with whose it is."""
    side = f", {grade.side.value}" if grade.side else ""
    for value, by, how in (
        (grade.value, grade.decided_by or "a reader", "decided"),
        (grade.suggested, grade.suggested_by or "the program", "suggested"),
    ):
        if value:
            yield {
                "code": {"text": one_line(f"{scale_words(grade)}{side}: {how} by {by}")},
                "valueString": value,
            }


def _numbers(source: object, rows: Iterable[tuple[str, str]]) -> Iterator[dict[str, Any]]:
    for name, unit in rows:
        value: float | None = getattr(source, name)
        if value is not None:
            yield {"code": _quantity_code(name), "valueQuantity": quantity(value, unit, _SHOWN.get(unit, ""))}


def _quantity_code(name: str) -> Concept:
    return concept("quantity", name)


def _unconfirmed() -> dict[str, Any]:
    return {"code": concept("name", "numbering"), "valueString": "unconfirmed"}


def _common(links: Links) -> dict[str, Any]:
    return {
        "resourceType": "Observation",
        "status": links.status,
        "subject": {"reference": links.subject},
        "device": {"reference": links.device},
        "effectiveDateTime": links.when,
        "performer": [{"display": links.reader}] if links.reader else [],
    }
