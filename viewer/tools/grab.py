"""Dragging a label, a level found, a mark, an annotation or an end of the sac; a click without movement selects it."""

from viewer.errors import ViewerError
from viewer.model.case import Case
from viewer.model.geometry import Vec3, subtract
from viewer.model.overlay.overlay_shapes import Target, TargetKind
from viewer.tools.events import Pointer
from viewer.tools.gesture import apart
from viewer.tools.moving import moved, moving_title, place_of
from viewer.tools.navigation import with_crosshair
from viewer.tools.outcome import NOTHING, Edit, Outcome, Preview, Refused, Select
from viewer.tools.tool import Context


class Grab:
    """A drag that moves one target within the plane of the pane it was grabbed in."""

    def __init__(self, target: Target, press: Pointer, context: Context) -> None:
        self.target = target
        self._press = press
        self._start: Vec3 = place_of(context.case, target, context.geometry, context.analysis)
        self._moving = False

    def move(self, event: Pointer, context: Context) -> Outcome:
        """Preview the target at its new place; an impossible place leaves the last one standing."""
        self._moving = self._moving or apart(self._press, event)
        if not self._moving:
            return NOTHING
        try:
            return Preview(self._case(event, context))
        except ViewerError:
            return NOTHING

    def release(self, event: Pointer, context: Context) -> Outcome:
        """Commit the move as one edit, or select what was only clicked."""
        if not (self._moving or apart(self._press, event)):
            display = with_crosshair(context.display, self._start, context.geometry)
            return Select(self._selected, display)
        try:
            title, case = moving_title(context.case, self.target), self._case(event, context)
        except ViewerError as error:
            return Refused(error.message, error.hint)
        return Edit(title, case, select=self._selected)

    @property
    def _selected(self) -> str:
        """An end of the sac is no thing that could be deleted."""
        return "" if self.target.kind is TargetKind.END else self.target.target_id

    def _case(self, event: Pointer, context: Context) -> Case:
        offset = subtract(event.point, self._press.point)
        return moved(context.case, self.target, self._start, offset, context.analysis)
