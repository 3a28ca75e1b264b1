"""What the whole window shows: layouts, windows, overlays, the name on screen, the 3D pane, the rails."""

import attrs

from viewer.actions.action import Action
from viewer.actions.condition import has_volume
from viewer.actions.desk import Desk, Rail
from viewer.model.display import Display, Interpolation, Layout, SurfaceView
from viewer.tools.navigation import maximise, with_layout

_MENU = ("&View",)
_LAYOUT = ("&View", "Layout")
_COLUMN = ("&View", "3D view")
_RAILS = ("&View", "Rails")
_PICTURE = ("&View", "Interpolation")

_LAYOUTS = (
    (Layout.FOUR, "Two by two", "Ctrl+1", "layout-four"),
    (Layout.WIDE, "One large, three small", "Ctrl+2", "layout-wide"),
    (Layout.SINGLE, "Single", "Ctrl+3", "layout-single"),
    (Layout.PROFILE, "Profile of the sac", "Ctrl+4", "layout-profile"),
)


def _layout_action(layout: Layout, title: str, shortcut: str, icon: str) -> Action:
    def run(desk: Desk) -> None:
        shown = attrs.evolve(desk.session.display, main_pane=desk.window.current_pane())
        desk.session.look(with_layout(shown, layout))

    return Action(
        f"view.layout_{layout.value}",
        f"Layout: {title.lower()}",
        _LAYOUT,
        run,
        (shortcut,),
        checked=lambda desk: desk.session.display.layout is layout,
        icon=icon,
        section="layout",
        on_toolbar=True,
    )


def _maximise(desk: Desk) -> None:
    desk.session.look(maximise(desk.session.display, desk.window.current_pane()))


_SIDES = {
    SurfaceView.ANTERIOR: "front (A)",
    SurfaceView.POSTERIOR: "behind (P)",
    SurfaceView.LEFT: "the patient's left (L)",
    SurfaceView.RIGHT: "the patient's right (R)",
    SurfaceView.HEAD: "the head (H)",
    SurfaceView.FEET: "the feet (F)",
}


def _side_action(side: SurfaceView, words: str) -> Action:
    return Action(
        f"view.column_{side.name.lower()}",
        f"3D from {words}",
        _COLUMN,
        lambda desk: desk.window.view_column_from(side),
        (f"Shift+{side.value}",),
        enabled=has_volume,
        section="side",
    )


@attrs.frozen
class _Switch:
    """A yes or no of the display, named `field` there."""

    field: str
    name: str
    title: str
    shortcut: str
    icon: str
    menu: tuple[str, ...] = _MENU
    section: str = "overlay"


_SWITCHES = (
    _Switch("crosshair_shown", "crosshair", "Crosshair lines", "X", "crosshair"),
    _Switch("overlays_shown", "overlays", "Labels, marks and measurements", "O", "overlays"),
    _Switch("sac_shown", "sac", "Sac in the panes", "H", "sac"),
    _Switch("bone_shown", "bone", "Bone in 3D", "B", "bone", _COLUMN, "bone"),
    _Switch("identity_hidden", "privacy", "Hide the patient's identity", "Ctrl+H", "eye-off", section="name"),
)
_ON_TOOLBAR = {"bone", "privacy", "overlays", "sac"}


def _switch_action(switch: _Switch) -> Action:
    def is_on(desk: Desk) -> bool:
        return bool(getattr(desk.session.display, switch.field))

    def run(desk: Desk) -> None:
        changes = {switch.field: not is_on(desk)}
        desk.session.look(attrs.evolve(desk.session.display, **changes))

    return Action(
        f"view.{switch.name}",
        switch.title,
        switch.menu,
        run,
        (switch.shortcut,),
        checked=is_on,
        icon=switch.icon,
        section=switch.section,
        on_toolbar=switch.name in _ON_TOOLBAR,
    )


_HIDE_SEGMENTS = Action(
    "view.hide_segments",
    "Hide the segments of other programs",
    _MENU,
    lambda desk: desk.session.show_segments(()),
    enabled=lambda desk: bool(desk.session.segments),
    section="overlay",
    help="They are shown once a segmentation of another program was read, and never saved.",
)


def _interpolation_action(choice: Interpolation) -> Action:
    def shown(display: Display) -> Display:
        return attrs.evolve(display, interpolation=choice)

    return Action(
        f"view.interpolation_{choice.value}",
        f"Interpolation: {choice.value}",
        _PICTURE,
        lambda desk: desk.session.look(shown(desk.session.display)),
        checked=lambda desk: desk.session.display.interpolation is choice,
    )


_RAIL_TITLES = (
    (Rail.SERIES, "Series rail", "F2", "series"),
    (Rail.SPINE, "Spine strip", "F3", "spine"),
    (Rail.MARKS, "Marks rail", "F4", "table"),
)


def _rail_action(rail: Rail, title: str, shortcut: str, icon: str) -> Action:
    return Action(
        f"view.rail_{rail.value}",
        title,
        _RAILS,
        lambda desk: desk.window.toggle_rail(rail),
        (shortcut,),
        checked=lambda desk: desk.window.rail_shown(rail),
        icon=icon,
    )


def _reset(desk: Desk) -> None:
    desk.session.look(desk.session.display.with_view_reset())


VIEW_ACTIONS: tuple[Action, ...] = (
    *(_layout_action(*row) for row in _LAYOUTS),
    Action(
        "view.maximise",
        "Maximise or restore the pane",
        _LAYOUT,
        _maximise,
        ("F",),
        checked=lambda desk: desk.session.display.layout is Layout.SINGLE,
        section="maximise",
    ),
    Action(
        "view.reset",
        "Reset all views",
        _MENU,
        _reset,
        ("Home",),
        enabled=has_volume,
        icon="reset",
        section="reset",
        help="Reference planes, no slab, the whole volume in view.",
        on_toolbar=True,
    ),
    *(_switch_action(switch) for switch in _SWITCHES),
    _HIDE_SEGMENTS,
    *(_side_action(side, words) for side, words in _SIDES.items()),
    *(_interpolation_action(choice) for choice in Interpolation),
    *(_rail_action(*row) for row in _RAIL_TITLES),
)
