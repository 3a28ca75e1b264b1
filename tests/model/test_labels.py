"""Level labels: placed by a reader, interpolated along the canal, in order."""

import math
from itertools import accumulate

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from viewer.errors import ViewerError
from viewer.model.geometry import VolumeGeometry, distance_mm
from viewer.model.labels import LabelSource, LevelLabel, level_at, level_positions, usual_angles_deg
from viewer.model.spine import Level, LevelKind, Numbering

USUAL = Numbering()
TOP_MM = 500.0


def curved(offset_mm: float, stretch: float = 1.0):
    """A point of a synthetic spine with a lordosis and a slight scoliosis, `offset_mm` below C0/C1."""
    z_mm = TOP_MM - stretch * offset_mm
    return (6.0 * math.sin(z_mm / 90.0), 25.0 * math.sin(z_mm / 120.0), z_mm)


def placed(*names, stretch=1.0, numbering=USUAL):
    return tuple(LevelLabel(Level(name), curved(numbering.offset_mm(Level(name)), stretch)) for name in names)


@pytest.mark.parametrize("stretch", [0.85, 1.0, 1.15])
def test_levels_between_the_placed_ones_follow_the_curved_spine(stretch):
    labels = placed("L1/L2", "L2/L3", "L4/L5", "L5/S1", stretch=stretch)

    found = {position.level: position for position in level_positions(labels, USUAL)}

    for name in ("L2", "L3", "L3/L4", "L4", "L5"):
        position = found[Level(name)]
        true = curved(USUAL.offset_mm(Level(name)), stretch)
        assert position.source is LabelSource.INTERPOLATED
        assert distance_mm(position.point, true) < 2.0


def test_only_what_a_reader_placed_is_confirmed_and_it_stays_where_it_was_placed():
    labels = placed("L2", "L4/L5")

    positions = level_positions(labels, USUAL)

    exact = {position.level: position.point for position in positions if position.confirmed}
    assert exact == {label.level: label.point for label in labels}
    sources = {position.level.name: position.source for position in positions}
    assert sources["L3/L4"] is LabelSource.INTERPOLATED
    assert sources["L1"] is sources["L5/S1"] is LabelSource.EXTRAPOLATED


def test_levels_beyond_the_placed_ones_are_left_out_where_no_image_is():
    labels = placed("L2/L3", "L3/L4")
    top, bottom = labels[0].point[2] + 30.0, labels[1].point[2] - 30.0
    axes = ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0))
    grid = VolumeGeometry((int(top - bottom), 200, 200), (-100.0, -100.0, bottom), axes, (1.0, 1.0, 1.0))

    inside = level_positions(labels, USUAL, grid)

    assert all(grid.contains(position.point) for position in inside)
    assert 2 < len(inside) < len(level_positions(labels, USUAL))


def test_one_label_alone_tells_no_other_level():
    assert [position.level.name for position in level_positions(placed("L3"), USUAL)] == ["L3"]
    assert level_positions((), USUAL) == ()


def test_levels_come_in_cranio_caudal_order_however_they_were_placed():
    positions = level_positions(placed("L5/S1", "L1", "L3/L4"), USUAL)

    heights = [position.point[2] for position in positions]
    assert heights == sorted(heights, reverse=True)
    assert [position.level for position in positions] == list(USUAL.levels)


@given(
    places=st.sets(st.integers(0, len(USUAL.levels) - 1), min_size=2, max_size=6),
    heights_mm=st.lists(st.floats(5.0, 25.0), min_size=len(USUAL.levels), max_size=len(USUAL.levels)),
)
def test_levels_never_change_places(places, heights_mm):
    """Also where some of the patient's vertebrae are unusually high and others low."""
    depths_mm = list(accumulate(heights_mm))
    labels = tuple(LevelLabel(USUAL.levels[n], (0.0, 0.0, -depths_mm[n])) for n in sorted(places))

    depths = [-position.point[2] for position in level_positions(labels, USUAL)]

    assert depths == sorted(depths)


@pytest.mark.parametrize(
    ("name", "confirmed"), [("L4/L5", True), ("L2", True), ("L3/L4", False), ("L5/S1", False), ("T12", False)]
)
def test_a_point_gets_the_nearest_level_with_its_unconfirmed_state(name, confirmed):
    labels = placed("L2", "L4/L5")
    point = curved(USUAL.offset_mm(Level(name)))

    found = level_at(labels, USUAL, point)

    assert (found.level.name, found.confirmed) == (name, confirmed)


def test_a_point_beside_the_canal_gets_the_level_of_its_height_along_it():
    labels = placed("L2", "L3", "L4", "L5")
    x, y, z = curved(USUAL.offset_mm(Level("L3/L4")))

    assert level_at(labels, USUAL, (x + 15.0, y - 10.0, z)).level == Level("L3/L4")


def test_without_labels_no_level_is_guessed():
    assert level_at((), USUAL, (0.0, 0.0, 0.0)) is None


def test_one_label_speaks_for_its_surroundings_only():
    labels = placed("L3/L4")
    x, y, z = labels[0].point

    assert level_at(labels, USUAL, (x, y, z - 10.0)).level == Level("L3/L4")
    assert level_at(labels, USUAL, (x, y, z - 20.0)) is None


@pytest.mark.parametrize(
    ("numbering", "name"),
    [(Numbering(13, 5), "T13"), (Numbering(12, 6), "L6"), (Numbering(12, 4), "L4/S1")],
)
def test_transitional_levels_are_found_between_their_neighbours(numbering, name):
    labels = placed("T10", "S1", numbering=numbering)

    found = level_at(labels, numbering, curved(numbering.offset_mm(Level(name))))

    assert found.level in {Level(name), *neighbours(numbering, name)}
    assert Level(name) in {position.level for position in level_positions(labels, numbering)}


def neighbours(numbering, name):
    place = numbering.index(Level(name))
    return numbering.levels[place - 1], numbering.levels[place + 1]


def test_a_level_this_patient_has_not_cannot_be_placed():
    with pytest.raises(ViewerError, match="no level L6"):
        level_positions(placed("L4", "L6", numbering=Numbering(12, 6)), USUAL)


def test_joints_and_vertebrae_take_turns_along_the_spine():
    kinds = [position.level.kind for position in level_positions(placed("C2", "S1"), USUAL)]

    assert kinds[::2] == [LevelKind.DISC] * (len(kinds) // 2)


def bent(offset_mm, numbering=USUAL):
    """A point of a spine with the usual curves."""
    steps = np.arange(0.0, offset_mm + 0.5, 1.0)
    lean = np.radians(usual_angles_deg(steps, numbering))
    return (0.0, float(np.sin(lean).sum()), TOP_MM - float(np.cos(lean).sum()))


@pytest.mark.parametrize(
    ("first", "second", "far"), [("L3/L4", "L4/L5", "T10"), ("T12/L1", "L1/L2", "L5/S1")]
)
def test_beyond_two_close_labels_the_curve_bends_as_a_spine_does(first, second, far):
    labels = tuple(LevelLabel(Level(name), bent(USUAL.offset_mm(Level(name)))) for name in (first, second))

    found = {one.level.name: one for one in level_positions(labels, USUAL)}

    true = bent(USUAL.offset_mm(Level(far)))
    (x0, y0, z0), (x1, y1, z1) = labels[0].point, labels[1].point
    share = (true[2] - z0) / (z1 - z0)
    on_the_line = (x0 + share * (x1 - x0), y0 + share * (y1 - y0), true[2])
    assert found[far].source is LabelSource.EXTRAPOLATED
    assert distance_mm(found[far].point, true) < 6.0
    assert distance_mm(on_the_line, true) > 15.0


def test_a_vertebra_between_two_placed_discs_can_bear_no_other_name():
    labels = placed("L2/L3", "L3/L4", "L5/S1")
    found = {one.level.name: one for one in level_positions(labels, USUAL)}
    assert found["L3"].confirmed
    assert not found["L3"].placed, "there is no label to move or remove"
    assert not any(found[name].confirmed for name in ("L2", "L4", "L4/L5", "L5"))
    assert level_at(labels, USUAL, found["L3"].point).confirmed
