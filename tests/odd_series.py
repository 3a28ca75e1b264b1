"""Small series that are no CT volume, written beside the slices of a CT."""

from io import BytesIO
from pathlib import Path

import numpy as np
import pydicom
import pypdfium2
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.uid import ExplicitVRLittleEndian

from viewer.dicom.uid import named_uid

STORAGE = "1.2.840.10008.5.1.4.1.1."


class OddSeries:
    """Writes series into the folder of a CT, as its patient and study unless told otherwise."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.ct = pydicom.dcmread(next(iter(sorted(folder.glob("*.dcm")))), stop_before_pixels=True)

    def mr(self, count=5, *, tilted=False, order=None, name="T2 AX", **values):
        """Axial images 4 mm apart about the middle of the CT whose value tells the number from the feet."""
        down = (0.0, 0.8, 0.6) if tilted else (0.0, 1.0, 0.0)
        normal = np.cross((1.0, 0.0, 0.0), down)
        for n in order or range(count):
            origin = np.array((-12.0, -8.0, 104.0)) + 4.0 * n * normal
            said = {
                "InstanceNumber": count - n,
                "FrameOfReferenceUID": self.ct.FrameOfReferenceUID,
                "ImagePositionPatient": [f"{x:.4f}" for x in origin],
                "ImageOrientationPatient": [1, 0, 0, *down],
                "PixelSpacing": [2, 2],
                "WindowCenter": 100 * (n + 1),
                "WindowWidth": 400,
            }
            pixels = np.full((8, 12), 100 * (n + 1), np.uint16)
            self._write(f"{name} {n}", STORAGE + "4", "MR", name, pixels, **{**said, **values})

    def enhanced_mr(self, frames=3):
        """One file of axial frames 4 mm apart, brighter towards the head."""
        values = np.stack([np.full((8, 12), 100 * (n + 1), np.uint16) for n in range(frames)])
        shared, groups = Dataset(), [Dataset() for _ in range(frames)]
        shared.PixelMeasuresSequence = [_item(PixelSpacing=[2, 2], SliceThickness=4)]
        shared.PlaneOrientationSequence = [_item(ImageOrientationPatient=[1, 0, 0, 0, 1, 0])]
        for n, group in enumerate(groups):
            group.PlanePositionSequence = [_item(ImagePositionPatient=[-12, -8, 100 + 4 * n])]
        self._write(
            "enhanced",
            STORAGE + "4.1",
            "MR",
            "T1 3D",
            values,
            NumberOfFrames=frames,
            FrameOfReferenceUID=self.ct.FrameOfReferenceUID,
            SharedFunctionalGroupsSequence=[shared],
            PerFrameFunctionalGroupsSequence=groups,
        )

    def radiograph(self):
        """A lateral view whose largest value is black, 3 x 4."""
        values = np.arange(12, dtype=np.uint16).reshape(3, 4) * 100
        self._write(
            "dx",
            STORAGE + "1.1.1",
            "DX",
            "LATERAL",
            values,
            PhotometricInterpretation="MONOCHROME1",
            PatientOrientation=["P", "F"],
            PixelSpacing=[0.2, 0.2],
        )

    def capture(self):
        """A red picture with a green corner."""
        rgb = np.zeros((6, 9, 3), np.uint8)
        rgb[..., 0] = 200
        rgb[0, 0] = (0, 255, 0)
        self._write("capture", STORAGE + "7", "OT", "SCREEN", rgb)

    def fluoroscopy(self, frames=4):
        """Frames that are as bright as their number says."""
        values = np.stack([np.full((5, 7), 40 * n % 256, np.uint8) for n in range(frames)])
        values[:, 0] = 255
        self._write("rf", STORAGE + "12.2", "RF", "RUN", values, NumberOfFrames=frames)

    def localizer(self):
        """A frontal view of the CT, its rows 2 mm apart."""
        self._write(
            "localizer",
            STORAGE + "2",
            "CT",
            "SCOUT",
            np.arange(20 * 16, dtype=np.uint16).reshape(20, 16),
            ImageType=["ORIGINAL", "PRIMARY", "LOCALIZER"],
            FrameOfReferenceUID=self.ct.FrameOfReferenceUID,
            ImagePositionPatient=[-15, 0, 132],
            ImageOrientationPatient=[1, 0, 0, 0, 0, -1],
            PixelSpacing=[2, 2],
            RescaleSlope=1,
            RescaleIntercept=-1024,
        )

    def document(self, pages=2, data=None):
        """A letter of some pages."""
        file = BytesIO()
        letter = pypdfium2.PdfDocument.new()
        for _ in range(pages):
            letter.new_page(100, 140).close()
        letter.save(file)
        letter.close()
        content = file.getvalue() if data is None else data
        content += b"\0" * (len(content) % 2)
        self._write("letter", STORAGE + "104.1", "DOC", "LETTER", None, EncapsulatedDocument=content)

    def _write(self, name, sop_class, modality, description, pixels, **values):
        image = Dataset()
        image.file_meta = FileMetaDataset()
        image.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
        image.file_meta.MediaStorageSOPClassUID = image.SOPClassUID = sop_class
        image.file_meta.MediaStorageSOPInstanceUID = image.SOPInstanceUID = named_uid(f"{self.folder} {name}")
        for keyword in ("PatientName", "PatientID", "PatientBirthDate", "StudyInstanceUID", "StudyDate"):
            setattr(image, keyword, self.ct.get(keyword, ""))
        image.Modality, image.SeriesDescription = modality, description
        image.SeriesInstanceUID = named_uid(f"{self.folder} {modality} {description}")
        image.InstanceNumber = 1
        if pixels is not None:
            _add_pixels(image, pixels, frames=int(values.get("NumberOfFrames", 0)))
        for keyword, value in values.items():
            setattr(image, keyword, value)
        image.save_as(self.folder / f"{name}.dcm", enforce_file_format=True)


def _item(**values):
    item = Dataset()
    for keyword, value in values.items():
        setattr(item, keyword, value)
    return item


def _add_pixels(image, pixels, frames):
    colour = pixels.ndim == 3 and not frames
    image.SamplesPerPixel = 3 if colour else 1
    image.PhotometricInterpretation = "RGB" if colour else "MONOCHROME2"
    if colour:
        image.PlanarConfiguration = 0
    image.Rows, image.Columns = pixels.shape[1:3] if frames else pixels.shape[:2]
    image.BitsAllocated = image.BitsStored = 8 * pixels.itemsize
    image.HighBit, image.PixelRepresentation = image.BitsStored - 1, 0
    data = pixels.tobytes()
    image.PixelData = data + b"\0" * (len(data) % 2)
