"""Corrections of the sac: sets of voxels, run-length coded, that behave like sets."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viewer.errors import GeometryError
from viewer.model.correction import SacCorrection, VoxelRuns
from viewer.model.geometry import VolumeGeometry

AXES = ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0))
sets = st.sets(st.integers(0, 60), max_size=40)


def runs(places) -> VoxelRuns:
    return VoxelRuns.of(sorted(places))


def held(voxels: VoxelRuns) -> set[int]:
    return set(voxels.places.tolist())


@given(sets)
def test_a_set_comes_back_whole_in_order_and_in_as_few_runs_as_can_be(places):
    made = runs(places)

    assert made.places.tolist() == sorted(places)
    assert made.count == len(places)
    assert len(made.starts) == len([place for place in places if place - 1 not in places])
    assert bool(made) == bool(places)


@given(sets, sets)
def test_runs_are_joined_and_parted_like_sets(one, other):
    a, b = runs(one), runs(other)

    assert held(a.joined(b)) == one | other
    assert held(a.without(b)) == one - other
    assert held(a.differing(b)) == one ^ other
    assert a.with_places(sorted(other)) == a.joined(b)
    assert a.without_places(sorted(other)) == a.without(b)


@given(sets, sets)
def test_equal_voxels_are_equal_and_hash_alike_whatever_they_were_made_of(one, other):
    twice = runs(one).joined(runs(other)).without(runs(other - one))

    assert twice == runs(one)
    assert hash(twice) == hash(runs(one))
    assert (runs(one) == runs(other)) == (one == other)


def test_runs_cannot_be_changed_in_place():
    with pytest.raises(ValueError, match="read-only"):
        runs({3}).starts[0] = 4


@pytest.mark.parametrize(
    ("starts", "lengths"),
    [((1,), ()), ((1,), (0,)), ((-1,), (2,)), ((1, 2), (1, 1)), ((5, 1), (1, 1)), ((1, 2), (3, 1))],
)
def test_runs_that_cannot_be_are_refused(starts, lengths):
    with pytest.raises(GeometryError):
        VoxelRuns(starts, lengths)


@given(sets, sets, sets)
def test_the_last_stroke_over_a_voxel_decides(first, second, third):
    correction = SacCorrection().painting(sorted(first)).erasing(sorted(second)).painting(sorted(third))

    assert held(correction.painted) == (first - second) | third
    assert held(correction.erased) == second - third


def test_a_moved_end_is_a_correction_too():
    assert not SacCorrection()
    assert SacCorrection(cranial_end=(1.0, 2.0, 3.0))
    assert SacCorrection().painting([5])


def grid(**changes) -> VolumeGeometry:
    said = {"shape": (2, 3, 4), "origin": (0.0, 0.0, 0.0), "axes": AXES, "spacing_mm": (1.0, 1.0, 1.0)}
    return VolumeGeometry(**{**said, **changes})


def test_it_fits_the_grid_it_was_made_on_and_no_other():
    correction = SacCorrection(painted=runs({23}), grid=grid())

    assert correction.fits(grid())
    assert not correction.fits(grid(origin=(0.0, 0.0, 1.0)))
    assert not correction.fits(grid(shape=(3, 3, 4)))
    assert not SacCorrection(erased=runs({24})).fits(grid())
    assert SacCorrection(erased=runs({23})).fits(grid())
