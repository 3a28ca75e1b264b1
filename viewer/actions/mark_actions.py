"""Marking compressed levels, and going from mark to mark."""

from datetime import UTC, datetime

from viewer.actions.action import Action, Scope
from viewer.actions.condition import can_edit, has_marks
from viewer.actions.desk import Desk
from viewer.actions.jump import jump_to
from viewer.model.case import Case
from viewer.model.finding import CompressionMark
from viewer.tools.marking import mark_compression, remove
from viewer.tools.outcome import NOTHING

_MENU = ("&Marks",)


def marks_in_order(case: Case) -> tuple[CompressionMark, ...]:
    """Return the marks of a case from the head down."""
    return tuple(sorted(case.marks, key=lambda mark: -mark.point[2]))


def _mark(desk: Desk) -> None:
    point = desk.session.display.crosshair
    now = datetime.now(UTC).isoformat(timespec="seconds")
    desk.session.apply(mark_compression(desk.session.case, point, now))


def _mark_selected(desk: Desk) -> bool:
    selection = desk.session.selection
    return any(mark.mark_id == selection for mark in desk.session.case.marks)


def _something_selected(desk: Desk) -> bool:
    return can_edit(desk) and remove(desk.session.case, desk.session.selection) is not NOTHING


def _delete(desk: Desk) -> None:
    desk.session.apply(remove(desk.session.case, desk.session.selection))


def _step(desk: Desk, steps: int) -> None:
    marks = marks_in_order(desk.session.case)
    ids = [mark.mark_id for mark in marks]
    if desk.session.selection in ids:
        place = (ids.index(desk.session.selection) + steps) % len(ids)
    else:
        place = 0 if steps > 0 else len(ids) - 1
    desk.session.select(ids[place])
    jump_to(desk.session, marks[place].point)


MARK_ACTIONS: tuple[Action, ...] = (
    Action(
        "mark.add",
        "Mark compression",
        _MENU,
        _mark,
        ("M",),
        enabled=can_edit,
        icon="mark-add",
        section="mark",
        help="Mark a compressed level at the crosshair.",
        on_toolbar=True,
    ),
    Action(
        "mark.edit",
        "Edit the selected mark",
        _MENU,
        lambda desk: desk.window.edit_mark(),
        ("Return", "Enter"),
        enabled=_mark_selected,
        icon="edit",
        section="mark",
        scope=Scope.PANES,
    ),
    Action(
        "mark.delete",
        "Delete what is selected",
        _MENU,
        _delete,
        ("Del", "Backspace"),
        enabled=_something_selected,
        icon="trash",
        section="mark",
        help="The selected mark, level label or measurement.",
    ),
    Action(
        "mark.next",
        "Next mark",
        _MENU,
        lambda desk: _step(desk, 1),
        ("N",),
        enabled=has_marks,
        section="step",
    ),
    Action(
        "mark.previous",
        "Previous mark",
        _MENU,
        lambda desk: _step(desk, -1),
        ("Shift+N",),
        enabled=has_marks,
        section="step",
    ),
)
