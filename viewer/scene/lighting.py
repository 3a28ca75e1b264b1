"""Light and materials of the 3D pane: a soft key light by the reader's shoulder, and a fill."""

from vtkmodules.vtkCommonDataModel import vtkPolyData
from vtkmodules.vtkRenderingCore import vtkActor, vtkLight, vtkPolyDataMapper, vtkRenderer

from viewer.scene.palette import Colour

_LIGHTS = (
    ((-0.45, 0.55, 1.0), 0.95),
    ((0.9, -0.25, 0.45), 0.32),
)

# Glass: clear where it faces the reader, seen at its rims, so that the column inside stays in view.
_GLASS = """//VTK::Light::Impl
  float facing = abs(normalize(normalVCVSOutput).z);
  fragOutput0.a *= mix(0.9, 0.11, smoothstep(0.0, 0.85, facing));
"""


def add_lights(renderer: vtkRenderer) -> None:
    """Light a renderer from where the reader sits, whichever way the patient is turned."""
    renderer.RemoveAllLights()
    renderer.AutomaticLightCreationOff()
    for position, strength in _LIGHTS:
        light = vtkLight()
        light.SetLightTypeToCameraLight()
        light.SetPosition(*position)
        light.SetFocalPoint(0.0, 0.0, 0.0)
        light.SetIntensity(strength)
        renderer.AddLight(light)


def solid(surface: vtkPolyData, colour: Colour) -> vtkActor:
    """Return a surface of a smooth, slightly glossy material, in its points' own colours if they have any."""
    actor = _actor(surface, colour)
    look = actor.GetProperty()
    look.SetAmbient(0.10)
    look.SetDiffuse(0.88)
    look.SetSpecular(0.22)
    look.SetSpecularPower(28.0)
    return actor


def glass(surface: vtkPolyData, colour: Colour) -> vtkActor:
    """Return a surface one can see through, most where it faces the reader."""
    actor = _actor(surface, colour)
    look = actor.GetProperty()
    look.SetAmbient(0.55)
    look.SetDiffuse(0.50)
    look.SetOpacity(0.6)
    # One layer of bone only: what lies behind would blend in no order.
    look.BackfaceCullingOn()
    before_all_others, every_occurrence = True, False
    actor.GetShaderProperty().AddFragmentShaderReplacement(
        "//VTK::Light::Impl", before_all_others, _GLASS, every_occurrence
    )
    return actor


def flat(surface: vtkPolyData, colour: Colour) -> vtkActor:
    """Return a marker that keeps its colour in any light."""
    actor = _actor(surface, colour)
    actor.GetProperty().LightingOff()
    return actor


def _actor(surface: vtkPolyData, colour: Colour) -> vtkActor:
    mapper = vtkPolyDataMapper()
    mapper.SetInputData(surface)
    mapper.SetScalarVisibility(surface.GetPointData().GetScalars() is not None)
    actor = vtkActor()
    actor.SetMapper(mapper)
    actor.GetProperty().SetColor(*colour)
    return actor
