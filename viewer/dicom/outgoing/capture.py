"""A picture as a Secondary Capture image (PS3.3 A.8.1)."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from viewer.dicom.objects import decimal
from viewer.dicom.outgoing.derived import add_lossy, check_same_study, derived_object, made_at
from viewer.dicom.outgoing.made_object import MadeObject, made_object
from viewer.dicom.outgoing.plain import limited
from viewer.dicom.outgoing.presentation import NO_TITLE, image_item
from viewer.dicom.outgoing.source_study import SourceImage, SourceStudy
from viewer.errors import DicomError
from viewer.model.key_image import KeyImage
from viewer.model.picture_bytes import PNG, PictureBytes
from viewer.model.report.report import Report

CAPTURE_CLASS = "1.2.840.10008.5.1.4.1.1.7"
SERIES = (9302, "Thecal captured pictures")
_WORKSTATION = "WSD"


class DamagedPictureError(DicomError):
    """A picture whose pixels cannot be read."""


def secondary_capture(
    key_image: KeyImage,
    number: int,
    picture: PictureBytes,
    *,
    report: Report,
    source: SourceStudy,
    shows: SourceImage | None = None,
    mm_per_px: Callable[[int, int], float] | None = None,
    uid_root: str = "",
) -> MadeObject:
    """Return the capture of a key image's picture, the `number`th from 1.

    `shows` is the acquired image that it shows or passes through, `mm_per_px` gives the
    size of a pixel by width and height of the picture; None for a view in three dimensions. `DicomError` where the picture cannot be read, or the report is of another study.
    """
    check_same_study(report, source)
    pixels = _rgb(picture)
    made = derived_object(report, source, CAPTURE_CLASS, "OT", SERIES, number)
    made.BodyPartExamined = "SPINE"
    made.ConversionType = _WORKSTATION
    made.DateOfSecondaryCapture, made.TimeOfSecondaryCapture = made_at(report, source)
    made.ImageType = ["DERIVED", "SECONDARY"]
    made.PatientOrientation = None
    add_lossy(made, source)
    made.BurnedInAnnotation = "YES" if key_image.burned_in else "NO"
    made.DerivationDescription = limited("A view of the volume, windowed and drawn by Thecal", "ST")
    title = limited(key_image.title or NO_TITLE, "LO")
    made.ImageComments = limited("\n".join(filter(None, (title, key_image.note))), "LT")
    if shows is not None:
        made.SourceImageSequence = [image_item(shows)]
    if mm_per_px is not None:
        made.PixelSpacing = [decimal(mm_per_px(pixels.shape[1], pixels.shape[0]))] * 2
    made.SamplesPerPixel, made.PhotometricInterpretation, made.PlanarConfiguration = 3, "RGB", 0
    made.Rows, made.Columns = pixels.shape[:2]
    made.BitsAllocated, made.BitsStored, made.HighBit, made.PixelRepresentation = 8, 8, 7, 0
    data = pixels.tobytes()
    made.add_new("PixelData", "OB", data + b"\0" * (len(data) % 2))
    return made_object(made, report, "secondary capture", uid_root, is_image=True)


def _rgb(picture: PictureBytes) -> NDArray[np.uint8]:
    """The pixels of a picture, uint8 RGB `[y, x, 3]`."""
    import imagecodecs  # heavy, and only captures need it

    decode = imagecodecs.png_decode if picture.kind == PNG else imagecodecs.jpeg_decode
    try:
        pixels = np.asarray(decode(picture.data))
    except Exception as error:  # the decoders fail each in their own way
        raise DamagedPictureError("A kept picture is damaged, so it cannot be captured.") from error
    if pixels.ndim == 2:
        pixels = pixels[:, :, None]
    if pixels.dtype != np.uint8 or pixels.shape[2] not in (1, 2, 3, 4):
        raise DamagedPictureError("A kept picture has a form that cannot be captured.")
    channels = (0, 1, 2) if pixels.shape[2] >= 3 else (0, 0, 0)
    return np.ascontiguousarray(pixels[:, :, channels])
