"""What a reader does with measured narrowings: take one for a compression, or turn it down."""

import attrs

from viewer import __version__
from viewer.model.answer import (
    SAME_PLACE_MM,
    Answer,
    answer_of,
    is_rejected,
    mark_of,
    narrowing_id,
    worst_first,
)
from viewer.model.case import Case
from viewer.model.finding import CompressionMark
from viewer.model.geometry import distance_mm
from viewer.model.measured import Measured
from viewer.model.narrowing import Band, Narrowing
from viewer.tools.marking import fresh_id
from viewer.tools.outcome import Edit, Select

# What is asked of an answer lies in the model, where the report reads it too.
__all__ = [
    "Answer",
    "accept",
    "answer_of",
    "band_words",
    "is_rejected",
    "mark_of",
    "narrowing_id",
    "numbered",
    "reject",
    "worst_first",
]

_READER = "the reader"


def numbered(narrowings: tuple[Narrowing, ...]) -> tuple[tuple[int, Narrowing], ...]:
    """Return narrowings with their numbers, 1 for the worst: the same in the list and beside the profile."""
    return tuple(enumerate(worst_first(narrowings), 1))


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
    kept = (one for one in case.rejected if distance_mm(one, narrowing.position) > SAME_PLACE_MM)
    return attrs.evolve(case, rejected=tuple(kept))


def band_words(band: Band) -> str:
    """Return what a published scale says, with its source and its own basis."""
    return f"{band.scale}: {band.value} ({band.source}, {band.basis})"
