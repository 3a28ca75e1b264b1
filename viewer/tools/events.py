"""What the mouse did in a slice pane, free of any window system."""

from enum import Enum, Flag, auto

import attrs

from viewer.model.geometry import Vec3
from viewer.model.resolve import PaneView


class Phase(Enum):
    """The part of a gesture that a pointer event tells."""

    PRESS = auto()
    MOVE = auto()
    RELEASE = auto()
    HOVER = auto()
    DOUBLE = auto()


class Button(Enum):
    """The mouse button that is down, or was until this release."""

    NONE = auto()
    LEFT = auto()
    MIDDLE = auto()
    RIGHT = auto()


class Modifier(Flag):
    """The keys held during an event."""

    NONE = 0
    SHIFT = auto()
    CONTROL = auto()
    ALT = auto()


@attrs.frozen
class Pointer:
    """A pointer at `(x_px, y_px)` of a pane, in the pixels of `view`.

    `view` is resolved for the pane's logical size: distances for grabbing are logical pixels.
    """

    phase: Phase
    view: PaneView
    x_px: float
    y_px: float
    button: Button = Button.LEFT
    modifiers: Modifier = Modifier.NONE

    @property
    def point(self) -> Vec3:
        """The LPS point under the pointer."""
        return self.view.to_lps(self.x_px, self.y_px)


@attrs.frozen
class Wheel:
    """A turn of the wheel over a pane; `steps` are notches, positive away from the reader (up)."""

    view: PaneView
    x_px: float
    y_px: float
    steps: float
    modifiers: Modifier = Modifier.NONE
