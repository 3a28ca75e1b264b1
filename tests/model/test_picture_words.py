"""The words about a picture: whose, where, and no unit that its values do not have."""

import math

import numpy as np
import pytest

from viewer.model.picture import ColourPicture, GreyPicture, PictureInfo, Placement
from viewer.model.picture_view import PictureLook
from viewer.model.picture_words import corner_words, place_words, same_patient, value_words
from viewer.model.study import Patient, Series, SeriesKind, Study, WindowSetting

STUDY = Study("1", Patient("DOE^JANE", "PH1", "1958-01-31"), "2026-01-31")
MR = Series(
    "2", kind=SeriesKind.OTHER, number=21, description="T2 AX", date="2025-11-02", patient_position="HFS"
)
PLACEMENT = Placement((-10.0, -10.0, 104.25), (1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (1.0, 1.0))
LOOK = PictureLook()
INFO = PictureInfo("12 of 40", (21, 21), (1.0, 1.0), PLACEMENT, "frame")
GREY = GreyPicture(np.array([[5, -7]], np.int16), WindowSetting(800, 400))


def words(series=MR, info=INFO, picture=GREY, look=LOOK, crosshair=None, hidden=False):
    return corner_words(STUDY, series, info, picture, look, crosshair=crosshair, hidden=hidden)


def test_the_corners_say_whose_which_and_how():
    corners = words()
    assert corners.top_left == ("DOE, JANE", "PH1 · born 1958-01-31", "Study 2025-11-02", "HFS")
    assert corners.top_right == ("Se 21 · T2 AX", "Ax 104.2 mm H", "12 of 40")
    assert corners.bottom_right == ("W 800 L 400", "Zoom 100 %")
    assert "not measured" in corners.bottom_left[-1]


def test_a_hidden_identity_is_hidden_here_too():
    assert "DOE" not in "".join(words(hidden=True).top_left)


def test_the_distance_of_the_crosshair_is_told_where_it_lies_elsewhere():
    assert words(crosshair=(0, 0, 100.0)).bottom_left[0] == "Crosshair 4.2 mm off this plane"
    assert words(crosshair=(3, 3, 104.25)).bottom_left == words().bottom_left


def test_a_projection_says_that_it_has_no_sizes():
    corners = words(series=Series("3", kind=SeriesKind.RADIOGRAPH), crosshair=(0, 0, 0))
    assert corners.bottom_left == ("Projection: no sizes in mm",)


def test_loss_is_told():
    assert "Compressed with loss" in words(series=Series("2", lossy=True)).bottom_left


def test_an_oblique_plane_is_said_to_be_oblique_with_the_place_of_its_middle():
    turn = math.radians(20)
    oblique = Placement((0.0, 0.0, 50.0), (1.0, 0.0, 0.0), (0.0, math.cos(turn), math.sin(turn)), (1.0, 1.0))
    assert place_words(oblique, (101, 11)) == f"Ax 20° oblique {50 + 50 * math.sin(turn):.1f} mm H"
    assert place_words(None, (101, 11)) == ""


def test_values_have_a_unit_only_where_they_have_one():
    assert value_words(GREY, (0, 1)) == "Value \N{MINUS SIGN}7 · column 2, row 1"
    ct = GreyPicture(GREY.values, GREY.window, unit="HU")
    assert value_words(ct, (0, 0)) == "5 HU · column 1, row 1"
    assert value_words(ColourPicture(np.full((1, 1, 3), 9, np.uint8)), (0, 0)).startswith("RGB 9 9 9")


@pytest.mark.parametrize(
    ("other", "same"),
    [
        (Patient("DOE^JANE", "OTHER HOSPITAL", "1958-01-31"), True),
        (Patient("doe^jane^^", "", ""), True),
        (Patient("ROE^JANE", "PH1", "1958-01-31"), False),
        (Patient("DOE^JANE", "PH1", "1960-01-31"), False),
        (Patient("", "PH1", ""), True),
        (Patient("", "PH2", ""), False),
    ],
)
def test_another_patient_is_noticed_whatever_the_ids_of_a_hospital(other, same):
    assert same_patient(STUDY.patient, other) is same
