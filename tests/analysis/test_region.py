import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from viewer.analysis.region import ellipse_statistics
from viewer.model.annotation import Ellipse, NoRegion, RegionStatistics
from viewer.model.geometry import VolumeGeometry, unit
from viewer.model.plane import Plane, PlaneKind, reference_plane
from viewer.model.volume import Volume

SHAPE = (24, 40, 36)
SPACING = (0.7, 0.5, 1.1)
ORIGIN = (-12.0, -9.0, 3.0)
CENTRE = (0.3, 1.2, 15.0)


def volume_of(hu, axes=((1, 0, 0), (0, 1, 0), (0, 0, 1)), spacing=SPACING, origin=ORIGIN):
    hu = np.ascontiguousarray(hu, dtype=np.int16)
    hu.setflags(write=False)
    return Volume(VolumeGeometry(hu.shape, origin, axes, spacing), hu)


@pytest.fixture(scope="module")
def speckled():
    return volume_of(np.random.default_rng(7).integers(-1000, 3000, SHAPE))


def ellipse(plane, right_mm=4.0, down_mm=3.0):
    return Ellipse("a1", plane, plane.point, right_mm, down_mm)


def regridded(volume, order, flips):
    """The same voxels at the same places, stored in another axis order and direction."""
    grid = volume.geometry
    hu = volume.hu.transpose(order)
    # order is for [k, j, i]; axes and spacing are kept as (i, j, k).
    by_array_axis = [(grid.axes[2 - axis], grid.spacing_mm[2 - axis]) for axis in order]
    corner = [0, 0, 0]
    for place, flip in enumerate(flips):
        if flip:
            hu = np.flip(hu, place)
            corner[order[place]] = grid.shape[order[place]] - 1
            axis, spacing = by_array_axis[place]
            by_array_axis[place] = (tuple(-part for part in axis), spacing)
    origin = grid.to_lps((corner[2], corner[1], corner[0]))
    axes, spacing = zip(*reversed(by_array_axis), strict=True)
    return volume_of(hu, axes, spacing, origin)


def test_an_ellipse_in_a_slice_holds_the_voxels_whose_centres_lie_inside(speckled):
    grid = speckled.geometry
    plane = reference_plane(PlaneKind.AXIAL, grid.to_lps((18, 20, 11)))
    found = ellipse_statistics(speckled, ellipse(plane))
    expected = [
        int(speckled.hu[11, j, i])
        for j in range(SHAPE[1])
        for i in range(SHAPE[2])
        if ((i - 18) * 0.7 / 4) ** 2 + ((j - 20) * 0.5 / 3) ** 2 <= 1
    ]
    assert found.voxels == len(expected)
    assert found.mean_hu == pytest.approx(np.mean(expected))
    assert found.sd_hu == pytest.approx(np.std(expected, ddof=1))
    assert (found.min_hu, found.max_hu) == (min(expected), max(expected))
    assert found.area_mm2 == pytest.approx(math.pi * 12)
    assert not found.partial


def test_values_are_never_interpolated():
    two = np.zeros(SHAPE)
    two[12:] = 1000
    volume = volume_of(two)
    # A plane a little nearer to the upper slice holds that slice alone.
    plane = reference_plane(PlaneKind.AXIAL, volume.geometry.to_lps((18, 20, 11.6)))
    assert ellipse_statistics(volume, ellipse(plane)).mean_hu == 1000


@settings(deadline=None, max_examples=60)
@given(
    st.permutations([0, 1, 2]),
    st.tuples(st.booleans(), st.booleans(), st.booleans()),
    st.floats(-80, 80),
    st.floats(-80, 80),
)
def test_the_numbers_do_not_depend_on_how_the_volume_is_stored(speckled, order, flips, first_deg, second_deg):
    plane = reference_plane(PlaneKind.AXIAL, CENTRE).turned((1.0, 0.0, 0.0), first_deg)
    plane = plane.turned(unit((0.3, 1.0, 0.1)), second_deg)
    other = regridded(speckled, order, flips)
    point = (2.0, -3.0, 20.0)
    assert other.hu_at(point) == speckled.hu_at(point)
    assert ellipse_statistics(other, ellipse(plane)) == ellipse_statistics(speckled, ellipse(plane))


@pytest.mark.parametrize("angle_deg", [0, 10, 30, 45, 60, 90])
def test_an_oblique_ellipse_counts_about_its_area_in_voxels(angle_deg):
    volume = volume_of(np.zeros((80, 80, 80)), spacing=(0.5, 0.5, 0.5), origin=(-20.0, -20.0, -20.0))
    plane = reference_plane(PlaneKind.AXIAL, (0.1, 0.1, 0.1)).turned((1.0, 0.0, 0.0), angle_deg)
    found = ellipse_statistics(volume, ellipse(plane, 8, 8))
    # A tilted plane meets one voxel per column: as many as its shadow along the nearest grid axis has.
    shadow = math.cos(math.radians(min(angle_deg, 90 - angle_deg)))
    assert found.voxels == pytest.approx(math.pi * 64 / 0.25 * shadow, rel=0.03)


def test_a_gradient_across_an_oblique_plane_has_the_value_of_its_centre():
    z = np.arange(80)[:, None, None] * np.ones((80, 80, 80))
    volume = volume_of(z * 10, spacing=(0.5, 0.5, 0.5), origin=(-20.0, -20.0, -20.0))
    plane = reference_plane(PlaneKind.AXIAL, (0.0, 0.0, 0.0)).turned((1.0, 0.0, 0.0), 35)
    assert ellipse_statistics(volume, ellipse(plane, 8, 8)).mean_hu == pytest.approx(400, abs=3)


def test_an_ellipse_outside_the_image_says_so(speckled):
    plane = reference_plane(PlaneKind.AXIAL, (500.0, 0.0, 15.0))
    assert ellipse_statistics(speckled, ellipse(plane)) == NoRegion("Outside the image")


def test_an_ellipse_partly_outside_counts_what_is_inside_and_says_so(speckled):
    grid = speckled.geometry
    edge = reference_plane(PlaneKind.AXIAL, grid.to_lps((0, 20, 11)))
    found = ellipse_statistics(speckled, ellipse(edge))
    whole = ellipse_statistics(speckled, ellipse(edge.through(grid.to_lps((18, 20, 11)))))
    assert found.partial
    assert whole.voxels / 2 < found.voxels < 0.6 * whole.voxels


def test_an_ellipse_between_voxel_centres_is_smaller_than_one(speckled):
    plane = reference_plane(PlaneKind.AXIAL, speckled.geometry.to_lps((18.5, 20.5, 11)))
    assert isinstance(ellipse_statistics(speckled, ellipse(plane, 0.05, 0.05)), NoRegion)
    assert isinstance(ellipse_statistics(speckled, ellipse(plane, 0.0, 3.0)), NoRegion)


def test_a_single_voxel_has_no_spread(speckled):
    plane = reference_plane(PlaneKind.AXIAL, speckled.geometry.to_lps((18, 20, 11)))
    found = ellipse_statistics(speckled, ellipse(plane, 0.1, 0.1))
    value = int(speckled.hu[11, 20, 18])
    assert found == RegionStatistics(value, 0.0, value, value, pytest.approx(math.pi * 0.01), 1)


def test_a_plane_turned_upside_down_measures_the_same(speckled):
    plane = reference_plane(PlaneKind.CORONAL, CENTRE)
    turned = Plane(plane.point, tuple(-n for n in plane.right), plane.down)
    assert ellipse_statistics(speckled, ellipse(turned)) == ellipse_statistics(speckled, ellipse(plane))


def with_gap(volume, gap):
    return Volume(volume.geometry, volume.hu, gaps=(gap,))


def test_voxels_that_were_never_scanned_do_not_count(speckled):
    upright = reference_plane(PlaneKind.SAGITTAL, CENTRE)
    whole = ellipse_statistics(speckled, ellipse(upright, 4.0, 8.0))
    part = ellipse_statistics(with_gap(speckled, (8, 3)), ellipse(upright, 4.0, 8.0))
    assert not whole.unscanned
    assert part.unscanned
    assert 0 < part.voxels < whole.voxels


def test_an_ellipse_where_nothing_was_scanned_says_so(speckled):
    plane = reference_plane(PlaneKind.AXIAL, speckled.geometry.to_lps((18, 20, 11)))
    assert ellipse_statistics(with_gap(speckled, (10, 3)), ellipse(plane)) == NoRegion("Not scanned")


@pytest.mark.parametrize("angle_deg", [0, 30])
def test_an_ellipse_far_larger_than_the_image_counts_what_is_inside(speckled, angle_deg):
    grid = speckled.geometry
    plane = reference_plane(PlaneKind.AXIAL, grid.to_lps((18, 20, 11)))
    plane = plane.turned(plane.right, angle_deg)
    found = ellipse_statistics(speckled, ellipse(plane, 1e6, 1e6))
    assert found.partial
    assert 200 < found.voxels <= 36 * 40
    far = ellipse(plane.through((9e5, 0.0, 15.0)), 100.0, 1e6)
    assert ellipse_statistics(speckled, far) == NoRegion("Outside the image")
