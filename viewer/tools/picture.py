"""The drags that change how a pane shows its picture: window, pan and zoom."""

from abc import ABC, abstractmethod

import attrs

from viewer.tools.events import Phase, Pointer
from viewer.tools.navigation import pan_by, window_by, zoom_at
from viewer.tools.outcome import NOTHING, Look, Outcome, Preview
from viewer.tools.tool import Context

_ZOOM_DRAG_PX = 150.0


class _Drag(ABC):
    """A drag that always starts again from the display at its press, so that it leaves no drift."""

    def __init__(self) -> None:
        self._press: tuple[Pointer, Context] | None = None

    def handle(self, event: Pointer, context: Context) -> Outcome:
        """Answer one pointer event."""
        if event.phase in (Phase.PRESS, Phase.DOUBLE):
            self._press = (event, context)
        elif event.phase is Phase.RELEASE:
            self._press = None
        elif event.phase is Phase.MOVE and self._press is not None:
            return self._moved(event, context, *self._press)
        return NOTHING

    def cancel(self) -> Outcome:
        """Drop the drag under way; what it has shown stays."""
        self._press = None
        return Preview(None)

    @abstractmethod
    def _moved(self, event: Pointer, context: Context, press: Pointer, start: Context) -> Outcome: ...


class WindowTool(_Drag):
    """Drags the window: right wider, down darker."""

    def _moved(self, event: Pointer, context: Context, press: Pointer, start: Context) -> Outcome:
        right_px, down_px = event.x_px - press.x_px, event.y_px - press.y_px
        return Look(window_by(context.display, start.display.window, right_px, down_px))


class PanTool(_Drag):
    """Drags the picture of a pane."""

    def _moved(self, event: Pointer, context: Context, press: Pointer, start: Context) -> Outcome:
        kind, size = press.view.kind, press.view.mm_per_px
        pan_mm = start.display.pane(kind).pan_mm
        right_mm, down_mm = (event.x_px - press.x_px) * size, (event.y_px - press.y_px) * size
        pane = attrs.evolve(context.display.pane(kind), pan_mm=pan_mm)
        return Look(pan_by(context.display.with_pane(kind, pane), kind, right_mm, down_mm))


class ZoomTool(_Drag):
    """Enlarges (drag up) or shrinks a pane about the place that was pressed."""

    def _moved(self, event: Pointer, context: Context, press: Pointer, start: Context) -> Outcome:
        kind, before = press.view.kind, start.display.pane(press.view.kind)
        pane = attrs.evolve(context.display.pane(kind), zoom=before.zoom, pan_mm=before.pan_mm)
        factor = 2 ** ((press.y_px - event.y_px) / _ZOOM_DRAG_PX)
        display = context.display.with_pane(kind, pane)
        return Look(zoom_at(display, press.view, factor, press.x_px, press.y_px))
