"""The colours of the 3D pane."""

from typing import TypeAlias

import attrs

Colour: TypeAlias = tuple[float, float, float]
"""Red, green and blue, 0 to 1."""


@attrs.frozen
class ScenePalette:
    """What colour everything in the 3D pane has; a theme may bring its own."""

    background: Colour = (0.043, 0.051, 0.063)
    column: Colour = (1.0, 0.86, 0.62)
    lost: Colour = (0.80, 0.52, 0.94)
    bone: Colour = (0.72, 0.77, 0.84)
    crosshair: Colour = (0.36, 0.78, 1.0)
    cube: Colour = (0.17, 0.19, 0.23)
    cube_edge: Colour = (0.42, 0.46, 0.53)
    letter: Colour = (0.90, 0.92, 0.95)
