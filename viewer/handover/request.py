"""What is asked for when a report leaves the house."""

from collections.abc import Mapping

import attrs

from viewer.handover.format import DEFAULT_FORMATS, Format
from viewer.model.analysis import Analysis
from viewer.model.case import Case
from viewer.model.picture_bytes import PictureBytes
from viewer.model.report.issued import IssuedReport
from viewer.model.report.report import Report
from viewer.model.report.versions import versions_of
from viewer.model.sac import SacVoxels
from viewer.model.study import Series
from viewer.model.volume import Volume


def _none() -> Mapping[str, PictureBytes]:
    return {}


@attrs.frozen(eq=False)
class ReportRequest:
    """A report and what its files are made of.

    `pictures` are those of the report's key images by their ids. `case` is the case as it stands, `issued`
    all reports of it that were issued. `series`, `volume` and `analysis` are needed for DICOM objects only;
    `sac` is the measured sac before correction. `outdated` is the sentence that the case says something else
    than an issued report, empty where it does not: nothing of the case is then drawn over its images. `notes`
    are sentences on what is lacking already, to be told with what is written.
    """

    report: Report
    case: Case
    formats: tuple[Format, ...] = DEFAULT_FORMATS
    pictures: Mapping[str, PictureBytes] = attrs.field(factory=_none)
    issued: tuple[IssuedReport, ...] = ()
    series: Series | None = None
    volume: Volume | None = None
    analysis: Analysis | None = None
    sac: SacVoxels | None = None
    uid_root: str = ""
    outdated: str = ""
    notes: tuple[str, ...] = ()

    @property
    def versions(self) -> tuple[IssuedReport, ...]:
        """The final report that this one is or adds to, and its addenda so far; nothing of a draft."""
        return versions_of(self.report, self.issued)

    @property
    def as_issued(self) -> IssuedReport | None:
        """The issued version that this report is, None for a draft."""
        return next((one for one in self.issued if one.report == self.report), None)
