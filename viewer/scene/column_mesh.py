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
    """Return the surface of a column; takes about 100 ms for a lumbar spine and may run in a job."""
    full = isosurface(column.field, column.geometry, column.estimate.threshold_hu, _SMOOTHING_PASSES)
    return ColumnMesh(full, _light(column) if len(full.triangles) > _MOVING_TRIANGLES else full)


def quick_column_mesh(column: ContrastColumn) -> ColumnMesh:
    """Return a lighter surface in about 10 ms, to follow a threshold while it is dragged."""
    light = _light(column)
    return ColumnMesh(light, light)


def _light(column: ContrastColumn) -> Mesh:
    threshold = column.estimate.threshold_hu
    field, geometry = column.field, column.geometry
    while True:
        field, geometry = halved(_softened(field, threshold)), halved_geometry(geometry)
        mesh = isosurface(field, geometry, threshold)
        if len(mesh.triangles) <= _MOVING_TRIANGLES or min(field.shape) < 8:
            return mesh


def _softened(field: NDArray[np.int16], threshold_hu: float) -> NDArray[np.int16]:
    # Equal reach to both sides of the threshold keeps the surface in place when voxels are averaged.
    return np.clip(field, round(threshold_hu) - 300, round(threshold_hu) + 300)
