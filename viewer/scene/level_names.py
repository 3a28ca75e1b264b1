"""The names of the levels beside the contrast column in 3D."""

from typing import Any

import attrs
from vtkmodules.vtkRenderingCore import vtkRenderer, vtkTextActor

from viewer import resources
from viewer.model.display import Camera
from viewer.model.geometry import Vec3, vec3
from viewer.model.sections import SectionState
from viewer.scene.camera import to_px
from viewer.scene.palette import Colour
from viewer.scene.surface_paint import SurfacePaint

_TEXT_PX, _APART_PX, _WIDE_PX, _BESIDE_PX = 13.0, 16.0, 48.0, 18.0
_SEEN = (SectionState.OK, SectionState.METAL, SectionState.OBLITERATED)
_FONT_OF_A_FILE = 4  # VTK_FONT_FILE of vtkTextProperty.h, which Python lacks
_FONT = "fonts/Inter-Medium.otf"
_COLOUR: Colour = (0.86, 0.89, 0.93)


@attrs.frozen(eq=False)
class _Name:
    point: Vec3
    reach_mm: float
    text: Any


class LevelNames:
    """Drawn left of the column on the screen, at the same size whatever the zoom."""

    def __init__(self, renderer: vtkRenderer) -> None:
        self._renderer = renderer
        self._names: list[_Name] = []

    def show(self, paint: SurfacePaint | None) -> None:
        """Replace the names by those of a paint's levels."""
        for name in self._names:
            self._renderer.RemoveViewProp(name.text)
        self._names = [] if paint is None else _names(paint)
        for name in self._names:
            self._renderer.AddViewProp(name.text)

    def fit(self, camera: Camera, width_px: int, height_px: int, scale_px: float) -> None:
        """Stand beside the column; names that would cover another are left out."""
        px_per_mm = height_px / camera.height_mm
        taken: list[tuple[float, float]] = []
        for name in self._names:
            x_px, y_px = to_px(camera, name.point, width_px, height_px)
            x_px -= name.reach_mm * px_per_mm + _BESIDE_PX * scale_px
            free = all(
                abs(x_px - x) > _WIDE_PX * scale_px or abs(y_px - y) > _APART_PX * scale_px for x, y in taken
            )
            name.text.SetVisibility(free)
            if free:
                taken.append((x_px, y_px))
                name.text.SetPosition(x_px, height_px - y_px)
                name.text.GetTextProperty().SetFontSize(round(_TEXT_PX * scale_px))


def _names(paint: SurfacePaint) -> list[_Name]:
    sections = paint.sections
    seen = sections.having(*_SEEN)
    found: list[_Name] = []
    for stretch in paint.stretches:
        within = (sections.arc_mm >= stretch.start_mm) & (sections.arc_mm < stretch.stop_mm)
        if stretch.name and (within & seen).any():
            middle = (stretch.start_mm + stretch.stop_mm) / 2
            number = int(abs(sections.arc_mm - middle).argmin())
            reach_mm = float(sections.radii_mm[number].max())
            found.append(_Name(vec3(sections.centre[number]), reach_mm, _text(stretch.name)))
    return found


def _text(words: str) -> Any:
    text = vtkTextActor()
    text.SetInput(words)
    look = text.GetTextProperty()
    look.SetFontFamily(_FONT_OF_A_FILE)
    look.SetFontFile(str(resources.path(_FONT)))
    look.SetColor(*_COLOUR)
    look.SetJustificationToRight()
    look.SetVerticalJustificationToCentered()
    return text
