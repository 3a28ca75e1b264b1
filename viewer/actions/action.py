"""What a user can do, as a record: menus, toolbar, shortcuts, palette and help derive from these."""

from collections.abc import Callable
from enum import StrEnum
from typing import TypeVar

import attrs

from viewer.actions.desk import Desk
from viewer.errors import ViewerError
from viewer.session.notice import Severity
from viewer.session.session import Session

_Answer = TypeVar("_Answer")


class Scope(StrEnum):
    """Where the shortcuts of an action are heard."""

    WINDOW = "window"
    PANES = "panes"


def always(_desk: Desk) -> bool:
    """Whether an action without condition can run: it can."""
    return True


@attrs.frozen
class Action:
    """Something a user can do.

    `menu` is the path of the menu that holds it; a line is drawn where `section` changes within a
    menu. `checked` makes it a toggle; `label` replaces the title where it depends on the state (undo
    names the edit). Actions with `Scope.PANES` leave their keys to lists and fields elsewhere.
    """

    id: str
    title: str
    menu: tuple[str, ...]
    run: Callable[[Desk], None]
    shortcuts: tuple[str, ...] = ()
    enabled: Callable[[Desk], bool] = always
    checked: Callable[[Desk], bool] | None = None
    label: Callable[[Desk], str] | None = None
    icon: str = ""
    section: str = ""
    help: str = ""
    on_toolbar: bool = False
    scope: Scope = Scope.WINDOW

    def title_on(self, desk: Desk) -> str:
        """Return the title as it reads now."""
        return self.label(desk) if self.label else self.title


def perform(action: Action, desk: Desk) -> bool:
    """Run an action if it is enabled, turn its error into a notice; return whether it ran through."""
    if not action.enabled(desk):
        return False
    try:
        action.run(desk)
    except ViewerError as error:
        desk.session.notice(error.message, error.hint, Severity.WARNING)
        return False
    return True


def guarded(session: Session, answer: Callable[[_Answer], None]) -> Callable[[_Answer], None]:
    """Return `answer` for a question that is answered later: its error becomes a notice too."""

    def take(value: _Answer) -> None:
        try:
            answer(value)
        except ViewerError as error:
            session.notice(error.message, error.hint, Severity.WARNING)

    return take
