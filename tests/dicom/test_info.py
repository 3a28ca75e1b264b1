"""The JSON object other software relies on."""

import json

import pytest

from viewer.dicom.info import catalogue_json
from viewer.dicom.scan import scan
from viewer.dicom.uid import named_uid


def test_it_has_every_field_of_the_schema(write):
    folder = write()
    (folder / "notes").write_text("hello")
    found = json.loads(json.dumps(catalogue_json(scan([folder]))))
    assert found["schema"] == "thecal.info/1"
    assert found["skipped"] == [{"path": str(folder / "notes"), "reason": "This is not a DICOM file."}]
    (study,) = found["studies"]
    (series,) = study.pop("series")
    assert study == {
        "study_instance_uid": named_uid("study"),
        "patient_name": "PHANTOM^TEST",
        "patient_id": "PH1",
        "date": "2026-01-31",
        "description": "CT SPINE",
    }
    affine = series.pop("affine")
    expected = [[0.5, 0, 0, -3.5], [0, 0.7, 0, -20.25], [0, 0, 1.25, 100], [0, 0, 0, 1]]
    assert [number for row in affine for number in row] == pytest.approx([n for row in expected for n in row])
    assert series == {
        "series_instance_uid": named_uid("series"),
        "part": 1,
        "modality": "CT",
        "description": "AXIAL 1.25",
        "kind": "volume",
        "usable": True,
        "reason": "",
        "files": 8,
        "shape": [8, 12, 10],
        "spacing_mm": [1.25, 0.7, 0.5],
        "patient_position": "HFS",
        "transfer_syntaxes": ["1.2.840.10008.1.2.1"],
        "lossy": False,
        "hu_range": None,
        "tilt_deg": 0.0,
        "gaps": [],
        "duplicates": 0,
        "resampled": False,
        "intrathecal": "unknown",
        "suggested": True,
        "warnings": [],
    }


def test_the_range_of_hu_is_read_on_demand(write, volume):
    found = catalogue_json(scan([write()]), pixels=True)
    assert found["studies"][0]["series"][0]["hu_range"] == [int(volume.hu.min()), int(volume.hu.max())]


def test_what_is_no_volume_has_a_reason_and_no_grid(write):
    def everywhere_the_same(image, _):
        image.ImagePositionPatient = ["0", "0", "0"]

    folder = write(edit=everywhere_the_same)
    (series,) = catalogue_json(scan([folder]), pixels=True)["studies"][0]["series"]
    assert (series["kind"], series["usable"]) == ("stack", False)
    assert series["reason"]
    assert (series["shape"], series["affine"], series["spacing_mm"], series["hu_range"]) == (
        None,
        None,
        None,
        None,
    )
