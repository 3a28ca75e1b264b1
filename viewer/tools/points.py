"""Drawing by points: drag or click from one to the next until there are enough."""

from collections.abc import Callable

from viewer.model.annotation import Annotation
from viewer.model.geometry import Vec3
from viewer.model.plane import Plane
from viewer.tools.events import Button, Phase, Pointer
from viewer.tools.gesture import apart
from viewer.tools.outcome import NOTHING, AskText, Outcome, Preview
from viewer.tools.tool import Context

Build = Callable[[tuple[Vec3, ...], Plane, Context], Annotation | None]
Finish = Callable[[Annotation, Context], Outcome]


class PointsTool:
    """A tool that collects `count` points in the plane of the first one's pane.

    `build` makes the annotation of the points so far and the pointer, None while that is nothing;
    `finish` says what the finished one leads to.
    """

    def __init__(self, count: int, build: Build, finish: Finish) -> None:
        self._count = count
        self._build = build
        self._finish = finish
        self._places: list[Pointer] = []
        self._shown = False

    def handle(self, event: Pointer, context: Context) -> Outcome:
        """Answer one pointer event: previews follow the pointer, the last point makes the annotation."""
        if event.phase in (Phase.PRESS, Phase.DOUBLE) and event.button is Button.LEFT:
            return self._press(event, context)
        if not self._places:
            return self._dropped()
        if event.view.kind is not self._places[0].view.kind:
            return NOTHING
        if event.phase is Phase.RELEASE and event.button is Button.LEFT:
            return self._release(event, context)
        return self._preview(event, context)

    def cancel(self) -> Outcome:
        """Drop the points set so far."""
        self._places, self._shown = [], False
        return Preview(None)

    def _dropped(self) -> Outcome:
        """What was drawn stays on screen for the question about it, until the pointer moves on."""
        return self.cancel() if self._shown else NOTHING

    def _press(self, event: Pointer, context: Context) -> Outcome:
        if not self._places or self._places[0].view.kind is not event.view.kind:
            self._places = [event]
            return Preview(None)
        return self._preview(event, context)

    def _release(self, event: Pointer, context: Context) -> Outcome:
        if not apart(self._places[-1], event):
            return self._preview(event, context)
        self._places.append(event)
        if len(self._places) < self._count:
            return self._preview(event, context)
        drawn = self._drawn(context)
        self._places = []
        outcome = Preview(None) if drawn is None else self._finish(drawn, context)
        self._shown = isinstance(outcome, AskText)
        return outcome

    def _preview(self, event: Pointer, context: Context) -> Outcome:
        drawn = self._drawn(context, event)
        return NOTHING if drawn is None else Preview(context.case.with_annotation(drawn))

    def _drawn(self, context: Context, *more: Pointer) -> Annotation | None:
        plane = self._places[0].view.plane
        points = tuple(plane.project(one.point) for one in (*self._places, *more))
        return self._build(points, plane, context)
