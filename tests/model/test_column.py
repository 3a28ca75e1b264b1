"""A contrast column knows its extent along the patient, whatever the order of its voxels."""

import numpy as np
import pytest

from viewer.errors import GeometryError
from viewer.model.column import ContrastColumn, ContrastEstimate
from viewer.model.geometry import VolumeGeometry

# The array axis that runs along the patient's long axis, with directions of growing i, j, k.
GRIDS = {
    "axial": ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)),
    "feet first": ((-1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, -1.0)),
    "sagittal": ((0.0, 1.0, 0.0), (0.0, 0.0, -1.0), (-1.0, 0.0, 0.0)),
}


def rod(axes):
    """A rod of 20 mm along the patient's long axis, 4 mm thick, in a box of 30 x 10 x 10 mm."""
    long_axis = 2 - int(np.argmax([abs(axis[2]) for axis in axes]))
    shape = [10, 10, 10]
    shape[long_axis] = 30
    mask = np.zeros(shape, bool)
    place = [slice(3, 7)] * 3
    place[long_axis] = slice(5, 25)
    mask[tuple(place)] = True
    field = np.where(mask, 700, -1024).astype(np.int16)
    for array in (mask, field):
        array.flags.writeable = False
    geometry = VolumeGeometry(tuple(shape), (10.0, 20.0, 30.0), axes, (1.0, 1.0, 1.0))
    return ContrastColumn(ContrastEstimate(700.0, 40.0, 370.0), (0, 0, 0), mask, geometry, field)


@pytest.mark.parametrize("axes", GRIDS.values(), ids=GRIDS)
def test_it_reaches_along_the_patient(axes) -> None:
    assert rod(axes).span_mm == pytest.approx(20.0)


@pytest.mark.parametrize("axes", GRIDS.values(), ids=GRIDS)
def test_its_middle_lies_inside_it_half_way(axes) -> None:
    column = rod(axes)
    middle = column.middle
    assert column.mask[column.geometry.nearest_voxel(middle)]
    ends = column.geometry.span_mm((0.0, 0.0, 1.0))
    assert middle[2] == pytest.approx(sum(ends) / 2, abs=1.0)


def test_its_volume_counts_voxels() -> None:
    assert rod(GRIDS["axial"]).volume_ml == pytest.approx(0.32)


def test_an_empty_one_is_no_column() -> None:
    mask = np.zeros((2, 2, 2), bool)
    field = np.zeros((2, 2, 2), np.int16)
    for array in (mask, field):
        array.flags.writeable = False
    geometry = VolumeGeometry((2, 2, 2), (0.0, 0.0, 0.0), GRIDS["axial"], (1.0, 1.0, 1.0))
    with pytest.raises(GeometryError, match="empty"):
        ContrastColumn(ContrastEstimate(700.0, 40.0, 370.0), (0, 0, 0), mask, geometry, field)
