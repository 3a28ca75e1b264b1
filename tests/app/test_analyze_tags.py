"""Whether a study is a myelogram is read from its pixels: its header may say anything or nothing."""

import json
from pathlib import Path

import pydicom
import pytest

from tests.analysis.plain_spine import PlainSpine, build
from viewer.app.exit_code import ExitCode
from viewer.dicom.uid import named_uid
from viewer.dicom.write import SeriesHeader, write_series
from viewer.model.study import Patient

DESCRIBING = (
    "StudyDescription",
    "SeriesDescription",
    "ProtocolName",
    "BodyPartExamined",
    "ContrastBolusAgent",
    "ContrastBolusRoute",
    "PatientPosition",
    "ConvolutionKernel",
)


def written(folder: Path, csf_hu: float | None) -> Path:
    """The simple spine as a study that says nothing of contrast."""
    header = SeriesHeader(
        patient=Patient("DOE^JANE", "PH1", "1958-01-31", "F"),
        study_uid=named_uid("study of tags"),
        series_uid=named_uid("series of tags"),
        frame_of_reference_uid=named_uid("frame of tags"),
        series_description="Spine 1.0 Br40",
        number=2,
        date="2026-01-31",
    )
    write_series(build(PlainSpine(csf_hu=csf_hu)), folder, header)
    return folder


def retagged(folder: Path, tags: dict[str, str], dropped: tuple[str, ...] = ()) -> Path:
    """Set and drop elements in every file of a study."""
    for path in folder.iterdir():
        dataset = pydicom.dcmread(path)
        for name in dropped:
            if name in dataset:
                delattr(dataset, name)
        for name, value in tags.items():
            setattr(dataset, name, value)
        dataset.save_as(path)
    return folder


@pytest.fixture(scope="module")
def myelogram(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("tagged") / "true", 600.0)


def test_a_plain_scan_that_calls_itself_a_myelogram_is_none(thecal, tmp_path: Path) -> None:
    said = {
        "StudyDescription": "CT MYELOGRAM LUMBAR",
        "SeriesDescription": "POST MYELO 1.0",
        "ContrastBolusAgent": "Iohexol 300",
        "ContrastBolusRoute": "INTRATHECAL",
    }
    study = retagged(written(tmp_path / "plain", None), said)
    done = thecal("analyze", study, "--out", tmp_path / "out", "--json")
    assert done.returncode == ExitCode.NO_CONTRAST
    told = json.loads(done.stdout)
    assert told == json.loads((tmp_path / "out" / "analysis.json").read_text())
    assert told["schema"] == "thecal.analysis/1"
    assert told["frame"] == "LPS-mm"
    assert told["reason"].startswith("No intrathecal contrast was found")
    assert set(told["stations"]) >= {"arc_mm", "centre", "tangent", "sac_area_mm2", "state", "corrected"}
    assert all(column == [] for column in told["stations"].values())
    assert told["centreline"] == {"arc_mm": [], "points": []}
    for name in ("levels", "narrowings", "blocks"):
        assert told[name] == []
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["analysis.json"]


def test_a_myelogram_without_a_describing_tag_has_the_same_numbers(
    thecal, myelogram: Path, tmp_path: Path
) -> None:
    def analysed(study: Path, out: Path) -> dict:
        done = thecal("analyze", study, "--out", out, "--json")
        assert done.returncode == ExitCode.DONE, done.stderr
        return json.loads(done.stdout)

    bare = retagged(written(tmp_path / "bare", 600.0), {}, DESCRIBING)
    told, known = analysed(bare, tmp_path / "a"), analysed(myelogram, tmp_path / "b")
    for name in ("stations", "centreline", "contrast", "narrowings", "blocks", "levels", "scope", "warnings"):
        assert told[name] == known[name], name
    assert told["contrast"]["csf_hu"] == pytest.approx(600, abs=20)
