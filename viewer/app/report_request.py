"""From a case and its images to all that its report is made of, without a window."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import attrs

from viewer.app.offscreen import offscreen
from viewer.app.reported_study import ReportedStudy
from viewer.errors import ViewerError
from viewer.handover.format import DICOM_FORMATS, Format
from viewer.handover.request import ReportRequest
from viewer.model.analysis import Analysis
from viewer.model.case import Case
from viewer.model.picture_bytes import PictureBytes
from viewer.model.report.issued import IssuedReport
from viewer.model.sac import SacVoxels
from viewer.model.study import Series
from viewer.model.volume import Volume
from viewer.progress import Progress, part

if TYPE_CHECKING:
    from viewer.report.composing.compose import StudyFacts

# Of what is made of an issued report, this alone needs more than the report and its pictures.
_OF_VOLUME = (Format.SEG, Format.PR, Format.KO, Format.SC)


class NoContrastError(ViewerError):
    """There is no intrathecal contrast to report on."""


@attrs.frozen(eq=False)
class _Read:
    """The images as they were read, and what was measured in them."""

    series: Series
    volume: Volume
    analysis: Analysis
    sac: SacVoxels | None


def request_of(
    found: ReportedStudy, formats: tuple[Format, ...], progress: Progress, *, auto: bool
) -> ReportRequest:
    """Return what the report of a case is made of: the one issued last, else a draft of now.

    With `auto` a draft from the analysis alone; `NoContrastError` where that finds no contrast.
    """
    if found.case.issued and not auto:
        return _issued(found, formats, progress)
    read = _read(found, part(progress, 0.0, 0.9))
    if auto and read.analysis.absent is not None:
        raise NoContrastError(read.analysis.absent)
    return _draft(found, read, formats, progress, auto=auto)


def _draft(
    found: ReportedStudy, read: _Read, formats: tuple[Format, ...], progress: Progress, *, auto: bool
) -> ReportRequest:
    from viewer.report.checking.contradictions import contradictions
    from viewer.report.composing.compose import compose
    from viewer.session.settings import default_file, remembered_settings
    from viewer.tools.proposed_views import proposed_views

    settings, _ = remembered_settings(default_file())
    progress(0.9, "Composing the report")
    now = datetime.now(UTC).isoformat(timespec="seconds")
    facts = _facts(found, read)
    report = compose(found.case, read.analysis, facts, author=settings.reader, made_at=now, auto=auto)
    report = attrs.evolve(report, contradictions=contradictions(report, found.case, read.analysis))
    case = found.case
    if auto:
        views = proposed_views(
            report.findings, read.analysis, read.volume.geometry, created=now, by=report.software
        )
        case, report = attrs.evolve(case, key_images=views), attrs.evolve(report, key_images=views)
    pictures, lacking = _pictures(case, read)
    return ReportRequest(
        report=report,
        case=case,
        formats=formats,
        pictures=pictures,
        notes=lacking,
        series=read.series,
        volume=read.volume,
        analysis=read.analysis,
        sac=read.sac,
        uid_root=settings.uid_root,
    )


def _issued(found: ReportedStudy, formats: tuple[Format, ...], progress: Progress) -> ReportRequest:
    """The report as it was issued, with its pictures; images are read only for what is drawn over them."""
    from viewer.report.checking.fingerprint import outdated
    from viewer.session.settings import default_file, remembered_settings

    case = found.case
    last: IssuedReport = case.issued[-1]
    settings, _ = remembered_settings(default_file())
    request = ReportRequest(
        report=last.report,
        case=case,
        formats=formats,
        pictures={one.key_id: one.picture for one in last.images},
        issued=case.issued,
        series=found.series if any(one in DICOM_FORMATS for one in formats) else None,
        uid_root=settings.uid_root,
        outdated=outdated(case, last),
    )
    if not any(one in _OF_VOLUME for one in formats):
        return request
    read = _read(found, progress)
    return attrs.evolve(request, series=read.series, volume=read.volume, analysis=read.analysis, sac=read.sac)


def _read(found: ReportedStudy, progress: Progress) -> _Read:
    # scipy and the decoders are slow to import.
    from viewer.analysis.analyse import analyse
    from viewer.analysis.correcting import corrected
    from viewer.intake.load import load
    from viewer.session.lying import Lying, as_said

    case = found.case
    volume = Lying(found.document).volume(load(found.series, part(progress, 0.0, 0.3)))
    series = as_said(found.series, volume, found.document)
    base = analyse(volume, case.labels, part(progress, 0.3, 0.9))
    measured = corrected(volume, base, case.correction, None, part(progress, 0.9, 1.0))
    return _Read(series, volume, measured.analysis, measured.sac)


def _facts(found: ReportedStudy, read: _Read) -> "StudyFacts":
    from viewer.dicom.technique import technique
    from viewer.model.study_reference import images_digest
    from viewer.report.composing.compose import StudyFacts

    return StudyFacts(
        study_description=found.study.description,
        technique=technique(read.series),
        images=images_digest(read.series.sop_instance_uids),
        volume=read.volume.geometry,
    )


def _pictures(case: Case, read: _Read) -> tuple[dict[str, PictureBytes], tuple[str, ...]]:
    """The pictures of the key images that are reported by their ids, and why some are lacking."""
    kept = [one for one in case.key_images if one.reported]
    drawn: dict[str, PictureBytes] = {}
    lacking: list[str] = []
    if not kept:
        return drawn, ()
    with offscreen():
        # Qt is heavy, and only key images need it.
        from viewer.widgets.slices.key_image_painter import key_picture_bytes

        for one in kept:
            try:
                drawn[one.key_id] = key_picture_bytes(
                    read.volume, case, read.analysis, read.sac, one, series=read.series
                )
            except ViewerError as error:
                lacking.append(f"The key image {one.title!r} could not be drawn: {error}")
    return drawn, tuple(lacking)
