"""Correcting the measured sac: what brush and knife spare, where the sac begins and ends, starting over."""

import attrs

from viewer.actions.action import Action, Scope
from viewer.actions.condition import can_edit
from viewer.actions.desk import Desk
from viewer.model.case import Case
from viewer.model.correction import SacEnd
from viewer.tools.brush import BrushForm
from viewer.tools.correcting import without_correction, without_correction_near
from viewer.tools.hands import CORRECTING
from viewer.tools.sac_ends import with_end

_MENU = ("&Tools", "Correct the sac")
_NEAR_MM = 10.0


def is_measured(desk: Desk) -> bool:
    """Whether there is a measured sac that may be corrected."""
    return can_edit(desk) and desk.session.sac is not None


def is_corrected(desk: Desk) -> bool:
    """Whether the sac is corrected, and that may be changed."""
    return can_edit(desk) and bool(desk.session.case.correction)


def _in_hand(desk: Desk) -> bool:
    return desk.session.tool in CORRECTING


def _is_ball(desk: Desk) -> bool:
    return desk.session.brush.form is BrushForm.BALL


def _toggle_ball(desk: Desk) -> None:
    form = BrushForm.DISC if _is_ball(desk) else BrushForm.BALL
    desk.session.use_brush(attrs.evolve(desk.session.brush, form=form))


def _toggle_contrast(desk: Desk) -> None:
    brush = desk.session.brush
    desk.session.use_brush(attrs.evolve(brush, in_contrast=not brush.in_contrast))


def _end_here(desk: Desk, end: SacEnd) -> None:
    session = desk.session
    sections = session.analysis.sections if session.analysis else None
    words = "begins" if end is SacEnd.CRANIAL else "ends"
    session.edit(f"Sac {words} here", with_end(session.case, end, session.display.crosshair, sections))


def _reset(desk: Desk) -> None:
    desk.session.edit("Reset corrections of the sac", without_correction(desk.session.case))


def _without_near(desk: Desk) -> Case:
    session = desk.session
    if session.volume is None:
        return session.case
    geometry = session.volume.geometry
    return without_correction_near(session.case, session.display.crosshair, _NEAR_MM, geometry)


def _reset_near(desk: Desk) -> None:
    case = _without_near(desk)
    if case == desk.session.case:
        desk.session.notice(f"Nothing is corrected within {_NEAR_MM:g} mm of the crosshair.")
    desk.session.edit("Undo corrections near the crosshair", case)


CORRECTION_ACTIONS: tuple[Action, ...] = (
    Action(
        "brush.ball",
        "3D brush",
        _MENU,
        _toggle_ball,
        ("V",),
        enabled=_in_hand,
        checked=_is_ball,
        section="brush",
        help="A ball instead of a disc in the plane.",
        scope=Scope.PANES,
    ),
    Action(
        "brush.in_contrast",
        "Only in contrast",
        _MENU,
        _toggle_contrast,
        ("Shift+V",),
        enabled=_in_hand,
        checked=lambda desk: desk.session.brush.in_contrast,
        section="brush",
        help="Paint only voxels about as bright as the contrast: neither bone nor cord.",
        scope=Scope.PANES,
    ),
    Action(
        "sac.begin_here",
        "Sac begins here",
        _MENU,
        lambda desk: _end_here(desk, SacEnd.CRANIAL),
        ("Shift+B",),
        enabled=is_measured,
        section="ends",
        help="Nothing is measured above the crosshair.",
    ),
    Action(
        "sac.end_here",
        "Sac ends here",
        _MENU,
        lambda desk: _end_here(desk, SacEnd.CAUDAL),
        ("Shift+E",),
        enabled=is_measured,
        section="ends",
        help="Nothing is measured below the crosshair.",
    ),
    Action(
        "sac.reset_near",
        "Undo corrections near the crosshair",
        _MENU,
        _reset_near,
        ("Shift+U",),
        enabled=is_corrected,
        section="reset",
        help=f"Within {_NEAR_MM:g} mm the sac is as it was measured; moved ends stay.",
    ),
    Action(
        "sac.reset",
        "Reset all corrections of the sac",
        _MENU,
        _reset,
        enabled=is_corrected,
        section="reset",
        help="The sac as it was measured; one undo brings the corrections back.",
    ),
)
