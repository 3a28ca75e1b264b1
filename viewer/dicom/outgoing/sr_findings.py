"""One measurement group of a structured report for each finding; only `sr` imports this, late."""

from collections.abc import Iterable
from typing import Any

import attrs
from highdicom.sr import (
    AlgorithmIdentification,
    Measurement,
    MeasurementsAndQualitativeEvaluations,
    PlanarROIMeasurementsAndQualitativeEvaluations,
    TrackingIdentifier,
)
from highdicom.sr.value_types import ContentItem

from viewer.dicom.outgoing.codes import tables
from viewer.dicom.outgoing.plain import limited
from viewer.dicom.outgoing.source_study import SourceStudy
from viewer.dicom.outgoing.sr_items import (
    coded_item,
    comment_items,
    container_items,
    image_item,
    measurement,
    named,
    plane_items,
    point_region,
    sites,
    text_items,
)
from viewer.dicom.outgoing.uids import object_uid
from viewer.model.measured import Measured
from viewer.model.report.finding import ReportedFinding

Group = MeasurementsAndQualitativeEvaluations | PlanarROIMeasurementsAndQualitativeEvaluations
_QUANTITIES = (
    "area_mm2",
    "reference_area_mm2",
    "area_reduction_pct",
    "ap_mm",
    "ap_reduction_pct",
    "length_mm",
)


@attrs.frozen
class Place:
    """Where groups belong: the source, the case (`case_key`) and the root of its UIDs."""

    source: SourceStudy
    case: str
    uid_root: str = ""

    def tracking(self, kind: str, name: str) -> TrackingIdentifier:
        """Return the identifier by which a thing is known again in later reports of the case."""
        uid = object_uid(self.case, f"tracking {kind}", name.encode("utf-8", "replace"), self.uid_root)
        return TrackingIdentifier(uid, limited(name, "UT") or kind)

    @property
    def frame_uid(self) -> str:
        """The frame of reference of points and planes."""
        return self.source.frame_of_reference_uid


def finding_group(finding: ReportedFinding, place: Place) -> Group:
    """Return the group of a finding: a planar region (TID 1410) at its point, else without one (TID 1501)."""
    tracking = place.tracking("finding", finding.finding_id)
    kind = named("type", "compression")
    shared: dict[str, Any] = {
        "finding_sites": sites(finding.level, finding.side, confirmed=finding.confirmed),
        "measurements": _measurements(finding.measured) or None,
        "algorithm_id": _algorithm(finding.measured),
    }
    if finding.point is None:
        group = MeasurementsAndQualitativeEvaluations(tracking, finding_type=kind, **shared)
        return _with(group, _items(finding, place))
    region = point_region(finding.point, place.frame_uid)
    planar = PlanarROIMeasurementsAndQualitativeEvaluations(
        tracking, referenced_region=region, finding_type=kind, **shared
    )
    image = image_item(place.source.nearest(finding.point))
    return _with(planar, (*_items(finding, place), image))


def _with(group: Group, items: Iterable[ContentItem]) -> Group:
    group[0].ContentSequence.extend(items)
    return group


def _measurements(measured: Measured | None) -> list[Measurement]:
    if measured is None:
        return []
    return [one for name in _QUANTITIES for one in measurement(name, getattr(measured, name))]


def _algorithm(measured: Measured | None) -> AlgorithmIdentification | None:
    name, _, version = (measured.measured_by if measured else "").rpartition(" ")
    name, version = limited(name, "LO"), limited(version, "LO")
    return AlgorithmIdentification(name, version) if name and version else None


def _items(finding: ReportedFinding, place: Place) -> list[ContentItem]:
    items: list[ContentItem] = [
        *text_items("finding_number", str(finding.number)),
        coded_item("numbering", "numbering", "confirmed" if finding.confirmed else "unconfirmed"),
        *([coded_item("severity", "severity", finding.severity)] if finding.severity else []),
        *text_items("graded_by", finding.severity_by if finding.severity else ""),
        *(coded_item("zone", "zone", zone) for zone in finding.zones),
        *(coded_item("cause", "cause", cause) for cause in finding.causes),
        *_roots(finding.roots),
        *([coded_item("confidence", "confidence", finding.confidence)] if finding.confidence else []),
        *text_items("level_name", finding.level.name if finding.level else ""),
        *text_items("sentence", finding.sentence),
        *comment_items(finding.text),
        *plane_items(finding.plane, place.frame_uid),
    ]
    return [*items, *_measured_items(finding.measured)]


def _roots(roots: tuple[str, ...]) -> list[ContentItem]:
    """Named roots by their codes, anything else in words."""
    known = tables()["root"]
    return [
        item
        for root in roots
        for item in ([coded_item("root", "root", root)] if root in known else text_items("root", root))
    ]


def _measured_items(measured: Measured | None) -> list[ContentItem]:
    if measured is None:
        return []
    bands = (
        item
        for band in measured.bands
        for item in container_items(
            named("name", "band"),
            (
                *text_items("scale", band.scale),
                *text_items("suggested", band.value),
                *text_items("scale_source", band.source),
                *text_items("basis", band.basis),
            ),
        )
    )
    return [
        coded_item("state", "state", measured.state),
        coded_item("reference", "reference", "one" if measured.one_sided else "both"),
        *(coded_item("indented", "indented", side) for side in measured.indented_from),
        *([coded_item("block", "block", measured.block)] if measured.block else []),
        *text_items("measured_by", measured.measured_by),
        *text_items("accepted_by", measured.accepted_by),
        *bands,
    ]
