import attrs
import numpy as np
import pytest

from viewer.model.annotation import Distance, Ellipse
from viewer.model.geometry import VolumeGeometry
from viewer.model.plane import PlaneKind, reference_plane
from viewer.model.volume import Volume
from viewer.tools.regions import Regions

GRID = VolumeGeometry((10, 20, 20), (-9.5, -9.5, 0.0), ((1, 0, 0), (0, 1, 0), (0, 0, 1)), (1.0, 1.0, 1.0))
PLANE = reference_plane(PlaneKind.AXIAL, (0.0, 0.0, 5.0))
ELLIPSE = Ellipse("a1", PLANE, PLANE.point, 4.0, 3.0)


def slowly_filled():
    """A volume as its loader fills it, and the array it fills."""
    behind = np.zeros(GRID.shape, np.int16)
    seen = behind.view()
    seen.setflags(write=False)
    return Volume(GRID, seen), behind


def test_ellipses_are_told_by_their_ids_and_nothing_else():
    volume, _ = slowly_filled()
    drawn = (Distance("a2", PLANE, (0, 0, 5), (1, 0, 5)), ELLIPSE)
    assert {name: one.mean_hu for name, one in Regions().of(volume, drawn).items()} == {"a1": 0}


def test_what_is_known_is_kept_until_slices_arrive():
    volume, behind = slowly_filled()
    regions = Regions()
    first = regions.of(volume, (ELLIPSE,))["a1"]
    behind[:] = 300
    assert regions.of(volume, (ELLIPSE,))["a1"] is first
    regions.forget()
    assert regions.of(volume, (ELLIPSE,))["a1"].mean_hu == 300


def test_another_volume_or_a_changed_ellipse_is_measured_anew():
    volume, _ = slowly_filled()
    other, behind = slowly_filled()
    behind[:] = 70
    regions = Regions()
    before = regions.of(volume, (ELLIPSE,))["a1"]
    assert regions.of(other, (ELLIPSE,))["a1"].mean_hu == 70
    larger = attrs.evolve(ELLIPSE, radius_right_mm=8.0)
    assert regions.of(other, (larger,))["a1"].area_mm2 == pytest.approx(2 * before.area_mm2)


def test_lines_that_end_where_nothing_was_scanned_have_no_number():
    volume, _ = slowly_filled()
    damaged = attrs.evolve(volume, gaps=((4, 2),))
    inside = Distance("in", PLANE, (0, 0, 5), (1, 0, 8))
    across = Distance("across", PLANE, (0, 0, 2), (1, 0, 8))
    told = Regions().of(damaged, (inside, across))
    assert list(told) == ["in"]
    assert "nothing was scanned" in told["in"].reason
