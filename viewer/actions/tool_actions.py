"""What the left mouse button does."""

import attrs

from viewer.actions.action import Action, Scope
from viewer.actions.condition import can_edit, has_volume
from viewer.actions.desk import Desk

_MENU = ("&Tools",)


@attrs.frozen
class _Tool:
    name: str
    title: str
    shortcut: str
    help: str
    edits: bool = True
    section: str = "tool"


_TOOLS = (
    _Tool("crosshair", "Crosshair", "C", "Move the planes; drag labels, marks and handles.", edits=False),
    _Tool("distance", "Distance", "D", "Measure a distance in mm."),
    _Tool("angle", "Angle", "A", "Measure an angle."),
    _Tool("ellipse", "Elliptical region", "E", "Mean, spread and area of the HU in an ellipse."),
    _Tool("arrow", "Arrow with text", "W", "Point to something and say what it is."),
    _Tool("label", "Name levels", "J", "Click discs or vertebrae and name them."),
    _Tool("seed", "Click the contrast", "G", "Grow the contrast column from a click in it."),
    _Tool("paint", "Paint the sac", "P", "Add to the measured sac; Ctrl erases.", section="correct"),
    _Tool("erase", "Erase the sac", "U", "Take from the measured sac; Ctrl paints.", section="correct"),
    _Tool("cut", "Cut off the sac", "T", "Draw a line; beyond it the sac is cut off.", section="correct"),
)


def _tool_action(tool: _Tool) -> Action:
    def use(desk: Desk) -> None:
        desk.session.use_tool(tool.name)

    def in_use(desk: Desk) -> bool:
        return desk.session.tool == tool.name

    return Action(
        f"tool.{tool.name}",
        tool.title,
        _MENU,
        use,
        (tool.shortcut,),
        enabled=can_edit if tool.edits else has_volume,
        checked=in_use,
        icon=tool.name,
        section=tool.section,
        help=tool.help,
        on_toolbar=True,
    )


def _leave(desk: Desk) -> None:
    desk.session.preview(None)
    desk.session.select("")
    desk.session.use_tool("crosshair")


TOOL_ACTIONS: tuple[Action, ...] = (
    *(_tool_action(tool) for tool in _TOOLS),
    Action(
        "tool.leave",
        "Leave the tool and the selection",
        _MENU,
        _leave,
        ("Escape",),
        enabled=has_volume,
        section="leave",
        scope=Scope.PANES,
    ),
)
