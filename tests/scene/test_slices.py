"""Slices: this point lands on this pixel, and slabs match their definition, whatever the volume's axes."""

import gc
import itertools
import sys
import weakref

import attrs
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_array_equal
from scipy.ndimage import map_coordinates

from viewer.model.display import Display, Interpolation, SlabMode
from viewer.model.geometry import VolumeGeometry, vec3
from viewer.model.plane import Plane, PlaneKind, reference_plane
from viewer.model.resolve import PaneView, resolve_pane, step_mm
from viewer.model.study import WindowSetting
from viewer.model.volume import Volume
from viewer.scene.grey import grey_table
from viewer.scene.reslicer import OUTSIDE_HU
from viewer.scene.slices import SliceRenderer

WINDOW = WindowSetting(400.0, 40.0)
POSITIONS = {
    "head first supine": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "head first prone": ((-1, 0, 0), (0, -1, 0), (0, 0, 1)),
    "feet first supine": ((-1, 0, 0), (0, 1, 0), (0, 0, -1)),
    "feet first prone": ((1, 0, 0), (0, -1, 0), (0, 0, -1)),
    "decubitus left": ((0, -1, 0), (1, 0, 0), (0, 0, 1)),
    "decubitus right": ((0, 1, 0), (-1, 0, 0), (0, 0, 1)),
    "sagittal series": ((0, 1, 0), (0, 0, -1), (1, 0, 0)),
}


def volume_of(hu: np.ndarray, axes=POSITIONS["head first supine"], spacing=(0.5, 0.7, 1.1)) -> Volume:
    hu = np.ascontiguousarray(hu, dtype=np.int16)
    hu.flags.writeable = False
    axes = tuple(vec3(axis) for axis in axes)
    return Volume(VolumeGeometry(hu.shape, (-12.3, 40.1, -7.7), axes, spacing), hu)


def ramp(axes, gradient=(9.0, -7.0, 5.0), shape=(20, 24, 28), spacing=(0.5, 0.7, 1.1)) -> Volume:
    """A volume whose HU is linear in the patient: 9 per mm to the left, -7 to the back, 5 to the head."""
    empty = volume_of(np.zeros(shape, np.int16), axes, spacing)
    k, j, i = np.indices(shape)
    matrix = empty.geometry.affine
    points = np.tensordot(matrix[:3, :3], np.stack([i, j, k]), 1) + matrix[:3, 3, None, None, None]
    return volume_of(np.rint(np.tensordot(gradient, points, 1)), axes, spacing)


def drawn_by(volume: Volume) -> SliceRenderer:
    renderer = SliceRenderer()
    renderer.set_volume(volume)
    return renderer


def view_of(plane: Plane, size=(90, 70), mm_per_px=0.2, kind=PlaneKind.AXIAL, **more) -> PaneView:
    return PaneView(kind, plane, mm_per_px, *size, WINDOW, **more)


def pixel_indices(view: PaneView, geometry: VolumeGeometry) -> np.ndarray:
    """The continuous index (i, j, k) of every pixel centre, shape (3, y, x)."""
    y, x = np.indices((view.height_px, view.width_px)) + 0.5
    right = ((x - view.width_px / 2) * view.mm_per_px)[..., None] * np.array(view.plane.right)
    down = ((y - view.height_px / 2) * view.mm_per_px)[..., None] * np.array(view.plane.down)
    points = np.array(view.plane.point) + right + down
    offset = points - np.array(geometry.origin)
    return np.moveaxis(offset @ np.array(geometry.axes).T / np.array(geometry.spacing_mm), -1, 0)


def interpolated(volume: Volume, view: PaneView, depth_mm: float = 0.0) -> tuple[np.ndarray, np.ndarray]:
    """Linear values by scipy and whether the pixel lies inside the voxels (a little off the border)."""
    moved = attrs.evolve(
        view,
        plane=view.plane.through(vec3(np.array(view.plane.point) + depth_mm * np.array(view.plane.normal))),
    )
    index = pixel_indices(moved, volume.geometry)
    values = map_coordinates(volume.hu.astype(float), index[::-1], order=1, mode="nearest")
    limits = np.array(volume.hu.shape[::-1])[:, None, None] - 1
    inside = ((index >= 0.01) & (index <= limits - 0.01)).all(axis=0)
    return values, inside


@pytest.mark.parametrize("position", POSITIONS)
@pytest.mark.parametrize("kind", list(PlaneKind))
def test_the_reference_planes_show_the_patient_whatever_the_position(position, kind):
    volume = ramp(POSITIONS[position])
    display = Display(crosshair=volume.geometry.to_lps((9.0, 11.0, 7.0)))
    view = resolve_pane(display, kind, volume.geometry, 120, 100)
    hu = drawn_by(volume).hounsfield(view)
    expected, inside = interpolated(volume, view)
    assert inside.mean() > 0.2
    assert np.abs(hu - expected)[inside].max() <= 0.51


angles = st.floats(-180, 180)


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(sorted(POSITIONS)), st.sampled_from(list(PlaneKind)), angles, angles, angles)
def test_any_oblique_plane_shows_linear_values_at_pixel_centres(position, kind, a, b, c):
    volume = ramp(POSITIONS[position])
    plane = reference_plane(kind, volume.geometry.to_lps((13.2, 11.7, 9.4)))
    plane = plane.turned(plane.right, a).turned(plane.down, b).turned(plane.normal, c)
    view = view_of(plane)
    expected, inside = interpolated(volume, view)
    assert np.abs(drawn_by(volume).hounsfield(view) - expected)[inside].max() <= 0.51


@pytest.mark.parametrize("position", POSITIONS)
def test_a_bright_point_lands_on_its_pixel(position):
    hu = np.full((20, 24, 28), -1000, np.int16)
    hu[8, 10, 15] = 3000
    volume = volume_of(hu, POSITIONS[position])
    point = volume.geometry.to_lps((15.0, 10.0, 8.0))
    for kind, (a, b) in itertools.product(PlaneKind, [(0.0, 0.0), (20.0, -35.0), (-70.0, 50.0)]):
        plane = reference_plane(kind, point)
        plane = plane.turned(plane.right, a).turned(plane.down, b)
        view = view_of(plane.through(plane.at(2.35, -3.15)), size=(161, 120), mm_per_px=0.13)
        shown = drawn_by(volume).hounsfield(view).clip(-1000) + 1000.0
        y, x = np.indices(shown.shape)
        found = ((x * shown).sum() / shown.sum() + 0.5, (y * shown).sum() / shown.sum() + 0.5)
        assert np.allclose(found, view.to_px(point), atol=0.25)
        brightest = np.unravel_index(shown.argmax(), shown.shape)
        x_px, y_px = view.to_px(point)
        assert abs(brightest[1] + 0.5 - x_px) <= 1
        assert abs(brightest[0] + 0.5 - y_px) <= 1


def test_beyond_the_volume_it_is_black_in_every_window():
    volume = volume_of(np.full((6, 6, 6), 3000))
    view = view_of(reference_plane(PlaneKind.AXIAL, volume.geometry.centre), size=(200, 200))
    renderer = drawn_by(volume)
    for window in (WINDOW, WindowSetting(1.0, -32768.0), WindowSetting(65536.0, 0.0)):
        picture = renderer.render(attrs.evolve(view, window=window))
        assert picture[0, 0] == 0
        assert picture[100, 100] > 0
    hu = renderer.hounsfield(view)
    shown_mm = ((hu != OUTSIDE_HU).any(axis=0).sum() * 0.2, (hu != OUTSIDE_HU).any(axis=1).sum() * 0.2)
    assert np.allclose(shown_mm, (6 * 0.5, 6 * 0.7), atol=0.41)


def test_no_volume_is_a_black_picture():
    view = view_of(reference_plane(PlaneKind.AXIAL, (0.0, 0.0, 0.0)))
    assert_array_equal(SliceRenderer().render(view), np.zeros((70, 90), np.uint8))


noise = np.random.default_rng(5).integers(-1000, 3000, (20, 24, 28), dtype=np.int16)
REDUCE = {SlabMode.AVERAGE: np.mean, SlabMode.MAXIMUM: np.max, SlabMode.MINIMUM: np.min}


@pytest.mark.parametrize("mode", list(SlabMode))
@pytest.mark.parametrize("kind", list(PlaneKind))
@pytest.mark.parametrize("position", ["head first supine", "feet first prone", "sagittal series"])
def test_a_slab_between_voxel_layers_reduces_whole_layers(mode, kind, position):
    volume = volume_of(noise, POSITIONS[position], (0.8, 0.8, 0.8))
    middle = volume.geometry.to_lps((12.0, 11.0, 9.0))
    view = view_of(reference_plane(kind, middle), mm_per_px=0.8, slab_mm=3.2, slab_mode=mode, size=(9, 7))
    layers = [
        attrs.evolve(
            view,
            slab_mm=0.0,
            plane=view.plane.through(vec3(np.array(middle) + 0.8 * step * np.array(view.plane.normal))),
        )
        for step in range(-2, 3)
    ]
    # Pixels at voxel centres: the pane has odd sides.
    stack = np.stack([drawn_by(volume).hounsfield(layer) for layer in layers]).astype(float)
    if mode is SlabMode.AVERAGE:
        expected = (stack[0] / 2 + stack[1:-1].sum(axis=0) + stack[-1] / 2) / 4
    else:
        expected = REDUCE[mode](stack, axis=0)
    assert np.abs(drawn_by(volume).hounsfield(view) - expected).max() <= 0.51


@pytest.mark.parametrize("mode", list(SlabMode))
@pytest.mark.parametrize("slab_mm", [2.0, 5.0, 11.0])
def test_an_oblique_slab_reduces_samples_from_face_to_face(mode, slab_mm):
    volume = volume_of(noise, spacing=(0.8, 0.8, 0.8))
    plane = reference_plane(PlaneKind.CORONAL, volume.geometry.centre)
    view = view_of(plane.turned(plane.right, 25).turned(plane.down, 35), (40, 30), 0.15, slab_mode=mode)
    shown = drawn_by(volume).hounsfield(attrs.evolve(view, slab_mm=slab_mm))
    count = int(np.ceil(slab_mm / step_mm(volume.geometry, view.plane.normal))) + 1
    depths = np.linspace(-slab_mm / 2, slab_mm / 2, count)
    samples = [interpolated(volume, view, depth) for depth in depths]
    inside = np.all([within for _, within in samples], axis=0)
    stack = np.stack([values for values, _ in samples])
    if mode is SlabMode.AVERAGE:
        expected = np.trapezoid(stack, depths, axis=0) / slab_mm
    else:
        expected = REDUCE[mode](stack, axis=0)
    assert inside.mean() > 0.5
    assert np.abs(shown - expected)[inside].max() <= 1.0


@pytest.mark.parametrize("mode", list(SlabMode))
def test_oblique_and_square_slabs_agree_where_they_meet(mode):
    volume = ramp(POSITIONS["feet first supine"])
    plane = reference_plane(PlaneKind.SAGITTAL, volume.geometry.centre)
    square = view_of(plane, (40, 30), 0.2, slab_mm=4.0, slab_mode=mode)
    oblique = attrs.evolve(square, plane=plane.turned(plane.down, 0.05))
    renderer = drawn_by(volume)
    assert np.abs(renderer.hounsfield(square).astype(int) - renderer.hounsfield(oblique)).max() <= 3


def test_a_slab_reaches_only_as_far_as_the_volume():
    volume = volume_of(np.full((8, 8, 8), 700), spacing=(1.0, 1.0, 1.0))
    renderer = drawn_by(volume)
    for depth, seen in ((9.0, True), (13.9, True), (14.6, False)):
        plane = reference_plane(PlaneKind.AXIAL, volume.geometry.to_lps((3.5, 3.5, -depth)))
        for tilt in (0.0, 0.5):
            view = view_of(plane.turned(plane.right, tilt), (5, 5), slab_mm=28.0, slab_mode=SlabMode.AVERAGE)
            assert renderer.hounsfield(view)[2, 2] == (700 if seen else OUTSIDE_HU)


@pytest.mark.parametrize("tilt_deg", [0.0, 20.0])
@pytest.mark.parametrize("mode", list(SlabMode))
def test_a_draft_is_like_the_full_picture_but_never_kept_for_it(tilt_deg, mode):
    volume = ramp(POSITIONS["head first prone"], shape=(60, 60, 60), spacing=(0.8, 0.8, 0.8))
    plane = reference_plane(PlaneKind.CORONAL, volume.geometry.centre)
    view = view_of(plane.turned(plane.right, tilt_deg), (400, 401), 0.05, slab_mm=20.0, slab_mode=mode)
    renderer = drawn_by(volume)
    draft = renderer.hounsfield(view, draft=True)
    full = renderer.hounsfield(view)
    assert draft.shape == full.shape == (401, 400)
    assert np.abs(draft.astype(int) - full).max() <= 6
    assert_array_equal(full, drawn_by(volume).hounsfield(view))
    assert renderer.hounsfield(view, draft=True) is full


def test_cubic_interpolation_goes_through_the_voxels_and_differs_between_them():
    volume = volume_of(noise, spacing=(1.0, 1.0, 1.0))
    plane = reference_plane(PlaneKind.AXIAL, volume.geometry.to_lps((10.0, 10.0, 9.0)))
    renderer = drawn_by(volume)
    at_voxels = view_of(plane, (9, 9), 1.0, interpolation=Interpolation.CUBIC)
    assert_array_equal(renderer.hounsfield(at_voxels), volume.hu[9, 6:15, 6:15])
    between = view_of(plane, (90, 90), 0.1)
    cubic = renderer.hounsfield(attrs.evolve(between, interpolation=Interpolation.CUBIC))
    assert np.abs(cubic.astype(int) - renderer.hounsfield(between)).max() > 100


def test_the_window_maps_its_ends_to_black_and_white():
    table = grey_table(WindowSetting(401.0, 40.0))
    grey = {hu: table[np.int16(hu).view(np.uint16)] for hu in (-3000, -161, -150, 40, 229, 241, 3000)}
    assert (grey[-3000], grey[-161], grey[241], grey[3000]) == (0, 0, 255, 255)
    assert grey[40] in (127, 128)
    assert 0 < grey[-150] < grey[40] < grey[229] < 255


def test_a_window_change_does_not_slice_again():
    renderer = drawn_by(volume_of(noise))
    view = view_of(reference_plane(PlaneKind.AXIAL, renderer._volume.geometry.centre))
    first = renderer.hounsfield(view)
    renderer.render(attrs.evolve(view, window=WindowSetting(80.0, 40.0)))
    assert renderer.hounsfield(view) is first
    assert (
        renderer.render(view) != renderer.render(attrs.evolve(view, window=WindowSetting(80.0, 40.0)))
    ).any()


def growing_volume() -> tuple[np.ndarray, Volume]:
    memory = np.full((12, 16, 16), -1024, np.int16)
    hu = memory.view()
    hu.flags.writeable = False
    return memory, Volume(
        VolumeGeometry(
            hu.shape, (0.0, 0.0, 0.0), ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)), (1.0, 1.0, 1.0)
        ),
        hu,
    )


def test_a_volume_that_is_being_filled_is_shown_after_refresh_without_a_copy():
    memory, volume = growing_volume()
    renderer = drawn_by(volume)
    view = view_of(reference_plane(PlaneKind.SAGITTAL, volume.geometry.centre), (16, 12), 1.0)
    assert (renderer.hounsfield(view) == -1024).all()
    memory[:] = 500
    renderer.refresh()
    assert (renderer.hounsfield(view) == 500).all()


def test_filled_layers_redraw_only_the_panes_that_show_them():
    memory, volume = growing_volume()
    renderer = drawn_by(volume)
    axial = view_of(reference_plane(PlaneKind.AXIAL, volume.geometry.to_lps((8.0, 8.0, 6.0))), (16, 16), 1.0)
    sagittal = view_of(
        reference_plane(PlaneKind.SAGITTAL, volume.geometry.centre), (16, 12), 1.0, PlaneKind.SAGITTAL
    )
    old = [renderer.hounsfield(view) for view in (axial, sagittal)]
    memory[8:10] = 500
    renderer.mark_filled(8, 9)
    new = [renderer.hounsfield(view) for view in (axial, sagittal)]
    assert new[0] is old[0]
    assert (new[1] == 500).any()
    memory[6] = 600
    renderer.mark_filled(6, 6)
    assert (renderer.hounsfield(axial) == 600).all()


def test_each_picture_stays_as_it_was_returned():
    renderer = drawn_by(volume_of(noise))
    centre = renderer._volume.geometry.centre
    first = renderer.hounsfield(view_of(reference_plane(PlaneKind.AXIAL, centre)))
    kept = first.copy()
    renderer.hounsfield(view_of(reference_plane(PlaneKind.AXIAL, vec3(np.array(centre) + 3))))
    assert_array_equal(first, kept)


def test_closing_lets_go_of_the_volume():
    hu = np.zeros((8, 8, 8), np.int16)
    untouched = sys.getrefcount(hu)
    volume = volume_of(hu)
    renderer = drawn_by(volume)
    renderer.render(view_of(reference_plane(PlaneKind.AXIAL, volume.geometry.centre)))
    renderer.close()
    died = weakref.ref(volume)
    del volume
    gc.collect()
    assert died() is None
    assert sys.getrefcount(hu) == untouched
    assert renderer.render(view_of(reference_plane(PlaneKind.AXIAL, (0.0, 0.0, 0.0)))).max() == 0
