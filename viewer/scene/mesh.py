"""Triangle meshes in LPS mm, from the isosurface of a field of voxels."""

import attrs
import numpy as np
from numpy.typing import NDArray
from vtkmodules.util.numpy_support import numpy_to_vtk, numpy_to_vtkIdTypeArray, vtk_to_numpy
from vtkmodules.vtkCommonCore import vtkPoints, vtkSMPTools
from vtkmodules.vtkCommonDataModel import vtkCellArray, vtkPolyData
from vtkmodules.vtkFiltersCore import vtkFlyingEdges3D, vtkPolyDataNormals, vtkWindowedSincPolyDataFilter

from viewer.model.geometry import VolumeGeometry
from viewer.scene.camera import Box
from viewer.scene.reslicer import voxel_image

BELOW_HU = -2000
"""A value beyond the border of a field, so that every surface is closed."""

_PASS_BAND = 0.1


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


def isosurface(
    field: NDArray[np.int16], geometry: VolumeGeometry, threshold_hu: float, smoothing: int = 0
) -> Mesh:
    """Return the closed surface at a threshold, with normals to the outside.

    `smoothing` passes of a windowed sinc filter take the voxel steps away and keep its place to a
    fraction of a voxel (Taubin 1996, ECCV).
    """
    # VTK's filters are sequential unless told otherwise.
    vtkSMPTools.SetBackend("STDThread")
    contour = vtkFlyingEdges3D()
    contour.SetInputData(voxel_image(np.pad(field, 1, constant_values=BELOW_HU)))
    contour.SetValue(0, threshold_hu)
    contour.ComputeNormalsOff()
    contour.ComputeScalarsOff()
    contour.Update()
    surface: vtkPolyData = contour.GetOutput()
    if surface.GetNumberOfPoints() == 0:
        return Mesh(np.zeros((0, 3), np.float32), np.zeros((0, 3), np.float32), np.zeros((0, 3), np.int64))
    _move_to_patient(surface, geometry)
    return _finished(surface, smoothing)


def poly_data(mesh: Mesh) -> vtkPolyData:
    """Return a mesh as VTK draws it, sharing its memory."""
    surface = vtkPolyData()
    points, polygons = vtkPoints(), vtkCellArray()
    points.SetData(numpy_to_vtk(mesh.points))
    surface.SetPoints(points)
    surface.GetPointData().SetNormals(numpy_to_vtk(mesh.normals))
    offsets = np.arange(0, 3 * len(mesh.triangles) + 1, 3, dtype=np.int64)
    polygons.SetData(numpy_to_vtkIdTypeArray(offsets), numpy_to_vtkIdTypeArray(mesh.triangles.reshape(-1)))
    surface.SetPolys(polygons)
    return surface


def halved(field: NDArray[np.int16]) -> NDArray[np.int16]:
    """Return the mean of every 2 x 2 x 2 voxels (an odd last layer is left out)."""
    k, j, i = (max(n // 2, 1) * 2 if n > 1 else 1 for n in field.shape)
    total = np.zeros((k // 2, j // 2, i // 2), np.int32)
    for dk, dj, di in np.ndindex(2, 2, 2):
        total += field[dk:k:2, dj:j:2, di:i:2]
    return (total >> 3).astype(np.int16)


def halved_geometry(geometry: VolumeGeometry) -> VolumeGeometry:
    """Return the grid of `halved`."""
    k, j, i = (max(n // 2, 1) for n in geometry.shape)
    a, b, c = geometry.spacing_mm
    return VolumeGeometry((k, j, i), geometry.to_lps((0.5, 0.5, 0.5)), geometry.axes, (2 * a, 2 * b, 2 * c))


def _move_to_patient(surface: vtkPolyData, geometry: VolumeGeometry) -> None:
    # Voxel (0, 0, 0) of the padded field lies one voxel before the first.
    index = np.asarray(vtk_to_numpy(surface.GetPoints().GetData()), np.float64) - 1.0
    matrix = geometry.affine
    moved = (index @ matrix[:3, :3].T + matrix[:3, 3]).astype(np.float32)
    points = vtkPoints()
    points.SetData(numpy_to_vtk(moved, deep=True))
    surface.SetPoints(points)


def _finished(surface: vtkPolyData, smoothing: int) -> Mesh:
    if smoothing:
        smooth = vtkWindowedSincPolyDataFilter()
        smooth.SetInputData(surface)
        smooth.SetNumberOfIterations(smoothing)
        smooth.SetPassBand(_PASS_BAND)
        smooth.NormalizeCoordinatesOn()
        smooth.BoundarySmoothingOff()
        smooth.FeatureEdgeSmoothingOff()
        smooth.NonManifoldSmoothingOn()
        smooth.Update()
        surface = smooth.GetOutput()
    shading = vtkPolyDataNormals()
    shading.SetInputData(surface)
    shading.SplittingOff()
    shading.ConsistencyOff()
    shading.Update()
    return _outward(shading.GetOutput())


def _outward(surface: vtkPolyData) -> Mesh:
    points = np.array(vtk_to_numpy(surface.GetPoints().GetData()), np.float32)
    normals = np.array(vtk_to_numpy(surface.GetPointData().GetNormals()), np.float32)
    triangles = np.array(vtk_to_numpy(surface.GetPolys().GetConnectivityArray()), np.int64).reshape(-1, 3)
    # A left-handed grid, or the contour's own order, may turn the surface inside out.
    if _enclosed_mm3(points, triangles) < 0:
        triangles, normals = np.ascontiguousarray(triangles[:, ::-1]), -normals
    return Mesh(points, normals, triangles)


def _enclosed_mm3(points: NDArray[np.float32], triangles: NDArray[np.int64]) -> float:
    a, b, c = (points[triangles[:, corner]] - points[0] for corner in range(3))
    return float(np.einsum("ij,ij->", a, np.cross(b, c))) / 6
