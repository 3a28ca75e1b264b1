"""The default tool: moves the crosshair, turns planes, takes hold of what is drawn."""

from viewer.errors import ViewerError
from viewer.model.annotation import Arrow
from viewer.model.display import PaneId
from viewer.model.overlay.overlay_shapes import Target, TargetKind
from viewer.model.plane import PlaneKind
from viewer.tools.asking import ask_arrow_text, ask_new_name
from viewer.tools.events import Button, Phase, Pointer
from viewer.tools.gesture import Gesture
from viewer.tools.grab import Grab
from viewer.tools.hit import target_under
from viewer.tools.moving import find_annotation
from viewer.tools.navigation import maximise, with_crosshair
from viewer.tools.outcome import NOTHING, Look, Outcome, Preview, Refused
from viewer.tools.tool import Context
from viewer.tools.turning import Turning


class _CrosshairDrag:
    def move(self, event: Pointer, context: Context) -> Outcome:
        return Look(with_crosshair(context.display, event.point, context.geometry))

    def release(self, event: Pointer, context: Context) -> Outcome:  # noqa: ARG002 - a gesture's form
        return NOTHING


class CrosshairTool:
    """Left button: drag the crosshair, a turn handle, a label, a mark or an annotation."""

    def __init__(self) -> None:
        self._gesture: Gesture | None = None

    def handle(self, event: Pointer, context: Context) -> Outcome:
        """Answer one pointer event; a double click renames, edits a text, or fills the window."""
        if event.phase is Phase.HOVER or event.button is not Button.LEFT:
            return NOTHING
        if event.phase is Phase.DOUBLE:
            self._gesture = None
            return _double(event, context)
        if event.phase is Phase.PRESS:
            return self._press(event, context)
        gesture = self._gesture
        if gesture is None:
            return NOTHING
        if event.phase is Phase.MOVE:
            return gesture.move(event, context)
        self._gesture = None
        return gesture.release(event, context)

    def cancel(self) -> Outcome:
        """Drop the drag under way."""
        self._gesture = None
        return Preview(None)

    def _press(self, event: Pointer, context: Context) -> Outcome:
        target = target_under(event.view, event.x_px, event.y_px, context)
        if target is not None:
            self._gesture = _gesture_on(target, event, context)
            return NOTHING
        self._gesture = _CrosshairDrag()
        return self._gesture.move(event, context)


def _gesture_on(target: Target, event: Pointer, context: Context) -> Gesture:
    if target.kind is TargetKind.TURN:
        return Turning(PlaneKind(target.target_id), event, context)
    return Grab(target, event, context)


def _double(event: Pointer, context: Context) -> Outcome:
    target = target_under(event.view, event.x_px, event.y_px, context)
    try:
        if target is not None and target.kind is TargetKind.LABEL:
            return ask_new_name(context.case, target, context.geometry, context.analysis)
        if target is not None and target.kind is TargetKind.ANNOTATION:
            annotation = find_annotation(context.case, target.target_id)
            return ask_arrow_text(context.case, annotation) if isinstance(annotation, Arrow) else NOTHING
    except ViewerError as error:
        return Refused(error.message, error.hint)
    if target is not None:
        return NOTHING
    return Look(maximise(context.display, PaneId(event.view.kind.value)))
