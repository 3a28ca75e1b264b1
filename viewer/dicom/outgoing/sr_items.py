"""The content items of a structured report, made of plain values; only `sr` imports this, late."""

import math
from collections.abc import Iterable

import numpy as np
from highdicom.sr import (
    CodeContentItem,
    CodedConcept,
    ContainerContentItem,
    FindingSite,
    ImageRegion3D,
    Measurement,
    NumContentItem,
    RelationshipTypeValues,
    Scoord3DContentItem,
    SourceImageForMeasurementGroup,
    TextContentItem,
)
from highdicom.sr.value_types import ContentItem, ContentSequence

from viewer.dicom.outgoing.codes import Code, code
from viewer.dicom.outgoing.level_codes import level_code, side_code
from viewer.dicom.outgoing.plain import limited
from viewer.dicom.outgoing.source_study import SourceImage
from viewer.model.finding import Side
from viewer.model.geometry import Vec3
from viewer.model.plane import Plane
from viewer.model.spine import Level

_CONTAINS = RelationshipTypeValues.CONTAINS
# Half the side of the square that stands for a plane.
PLANE_REACH_MM = 20.0
_UNITS = {
    "area_mm2": "mm2",
    "reference_area_mm2": "mm2",
    "cord_area_mm2": "mm2",
    "area_reduction_pct": "%",
    "ap_reduction_pct": "%",
    "csf_hu": "HU",
}
_METHODS = {"area_reduction_pct": "area", "ap_reduction_pct": "diameter"}


def concept(one: Code) -> CodedConcept:
    """Return a code as highdicom takes it."""
    return CodedConcept(one.value, one.scheme, one.meaning)


def named(group: str, key: str) -> CodedConcept:
    """Return the code of a thing of the tables."""
    return concept(code(group, key))


def coded_item(name: str, group: str, key: str) -> CodeContentItem:
    """Return a qualitative evaluation: a name of the tables, and a value of a group."""
    return CodeContentItem(named("name", name), named(group, key), _CONTAINS)


def text_items(name: str, *texts: str) -> list[ContentItem]:
    """Return an item for each text that is not empty once it is fit for DICOM."""
    plain = [limited(text, "UT") for text in texts]
    return [TextContentItem(named("name", name), text, _CONTAINS) for text in plain if text]


def document_items(name: str, *texts: str) -> list[ContentItem]:
    """Return an item under a name of DICOM's own for each text that is not empty."""
    plain = [limited(text, "UT") for text in texts]
    return [TextContentItem(named("document", name), text, _CONTAINS) for text in plain if text]


def comment_items(*texts: str) -> list[ContentItem]:
    """Return a comment for each text that is not empty."""
    return document_items("comment", *texts)


def measurement(quantity: str, value: float | None) -> list[Measurement]:
    """Return the measurement (TID 300) of a quantity, none where there is no number."""
    if value is None or not math.isfinite(value):
        return []
    method = _METHODS.get(quantity)
    return [
        Measurement(
            named("quantity", quantity),
            float(value),
            named("unit", _UNITS.get(quantity, "mm")),
            method=named("method", method) if method else None,
        )
    ]


def number_item(name: CodedConcept, value: float, unit: Code) -> list[ContentItem]:
    """Return a number with its unit, none where it is none."""
    if not math.isfinite(value):
        return []
    return [NumContentItem(name, float(value), concept(unit), relationship_type=_CONTAINS)]


def sites(level: Level | None, side: Side | None, *, confirmed: bool = True) -> list[FindingSite]:
    """Return the finding site: the level with its side, the canal where no level is known.

    A level whose numbering no reader has confirmed says so beside its code, for whoever reads the code alone.
    """
    place = code("segment", "canal") if level is None else level_code(level)
    unsure = level is not None and not confirmed
    return [
        FindingSite(
            concept(place),
            concept(side_code(side)) if side else None,
            named("numbering", "unconfirmed") if unsure else None,
        )
    ]


def side_item(side: Side | None) -> list[ContentItem]:
    """Return the side of a thing within a group."""
    return [CodeContentItem(named("name", "side"), concept(side_code(side)), _CONTAINS)] if side else []


def point_region(point: Vec3, frame_uid: str) -> ImageRegion3D:
    """Return the region of a finding: its point (LPS mm) in the frame of reference."""
    return ImageRegion3D("POINT", np.array([point]), frame_uid)


def plane_items(plane: Plane | None, frame_uid: str) -> list[ContentItem]:
    """Return a plane as a square about its point: corners from left above, clockwise on the screen."""
    if plane is None:
        return []
    reach = PLANE_REACH_MM
    steps = ((-reach, -reach), (reach, -reach), (reach, reach), (-reach, reach), (-reach, -reach))
    corners = np.array([plane.at(right, down) for right, down in steps])
    return [
        Scoord3DContentItem(
            named("name", "plane"), "POLYGON", corners, frame_uid, relationship_type=_CONTAINS
        )
    ]


def image_item(image: SourceImage) -> ContentItem:
    """Return the reference to the source image nearest to a place."""
    frames = [image.frame] if image.frame else None
    return SourceImageForMeasurementGroup(image.sop_class_uid, image.sop_instance_uid, frames)


def container_items(name: CodedConcept, items: Iterable[ContentItem]) -> list[ContentItem]:
    """Return a group of items within a group, none where there is no item: a container must not be empty."""
    held = list(items)
    if not held:
        return []
    found = ContainerContentItem(name, relationship_type=_CONTAINS)
    found.ContentSequence = ContentSequence(held)
    return [found]
