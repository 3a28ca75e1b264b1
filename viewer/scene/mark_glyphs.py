"""Marks in the 3D pane: a ball in a ring at the point, hollow while only suggested, its level beside it."""

import math
from collections.abc import Iterable
from typing import Any

import attrs
import numpy as np
from vtkmodules.vtkCommonDataModel import vtkPolyData
from vtkmodules.vtkCommonMath import vtkMatrix4x4
from vtkmodules.vtkFiltersSources import vtkDiskSource, vtkSphereSource
from vtkmodules.vtkRenderingCore import vtkActor, vtkRenderer, vtkTextActor

from viewer import resources
from viewer.model.display import Camera
from viewer.model.geometry import Vec3, add, scale
from viewer.scene.camera import screen_right, to_px
from viewer.scene.lighting import flat
from viewer.scene.palette import Colour

_BALL_PX = 5.5
_RING_PX = 7.5
_SELECTED_RING_PX = 10.0
_BESIDE_PX = 12.0
_TEXT_PX = 14.0
# The radii of a hollow mark and of its dark edge: what it stands on stays in view.
_RING, _RING_RIM = (0.78, 1.0), (0.62, 1.16)
_FONT_OF_A_FILE = 4  # VTK_FONT_FILE of vtkTextProperty.h, which Python lacks
_FONT, _SELECTED_FONT = "fonts/Inter-Medium.otf", "fonts/Inter-SemiBold.otf"
_RIM: Colour = (0.02, 0.02, 0.03)
_GROUND_OPACITY = 0.55
_SELECTED_RIM: Colour = (1.0, 1.0, 1.0)


@attrs.frozen
class SurfaceMark:
    """A mark to draw at an LPS point: `text` is short (its level), `colour` red, green, blue 0 to 1.

    `suggested` draws it hollow: the program found it, and no reader has accepted it. `aside_mm` puts it
    so far beside its point on the screen, that the surface there stays in view.
    """

    mark_id: str
    point: Vec3
    text: str
    colour: Colour
    selected: bool = False
    suggested: bool = False
    aside_mm: float = 0.0


class MarkGlyphs:
    """Drawn over everything, at the same size whatever the zoom."""

    def __init__(self, renderer: vtkRenderer) -> None:
        self._renderer = renderer
        self._ball, self._ring, self._ring_rim = _ball(), _disk(*_RING), _disk(*_RING_RIM)
        self._marks: list[tuple[SurfaceMark, vtkActor, vtkActor, Any]] = []

    def show(self, marks: Iterable[SurfaceMark]) -> None:
        """Replace all marks."""
        self.clear()
        for mark in marks:
            rim_form, form = (self._ring_rim, self._ring) if mark.suggested else (self._ball, self._ball)
            rim, ball = flat(rim_form, _SELECTED_RIM if mark.selected else _RIM), flat(form, mark.colour)
            text = _text(mark)
            for prop in (rim, ball, text):
                self._renderer.AddViewProp(prop)
            self._marks.append((mark, rim, ball, text))

    def nearest(self, camera: Camera, place_px: tuple[float, float], size_px: tuple[int, int]) -> str | None:
        """Return the id of the mark drawn at a place of the pane, None beside all of them."""
        found: list[tuple[float, str]] = []
        for mark, *_ in self._marks:
            point = _point(mark, camera, camera.height_mm / size_px[1])
            away = math.dist(to_px(camera, point, *size_px), place_px)
            if away <= _SELECTED_RING_PX:
                found.append((away, mark.mark_id))
        return min(found)[1] if found else None

    def clear(self) -> None:
        """Remove all marks."""
        for _, *props in self._marks:
            for prop in props:
                self._renderer.RemoveViewProp(prop)
        self._marks = []

    def fit(self, camera: Camera, width_px: int, height_px: int, scale_px: float) -> None:
        """Keep sizes on the screen; the ball stands in front of its ring, the text right of both."""
        point_mm = camera.height_mm / height_px * scale_px
        for mark, rim, ball, text in self._marks:
            point = _point(mark, camera, point_mm)
            ring_px = _SELECTED_RING_PX if mark.selected else _RING_PX
            behind = add(point, scale(camera.towards_eye, -2 * _SELECTED_RING_PX * point_mm))
            ball_px = ring_px if mark.suggested else _BALL_PX
            rim.SetUserMatrix(_facing(camera, behind, ring_px * point_mm))
            ball.SetUserMatrix(_facing(camera, point, ball_px * point_mm))
            x_px, y_px = to_px(camera, point, width_px, height_px)
            text.SetPosition(x_px + (ring_px + 5) * scale_px, height_px - y_px)
            text.GetTextProperty().SetFontSize(round(_TEXT_PX * scale_px))


def _point(mark: SurfaceMark, camera: Camera, point_mm: float) -> Vec3:
    """Where a mark is drawn; `point_mm` is the size of a drawn point in mm."""
    if not mark.aside_mm:
        return mark.point
    return add(mark.point, scale(screen_right(camera), mark.aside_mm + _BESIDE_PX * point_mm))


def _facing(camera: Camera, point: Vec3, size_mm: float) -> vtkMatrix4x4:
    """What puts a form of size 1 at a point, its z axis towards the reader."""
    matrix = np.eye(4)
    matrix[:3, :3] = np.array([screen_right(camera), camera.up, camera.towards_eye]).T * size_mm
    matrix[:3, 3] = point
    placed = vtkMatrix4x4()
    placed.DeepCopy(matrix.ravel().tolist())
    return placed


def _disk(inner: float, outer: float) -> vtkPolyData:
    disk = vtkDiskSource()
    disk.SetInnerRadius(inner)
    disk.SetOuterRadius(outer)
    disk.SetCircumferentialResolution(40)
    disk.Update()
    return disk.GetOutput()


def _ball() -> vtkPolyData:
    ball = vtkSphereSource()
    ball.SetRadius(1.0)
    ball.SetThetaResolution(24)
    ball.SetPhiResolution(16)
    ball.Update()
    return ball.GetOutput()


def _text(mark: SurfaceMark) -> Any:
    text = vtkTextActor()
    text.SetInput(mark.text)
    look = text.GetTextProperty()
    look.SetFontFamily(_FONT_OF_A_FILE)
    look.SetFontFile(str(resources.path(_SELECTED_FONT if mark.selected else _FONT)))
    look.SetColor(*mark.colour)
    # A dark ground: the column behind is as bright as the words.
    look.SetBackgroundColor(*_RIM)
    look.SetBackgroundOpacity(_GROUND_OPACITY)
    look.SetVerticalJustificationToCentered()
    return text
