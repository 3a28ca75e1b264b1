"""Enhanced multi-frame objects become the same volumes as files of single images."""

import imagecodecs
import numpy as np
import pydicom
import pytest
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.encaps import encapsulate
from pydicom.sequence import Sequence
from pydicom.uid import UID

from viewer.dicom.load import load
from viewer.dicom.scan import scan
from viewer.dicom.uid import named_uid
from viewer.model.study import Series, SeriesKind

ENHANCED_CT = "1.2.840.10008.5.1.4.1.1.2.1"
EXPLICIT, IMPLICIT, BIG = "1.2.840.10008.1.2.1", "1.2.840.10008.1.2", "1.2.840.10008.1.2.2"
JPEG_2000 = "1.2.840.10008.1.2.4.90"


def item(**values):
    data = Dataset()
    for keyword, value in values.items():
        setattr(data, keyword, value)
    return data


def enhanced(volume, modality="CT", sop_class=ENHANCED_CT):
    image = item(
        SOPClassUID=sop_class,
        SOPInstanceUID=named_uid("enhanced"),
        StudyInstanceUID=named_uid("study"),
        SeriesInstanceUID=named_uid("series"),
        FrameOfReferenceUID=named_uid("frame"),
        Modality=modality,
        PatientName="PHANTOM^TEST",
        PatientID="PH1",
        ImageType=["ORIGINAL", "PRIMARY", "VOLUME", "NONE"],
        SamplesPerPixel=1,
        PhotometricInterpretation="MONOCHROME2",
        NumberOfFrames=volume.hu.shape[0],
        Rows=volume.hu.shape[1],
        Columns=volume.hu.shape[2],
        BitsAllocated=16,
        BitsStored=16,
        HighBit=15,
        PixelRepresentation=1,
    )
    geometry = volume.geometry
    column_mm, row_mm, _ = geometry.spacing_mm
    image.SharedFunctionalGroupsSequence = Sequence(
        [
            item(
                PixelMeasuresSequence=Sequence(
                    [item(PixelSpacing=[row_mm, column_mm], SliceThickness=geometry.spacing_mm[2])]
                ),
                PlaneOrientationSequence=Sequence(
                    [item(ImageOrientationPatient=[*geometry.axes[0], *geometry.axes[1]])]
                ),
                PixelValueTransformationSequence=Sequence(
                    [item(RescaleSlope=1, RescaleIntercept=-1024, RescaleType="HU")]
                ),
            )
        ]
    )
    image.PerFrameFunctionalGroupsSequence = Sequence(
        [
            item(
                FrameContentSequence=Sequence([item(FrameAcquisitionNumber=1, StackID="1")]),
                PlanePositionSequence=Sequence(
                    [item(ImagePositionPatient=list(geometry.to_lps((0.0, 0.0, float(k)))))]
                ),
            )
            for k in range(volume.hu.shape[0])
        ]
    )
    return image


def save(image, path, frames, uid=EXPLICIT, undefined=False, pieces=1, table=True):
    stored = (frames.astype(np.int32) + 1024).astype(np.int16)
    image.file_meta = FileMetaDataset()
    image.file_meta.TransferSyntaxUID = UID(uid)
    image.file_meta.MediaStorageSOPClassUID = image.SOPClassUID
    image.file_meta.MediaStorageSOPInstanceUID = image.SOPInstanceUID
    if undefined:
        for keyword in ("SharedFunctionalGroupsSequence", "PerFrameFunctionalGroupsSequence"):
            image[keyword].is_undefined_length = True
            for one in image[keyword].value:
                one.is_undefined_length_sequence_item = True
    if uid == JPEG_2000:
        coded = [imagecodecs.jpeg2k_encode(frame, level=0, codecformat="j2k") for frame in stored]
        image.PixelData = encapsulate(coded, fragments_per_frame=pieces, has_bot=table)
        image["PixelData"].is_undefined_length = True
        image["PixelData"].VR = "OB"
    else:
        image.PixelData = stored.astype(">i2" if uid == BIG else "<i2").tobytes()
        image["PixelData"].VR = "OW"
    image.save_as(path, enforce_file_format=True)
    return path


@pytest.fixture
def only(tmp_path):
    def found():
        (study,) = scan([tmp_path]).studies
        (series,) = study.series
        return series

    return found


@pytest.mark.parametrize("undefined", [False, True])
@pytest.mark.parametrize("uid", [EXPLICIT, IMPLICIT, BIG, JPEG_2000])
def test_the_frames_are_a_volume(tmp_path, volume, only, uid, undefined):
    save(enhanced(volume), tmp_path / "enhanced.dcm", volume.hu, uid, undefined)
    series = only()
    assert (series.kind, series.warnings) == (SeriesKind.VOLUME, ())
    np.testing.assert_allclose(series.geometry.affine, volume.geometry.affine, atol=1e-6)
    np.testing.assert_array_equal(load(series).hu, volume.hu)


@pytest.mark.parametrize("table", [True, False])
def test_frames_split_into_several_pieces_are_put_together(tmp_path, volume, only, table):
    save(enhanced(volume), tmp_path / "enhanced.dcm", volume.hu, JPEG_2000, pieces=3, table=table)
    np.testing.assert_array_equal(load(only()).hu, volume.hu)


def test_frames_in_any_order_are_sorted(tmp_path, volume, only):
    image = enhanced(volume)
    order = [3, 0, 7, 1, 5, 2, 6, 4]
    frames = image.PerFrameFunctionalGroupsSequence
    image.PerFrameFunctionalGroupsSequence = Sequence([frames[n] for n in order])
    save(image, tmp_path / "enhanced.dcm", volume.hu[order])
    np.testing.assert_array_equal(load(only()).hu, volume.hu)


def test_a_series_loads_without_what_its_scan_remembers(tmp_path, volume, only):
    import attrs

    save(enhanced(volume), tmp_path / "enhanced.dcm", volume.hu)
    found = only()
    fields = {field.name: getattr(found, field.name) for field in attrs.fields(Series)}
    np.testing.assert_array_equal(load(Series(**fields)).hu, volume.hu)


def test_two_phases_in_one_object_are_two_volumes(tmp_path, volume):
    image = enhanced(volume)
    image.NumberOfFrames = 16
    frames = list(image.PerFrameFunctionalGroupsSequence)
    doubled = []
    for phase in (1, 2):
        for frame in frames:
            copied = pydicom.dcmread(_bytes_of(frame), force=True)
            copied.FrameContentSequence[0].TemporalPositionIndex = phase
            doubled.append(copied)
    image.PerFrameFunctionalGroupsSequence = Sequence(doubled)
    save(image, tmp_path / "enhanced.dcm", np.concatenate([volume.hu, volume.hu[::-1]]))
    (study,) = scan([tmp_path]).studies
    assert [(one.part_note, len(one.files)) for one in study.series] == [("another phase", 8)] * 2


def _bytes_of(data):
    import io

    buffer = io.BytesIO()
    pydicom.dcmwrite(buffer, data, implicit_vr=True, little_endian=True)
    buffer.seek(0)
    return buffer


@pytest.mark.parametrize("count", [0, 10**9, -3])
def test_an_absurd_number_of_frames_is_told(tmp_path, volume, count):
    image = enhanced(volume)
    image.NumberOfFrames = count
    save(image, tmp_path / "enhanced.dcm", volume.hu)
    catalogue = scan([tmp_path])
    assert catalogue.studies == () or not catalogue.studies[0].series[0].usable
    told = [one.reason for one in catalogue.skipped]
    told += [one.reason for study in catalogue.studies for one in study.series]
    assert any(told)


def test_a_file_cut_within_its_frames_is_told(tmp_path, volume):
    path = save(enhanced(volume), tmp_path / "enhanced.dcm", volume.hu)
    path.write_bytes(path.read_bytes()[:-500])
    (study,) = scan([tmp_path]).studies
    (series,) = study.series
    assert series.left_out
    assert "(frame 8) is cut short" in series.left_out[-1].reason


def test_an_object_cut_anywhere_never_breaks_the_scan(tmp_path, volume):
    whole = save(enhanced(volume), tmp_path / "enhanced.dcm", volume.hu, JPEG_2000).read_bytes()
    for count in range(150, len(whole), 211):
        (tmp_path / "enhanced.dcm").write_bytes(whole[:count])
        catalogue = scan([tmp_path])
        assert catalogue.skipped or catalogue.studies
