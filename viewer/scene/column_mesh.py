"""The contrast column as a surface: fine to look at, coarse to follow the hand."""

from viewer.model.column import ContrastColumn
from viewer.scene.mesh import ALL_AXES, Mesh, Surface, coarser, isosurface, light_isosurface

_SMOOTHING_PASSES = 20
_FINE_MM = 0.5
_MOVING_TRIANGLES = 70_000


def column_mesh(column: ContrastColumn) -> Surface:
    """Return the surface of a column; takes about 100 ms for a lumbar spine and may run in a job."""
    threshold_hu = column.estimate.threshold_hu
    spacing_kji = column.geometry.spacing_mm[::-1]
    fine = tuple(axis for axis in ALL_AXES if spacing_kji[axis] < _FINE_MM)
    # Triangles finer than a pixel show nothing more, and a CPU renderer keeps each one in memory.
    field, geometry = coarser(column.field, column.geometry, threshold_hu, fine)
    full = isosurface(field, geometry, threshold_hu, _SMOOTHING_PASSES)
    return Surface(full, _light(column) if len(full.triangles) > _MOVING_TRIANGLES else full)


def quick_column_mesh(column: ContrastColumn) -> Surface:
    """Return a lighter surface in about 10 ms, to follow a threshold while it is dragged."""
    light = _light(column)
    return Surface(light, light)


def _light(column: ContrastColumn) -> Mesh:
    return light_isosurface(column.field, column.geometry, column.estimate.threshold_hu, _MOVING_TRIANGLES)
