"""What lies on the patient's left lands at +x, however the patient lay on the table."""

import numpy as np
import pydicom
import pytest

from viewer.dicom.load import load
from viewer.model.geometry import VolumeGeometry, cross, scale, subtract
from viewer.model.volume import Volume

# Directions of growing columns and rows in LPS for an unrotated gantry (PS3.3 C.7.3.1.1.2): screen
# down is what the patient lies on, and a feet-first scan is seen from the head.
L, P, R, A = (1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (-1.0, 0.0, 0.0), (0.0, -1.0, 0.0)
POSITIONS = {
    "HFS": (L, P),
    "HFP": (R, A),
    "HFDR": (P, R),
    "HFDL": (A, L),
    "FFS": (R, P),
    "FFP": (L, A),
    "FFDR": (A, R),
    "FFDL": (P, L),
}
MARK = (6.0, -3.0, 4.0)
CENTRE = (11.0, -120.0, 640.0)


def marked_volume(right, down):
    axes = (right, down, cross(right, down))
    spacing = (0.5, 0.75, 1.0)
    shape = (17, 21, 41)
    corner = CENTRE
    for axis, step, count in zip(axes, spacing, reversed(shape), strict=True):
        corner = subtract(corner, scale(axis, step * (count - 1) / 2))
    geometry = VolumeGeometry(shape, corner, axes, spacing)
    hu = np.zeros(shape, np.int16)
    hu[geometry.nearest_voxel(at(MARK))] = 1500
    hu.flags.writeable = False
    return Volume(geometry, hu)


def at(offset):
    return tuple(a + b for a, b in zip(CENTRE, offset, strict=True))


@pytest.mark.parametrize("position", POSITIONS)
def test_a_mark_left_front_and_up_stays_there(write, only_series, position):
    folder = write(grid=marked_volume(*POSITIONS[position]), patient_position=position)
    series = only_series(folder)
    assert series.patient_position == position
    volume = load(series)
    assert volume.hu_at(at(MARK)) == 1500
    assert volume.hu_at(at((-6.0, -3.0, 4.0))) == 0
    assert volume.hu_at(at((6.0, 3.0, 4.0))) == 0
    assert volume.hu_at(at((6.0, -3.0, -4.0))) == 0
    assert np.linalg.det(np.array(volume.geometry.axes)) == pytest.approx(1.0)


@pytest.mark.parametrize("position", POSITIONS)
def test_the_written_files_say_so_themselves(write, position):
    found = []
    for file in write(grid=marked_volume(*POSITIONS[position]), patient_position=position).iterdir():
        image = pydicom.dcmread(file)
        for row, column in np.argwhere(image.pixel_array > 1024):
            cosines = np.array(image.ImageOrientationPatient, float)
            down_mm, right_mm = (float(number) for number in image.PixelSpacing)
            start = np.array(image.ImagePositionPatient, float)
            found.append(start + cosines[:3] * column * right_mm + cosines[3:] * row * down_mm)
    (point,) = found
    assert np.abs(point - at(MARK)).max() <= 0.5


def test_the_voxel_axes_follow_the_file_and_the_normal(write, only_series):
    geometry = only_series(write(grid=marked_volume(*POSITIONS["FFS"]))).geometry
    assert geometry.axes == ((-1, 0, 0), (0, 1, 0), (0, 0, -1))


def test_files_are_listed_along_the_normal(write, only_series):
    series = only_series(write(grid=marked_volume(*POSITIONS["FFS"])))
    heights = [float(pydicom.dcmread(file).ImagePositionPatient[2]) for file in series.files]
    assert heights == sorted(heights, reverse=True)
