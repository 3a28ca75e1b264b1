"""The analysis as `thecal bench` shows it, stage by stage."""

import numpy as np
import pytest

from viewer.analysis.phantom.case import lumbar_case, small
from viewer.app.benchmark.growth import run_once, scan_of
from viewer.app.benchmark.stage import run_stage
from viewer.app.demo_case import write_demo
from viewer.errors import ViewerError
from viewer.model.demo_case import DemoCase
from viewer.progress import silent


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    """The lumbar case with voxels three times as large."""
    folder = tmp_path_factory.mktemp("bench") / "lumbar"
    write_demo(DemoCase.LUMBAR, small(lumbar_case(), 3), folder, silent)
    return folder


def test_the_analysis_is_timed_by_stage(study) -> None:
    seconds = run_stage("analysis", str(study))["analysis_s"]
    assert list(seconds) == ["column", "sections", "levels", "total"]
    assert all(value > 0 for value in seconds.values())
    assert sum(seconds.values()) - seconds["total"] <= seconds["total"] + 0.01


def test_a_stage_that_fails_says_so(tmp_path) -> None:
    with pytest.raises(ViewerError, match="analysis"):
        run_stage("analysis", str(tmp_path / "nothing"))


def test_a_run_is_measured_from_outside(study, tmp_path) -> None:
    # However large the process is that measures.
    large = np.ones(2 * 10**8)
    cost = run_once(study, tmp_path / "out")
    assert large.nbytes / 1e6 > 1500
    assert (tmp_path / "out" / "analysis.json").exists()
    assert cost.processor_s > 0.5
    assert 50 < cost.peak_mb < 1500
    with pytest.raises(ViewerError):
        run_once(tmp_path / "nothing", tmp_path / "out")


def test_scans_of_the_table_of_cost_have_the_slices_asked_for() -> None:
    spec = scan_of(200, "T12", "L4")
    assert spec.shape == (200, 512, 512)
    assert [one.vertebra for one in spec.levels][:2] == ["T12", "L1"]
