"""Edits that would rename the level of marks: listed for the reader before they apply."""

import attrs

from viewer.model.case import Case, LevelChange


@attrs.frozen
class PendingRelevel:
    """An edit that waits for the reader: its name, its outcome and each mark that it renames."""

    title: str
    case: Case
    changes: tuple[LevelChange, ...]
    select: str | None = None


def relevelled(old: Case, new: Case) -> tuple[LevelChange, ...]:
    """Return the marks that get another level by new labels or another numbering.

    A mark that was itself moved tells its new level as it moves and asks nothing.
    """
    if old.labels == new.labels and old.numbering == new.numbering:
        return ()
    return old.level_changes(new)
