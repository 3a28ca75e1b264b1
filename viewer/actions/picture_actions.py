"""What a user can do with the pictures read beside the CT."""

from collections.abc import Callable

import attrs

from viewer.actions.action import Action
from viewer.actions.desk import Desk

_MENU = ("&View", "Pictures beside the CT")


def _is_open(desk: Desk) -> bool:
    return desk.session.reading.is_open


def _is_linked(desk: Desk) -> bool:
    reading = desk.session.reading
    return reading.is_linked and not reading.is_projection


def _follow(desk: Desk) -> None:
    reading = desk.session.reading
    reading.set_follows(not reading.follows)


def _invert(desk: Desk) -> None:
    reading = desk.session.reading
    reading.look_at(attrs.evolve(reading.look, inverted=not reading.look.inverted))


def _step(steps: int) -> Callable[[Desk], None]:
    def run(desk: Desk) -> None:
        desk.session.reading.show(desk.session.reading.look.number + steps)

    return run


PICTURE_ACTIONS: tuple[Action, ...] = (
    Action(
        "picture.previous",
        "Previous picture",
        _MENU,
        _step(-1),
        ("Ctrl+PgUp",),
        enabled=_is_open,
        section="picture",
    ),
    Action(
        "picture.next", "Next picture", _MENU, _step(1), ("Ctrl+PgDown",), enabled=_is_open, section="picture"
    ),
    Action(
        "picture.follow",
        "Pictures follow the crosshair",
        _MENU,
        _follow,
        enabled=_is_linked,
        checked=lambda desk: desk.session.reading.follows,
        section="look",
        help="The picture nearest to the crosshair is shown as it moves.",
    ),
    Action(
        "picture.invert",
        "Invert the pictures",
        _MENU,
        _invert,
        enabled=_is_open,
        checked=lambda desk: desk.session.reading.look.inverted,
        section="look",
    ),
    Action(
        "picture.reset",
        "Show the whole picture as at first",
        _MENU,
        lambda desk: desk.session.reading.reset_look(),
        enabled=_is_open,
        section="look",
    ),
    Action(
        "picture.close",
        "Close the pictures",
        _MENU,
        lambda desk: desk.session.reading.close(),
        enabled=_is_open,
        icon="close",
        section="close",
    ),
)
