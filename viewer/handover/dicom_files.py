"""The DICOM objects of a report, in the study of its images."""

from collections.abc import Callable, Iterator
from functools import cached_property

from viewer.dicom.outgoing.source_study import SourceStudy, read_source
from viewer.errors import FormatError
from viewer.handover.files import Part, ReportFile
from viewer.handover.format import DICOM_FORMATS, Format
from viewer.handover.key_objects import KeyObjects
from viewer.handover.request import ReportRequest
from viewer.model.study import Series
from viewer.model.volume import Volume

_KEY_FORMATS = (Format.PR, Format.SC, Format.KO)


def dicom_parts(request: ReportRequest, pdf: Callable[[], bytes]) -> Iterator[tuple[str, Callable[[], Part]]]:
    """Yield what is to be made of the DICOM forms that are asked for; `pdf` makes the pages."""
    wanted = [one for one in request.formats if one in DICOM_FORMATS]
    objects = _Objects(request, pdf)
    makers = {
        Format.SR: ("structured report", objects.structured_report),
        Format.SEG: ("segmentation", objects.segmentation),
        Format.DICOM_PDF: ("encapsulated PDF", objects.encapsulated),
    }
    for one in wanted:
        if one in makers:
            yield makers[one]
    if any(one in wanted for one in _KEY_FORMATS):
        yield "key images", objects.key_images


class _Objects:
    """Makes the objects of one report; its images are looked at once."""

    def __init__(self, request: ReportRequest, pdf: Callable[[], bytes]) -> None:
        self._request = request
        self._pdf = pdf

    @cached_property
    def _source(self) -> SourceStudy:
        return read_source(_needed_series(self._request))

    def structured_report(self) -> Part:
        from viewer.dicom.outgoing.sr import structured_report

        request = self._request
        data = structured_report(request.report, self._source, request.uid_root, request.versions)
        return Part((ReportFile("sr.dcm", Format.SR, data),))

    def segmentation(self) -> Part:
        from viewer.dicom.outgoing.sac_segments import segments_of
        from viewer.dicom.outgoing.seg import segmentation
        from viewer.model.sac import with_correction

        request, volume = self._request, _needed_volume(self._request)
        if request.analysis is None or request.analysis.sections is None:
            return Part((), ("No segmentation was written: no sac was measured.",))
        sac, correction = request.sac, request.case.correction
        corrected = None if sac is None else with_correction(sac, volume.geometry.shape, correction)
        segments = segments_of(request.analysis, request.case, volume, corrected)
        if not segments:
            return Part((), ("No segmentation was written: the sac has no voxel.",))
        data = segmentation(segments, volume.geometry, self._source, request.report, request.uid_root)
        said = ("The segmentation shows the sac as it is measured now.",) if request.outdated else ()
        return Part((ReportFile("seg.dcm", Format.SEG, data),), said)

    def encapsulated(self) -> Part:
        from viewer.dicom.outgoing.encapsulated import encapsulated_pdf

        request = self._request
        made = encapsulated_pdf(
            self._pdf(), report=request.report, source=self._source, uid_root=request.uid_root
        )
        return Part((ReportFile("pdf.dcm", Format.DICOM_PDF, made.data),))

    def key_images(self) -> Part:
        request = self._request
        if not request.report.key_images:
            return Part((), ("There are no key images in the report.",))
        return KeyObjects(request, self._source, _needed_volume(request)).part()


def _needed_series(request: ReportRequest) -> Series:
    if request.series is None:
        raise FormatError("DICOM objects need the images of the study.", "Open them, or give their folder.")
    return request.series


def _needed_volume(request: ReportRequest) -> Volume:
    if request.volume is None:
        raise FormatError("This form needs the images of the study.", "Open them, or give their folder.")
    return request.volume
