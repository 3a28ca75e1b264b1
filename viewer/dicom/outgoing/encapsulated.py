"""The pages of a report as an Encapsulated PDF (PS3.3 A.45.1, C.24)."""

from viewer.dicom.outgoing.derived import check_same_study, derived_object
from viewer.dicom.outgoing.made_object import MadeObject, made_object
from viewer.dicom.outgoing.plain import limited
from viewer.dicom.outgoing.presentation import image_item
from viewer.dicom.outgoing.source_study import SourceStudy
from viewer.model.report.report import Report, ReportState

PDF_CLASS = "1.2.840.10008.5.1.4.1.1.104.1"
SERIES = (9304, "Thecal report")
_WORKSTATION = "WSD"


def encapsulated_pdf(pdf: bytes, *, report: Report, source: SourceStudy, uid_root: str = "") -> MadeObject:
    """Return the object that wraps the pages of a report; the pages are those of `pdf`, byte for byte."""
    check_same_study(report, source)
    made = derived_object(report, source, PDF_CLASS, "DOC", SERIES)
    made.ConversionType = _WORKSTATION
    made.AcquisitionDateTime = ""
    made.BurnedInAnnotation = "YES"
    made.SourceInstanceSequence = [image_item(image) for image in source.instances]
    for item in made.SourceInstanceSequence:
        # It is made of the whole file.
        item.pop("ReferencedFrameNumber", None)
    made.DocumentTitle = limited(report.title, "ST")
    made.ConceptNameCodeSequence = []
    made.VerificationFlag = "VERIFIED" if report.state in _SIGNED else "UNVERIFIED"
    made.MIMETypeOfEncapsulatedDocument = "application/pdf"
    made.EncapsulatedDocumentLength = len(pdf)
    made.add_new("EncapsulatedDocument", "OB", pdf + b"\0" * (len(pdf) % 2))
    return made_object(made, report, "encapsulated pdf", uid_root)


_SIGNED = (ReportState.FINAL, ReportState.ADDENDUM)
