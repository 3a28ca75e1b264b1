"""Damaged, cut and mutated objects: a value or a sentence, never another error and never a hang."""

import io
import random

import attrs
import numpy as np
import pydicom
import pytest

from tests.report import sample_report as sample
from viewer.dicom.incoming.understood import understand
from viewer.dicom.outgoing.codes import code
from viewer.dicom.outgoing.seg import segmentation
from viewer.dicom.outgoing.segment import Segment
from viewer.dicom.outgoing.sr import structured_report

_MUTATIONS = 60


@pytest.fixture
def sr_bytes(source, of_source):
    report = sample.one_finding()
    return structured_report(of_source(attrs.evolve(report, rows=report.rows[:1])), source)


@pytest.fixture
def seg_bytes(source, of_source, geometry):
    mask = np.random.default_rng(1).random((5, 7, 6)) < 0.4
    segment = Segment("sac", "Sac", code("segment", "sac"), code("segment", "canal"), (1, 2, 3), mask)
    return segmentation((segment,), geometry, source, of_source(sample.one_finding()))


@pytest.fixture
def read(tmp_path, geometry):
    def read_bytes(content):
        path = tmp_path / "damaged.dcm"
        path.write_bytes(content)
        return understand([path], geometry)

    return read_bytes


def mutated(content, seed):
    """Bytes changed, cut out, doubled or put in, here and there."""
    chance = random.Random(seed)
    data = bytearray(content)
    for _ in range(chance.choice((1, 2, 5, 20))):
        at = chance.randrange(200, len(data))
        kind = chance.randrange(4)
        if kind == 0:
            data[at] = chance.randrange(256)
        elif kind == 1:
            del data[at : at + chance.choice((1, 2, 50))]
        elif kind == 2:
            data[at:at] = data[at : at + chance.choice((4, 64))]
        else:
            data[at : at + 4] = chance.choice(
                (b"\xff\xff\xff\xff", b"\0\0\0\0", b"\xff\xff\xff\x7f", b"nan ")
            )
    return bytes(data)


@pytest.mark.timeout(60)
@pytest.mark.parametrize("which", ["sr_bytes", "seg_bytes"])
def test_mutated_files_give_a_value_or_a_sentence(which, read, request):
    content = request.getfixturevalue(which)
    for seed in range(_MUTATIONS):
        found = read(mutated(content, seed))
        assert all(isinstance(note, str) and note.endswith(".") for note in found.not_understood)
        assert all(np.isfinite(mark.point).all() for mark in found.marks)


@pytest.mark.parametrize("which", ["sr_bytes", "seg_bytes"])
def test_files_cut_short_give_a_sentence_or_nothing_wrong(which, read, request):
    content = request.getfixturevalue(which)
    for share in (0.0, 0.01, 0.1, 0.3, 0.5, 0.7, 0.9, 0.999):
        found = read(content[: int(len(content) * share)])
        assert found.segments == ()
        assert len(found.marks) <= 1
        assert found.not_understood


def changed(content, **values):
    """The file with elements of its data set changed, or left out where None."""
    image = pydicom.dcmread(io.BytesIO(content))
    for keyword, value in values.items():
        if value is None:
            delattr(image, keyword)
        else:
            setattr(image, keyword, value)
    buffer = io.BytesIO()
    image.save_as(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"Rows": 60_000, "Columns": 60_000}, "larger than any real one"),
        ({"NumberOfFrames": 4_000}, "cut short"),
        ({"BitsAllocated": 32}, "in a form Thecal does not read"),
        ({"SegmentSequence": []}, "describes no segment"),
        ({"PerFrameFunctionalGroupsSequence": None}, "does not say where its frames lie"),
        ({"SharedFunctionalGroupsSequence": None}, "does not say where its frames lie"),
        ({"Rows": None}, "is damaged"),
    ],
)
def test_a_segmentation_that_contradicts_itself_is_one_sentence(seg_bytes, read, values, sentence):
    found = read(changed(seg_bytes, **values))
    assert found.segments == ()
    assert sentence in " ".join(found.not_understood)


def test_frames_unevenly_spaced_are_refused(seg_bytes, read):
    image = pydicom.dcmread(io.BytesIO(seg_bytes))
    for n, group in enumerate(image.PerFrameFunctionalGroupsSequence):
        group.PlanePositionSequence[0].ImagePositionPatient[2] = 100 + n**1.7
    buffer = io.BytesIO()
    image.save_as(buffer)
    assert "unevenly spaced" in read(buffer.getvalue()).not_understood[0]


def test_a_report_nested_without_end_is_refused(sr_bytes, read):
    image = pydicom.dcmread(io.BytesIO(sr_bytes))
    inner = image.ContentSequence
    for _ in range(60):
        outer = pydicom.Dataset()
        outer.ValueType, outer.RelationshipType, outer.ContentSequence = "CONTAINER", "CONTAINS", inner
        inner = [outer]
    image.ContentSequence = inner
    buffer = io.BytesIO()
    image.save_as(buffer)
    (note,) = read(buffer.getvalue()).not_understood
    assert note.endswith(".")


def test_an_empty_report_is_one_sentence(sr_bytes, read):
    assert "The report is empty." in read(changed(sr_bytes, ContentSequence=[])).not_understood[0]


@pytest.mark.parametrize("content", [b"", b"not DICOM at all", b"\0" * 132, b"\0" * 128 + b"DICM"])
def test_what_is_no_dicom_file_is_one_sentence(read, content):
    (note,) = read(content).not_understood
    assert note.startswith("damaged.dcm: ")


def test_a_file_that_is_not_there_is_one_sentence(tmp_path, geometry):
    (note,) = understand([tmp_path / "none.dcm"], geometry).not_understood
    assert "cannot be read" in note


def test_one_damaged_file_spoils_no_other(tmp_path, sr_bytes, geometry):
    whole, damaged = tmp_path / "whole.dcm", tmp_path / "damaged.dcm"
    whole.write_bytes(sr_bytes)
    damaged.write_bytes(sr_bytes[:500])
    found = understand([damaged, whole], geometry)
    assert len(found.not_understood) == 2
    assert found.measurements
