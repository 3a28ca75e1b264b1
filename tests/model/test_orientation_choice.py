from itertools import permutations, product

import numpy as np
import pytest

from viewer.errors import GeometryError
from viewer.model.geometry import VolumeGeometry, cross, dot, unit, vec3
from viewer.model.orientation import principal
from viewer.model.orientation_choice import OrientationChoice, Towards, oriented, oriented_geometry
from viewer.model.volume import Volume

# As an unknown file may lie: turned, and not at the middle of anything.
GRID = VolumeGeometry((6, 5, 4), (7.0, -3.0, 11.0), ((0, 1, 0), (-1, 0, 0), (0, 0, 1)), (0.5, 0.6, 2.0))
SIDES = (("L", "R"), ("P", "A"), ("H", "F"))
EVERY = [
    OrientationChoice(*(Towards(letter) for letter in letters))
    for axes in permutations(SIDES)
    for letters in product(*axes)
]


@pytest.fixture
def volume():
    hu = np.arange(np.prod(GRID.shape), dtype=np.int16).reshape(GRID.shape)
    hu.flags.writeable = False
    return Volume(GRID, hu, gaps=((1, 2), (5, 1)))


def test_there_are_48_ways_to_lie():
    assert len(set(EVERY)) == 48


@pytest.mark.parametrize("choice", EVERY)
def test_every_voxel_lies_where_the_reader_says(volume, choice):
    turned = oriented(volume, choice)
    first, last = (0, 0, 0), (3, 4, 5)
    for place, side in enumerate(choice.each):
        step = list(first)
        step[place] = 1
        k0, j0, i0 = _place_of(turned, volume.hu[0, 0, 0])
        k1, j1, i1 = _place_of(turned, volume.hu[step[2], step[1], step[0]])
        along = np.subtract(turned.geometry.to_lps((i1, j1, k1)), turned.geometry.to_lps((i0, j0, k0)))
        assert principal(unit(vec3(along))) == side.value
    assert turned.hu_at(turned.geometry.to_lps(last)) is not None


def _place_of(volume, value):
    ((k, j, i),) = np.argwhere(volume.hu == value)
    return k, j, i


@pytest.mark.parametrize("choice", EVERY)
def test_the_grid_stays_right_handed_and_in_its_place(choice):
    turned = oriented_geometry(GRID, choice)
    right, down, onward = turned.axes
    assert dot(cross(right, down), onward) == pytest.approx(1)
    assert turned.centre == pytest.approx(GRID.centre)
    assert turned.spacing_mm == GRID.spacing_mm


@pytest.mark.parametrize("choice", EVERY[::7])
def test_gaps_follow_their_slices(volume, choice):
    turned = oriented(volume, choice)
    missing = {tuple(plane.ravel()) for plane in volume.hu[volume.made_up]}
    assert {tuple(plane.ravel()) for plane in turned.hu[turned.made_up]} == missing


def test_no_voxel_is_copied(volume):
    assert all(np.shares_memory(oriented(volume, choice).hu, volume.hu) for choice in EVERY)


def test_two_directions_along_one_axis_are_refused():
    with pytest.raises(GeometryError, match="three different"):
        OrientationChoice(Towards.LEFT, Towards.RIGHT, Towards.HEAD)
