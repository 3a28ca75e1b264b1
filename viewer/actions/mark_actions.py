"""Marking compressed levels, and going from mark to mark."""

from uuid import uuid4

from viewer.actions.action import Action, Scope, guarded
from viewer.actions.condition import can_edit, has_marks
from viewer.actions.desk import Desk
from viewer.actions.jump import jump_to
from viewer.model.case import Case
from viewer.model.finding import CompressionMark
from viewer.model.labels import LevelLabel
from viewer.model.spine import Level

_MENU = ("&Marks",)


def marks_in_order(case: Case) -> tuple[CompressionMark, ...]:
    """Return the marks of a case from the head down."""
    return tuple(sorted(case.marks, key=lambda mark: -mark.point[2]))


def level_name(case: Case, mark: CompressionMark) -> str:
    """Return the short name of a mark's level, "level not named" where no label tells it."""
    found = case.level_of(mark)
    return found.level.short_name if found else "level not named"


def _mark(desk: Desk) -> None:
    case, point = desk.session.case, desk.session.display.crosshair
    mark = CompressionMark(uuid4().hex, point)
    if case.level_of(mark) is not None:
        _add(desk, case.with_mark(mark), mark)
        return

    def with_named(level: Level) -> None:
        named = desk.session.case.with_label(LevelLabel(level, point))
        _add(desk, named.with_mark(mark), mark)

    desk.window.ask_level(point, "Which level is compressed?", guarded(desk.session, with_named))


def _add(desk: Desk, case: Case, mark: CompressionMark) -> None:
    """One edit for the mark and for the label that names it."""
    if desk.session.edit(f"Mark {level_name(case, mark)}", case, select=mark.mark_id):
        desk.window.edit_mark()


def _selected_mark(desk: Desk) -> CompressionMark | None:
    selection = desk.session.selection
    return next((one for one in desk.session.case.marks if one.mark_id == selection), None)


def _selected_label(desk: Desk) -> LevelLabel | None:
    selection = desk.session.selection
    return next((one for one in desk.session.case.labels if one.level.name == selection), None)


def _annotation_selected(desk: Desk) -> bool:
    selection = desk.session.selection
    return any(one.annotation_id == selection for one in desk.session.case.annotations)


def _something_selected(desk: Desk) -> bool:
    if not can_edit(desk):
        return False
    found = _selected_mark(desk) or _selected_label(desk)
    return found is not None or _annotation_selected(desk)


def _delete(desk: Desk) -> None:
    case, mark, label = desk.session.case, _selected_mark(desk), _selected_label(desk)
    if mark is not None:
        title, case = f"Delete mark {level_name(case, mark)}", case.without_mark(mark.mark_id)
    elif label is not None:
        title, case = f"Remove label {label.level.short_name}", case.without_label(label.level)
    else:
        title, case = "Delete measurement", case.without_annotation(desk.session.selection)
    desk.session.select("")
    desk.session.edit(title, case)


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
        enabled=lambda desk: _selected_mark(desk) is not None,
        icon="edit",
        section="mark",
        scope=Scope.PANES,
    ),
    Action(
        "mark.delete",
        "Delete the selected mark, label or measurement",
        _MENU,
        _delete,
        ("Del", "Backspace"),
        enabled=_something_selected,
        icon="trash",
        section="mark",
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
