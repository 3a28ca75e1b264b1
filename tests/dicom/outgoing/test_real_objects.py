"""Reports and segmentations of real studies, checked by programs that are not ours."""

import attrs
import numpy as np
import pytest

from tests.dicom.outgoing.checked import errors_found, said_by
from tests.report import sample_report as sample
from viewer.dicom.incoming.understood import understand
from viewer.dicom.outgoing.codes import code
from viewer.dicom.outgoing.seg import segmentation
from viewer.dicom.outgoing.segment import Segment
from viewer.dicom.outgoing.source_study import read_source
from viewer.dicom.outgoing.sr import structured_report
from viewer.dicom.scan import scan
from viewer.model.correction import VoxelRuns
from viewer.model.study_reference import StudyReference


@pytest.fixture(params=["chest-thin", "tilt-constant", "tilt-varying"])
def series(request, real_data):
    _, found = scan([real_data / request.param]).best()
    return found


@pytest.fixture
def report_of(series):
    source = read_source(series)
    study = StudyReference(
        source.study_uid, source.series_uid, frame_of_reference_uid=source.frame_of_reference_uid
    )
    middle = series.geometry.centre

    def placed(report):
        findings = tuple(attrs.evolve(one, point=middle) for one in report.findings)
        return attrs.evolve(report, study=study, findings=findings)

    return placed


def test_a_report_of_a_real_study_passes_and_comes_back(series, report_of, tmp_path):
    report = report_of(sample.whole_spine())
    path = tmp_path / "report.dcm"
    path.write_bytes(structured_report(report, read_source(series)))
    assert errors_found(path) == []
    assert said_by("dsrdump", path)
    found = understand([path], series.geometry, report.study)
    assert [mark.measured for mark in found.marks] == [one.measured for one in report.findings]
    assert found.not_understood == ()


def test_segments_of_a_real_study_pass_and_come_back(series, report_of, tmp_path):
    depth, rows, columns = series.geometry.shape
    k, j, i = np.ogrid[:depth, :60, :50]
    mask = ((j - 30) ** 2 + (i - 25 - 0.1 * k) ** 2 < 400) & (k % 5 > 0)
    offset = (0, rows // 2 - 30, columns // 2 - 25)
    sac = Segment("sac", "Thecal sac", code("segment", "sac"), code("segment", "canal"), offset, mask)
    report = report_of(sample.one_finding())
    path = tmp_path / "segments.dcm"
    path.write_bytes(segmentation((sac,), series.geometry, read_source(series), report))
    assert errors_found(path) == []
    found = understand([path], series.geometry, report.study)
    places = np.ravel_multi_index((np.argwhere(mask) + np.array(offset)).T, series.geometry.shape)
    (segment,) = found.segments
    assert segment.voxels == VoxelRuns.of(places)
    assert (segment.moved, found.not_understood) == (False, ())
