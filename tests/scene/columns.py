"""Columns made from formulas, for the tests of the 3D pane."""

import numpy as np

from viewer.model.column import ContrastColumn, ContrastEstimate
from viewer.model.geometry import Vec3, VolumeGeometry
from viewer.model.volume import Volume

SUPINE = ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0))
FEET_FIRST_PRONE = ((1.0, 0.0, 0.0), (0.0, -1.0, 0.0), (0.0, 0.0, -1.0))
MIRRORED = ((-1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0))


def column_of(distance_mm, shape=(40, 36, 36), axes=SUPINE, spacing=(0.6, 0.6, 0.9)) -> ContrastColumn:
    """A column of 600 HU where `distance_mm(points)` is negative; its border is a fraction of a voxel."""
    centred = VolumeGeometry(shape, (0.0, 0.0, 0.0), axes, spacing)
    origin = tuple(-c for c in centred.centre)
    geometry = VolumeGeometry(shape, origin, axes, spacing)
    k, j, i = np.indices(shape)
    matrix = geometry.affine
    points = np.moveaxis(np.tensordot(matrix[:3, :3], np.stack([i, j, k]), 1), 0, -1) + matrix[:3, 3]
    field = np.rint(320 - np.clip(distance_mm(points) / 1.0, -1, 1) * 280).astype(np.int16)
    mask = field >= 320
    mask.flags.writeable = field.flags.writeable = False
    return ContrastColumn(ContrastEstimate(600.0, 40.0, 320.0), (0, 0, 0), mask, geometry, field)


def ball(radius_mm: float = 8.0, centre: Vec3 = (0.0, 0.0, 0.0)):
    """The distance from a ball."""
    return lambda points: np.linalg.norm(points - np.array(centre), axis=-1) - radius_mm


def rod(radius_mm: float = 6.0, centre: tuple[float, float] = (0.0, 0.0)):
    """The distance from a rod along the head axis, longer than any volume."""
    return lambda points: np.linalg.norm(points[..., :2] - np.array(centre), axis=-1) - radius_mm


def volume_around(column: ContrastColumn, bone_hu: int = 700) -> Volume:
    """A volume of the column's grid with a plate of bone at its back, the column inside."""
    hu = np.array(column.field)
    hu[:, -8:] = bone_hu
    hu.flags.writeable = False
    return Volume(column.geometry, hu)
