"""The cube in the corner of the 3D pane whose faces are named R, L, A, P, H, F."""

import numpy as np
from vtkmodules.util.numpy_support import vtk_to_numpy
from vtkmodules.vtkCommonDataModel import vtkPolyData
from vtkmodules.vtkCommonMath import vtkMatrix4x4
from vtkmodules.vtkFiltersSources import vtkCubeSource
from vtkmodules.vtkRenderingCore import vtkActor, vtkRenderer
from vtkmodules.vtkRenderingFreeType import vtkVectorText

from viewer.model.display import Camera, SurfaceView
from viewer.model.geometry import Vec3, add, cross, scale
from viewer.scene.camera import Box, standard_camera
from viewer.scene.lighting import add_lights, flat, solid
from viewer.scene.palette import ScenePalette

_SIDE_PX = 92
_MARGIN_PX = 10
_LETTER_HEIGHT = 0.58
_UNIT_BOX = Box((-0.5, -0.5, -0.5), (0.5, 0.5, 0.5))
_HEIGHT = 1.85
_DISTANCE = 4.0


class OrientationCube:
    """A renderer in the lower right corner that turns with the camera of the pane."""

    def __init__(self, palette: ScenePalette) -> None:
        self.renderer = vtkRenderer()
        self.renderer.SetLayer(2)
        self.renderer.InteractiveOff()
        add_lights(self.renderer)
        self.renderer.AddActor(_body(palette))
        for side in SurfaceView:
            self.renderer.AddActor(_letter(side, palette))
        eye = self.renderer.GetActiveCamera()
        eye.ParallelProjectionOn()
        eye.SetParallelScale(_HEIGHT / 2)
        eye.SetClippingRange(0.1, 2 * _DISTANCE)

    def show(self, shown: bool) -> None:
        """Draw the cube, or leave it out where nobody knows which side is which."""
        self.renderer.SetDraw(shown)

    def place(self, camera: Camera, width_px: int, height_px: int, scale_px: float) -> None:
        """Turn as the camera of the pane does; `scale_px` is the size of a drawn point in pixels."""
        side, margin = _SIDE_PX * scale_px, _MARGIN_PX * scale_px
        side = min(side, 0.4 * min(width_px, height_px))
        right, bottom = 1 - margin / width_px, margin / height_px
        self.renderer.SetViewport(right - side / width_px, bottom, right, bottom + side / height_px)
        eye = self.renderer.GetActiveCamera()
        eye.SetFocalPoint(0.0, 0.0, 0.0)
        eye.SetPosition(*scale(camera.towards_eye, _DISTANCE))
        eye.SetViewUp(*camera.up)


def _body(palette: ScenePalette) -> vtkActor:
    cube = vtkCubeSource()
    cube.Update()
    actor = solid(cube.GetOutput(), palette.cube)
    look = actor.GetProperty()
    look.SetAmbient(0.5)
    look.SetSpecular(0.0)
    look.EdgeVisibilityOn()
    look.SetEdgeColor(*palette.cube_edge)
    return actor


def _letter(side: SurfaceView, palette: ScenePalette) -> vtkActor:
    camera = standard_camera(side, _UNIT_BOX, 1.0)
    actor = flat(_glyph(side.value), palette.letter)
    actor.SetUserMatrix(_standing_on(camera.towards_eye, camera.up))
    actor.GetProperty().BackfaceCullingOn()
    return actor


def _glyph(letter: str) -> vtkPolyData:
    """Return a letter `_LETTER_HEIGHT` tall about the origin of the x-y plane."""
    text = vtkVectorText()
    text.SetText(letter)
    text.Update()
    glyph = text.GetOutput()
    points = vtk_to_numpy(glyph.GetPoints().GetData())
    low, high = points.min(axis=0), points.max(axis=0)
    points -= (low + high) / 2
    points *= np.float32(_LETTER_HEIGHT / (high[1] - low[1]))
    glyph.GetPoints().Modified()
    return glyph


def _standing_on(outward: Vec3, up: Vec3) -> vtkMatrix4x4:
    right, place = cross(up, outward), scale(outward, 0.505)
    matrix = np.eye(4)
    matrix[:3] = np.array([right, up, outward, add(place, (0.0, 0.0, 0.0))]).T
    stood = vtkMatrix4x4()
    stood.DeepCopy(matrix.ravel().tolist())
    return stood
