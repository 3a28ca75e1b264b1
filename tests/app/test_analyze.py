"""`thecal analyze` as other software reads it."""

import json

import numpy as np
import pytest
import SimpleITK as sitk
from PySide6.QtGui import QImage

from viewer.analysis.phantom.case import lumbar_case, small
from viewer.app.demo_case import write_demo
from viewer.app.exit_code import ExitCode
from viewer.dicom.load import load
from viewer.dicom.scan import scan
from viewer.model.demo_case import DemoCase
from viewer.progress import silent


@pytest.fixture(scope="module")
def myelogram(tmp_path_factory):
    """The lumbar case with voxels half as fine."""
    folder = tmp_path_factory.mktemp("analyze") / "lumbar"
    write_demo(DemoCase.LUMBAR, small(lumbar_case(), 2), folder, silent)
    return folder


@pytest.fixture
def analyzed(thecal, myelogram, tmp_path):
    """Run the command on the case and return what it said and where its files lie."""

    def run(*arguments):
        done = thecal("analyze", myelogram, "--out", tmp_path / "out", "--json", *arguments)
        assert done.returncode == ExitCode.DONE, done.stderr
        return json.loads(done.stdout), tmp_path / "out"

    return run


def test_it_writes_what_the_contract_names(analyzed, myelogram) -> None:
    told, folder = analyzed()
    assert json.loads((folder / "analysis.json").read_text()) == told
    assert told["schema"] == "thecal.analysis/1"
    assert "Foramina and lateral recesses are not assessed" in told["scope"]
    stations = told["stations"]
    assert len({len(column) for column in stations.values()}) == 1
    assert np.diff(stations["arc_mm"]).max() <= 1.0
    assert set(stations["state"]) <= {"gap", "edge", "metal", "obliterated", "not-opacified", "ok"}
    for state, area in zip(stations["state"], stations["sac_area_mm2"], strict=True):
        assert area is not None or state != "ok"
    assert (folder / "profile.csv").read_text().count("\n") == len(stations["state"]) + 1
    assert not QImage(str(folder / "overview.png")).isNull()

    volume = load(scan([myelogram]).best()[1])
    mask = sitk.ReadImage(str(folder / "sac.nii.gz"))
    assert mask.GetSize() == volume.hu.shape[::-1]
    assert set(np.unique(sitk.GetArrayViewFromImage(mask))) == {0, 1}
    assert np.allclose(mask.TransformIndexToPhysicalPoint((0, 0, 0)), volume.geometry.origin, atol=1e-3)


def test_the_surface_is_a_ply_file_in_the_patient(analyzed) -> None:
    told, folder = analyzed()
    data = (folder / "column.ply").read_bytes()
    header, _, body = data.partition(b"end_header\n")
    count = int(header.split(b"element vertex ")[1].split()[0])
    points = np.frombuffer(body, np.dtype("<f4"), count * 6).reshape(-1, 6)[:, :3]
    line = np.array(told["centreline"]["points"])
    assert points[:, 2].min() > line[:, 2].min() - 15
    assert points[:, 2].max() < line[:, 2].max() + 15


def test_the_worst_level_of_the_phantom_is_found_and_named_by_one_click(analyzed, myelogram) -> None:
    from viewer.analysis.phantom.case import truth_of
    from viewer.model.spine import Level

    truth = truth_of(small(lumbar_case(), 2))
    x, y, z = truth.level_centres[Level("L3")]
    told, _ = analyzed("--anchor", f"L3={x},{y},{z}")
    worst = max(told["narrowings"], key=lambda one: one["area_reduction_pct"] or 100.0)
    assert worst["level"] == "L4/L5"
    assert worst["region"] == "lumbar"
    assert worst["sac_area_mm2"] == pytest.approx(60.0, rel=0.15)
    names = {one["name"]: one for one in told["levels"]}
    assert names["L3"]["source"] == "anchor"


def test_without_contrast_nothing_is_measured(thecal, tmp_path) -> None:
    import attrs

    plain = attrs.evolve(small(lumbar_case(), 3), contrast=None)
    write_demo(DemoCase.LUMBAR, plain, tmp_path / "plain", silent)
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "column.ply").write_text("of an earlier run")
    done = thecal("analyze", tmp_path / "plain", "--out", tmp_path / "out")
    assert done.returncode == ExitCode.NO_CONTRAST
    told = json.loads((tmp_path / "out" / "analysis.json").read_text())
    assert told["reason"]
    assert told["stations"]["arc_mm"] == told["narrowings"] == told["levels"] == []
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["analysis.json"]


@pytest.mark.parametrize("anchor", ["L9=1,2,3", "L4", "L4=1,2", "L4/L5=a,b,c"])
def test_an_anchor_that_is_none_is_a_bad_argument(thecal, anchor) -> None:
    done = thecal("analyze", "x", "--out", "y", "--anchor", anchor)
    assert done.returncode == ExitCode.BAD_ARGUMENTS
