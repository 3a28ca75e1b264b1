"""A report as a DICOM structured report: Comprehensive 3D SR by template TID 1500."""

from pydicom.dataset import Dataset
from pydicom.sequence import Sequence
from pydicom.uid import UID

from viewer.dicom.outgoing.codes import site_codes
from viewer.dicom.outgoing.derived import check_same_study, derived_object, moment_of
from viewer.dicom.outgoing.site_codes import private_scheme, use_site_codes
from viewer.dicom.outgoing.source_study import SourceImage, SourceStudy
from viewer.dicom.outgoing.uids import case_key, identified
from viewer.model.report.issued import IssuedReport
from viewer.model.report.report import Report, ReportState
from viewer.model.report.versions import versions_of

COMPREHENSIVE_3D_SR = "1.2.840.10008.5.1.4.1.1.88.34"
_SERIES = (9100, "Thecal structured report")
_ISSUED = (ReportState.FINAL, ReportState.ADDENDUM)
_NO_ORGANISATION = "not stated"


def structured_report(
    report: Report, source: SourceStudy, uid_root: str = "", issued: tuple[IssuedReport, ...] = ()
) -> bytes:
    """Return a report as the file of a structured report in the source's study.

    `issued` are the reports of the case so far: the texts of addenda up to this one are told in it. A final
    one is COMPLETE, and VERIFIED where a person signs it; any other is PARTIAL and UNVERIFIED.
    `DicomError` where the report is of another study, or the site's UID root or file of codes cannot be used. Source: DICOM PS3.3 A.35.13.
    """
    # highdicom takes half a second to import, which the start of the program must not pay for.
    from viewer.dicom.outgoing.sr_content import content_of, observer_name
    from viewer.dicom.outgoing.sr_findings import Place

    check_same_study(report, source)
    key = case_key(report.study)
    made = derived_object(report, source, COMPREHENSIVE_3D_SR, "SR", _SERIES)
    made.update(content_of(report, Place(source, key, uid_root), addenda_of(report, issued)))
    made.ReferencedPerformedProcedureStepSequence = Sequence([])
    made.PerformedProcedureCodeSequence = Sequence([])
    made.CurrentRequestedProcedureEvidenceSequence = Sequence([_evidence(source)])
    _flag(made, report, observer_name(report))
    made.CodingSchemeIdentificationSequence = private_scheme()
    use_site_codes(made, site_codes())
    return identified(made, key, "sr", uid_root)


def addenda_of(report: Report, issued: tuple[IssuedReport, ...]) -> tuple[str, ...]:
    """Return the texts of the addenda up to a report, each with its day."""
    kept = (one for one in versions_of(report, issued) if one.addition.strip())
    return tuple(f"Addendum {one.issued_at[:10]}: {one.addition}" for one in kept)


def _flag(made: Dataset, report: Report, name: str) -> None:
    """Say how far the report is, and who answers for it (PS3.3 C.17.2)."""
    issued = report.state in _ISSUED
    made.CompletionFlag = "COMPLETE" if issued else "PARTIAL"
    made.PreliminaryFlag = "FINAL" if issued else "PRELIMINARY"
    moment = moment_of(report)
    if not (issued and name and moment):
        made.VerificationFlag = "UNVERIFIED"
        return
    made.VerificationFlag = "VERIFIED"
    person = Dataset()
    person.VerifyingOrganization = _NO_ORGANISATION
    person.VerificationDateTime = f"{moment:%Y%m%d%H%M%S}+0000"
    person.VerifyingObserverName = name
    person.VerifyingObserverIdentificationCodeSequence = Sequence([])
    made.VerifyingObserverSequence = Sequence([person])


def _evidence(source: SourceStudy) -> Dataset:
    """All images of the source series."""
    series = Dataset()
    series.ReferencedSOPSequence = Sequence([_reference(one) for one in source.instances])
    series.SeriesInstanceUID = UID(source.series_uid)
    study = Dataset()
    study.ReferencedSeriesSequence = Sequence([series])
    study.StudyInstanceUID = UID(source.study_uid)
    return study


def _reference(image: SourceImage) -> Dataset:
    item = Dataset()
    item.ReferencedSOPClassUID = UID(image.sop_class_uid)
    item.ReferencedSOPInstanceUID = UID(image.sop_instance_uid)
    return item
