"""One measurement group of a structured report for each row of the level table; only `sr` imports this, late."""

from highdicom.sr import Measurement, MeasurementsAndQualitativeEvaluations
from highdicom.sr.value_types import ContentItem

from viewer.dicom.outgoing.codes import code, tables
from viewer.dicom.outgoing.sr_findings import Place
from viewer.dicom.outgoing.sr_items import (
    coded_item,
    comment_items,
    container_items,
    image_item,
    measurement,
    named,
    number_item,
    plane_items,
    side_item,
    sites,
    text_items,
)
from viewer.model.form.detail import Detail
from viewer.model.form.grade import Grade, GradeNumber
from viewer.model.form.level_form import CoreItem, LevelForm
from viewer.model.report.level_row import LevelNumbers, LevelRow

_QUANTITIES = (
    "area_mm2",
    "ap_mm",
    "transverse_mm",
    "cord_area_mm2",
    "cord_ap_mm",
    "csf_hu",
    "arc_mm",
)
_DEGREES = tuple(item for item in CoreItem if item not in (CoreItem.FLUID, CoreItem.CAUSES))
# How the scales write their units, and how UCUM does.
_UCUM = {"mm": "mm", "mm2": "mm2", "mm²": "mm2", "%": "%", "HU": "HU", "deg": "deg", "°": "deg"}


def level_group(row: LevelRow, place: Place) -> MeasurementsAndQualitativeEvaluations:
    """Return the group of a level (TID 1501): what the reader said, what was measured, grades apart."""
    group = MeasurementsAndQualitativeEvaluations(
        place.tracking("level", row.level.name),
        finding_type=named("type", "level"),
        finding_sites=sites(row.level, None, confirmed=row.confirmed),
        measurements=_measurements(row.numbers) or None,
    )
    group[0].ContentSequence.extend(
        [
            coded_item("numbering", "numbering", "confirmed" if row.confirmed else "unconfirmed"),
            coded_item("assessed", "assessed", "yes" if row.assessed else "no"),
            *text_items("level_name", row.level.name),
            *text_items("sentence", row.statement),
            *(_said(row.form) if row.assessed else ()),
            *text_items("detail_line", *row.details),
            *(item for detail in row.form.details for item in _detail_items(detail)),
            *(item for grade in row.grades for item in _grade_items(grade, place.frame_uid)),
            *_measured_items(row.numbers, place),
        ]
    )
    return group


def _measurements(numbers: LevelNumbers | None) -> list[Measurement]:
    if numbers is None:
        return []
    return [one for name in _QUANTITIES for one in measurement(name, getattr(numbers, name))]


def _measured_items(numbers: LevelNumbers | None, place: Place) -> list[ContentItem]:
    if numbers is None:
        return []
    return [
        coded_item("state", "state", numbers.state),
        coded_item("corrected", "corrected", "yes" if numbers.corrected else "no"),
        *plane_items(numbers.plane, place.frame_uid),
        image_item(place.source.nearest(numbers.plane.point)),
    ]


def _said(form: LevelForm) -> list[ContentItem]:
    """The core items that were said; what was not said is left out, never normal."""
    degrees = ((item.value, getattr(form, item.value)) for item in _DEGREES)
    return [
        *(coded_item(name, "degree", degree) for name, degree in degrees if degree is not None),
        *([coded_item("fluid", "fluid", form.fluid)] if form.fluid else []),
        *(coded_item("cause", "cause", cause) for cause in form.causes),
        *comment_items(form.text),
        *text_items("reviewed_by", form.reviewed_by),
        *text_items("reviewed_at", form.reviewed_at),
    ]


def _detail_items(detail: Detail) -> list[ContentItem]:
    choices = [item for choice in detail.choices for item in _choice(detail.kind, choice.group, choice.value)]
    size = [] if detail.size_mm is None else [detail.size_mm]
    kind = (
        [coded_item("detail", "detail", detail.kind)]
        if detail.kind in tables()["detail"]
        else text_items("detail", detail.kind)
    )
    return container_items(
        named("name", "detail"),
        [
            *kind,
            *side_item(detail.side),
            *choices,
            *(
                item
                for size_mm in size
                for item in number_item(named("quantity", "size_mm"), size_mm, code("unit", "mm"))
            ),
            *text_items("root", detail.root),
            *comment_items(detail.text),
        ],
    )


def _choice(kind: str, group: str, value: str) -> list[ContentItem]:
    """A choice by its code where the table of details has it, else in words."""
    key = f"{kind}.{group}.{value}"
    if key in tables().get("choice", {}):
        return [coded_item("detail_group", "choice", key)]
    return text_items("detail_group", f"{group}: {value}")


def _grade_items(grade: Grade, frame_uid: str) -> list[ContentItem]:
    """A grade: its scale, the numbers it came from, what was suggested, and what was decided, by whom."""
    return container_items(
        named("name", "grade"),
        [
            *text_items("scale", grade.scale),
            *text_items("version", grade.version),
            *side_item(grade.side),
            *(item for number in grade.numbers for item in _grade_number_items(number, frame_uid)),
            *text_items("suggested", grade.suggested),
            *text_items("suggested_by", grade.suggested_by),
            *text_items("decided", grade.value),
            *text_items("decided_by", grade.decided_by),
            *text_items("decided_at", grade.decided_at),
        ],
    )


def _grade_number_items(number: GradeNumber, frame_uid: str) -> list[ContentItem]:
    unit = code("unit", _UCUM.get(number.unit.strip(), "1"))
    return container_items(
        named("quantity", "grade_number"),
        [
            *text_items("quantity", f"{number.quantity} ({number.unit})" if number.unit else number.quantity),
            *number_item(named("quantity", "grade_number"), number.value, unit),
            *text_items("measured_by", number.by),
            *plane_items(number.plane, frame_uid),
        ],
    )
