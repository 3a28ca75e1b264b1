"""The contrast column as a surface: what its colour tells, and saving it as a file."""

from functools import partial
from pathlib import Path

import attrs

from viewer.actions.action import Action, guarded
from viewer.actions.desk import Desk, FileKind
from viewer.errors import ViewerError
from viewer.model.column import ContrastColumn
from viewer.model.display import SurfaceColour
from viewer.session.session import Session
from viewer.session.surface_saving import ShownSurface, save_surface

_COLUMN = ("&View", "3D view")

_COLOURS = (
    (SurfaceColour.PLAIN, "plain", "The contrast column in one colour."),
    (SurfaceColour.REDUCTION, "by area reduction", "How much the sac is narrowed, in percent of its area."),
    (SurfaceColour.LEVEL, "by level", "Neighbouring levels in two colours, with their names."),
)


def colour_surface(desk: Desk, colour: SurfaceColour) -> None:
    """Colour the column in this way from now on."""
    desk.session.change_settings(attrs.evolve(desk.session.settings, surface_colour=colour))


def _colour_action(colour: SurfaceColour, words: str, explanation: str) -> Action:
    return Action(
        f"view.surface_{colour.name.lower()}",
        f"3D colour: {words}",
        _COLUMN,
        lambda desk: colour_surface(desk, colour),
        checked=lambda desk: desk.session.settings.surface_colour is colour,
        section="colour",
        help=explanation,
    )


def _next_colour(desk: Desk) -> None:
    every = tuple(SurfaceColour)
    place = every.index(desk.session.settings.surface_colour)
    colour_surface(desk, every[(place + 1) % len(every)])


def _has_column(desk: Desk) -> bool:
    return isinstance(desk.session.column, ContrastColumn)


def _save_surface(desk: Desk) -> None:
    session = desk.session
    hidden = session.display.identity_hidden
    date = "" if hidden else session.case.study.study_date
    name = "-".join(part for part in ("contrast-column", date) if part)
    take = guarded(session, partial(_save, session))
    desk.window.choose_new_file("Save the surface as", f"{name}.stl", take, FileKind.SURFACE)


def _save(session: Session, path: Path) -> None:
    column = session.column
    if not isinstance(column, ContrastColumn):
        raise ViewerError("There is no surface to save.", "Find the contrast column first (Shift+G).")
    shown = ShownSurface(column, session.settings.surface_colour, session.case, session.analysis)
    work = partial(save_surface, path, shown)
    session.run_job(f"Saving {path.name}", work, lambda _: session.notice(f"Saved as {path.name}."))


SURFACE_ACTIONS: tuple[Action, ...] = (
    *(_colour_action(*row) for row in _COLOURS),
    Action(
        "view.surface_next",
        "Next 3D colour",
        _COLUMN,
        _next_colour,
        ("Shift+C",),
        section="colour",
        help="Plain, by area reduction, by level.",
    ),
    Action(
        "file.save_surface",
        "Save surface as…",
        ("&File",),
        _save_surface,
        ("Ctrl+Alt+S",),
        enabled=_has_column,
        section="save",
        help="The contrast column in LPS mm as STL, PLY, OBJ or glTF, in the colours shown.",
    ),
)
