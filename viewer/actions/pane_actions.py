"""What keys do to the pane in use: scroll, move, zoom, thicken, turn."""

import attrs

from viewer.actions.action import Action, Scope
from viewer.actions.condition import has_volume
from viewer.actions.desk import Desk
from viewer.actions.jump import followed_canal
from viewer.model.display import MAX_SLAB_MM, PaneId, SlabMode
from viewer.model.plane import PlaneKind
from viewer.tools.hands import CORRECTING, resized
from viewer.tools.navigation import (
    nudge,
    pan_by,
    reset_plane,
    scroll,
    set_slab,
    set_slab_mode,
    slab_by,
    turn_in_place,
    window_by,
    zoom_by,
)

_MENU = ("&Pane",)
_SCROLL = ("&Pane", "Scroll")
_MOVE = ("&Pane", "Move")
_SLAB = ("&Pane", "Slab")
_PLANE = ("&Pane", "Plane")
_FOCUS = ("&Pane", "Go to")


@attrs.frozen
class _Key:
    """One key of a family; `amount` means what the family says."""

    name: str
    title: str
    shortcuts: tuple[str, ...]
    amount: tuple[float, float] = (0.0, 0.0)


_SCROLL_KEYS = (
    _Key("back", "Previous slice", ("Up", "Left"), (-1, 0)),
    _Key("forward", "Next slice", ("Down", "Right"), (1, 0)),
    _Key("back_10", "Ten slices back", ("PgUp",), (-10, 0)),
    _Key("forward_10", "Ten slices on", ("PgDown",), (10, 0)),
)
_NUDGE_KEYS = (
    _Key("left", "Crosshair left", ("Ctrl+Left",), (-1, 0)),
    _Key("right", "Crosshair right", ("Ctrl+Right",), (1, 0)),
    _Key("up", "Crosshair up", ("Ctrl+Up",), (0, -1)),
    _Key("down", "Crosshair down", ("Ctrl+Down",), (0, 1)),
)
_PAN_KEYS = (
    _Key("left", "Picture left", ("Ctrl+Alt+Left",), (-10, 0)),
    _Key("right", "Picture right", ("Ctrl+Alt+Right",), (10, 0)),
    _Key("up", "Picture up", ("Ctrl+Alt+Up",), (0, -10)),
    _Key("down", "Picture down", ("Ctrl+Alt+Down",), (0, 10)),
)
_WINDOW_KEYS = (
    _Key("narrower", "Narrower window", ("Shift+Left",), (-30, 0)),
    _Key("wider", "Wider window", ("Shift+Right",), (30, 0)),
    _Key("brighter", "Brighter", ("Shift+Up",), (0, -15)),
    _Key("darker", "Darker", ("Shift+Down",), (0, 15)),
)
_ZOOM_KEYS = (
    _Key("in", "Zoom in", ("Ctrl++", "Ctrl+="), (1.25, 0)),
    _Key("out", "Zoom out", ("Ctrl+-",), (0.8, 0)),
)
_SLAB_KEYS = (
    _Key("thicker", "Thicker slab", ("]",), (1, 0)),
    _Key("thinner", "Thinner slab", ("[",), (-1, 0)),
    _Key("off", "Single slice", ("\\",), (-MAX_SLAB_MM, 0)),
    _Key("10mm", "Slab of 10 mm", ("|",), (10, 0)),
)
_TURN_KEYS = (
    _Key("left", "Swing the plane left", ("Alt+Left",), (-2, 0)),
    _Key("right", "Swing the plane right", ("Alt+Right",), (2, 0)),
    _Key("tilt_up", "Tilt the plane up", ("Alt+Up",), (0, -2)),
    _Key("tilt_down", "Tilt the plane down", ("Alt+Down",), (0, 2)),
)


def _scroll(desk: Desk, key: _Key) -> None:
    volume = desk.session.volume
    if volume is not None:
        steps = round(key.amount[0])
        moved = scroll(desk.session.display, desk.plane_kind, steps, volume.geometry)
        desk.session.look(followed_canal(desk.session, moved))


def _nudge(desk: Desk, key: _Key) -> None:
    volume = desk.session.volume
    if volume is not None:
        moved = nudge(desk.session.display, desk.plane_kind, *key.amount, volume.geometry)
        desk.session.look(followed_canal(desk.session, moved))


def _pan(desk: Desk, key: _Key) -> None:
    desk.session.look(pan_by(desk.session.display, desk.plane_kind, *key.amount))


def _window(desk: Desk, key: _Key) -> None:
    display = desk.session.display
    desk.session.look(window_by(display, display.window, *key.amount))


def _zoom(desk: Desk, key: _Key) -> None:
    desk.session.look(zoom_by(desk.session.display, desk.plane_kind, key.amount[0]))


def _corrects(desk: Desk) -> bool:
    return desk.session.tool in CORRECTING


_BRUSH_TITLES = {"thicker": "Larger brush", "thinner": "Smaller brush"}


def _slab_title(desk: Desk, key: _Key) -> str:
    """The keys of the slab are those of the brush while one is in hand, as the wheel with Shift is."""
    return _BRUSH_TITLES.get(key.name, key.title) if _corrects(desk) else key.title


def _slab(desk: Desk, key: _Key) -> None:
    if _corrects(desk) and key.name in _BRUSH_TITLES:
        session = desk.session
        session.use_brush(resized(session.brush, session.tool, round(key.amount[0])))
        return
    display, kind = desk.session.display, desk.plane_kind
    fixed = key.name == "10mm"
    change = set_slab if fixed else slab_by
    desk.session.look(change(display, kind, key.amount[0]))


def _turn(desk: Desk, key: _Key) -> None:
    display, kind, volume = desk.session.display, desk.plane_kind, desk.session.volume
    pane = display.pane(kind)
    swing_deg, tilt_deg = key.amount
    axis = pane.down if swing_deg else pane.right
    if volume is not None:
        desk.session.look(turn_in_place(display, kind, axis, swing_deg or tilt_deg, volume.geometry))


_FAMILIES = (
    ("scroll", _SCROLL, _SCROLL_KEYS, _scroll, ""),
    ("crosshair", _MOVE, _NUDGE_KEYS, _nudge, "crosshair"),
    ("pan", _MOVE, _PAN_KEYS, _pan, "pan"),
    ("window", ("&View", "Window"), _WINDOW_KEYS, _window, "window"),
    ("zoom", _MENU, _ZOOM_KEYS, _zoom, "zoom"),
    ("slab", _SLAB, _SLAB_KEYS, _slab, "thickness"),
    ("turn", _PLANE, _TURN_KEYS, _turn, "turn"),
)


def _family() -> tuple[Action, ...]:
    return tuple(
        Action(
            f"pane.{name}_{key.name}",
            key.title,
            menu,
            lambda desk, key=key, run=run: run(desk, key),
            key.shortcuts,
            enabled=has_volume,
            label=(lambda desk, key=key: _slab_title(desk, key)) if name == "slab" else None,
            section=section,
            scope=Scope.PANES,
        )
        for name, menu, keys, run, section in _FAMILIES
        for key in keys
    )


def _slab_mode_action(mode: SlabMode) -> Action:
    return Action(
        f"pane.slab_{mode.value}",
        f"Slab: {mode.value}",
        _SLAB,
        lambda desk: desk.session.look(set_slab_mode(desk.session.display, desk.plane_kind, mode)),
        enabled=has_volume,
        checked=lambda desk: desk.session.display.pane(desk.plane_kind).slab_mode is mode,
        section="mode",
    )


_PANE_TITLES = {
    PaneId.AXIAL: "axial",
    PaneId.SAGITTAL: "sagittal",
    PaneId.CORONAL: "coronal",
    PaneId.COLUMN: "3D",
}


def _focus_action(number: int, pane: PaneId) -> Action:
    return Action(
        f"pane.focus_{pane.value}",
        f"Go to the {_PANE_TITLES[pane]} pane",
        _FOCUS,
        lambda desk: desk.window.focus_pane(pane),
        (f"Alt+{number}",),
        checked=lambda desk: desk.window.current_pane() is pane,
    )


def _next_pane(desk: Desk) -> None:
    panes = tuple(PaneId)
    place = panes.index(desk.window.current_pane())
    desk.window.focus_pane(panes[(place + 1) % len(panes)])


def _reset_plane(desk: Desk) -> None:
    _reset(desk, desk.plane_kind)


def _reset_planes(desk: Desk) -> None:
    _reset(desk, *PlaneKind)


def _reset(desk: Desk, *kinds: PlaneKind) -> None:
    display, volume = desk.session.display, desk.session.volume
    if volume is not None:
        for kind in kinds:
            display = reset_plane(display, kind, volume.geometry)
        desk.session.look(display)


PANE_ACTIONS: tuple[Action, ...] = (
    *_family(),
    *(_slab_mode_action(mode) for mode in SlabMode),
    Action(
        "pane.reset_plane",
        "Reset this plane",
        _PLANE,
        _reset_plane,
        ("Shift+Home",),
        enabled=has_volume,
        section="reset",
    ),
    Action(
        "pane.reset_planes",
        "Reset all planes",
        _PLANE,
        _reset_planes,
        ("Ctrl+Home",),
        enabled=has_volume,
        section="reset",
        help="Axial, sagittal and coronal again; zoom and pan stay.",
    ),
    *(_focus_action(number, pane) for number, pane in enumerate(PaneId, 1)),
    Action("pane.next", "Go to the next pane", _FOCUS, _next_pane, ("F6",)),
)
