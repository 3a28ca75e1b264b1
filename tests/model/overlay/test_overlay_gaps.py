"""Missing slices are hatched wherever a pane's plane crosses them."""

import math
from itertools import pairwise

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from viewer.model.case import Case
from viewer.model.display import Display
from viewer.model.geometry import VolumeGeometry
from viewer.model.overlay.overlay import overlay
from viewer.model.overlay.overlay_gaps import NOT_SCANNED, PARTLY, gap_area, gap_shapes
from viewer.model.overlay.overlay_shapes import Hatching, Role, Text
from viewer.model.plane import PlaneKind
from viewer.model.resolve import resolve_pane

# 200 mm cube around (0, 0, 100); a pane of 408 px shows it at 0.5 mm a pixel.
GRID = VolumeGeometry(
    (200, 200, 200), (-99.5, -99.5, 0.5), ((1, 0, 0), (0, 1, 0), (0, 0, 1)), (1.0, 1.0, 1.0)
)
SIDE_PX = 408
# From 60 to 72 mm above the lowest face.
GAP = (60, 12)
AXIAL, SAGITTAL, CORONAL = PlaneKind


def view_at(kind, z_mm=100.5, slab_mm=0.0, turn=((1.0, 0.0, 0.0), 0.0)):
    view = resolve_pane(Display(crosshair=(0.5, 0.5, z_mm)), kind, GRID, SIDE_PX, SIDE_PX)
    return attrs.evolve(view, slab_mm=slab_mm, plane=view.plane.turned(*turn) if turn[1] else view.plane)


def hatched(view, gaps=(GAP,)):
    return [shape for shape in gap_shapes(gaps, GRID, view) if isinstance(shape, Hatching)]


def words(view):
    return [shape.text for shape in gap_shapes((GAP,), GRID, view) if isinstance(shape, Text)]


def area_px(points):
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise((*points, points[0])))) / 2


@pytest.mark.parametrize("kind", [SAGITTAL, CORONAL])
def test_a_plane_across_the_slices_shows_the_gap_as_a_band_of_its_true_height(kind):
    view = view_at(kind)
    (band,) = hatched(view)
    assert {round(y) for _, y in band.points} == {round(view.to_px((0.0, 0.0, z))[1]) for z in (60.0, 72.0)}
    assert max(x for x, _ in band.points) - min(x for x, _ in band.points) == pytest.approx(
        200 / view.mm_per_px, abs=0.1
    )


@pytest.mark.parametrize(("z_mm", "count"), [(59.5, 0), (60.5, 1), (71.5, 1), (72.5, 0)])
def test_an_axial_plane_is_hatched_exactly_where_its_slice_is_missing(z_mm, count):
    assert len(hatched(view_at(AXIAL, z_mm))) == count


def test_each_gap_is_hatched():
    assert len(hatched(view_at(SAGITTAL), ((20, 3), (60, 12), (150, 1)))) == 3


def test_a_scan_without_gaps_is_not_hatched():
    assert not hatched(view_at(SAGITTAL), ())


@given(st.floats(-80, 80), st.floats(75, 130))
def test_an_oblique_plane_is_hatched_where_and_only_where_its_points_were_not_scanned(angle_deg, z_mm):
    view = view_at(AXIAL, z_mm, turn=((1.0, 0.0, 0.0), angle_deg))
    area = gap_area(GAP, GRID, view)
    for point in area:
        x, y, z = view.to_lps(*point)
        assert abs(view.plane.distance_mm((x, y, z))) < 1e-6
        assert 60 - 0.01 <= z <= 72 + 0.01
        assert max(abs(x), abs(y)) <= 100.01
    if len(area) > 2:
        thick_mm = 12 / abs(math.sin(math.radians(angle_deg)))
        assert area_px(area) * view.mm_per_px**2 <= 200 * thick_mm + 1


def test_a_slab_is_hatched_as_soon_as_a_part_of_it_was_not_scanned():
    assert not hatched(view_at(AXIAL, 75.5, slab_mm=4.0))
    beside = view_at(AXIAL, 75.5, slab_mm=10.0)
    assert hatched(beside)
    assert words(beside) == [PARTLY]


def test_a_slab_that_runs_along_the_gap_is_not_scanned_at_all_there():
    assert words(view_at(SAGITTAL, slab_mm=20.0)) == [NOT_SCANNED]


def test_a_slab_inside_the_gap_is_not_scanned_at_all():
    assert words(view_at(AXIAL, 66.5, slab_mm=6.0)) == [NOT_SCANNED]


@pytest.mark.parametrize("kind", PlaneKind)
@pytest.mark.parametrize("zoom", [1.0, 6.0])
def test_the_words_stand_inside_the_pane(kind, zoom):
    view = view_at(kind, 66.5)
    nearer = view.plane.through((0.5, 0.5, 66.5))
    view = attrs.evolve(view, mm_per_px=view.mm_per_px / zoom, plane=nearer)
    (text,) = [shape for shape in gap_shapes((GAP,), GRID, view) if isinstance(shape, Text)]
    assert 0 < text.at[0] < SIDE_PX
    assert 0 < text.at[1] < SIDE_PX


def test_a_gap_out_of_view_has_no_words():
    view = attrs.evolve(view_at(SAGITTAL, 150.5), mm_per_px=0.05)
    assert list(gap_shapes((GAP,), GRID, view)) == []


def test_gaps_stay_when_overlays_are_hidden():
    display = Display(crosshair=(0.5, 0.5, 100.5), overlays_shown=False, crosshair_shown=False)
    shapes = overlay(Case(), display, view_at(SAGITTAL), GRID, gaps=(GAP,))
    assert any(shape.role is Role.GAP for shape in shapes)


def test_a_gap_lies_below_all_else():
    shapes = overlay(Case(), Display(crosshair=(0.5, 0.5, 100.5)), view_at(SAGITTAL), GRID, gaps=(GAP,))
    assert isinstance(shapes[0], Hatching)


@pytest.mark.parametrize("gap", [(100, 2), (197, 2)])
def test_words_do_not_stand_across_a_band_lower_than_they_are(gap):
    view = view_at(SAGITTAL)
    band, text = gap_shapes((gap,), GRID, view)
    assert all(abs(text.at[1] - y) >= 8 for _, y in band.points)
