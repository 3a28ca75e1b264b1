"""The contrast column as a surface: what its colour tells, and saving it as a file."""

import attrs

from viewer.actions.action import Action
from viewer.actions.desk import Desk
from viewer.model.display import SurfaceColour

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
)
