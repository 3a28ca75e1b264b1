"""The sac in a pane: every pixel has the code of the voxel its centre lies in, whatever the axes."""

import attrs
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from viewer.model.correction import SacCorrection, VoxelRuns
from viewer.model.display import Display
from viewer.model.geometry import VolumeGeometry, vec3
from viewer.model.plane import PlaneKind
from viewer.model.resolve import resolve_pane
from viewer.model.sac import SacVoxels
from viewer.scene.mask_slices import MaskSlices, SacVoxel
from viewer.tools.navigation import centred, turn

POSITIONS = {
    "head first": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "feet first": ((-1, 0, 0), (0, 1, 0), (0, 0, -1)),
    "decubitus": ((0, -1, 0), (1, 0, 0), (0, 0, 1)),
    "sagittal series": ((0, 1, 0), (0, 0, -1), (1, 0, 0)),
}
SHAPE, OFFSET, BOX = (30, 40, 44), (4, 6, 8), (22, 26, 30)


def volume_grid(axes):
    return VolumeGeometry(SHAPE, (-12.3, 8.1, -7.7), tuple(vec3(one) for one in axes), (0.7, 0.9, 2.1))


def sac_in(grid, seed=0):
    """Random blocks of sac, 3 voxels wide."""
    blocks = np.random.default_rng(seed).random([n // 3 + 1 for n in BOX]) < 0.4
    for axis in range(3):
        blocks = np.repeat(blocks, 3, axis)
    mask = np.ascontiguousarray(blocks[: BOX[0], : BOX[1], : BOX[2]])
    mask.flags.writeable = False
    k, j, i = (float(n) for n in OFFSET)
    return SacVoxels(OFFSET, mask, attrs.evolve(grid, shape=BOX, origin=grid.to_lps((i, j, k))))


def correction_in(seed=1):
    random = np.random.default_rng(seed)
    painted, erased = random.choice(np.prod(SHAPE), (2, 6000), replace=False)
    return SacCorrection(VoxelRuns.of(painted), VoxelRuns.of(erased))


def codes_of(sac, correction):
    """The code of every voxel of the box, voxel by voxel."""
    whole = np.zeros(SHAPE, np.uint8)
    box = tuple(slice(first, first + size) for first, size in zip(OFFSET, BOX, strict=True))
    whole[box] = sac.mask
    whole.reshape(-1)[correction.painted.places] = SacVoxel.PAINTED
    whole.reshape(-1)[correction.erased.places] = SacVoxel.ERASED
    return whole[box]


def expected(view, sac, codes):
    """Every pixel of a pane by its own look at the voxels, and how near it is to a border between two."""
    y, x = np.indices((view.height_px, view.width_px)) + 0.5
    right, down = np.array(view.plane.right), np.array(view.plane.down)
    across = (x - view.width_px / 2)[..., None] * right + (y - view.height_px / 2)[..., None] * down
    points = view.plane.point + across * view.mm_per_px
    index = (points - sac.geometry.origin) @ np.array(sac.geometry.axes).T / sac.geometry.spacing_mm
    nearest = np.floor(index + 0.5).astype(int)
    # Steps of less than 1e-3 voxel across a pane are taken for rounding noise of the direction cosines.
    sure = (np.abs(index + 0.5 - np.round(index + 0.5)) > 1.1e-3).all(axis=-1)
    inside = ((nearest >= 0) & (nearest < sac.mask.shape[::-1])).all(axis=-1)
    i, j, k = np.clip(nearest, 0, np.array(sac.mask.shape[::-1]) - 1).reshape(-1, 3).T
    return np.where(inside, codes[k, j, i].reshape(inside.shape), 0), sure


def whole_pane(slices, view):
    drawn = np.zeros((view.height_px, view.width_px), np.uint8)
    cut = slices.slice(view)
    if cut is not None:
        codes, (x, y) = cut
        drawn[y : y + codes.shape[0], x : x + codes.shape[1]] = codes
    return drawn


def slices_of(sac, correction=None):
    slices = MaskSlices()
    slices.set_sac(sac, SHAPE)
    slices.set_correction(correction or SacCorrection())
    return slices


def view_of(grid, kind=PlaneKind.AXIAL, tilt_deg=0.0, zoom=1.0, at=(0.3, 0.2, 0.1)):
    i, j, k = (0.5 * (n - 1) + share for n, share in zip(grid.shape[::-1], at, strict=True))
    display = Display(crosshair=grid.to_lps((i, j, k)))
    display = display.with_pane(kind, attrs.evolve(display.pane(kind), zoom=zoom))
    display = centred(turn(display, kind, (0.6, 0.0, 0.8), tilt_deg), kind, grid)
    return resolve_pane(display, kind, grid, 161, 143)


@pytest.mark.parametrize("axes", POSITIONS.values(), ids=POSITIONS)
@pytest.mark.parametrize("kind", PlaneKind)
@pytest.mark.parametrize("tilt_deg", [0.0, 27.0])
def test_every_pixel_shows_the_voxel_it_lies_in(axes, kind, tilt_deg):
    grid = volume_grid(axes)
    sac, correction = sac_in(grid), correction_in()
    slices = slices_of(sac, correction)
    for zoom in (1.0, 6.0):
        view = view_of(grid, kind, tilt_deg, zoom)
        wanted, sure = expected(view, sac, codes_of(sac, correction))
        assert len(np.unique(wanted)) == 4
        assert sure.mean() > 0.95
        assert (whole_pane(slices, view) == wanted)[sure].all()
    slices.close()


@settings(max_examples=25, deadline=None)
@given(
    st.floats(-80, 80),
    st.sampled_from(list(PlaneKind)),
    st.floats(0.5, 8),
    st.tuples(*[st.floats(-9, 9)] * 3),
    st.integers(0, 1000),
)
def test_any_plane_shows_the_voxels_it_cuts(tilt_deg, kind, zoom, at, seed):
    grid = volume_grid(POSITIONS["feet first"])
    sac, correction = sac_in(grid, seed), correction_in(seed)
    slices = slices_of(sac, correction)
    view = view_of(grid, kind, tilt_deg, zoom, at)
    wanted, sure = expected(view, sac, codes_of(sac, correction))
    assert (whole_pane(slices, view) == wanted)[sure].all()
    slices.close()


def test_a_growing_correction_and_its_undoing_show_at_once():
    grid = volume_grid(POSITIONS["head first"])
    sac, view = sac_in(grid), view_of(volume_grid(POSITIONS["head first"]))
    slices = slices_of(sac)
    correction = SacCorrection()
    steps = [correction]
    places = np.random.default_rng(3).choice(np.prod(SHAPE), 4000, replace=False)
    for n, part in enumerate(np.split(places, 8)):
        correction = correction.erasing(part) if n % 2 else correction.painting(part)
        correction = correction.painting(places[n * 50 : n * 50 + 90])
        steps.append(correction)
    for step in (*steps, *reversed(steps), steps[4], SacCorrection()):
        slices.set_correction(step)
        wanted, sure = expected(view, sac, codes_of(sac, step))
        assert (whole_pane(slices, view) == wanted)[sure].all()
    slices.close()


def test_a_thick_slab_shows_the_sac_in_its_middle():
    grid = volume_grid(POSITIONS["head first"])
    slices, view = slices_of(sac_in(grid)), view_of(grid)
    assert (whole_pane(slices, attrs.evolve(view, slab_mm=10.0)) == whole_pane(slices, view)).all()
    slices.close()


def test_a_plane_beside_the_sac_shows_none():
    grid = volume_grid(POSITIONS["head first"])
    slices = slices_of(sac_in(grid))
    view = view_of(grid)
    assert slices.slice(attrs.evolve(view, plane=view.plane.through((0.0, 0.0, 300.0)))) is None
    aside = attrs.evolve(view, plane=view.plane.through(view.plane.at(900.0, 0.0)))
    assert slices.slice(aside) is None
    slices.close()


def test_without_a_sac_there_is_nothing_to_show():
    slices = MaskSlices()
    slices.set_correction(correction_in())
    assert slices.slice(view_of(volume_grid(POSITIONS["head first"]))) is None
    empty = sac_in(volume_grid(POSITIONS["head first"]))
    nothing = np.zeros(BOX, bool)
    nothing.flags.writeable = False
    slices.set_sac(attrs.evolve(empty, mask=nothing), SHAPE)
    assert slices.slice(view_of(volume_grid(POSITIONS["head first"]))) is None
    slices.close()
