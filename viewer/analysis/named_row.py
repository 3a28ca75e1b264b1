"""The row of vertebrae along the canal with what each is called, by all that is seen and a reader's clicks."""

from itertools import pairwise

import attrs
import numpy as np

from viewer.analysis.anchors import VertebraMarks, vertebra_marks
from viewer.analysis.level_places import bounds_of
from viewer.analysis.numbering import (
    NUMBERINGS,
    Anchor,
    anchors_seen,
    name_of,
    odd_ones,
    sight_of,
    top_rib,
)
from viewer.analysis.vertebral_chain import Chain, Click, find_chain
from viewer.analysis.vertebral_profile import VertebralProfile
from viewer.analysis.vertebral_row import settled
from viewer.analysis.vertebral_stack import VertebralStack
from viewer.model.spine import Numbering

_ROUNDS = 2
# How likely names must be that rest on what looks like the first rib, the vertebra above it unseen.
_SHAPED = 0.5


@attrs.frozen
class Alternative:
    """What else a vertebra of the row may be called, and how likely that is (0 to 1)."""

    name: str
    other: str
    share: float


@attrs.frozen(eq=False)
class NamedRow:
    """A row of vertebrae: the first of `marks` is number `offset` of the numbering's from C1 (0).

    `discs` are the sections found between them; `confidence` is how likely each has its name by all ways
    to lay the spine; `alternative` the likeliest other name of any. `odd` names those whose ribs (seen,
    or missing) do not fit. `score` is how well it fits what is seen (natural logarithm), `clear` how
    clearly its discs are seen as dark gaps (0 to 1).
    """

    numbering: Numbering
    offset: int
    discs: tuple[int, ...]
    marks: tuple[VertebraMarks, ...]
    confidence: tuple[float, ...]
    anchors: tuple[Anchor, ...]
    alternative: Alternative | None
    odd: tuple[str, ...]
    score: float
    clear: float

    def name(self, place: int) -> str | None:
        """Return the name of a vertebra of the row, None above C1 and below S2."""
        return name_of(self.numbering, self.offset + place)

    def name_at(self, section: float) -> str | None:
        """Return the name of the vertebra at a section."""
        return next((self.name(n) for n, mark in enumerate(self.marks) if section < mark.stop), None)


def named_row(
    stack: VertebralStack,
    profile: VertebralProfile,
    discs: tuple[int, ...],
    clicks: tuple[Click, ...] = (),
) -> NamedRow | None:
    """Return the likeliest named row near a first guess of its discs; None where there is none.

    What is seen beside the vertebrae depends on where they are taken to lie: weighed again once they
    are named.
    """
    count = len(stack.curve)
    found: Chain | None = None
    for _ in range(_ROUNDS):
        marks = vertebra_marks(stack, bounds_of(discs, count))
        if not marks:
            return None
        found = find_chain(profile, sight_of(marks, _sure(marks, discs), count), clicks)
        if found is None:
            return None
        discs = settled(found.bounds, profile.gap)
    if found is None:
        return None
    return _named(found, discs, vertebra_marks(stack, bounds_of(discs, count)), _clear(profile, discs))


def _clear(profile: VertebralProfile, discs: tuple[int, ...]) -> float:
    """The median of the gaps at the discs, each the best within a mm; 0 where none lies in the scan."""
    gaps = [profile.gap[max(0, disc - 1) : disc + 2] for disc in discs]
    return float(np.median([float(gap.max()) for gap in gaps if len(gap)] or [0.0]))


def _sure(marks: tuple[VertebraMarks, ...], discs: tuple[int, ...]) -> tuple[bool, ...]:
    return tuple(mark.start in discs and mark.stop in discs for mark in marks)


def _named(chain: Chain, discs: tuple[int, ...], marks: tuple[VertebraMarks, ...], clear: float) -> NamedRow:
    numbering = max(chain.nodes[-1].numberings, key=lambda one: NUMBERINGS[one])
    first, name = next(((n, node.name) for n, node in enumerate(chain.nodes) if node.name), (0, None))
    above = next(n for n, mark in enumerate(marks) if mark.start == discs[0])
    offset = (numbering.vertebrae.index(name) if name else -len(chain.nodes)) - first - above
    inner = range(above, above + len(discs) - 1)
    names = [name_of(numbering, offset + place) for place in inner]
    shares = [chain.names_at((start + stop) / 2) for start, stop in pairwise(discs)]
    sure = [share.get(name, 0.0) for share, name in zip(shares, names, strict=True)]
    anchors = anchors_seen(marks, numbering, offset)
    if not anchors and top_rib(marks, offset) and max(sure) > _SHAPED:
        anchors = (Anchor.TOP_RIB,)
    return NamedRow(
        numbering,
        offset,
        discs,
        marks,
        tuple(sure[min(max(place - above, 0), len(sure) - 1)] for place in range(len(marks))),
        anchors,
        _alternative(names, shares),
        odd_ones(marks, numbering, offset),
        chain.score,
        clear,
    )


def _alternative(names: list[str | None], shares: list[dict[str | None, float]]) -> Alternative | None:
    others = [
        Alternative(name, other, share)
        for name, likely in zip(names, shares, strict=True)
        for other, share in likely.items()
        if name is not None and other is not None and other != name
    ]
    return max(others, key=lambda one: one.share, default=None)
