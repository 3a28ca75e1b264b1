from pathlib import Path

import attrs
import numpy as np
import pytest

from viewer.model.geometry import VolumeGeometry
from viewer.model.study import Catalogue, Patient, Rejected, Series, SeriesKind, Study
from viewer.model.volume import Volume
from viewer.report.import_text import import_report, report_text

GRID = VolumeGeometry((20, 40, 36), (0, 0, 0), ((1, 0, 0), (0, 1, 0), (0, 0, 1)), (0.5, 0.5, 2.0))
TILTED = Series(
    "1.2",
    number=3,
    modality="CT",
    description="AXIAL 2.0",
    kind=SeriesKind.VOLUME,
    geometry=GRID,
    files=tuple(Path(f"/disc/{n}") for n in range(17)),
    transfer_syntaxes=("1.2.840.10008.1.2.4.70", "1.2.840.10008.1.2.4.57"),
    suggested=True,
    suggestion="thin, axial, soft kernel",
    duplicates=2,
    tilt_deg=15.0,
    resampled=True,
    gaps=((5, 3),),
    part_note="kernel Br40",
    left_out=(Rejected(Path("/disc/bad"), "It is cut short."),),
    warnings=("The gantry was tilted.",),
)
DOSE = Series("1.3", kind=SeriesKind.CAPTURE, description="Dose", reason="A picture of a table.")
STUDY = Study("1", Patient("DOE^JANE", "PH1"), "2026-01-31", series=(TILTED, DOSE))
SKIPPED = tuple(Rejected(Path(f"/disc/{n}.txt"), "No DICOM object.") for n in range(2))
FOUND = Catalogue((STUDY,), SKIPPED)


@pytest.fixture
def text():
    return report_text(import_report(FOUND))


@pytest.mark.parametrize(
    "words",
    [
        "18 files: 1 study with 2 series, of which 1 can be opened as a volume",
        "#3 AXIAL 2.0",
        "Suggested: thin, axial, soft kernel",
        "Own part because of: kernel Br40",
        "36 x 40 x 20 voxels of 0.5 x 0.5 x 2 mm",
        "Resampled: yes: gantry tilt of 15.0 degrees taken out, 20 slices made of 17 images",
        "Not scanned: slices 6 to 8 (6.0 mm)",
        "Doubled: 2 images dropped",
        "Left out: bad: It is cut short.",
        "Coding: JPEG lossless",
        "Note: The gantry was tilted.",
        "Not a volume: A picture of a table.",
        "2 files: No DICOM object.",
        "/disc/0.txt",
    ],
)
def test_the_report_says(text, words):
    assert words in text


def test_what_was_found_while_reading_is_told_of_the_open_series():
    hu = np.zeros(GRID.shape, np.int16)
    hu.flags.writeable = False
    read = Volume(GRID, hu, gaps=((5, 3), (12, 1)), notes=("image 12 is cut short.",))
    text = report_text(import_report(FOUND, TILTED, read))
    assert "slices 6 to 8, slice 13 (8.0 mm)" in text
    assert "image 12 is cut short." in text
    assert "AXIAL 2.0 (part 1), open" in text


def test_a_hidden_identity_is_not_in_the_report():
    text = report_text(import_report(FOUND, identity_hidden=True))
    for word in ("DOE", "JANE", "PH1", "/disc"):
        assert word not in text


def test_images_as_they_are_are_said_to_be_so():
    plain = attrs.evolve(TILTED, resampled=False, tilt_deg=0.0, gaps=(), warnings=())
    text = report_text(import_report(Catalogue((attrs.evolve(STUDY, series=(plain,)),))))
    assert "Resampled: no" in text
    assert "Not scanned" not in text


def test_nothing_found_is_a_report_too():
    assert "0 files" in report_text(import_report(Catalogue()))
