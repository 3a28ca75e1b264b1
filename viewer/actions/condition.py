"""When actions are possible: the conditions that several records share."""

from viewer.actions.desk import Desk


def has_volume(desk: Desk) -> bool:
    """Whether a volume is open."""
    return desk.session.volume is not None


def can_edit(desk: Desk) -> bool:
    """Whether a volume is open and the case is not read-only."""
    return has_volume(desk) and not desk.session.read_only


def has_marks(desk: Desk) -> bool:
    """Whether a compression is marked."""
    return has_volume(desk) and bool(desk.session.case.marks)
