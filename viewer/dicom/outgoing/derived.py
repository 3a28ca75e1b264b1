"""What every object that Thecal makes of a report says of itself: study, series, equipment, dates."""

from datetime import UTC, datetime, timedelta, timezone

from pydicom.dataset import Dataset
from pydicom.uid import UID

from viewer import __version__
from viewer.dicom.outgoing.plain import limited
from viewer.dicom.outgoing.source_study import SourceStudy
from viewer.errors import DicomError
from viewer.model.report.report import Report

MANUFACTURER, MODEL = "Thecal", "Thecal"
# What has to stand there where the images do not say how they were compressed.
_UNKNOWN_RATIO, _UNKNOWN_METHOD = "1", "UNKNOWN"
# Where neither report nor study names a day; a date has to stand there.
_NO_DAY = datetime(1970, 1, 1, tzinfo=UTC)


def derived_object(  # noqa: PLR0917 - an object is told from others by all of these
    report: Report,
    source: SourceStudy,
    sop_class_uid: str,
    modality: str,
    series: tuple[int, str],
    instance_number: int = 1,
) -> Dataset:
    """Return a new object of the source's study with the modules all of them share.

    `series` is the number and description of its series. Patient, General Study, General Series, General
    Equipment and SOP Common (PS3.3 C.7.1 to C.7.5, C.12.1); UIDs come last, by `uids.identified`.
    """
    day, time = made_at(report, source)
    made = Dataset()
    made.update(source.attributes)
    made.SOPClassUID = UID(sop_class_uid)
    made.InstanceCreationDate, made.InstanceCreationTime = day, time
    made.SeriesDate, made.SeriesTime = day, time
    made.ContentDate, made.ContentTime = day, time
    made.Modality = modality
    made.Manufacturer, made.ManufacturerModelName = MANUFACTURER, MODEL
    made.DeviceSerialNumber = __version__
    made.SoftwareVersions = limited(report.software or f"{MODEL} {__version__}", "LO")
    made.SeriesNumber, made.SeriesDescription = series[0], limited(series[1], "LO")
    made.InstanceNumber = instance_number
    return made


def add_lossy(made: Dataset, source: SourceStudy) -> None:
    """Say whether the images an object's pixels were made from had been compressed with loss (PS3.3 C.7.6.1)."""
    made.LossyImageCompression = "01" if source.lossy else "00"
    if source.lossy:
        made.LossyImageCompressionRatio = source.lossy.ratio or _UNKNOWN_RATIO
        made.LossyImageCompressionMethod = source.lossy.method or _UNKNOWN_METHOD


def check_same_study(report: Report, source: SourceStudy) -> None:
    """Raise `DicomError` where a report is not of the images it would be filed with."""
    said, there = (report.study.study_uid, report.study.series_uid), (source.study_uid, source.series_uid)
    if any(one not in ("", other) for one, other in zip(said, there, strict=True)):
        raise DicomError(
            "The report is of another study than these images, so nothing was written.",
            "Open the study that the case belongs to.",
        )


def made_at(report: Report, source: SourceStudy) -> tuple[str, str]:
    """Return date and time (DA, TM) the report was made at, never those of the clock.

    In the source's own offset from UTC where it names one, else in UTC. Without a time in the report, the
    study's; a report that is not dated at all gets the same ones each time.
    """
    moment = moment_of(report)
    if moment is None:
        day = str(source.attributes.StudyDate or "") or f"{_NO_DAY:%Y%m%d}"
        return day, str(source.attributes.StudyTime or "") or "000000"
    local = moment.astimezone(_zone(source.timezone))
    return f"{local:%Y%m%d}", f"{local:%H%M%S}"


def moment_of(report: Report) -> datetime | None:
    """Return when the report was made, in UTC; None where it does not say."""
    try:
        moment = datetime.fromisoformat(report.made_at)
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None


def _zone(offset: str) -> timezone:
    if not offset or int(offset[1:3]) > 14 or int(offset[3:]) > 59:
        return UTC
    minutes = int(offset[1:3]) * 60 + int(offset[3:])
    return timezone(timedelta(minutes=-minutes if offset[0] == "-" else minutes))
