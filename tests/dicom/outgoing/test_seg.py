"""Segments as segmentations, read by programs that are not ours."""

import io

import attrs
import highdicom
import numpy as np
import pydicom
import pytest
import SimpleITK

from tests.dicom.outgoing.checked import errors_found, said_by
from tests.dicom.test_multiframe import enhanced, save
from tests.report import sample_report as sample
from viewer.dicom.outgoing.codes import code
from viewer.dicom.outgoing.level_codes import level_code
from viewer.dicom.outgoing.seg import segmentation
from viewer.dicom.outgoing.segment import MadeBy, Segment
from viewer.dicom.outgoing.source_study import read_source
from viewer.dicom.scan import scan
from viewer.errors import DicomError
from viewer.model.spine import Level
from viewer.model.study_reference import StudyReference


def a_segment(name, offset, shape, seed, kind="sac", site=None, **more):
    mask = np.random.default_rng(seed).random(shape) < 0.4
    return Segment(
        name, name.title(), code("segment", kind), site or code("segment", "canal"), offset, mask, **more
    )


def on_volume(segment, geometry):
    whole = np.zeros(geometry.shape, bool)
    k, j, i = segment.offset_kji
    depth, rows, columns = segment.mask.shape
    whole[k : k + depth, j : j + rows, i : i + columns] = segment.mask
    return whole


@pytest.fixture
def segments():
    empty = np.zeros((2, 3, 3), bool)
    sac = a_segment("sac", (1, 2, 3), (5, 7, 6), 1)
    gap = sac.mask.copy()
    gap[2] = False
    return (
        attrs.evolve(sac, mask=gap),
        a_segment("cord", (2, 4, 4), (4, 3, 3), 2, "cord", made_by=MadeBy.SEMIAUTOMATIC),
        attrs.evolve(sac, name="nothing", mask=empty),
        a_segment("sac L4/L5", (0, 0, 0), (8, 12, 10), 3, site=level_code(Level("L4/L5"))),
    )


@pytest.fixture
def written(tmp_path):
    """Write segments of a series, and return the file."""

    def write(segments, series, geometry=None, **changes):
        source = read_source(series)
        study = StudyReference(source.study_uid, source.series_uid)
        report = attrs.evolve(sample.one_finding(), study=study, **changes)
        path = tmp_path / "segmentation.dcm"
        path.write_bytes(segmentation(segments, geometry or series.geometry, source, report))
        return path

    return write


def read_with_pydicom(path, number, geometry):
    """The voxels of a segment on a volume, by the positions that the object gives its frames."""
    read = pydicom.dcmread(path)
    whole = np.zeros(geometry.shape, bool)
    frames = read.pixel_array.reshape(-1, read.Rows, read.Columns)
    for frame, group in zip(frames, read.PerFrameFunctionalGroupsSequence, strict=True):
        if group.SegmentIdentificationSequence[0].ReferencedSegmentNumber == number:
            position = tuple(float(x) for x in group.PlanePositionSequence[0].ImagePositionPatient)
            i, j, k = geometry.to_index(position)
            assert (round(i, 3), round(j, 3)) == (0, 0)
            whole[round(k)] = frame
    return whole


def test_dciodvfy_finds_no_error_and_dcmdump_reads_it(written, segments, scanned):
    path = written(segments, scanned)
    assert errors_found(path) == []
    assert said_by("dcmdump", path, "-q")


def test_pydicom_reads_the_same_voxels(written, segments, scanned):
    path = written(segments, scanned)
    full = [one for one in segments if one.mask.any()]
    for number, segment in enumerate(full, start=1):
        read = read_with_pydicom(path, number, scanned.geometry)
        np.testing.assert_array_equal(read, on_volume(segment, scanned.geometry))


def test_simpleitk_reads_the_same_frames(written, segments, scanned):
    path = written(segments, scanned)
    read = SimpleITK.GetArrayFromImage(SimpleITK.ReadImage(str(path)))
    frames = [on_volume(one, scanned.geometry)[k] for one in segments if one.mask.any() for k in one.slices]
    np.testing.assert_array_equal(read > 0, np.array(frames))


def test_highdicom_reads_the_same_voxels_and_their_place(written, segments, scanned):
    read = highdicom.seg.segread(str(written(segments, scanned)))
    assert [read.get_segment_description(n).segment_label for n in read.segment_numbers] == [
        "Sac", "Cord", "Sac L4/L5",
    ]  # fmt: skip
    volume = read.get_volume(segment_numbers=[1])
    geometry = scanned.geometry
    wanted = on_volume(segments[0], geometry)
    found = np.argwhere(volume.array[..., 0] > 0)
    places = found @ volume.affine[:3, :3].T + volume.affine[:3, 3]
    k, j, i = np.nonzero(wanted)
    real = np.stack([i, j, k], axis=1) @ geometry.affine[:3, :3].T + geometry.affine[:3, 3]
    assert len(places) == len(real)
    np.testing.assert_allclose(sorted(places.round(3).tolist()), sorted(real.round(3).tolist()), atol=2e-3)


def test_frames_in_which_nothing_lies_are_left_out(written, segments, scanned):
    read = pydicom.dcmread(written(segments, scanned))
    assert read.NumberOfFrames == sum(len(one.slices) for one in segments) < 3 * 8


def test_frames_refer_to_the_images_they_were_made_from(written, segments, scanned):
    read = pydicom.dcmread(written(segments, scanned))
    for group in read.PerFrameFunctionalGroupsSequence:
        position = tuple(float(x) for x in group.PlanePositionSequence[0].ImagePositionPatient)
        k = round(scanned.geometry.to_index(position)[2])
        (image,) = group.DerivationImageSequence[0].SourceImageSequence
        assert image.ReferencedSOPInstanceUID == scanned.sop_instance_uids[k]


def test_frames_of_an_enhanced_object_are_referred_to_by_their_number(tmp_path, volume, written, segments):
    save(enhanced(volume), tmp_path / "enhanced.dcm", volume.hu)
    ((series,),) = (study.series for study in scan([tmp_path]).studies)
    path = written(segments, series)
    assert errors_found(path) == []
    group = pydicom.dcmread(path).PerFrameFunctionalGroupsSequence[0]
    (image,) = group.DerivationImageSequence[0].SourceImageSequence
    assert image.ReferencedFrameNumber == 2
    np.testing.assert_array_equal(
        read_with_pydicom(path, 1, series.geometry), on_volume(segments[0], series.geometry)
    )


def test_a_tilted_series_is_written_on_the_grid_it_was_brought_to(write, only_series, segments, written):
    def tilted(image, k):
        x, y, z = (float(one) for one in image.ImagePositionPatient)
        image.ImagePositionPatient = [x, y + 0.3 * k, z]

    series = only_series(write("tilted", edit=tilted))
    assert series.resampled
    path = written(segments, series)
    assert errors_found(path) == []
    read = pydicom.dcmread(path)
    assert not any("DerivationImageSequence" in one for one in read.PerFrameFunctionalGroupsSequence)
    assert len(read.SourceImageSequence) == 8
    assert read.FrameOfReferenceUID == series.frame_of_reference_uid
    for number, segment in enumerate((one for one in segments if one.mask.any()), start=1):
        found = read_with_pydicom(path, number, series.geometry)
        np.testing.assert_array_equal(found, on_volume(segment, series.geometry))


def test_segments_of_lossy_images_say_so(write, only_series, segments, written):
    def lossy(image, _):
        image.LossyImageCompression, image.LossyImageCompressionRatio = "01", "12.5"
        image.LossyImageCompressionMethod = "ISO_15444_1"

    path = written(segments, only_series(write("lossy", edit=lossy)))
    read = pydicom.dcmread(path)
    assert (read.LossyImageCompression, read.LossyImageCompressionRatio) == ("01", 12.5)
    assert read.LossyImageCompressionMethod == "ISO_15444_1"
    assert errors_found(path) == []


def test_segments_say_what_and_where_they_are(written, segments, scanned):
    sac, cord, level = pydicom.dcmread(written(segments, scanned)).SegmentSequence
    assert sac.SegmentedPropertyTypeCodeSequence[0].CodeValue == "THECAL-SAC"
    assert sac.SegmentedPropertyCategoryCodeSequence[0].CodeValue == "91723000"
    assert cord.SegmentedPropertyTypeCodeSequence[0].CodeValue == "2748008"
    assert (sac.SegmentAlgorithmType, cord.SegmentAlgorithmType) == ("AUTOMATIC", "SEMIAUTOMATIC")
    assert level.AnatomicRegionSequence[0].CodeValue == "84020006"


def test_the_same_segments_give_the_same_bytes_and_others_another_uid(written, segments, scanned):
    first = written(segments, scanned).read_bytes()
    assert written(segments, scanned).read_bytes() == first
    moved = (attrs.evolve(segments[0], offset_kji=(1, 2, 2)), *segments[1:])
    other = written(moved, scanned).read_bytes()
    uids = {pydicom.dcmread(io.BytesIO(one)).SOPInstanceUID for one in (first, other)}
    assert len(uids) == 2


def test_nothing_to_write_is_one_sentence(written, segments, scanned):
    with pytest.raises(DicomError, match="There is no sac to write as a segmentation"):
        written((segments[2],), scanned)


def test_a_label_of_any_length_and_kind_is_kept_within_its_limit(written, segments, scanned):
    path = written((attrs.evolve(segments[0], label="Sac\\\x00\x1b[0m\n" + "u" * 500),), scanned)
    assert errors_found(path) == []
    label = pydicom.dcmread(path).SegmentSequence[0].SegmentLabel
    assert label.startswith("Sac/ [0m uuu")
    assert len(label) == 64
