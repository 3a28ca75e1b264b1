"""Naming levels, shifting the numbering, transitional anatomy, and the contrast column."""

import attrs

from viewer.actions.action import Action
from viewer.actions.condition import can_edit, has_volume
from viewer.actions.desk import Desk
from viewer.actions.jump import jump_to
from viewer.model.automatic_levels import confirmed_case, found_positions, level_here, with_found
from viewer.model.labels import LabelSource, LevelPosition, level_positions
from viewer.model.spine import LevelKind, Numbering
from viewer.session.session import Session
from viewer.tools.asking import ask_level
from viewer.tools.renumbering import can_shift, shifted_numbering

_MENU = ("&Levels",)
_NUMBERING = ("&Levels", "Transitional anatomy")
_COLUMN = ("&Levels", "Contrast column")


def _name_here(desk: Desk) -> None:
    session = desk.session
    session.apply(ask_level(session.case, session.display.crosshair))


def _confirm(desk: Desk) -> None:
    session = desk.session
    if session.analysis is not None:
        session.edit("Confirm level numbering", confirmed_case(session.case, session.analysis.levels))


def _has_unconfirmed(desk: Desk) -> bool:
    analysis = desk.session.analysis
    found = found_positions(desk.session.case, analysis.levels) if analysis else ()
    few = not desk.session.case.labels
    return can_edit(desk) and any(few or one.level.kind is LevelKind.DISC for one in found)


def _has_numbering(desk: Desk) -> bool:
    return can_edit(desk) and can_shift(desk.session.case, desk.session.analysis)


def shift_numbering(session: Session, steps: int) -> None:
    """Rename all levels by one vertebra or more, positive caudally; marks' levels are asked first."""
    point = session.display.crosshair
    session.apply(shifted_numbering(session.case, session.analysis, steps, point))


def located_levels(session: Session) -> tuple[LevelPosition, ...]:
    """Return where every level lies that the labels tell, or that was found beyond them."""
    case, volume, analysis = session.case, session.volume, session.analysis
    grid = volume.geometry if volume else None
    found = found_positions(case, analysis.levels) if analysis else ()
    return with_found(level_positions(case.labels, case.numbering, grid), found)


def _step_level(desk: Desk, steps: int) -> None:
    case = desk.session.case
    discs = [
        one for one in located_levels(desk.session) if one.level.kind is LevelKind.DISC or _is_placed(one)
    ]
    here = level_here(case, desk.session.display.crosshair, desk.session.analysis)
    order = case.numbering.index
    place = order(here.level) or 0 if here else 0
    beyond = [one for one in discs if ((order(one.level) or 0) - place) * steps > 0]
    if beyond:
        jump_to(desk.session, (beyond[0] if steps > 0 else beyond[-1]).point)


def _is_placed(position: LevelPosition) -> bool:
    return position.source is LabelSource.PLACED


def _numbering_action(field: str, count: int) -> Action:
    def run(desk: Desk) -> None:
        case = desk.session.case
        changed: Numbering = attrs.evolve(case.numbering, **{field: count})
        desk.session.edit(f"{count} {field} vertebrae", case.with_numbering(changed))

    return Action(
        f"level.{field}_{count}",
        f"{count} {field} vertebrae",
        _NUMBERING,
        run,
        enabled=can_edit,
        checked=lambda desk: getattr(desk.session.case.numbering, field) == count,
        section=field,
    )


LEVEL_ACTIONS: tuple[Action, ...] = (
    Action(
        "level.name_here",
        "Name the level here…",
        _MENU,
        _name_here,
        ("L",),
        enabled=can_edit,
        icon="label",
        section="name",
        help="Name the disc or vertebra at the crosshair.",
    ),
    Action(
        "level.confirm",
        "Confirm level numbering",
        _MENU,
        _confirm,
        ("Ctrl+L",),
        enabled=_has_unconfirmed,
        section="name",
        help="Places the levels that were found in the image as your labels.",
    ),
    Action(
        "level.next",
        "Next level down",
        _MENU,
        lambda desk: _step_level(desk, 1),
        ("Shift+PgDown",),
        enabled=lambda desk: has_volume(desk) and bool(desk.session.case.labels),
        section="step",
    ),
    Action(
        "level.previous",
        "Next level up",
        _MENU,
        lambda desk: _step_level(desk, -1),
        ("Shift+PgUp",),
        enabled=lambda desk: has_volume(desk) and bool(desk.session.case.labels),
        section="step",
    ),
    Action(
        "level.shift_up",
        "Shift numbering up (L5 to L4)",
        _MENU,
        lambda desk: shift_numbering(desk.session, -1),
        ("Ctrl+Shift+Up",),
        enabled=_has_numbering,
        section="numbering",
        help="Renames every level, placed or found; marks that change are listed first.",
    ),
    Action(
        "level.shift_down",
        "Shift numbering down (L4 to L5)",
        _MENU,
        lambda desk: shift_numbering(desk.session, 1),
        ("Ctrl+Shift+Down",),
        enabled=_has_numbering,
        section="numbering",
        help="Renames every level, placed or found; marks that change are listed first.",
    ),
    *(_numbering_action("thoracic", count) for count in (11, 12, 13)),
    *(_numbering_action("lumbar", count) for count in (4, 5, 6)),
    Action(
        "level.apply_renaming",
        "Apply the renaming of marks",
        _MENU,
        lambda desk: desk.session.confirm_relevel(),
        ("Ctrl+Return",),
        enabled=lambda desk: desk.session.pending_relevel is not None,
        section="renaming",
    ),
    Action(
        "level.cancel_renaming",
        "Cancel the renaming of marks",
        _MENU,
        lambda desk: desk.session.cancel_relevel(),
        ("Ctrl+Backspace",),
        enabled=lambda desk: desk.session.pending_relevel is not None,
        section="renaming",
    ),
    Action(
        "column.analyse",
        "Analyse",
        _COLUMN,
        lambda desk: desk.session.analyse(),
        ("F5",),
        enabled=has_volume,
        help="Measure the thecal sac along the canal, find its levels and where it is narrowed.",
    ),
    Action(
        "column.find",
        "Find the contrast column",
        _COLUMN,
        lambda desk: desk.session.find_column(),
        ("Shift+G",),
        enabled=has_volume,
        icon="column",
        help="From the pixels alone; click the contrast (G) where this goes wrong.",
    ),
    Action(
        "column.find_here",
        "Find the column from the crosshair",
        _COLUMN,
        lambda desk: desk.session.find_column(desk.session.display.crosshair),
        ("Ctrl+G",),
        enabled=has_volume,
        help="The crosshair must stand in the contrast.",
    ),
)
