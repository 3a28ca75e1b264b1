"""The content tree of a structured report (TID 1500); only `sr` imports this, late."""

from collections.abc import Iterator

from highdicom.sr import (
    DeviceObserverIdentifyingAttributes,
    MeasurementReport,
    MeasurementsAndQualitativeEvaluations,
    ObservationContext,
    ObserverContext,
    PersonObserverIdentifyingAttributes,
)
from pydicom.dataset import Dataset
from pydicom.sr.codedict import codes

from viewer import __version__
from viewer.dicom.outgoing.derived import MANUFACTURER, MODEL
from viewer.dicom.outgoing.plain import limited, signed_name
from viewer.dicom.outgoing.sr_findings import Group, Place, finding_group
from viewer.dicom.outgoing.sr_items import coded_item, comment_items, document_items, named, sites, text_items
from viewer.dicom.outgoing.sr_levels import level_group
from viewer.dicom.uid import named_uid
from viewer.model.report.report import Report, ReportState
from viewer.model.report.section import SectionId

_NARRATED = (
    SectionId.NUMBERING,
    SectionId.ADEQUACY,
    SectionId.LIMITS,
    SectionId.METHOD,
)

_MOST_LINES = 300


def content_of(report: Report, place: Place, addenda: tuple[str, ...] = ()) -> Dataset:
    """Return the root container of a report: observers, procedure, then its measurement groups."""
    groups = [_text_group(report, place, addenda), *_groups(report, place)]
    content = MeasurementReport(
        observation_context=_context(report),
        procedure_reported=[named("procedure", region) for region in _regions(report)],
        imaging_measurements=groups,
        title=named("document", "report"),
    )
    return content[0]


def _groups(report: Report, place: Place) -> Iterator[Group]:
    for finding in report.findings:
        yield finding_group(finding, place)
    for row in report.rows:
        yield level_group(row, place)


def observer_name(report: Report) -> str:
    """Return the reader's name as DICOM takes it, empty where no person answers for the report."""
    if report.state is ReportState.UNREVIEWED:
        return ""
    return signed_name(report.author)


def _context(report: Report) -> ObservationContext:
    name = observer_name(report)
    device = ObserverContext(
        codes.DCM.Device,
        DeviceObserverIdentifyingAttributes(
            uid=named_uid("thecal device", __version__),
            name=limited(report.software or f"{MODEL} {__version__}", "LO"),
            manufacturer_name=MANUFACTURER,
            model_name=MODEL,
            serial_number=__version__,
        ),
    )
    if not name:
        return ObservationContext(observer_device_context=device)
    person = ObserverContext(codes.DCM.Person, PersonObserverIdentifyingAttributes(name=name))
    return ObservationContext(observer_person_context=person, observer_device_context=device)


def _regions(report: Report) -> list[str]:
    """The regions reported on; all three where no level tells."""
    levels = [row.level for row in report.rows] + [one.level for one in report.findings if one.level]
    told = {"lumbar" if one.region.value == "sacral" else one.region.value for one in levels}
    return [name for name in ("cervical", "thoracic", "lumbar") if name in told or not told]


def _impression(report: Report) -> tuple[str, ...]:
    """Its lines, an item for each; of very many the later ones are one."""
    first, rest = report.impression[:_MOST_LINES], report.impression[_MOST_LINES:]
    return (*first, "\n".join(rest)) if rest else first


def _text_group(
    report: Report, place: Place, addenda: tuple[str, ...]
) -> MeasurementsAndQualitativeEvaluations:
    """The group that says in words what the report says, and what it rests on."""
    group = MeasurementsAndQualitativeEvaluations(
        place.tracking("report", "report"),
        finding_type=named("type", "report"),
        finding_sites=sites(None, None),
    )
    items = [
        coded_item("report_state", "report_state", report.state),
        *text_items("report_number", str(report.number) if report.number else ""),
        *comment_items(f"Corrected report, replaces version {report.replaces}." if report.replaces else ""),
        *document_items("impression", *_impression(report)),
        *comment_items(*addenda),
    ]
    for section in _NARRATED:
        text = report.section(section).text.strip()
        items += text_items("section", f"{section.value.capitalize()}: {text}" if text else "")
    group[0].ContentSequence.extend(items)
    return group
