"""Triangle meshes in LPS mm, from the isosurface of a field of voxels."""

from typing import Any

import attrs
import numpy as np
from numpy.typing import NDArray
from vtkmodules.util.numpy_support import numpy_to_vtk, numpy_to_vtkIdTypeArray, vtk_to_numpy
from vtkmodules.vtkCommonCore import vtkPoints, vtkSMPTools
from vtkmodules.vtkCommonDataModel import vtkCellArray, vtkPolyData
from vtkmodules.vtkFiltersCore import vtkFlyingEdges3D, vtkPolyDataNormals, vtkWindowedSincPolyDataFilter

from viewer.model.geometry import VolumeGeometry, cross, dot
from viewer.scene.camera import Box
from viewer.scene.reslicer import voxel_image

BELOW_HU = -2000
"""A value beyond the border of a field, so that every surface is closed."""

ALL_AXES = (0, 1, 2)
_PASS_BAND = 0.1
_REACH_HU = 300


@attrs.frozen(eq=False)
class Mesh:
    """A surface: `points` and unit `normals` float32 (n, 3) in LPS mm, `triangles` int64 (m, 3)."""

    points: NDArray[np.float32]
    normals: NDArray[np.float32]
    triangles: NDArray[np.int64]

    @property
    def box(self) -> Box | None:
        """The box around it, None if it is empty."""
        if not len(self.points):
            return None
        low, high = self.points.min(axis=0).tolist(), self.points.max(axis=0).tolist()
        return Box((low[0], low[1], low[2]), (high[0], high[1], high[2]))


@attrs.frozen(eq=False)
class Surface:
    """A surface in full, and a lighter one for frames while it moves."""

    full: Mesh
    moving: Mesh


def isosurface(
    field: NDArray[np.int16], geometry: VolumeGeometry, threshold_hu: float, smoothing: int = 0
) -> Mesh:
    """Return the closed surface at a threshold, with normals to the outside.

    `smoothing` passes of a windowed sinc filter take the voxel steps away and keep its place to a
    fraction of a voxel (Taubin 1996, ECCV); without, it is built several times faster.
    """
    # VTK's filters are sequential unless told otherwise.
    vtkSMPTools.SetBackend("STDThread")
    contour = vtkFlyingEdges3D()
    contour.SetInputData(voxel_image(np.pad(field, 1, constant_values=BELOW_HU)))
    contour.SetValue(0, threshold_hu)
    contour.SetComputeNormals(smoothing == 0)
    contour.ComputeScalarsOff()
    contour.Update()
    surface: vtkPolyData = contour.GetOutput()
    if surface.GetNumberOfPoints() == 0:
        return Mesh(np.zeros((0, 3), np.float32), np.zeros((0, 3), np.float32), np.zeros((0, 3), np.int64))
    return _smoothed(surface, geometry, smoothing) if smoothing else _plain(surface, geometry)


def light_isosurface(
    field: NDArray[np.int16], geometry: VolumeGeometry, threshold_hu: float, most_triangles: int
) -> Mesh:
    """Return a coarse surface at a threshold in at most so many triangles, from voxels averaged."""
    while True:
        field, geometry = coarser(field, geometry, threshold_hu)
        mesh = isosurface(field, geometry, threshold_hu)
        if len(mesh.triangles) <= most_triangles or max(field.shape) < 8:
            return mesh


def coarser(
    field: NDArray[np.int16],
    geometry: VolumeGeometry,
    threshold_hu: float,
    axes: tuple[int, ...] = ALL_AXES,
) -> tuple[NDArray[np.int16], VolumeGeometry]:
    """Return the field at half the resolution along some array axes, its surface kept in place."""
    middle = round(threshold_hu)
    # Equal reach to both sides of the threshold keeps the surface in place when voxels are averaged.
    reach = np.clip(field, middle - _REACH_HU, middle + _REACH_HU)
    return halved(reach, axes), halved_geometry(geometry, axes)


def poly_data(mesh: Mesh, colours: NDArray[np.uint8] | None = None) -> vtkPolyData:
    """Return a mesh as VTK draws it, sharing its memory; `colours` are of its points, `[n, rgb]`."""
    surface = vtkPolyData()
    points, polygons = vtkPoints(), vtkCellArray()
    points.SetData(numpy_to_vtk(mesh.points))
    surface.SetPoints(points)
    surface.GetPointData().SetNormals(numpy_to_vtk(mesh.normals))
    offsets = np.arange(0, 3 * len(mesh.triangles) + 1, 3, dtype=np.int64)
    polygons.SetData(numpy_to_vtkIdTypeArray(offsets), numpy_to_vtkIdTypeArray(mesh.triangles.reshape(-1)))
    surface.SetPolys(polygons)
    if colours is not None:
        surface.GetPointData().SetScalars(numpy_to_vtk(colours))
    return surface


def halved(field: NDArray[np.int16], axes: tuple[int, ...] = ALL_AXES) -> NDArray[np.int16]:
    """Return the mean of every two voxels along some array axes (an odd last layer is left out)."""
    steps = tuple(2 if axis in axes and field.shape[axis] > 1 else 1 for axis in ALL_AXES)
    k, j, i = (n // step * step for n, step in zip(field.shape, steps, strict=True))
    total = np.zeros((k // steps[0], j // steps[1], i // steps[2]), np.int32)
    for dk, dj, di in np.ndindex(steps):
        total += field[dk : k : steps[0], dj : j : steps[1], di : i : steps[2]]
    return (total // (steps[0] * steps[1] * steps[2])).astype(np.int16)


def halved_geometry(geometry: VolumeGeometry, axes: tuple[int, ...] = ALL_AXES) -> VolumeGeometry:
    """Return the grid of `halved`."""
    steps = [2 if axis in axes and geometry.shape[axis] > 1 else 1 for axis in ALL_AXES]
    k, j, i = (n // step for n, step in zip(geometry.shape, steps, strict=True))
    dk, dj, di = steps
    a, b, c = geometry.spacing_mm
    origin = geometry.to_lps(((di - 1) / 2, (dj - 1) / 2, (dk - 1) / 2))
    return VolumeGeometry((k, j, i), origin, geometry.axes, (a * di, b * dj, c * dk))


def _plain(surface: vtkPolyData, geometry: VolumeGeometry) -> Mesh:
    # Normals come from the gradient of the field; covariant, so they scale by the inverse spacing.
    normals = _floats(surface.GetPointData().GetNormals()) / np.array(geometry.spacing_mm, np.float32)
    normals = normals @ np.array(geometry.axes, np.float32)
    normals /= np.maximum(np.linalg.norm(normals, axis=1, keepdims=True), 1e-6)
    return Mesh(_patient_points(surface, geometry), normals, _triangles(surface, geometry))


def _smoothed(surface: vtkPolyData, geometry: VolumeGeometry, passes: int) -> Mesh:
    points = vtkPoints()
    points.SetData(numpy_to_vtk(_patient_points(surface, geometry), deep=True))
    surface.SetPoints(points)
    smooth = vtkWindowedSincPolyDataFilter()
    smooth.SetInputData(surface)
    smooth.SetNumberOfIterations(passes)
    smooth.SetPassBand(_PASS_BAND)
    smooth.NormalizeCoordinatesOn()
    smooth.BoundarySmoothingOff()
    smooth.FeatureEdgeSmoothingOff()
    smooth.NonManifoldSmoothingOn()
    shading = vtkPolyDataNormals()
    shading.SetInputConnection(smooth.GetOutputPort())
    shading.SplittingOff()
    shading.ConsistencyOff()
    shading.Update()
    found = shading.GetOutput()
    normals = _floats(found.GetPointData().GetNormals())
    if _left_handed(geometry):
        normals = -normals
    return Mesh(_floats(found.GetPoints().GetData()), normals, _triangles(found, geometry))


def _patient_points(surface: vtkPolyData, geometry: VolumeGeometry) -> NDArray[np.float32]:
    # Voxel (0, 0, 0) of the padded field lies one voxel before the first.
    matrix, start = geometry.affine[:3, :3], geometry.to_lps((-1.0, -1.0, -1.0))
    return _floats(surface.GetPoints().GetData()) @ matrix.T.astype(np.float32) + np.array(start, np.float32)


def _triangles(surface: vtkPolyData, geometry: VolumeGeometry) -> NDArray[np.int64]:
    found = np.array(vtk_to_numpy(surface.GetPolys().GetConnectivityArray()), np.int64).reshape(-1, 3)
    # The mirror image of a grid turns its surface inside out.
    return np.ascontiguousarray(found[:, ::-1]) if _left_handed(geometry) else found


def _left_handed(geometry: VolumeGeometry) -> bool:
    i, j, k = geometry.axes
    return dot(cross(i, j), k) < 0


def _floats(values: Any) -> NDArray[np.float32]:
    return np.array(vtk_to_numpy(values), np.float32)
