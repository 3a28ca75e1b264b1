"""Turning a plane by the handle on its reference line."""

import math

import attrs

from viewer.model.plane import PlaneKind
from viewer.tools.events import Modifier, Pointer
from viewer.tools.navigation import turn_in_place
from viewer.tools.outcome import Look, Outcome
from viewer.tools.tool import Context


class Turning:
    """A drag about the crosshair: the grabbed line's plane turns about the normal of this pane.

    With Shift the other line's plane turns along, so that both keep their angle to one another.
    """

    def __init__(self, kind: PlaneKind, press: Pointer, context: Context) -> None:
        self._kind = kind
        self._start_deg = _bearing_deg(press, context)
        self._panes = {one: context.display.pane(one) for one in PlaneKind}

    def move(self, event: Pointer, context: Context) -> Outcome:
        """Show the planes turned by as much as the pointer went round the crosshair."""
        angle_deg = _bearing_deg(event, context) - self._start_deg
        both = Modifier.SHIFT in event.modifiers
        display = context.display
        for kind, pane in self._panes.items():
            if kind is event.view.kind:
                continue
            now = attrs.evolve(display.pane(kind), right=pane.right, down=pane.down, pan_mm=pane.pan_mm)
            display = display.with_pane(kind, now)
            if both or kind is self._kind:
                display = turn_in_place(display, kind, event.view.plane.normal, angle_deg, context.geometry)
        return Look(display)

    def release(self, event: Pointer, context: Context) -> Outcome:
        """Leave the planes as they lie."""
        return self.move(event, context)


def _bearing_deg(event: Pointer, context: Context) -> float:
    """The direction from the crosshair to the pointer: clockwise on screen, as the normal turns."""
    x, y = event.view.to_px(context.display.crosshair)
    return math.degrees(math.atan2(event.y_px - y, event.x_px - x))
