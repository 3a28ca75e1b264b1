"""The tool that places level labels: each click names one level."""

from viewer.model.overlay.overlay_shapes import Target, TargetKind
from viewer.model.spine import Level
from viewer.tools.asking import ask_level, ask_new_name
from viewer.tools.events import Button, Phase, Pointer
from viewer.tools.grab import Grab
from viewer.tools.hit import target_under
from viewer.tools.marking import place_level
from viewer.tools.moving import place_of
from viewer.tools.outcome import NOTHING, Edit, Outcome, Preview, Select
from viewer.tools.suggestion import suggested_level
from viewer.tools.tool import Context


class LevelTool:
    """Places, moves and renames levels.

    The first click asks for the name; once a reader has placed one, the next name is taken from its
    place wherever that leaves no doubt, and asked for where it does. A label is dragged to move it;
    a click places an unconfirmed one there and renames a placed one.
    """

    def __init__(self) -> None:
        self._grab: Grab | None = None
        self._pressed = False

    def handle(self, event: Pointer, context: Context) -> Outcome:
        """Answer one pointer event."""
        if event.phase is Phase.HOVER or event.button is not Button.LEFT:
            return NOTHING
        if event.phase in (Phase.PRESS, Phase.DOUBLE):
            return self._press(event, context)
        if event.phase is Phase.MOVE:
            return self._move(event, context)
        return self._release(event, context)

    def cancel(self) -> Outcome:
        """Drop the drag under way."""
        self._grab, self._pressed = None, False
        return Preview(None)

    def _press(self, event: Pointer, context: Context) -> Outcome:
        self._pressed = True
        target = target_under(event.view, event.x_px, event.y_px, context)
        on_label = target is not None and target.kind is TargetKind.LABEL
        self._grab = Grab(target, event, context) if target is not None and on_label else None
        return NOTHING if self._grab else self._move(event, context)

    def _move(self, event: Pointer, context: Context) -> Outcome:
        if not self._pressed:
            return NOTHING
        if self._grab is not None:
            return self._grab.move(event, context)
        answer = _placed(event, context)
        return Preview(answer.case) if isinstance(answer, Edit) else NOTHING

    def _release(self, event: Pointer, context: Context) -> Outcome:
        grab, pressed = self._grab, self._pressed
        self.cancel()
        if not pressed:
            return NOTHING
        if grab is None:
            return _placed(event, context)
        answer = grab.release(event, context)
        return _clicked(grab.target, event, context) if isinstance(answer, Select) else answer


def _clicked(target: Target, event: Pointer, context: Context) -> Outcome:
    case, level = context.case, Level(target.target_id)
    if any(label.level == level for label in case.labels):
        return ask_new_name(case, target, context.geometry, context.analysis)
    point = event.point
    if any(one.name == level.name for one in (context.analysis.levels if context.analysis else ())):
        point = place_of(case, target, context.geometry, context.analysis)
    return place_level(case, level, point)


def _placed(event: Pointer, context: Context) -> Outcome:
    case, point = context.case, event.point
    level = suggested_level(case.labels, case.numbering, point)
    return ask_level(case, point) if level is None else place_level(case, level, point)
