"""The contrast column as a surface: fine to look at, coarse to follow the hand."""

import attrs
import numpy as np
from numpy.typing import NDArray

from viewer.model.column import ContrastColumn
from viewer.scene.mesh import Mesh, halved, halved_geometry, isosurface

_SMOOTHING_PASSES = 10
_MOVING_TRIANGLES = 70_000


@attrs.frozen(eq=False)
class ColumnMesh:
    """The surface of a contrast column in full, and a lighter one for frames while it moves."""

    full: Mesh
    moving: Mesh


def column_mesh(column: ContrastColumn) -> ColumnMesh:
    """Return the surface of a column; takes about 50 ms for a lumbar spine and may run in a job."""
    threshold = column.estimate.threshold_hu
    full = isosurface(column.field, column.geometry, threshold, _SMOOTHING_PASSES)
    moving, field, geometry = full, column.field, column.geometry
    while len(moving.triangles) > _MOVING_TRIANGLES:
        field, geometry = halved(_softened(field, threshold)), halved_geometry(geometry)
        moving = isosurface(field, geometry, threshold)
    return ColumnMesh(full, moving)


def _softened(field: NDArray[np.int16], threshold_hu: float) -> NDArray[np.int16]:
    # Equal reach to both sides of the threshold keeps the surface in place when voxels are averaged.
    return np.clip(field, round(threshold_hu) - 300, round(threshold_hu) + 300)
