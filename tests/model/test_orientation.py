import numpy as np
import pytest

from viewer.model.display import Display
from viewer.model.geometry import VolumeGeometry, cross, scale
from viewer.model.orientation import OPPOSITE, letters, principal
from viewer.model.overlay.overlay_frame import side_letters
from viewer.model.overlay.overlay_shapes import Anchor
from viewer.model.plane import PlaneKind
from viewer.model.resolve import resolve_pane

# Row and column cosines as scanners write them, what they mean, and the patient's side on the table.
POSITIONS = {
    "HFS": ((1, 0, 0), (0, 1, 0), "L", "P"),
    "HFP": ((-1, 0, 0), (0, -1, 0), "R", "A"),
    "FFS": ((-1, 0, 0), (0, 1, 0), "R", "P"),
    "FFP": ((1, 0, 0), (0, -1, 0), "L", "A"),
    "HFDR": ((0, 1, 0), (-1, 0, 0), "P", "R"),
    "HFDL": ((0, -1, 0), (1, 0, 0), "A", "L"),
    "FFDR": ((0, -1, 0), (-1, 0, 0), "A", "R"),
    "FFDL": ((0, 1, 0), (1, 0, 0), "P", "L"),
}
MIDDLE = (12.0, -30.0, -400.0)
MARKERS = {
    "L": (40, 0, 0),
    "R": (-40, 0, 0),
    "P": (0, 40, 0),
    "A": (0, -40, 0),
    "H": (0, 0, 40),
    "F": (0, 0, -40),
}


def scanned(position):
    """A volume as a scanner lays it out for a patient position, stacked along its own slice normal."""
    row, column, *_ = POSITIONS[position]
    axes = (row, column, cross(row, column))
    half = np.array([0.5 * 100, 0.5 * 100, 1.0 * 50])
    origin = np.array(MIDDLE) - half @ np.array(axes)
    return VolumeGeometry((101, 201, 201), tuple(map(float, origin)), axes, (0.5, 0.5, 1.0))


@pytest.mark.parametrize("position", POSITIONS)
def test_rows_and_columns_of_every_patient_position_have_their_letters(position):
    row, column, along_row, along_column = POSITIONS[position]
    assert letters(row) == along_row
    assert letters(column) == along_column
    assert letters(cross(row, column)) == ("H" if position.startswith("HF") else "F")


@pytest.mark.parametrize("position", POSITIONS)
def test_the_voxel_of_a_side_is_drawn_at_that_sides_letter_in_every_patient_position(position):
    grid = scanned(position)
    display = Display(crosshair=grid.centre)
    for kind in PlaneKind:
        view = resolve_pane(display, kind, grid, 400, 400)
        at_edge = {text.anchor: text.text for text in side_letters(view)}
        for letter, offset in MARKERS.items():
            k, j, i = grid.nearest_voxel(tuple(np.array(MIDDLE) + offset))
            x, y = view.to_px(grid.to_lps((i, j, k)))
            if letter == at_edge[Anchor.LEFT]:
                assert x < 150
            if letter == at_edge[Anchor.RIGHT]:
                assert x > 250
            if letter == at_edge[Anchor.TOP]:
                assert y < 150
            if letter == at_edge[Anchor.BOTTOM]:
                assert y > 250


@pytest.mark.parametrize("position", POSITIONS)
def test_panes_follow_radiological_convention_in_every_patient_position(position):
    display = Display(crosshair=MIDDLE)
    seen = {}
    for kind in PlaneKind:
        view = resolve_pane(display, kind, scanned(position), 400, 400)
        at_edge = {text.anchor: text.text for text in side_letters(view)}
        seen[kind] = "".join(at_edge[a] for a in (Anchor.LEFT, Anchor.RIGHT, Anchor.TOP, Anchor.BOTTOM))
    assert seen == {PlaneKind.AXIAL: "RLAP", PlaneKind.SAGITTAL: "APHF", PlaneKind.CORONAL: "RLHF"}


def test_an_oblique_direction_has_several_letters_the_strongest_first():
    assert letters((0.8, 0.0, -0.6)) == "LF"
    assert letters((-0.5, 0.5, 0.7071)) == "HRP"
    assert letters((0.99, 0.14, 0.0)) == "L"


@pytest.mark.parametrize("direction", [(0.8, 0, -0.6), (0, -1, 0), (-0.6, 0.8, 0)])
def test_the_other_way_has_the_opposite_letters(direction):
    assert letters(scale(direction, -1)) == "".join(OPPOSITE[one] for one in letters(direction))


def test_the_principal_letter_is_the_strongest():
    assert principal((0.3, -0.2, 0.93)) == "H"
    assert principal((0.01, -0.02, 0.0)) == "A"
