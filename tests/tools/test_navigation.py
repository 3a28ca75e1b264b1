import attrs
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from viewer.model.display import Display, Layout, PaneId
from viewer.model.geometry import VolumeGeometry, unit
from viewer.model.plane import PlaneKind
from viewer.model.resolve import resolve_pane
from viewer.model.study import WindowSetting
from viewer.tools import navigation

GRID = VolumeGeometry(
    (200, 300, 300), (-75.0, -75.0, 0.0), ((1, 0, 0), (0, 1, 0), (0, 0, 1)), (0.5, 0.5, 0.8)
)
kinds = st.sampled_from(list(PlaneKind))
axes = st.builds(lambda x, y, z: unit((x, y, z + 2.0)), st.floats(-1, 1), st.floats(-1, 1), st.floats(-1, 1))


def at_centre():
    return Display(crosshair=GRID.centre)


@given(kinds, st.integers(-90, 90), axes, st.floats(-40, 40))
def test_scrolling_there_and_back_is_identity_in_any_plane(kind, steps, axis, angle_deg):
    display = navigation.turn(at_centre(), kind, axis, angle_deg)
    there = navigation.scroll(display, kind, steps, GRID)
    # Only where the volume did not end first.
    assume(navigation.scroll(there, kind, 1 if steps > 0 else -1, GRID) != there)
    back = navigation.scroll(there, kind, -steps, GRID)
    assert back.crosshair == pytest.approx(display.crosshair, abs=1e-6)


@pytest.mark.parametrize(
    ("kind", "step"),
    [
        (PlaneKind.AXIAL, (0, 0, -0.8)),
        (PlaneKind.SAGITTAL, (0.5, 0, 0)),
        (PlaneKind.CORONAL, (0, 0.5, 0)),
    ],
)
def test_the_next_slice_lies_caudally_to_the_left_or_posteriorly(kind, step):
    before = at_centre().crosshair
    after = navigation.scroll(at_centre(), kind, 1, GRID).crosshair
    assert tuple(b - a for a, b in zip(before, after, strict=True)) == pytest.approx(step)


@given(kinds, st.integers(-2000, 2000), axes, st.floats(-80, 80))
def test_scrolling_never_leaves_the_volume(kind, steps, axis, angle_deg):
    display = navigation.turn(at_centre(), kind, axis, angle_deg)
    assert GRID.contains(navigation.scroll(display, kind, steps, GRID).crosshair)


def test_scrolling_reaches_the_first_and_the_last_slice():
    low = navigation.scroll(at_centre(), PlaneKind.AXIAL, 1000, GRID)
    high = navigation.scroll(at_centre(), PlaneKind.AXIAL, -1000, GRID)
    views = [resolve_pane(one, PlaneKind.AXIAL, GRID, 100, 100) for one in (low, high)]
    assert [view.plane.point[2] for view in views] == pytest.approx([0, 159.2])


def test_every_step_shows_another_slice_even_from_half_way_between_two():
    display, seen = at_centre(), []
    for _ in range(20):
        display = navigation.scroll(display, PlaneKind.AXIAL, 1, GRID)
        seen.append(round(resolve_pane(display, PlaneKind.AXIAL, GRID, 100, 100).plane.point[2] / 0.8))
    assert seen == list(range(seen[0], seen[0] - 20, -1))


@given(kinds, axes, st.floats(-180, 180))
def test_turning_there_and_back_is_identity(kind, axis, angle_deg):
    turned = navigation.turn(at_centre(), kind, axis, angle_deg)
    back = navigation.turn(turned, kind, axis, -angle_deg).pane(kind)
    assert back.right == pytest.approx(at_centre().pane(kind).right, abs=1e-9)
    assert back.down == pytest.approx(at_centre().pane(kind).down, abs=1e-9)


@given(kinds, axes, st.floats(-180, 180))
def test_turning_in_place_keeps_the_crosshair_where_it_is_in_its_pane(kind, axis, angle_deg):
    display = attrs.evolve(at_centre(), crosshair=(12.0, -20.0, 140.0))
    display = navigation.set_slab(navigation.pan_by(display, kind, 7.0, -3.0), kind, 1.0)
    before = resolve_pane(display, kind, GRID, 300, 200).to_px(display.crosshair)
    turned = navigation.turn_in_place(display, kind, axis, angle_deg, GRID)
    assert resolve_pane(turned, kind, GRID, 300, 200).to_px(display.crosshair) == pytest.approx(
        before, abs=1e-6
    )
    reset = navigation.reset_plane(turned, kind, GRID).pane(kind)
    assert reset.pan_mm == pytest.approx(display.pane(kind).pan_mm, abs=1e-6)
    assert (reset.right, reset.down) == (display.pane(kind).right, display.pane(kind).down)


@given(kinds, st.floats(0.01, 100), st.floats(0, 500), st.floats(0, 400))
def test_zooming_keeps_the_point_under_the_pointer(kind, factor, x, y):
    display = attrs.evolve(at_centre(), crosshair=(3.0, 4.0, 50.0))
    view = resolve_pane(display, kind, GRID, 500, 400)
    after = resolve_pane(navigation.zoom_at(display, view, factor, x, y), kind, GRID, 500, 400)
    assert after.to_lps(x, y) == pytest.approx(view.to_lps(x, y), abs=1e-6)
    assert 0.2 <= navigation.zoom_at(display, view, factor, x, y).pane(kind).zoom <= 40


def test_zooming_by_a_key_keeps_the_middle():
    zoomed = navigation.zoom_by(at_centre(), PlaneKind.CORONAL, 2.0).coronal
    assert (zoomed.zoom, zoomed.pan_mm) == (2.0, (0.0, 0.0))


def test_panning_moves_the_picture_with_the_hand():
    panned = navigation.pan_by(at_centre(), PlaneKind.AXIAL, 10.0, 5.0)
    before, after = (resolve_pane(one, PlaneKind.AXIAL, GRID, 300, 300) for one in (at_centre(), panned))
    assert after.to_px(GRID.centre)[0] - before.to_px(GRID.centre)[0] == pytest.approx(10 / before.mm_per_px)
    assert after.to_px(GRID.centre)[1] - before.to_px(GRID.centre)[1] == pytest.approx(5 / before.mm_per_px)


@pytest.mark.parametrize("kind", list(PlaneKind))
def test_centring_puts_the_crosshair_in_the_middle(kind):
    display = navigation.centred(attrs.evolve(at_centre(), crosshair=(12.0, -7.5, 40.0)), kind, GRID)
    assert resolve_pane(display, kind, GRID, 300, 200).to_px(display.crosshair) == pytest.approx((150, 100))


def test_the_crosshair_stays_inside_the_volume():
    assert navigation.with_crosshair(at_centre(), (0, 0, 900), GRID).crosshair == pytest.approx((0, 0, 159.2))
    nudged = navigation.nudge(at_centre(), PlaneKind.CORONAL, -2.0, 3.0, GRID)
    assert nudged.crosshair == pytest.approx((GRID.centre[0] - 2, GRID.centre[1], GRID.centre[2] - 3))


def test_a_window_changed_by_hand_loses_its_presets_name():
    changed = navigation.window_by(at_centre(), WindowSetting(1500, 500), 300, 0)
    assert changed.window == WindowSetting(3000, 500)
    assert changed.preset == ""


def test_dragging_a_narrow_window_is_finer_than_dragging_a_wide_one():
    narrow = navigation.window_by(at_centre(), WindowSetting(300, 100), 0, 30).window
    wide = navigation.window_by(at_centre(), WindowSetting(3000, 100), 0, 30).window
    assert (narrow.centre, wide.centre) == (130, 400)


@given(st.floats(-1e5, 1e5), st.floats(-1e5, 1e5))
def test_no_drag_makes_an_impossible_window(right_px, down_px):
    capped = min(right_px, 2000)
    window = navigation.window_by(at_centre(), WindowSetting(1500, 500), capped, down_px).window
    assert 1 <= window.width <= 20000
    assert -10000 <= window.centre <= 10000


def test_the_slab_stays_between_nothing_and_50_mm():
    thick = navigation.slab_by(at_centre(), PlaneKind.AXIAL, 12)
    assert thick.axial.slab_mm == 12
    assert navigation.slab_by(thick, PlaneKind.AXIAL, 100).axial.slab_mm == 50
    assert navigation.set_slab(thick, PlaneKind.AXIAL, -3).axial.slab_mm == 0


@pytest.mark.parametrize("layout", [Layout.FOUR, Layout.WIDE])
def test_a_maximised_pane_goes_back_to_the_layout_it_came_from(layout):
    start = navigation.with_layout(at_centre(), layout)
    single = navigation.maximise(start, PaneId.SAGITTAL)
    assert (single.layout, single.main_pane) == (Layout.SINGLE, PaneId.SAGITTAL)
    assert navigation.maximise(single, PaneId.SAGITTAL).layout is layout
