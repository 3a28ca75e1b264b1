"""Colours in DICOM's CIELab."""

import pytest
from highdicom.color import CIELabColor

from viewer.dicom.outgoing.lab_colour import lab_colour


@pytest.mark.parametrize(
    ("rgb", "lab"),
    [
        ((255, 255, 255), (100, 0, 0)),
        ((0, 0, 0), (0, 0, 0)),
        ((255, 0, 0), (54.29, 80.81, 69.89)),
        ((0, 0, 255), (29.57, 68.30, -112.03)),
    ],
)
def test_known_colours_have_their_known_values(rgb, lab):
    assert lab_colour(rgb) == pytest.approx(CIELabColor(*lab).value, abs=20)
