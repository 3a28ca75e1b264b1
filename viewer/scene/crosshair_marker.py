"""The crosshair's place in the 3D pane: three short lines along the patient's axes and a dot."""

import numpy as np
from vtkmodules.util.numpy_support import numpy_to_vtk
from vtkmodules.vtkCommonCore import vtkPoints
from vtkmodules.vtkCommonDataModel import vtkCellArray, vtkPolyData
from vtkmodules.vtkFiltersSources import vtkSphereSource
from vtkmodules.vtkRenderingCore import vtkRenderer

from viewer.model.geometry import Vec3
from viewer.scene.lighting import flat
from viewer.scene.palette import Colour

_REACH_PX = 17.0
_GAP = 0.38
_DOT_PX = 3.2
_LINE_PX = 1.6


class CrosshairMarker:
    """Drawn over everything, at the same size whatever the zoom."""

    def __init__(self, renderer: vtkRenderer, colour: Colour) -> None:
        dot = vtkSphereSource()
        dot.SetRadius(1.0)
        dot.SetThetaResolution(16)
        dot.SetPhiResolution(12)
        dot.Update()
        self._cross, self._dot = flat(_lines(), colour), flat(dot.GetOutput(), colour)
        for actor in (self._cross, self._dot):
            actor.VisibilityOff()
            renderer.AddActor(actor)

    def show(self, point: Vec3 | None) -> None:
        """Move it to a point, or hide it."""
        for actor in (self._cross, self._dot):
            actor.SetVisibility(point is not None)
            if point is not None:
                actor.SetPosition(*point)

    def fit(self, mm_per_px: float, scale_px: float) -> None:
        """Keep its size on the screen; `scale_px` is the size of a drawn point in pixels."""
        self._cross.SetScale(_REACH_PX * scale_px * mm_per_px)
        self._dot.SetScale(_DOT_PX * scale_px * mm_per_px)
        self._cross.GetProperty().SetLineWidth(_LINE_PX * scale_px)


def _lines() -> vtkPolyData:
    ends = [np.eye(3)[axis] * sign * part for axis in range(3) for sign in (-1, 1) for part in (_GAP, 1.0)]
    lines, points, cells = vtkPolyData(), vtkPoints(), vtkCellArray()
    points.SetData(numpy_to_vtk(np.array(ends, np.float32), deep=True))
    for start in range(0, len(ends), 2):
        cells.InsertNextCell(2)
        cells.InsertCellPoint(start)
        cells.InsertCellPoint(start + 1)
    lines.SetPoints(points)
    lines.SetLines(cells)
    return lines
