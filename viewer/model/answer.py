"""What a reader has made of a measured narrowing."""

from enum import StrEnum

from viewer.model.case import Case
from viewer.model.finding import CompressionMark
from viewer.model.geometry import distance_mm
from viewer.model.narrowing import Narrowing
from viewer.model.sections import SectionState

SAME_PLACE_MM = 3.0


class Answer(StrEnum):
    """What a reader has made of a measured narrowing."""

    OPEN = "open"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


def narrowing_id(narrowing: Narrowing) -> str:
    """Return what a narrowing is selected by; no mark or annotation has such an id."""
    return f"narrowing {narrowing.arc_mm:.1f}"


def worst_first(narrowings: tuple[Narrowing, ...]) -> tuple[Narrowing, ...]:
    """Return narrowings by how much they narrow; an obliterated sac is the worst there is."""
    return tuple(sorted(narrowings, key=lambda one: (one.block is None, -loss_pct(one), one.arc_mm)))


def loss_pct(narrowing: Narrowing) -> float:
    """Return the greater loss of area and AP diameter in percent, infinite for an obliterated sac."""
    if narrowing.state is SectionState.OBLITERATED:
        return float("inf")
    return max(narrowing.area_reduction_pct or 0.0, narrowing.ap_reduction_pct or 0.0)


def answer_of(case: Case, narrowing: Narrowing) -> Answer:
    """Return what the reader has made of a narrowing; one that bears a mark is accepted."""
    if mark_of(case, narrowing) is not None:
        return Answer.ACCEPTED
    return Answer.REJECTED if is_rejected(case, narrowing) else Answer.OPEN


def is_rejected(case: Case, narrowing: Narrowing) -> bool:
    """Whether a reader has turned it down."""
    return any(distance_mm(place, narrowing.position) <= SAME_PLACE_MM for place in case.rejected)


def mark_of(case: Case, narrowing: Narrowing) -> CompressionMark | None:
    """Return the mark that stands at a narrowing, None where there is none."""
    near = (mark for mark in case.marks if distance_mm(mark.point, narrowing.position) <= SAME_PLACE_MM)
    return next(near, None)
