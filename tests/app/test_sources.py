"""Every command takes whatever a hospital hands over: folder, file, archive, disc, other formats."""

import json
import os
import shutil
import sys
import zipfile
from pathlib import Path

import numpy as np
import pydicom
import pytest
import SimpleITK as sitk
from pydicom.fileset import FileSet

from viewer.app.exit_code import ExitCode
from viewer.app.main import main
from viewer.formats.write import write_volume
from viewer.intake.load import load
from viewer.intake.scan import scan

FIELDS = {
    "series_instance_uid": str,
    "part": int,
    "modality": str,
    "description": str,
    "kind": str,
    "usable": bool,
    "reason": str,
    "files": int,
    "shape": list,
    "spacing_mm": list,
    "affine": list,
    "patient_position": str,
    "transfer_syntaxes": list,
    "lossy": bool,
    "hu_range": list,
    "tilt_deg": float,
    "gaps": list,
    "duplicates": int,
    "resampled": bool,
    "intrathecal": str,
    "suggested": bool,
    "warnings": list,
}


@pytest.fixture(autouse=True)
def own_folders(tmp_path, monkeypatch):
    for name in ("XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name))


@pytest.fixture(scope="module")
def volume(study):
    return load(scan([study]).best()[1])


def packed(study, folder):
    path = folder / "study.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in study.iterdir():
            archive.write(file, f"CD/IMAGES/{file.stem}")
    return path


def disc(study, folder):
    files = FileSet()
    for file in sorted(study.iterdir()):
        image = pydicom.dcmread(file)
        image.StudyID = image.StudyID or "1"
        files.add(image)
    files.write(folder / "disc")
    files._stage["t"].cleanup()
    return folder / "disc" / "DICOMDIR"


def written(ending):
    def write(study, folder):
        path = folder / f"volume{ending}"
        write_volume(load(scan([study]).best()[1]), path)
        return path

    return write


def bare_folder(study, folder):
    """Files without an ending, some levels down."""
    inner = folder / "a" / "b c" / "ä"
    inner.mkdir(parents=True)
    for number, file in enumerate(sorted(study.iterdir())):
        shutil.copy(file, inner / f"I{number}")
    return folder / "a"


SOURCES = {
    "folder": bare_folder,
    "file": lambda study, _: sorted(study.iterdir())[3],
    "archive": packed,
    "DICOMDIR": disc,
    "NIfTI": written(".nii.gz"),
    "NRRD": written(".nrrd"),
    "MetaImage": written(".mha"),
}


@pytest.fixture(params=SOURCES)
def source(request, study, tmp_path):
    return SOURCES[request.param](study, tmp_path)


def test_info_tells_every_field(source, capsys, volume):
    assert main(["info", str(source), "--json", "--pixels"]) == ExitCode.DONE
    said = capsys.readouterr()
    assert said.err == ""
    told = json.loads(said.out)
    assert told["schema"] == "thecal.info/1"
    (found,) = told["studies"]
    (series,) = [one for one in found["series"] if one["kind"] == "volume"]
    assert {name: type(series[name]) for name in FIELDS} == FIELDS
    assert series["usable"]
    assert series["suggested"]
    assert series["shape"] == list(volume.geometry.shape)
    np.testing.assert_allclose(series["affine"], volume.geometry.affine, atol=1e-3)
    assert series["hu_range"] == [int(volume.hu.min()), int(volume.hu.max())]


def test_convert_writes_the_same_volume(source, tmp_path, volume, capsys):
    out = tmp_path / "out.nrrd"
    assert main(["convert", str(source), "--out", str(out)]) == ExitCode.DONE
    assert np.array_equal(sitk.GetArrayFromImage(sitk.ReadImage(str(out))), volume.hu)


@pytest.mark.parametrize("command", ["info", "convert", "snapshot", "analyze"])
def test_what_cannot_be_read_ends_with_a_sentence(command, tmp_path, capsys):
    stray = tmp_path / "note.txt"
    stray.write_text("no image")
    out = [] if command == "info" else ["--out", str(tmp_path / "out.nrrd")]
    if command == "snapshot":
        out = ["--out", str(tmp_path / "out.png")]
    for path in (stray, tmp_path / "nothing here"):
        assert main([command, str(path), *out]) == ExitCode.UNREADABLE
        said = capsys.readouterr()
        assert "Traceback" not in said.err
        assert said.err.startswith("thecal: ") or command == "info"
        assert "not a DICOM file" in said.out + said.err or "There is no file or folder" in said.err


def test_bad_arguments_are_told(tmp_path):
    with pytest.raises(SystemExit) as ended:
        main(["convert", str(tmp_path), "--out", str(tmp_path / "out.stl")])
    assert ended.value.code == ExitCode.BAD_ARGUMENTS


@pytest.mark.skipif(sys.platform != "linux", reason="other systems take only names that are text")
def test_names_that_are_no_text_are_printed(study, tmp_path, thecal):
    folder = tmp_path / "odd"
    folder.mkdir()
    for file in study.iterdir():
        shutil.copy(file, os.fsencode(folder) + b"/\xff" + os.fsencode(file.name))
    (Path(os.fsdecode(os.fsencode(folder) + b"/\xfe"))).write_bytes(b"stray")
    for extra in ([], ["--json"]):
        done = thecal("info", folder, *extra, LC_ALL="C", PYTHONUTF8="0")
        assert done.returncode == ExitCode.DONE, done.stderr
        assert "not a DICOM file" in done.stdout


def test_a_gap_that_only_the_pixels_show_is_told(study, tmp_path, capsys):
    folder = tmp_path / "study"
    shutil.copytree(study, folder)
    broken = sorted(folder.iterdir())[4]
    image = pydicom.dcmread(broken)
    image.compress("1.2.840.10008.1.2.5")
    image.save_as(broken)
    broken.write_bytes(broken.read_bytes()[:-200])
    assert main(["info", str(folder), "--json", "--pixels"]) == ExitCode.DONE
    (series,) = json.loads(capsys.readouterr().out)["studies"][0]["series"]
    assert series["gaps"] == [[4, 1]]
    assert any(broken.name in one for one in series["warnings"])
