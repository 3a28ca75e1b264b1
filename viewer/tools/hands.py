"""Which tool a pointer event goes to: the chosen one on the left button, fixed ones on the others."""

from collections.abc import Callable
from enum import StrEnum

from viewer.model.overlay.overlay_shapes import Shape, Target, TargetKind
from viewer.model.resolve import PaneView
from viewer.tools.brush import Brush
from viewer.tools.crosshair import CrosshairTool
from viewer.tools.cutting import CutTool
from viewer.tools.events import Button, Modifier, Pointer, Wheel
from viewer.tools.hit import target_under
from viewer.tools.level import LevelTool
from viewer.tools.measuring import angle_tool, arrow_tool, distance_tool, ellipse_tool
from viewer.tools.outcome import NOTHING, Outcome, UseBrush
from viewer.tools.painting import BrushTool, Deed
from viewer.tools.picture import PanTool, WindowTool, ZoomTool
from viewer.tools.seed import SeedTool
from viewer.tools.tool import Context, Drawing, Tool
from viewer.tools.wheel import Notches, WheelTool


class ToolId(StrEnum):
    """The tools a reader can give to the left button."""

    CROSSHAIR = "crosshair"
    WINDOW = "window"
    PAN = "pan"
    ZOOM = "zoom"
    DISTANCE = "distance"
    ANGLE = "angle"
    ELLIPSE = "ellipse"
    ARROW = "arrow"
    LABEL = "label"
    SEED = "seed"
    PAINT = "paint"
    ERASE = "erase"
    CUT = "cut"


CORRECTING = frozenset({ToolId.PAINT, ToolId.ERASE, ToolId.CUT})
"""The tools that correct the sac, which is shown while one of them is in hand."""


def resized(brush: Brush, tool_id: str, steps: int) -> Brush:
    """Return the brush some steps larger for a tool that corrects the sac: the knife cuts deeper."""
    return brush.deepened(steps) if tool_id == ToolId.CUT else brush.resized(steps)


_MAKERS: dict[ToolId, Callable[[], Tool]] = {
    ToolId.CROSSHAIR: CrosshairTool,
    ToolId.WINDOW: WindowTool,
    ToolId.PAN: PanTool,
    ToolId.ZOOM: ZoomTool,
    ToolId.DISTANCE: distance_tool,
    ToolId.ANGLE: angle_tool,
    ToolId.ELLIPSE: ellipse_tool,
    ToolId.ARROW: arrow_tool,
    ToolId.LABEL: LevelTool,
    ToolId.SEED: SeedTool,
    ToolId.PAINT: lambda: BrushTool(Deed.PAINT),
    ToolId.ERASE: lambda: BrushTool(Deed.ERASE),
    ToolId.CUT: CutTool,
}


# What each tool takes hold of on a press; the others draw over everything.
_GRABBED = {ToolId.CROSSHAIR: frozenset(TargetKind), ToolId.LABEL: frozenset({TargetKind.LABEL})}


class Hands:
    """The tools at work in one window; one object for all its slice panes.

    Left: the chosen tool; right: window; middle: pan; wheel: scroll, zoom, and with Shift the slab, or
    the brush while one is in hand.
    """

    def __init__(self) -> None:
        self._tool_id = ToolId.CROSSHAIR
        self._tool: Tool = CrosshairTool()
        self._fixed: dict[Button, Tool] = {Button.RIGHT: WindowTool(), Button.MIDDLE: PanTool()}
        self._wheel = WheelTool()
        self._brush_notches = Notches()

    @property
    def tool_id(self) -> ToolId:
        """The tool on the left button."""
        return self._tool_id

    def use(self, tool_id: ToolId) -> Outcome:
        """Put a fresh tool on the left button; what the old one had under way is dropped."""
        dropped = self._tool.cancel()
        self._tool_id, self._tool = tool_id, _MAKERS[tool_id]()
        return dropped

    def cancel(self) -> Outcome:
        """Drop what is under way (Escape)."""
        for tool in self._fixed.values():
            tool.cancel()
        return self._tool.cancel()

    def over(self, event: Pointer, context: Context) -> Target | None:
        """Return what the chosen tool would take hold of under a pointer."""
        grabbed = _GRABBED.get(self._tool_id)
        if grabbed is None:
            return None
        target = target_under(event.view, event.x_px, event.y_px, context)
        return target if target is not None and target.kind in grabbed else None

    def leave(self) -> None:
        """Tell the tool that the pointer is over no pane any more."""
        if isinstance(self._tool, Drawing):
            self._tool.leave()

    def drawn(self, view: PaneView) -> tuple[Shape, ...]:
        """Return what the chosen tool draws in a pane beside the case: the brush, a line under way."""
        return self._tool.drawn(view) if isinstance(self._tool, Drawing) else ()

    def handle(self, event: Pointer | Wheel, context: Context) -> Outcome:
        """Answer one event through the tool it belongs to."""
        if isinstance(event, Wheel):
            if self._tool_id in CORRECTING and Modifier.SHIFT in event.modifiers:
                steps = self._brush_notches.whole(event.steps)
                return UseBrush(resized(context.brush, self._tool_id, steps)) if steps else NOTHING
            return self._wheel.handle(event, context)
        return self._fixed.get(event.button, self._tool).handle(event, context)
