"""What derived objects take over from the images of a series."""

import attrs
import pytest

from tests.dicom.test_multiframe import enhanced, save
from viewer.dicom.outgoing.source_study import read_source
from viewer.dicom.scan import scan
from viewer.errors import DicomError
from viewer.model.study import Series


def test_the_images_follow_the_slices(source, scanned, geometry):
    assert [one.sop_instance_uid for one in source.images] == list(scanned.sop_instance_uids)
    for k, image in enumerate(source.images):
        assert image.position == pytest.approx(geometry.to_lps((0.0, 0.0, float(k))))
        assert image.frame == 0


def test_patient_and_study_are_those_of_the_images(source, header):
    taken = source.attributes
    assert taken.PatientName == "PHANTOM^TEST"
    assert (taken.PatientID, taken.PatientBirthDate, taken.PatientSex) == ("PH1", "19580131", "F")
    assert (taken.StudyInstanceUID, source.series_uid) == (header.study_uid, header.series_uid)
    assert (taken.StudyDate, taken.StudyTime) == ("20260131", "140539")
    assert source.frame_of_reference_uid == header.frame_of_reference_uid
    assert source.frame_known
    assert source.as_acquired


def test_accession_and_referring_physician_are_taken_over_in_utf8(write, only_series):
    def told(image, _):
        image.SpecificCharacterSet = "ISO_IR 100"
        image.AccessionNumber, image.ReferringPhysicianName = "ACC-7", "Müller^Jörg"

    taken = read_source(only_series(write(edit=told))).attributes
    assert (taken.AccessionNumber, str(taken.ReferringPhysicianName)) == ("ACC-7", "Müller^Jörg")
    assert taken.SpecificCharacterSet == "ISO_IR 192"


def test_values_beyond_their_limits_are_cut_and_wrong_ones_left_empty(write, only_series):
    def told(image, _):
        image.add_new("StudyDate", "LO", "20261341")
        image.PatientSex = "X"
        image.add_new("PatientBirthDate", "LO", "1958")
        image.add_new("AccessionNumber", "LO", "A" * 40)

    taken = read_source(only_series(write(edit=told))).attributes
    assert (taken.StudyDate, taken.PatientSex, taken.PatientBirthDate) == ("", "", "")
    assert len(taken.AccessionNumber) == 16


def test_the_image_nearest_to_a_point_is_named(source, geometry):
    for k in (0, 3, 7):
        assert source.nearest(geometry.to_lps((4.0, 2.0, k + 0.3))) == source.images[k]


def test_frames_of_one_object_are_told_apart(tmp_path, volume):
    save(enhanced(volume), tmp_path / "one.dcm", volume.hu)
    ((series,),) = (study.series for study in scan([tmp_path]).studies)
    source = read_source(series)
    assert sorted(one.frame for one in source.images) == list(range(1, len(volume.hu) + 1))
    heights = [one.position[2] for one in source.images]
    assert heights == sorted(heights)
    assert len(source.instances) == 1
    again = read_source(Series(**{f.name: getattr(series, f.name) for f in attrs.fields(Series)}))
    assert again.images == source.images


def test_a_volume_file_of_another_format_is_refused_in_a_sentence():
    with pytest.raises(DicomError, match=r"^This volume was not read from DICOM images, .*\. Export"):
        read_source(Series("file.1234"))


def test_images_without_instance_uids_are_refused_by_name(write, only_series):
    def nameless(image, k):
        if k == 2:
            del image.SOPInstanceUID

    with pytest.raises(DicomError, match="has no valid instance UID"):
        read_source(only_series(write(edit=nameless)))


def test_images_without_a_frame_of_reference_get_a_lasting_one(write, only_series):
    def lost(image, _):
        del image.FrameOfReferenceUID

    series = only_series(write(edit=lost))
    first, second = read_source(series), read_source(series)
    assert not first.frame_known
    assert first.frame_of_reference_uid == second.frame_of_reference_uid != ""
