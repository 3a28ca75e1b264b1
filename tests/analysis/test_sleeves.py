"""Root sleeves: followed outward as tubes of contrast, never into the bone beside them."""

import numpy as np
import pytest
from scipy import ndimage

from viewer.analysis.border import SacBorder
from viewer.analysis.column import column_within
from viewer.analysis.curve import curve_through
from viewer.analysis.sleeves import find_sleeves
from viewer.analysis.upright import upright
from viewer.model.geometry import VolumeGeometry
from viewer.model.volume import Volume
from viewer.progress import silent

SPACING = 0.7
SHAPE = (110, 60, 86)
AXES = ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0))
FAT, CSF, BONE = -80, 600, 1300
SAC_MM = 8.0


def places():
    """LPS of every voxel; the sac stands about the z axis."""
    k, j, i = np.indices(SHAPE)
    centre = (np.array(SHAPE) - 1) / 2
    return np.stack([i - centre[2], j - centre[1], k - centre[0]], axis=-1) * SPACING


PLACES = places()


def tube(start, end, radius_mm):
    """Which voxels lie in a rod with round ends."""
    start, end = np.array(start), np.array(end)
    run = end - start
    share = np.clip((PLACES - start) @ run / (run @ run), 0, 1)
    return np.linalg.norm(PLACES - start - share[..., None] * run, axis=-1) < radius_mm


SAC = np.hypot(PLACES[..., 0], PLACES[..., 1]) < SAC_MM
LEFT = tube((6.0, 0.0, 10.0), (15.0, 0.0, 2.0), 2.0)
RIGHT = tube((-6.0, 0.0, -5.0), (-15.0, 0.0, -12.0), 2.0)
# A plate as a pedicle's or facet's cortex: it touches the sac from behind on the left.
PLATE = (np.abs(PLACES[..., 1] - 5.5) < 1.2) & (PLACES[..., 0] > 4.0) & ~SAC


def column_of(*bright, hu=CSF, plate=None):
    """The column of a scan of fat in which the sac and `bright` hold contrast."""
    voxels = np.full(SHAPE, FAT, np.float32)
    if plate is not None:
        voxels[PLATE] = plate
    voxels[SAC | np.logical_or.reduce([np.zeros(SHAPE, bool), *bright])] = hu
    voxels = ndimage.gaussian_filter(voxels, 0.6)
    voxels += np.random.default_rng(7).normal(0, 15, SHAPE)
    whole = voxels.astype(np.int16)
    whole.flags.writeable = False
    origin = tuple(float(n) for n in PLACES[0, 0, 0])
    volume = Volume(VolumeGeometry(SHAPE, origin, AXES, (SPACING,) * 3), whole)
    ends = np.array([[0.0, 0.0, 36.0], [0.0, 0.0, -36.0]])
    curve = curve_through(ends, 1.0, 0.0)
    count = len(curve)
    border = SacBorder(
        curve,
        np.full((count, 64), SAC_MM),
        np.full((count, 64), float(hu)),
        np.ones((count, 64), bool),
        np.zeros((count, 64, 4)),
    )
    return upright(volume), border, np.ones(count, bool)


def added(scene):
    """Which voxels of the column lie clearly outside the sac, on the whole grid."""
    column = column_within(*scene, silent)
    whole = np.zeros(SHAPE, bool)
    k, j, i = column.offset_kji
    depth, rows, columns = column.mask.shape
    whole[k : k + depth, j : j + rows, i : i + columns] = column.mask
    return whole & (np.hypot(PLACES[..., 0], PLACES[..., 1]) > SAC_MM + 1.0)


def near(mask):
    return ndimage.binary_dilation(mask, np.ones((3, 3, 3)))


def test_sleeves_on_both_sides_are_followed_outward():
    found = added(column_of(LEFT, RIGHT))
    for sleeve in (LEFT, RIGHT):
        beyond = sleeve & (np.abs(PLACES[..., 0]) > SAC_MM + 1.5)
        assert (found & beyond).sum() > 0.6 * beyond.sum()
    assert (found & near(LEFT | RIGHT)).sum() > 0.97 * found.sum()


def test_a_sac_without_sleeves_gets_none():
    scene = column_of()
    assert find_sleeves(scene[0].volume, *scene[1:]) == ()
    assert not added(scene).any()


@pytest.mark.parametrize("bone_hu", [350, CSF, BONE])
def test_bone_that_touches_the_sac_is_no_sleeve(bone_hu):
    assert not added(column_of(plate=bone_hu)).any()


@pytest.mark.parametrize("bone_hu", [CSF, BONE])
def test_a_sleeve_beside_bone_does_not_spill_into_it(bone_hu):
    found = added(column_of(LEFT, RIGHT, plate=bone_hu))
    assert (found & RIGHT).any()
    assert (found & PLATE & ~near(LEFT)).sum() < 0.02 * max(1, found.sum())


def test_a_wide_leak_beside_the_sac_is_no_sleeve():
    pool = (np.abs(PLACES[..., 0] - 13.0) < 6.0) & (np.abs(PLACES[..., 1]) < 6.0)
    assert not added(column_of(pool)).any()


def test_the_surface_stays_in_one_piece():
    column = column_within(*column_of(LEFT, RIGHT), silent)
    _, pieces = ndimage.label(column.mask)
    assert pieces == 1


def test_sections_without_contrast_have_no_sleeves():
    whole, border, opacified = column_of(LEFT, RIGHT)
    sleeves = find_sleeves(whole.volume, border, np.zeros_like(opacified))
    assert sleeves == ()
