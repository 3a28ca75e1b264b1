"""The contrast column in three dimensions, drawn off screen into a picture."""

from collections.abc import Callable, Iterable
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from vtkmodules.util.numpy_support import vtk_to_numpy
from vtkmodules.vtkCommonCore import vtkUnsignedCharArray
from vtkmodules.vtkCommonDataModel import vtkPolyData
from vtkmodules.vtkRenderingCore import vtkActor, vtkRenderer

from viewer.model.column import ContrastColumn
from viewer.model.display import Camera, SurfaceView
from viewer.model.geometry import Vec3, add, scale
from viewer.model.volume import Volume
from viewer.scene.bone_mesh import bone_mesh
from viewer.scene.camera import (
    Box,
    first_camera,
    moved,
    standard_camera,
    to_px,
    turned,
    under_px,
    zoomed,
)
from viewer.scene.column_mesh import column_mesh, quick_column_mesh
from viewer.scene.crosshair_marker import CrosshairMarker
from viewer.scene.level_names import LevelNames
from viewer.scene.lighting import add_lights, glass, solid
from viewer.scene.lost_stretch import lost_hoops
from viewer.scene.mark_glyphs import MarkGlyphs, SurfaceMark
from viewer.scene.mesh import Mesh, Surface, poly_data
from viewer.scene.opengl import hidden_window, renderer_name
from viewer.scene.orientation_cube import OrientationCube
from viewer.scene.palette import Colour, ScenePalette
from viewer.scene.picking import pick
from viewer.scene.surface_paint import SurfacePaint, arcs_of, colours_at

_Material: TypeAlias = Callable[[vtkPolyData, Colour], vtkActor]

_EYE_MM = 2000.0
_EMPTY_BOX = Box((-100.0, -100.0, -100.0), (100.0, 100.0, 100.0))
_STILL_SCALE = 2


class ColumnScene:
    """The 3D pane: column, bone, crosshair, marks and orientation cube under one camera.

    To be used by one thread. `DisplayError` if this machine offers no OpenGL at all. Places on the
    pane are pixels of the last picture, from its upper left corner.
    """

    def __init__(self, palette: ScenePalette | None = None, scale_px: float = 1.0) -> None:
        self._palette = palette or ScenePalette()
        self._scale_px = scale_px
        self._window = hidden_window()
        self._pixels = vtkUnsignedCharArray()
        self._body, self._front = vtkRenderer(), vtkRenderer()
        self._cube = OrientationCube(self._palette)
        self._crosshair = CrosshairMarker(self._front, self._palette.crosshair)
        self._names = LevelNames(self._front)
        self._marks = MarkGlyphs(self._front)
        self._column: ContrastColumn | None = None
        self._mesh: Surface | None = None
        self._mesh_is_quick = False
        self._paint: SurfacePaint | None = None
        # Of the points of a mesh; the same as long as the sections are.
        self._arcs: dict[int, NDArray[np.float32]] = {}
        self._volume: Volume | None = None
        self._bone: Surface | None = None
        self._bone_shown = False
        self._still: list[vtkActor] = []
        self._moving: list[vtkActor] = []
        self._camera: Camera | None = None
        self._size = (400, 400)
        self._set_up()

    @property
    def renderer(self) -> str:
        """What draws: the name of the graphics card, or of the software that stands in for it."""
        return renderer_name(self._window)

    def set_column(self, column: ContrastColumn | None, mesh: Surface | None = None) -> None:
        """Show another contrast column or none; `mesh` if a job has built it with `column_mesh`.

        Without, a light surface is built at once and the full one for the next still picture.
        """
        if column is not self._column:
            self._bone = None
        self._column = column
        self._mesh_is_quick = column is not None and mesh is None
        self._mesh = mesh
        if column is not None and mesh is None:
            self._mesh = quick_column_mesh(column)
        self._arcs.clear()
        self._place_actors()

    def set_paint(self, paint: SurfacePaint | None) -> None:
        """Colour the column along the canal, or give it its own colour back."""
        if paint is None or self._paint is None or paint.sections is not self._paint.sections:
            self._arcs.clear()
        self._paint = paint
        self._names.show(paint)
        self._place_actors()

    def set_bone(self, volume: Volume | None, shown: bool, mesh: Surface | None = None) -> None:
        """Show or hide the bone of a volume: as glass around a column, solid without one.

        `mesh` if a job has built it with `bone_mesh`; otherwise it is built for the next picture,
        once for a volume and column, which takes a few tenths of a second.
        """
        if mesh is not None or volume is not self._volume:
            self._bone = mesh
        self._volume, self._bone_shown = volume, shown
        self._cube.show(volume is None or volume.orientation_known)
        self._place_actors()

    def set_crosshair(self, point: Vec3 | None) -> None:
        """Move the crosshair marker to an LPS point, or hide it."""
        self._crosshair.show(point)

    def set_marks(self, marks: Iterable[SurfaceMark]) -> None:
        """Replace the compression marks."""
        self._marks.show(marks)

    def set_camera(self, camera: Camera | None) -> None:
        """Look from a camera, or from the default one: from anterior left, everything in view."""
        self._camera = camera

    def camera(self) -> Camera:
        """Return the camera of the next picture."""
        return self._camera or first_camera(self._box(), self._size[0] / self._size[1])

    def view(self, side: SurfaceView) -> None:
        """Look from a side of the patient, everything in view."""
        self._camera = standard_camera(side, self._box(), self._size[0] / self._size[1])

    def rotate(self, right_px: float, down_px: float) -> None:
        """Turn by a drag: sideways about the patient's long axis, up and down over the screen's."""
        self._camera = turned(self.camera(), right_px, down_px, min(self._size))

    def pan(self, right_px: float, down_px: float) -> None:
        """Move by a drag; what was under the hand stays under it."""
        self._camera = moved(self.camera(), right_px, down_px, self._size[1])

    def zoom(self, factor: float) -> None:
        """Make everything `factor` times as large, about the middle of the pane."""
        self._camera = zoomed(self.camera(), factor)

    def project(self, point: Vec3) -> tuple[float, float]:
        """Return the place of the pane at which an LPS point is drawn."""
        return to_px(self.camera(), point, *self._size)

    def pick(self, x_px: float, y_px: float) -> Vec3 | None:
        """Return the point of the column, else of solid bone, under a place of the pane; else None."""
        camera = self.camera()
        under = under_px(camera, x_px, y_px, *self._size)
        self._complete()
        if self._mesh is not None:
            return pick(self._mesh.full, camera, under)
        if self._bone is not None and self._bone_shown:
            return pick(self._bone.full, camera, under)
        return None

    def mark_at(self, x_px: float, y_px: float) -> str | None:
        """Return the id of the compression mark drawn at a place of the pane, None if there is none."""
        place = (x_px / self._scale_px, y_px / self._scale_px)
        size = (round(self._size[0] / self._scale_px), round(self._size[1] / self._scale_px))
        return self._marks.nearest(self.camera(), place, size)

    def render(self, width_px: int, height_px: int, moving: bool = False) -> NDArray[np.uint8]:
        """Return the picture, uint8 RGB `[y, x, 3]`.

        While `moving` a lighter surface is drawn without smoothed edges, for 20 frames/s and more on
        a processor of two cores.
        """
        self._size = (max(1, width_px), max(1, height_px))
        finer = 1 if moving else _STILL_SCALE
        if not moving:
            self._complete()
        self._show_detail(moving)
        self._aim(finer)
        picture = self._drawn(self._size[0] * finer, self._size[1] * finer)
        return picture if moving else _halved(picture)

    def close(self) -> None:
        """Release the window and everything in it; the scene is of no use afterwards."""
        self._marks.clear()
        self._names.show(None)
        for renderer in (self._body, self._front, self._cube.renderer):
            renderer.RemoveAllViewProps()
            self._window.RemoveRenderer(renderer)
        self._still, self._moving = [], []
        self._column = self._mesh = self._volume = self._bone = self._paint = None
        self._arcs.clear()
        self._window.Finalize()

    def _set_up(self) -> None:
        self._window.SetNumberOfLayers(3)
        self._body.SetBackground(*self._palette.background)
        self._front.SetLayer(1)
        self._front.SetActiveCamera(self._body.GetActiveCamera())
        self._body.GetActiveCamera().ParallelProjectionOn()
        add_lights(self._body)
        for renderer in (self._body, self._front, self._cube.renderer):
            self._window.AddRenderer(renderer)

    def _complete(self) -> None:
        """Build what still stands in for a better surface, or is missing."""
        changed = False
        if self._column is not None and self._mesh_is_quick:
            self._mesh, self._mesh_is_quick = column_mesh(self._column), False
            self._arcs.clear()
            changed = True
        if self._volume is not None and self._bone_shown and self._bone is None:
            self._bone = bone_mesh(self._volume, self._column)
            changed = True
        if changed:
            self._place_actors()

    def _place_actors(self) -> None:
        for actor in self._still + self._moving:
            self._body.RemoveActor(actor)
        self._still, self._moving = [], []
        if self._mesh is not None:
            self._place(self._mesh, solid, self._palette.column, self._paint)
            self._place_lost()
        if self._bone is not None and self._bone_shown:
            self._place(self._bone, solid if self._mesh is None else glass, self._palette.bone)

    def _place(
        self, surface: Surface, material: _Material, colour: Colour, paint: SurfacePaint | None = None
    ) -> None:
        for meshes, mesh in ((self._still, surface.full), (self._moving, surface.moving)):
            colours = None if paint is None else colours_at(paint, self._arcs_of(mesh, paint))
            actor = material(poly_data(mesh, colours), colour)
            self._body.AddActor(actor)
            meshes.append(actor)

    def _arcs_of(self, mesh: Mesh, paint: SurfacePaint) -> NDArray[np.float32]:
        if id(mesh) not in self._arcs:
            self._arcs[id(mesh)] = arcs_of(mesh, paint.sections)
        return self._arcs[id(mesh)]

    def _place_lost(self) -> None:
        """Hoops where the sac is obliterated: nothing of the column is there to be coloured."""
        hoops = None if self._paint is None else lost_hoops(self._paint.sections)
        if hoops is not None:
            self._place(Surface(hoops, hoops), solid, self._palette.lost)

    def _show_detail(self, moving: bool) -> None:
        for actors, shown in ((self._still, not moving), (self._moving, moving)):
            for actor in actors:
                actor.SetVisibility(shown)

    def _aim(self, finer: int) -> None:
        camera, (width, height) = self.camera(), (self._size[0] * finer, self._size[1] * finer)
        eye = self._body.GetActiveCamera()
        eye.SetFocalPoint(*camera.focus)
        eye.SetPosition(*add(camera.focus, scale(camera.towards_eye, _EYE_MM)))
        eye.SetViewUp(*camera.up)
        eye.SetParallelScale(camera.height_mm / 2)
        eye.SetClippingRange(1.0, 2 * _EYE_MM)
        points = self._scale_px * finer
        self._crosshair.fit(camera.height_mm / height, points)
        self._names.fit(camera, width, height, points)
        self._marks.fit(camera, width, height, points)
        self._cube.place(camera, width, height, points)

    def _drawn(self, width: int, height: int) -> NDArray[np.uint8]:
        self._window.SetSize(width, height)
        self._window.Render()
        self._window.GetPixelData(0, 0, width - 1, height - 1, 0, self._pixels, 0)
        rows: NDArray[np.uint8] = np.asarray(vtk_to_numpy(self._pixels), np.uint8)
        # OpenGL's first row is the lowest.
        return np.ascontiguousarray(rows.reshape(height, width, 3)[::-1])

    def _box(self) -> Box:
        shown = self._mesh or (self._bone if self._bone_shown else None)
        return (shown.moving.box if shown is not None else None) or _EMPTY_BOX


def _halved(picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
    rows = picture[0::2].astype(np.uint16) + picture[1::2]
    return ((rows[:, 0::2] + rows[:, 1::2] + 2) >> 2).astype(np.uint8)
