"""Going through the measured narrowings, and taking or turning down each."""

from datetime import UTC, datetime

from viewer.actions.action import Action
from viewer.actions.condition import can_edit
from viewer.actions.desk import Desk
from viewer.actions.jump import jump_to
from viewer.model.automatic_levels import narrowing_level
from viewer.model.listed import listed_narrowings as narrowings_of
from viewer.model.narrowing import Narrowing
from viewer.session.session import Session
from viewer.tools.narrowings import accept, narrowing_id, reject, worst_first
from viewer.tools.outcome import Select

_MENU = ("&Marks", "Measured narrowings")


def listed_narrowings(session: Session) -> tuple[Narrowing, ...]:
    """Return the narrowings that were measured and the complete blocks, the worst first."""
    return worst_first(narrowings_of(session.analysis))


def chosen_narrowing(session: Session) -> Narrowing | None:
    """Return the selected narrowing, None where none is."""
    chosen = (one for one in listed_narrowings(session) if narrowing_id(one) == session.selection)
    return next(chosen, None)


def go_to_narrowing(session: Session, narrowing: Narrowing) -> None:
    """Select a narrowing and take all views there."""
    session.select(narrowing_id(narrowing))
    jump_to(session, narrowing.position)


def accept_narrowing(session: Session, narrowing: Narrowing) -> None:
    """Mark a narrowing as a compression, or go to the mark that stands there."""
    now = datetime.now(UTC).isoformat(timespec="seconds")
    outcome = accept(session.case, narrowing, _name(session, narrowing), now)
    session.apply(outcome)
    if isinstance(outcome, Select):
        jump_to(session, narrowing.position)


def reject_narrowing(session: Session, narrowing: Narrowing) -> None:
    """Turn a narrowing down, or take it up again."""
    session.apply(reject(session.case, narrowing, _name(session, narrowing)))


def _name(session: Session, narrowing: Narrowing) -> str:
    levels = session.analysis.levels if session.analysis else ()
    level, confirmed = narrowing_level(session.case, narrowing, levels)
    return "" if level is None else level.short_name + ("" if confirmed else "?")


def _step(desk: Desk, steps: int) -> None:
    narrowings = listed_narrowings(desk.session)
    chosen = chosen_narrowing(desk.session)
    if chosen is None:
        place = 0 if steps > 0 else len(narrowings) - 1
    else:
        place = (narrowings.index(chosen) + steps) % len(narrowings)
    go_to_narrowing(desk.session, narrowings[place])


def _accept(desk: Desk) -> None:
    chosen = chosen_narrowing(desk.session)
    if chosen is not None:
        accept_narrowing(desk.session, chosen)


def _reject(desk: Desk) -> None:
    chosen = chosen_narrowing(desk.session)
    if chosen is not None:
        reject_narrowing(desk.session, chosen)


def _has_narrowings(desk: Desk) -> bool:
    return bool(listed_narrowings(desk.session))


def _has_chosen(desk: Desk) -> bool:
    return can_edit(desk) and chosen_narrowing(desk.session) is not None


NARROWING_ACTIONS: tuple[Action, ...] = (
    Action(
        "narrowing.next",
        "Next narrowing",
        _MENU,
        lambda desk: _step(desk, 1),
        (".",),
        enabled=_has_narrowings,
        section="step",
        help="The worst one first.",
    ),
    Action(
        "narrowing.previous",
        "Previous narrowing",
        _MENU,
        lambda desk: _step(desk, -1),
        (",",),
        enabled=_has_narrowings,
        section="step",
    ),
    Action(
        "narrowing.accept",
        "Accept the narrowing as a mark",
        _MENU,
        _accept,
        ("Y",),
        enabled=_has_chosen,
        section="answer",
        help="The mark keeps what was measured; the grade stays yours.",
    ),
    Action(
        "narrowing.reject",
        "Reject the narrowing, or take it up again",
        _MENU,
        _reject,
        ("R",),
        enabled=_has_chosen,
        section="answer",
        help="It stays in the list, struck through.",
    ),
)
