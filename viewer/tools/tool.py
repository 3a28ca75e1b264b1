"""What every tool is given and what it must answer."""

from typing import Protocol, runtime_checkable

import attrs

from viewer.model.analysis import Analysis
from viewer.model.case import Case
from viewer.model.display import Display
from viewer.model.geometry import VolumeGeometry
from viewer.model.overlay.overlay_shapes import Shape
from viewer.model.resolve import PaneView
from viewer.model.sac import SacVoxels
from viewer.model.volume import Volume
from viewer.tools.brush import Brush
from viewer.tools.events import Pointer
from viewer.tools.outcome import Outcome


@attrs.frozen
class Context:
    """The state a tool decides by; `case` is the real one, never a preview.

    `selection` is the id of the selected mark or annotation, or a selected label's level name; `sac`
    is what was measured, before any correction.
    """

    case: Case
    display: Display
    geometry: VolumeGeometry
    volume: Volume | None = None
    selection: str = ""
    analysis: Analysis | None = None
    sac: SacVoxels | None = None
    brush: Brush = Brush()


class Tool(Protocol):
    """A state machine for one kind of gesture: events in, outcomes out."""

    def handle(self, event: Pointer, context: Context) -> Outcome:
        """Answer one pointer event."""
        ...

    def cancel(self) -> Outcome:
        """Drop the gesture under way (Escape, another tool)."""
        ...


@runtime_checkable
class Drawing(Protocol):
    """A tool that draws something of its own over the panes: the brush at the pointer, a line under way."""

    def drawn(self, view: PaneView) -> tuple[Shape, ...]:
        """Return the shapes over one pane, in its logical pixels."""
        ...

    def leave(self) -> None:
        """Hear that the pointer is over no pane any more."""
        ...
