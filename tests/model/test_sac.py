"""The voxels of the sac in their box, and what a reader paints and erases in them."""

import attrs
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from viewer.errors import GeometryError
from viewer.model.correction import SacCorrection
from viewer.model.geometry import VolumeGeometry
from viewer.model.sac import SacVoxels, with_correction

AXES = ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0))
SHAPE = (4, 5, 6)
WHOLE = VolumeGeometry(SHAPE, (10.0, 20.0, 30.0), AXES, (0.5, 0.5, 2.0))
LOW = (1, 2, 3)
BOX = (2, 3, 2)


def sac(*filled: tuple[int, int, int]) -> SacVoxels:
    mask = np.zeros(BOX, bool)
    for voxel in filled:
        mask[voxel] = True
    mask.flags.writeable = False
    origin = WHOLE.to_lps((float(LOW[2]), float(LOW[1]), float(LOW[0])))
    return SacVoxels(LOW, mask, attrs.evolve(WHOLE, shape=BOX, origin=origin))


def place(k: int, j: int, i: int) -> int:
    return int(np.ravel_multi_index((k, j, i), SHAPE))


places = st.sets(st.integers(0, int(np.prod(SHAPE)) - 1), max_size=20)


@given(places, places)
def test_it_is_what_was_measured_with_the_painted_and_without_the_erased(painted, erased):
    correction = SacCorrection().painting(sorted(painted)).erasing(sorted(erased))
    measured = sac((0, 0, 0), (1, 2, 1))

    now = with_correction(measured, SHAPE, correction)

    wanted = measured.on_volume(SHAPE).copy().ravel()
    wanted[sorted(painted - erased)] = True
    wanted[sorted(erased)] = False
    box = tuple(slice(a, a + n) for a, n in zip(LOW, BOX, strict=True))
    np.testing.assert_array_equal(now.mask, wanted.reshape(SHAPE)[box])
    assert not now.mask.flags.writeable
    assert measured.mask.sum() == 2, "what was measured stays as it was"


def test_without_strokes_it_is_the_same_value():
    measured = sac((0, 0, 0))

    assert with_correction(measured, SHAPE, SacCorrection(cranial_end=(0.0, 0.0, 0.0))) is measured


def test_a_correction_of_another_grid_is_not_applied():
    measured = sac()
    correction = SacCorrection(grid=WHOLE).painting([place(1, 2, 3)])
    shifted = attrs.evolve(correction, grid=attrs.evolve(WHOLE, origin=(10.0, 20.0, 32.0)))

    assert with_correction(measured, SHAPE, correction).mask[0, 0, 0]
    assert with_correction(measured, SHAPE, shifted) is measured


def test_the_whole_mask_has_the_box_in_its_place():
    whole = sac((1, 2, 1)).on_volume(SHAPE)

    assert np.argwhere(whole).tolist() == [[2, 4, 4]]


def test_the_mask_must_fit_its_box():
    with pytest.raises(GeometryError, match="box"):
        attrs.evolve(sac(), mask=np.zeros((1, 1, 1), bool))
