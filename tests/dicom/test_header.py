"""The lean header reader finds what pydicom finds, in every way a header is written."""

import io

import pydicom
import pytest
from pydicom.dataset import Dataset
from pydicom.filewriter import dcmwrite
from pydicom.sequence import Sequence
from pydicom.uid import UID

from viewer.dicom import syntax, tags
from viewer.dicom.encode import Storage
from viewer.dicom.header import read_header
from viewer.dicom.readable import is_lossy
from viewer.errors import DicomError

NATIVE = (syntax.IMPLICIT_LITTLE, syntax.EXPLICIT_LITTLE, syntax.EXPLICIT_BIG, syntax.DEFLATED)


@pytest.mark.parametrize("uid", [*NATIVE, syntax.RLE_LOSSLESS])
@pytest.mark.parametrize("undefined", [False, True], ids=["counted", "undefined"])
def test_it_agrees_with_pydicom(write, uid, undefined):
    def edit(image, _):
        nested = Dataset()
        nested.CodeValue = "1"
        inner = Dataset()
        inner.ConceptCodeSequence = Sequence([nested, nested])
        inner.ConceptCodeSequence.is_undefined_length = undefined
        image.AnatomicRegionSequence = Sequence([inner])
        image["AnatomicRegionSequence"].is_undefined_length = undefined
        private = image.private_block(0x0029, "MAKER", create=True)
        private.add_new(0x10, "OB", bytes(50_000))
        private.add_new(0x20, "SQ", Sequence([inner]))

    file = write(storage=Storage(uid), edit=edit, agent="IOHEXOL 300", intrathecal=True) / "IM00003.dcm"
    image, header = pydicom.dcmread(file), read_header(file)
    assert header.numbers(tags.IMAGE_POSITION) == tuple(image.ImagePositionPatient)
    assert header.numbers(tags.IMAGE_ORIENTATION) == tuple(image.ImageOrientationPatient)
    assert header.integer(tags.ROWS) == image.Rows
    assert header.word(tags.SOP_INSTANCE_UID) == image.SOPInstanceUID
    assert header.text(tags.PATIENT_NAME) == image.PatientName
    assert header.number(tags.RESCALE_INTERCEPT) == image.RescaleIntercept
    assert header.codes(tags.CONTRAST_ROUTE_SEQUENCE) == [("72607000", "Intrathecal route")]
    assert header.pixels is not None


def test_a_file_without_preamble_is_read(write, tmp_path):
    file = write() / "IM00001.dcm"
    image = pydicom.dcmread(file)
    del image.file_meta
    image.preamble = None
    buffer = io.BytesIO()
    dcmwrite(buffer, image, implicit_vr=True, little_endian=True)
    bare = tmp_path / "bare"
    bare.write_bytes(buffer.getvalue())
    header = read_header(bare)
    assert header.word(tags.MODALITY) == "CT"
    assert header.syntax.uid == syntax.IMPLICIT_LITTLE


def test_a_data_set_written_otherwise_than_named_is_read(write, tmp_path):
    image = pydicom.dcmread(write() / "IM00001.dcm")
    del image.file_meta
    image.preamble = None
    body = io.BytesIO()
    dcmwrite(body, image, implicit_vr=True, little_endian=True)
    named = b"\x02\x00\x10\x00UI\x14\x00" + syntax.EXPLICIT_LITTLE.encode() + b"\0"
    wrong = tmp_path / "wrong"
    wrong.write_bytes(bytes(128) + b"DICM" + named + body.getvalue())
    assert read_header(wrong).integer(tags.ROWS) == 12


def test_sequences_nested_without_end_are_refused(write, tmp_path):
    start = (write() / "IM00001.dcm").read_bytes()
    cut = start.index(b"\x08\x00\x05\x00")
    endless = b"\x08\x00\x06\x00SQ\x00\x00\xff\xff\xff\xff\xfe\xff\x00\xe0\xff\xff\xff\xff" * 5000
    deep = tmp_path / "deep"
    deep.write_bytes(start[:cut] + endless)
    with pytest.raises(DicomError, match="header is damaged"):
        read_header(deep)


@pytest.mark.parametrize(
    ("character_set", "encoded", "name"),
    [
        ("ISO_IR 100", "Müller^Jörg".encode("latin-1"), "Müller^Jörg"),
        ("ISO_IR 192", "Müller^Jörg".encode(), "Müller^Jörg"),
        ("ISO_IR 144", "Пётр".encode("iso8859_5"), "Пётр"),
        ("GB18030", "Wang^XiaoDong=王^小东".encode("gb18030"), "Wang^XiaoDong=王^小东"),
        ("\\ISO 2022 IR 87", b"Yamada^Tarou=\x1b$B;3ED\x1b(B^\x1b$BB@O:\x1b(B", "Yamada^Tarou=山田^太郎"),
        ("NO SUCH SET", "Müller".encode("latin-1"), "Müller"),
    ],
)
def test_names_are_read_in_their_character_set(write, character_set, encoded, name):
    marker = "X" * (len(encoded) + len(encoded) % 2)
    declared = "Y" * 15

    def edit(image, _):
        image.PatientName = marker
        image.StudyID = declared

    file = write(edit=edit) / "IM00001.dcm"
    content = file.read_bytes().replace(marker.encode(), encoded.ljust(len(marker)))
    old = b"\x08\x00\x05\x00CS\x0a\x00ISO_IR 192"
    assert old in content
    value = character_set.encode() + b" " * (len(character_set) % 2)
    content = content.replace(old, old[:6] + len(value).to_bytes(2, "little") + value)
    file.write_bytes(content)
    assert read_header(file).text(tags.PATIENT_NAME) == name


@pytest.mark.parametrize(
    ("uid", "said", "lossy"),
    [
        (syntax.EXPLICIT_LITTLE, "", False),
        (syntax.EXPLICIT_LITTLE, "01", True),
        (syntax.JPEG_EXTENDED, "", True),
        (syntax.JPEG_2000, "", True),
        (syntax.JPEG_2000, "00", False),
        (syntax.JPEG_2000_LOSSLESS, "", False),
    ],
)
def test_loss_is_told_by_attribute_or_syntax(write, uid, said, lossy):
    file = write() / "IM00001.dcm"
    image = pydicom.dcmread(file)
    image.LossyImageCompression = said
    del image.PixelData
    image.file_meta.TransferSyntaxUID = UID(uid)
    image.save_as(file)
    assert is_lossy(read_header(file)) is lossy
