"""The mouse wheel: scrolls, zooms about the pointer with Ctrl, thickens the slab with Shift."""

from viewer.tools.events import Modifier, Wheel
from viewer.tools.navigation import scroll, slab_by, zoom_at
from viewer.tools.outcome import NOTHING, Look, Outcome
from viewer.tools.tool import Context

_ZOOM_PER_STEP = 1.15
_SLAB_MM_PER_STEP = 1.0


class Notches:
    """Adds up parts of a notch (touch pads) until they make whole ones."""

    def __init__(self) -> None:
        self._rest = 0.0

    def whole(self, steps: float) -> int:
        """Return how many whole notches there are with these; what is left is kept."""
        if steps * self._rest < 0:
            self._rest = 0.0
        total = self._rest + steps
        whole = int(total + (1e-9 if total > 0 else -1e-9))
        self._rest = total - whole
        return whole


class WheelTool:
    """Answers the wheel over a pane."""

    def __init__(self) -> None:
        self._notches = Notches()

    def handle(self, event: Wheel, context: Context) -> Outcome:
        """Answer one turn of the wheel; towards the reader goes to the next slice."""
        display, view = context.display, event.view
        if Modifier.CONTROL in event.modifiers:
            return Look(zoom_at(display, view, _ZOOM_PER_STEP**event.steps, event.x_px, event.y_px))
        whole = self._notches.whole(event.steps)
        if whole == 0:
            return NOTHING
        if Modifier.SHIFT in event.modifiers:
            return Look(slab_by(display, view.kind, whole * _SLAB_MM_PER_STEP))
        return Look(scroll(display, view.kind, -whole, context.geometry))
