"""The report as the JSON object that other software reads (`thecal.report/1`, described in docs/report.md)."""

from collections.abc import Mapping
from typing import Any

import attrs
import numpy as np

from viewer.model.form.grade import Grade
from viewer.model.form.level_form import LevelForm
from viewer.model.geometry import Vec3
from viewer.model.key_image import KeyImage
from viewer.model.measured import Measured
from viewer.model.plane import Plane
from viewer.model.report.concordance import Concordance
from viewer.model.report.contradiction import Contradiction
from viewer.model.report.finding import ReportedFinding
from viewer.model.report.level_row import LevelNumbers, LevelRow
from viewer.model.report.profile_curve import ProfileCurve
from viewer.model.report.report import Report, ReportState
from viewer.model.report.section import ReportSection
from viewer.report.texts.written import cleaned

SCHEMA = "thecal.report/1"


def report_json(report: Report) -> dict[str, Any]:
    """Return the object: points LPS mm, null where nothing was said or measured, texts without control characters."""
    return {
        "schema": SCHEMA,
        "software": report.software,
        "state": report.state.value,
        "reviewed": report.state is not ReportState.UNREVIEWED,
        "number": report.number,
        "replaces": report.replaces or None,
        "made_at": report.made_at,
        "author": cleaned(report.author),
        "title": cleaned(report.title),
        "frame": "LPS-mm",
        "study": _study(report),
        "technique": attrs.asdict(report.technique, value_serializer=_plain),
        "impression": [cleaned(line) for line in report.impression],
        "findings": [_finding(one) for one in report.findings],
        "levels": [_row(one) for one in report.rows],
        "sections": [_section(one) for one in report.sections],
        "concordance": [_concordance(one) for one in report.concordance],
        "profile": _curve(report.curve),
        "key_images": [_key_image(one) for one in report.key_images],
        "contradictions": [_contradiction(one) for one in report.contradictions],
    }


def _study(report: Report) -> dict[str, Any]:
    study = report.study
    return {
        "study_instance_uid": study.study_uid,
        "series_instance_uid": study.series_uid,
        "part": study.part,
        "frame_of_reference_uid": study.frame_of_reference_uid,
        "images_digest": study.images,
        "description": cleaned(report.study_description),
        "date": study.study_date,
        "accession_number": cleaned(report.accession_number),
        "patient_position": study.patient_position,
        "patient": {
            "name": cleaned(study.patient.name),
            "id": cleaned(study.patient.patient_id),
            "birth_date": study.patient.birth_date,
            "sex": study.patient.sex,
        },
    }


def _finding(one: ReportedFinding) -> dict[str, Any]:
    return {
        "number": one.number,
        "id": one.finding_id,
        "level": one.level.name if one.level else None,
        "level_confirmed": one.confirmed,
        "severity": _value(one.severity),
        "severity_by": cleaned(one.severity_by),
        "side": _value(one.side),
        "zones": [zone.value for zone in one.zones],
        "narrowed": [{"zone": zone.zone.value, "side": _value(zone.side)} for zone in one.narrowed],
        "causes": [cause.value for cause in one.causes],
        "roots": list(one.roots),
        "confidence": _value(one.confidence),
        "sentence": cleaned(one.sentence),
        "text": cleaned(one.text),
        "point": _point(one.point),
        "plane": _plane(one.plane),
        "measured": _measured(one.measured),
    }


def _measured(one: Measured | None) -> dict[str, Any] | None:
    if one is None:
        return None
    return {
        "sac_area_mm2": _number(one.area_mm2, 3),
        "reference_area_mm2": _number(one.reference_area_mm2, 3),
        "area_reduction_pct": _number(one.area_reduction_pct, 3),
        "sac_ap_mm": _number(one.ap_mm, 3),
        "ap_reduction_pct": _number(one.ap_reduction_pct, 3),
        "length_mm": _number(one.length_mm, 3),
        "indented_from": [side.value for side in one.indented_from],
        "state": one.state.value,
        "reference_on_one_side": one.one_sided,
        "block": _value(one.block),
        "bands": [attrs.asdict(band) for band in one.bands],
        "measured_by": cleaned(one.measured_by),
        "accepted_by": cleaned(one.accepted_by),
    }


def _row(one: LevelRow) -> dict[str, Any]:
    return {
        "level": one.level.name,
        "region": one.level.region.value,
        "level_confirmed": one.confirmed,
        "assessed": one.assessed,
        "statement": one.statement,
        "findings": list(one.findings),
        "form": _form(one.form) if one.assessed else None,
        "measured_at_disc": _numbers(one.numbers),
        "grades": [_grade(grade) for grade in one.grades],
        "details": [cleaned(words) for words in one.details],
    }


def _form(form: LevelForm) -> dict[str, Any] | None:
    """What a reader said of the level, null where nobody said anything or it is not assessed all the same."""
    if not form.begun:
        return None
    return {
        "central": _value(form.central),
        "fluid": _value(form.fluid),
        "recess_right": _value(form.recess_right),
        "recess_left": _value(form.recess_left),
        "foramen_right": _value(form.foramen_right),
        "foramen_left": _value(form.foramen_left),
        "causes": [cause.value for cause in form.causes],
        "details": [attrs.asdict(detail, value_serializer=_plain) for detail in form.details],
        "text": cleaned(form.text),
        "reviewed_by": cleaned(form.reviewed_by),
        "reviewed_at": form.reviewed_at,
    }


def _numbers(one: LevelNumbers | None) -> dict[str, Any] | None:
    if one is None:
        return None
    return {
        "state": one.state.value,
        "arc_mm": _number(one.arc_mm, 3),
        "plane": _plane(one.plane),
        "sac_area_mm2": _number(one.area_mm2, 3),
        "sac_ap_mm": _number(one.ap_mm, 3),
        "sac_transverse_mm": _number(one.transverse_mm, 3),
        "cord_area_mm2": _number(one.cord_area_mm2, 3),
        "cord_ap_mm": _number(one.cord_ap_mm, 3),
        "sac_ap_above_mm": _number(one.ap_above_mm, 3),
        "sac_ap_below_mm": _number(one.ap_below_mm, 3),
        "cord_ap_above_mm": _number(one.cord_ap_above_mm, 3),
        "cord_ap_below_mm": _number(one.cord_ap_below_mm, 3),
        "csf_hu": _number(one.csf_hu, 3),
        "corrected": one.corrected,
    }


def _grade(one: Grade) -> dict[str, Any]:
    numbers = [
        {
            "quantity": number.quantity,
            "value": _number(number.value, 3),
            "unit": number.unit,
            "by": cleaned(number.by),
            "plane": _plane(number.plane),
        }
        for number in one.numbers
    ]
    return {
        "scale": one.scale,
        "version": one.version,
        "side": _value(one.side),
        "numbers": numbers,
        "suggested": one.suggested or None,
        "suggested_by": one.suggested_by or None,
        "decided": one.value or None,
        "decided_by": cleaned(one.decided_by) or None,
        "decided_at": one.decided_at or None,
    }


def _section(one: ReportSection) -> dict[str, Any]:
    return {
        "section": one.section.value,
        "text": cleaned(one.text),
        "generated": cleaned(one.generated),
        "edited": one.edited,
        "stale": one.stale,
    }


def _concordance(one: Concordance) -> dict[str, Any]:
    places = [
        {"root": place.root, "level": place.level.name, "zone": place.zone.value, "side": _value(place.side)}
        for place in one.places
    ]
    return {
        "subject": cleaned(one.subject),
        "agreement": one.agreement.value,
        "places": places,
        "findings": list(one.findings),
        "sentence": cleaned(one.sentence),
    }


def _curve(curve: ProfileCurve) -> dict[str, Any]:
    return {
        "arc_mm": [_number(one.arc_mm, 2) for one in curve.points],
        "sac_area_mm2": [_number(one.area_mm2, 3) for one in curve.points],
        "state": [one.state.value for one in curve.points],
        "levels": [
            {"level": one.name, "arc_mm": _number(one.arc_mm, 2), "level_confirmed": one.confirmed}
            for one in curve.levels
        ],
        "findings": [{"number": one.number, "arc_mm": _number(one.arc_mm, 2)} for one in curve.marks],
    }


def _key_image(one: KeyImage) -> dict[str, Any]:
    return {
        "id": one.key_id,
        "title": cleaned(one.title),
        "note": cleaned(one.note),
        "pane": one.pane.value,
        "crosshair": _point(one.display.crosshair),
        "created": one.created,
        "by": cleaned(one.by),
    }


def _contradiction(one: Contradiction) -> dict[str, Any]:
    return {
        "weight": one.weight.value,
        "message": cleaned(one.message),
        "hint": one.hint,
        "target": one.target,
    }


def _plane(plane: Plane | None) -> dict[str, Any] | None:
    if plane is None:
        return None
    return {
        "point": _point(plane.point),
        "right": [round(one, 6) for one in plane.right],
        "down": [round(one, 6) for one in plane.down],
    }


def _point(point: Vec3 | None) -> list[float] | None:
    return None if point is None else [round(one, 3) for one in point]


def _number(value: float | None, digits: int) -> float | None:
    return None if value is None or not np.isfinite(value) else round(float(value), digits)


def _value(choice: Any) -> str | None:
    return None if choice is None else str(choice.value)


def _plain(_: Any, __: Any, value: Any) -> Any:
    """An enum as its value, a text without control characters."""
    if isinstance(value, str):
        return cleaned(str(getattr(value, "value", value)))
    return dict(value) if isinstance(value, Mapping) else value
