"""UIDs of derived objects."""

import io
import uuid

import pydicom
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydicom.dataset import Dataset

from viewer.dicom.outgoing.uids import identified, object_uid
from viewer.errors import DicomError

_TEXTS = st.text(max_size=20)


def an_object(text="a"):
    made = Dataset()
    made.SOPClassUID = "1.2.840.10008.5.1.4.1.1.88.34"
    made.ContentDate, made.PatientComments = "20260131", text
    return made


@given(_TEXTS, _TEXTS, st.binary(max_size=20))
def test_a_uid_is_a_uuid_of_version_5_and_follows_from_its_parts_alone(case, kind, content):
    uid = object_uid(case, kind, content)
    assert uid == object_uid(case, kind, content)
    assert pydicom.uid.UID(uid).is_valid
    assert uuid.UUID(int=int(uid.removeprefix("2.25."))).version == 5


@given(st.sampled_from(("1.2.826.0.1.3680043.10.543", "1.3.6.1.4.1.99999.", "2.16.840.1.113995")), _TEXTS)
def test_a_site_s_root_is_kept_within_64_characters(root, case):
    uid = object_uid(case, "sr", b"x", root)
    assert uid.startswith(root.rstrip(".") + ".")
    assert pydicom.uid.UID(uid).is_valid
    assert len(uid) <= 64


@pytest.mark.parametrize("root", ["1.2.x", "1..2", "01.2", "1.2.03", "7.1", "1." + "9" * 60, "hospital"])
def test_a_wrong_root_is_refused_in_a_sentence(root):
    with pytest.raises(DicomError, match=r"The UID root .* is not one that can be used"):
        object_uid("case", "sr", b"x", root)


def test_the_same_object_has_the_same_bytes_and_another_content_another_uid():
    first, again, other = (identified(an_object(text), "case", "sr") for text in ("a", "a", "b"))
    assert first == again
    uids = [pydicom.dcmread(io.BytesIO(one)).SOPInstanceUID for one in (first, other)]
    assert uids[0] != uids[1]


def test_another_case_has_another_uid_for_the_same_content():
    one, other = (pydicom.dcmread(io.BytesIO(identified(an_object(), case, "sr"))) for case in ("a", "b"))
    assert one.SOPInstanceUID != other.SOPInstanceUID
    assert one.SeriesInstanceUID != other.SeriesInstanceUID


def test_the_uid_of_the_file_is_that_of_the_object_and_no_clock_is_asked():
    read = pydicom.dcmread(io.BytesIO(identified(an_object(), "case", "sr", "1.2.3")))
    assert read.file_meta.MediaStorageSOPInstanceUID == read.SOPInstanceUID
    assert read.SOPInstanceUID.startswith("1.2.3.")
    assert "InstanceCreationDate" not in read


def test_several_objects_may_share_a_series():
    made = an_object()
    made.SeriesInstanceUID = "1.2.3"
    read = pydicom.dcmread(io.BytesIO(identified(made, "case", "pr", keep_series=True)))
    assert read.SeriesInstanceUID == "1.2.3"
