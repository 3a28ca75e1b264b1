"""The data sets of written CT images, and the bytes of their files.

Source: DICOM PS3.3 A.3 (CT Image IOD), C.7.6.4 (contrast), C.8.2.1 (CT Image).
"""

import io
from typing import Any

from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.filewriter import dcmwrite
from pydicom.sequence import Sequence
from pydicom.uid import UID

from viewer import __version__
from viewer.dicom.encode import Storage
from viewer.dicom.intrathecal import INTRATHECAL_ROUTE
from viewer.dicom.series_header import SeriesHeader
from viewer.dicom.uid import named_uid
from viewer.model.geometry import VolumeGeometry, dot

CT_IMAGE_STORAGE = UID("1.2.840.10008.5.1.4.1.1.2")
_IMPLEMENTATION_UID = UID(named_uid("thecal"))
_EIGHT_BIT_VR, _WORD_VR = "OB", "OW"


def series_dataset(header: SeriesHeader, geometry: VolumeGeometry, form: Storage) -> Dataset:
    """Return what all images of a series have in common."""
    image = Dataset()
    for values in (_identity(header), _technique(header), _grid(header, geometry), _pixels(geometry, form)):
        for keyword, value in values.items():
            setattr(image, keyword, value)
    if header.window is not None:
        image.WindowCenter = decimal(header.window.centre)
        image.WindowWidth = decimal(header.window.width)
    if form.padding is not None:
        image.add_new("PixelPaddingValue", "SS" if form.signed else "US", form.padding)
    _add_contrast(image, header)
    return image


def ct_image(shared: Dataset, instance_uid: str, k: int, geometry: VolumeGeometry) -> Dataset:
    """Return the data set of slice `k`, without its pixels."""
    image = Dataset()
    image.update(shared)
    position = geometry.to_lps((0.0, 0.0, float(k)))
    image.SOPInstanceUID = instance_uid
    image.InstanceNumber = k + 1
    image.ImagePositionPatient = [decimal(number) for number in position]
    image.SliceLocation = decimal(dot(position, geometry.axes[2]))
    return image


def file_bytes(image: Dataset, pixels: bytes, syntax_uid: str, *, encapsulated: bool) -> bytes:
    """Return the whole file of an image with the given value of Pixel Data."""
    image.add_new(
        "PixelData", _EIGHT_BIT_VR if encapsulated or image.BitsAllocated == 8 else _WORD_VR, pixels
    )
    image["PixelData"].is_undefined_length = encapsulated
    meta = FileMetaDataset()
    meta.MediaStorageSOPClassUID = CT_IMAGE_STORAGE
    meta.MediaStorageSOPInstanceUID = image.SOPInstanceUID
    meta.TransferSyntaxUID = UID(syntax_uid)
    meta.ImplementationClassUID = _IMPLEMENTATION_UID
    meta.ImplementationVersionName = f"THECAL_{__version__}"[:16]
    image.file_meta = meta
    buffer = io.BytesIO()
    dcmwrite(buffer, image, enforce_file_format=True)
    return buffer.getvalue()


def decimal(number: float) -> str:
    """Return a number as a decimal string of at most 16 characters (VR DS), as exact as fits."""
    for digits in range(15, 0, -1):
        text = f"{number + 0.0:.{digits}g}"
        if len(text) <= 16:
            return text
    return "0"


def _identity(header: SeriesHeader) -> dict[str, Any]:
    date, time = header.date.replace("-", ""), header.time.replace(":", "")
    return {
        "SpecificCharacterSet": "ISO_IR 192",
        "ImageType": list(header.image_type),
        "SOPClassUID": CT_IMAGE_STORAGE,
        **dict.fromkeys(("StudyDate", "SeriesDate", "AcquisitionDate", "ContentDate"), date),
        **dict.fromkeys(("StudyTime", "SeriesTime", "AcquisitionTime", "ContentTime"), time),
        "AccessionNumber": "",
        "Modality": "CT",
        "Manufacturer": header.manufacturer,
        "ReferringPhysicianName": "",
        "StudyDescription": header.study_description,
        "SeriesDescription": header.series_description,
        "PatientName": header.patient.name,
        "PatientID": header.patient.patient_id,
        "PatientBirthDate": header.patient.birth_date.replace("-", ""),
        "PatientSex": header.patient.sex,
        "StudyInstanceUID": header.study_uid,
        "SeriesInstanceUID": header.series_uid,
        "StudyID": header.study_id,
        "SeriesNumber": header.number,
        "AcquisitionNumber": 1,
    }


def _technique(header: SeriesHeader) -> dict[str, Any]:
    return {
        "BodyPartExamined": header.body_part,
        "KVP": decimal(header.kvp),
        "PatientPosition": header.patient_position,
        "ConvolutionKernel": header.kernel,
        "GantryDetectorTilt": "0",
    }


def _grid(header: SeriesHeader, geometry: VolumeGeometry) -> dict[str, Any]:
    right, down, _ = geometry.axes
    column_mm, row_mm, step_mm = geometry.spacing_mm
    return {
        "FrameOfReferenceUID": header.frame_of_reference_uid,
        "PositionReferenceIndicator": "",
        "ImageOrientationPatient": [decimal(number) for number in (*right, *down)],
        "PixelSpacing": [decimal(row_mm), decimal(column_mm)],
        "SliceThickness": decimal(header.slice_thickness_mm or step_mm),
        "SpacingBetweenSlices": decimal(step_mm),
    }


def _pixels(geometry: VolumeGeometry, form: Storage) -> dict[str, Any]:
    return {
        "SamplesPerPixel": 1,
        "PhotometricInterpretation": "MONOCHROME2",
        "Rows": geometry.shape[1],
        "Columns": geometry.shape[2],
        "BitsAllocated": form.bits_allocated,
        "BitsStored": form.bits_stored,
        "HighBit": form.bits_stored - 1,
        "PixelRepresentation": int(form.signed),
        "RescaleIntercept": decimal(form.intercept),
        "RescaleSlope": decimal(form.slope),
        "RescaleType": "HU",
    }


def _add_contrast(image: Dataset, header: SeriesHeader) -> None:
    if header.agent:
        image.ContrastBolusAgent = header.agent
        agent = _AGENT_CODES.get(header.agent.split()[0].upper(), _CONTRAST)
        image.ContrastBolusAgentSequence = Sequence([_code(*agent)])
    if header.intrathecal:
        image.ContrastBolusRoute = "Intrathecal"
        route = Sequence([_code(INTRATHECAL_ROUTE, "Intrathecal route")])
        image.ContrastBolusAdministrationRouteSequence = route


# SNOMED CT substances, as in PS3.16 CID 12.
_CONTRAST = ("7140000", "Contrast agent")
_AGENT_CODES = {
    "IOHEXOL": ("109218004", "Iohexol"),
    "IOPAMIDOL": ("109219007", "Iopamidol"),
}


def _code(value: str, meaning: str) -> Dataset:
    item = Dataset()
    item.CodeValue = value
    item.CodingSchemeDesignator = "SCT"
    item.CodeMeaning = meaning
    return item
