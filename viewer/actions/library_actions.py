"""The library of opened studies: reach it, copy into it, switch it off."""

import attrs

from viewer.actions.action import Action
from viewer.actions.condition import has_volume
from viewer.actions.desk import Desk

_MENU = ("&File",)


def _remembers(desk: Desk) -> bool:
    return desk.session.library.enabled


def _switch(desk: Desk) -> None:
    settings = desk.session.settings
    desk.session.change_settings(attrs.evolve(settings, library=not settings.library))


LIBRARY_ACTIONS: tuple[Action, ...] = (
    Action(
        "library.show",
        "Library…",
        _MENU,
        lambda desk: desk.window.show_library(),
        ("Ctrl+Shift+L",),
        icon="library",
        section="library",
        help="Find a study that was opened before, and continue where you were.",
    ),
    Action(
        "library.continue",
        "Continue the last study",
        _MENU,
        lambda desk: desk.session.library.continue_last(),
        ("Ctrl+Shift+R",),
        enabled=_remembers,
        icon="play",
        section="library",
        help="Open the study that was open before this one, with the view that it was left with.",
    ),
    Action(
        "library.copy",
        "Copy this study into the library",
        _MENU,
        lambda desk: desk.session.library.copy_open_study(),
        enabled=lambda desk: has_volume(desk) and _remembers(desk),
        icon="copy",
        section="library",
        help="Keep a copy of its images, so that it opens without its disc or folder.",
    ),
    Action(
        "library.remember",
        "Remember opened studies",
        _MENU,
        _switch,
        checked=_remembers,
        section="library",
        help="List every study that is opened in the library; what is listed stays when switched off.",
    ),
)
