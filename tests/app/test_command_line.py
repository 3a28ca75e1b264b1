"""The commands as other software and their users rely on them."""

import json

import numpy as np
import pytest
import SimpleITK as sitk
from PySide6.QtGui import QImage

from viewer.app.exit_code import ExitCode
from viewer.dicom.load import load
from viewer.dicom.scan import scan


def test_info_lists_the_series_as_json(thecal, study) -> None:
    done = thecal("info", study, "--json")
    assert done.returncode == ExitCode.DONE
    assert done.stderr == ""
    told = json.loads(done.stdout)
    assert told["schema"] == "thecal.info/1"
    (found,) = told["studies"]
    (series,) = found["series"]
    assert found["patient_name"] == "PHANTOM^LUMBAR"
    assert (series["kind"], series["usable"], series["intrathecal"]) == ("volume", True, "yes")
    assert series["files"] == series["shape"][0]
    assert series["hu_range"] is None
    affine = np.array(series["affine"])
    assert np.allclose(np.linalg.norm(affine[:3, :3], axis=0), series["spacing_mm"][::-1])


def test_info_reads_pixels_only_when_asked(thecal, study) -> None:
    series = json.loads(thecal("info", study, "--json", "--pixels").stdout)["studies"][0]["series"][0]
    volume = load(scan([study]).best()[1])
    assert series["hu_range"] == [int(volume.hu.min()), int(volume.hu.max())]


def test_info_for_people_names_patient_and_size(thecal, study) -> None:
    done = thecal("info", study)
    assert "PHANTOM, LUMBAR" in done.stdout
    assert "volume" in done.stdout


@pytest.mark.parametrize("ending", [".nii.gz", ".nrrd", ".mha"])
def test_convert_keeps_hu_and_geometry(thecal, study, tmp_path, ending) -> None:
    out = tmp_path / f"volume{ending}"
    done = thecal("convert", study, "--out", out)
    assert done.returncode == ExitCode.DONE, done.stderr
    image = sitk.ReadImage(str(out))
    volume = load(scan([study]).best()[1])
    assert np.array_equal(sitk.GetArrayFromImage(image), volume.hu)
    corner = image.TransformIndexToPhysicalPoint([n - 1 for n in image.GetSize()])
    assert np.allclose(corner, volume.geometry.corners[-1], atol=1e-4)


def test_snapshot_draws_the_window_without_a_display(thecal, study, tmp_path) -> None:
    out = tmp_path / "picture.png"
    done = thecal("snapshot", study, "--out", out, "--size", "1366x768", "--window", "bone", DISPLAY="")
    assert done.returncode == ExitCode.DONE, done.stderr
    image = QImage(str(out))
    assert (image.width(), image.height()) == (1366, 768)
    shades = {image.pixelColor(x, y).lightness() for x in range(0, 1366, 7) for y in range(0, 768, 7)}
    assert len(shades) > 50


def test_snapshot_leaves_the_saved_case_alone(thecal, study, tmp_path) -> None:
    thecal("snapshot", study, "--out", tmp_path / "picture.png", "--at", "1,2,3")
    assert list((tmp_path / "XDG_DATA_HOME").rglob("*.thecal")) == []


def test_open_without_a_display_names_the_snapshot(thecal, study) -> None:
    done = thecal("open", study, DISPLAY="", WAYLAND_DISPLAY="", QT_QPA_PLATFORM="")
    assert done.returncode == ExitCode.NEEDS_DISPLAY
    assert "thecal snapshot" in done.stderr


def test_open_on_a_display_that_is_gone_says_so(thecal, study) -> None:
    done = thecal("open", study, DISPLAY=":987", WAYLAND_DISPLAY="", QT_QPA_PLATFORM="")
    assert done.returncode == ExitCode.NEEDS_DISPLAY


@pytest.mark.parametrize(
    "arguments",
    [
        ("info", "nowhere"),
        ("convert", "nowhere", "--out", "a.nii.gz"),
        ("snapshot", "nowhere", "--out", "a.png"),
        ("bench", "nowhere"),
    ],
)
def test_a_missing_folder_is_one_sentence(thecal, arguments) -> None:
    done = thecal(*arguments)
    assert done.returncode == ExitCode.UNREADABLE
    assert "nowhere" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("info",),
        ("dance",),
        ("snapshot", "x", "--out", "a.png", "--at", "1,2"),
        ("snapshot", "x", "--out", "a.png", "--size", "10x10"),
        ("snapshot", "x", "--out", "a.png", "--window", "rose"),
        ("demo", "--case", "femoral"),
        ("convert", "x", "--out", "a.jpeg"),
    ],
)
def test_bad_arguments_exit_with_two(thecal, arguments) -> None:
    done = thecal(*arguments)
    assert done.returncode == ExitCode.BAD_ARGUMENTS
    assert "Traceback" not in done.stderr


def test_a_folder_without_images_says_why(thecal, tmp_path) -> None:
    folder = tmp_path / "letters"
    folder.mkdir()
    (folder / "letter.txt").write_text("Dear colleague")
    done = thecal("convert", folder, "--out", tmp_path / "a.nii.gz")
    assert done.returncode == ExitCode.UNREADABLE
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("command", ["", "demo", "open", "info", "convert", "snapshot", "bench"])
def test_help_of_each_command_reads_well(thecal, command) -> None:
    done = thecal(*([command] if command else []), "--help")
    assert done.returncode == ExitCode.DONE
    assert done.stdout.startswith("usage: thecal")


def test_an_unexpected_error_is_one_sentence_where_its_details_cannot_be_kept(
    tmp_path, monkeypatch, capsys
) -> None:
    from viewer.app import info
    from viewer.app.main import main

    (tmp_path / "taken").write_bytes(b"")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "taken"))

    def fails(_options: object) -> int:
        raise RuntimeError("nobody thought of this")

    monkeypatch.setattr(info, "_run", fails)
    assert main(["info", str(tmp_path)]) == ExitCode.FAILED
    told = capsys.readouterr().err
    assert "details could not be kept" in told
    assert len(told.splitlines()) == 1
