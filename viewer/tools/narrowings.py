"""What a reader does with measured narrowings: take one for a compression, or turn it down."""

from enum import StrEnum

import attrs

from viewer import __version__
from viewer.model.case import Case
from viewer.model.finding import CompressionMark
from viewer.model.geometry import distance_mm
from viewer.model.measured import Measured
from viewer.model.narrowing import Band, Narrowing
from viewer.model.sections import SectionState
from viewer.tools.marking import fresh_id
from viewer.tools.outcome import Edit, Select

_SAME_PLACE_MM = 3.0
_READER = "the reader"


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
    return tuple(sorted(narrowings, key=lambda one: (one.block is None, -_loss(one), one.arc_mm)))


def _loss(narrowing: Narrowing) -> float:
    if narrowing.state is SectionState.OBLITERATED:
        return float("inf")
    return max(narrowing.area_reduction_pct or 0.0, narrowing.ap_reduction_pct or 0.0)


def numbered(narrowings: tuple[Narrowing, ...]) -> tuple[tuple[int, Narrowing], ...]:
    """Return narrowings with their numbers, 1 for the worst: the same in the list and beside the profile."""
    return tuple(enumerate(worst_first(narrowings), 1))


def answer_of(case: Case, narrowing: Narrowing) -> Answer:
    """Return what the reader has made of a narrowing; one that bears a mark is accepted."""
    if mark_of(case, narrowing) is not None:
        return Answer.ACCEPTED
    return Answer.REJECTED if is_rejected(case, narrowing) else Answer.OPEN


def is_rejected(case: Case, narrowing: Narrowing) -> bool:
    """Whether a reader has turned it down."""
    return any(distance_mm(place, narrowing.position) <= _SAME_PLACE_MM for place in case.rejected)


def mark_of(case: Case, narrowing: Narrowing) -> CompressionMark | None:
    """Return the mark that stands at a narrowing, None where there is none."""
    near = (mark for mark in case.marks if distance_mm(mark.point, narrowing.position) <= _SAME_PLACE_MM)
    return next(near, None)


def accept(case: Case, narrowing: Narrowing, title_level: str = "", created: str = "") -> Edit | Select:
    """Return the edit that marks a narrowing as a compression; its mark where there is one already.

    The mark keeps what was measured and by whom; its severity, side, causes and note are the reader's.
    """
    known = mark_of(case, narrowing)
    if known is not None:
        return Select(known.mark_id)
    measured = Measured.of(narrowing, f"Thecal {__version__}", _reader(created))
    mark = CompressionMark(fresh_id(case, "m"), narrowing.position, created=created, measured=measured)
    accepted = _without_rejection(case, narrowing).with_mark(mark)
    return Edit(f"Accept narrowing {title_level}".rstrip(), accepted, select=mark.mark_id)


def _reader(created: str) -> str:
    """Who accepts, and when (`created` is ISO 8601 in UTC)."""
    return f"{_READER}, {created[:16].replace('T', ' ')} UTC" if created else _READER


def reject(case: Case, narrowing: Narrowing, title_level: str = "") -> Edit:
    """Return the edit that turns a narrowing down, or that takes it up again; a mark there stays."""
    if is_rejected(case, narrowing):
        title, changed = "Take up narrowing", _without_rejection(case, narrowing)
    else:
        title = "Reject narrowing"
        changed = attrs.evolve(case, rejected=(*case.rejected, narrowing.position))
    return Edit(f"{title} {title_level}".rstrip(), changed)


def _without_rejection(case: Case, narrowing: Narrowing) -> Case:
    kept = (one for one in case.rejected if distance_mm(one, narrowing.position) > _SAME_PLACE_MM)
    return attrs.evolve(case, rejected=tuple(kept))


def band_words(band: Band) -> str:
    """Return what a published scale says, with its source and its own basis."""
    return f"{band.scale}: {band.value} ({band.source}, {band.basis})"
