"""What a tool answers to an event: a new look, an edit, a question, or nothing."""

from collections.abc import Callable
from typing import TypeAlias

import attrs

from viewer.model.case import Case
from viewer.model.display import Display
from viewer.model.geometry import Vec3
from viewer.model.spine import Level
from viewer.tools.brush import Brush


@attrs.frozen
class Nothing:
    """Nothing changes; a preview on screen stays."""


@attrs.frozen
class Look:
    """Show this display; not undoable."""

    display: Display


@attrs.frozen
class Edit:
    """Replace the case; one undo step named `title`. `select` is the id to select afterwards."""

    title: str
    case: Case
    select: str | None = None


@attrs.frozen
class Preview:
    """Show this case while a gesture lasts; None goes back to the case as it is."""

    case: Case | None


@attrs.frozen
class Select:
    """Select a mark or annotation by id, or a label by its level's name; "" selects nothing.

    `display`, where given, is shown at the same time (the crosshair jumps there).
    """

    target_id: str
    display: Display | None = None


@attrs.frozen
class Refused:
    """The gesture asked for something impossible: tell the reader why, drop any preview."""

    message: str
    hint: str = ""


@attrs.frozen
class UseBrush:
    """Work on with this brush."""

    brush: Brush


@attrs.frozen
class AskText:
    """Ask the reader for a text, then apply what `then` makes of it."""

    title: str
    default: str
    then: Callable[[str], "Edit | Refused"] = attrs.field(eq=False)


@attrs.frozen
class AskLevel:
    """Ask the reader which level lies at `point`, then apply what `then` makes of the answer.

    `choices` are all levels, the likeliest first.
    """

    point: Vec3
    choices: tuple[Level, ...]
    then: Callable[[Level], "Edit | Refused"] = attrs.field(eq=False)


Outcome: TypeAlias = Nothing | Look | Edit | Preview | Select | Refused | UseBrush | AskText | AskLevel

NOTHING = Nothing()
