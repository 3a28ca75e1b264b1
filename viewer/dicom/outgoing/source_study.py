"""What objects made of a series take over from its images: patient, study, frame of reference, and the images."""

import re

import attrs
from pydicom.dataset import Dataset
from pydicom.uid import UID

from viewer.dicom import tags
from viewer.dicom.header import Header, read_header
from viewer.dicom.multiframe import frames_of
from viewer.dicom.objects import decimal
from viewer.dicom.outgoing.plain import limited, limited_name
from viewer.dicom.readable import is_lossy
from viewer.dicom.series import ScannedSeries
from viewer.dicom.stacking import NoStack, stack
from viewer.dicom.text import iso_date, iso_time
from viewer.dicom.uid import named_uid
from viewer.errors import DicomError
from viewer.model.geometry import Vec3, dot, subtract, unit, vec3
from viewer.model.study import Series

_FOREIGN = "file."
_UID = re.compile(r"[0-9]+(\.[0-9]+)*")
_OFFSET = re.compile(r"[+-][0-9]{4}")
_AGE = re.compile(r"[0-9]{3}[DWMY]")
_SEXES = ("M", "F", "O")


@attrs.frozen
class SourceImage:
    """One image or frame of the source; `frame` counts from 1, 0 where its file is a single image.

    `position` is the centre of its first pixel in LPS mm, None where it says none. `axes` are the unit LPS
    directions along a row and down a column, `spacing_mm` the steps along them, `rescale` slope and intercept
    from stored values to HU; None where the header says none.
    """

    sop_class_uid: str
    sop_instance_uid: str
    frame: int = 0
    position: Vec3 | None = None
    axes: tuple[Vec3, Vec3] | None = None
    spacing_mm: tuple[float, float] | None = None
    rescale: tuple[float, float] | None = None


@attrs.frozen
class Lossy:
    """How images were compressed with loss: ratio and method as the last one says, empty where none does."""

    ratio: str = ""
    method: str = ""


@attrs.frozen(eq=False)
class SourceStudy:
    """The source of derived objects.

    `attributes` are the elements of the Patient and General Study modules, within their limits and in
    UTF-8, for every derived object. `images` are in the order of the volume's slices. `as_acquired` tells
    that slice `k` of the volume is `images[k]` as it is. `frame_known` is False where the images name no
    frame of reference and `frame_of_reference_uid` is one made for them. `normal` is the direction the
    slices follow each other in, None for images that form no volume. `timezone` is the offset from UTC
    that the source counts its times in (`+0100`), empty where it does not say. `lossy` is None where no image
    was compressed with loss.
    """

    attributes: Dataset
    study_uid: str
    series_uid: str
    frame_of_reference_uid: str
    frame_known: bool
    position_reference: str
    modality: str
    timezone: str
    images: tuple[SourceImage, ...]
    rows: int
    columns: int
    normal: Vec3 | None
    as_acquired: bool
    lossy: Lossy | None = None

    def nearest(self, point: Vec3) -> SourceImage:
        """Return the image whose plane lies nearest to a point (LPS mm); the middle one where none tells."""
        normal = self.normal
        placed = [one for one in self.images if one.position is not None]
        if normal is None or not placed:
            return self.images[len(self.images) // 2]
        return min(placed, key=lambda one: abs(dot(subtract(point, one.position or point), normal)))

    def dataset(self, image: SourceImage) -> Dataset:
        """Return a small data set that stands for an image where a library wants the image itself."""
        found = Dataset()
        found.update(self.attributes)
        found.SOPClassUID = UID(image.sop_class_uid)
        found.SOPInstanceUID = UID(image.sop_instance_uid)
        found.SeriesInstanceUID = UID(self.series_uid)
        found.FrameOfReferenceUID = UID(self.frame_of_reference_uid)
        found.Modality = self.modality
        found.Rows, found.Columns = self.rows, self.columns
        return found

    @property
    def instances(self) -> tuple[SourceImage, ...]:
        """One image of each file."""
        return tuple({image.sop_instance_uid: image for image in reversed(self.images)}.values())[::-1]


def read_source(series: Series) -> SourceStudy:
    """Return what objects made of a series take over from its images.

    `DicomError` where the series is no DICOM series, or where its images lack the UIDs to refer to them.
    """
    if series.series_uid.startswith(_FOREIGN) or not series.files:
        raise DicomError(
            "This volume was not read from DICOM images, so no DICOM object can be made that belongs to them.",
            "Export the report as PDF, text or JSON instead.",
        )
    headers = _headers(series)
    first = headers[0]
    frame_uid = _uid(first, tags.FRAME_OF_REFERENCE_UID)
    series_uid = _needed(first, tags.SERIES_INSTANCE_UID, "series")
    study_uid = _needed(first, tags.STUDY_INSTANCE_UID, "study")
    geometry = series.geometry
    return SourceStudy(
        attributes=_attributes(first, study_uid),
        study_uid=study_uid,
        series_uid=series_uid,
        frame_of_reference_uid=frame_uid or named_uid("frame of reference", series_uid),
        frame_known=bool(frame_uid),
        position_reference=limited(first.text(tags.POSITION_REFERENCE), "LO"),
        modality=limited(first.word(tags.MODALITY), "CS") or "OT",
        timezone=_matching(_OFFSET, first.word(tags.TIMEZONE_OFFSET)),
        images=tuple(map(_image, headers)),
        rows=first.integer(tags.ROWS) or 0,
        columns=first.integer(tags.COLUMNS) or 0,
        normal=geometry.axes[2] if geometry else None,
        as_acquired=not series.resampled and geometry is not None and geometry.shape[0] == len(headers),
        lossy=next(map(_lossy, filter(is_lossy, headers)), None),
    )


def _headers(series: Series) -> tuple[Header, ...]:
    """The headers of the images in the order of the slices, read again where the series was not scanned here."""
    if isinstance(series, ScannedSeries) and series.headers:
        return series.headers
    found = [one for path in dict.fromkeys(series.files) for one in frames_of(read_header(path))]
    if not series.usable:
        return tuple(found)
    try:
        return stack(found).headers
    except NoStack as error:
        raise DicomError(
            f"The images are no longer those of this series: {error.reason}", "Open the study again."
        ) from error


def _image(header: Header) -> SourceImage:
    position, steps = header.numbers(tags.IMAGE_POSITION), header.numbers(tags.PIXEL_SPACING)
    slope, intercept = header.number(tags.RESCALE_SLOPE), header.number(tags.RESCALE_INTERCEPT)
    return SourceImage(
        sop_class_uid=_needed(header, tags.SOP_CLASS_UID, "class"),
        sop_instance_uid=_needed(header, tags.SOP_INSTANCE_UID, "instance"),
        frame=header.frame + 1 if header.framed else 0,
        position=vec3(position) if len(position) == 3 else None,
        axes=_axes(header),
        spacing_mm=(steps[1], steps[0]) if len(steps) == 2 and min(steps) > 0 else None,
        rescale=None if slope is None or intercept is None else (slope, intercept),
    )


def _axes(header: Header) -> tuple[Vec3, Vec3] | None:
    along = header.numbers(tags.IMAGE_ORIENTATION)
    if len(along) != 6 or not any(along[:3]) or not any(along[3:]):
        return None
    return unit(vec3(along[:3])), unit(vec3(along[3:]))


def _lossy(header: Header) -> Lossy:
    ratios, methods = header.numbers(tags.LOSSY_RATIO), header.words(tags.LOSSY_METHOD)
    ratio = decimal(ratios[-1]) if ratios and ratios[-1] > 0 else ""
    return Lossy(ratio, limited(methods[-1], "CS"))


def _uid(header: Header, tag: int) -> str:
    word = header.word(tag)
    return word if len(word) <= 64 and _UID.fullmatch(word) else ""


def _needed(header: Header, tag: int, what: str) -> str:
    found = _uid(header, tag)
    if not found:
        raise DicomError(
            f"{header.name} has no valid {what} UID, so no DICOM object can refer to it.",
            "Export the report as PDF, text or JSON instead.",
        )
    return found


def _matching(pattern: re.Pattern[str], word: str) -> str:
    return word if pattern.fullmatch(word) else ""


def _attributes(header: Header, study_uid: str) -> Dataset:
    """The elements of the Patient, General Study and Patient Study modules (PS3.3 C.7.1.1, C.7.2.1, C.7.2.2)."""
    sex = header.word(tags.PATIENT_SEX).upper()
    found = Dataset()
    found.SpecificCharacterSet = "ISO_IR 192"
    found.StudyDate = iso_date(header.word(tags.STUDY_DATE)).replace("-", "")
    found.StudyTime = iso_time(header.word(tags.STUDY_TIME)).replace(":", "")
    found.AccessionNumber = limited(header.text(tags.ACCESSION_NUMBER), "SH")
    found.ReferringPhysicianName = limited_name(header.text(tags.REFERRING_PHYSICIAN))
    found.PatientName = limited_name(header.text(tags.PATIENT_NAME))
    found.PatientID = limited(header.text(tags.PATIENT_ID), "LO")
    found.PatientBirthDate = iso_date(header.word(tags.PATIENT_BIRTH_DATE)).replace("-", "")
    found.PatientSex = sex if sex in _SEXES else ""
    found.StudyInstanceUID = UID(study_uid)
    found.StudyID = limited(header.text(tags.STUDY_ID), "SH")
    optional = {
        "StudyDescription": limited(header.text(tags.STUDY_DESCRIPTION), "LO"),
        "IssuerOfPatientID": limited(header.text(tags.PATIENT_ID_ISSUER), "LO"),
        "PatientAge": _matching(_AGE, header.word(tags.PATIENT_AGE)),
        "TimezoneOffsetFromUTC": _matching(_OFFSET, header.word(tags.TIMEZONE_OFFSET)),
    }
    for keyword, value in optional.items():
        if value:
            setattr(found, keyword, value)
    return found
