import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from viewer.model.display import Display
from viewer.model.geometry import VolumeGeometry
from viewer.model.plane import PlaneKind, reference_plane
from viewer.model.resolve import resolve_pane, step_mm

GRID = VolumeGeometry(
    (100, 200, 200), (-50.0, -50.0, 0.0), ((1, 0, 0), (0, 1, 0), (0, 0, 1)), (0.5, 0.5, 1.0)
)
kinds = st.sampled_from(list(PlaneKind))
pixels = st.floats(-1000, 2000)


@given(kinds, st.integers(1, 3000), st.integers(1, 3000), st.floats(0.2, 40), pixels, pixels)
def test_a_pixel_survives_the_way_to_the_patient_and_back(kind, width, height, zoom, x, y):
    display = Display(crosshair=(1.0, 2.0, 33.0))
    pane = attrs.evolve(display.pane(kind), zoom=zoom, pan_mm=(3.0, -8.0))
    view = resolve_pane(display.with_pane(kind, pane), kind, GRID, width, height)
    assert view.to_px(view.to_lps(x, y)) == pytest.approx((x, y), abs=1e-6)


@given(kinds, st.integers(20, 3000), st.integers(20, 3000))
def test_the_whole_volume_fits_a_pane_at_first(kind, width, height):
    view = resolve_pane(Display(crosshair=GRID.centre), kind, GRID, width, height)
    for corner in GRID.corners:
        x, y = view.to_px(corner)
        assert 0 <= x <= width
        assert 0 <= y <= height


@given(kinds, st.floats(-90, 90))
def test_turning_a_plane_does_not_zoom(kind, angle_deg):
    display = Display(crosshair=GRID.centre)
    plane = display.pane(kind).plane(GRID.centre).turned((0.6, 0.0, 0.8), angle_deg)
    turned = display.with_pane(kind, attrs.evolve(display.pane(kind), right=plane.right, down=plane.down))
    views = [resolve_pane(one, kind, GRID, 300, 200) for one in (display, turned)]
    assert views[0].mm_per_px == views[1].mm_per_px


def test_a_known_point_lands_on_a_known_pixel():
    # 200 voxels of 0.5 mm in 400 px, with a margin of 2 %.
    view = resolve_pane(Display(crosshair=GRID.centre), PlaneKind.AXIAL, GRID, 400, 600)
    assert view.mm_per_px == pytest.approx(0.255)
    assert view.to_px(GRID.centre) == pytest.approx((200, 300))
    assert view.to_px((GRID.centre[0] + 2.55, GRID.centre[1] - 5.1, 7)) == pytest.approx((210, 280))


def test_a_plane_along_the_slices_shows_the_nearest_one_and_only_without_a_slab():
    display = Display(crosshair=(0.0, 0.0, 41.3))
    assert resolve_pane(display, PlaneKind.AXIAL, GRID, 100, 100).plane.point[2] == pytest.approx(41)
    thick = display.with_pane(PlaneKind.AXIAL, attrs.evolve(display.axial, slab_mm=5.0))
    assert resolve_pane(thick, PlaneKind.AXIAL, GRID, 100, 100).plane.point[2] == pytest.approx(41.3)


def test_a_slab_shows_points_within_half_of_it():
    display = Display(crosshair=(0.0, 0.0, 40.0))
    thick = display.with_pane(PlaneKind.AXIAL, attrs.evolve(display.axial, slab_mm=6.0))
    view = resolve_pane(thick, PlaneKind.AXIAL, GRID, 100, 100)
    assert view.shows((0, 0, 43), 0)
    assert not view.shows((0, 0, 43.2), 0.1)


def test_the_step_between_slices_follows_the_spacing_along_the_normal():
    assert step_mm(GRID, (0.0, 0.0, 1.0)) == 1
    assert step_mm(GRID, (-1.0, 0.0, 0.0)) == 0.5
    turned = reference_plane(PlaneKind.AXIAL, (0, 0, 0)).turned((1.0, 0.0, 0.0), 20)
    assert 0.5 < step_mm(GRID, turned.normal) < 1.5


@given(kinds, st.sampled_from([5e-324, 1e-9, 1e9, 1e300]), st.sampled_from([0.0, 1e6]))
def test_an_absurd_zoom_or_slab_still_makes_a_picture(kind, zoom, slab_mm):
    pane = attrs.evolve(Display().pane(kind), zoom=zoom, slab_mm=slab_mm)
    view = resolve_pane(Display(crosshair=GRID.centre).with_pane(kind, pane), kind, GRID, 300, 200)
    assert 0.0001 < view.mm_per_px < 1000
    assert view.slab_mm <= 50
    assert view.to_px(view.to_lps(7, 9)) == pytest.approx((7, 9), abs=1e-6)
