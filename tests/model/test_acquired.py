import numpy as np
import pytest

from viewer.model.acquired import shown_sentence, told_sentences
from viewer.model.geometry import VolumeGeometry
from viewer.model.study import Series, SeriesKind
from viewer.model.volume import Volume

GRID = VolumeGeometry((20, 4, 4), (0, 0, 0), ((1, 0, 0), (0, 1, 0), (0, 0, 1)), (1.0, 1.0, 2.0))


def series(**more):
    return Series("1.2", kind=SeriesKind.VOLUME, geometry=GRID, **more)


def volume(**more):
    hu = np.zeros(GRID.shape, np.int16)
    hu.flags.writeable = False
    return Volume(GRID, hu, **more)


def test_a_volume_as_it_was_acquired_has_nothing_to_tell():
    assert shown_sentence(series(), volume()) == ""
    assert shown_sentence(None, None) == ""


@pytest.mark.parametrize(
    ("found", "words"),
    [
        ({"tilt_deg": -15.0, "resampled": True, "warnings": ("a.",)}, "gantry tilt of 15.0°"),
        ({"resampled": True, "warnings": ("a.",)}, "slices resampled"),
        ({"lossy": True, "warnings": ("a.",)}, "compressed with loss"),
        ({"duplicates": 12, "warnings": ("a.",)}, "12 doubled images dropped"),
        ({"orientation_known": False, "warnings": ("a.",)}, "which side is which is unknown"),
    ],
)
def test_each_change_is_named(found, words):
    sentence = shown_sentence(series(**found), volume())
    assert words in sentence
    assert "note" not in sentence


def test_missing_slices_and_those_found_damaged_while_reading_are_counted():
    read = volume(gaps=((3, 2), (9, 1)), notes=("image 9 is cut short.",))
    found = series(gaps=((3, 2),), resampled=True, warnings=("2 slices are missing.",))
    assert "3 missing slices (hatched); 1 of them damaged" in shown_sentence(found, read)


def test_a_note_without_a_short_form_stands_alone_or_is_counted():
    assert shown_sentence(series(warnings=("The slices are thin.",)), volume()) == "The slices are thin."
    both = series(lossy=True, warnings=("Lossy.", "The slices are thin."))
    assert shown_sentence(both, volume()).endswith("compressed with loss; 1 more note.")


def test_all_sentences_are_told_once():
    assert told_sentences(series(warnings=("a.", "b.")), volume(notes=("b.", "c."))) == ("a.", "b.", "c.")
