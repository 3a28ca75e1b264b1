"""Thecal's own reports and segmentations read back."""

import json

import attrs
import numpy as np
import pytest

from tests.report import sample_report as sample
from viewer.dicom.incoming.segment import correction_from
from viewer.dicom.incoming.understood import understand
from viewer.dicom.outgoing import codes
from viewer.dicom.outgoing.codes import code
from viewer.dicom.outgoing.level_codes import level_code
from viewer.dicom.outgoing.seg import segmentation
from viewer.dicom.outgoing.segment import Segment
from viewer.dicom.outgoing.sr import structured_report
from viewer.errors import DicomError
from viewer.model.correction import VoxelRuns
from viewer.model.geometry import VolumeGeometry
from viewer.model.measured import Measured
from viewer.model.narrowing import BlockKind
from viewer.model.sac import SacVoxels, with_correction
from viewer.model.sections import SectionState
from viewer.model.spine import Level
from viewer.model.study import Patient
from viewer.model.study_reference import StudyReference

_MARK_FIELDS = ("mark_id", "severity", "side", "zones", "causes", "roots", "text", "confidence", "measured")


@pytest.fixture
def around():
    """A volume about the points of the sample reports."""
    axes = ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0))
    return VolumeGeometry((40, 60, 60), (-30.0, -30.0, -340.0), axes, (1.0, 1.0, 2.0))


@pytest.fixture
def sr_file(tmp_path, source, of_source):
    def write(report):
        path = tmp_path / "own report.dcm"
        path.write_bytes(structured_report(of_source(report), source))
        return path

    return write


def as_mark(finding):
    return {field: getattr(finding, field) for field in _MARK_FIELDS if field != "mark_id"} | {
        "mark_id": finding.finding_id
    }


@pytest.mark.parametrize("make", [sample.whole_spine, sample.without_analysis, sample.unreviewed])
def test_marks_come_back_with_side_level_severity_and_numbers(sr_file, around, make):
    report = make()
    found = understand([sr_file(report)], around)
    assert [{field: getattr(mark, field) for field in _MARK_FIELDS} for mark in found.marks] == [
        as_mark(finding) for finding in report.findings
    ]
    for mark, finding in zip(found.marks, report.findings, strict=True):
        assert mark.point == pytest.approx(finding.point, abs=1e-4)
        assert found.levels[mark.mark_id] == finding.level
    assert found.not_understood == ()


@pytest.mark.parametrize(
    "measured",
    [
        Measured(state=SectionState.OBLITERATED, block=BlockKind.COMPLETE, length_mm=31.25, one_sided=True),
        Measured(state=SectionState.METAL, area_mm2=1 / 3, area_reduction_pct=0.0, length_mm=0.1),
        Measured(state=SectionState.NOT_OPACIFIED, measured_by="Thecal 0.1.0 (batch 7)"),
    ],
)
def test_what_was_measured_comes_back_to_the_last_digit(sr_file, around, measured):
    report = sample.one_finding()
    finding = attrs.evolve(report.findings[0], measured=measured)
    (mark,) = understand([sr_file(attrs.evolve(report, findings=(finding,)))], around).marks
    assert mark.measured == measured


@pytest.mark.parametrize("level", ["L6", "T13", "C1/C2", "S1"])
def test_levels_dicom_does_not_list_come_back(sr_file, around, level):
    report = sample.one_finding()
    finding = attrs.evolve(report.findings[0], level=Level(level))
    found = understand([sr_file(attrs.evolve(report, findings=(finding,)))], around)
    assert list(found.levels.values()) == [Level(level)]


def test_the_numbers_of_the_level_table_come_back_with_their_levels(sr_file, around):
    report = sample.whole_spine()
    found = understand([sr_file(report)], around).measurements
    areas = {one.level: one.value for one in found if one.name == "Area"}
    assert areas == {
        row.level: row.numbers.area_mm2
        for row in report.rows
        if row.numbers and row.numbers.area_mm2 is not None
    }
    assert all(one.own for one in found)


def test_a_site_s_codes_are_read_back_as_what_they_stand_for(sr_file, around, monkeypatch, tmp_path):
    report = sample.one_finding()
    file = tmp_path / "codes.json"
    entry = {"scheme": "SCT", "value": "88998003", "meaning": "Something of the site's"}
    names = [
        "CAUSE-BULGE",
        *(codes.code("cause", one).value for one in report.findings[0].causes),
        "COMPRESSION",
    ]
    file.write_text(
        json.dumps({name: {**entry, "value": f"{entry['value']}{n}"} for n, name in enumerate(names)})
    )
    monkeypatch.setattr(codes, "mapping_path", lambda: file)
    (mark,) = understand([sr_file(report)], around).marks
    assert mark.causes == report.findings[0].causes


def test_a_mark_outside_the_volume_is_left_out_with_a_sentence(sr_file, around):
    far = attrs.evolve(around, origin=(500.0, 500.0, 500.0))
    found = understand([sr_file(sample.one_finding())], far)
    assert found.marks == ()
    assert any("lies outside this volume and was left out" in note for note in found.not_understood)


def test_a_finding_in_words_alone_gives_no_mark_but_a_sentence(sr_file, around):
    report = sample.one_finding()
    finding = attrs.evolve(report.findings[0], point=None, plane=None, measured=None)
    found = understand([sr_file(attrs.evolve(report, findings=(finding,)))], around)
    assert found.marks == ()
    assert any("told in words" in note for note in found.not_understood)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"study_uid": "1.2.3"}, "It belongs to another study"),
        ({"patient": Patient("OTHER", "PH9")}, "It belongs to another patient"),
        ({"frame_of_reference_uid": "1.2.3"}, "another frame of reference"),
    ],
)
def test_objects_of_something_else_are_left_out(sr_file, around, source, change, sentence):
    study = StudyReference(
        source.study_uid,
        source.series_uid,
        frame_of_reference_uid=source.frame_of_reference_uid,
        patient=Patient("PHANTOM", "PH1"),
    )
    path = sr_file(sample.one_finding())
    assert len(understand([path], around, study).marks) == 1
    found = understand([path], around, attrs.evolve(study, **change))
    assert (found.marks, found.measurements) == ((), ())
    assert sentence in found.not_understood[0]


@pytest.fixture
def seg_file(tmp_path, source, of_source, geometry):
    def write(*segments, grid=geometry):
        path = tmp_path / "own segments.dcm"
        path.write_bytes(segmentation(segments, grid, source, of_source(sample.one_finding())))
        return path

    return write


def random_segment(name="sac", seed=1, offset=(1, 2, 3), shape=(5, 7, 6)):
    mask = np.random.default_rng(seed).random(shape) < 0.4
    return Segment(name, name, code("segment", "sac"), level_code(Level("L3/L4")), offset, mask)


def places_of(segment, geometry):
    return np.ravel_multi_index((np.argwhere(segment.mask) + np.array(segment.offset_kji)).T, geometry.shape)


def test_segments_come_back_voxel_by_voxel(seg_file, geometry):
    segments = (random_segment(), random_segment("cord", 2, (0, 0, 0), (8, 12, 10)))
    found = understand([seg_file(*segments)], geometry)
    assert found.not_understood == ()
    assert [one.name for one in found.segments] == ["sac", "cord"]
    for one, segment in zip(found.segments, segments, strict=True):
        assert one.voxels == VoxelRuns.of(places_of(segment, geometry))
        assert (one.own, one.moved, one.level) == (True, False, Level("L3/L4"))


def test_a_segment_becomes_the_correction_that_makes_it(seg_file, geometry):
    measured, wanted = random_segment(seed=1), random_segment(seed=5)
    (found,) = understand([seg_file(wanted)], geometry).segments
    mask = measured.mask.copy()
    mask.flags.writeable = False
    k, j, i = measured.offset_kji
    box = attrs.evolve(geometry, shape=mask.shape, origin=geometry.to_lps((float(i), float(j), float(k))))
    sac = SacVoxels(measured.offset_kji, mask, box)
    correction = correction_from(found, sac, geometry)
    np.testing.assert_array_equal(with_correction(sac, geometry.shape, correction).mask, wanted.mask)


def test_an_empty_segment_corrects_nothing(seg_file, geometry):
    (found,) = understand([seg_file(random_segment())], geometry).segments
    empty = np.zeros((1, 1, 1), bool)
    empty.flags.writeable = False
    sac = SacVoxels((0, 0, 0), empty, attrs.evolve(geometry, shape=(1, 1, 1)))
    with pytest.raises(DicomError, match="has no voxels in this scan"):
        correction_from(attrs.evolve(found, voxels=VoxelRuns()), sac, geometry)


def test_a_segment_is_brought_onto_a_finer_grid_at_its_place(seg_file, geometry):
    solid = attrs.evolve(random_segment(), mask=np.ones((4, 6, 6), bool))
    path = seg_file(solid)
    finer = VolumeGeometry(
        (40, 40, 40),
        geometry.to_lps((1.6, 0.7, 0.2)),
        geometry.axes,
        tuple(one / 3 for one in geometry.spacing_mm),
    )
    (found,) = understand([path], finer).segments
    assert found.moved
    index = np.stack(np.unravel_index(found.voxels.places, finer.shape), axis=1)
    points = index[:, ::-1] @ finer.affine[:3, :3].T + finer.affine[:3, 3]
    there = (points - np.array(geometry.origin)) / np.array(geometry.spacing_mm)
    assert (there.min(axis=0) >= np.array([2.5, 1.5, 0.5]) - 1e-6).all()
    assert (there.max(axis=0) <= np.array([8.5, 7.5, 4.5]) + 1e-6).all()
    assert found.voxels.count == pytest.approx(4 * 6 * 6 * 27, rel=0.05)


def test_a_segment_beside_the_volume_is_left_out_with_a_sentence(seg_file, geometry):
    beside = attrs.evolve(geometry, origin=(300.0, 300.0, 300.0))
    found = understand([seg_file(random_segment())], beside)
    assert found.segments == ()
    assert "no voxel inside this volume" in found.not_understood[0]


def test_a_segment_that_reaches_beyond_the_volume_is_cut_and_told(seg_file, geometry):
    smaller = attrs.evolve(geometry, shape=(4, 12, 10))
    segment = random_segment()
    found = understand([seg_file(segment)], smaller)
    (one,) = found.segments
    assert 0 < one.voxels.count < segment.mask.sum()
    assert "reaches beyond this volume" in found.not_understood[0]
