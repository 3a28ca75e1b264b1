"""What to call a row of vertebrae: every numbering weighed by what is seen beside each of them."""

from enum import Enum, StrEnum
from itertools import pairwise

import attrs
import numpy as np

from viewer.analysis.anchors import SideMarks, VertebraMarks
from viewer.analysis.filters import Floats
from viewer.model.spine import Level, Numbering

NUMBERINGS: dict[Numbering, float] = {
    Numbering(12, 5): 0.84,
    Numbering(12, 6): 0.05,
    Numbering(12, 4): 0.045,
    Numbering(13, 5): 0.025,
    Numbering(11, 5): 0.02,
    Numbering(11, 6): 0.01,
    Numbering(13, 4): 0.01,
}
"""How often each is taken to occur: set by hand (usual anatomy far ahead, one vertebra more or fewer in
the lumbar spine before the thorax), not from a published count."""


class Kind(Enum):
    """Kinds of vertebrae as they look from beside, and what lies beyond the named ones.

    Each with how often ribs are seen there, the usual depth of bone beside it in mm, and its spread
    (natural logarithm).
    """

    SKULL = (0.5, 18.0, 0.5)
    ATLAS = (0.05, 3.5, 0.6)
    CERVICAL = (0.02, 0.2, 0.7)
    LAST_CERVICAL = (0.015, 1.0, 0.7)
    FIRST_THORACIC = (0.961, 5.0, 0.4)
    THORACIC = (0.96, 3.0, 0.5)
    LAST_THORACIC = (0.95, 2.0, 0.5)
    FIRST_LUMBAR = (0.05, 1.4, 0.6)
    LUMBAR = (0.03, 1.4, 0.6)
    LAST_LUMBAR = (0.2, 2.6, 0.6)
    FIRST_SACRAL = (0.9, 7.0, 0.32)
    SACRAL = (0.6, 4.0, 0.9)
    BEYOND = (0.4, 4.0, 1.0)


_REGION_KINDS = {"C": Kind.CERVICAL, "T": Kind.THORACIC, "L": Kind.LUMBAR, "S": Kind.SACRAL}
_SINGLE_KINDS = {
    "C1": Kind.ATLAS,
    "C7": Kind.LAST_CERVICAL,
    "T1": Kind.FIRST_THORACIC,
    "L1": Kind.FIRST_LUMBAR,
    "S1": Kind.FIRST_SACRAL,
}
_LENGTH_SD, _SCALE_SD, _LENGTH_WEIGHT = 0.12, 0.12, 0.4
_WIDE_WEIGHT, _WIDE_WORST = 1.0, -4.0
_LEAST_SEEN = 0.5
_CHANGE = 0.4
_RARELY, _SURELY = 0.06, 0.9
# How far to the side transverse processes and ribs reach; those of the last ribs sink on their way.
_SHORT_PROCESS_MM, _PROCESS_MM, _LONGEST_PROCESS_MM, _RIB_MM = 36.0, 42.0, 50.0, 54.0
_SINKS_MM, _AT_EDGE_MM = 4.0, 4.0


class Anchor(StrEnum):
    """What in the scan tells a number, as said in a sentence."""

    SKULL = "the skull base"
    FIRST_RIB = "the first rib"
    LAST_RIB = "the last rib"
    SACRUM = "the sacrum"


@attrs.frozen
class Alternative:
    """What else a vertebra of the row may be called, and how likely that is (0 to 1)."""

    name: str
    other: str
    share: float


@attrs.frozen
class Naming:
    """Names of a row of vertebrae: the first is number `offset` of the numbering's vertebrae from C1 (0).

    `confidence` is the share of all that could be which calls each of them so; `alternative` the
    likeliest other name of any of them. `odd` names those whose ribs (seen, or missing) do not fit.
    """

    numbering: Numbering
    offset: int
    confidence: tuple[float, ...]
    anchors: tuple[Anchor, ...]
    alternative: Alternative | None
    odd: tuple[str, ...] = ()

    def name(self, place: int) -> str | None:
        """Return the name of a vertebra of the row, None above C1 and below S2."""
        return _name(self.numbering, self.offset + place)


def ribbed(marks: VertebraMarks) -> float:
    """Return how sure it is that ribs spring from a vertebra: 0 to 1, 0.5 where nothing is seen."""
    sides = [_rib_odds(side) for side in marks.sides]
    return float(1 / (1 + np.exp(-sum(sides) / 1.4)))


def _rib_odds(side: SideMarks) -> float:
    """Log odds that bone to one side is a rib: it goes on far, or sinks as no transverse process does."""
    if side.reach_mm >= _RIB_MM:
        return 3.0
    if side.reach_mm >= _PROCESS_MM and side.drop_mm >= _SINKS_MM:
        return min(1.5 * (side.drop_mm - _SINKS_MM), 2.5)
    if side.reach_mm >= side.seen_mm - _AT_EDGE_MM:
        return 1.5 if side.reach_mm >= _LONGEST_PROCESS_MM else 0.0
    if side.seen_mm > _PROCESS_MM:
        return -3.0 if side.reach_mm < _PROCESS_MM else max(1.5 * (side.drop_mm - _SINKS_MM), -3.0)
    return -1.0 if side.seen_mm >= _SHORT_PROCESS_MM else 0.0


def wide_mm(marks: VertebraMarks) -> float | None:
    """Return the depth of bone beside a vertebra on its narrower side, None where nothing is seen."""
    seen = [side.wide_mm for side in marks.sides if side.seen_mm >= 40]
    return min(seen) if seen else None


def name_row(
    marks: tuple[VertebraMarks, ...],
    sure: tuple[bool, ...],
    fixed: tuple[tuple[int, str], ...] = (),
) -> Naming | None:
    """Return the likeliest names of a row of vertebrae, cranial first; None where it is empty.

    `sure` are those between two discs that were found. `fixed` names places of the row by a reader's
    word: only numberings and offsets that agree with it are weighed.
    """
    if not marks:
        return None
    options = [
        (numbering, offset, np.log(share) + _likelihood(marks, sure, numbering, offset))
        for numbering, share in NUMBERINGS.items()
        for offset in range(-4, len(numbering.vertebrae))
        if all(_name(numbering, offset + place) == name for place, name in fixed)
    ]
    if not options:
        return None
    scores = np.array([score for _, _, score in options])
    shares = np.exp(scores - scores.max())
    shares /= shares.sum()
    names = [_shares_of_names(options, shares, place) for place in range(len(marks))]
    # Not the likeliest option: the one that gets most names right, as options share many of them.
    right = [
        sum(names[n].get(_name(one, first + n), 0.0) for n in range(len(marks))) for one, first, _ in options
    ]
    numbering, offset, _ = options[int(np.argmax(np.array(right) + shares / 100))]
    own = [_name(numbering, offset + place) for place in range(len(marks))]
    return Naming(
        numbering,
        offset,
        tuple(share.get(name, 0.0) for share, name in zip(names, own, strict=True)),
        _anchors_seen(marks, numbering, offset),
        _alternative(own, names, marks),
        tuple(
            name
            for name, mark in zip(own, marks, strict=True)
            if name is not None and _odd(mark, _kind(numbering, numbering.vertebrae.index(name)))
        ),
    )


def _odd(mark: VertebraMarks, kind: Kind) -> bool:
    often, share = kind.value[0], ribbed(mark)
    if mark.seen < _LEAST_SEEN:
        return False
    return (often < _RARELY and share > _SURELY) or (often > 1 - _RARELY and share < 1 - _SURELY)


def _shares_of_names(
    options: list[tuple[Numbering, int, float]], shares: Floats, place: int
) -> dict[str | None, float]:
    """How likely each name of one vertebra of the row is."""
    found: dict[str | None, float] = {}
    for (numbering, offset, _), share in zip(options, shares, strict=True):
        name = _name(numbering, offset + place)
        found[name] = found.get(name, 0.0) + float(share)
    return found


def _alternative(
    own: list[str | None], names: list[dict[str | None, float]], marks: tuple[VertebraMarks, ...]
) -> Alternative | None:
    others = [
        Alternative(name, other, share)
        for name, shares, mark in zip(own, names, marks, strict=True)
        for other, share in shares.items()
        if name is not None and other is not None and other != name and mark.seen > _LEAST_SEEN
    ]
    return max(others, key=lambda one: one.share, default=None)


def _name(numbering: Numbering, number: int) -> str | None:
    names = numbering.vertebrae
    return names[number] if 0 <= number < len(names) else None


def _kind(numbering: Numbering, number: int) -> Kind:
    name = _name(numbering, number)
    if name is None:
        return Kind.SKULL if number < 0 else Kind.BEYOND
    if name == f"T{numbering.thoracic}":
        return Kind.LAST_THORACIC
    if name == f"L{numbering.lumbar}":
        return Kind.LAST_LUMBAR
    return _SINGLE_KINDS.get(name, _REGION_KINDS[name[0]])


def _likelihood(
    marks: tuple[VertebraMarks, ...], sure: tuple[bool, ...], numbering: Numbering, offset: int
) -> float:
    total = 0.0
    for place, (mark, known) in enumerate(zip(marks, sure, strict=True)):
        if mark.seen >= _LEAST_SEEN:
            total += (1.0 if known else 0.7) * _seen_as(mark, _kind(numbering, offset + place))
    return total + _LENGTH_WEIGHT * _lengths_fit(marks, sure, numbering, offset)


def _seen_as(mark: VertebraMarks, kind: Kind) -> float:
    often, usual_mm, spread = kind.value
    share = min(max(ribbed(mark), 0.01), 0.99)
    total = float(np.log(often * share + (1 - often) * (1 - share)))
    wide = wide_mm(mark)
    if wide is None:
        return total
    apart = (np.log(wide + 0.5) - np.log(usual_mm + 0.5)) / spread
    return total + max(float(-_WIDE_WEIGHT * apart**2 / 2 - np.log(spread)), _WIDE_WORST)


def _lengths_fit(
    marks: tuple[VertebraMarks, ...], sure: tuple[bool, ...], numbering: Numbering, offset: int
) -> float:
    """How well the lengths of the row grow as those of the named vertebrae do, in a body of any size."""
    ratios = [
        np.log(mark.length_mm / usual)
        for place, (mark, known) in enumerate(zip(marks, sure, strict=True))
        if known and (usual := usual_length_mm(numbering, offset + place)) is not None
    ]
    if not ratios:
        return 0.0
    apart: Floats = np.array(ratios)
    weight = len(apart) / _LENGTH_SD**2
    size = apart.mean() * weight / (weight + 1 / _SCALE_SD**2)
    return float(-((apart - size) ** 2).sum() / (2 * _LENGTH_SD**2) - size**2 / (2 * _SCALE_SD**2))


def usual_length_mm(numbering: Numbering, number: int) -> float | None:
    """Return the usual distance between the discs of a vertebra, None where it has none."""
    name = _name(numbering, number)
    above, below = _name(numbering, number - 1), _name(numbering, number + 1)
    if name is None or above is None or below is None:
        return None
    top, bottom = Level(f"{above}/{name}"), Level(f"{name}/{below}")
    return numbering.offset_mm(bottom) - numbering.offset_mm(top)


def _anchors_seen(marks: tuple[VertebraMarks, ...], numbering: Numbering, offset: int) -> tuple[Anchor, ...]:
    """Which landmarks of a naming were really seen at their places."""
    kinds = [_kind(numbering, offset + place) for place in range(len(marks))]
    ribs = [ribbed(mark) if mark.seen >= _LEAST_SEEN else 0.5 for mark in marks]
    wide = [(wide_mm(mark) or 0.0) if mark.seen >= _LEAST_SEEN else 0.0 for mark in marks]
    found: set[Anchor] = set()
    for kind, depth, mark in zip(kinds, wide, marks, strict=True):
        wings = min(side.reach_mm for side in mark.sides)
        if (kind is Kind.SKULL and depth > 10.0) or (kind is Kind.ATLAS and depth > 2.0 and wings >= 32):
            found.add(Anchor.SKULL)
        if kind is Kind.FIRST_SACRAL and depth > 4.0:
            found.add(Anchor.SACRUM)
    for (upper, lower), (rib_above, rib_below) in zip(pairwise(kinds), pairwise(ribs), strict=True):
        if lower is Kind.FIRST_THORACIC and rib_below - rib_above > _CHANGE:
            found.add(Anchor.FIRST_RIB)
        if upper is Kind.LAST_THORACIC and rib_above - rib_below > _CHANGE:
            found.add(Anchor.LAST_RIB)
    return tuple(anchor for anchor in Anchor if anchor in found)
