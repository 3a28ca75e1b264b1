"""What to call a row of vertebrae: every numbering weighed by what is seen beside each of them."""

from enum import Enum, StrEnum
from itertools import pairwise

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

    Each with how often ribs are seen there, the usual depth of bone beside it in mm, its spread
    (natural logarithm), and how often lung is seen beside its body where the scan shows lung at all.
    """

    SKULL = (0.5, 18.0, 0.5, 0.05)
    ATLAS = (0.05, 3.5, 0.6, 0.03)
    AXIS = (0.02, 0.4, 0.7, 0.03)
    CERVICAL = (0.02, 0.2, 0.7, 0.03)
    LAST_CERVICAL = (0.015, 1.0, 0.7, 0.06)
    FIRST_THORACIC = (0.961, 5.0, 0.27, 0.4)
    SECOND_THORACIC = (0.96, 3.6, 0.32, 0.8)
    THORACIC = (0.96, 3.3, 0.33, 0.96)
    LOWER_THORACIC = (0.96, 2.6, 0.4, 0.8)
    LAST_THORACIC = (0.95, 2.0, 0.5, 0.35)
    FIRST_LUMBAR = (0.05, 1.4, 0.6, 0.1)
    LUMBAR = (0.03, 1.4, 0.6, 0.05)
    LAST_LUMBAR = (0.2, 2.6, 0.6, 0.04)
    FIRST_SACRAL = (0.9, 7.0, 0.32, 0.04)
    SACRAL = (0.6, 4.0, 0.9, 0.04)
    BEYOND = (0.4, 4.0, 1.0, 0.05)


_REGION_KINDS = {"C": Kind.CERVICAL, "T": Kind.THORACIC, "L": Kind.LUMBAR, "S": Kind.SACRAL}
_SINGLE_KINDS = {
    "C1": Kind.ATLAS,
    "C2": Kind.AXIS,
    "C7": Kind.LAST_CERVICAL,
    "T1": Kind.FIRST_THORACIC,
    "T2": Kind.SECOND_THORACIC,
    "T10": Kind.LOWER_THORACIC,
    "T11": Kind.LOWER_THORACIC,
    "T12": Kind.LOWER_THORACIC,
    "L1": Kind.FIRST_LUMBAR,
    "S1": Kind.FIRST_SACRAL,
}
_WIDE_WEIGHT, _WIDE_WORST = 1.0, -4.0
_LEAST_SEEN = 0.5
_CHANGE = 0.4
_NO_LUNG, _LUNG_RANGE, _LUNG = 0.1, 0.35, 0.3
_RARELY, _SURELY = 0.06, 0.9
# How far to the side transverse processes and ribs reach; those of the last ribs sink on their way.
_SHORT_PROCESS_MM, _PROCESS_MM, _LONGEST_PROCESS_MM, _RIB_MM = 36.0, 42.0, 50.0, 54.0
_SINKS_MM, _AT_EDGE_MM = 4.0, 4.0
_LONG_PROCESS = 0.5
_MOSTLY = 0.6


class Anchor(StrEnum):
    """What in the scan tells a number, as said in a sentence."""

    SKULL = "the skull base"
    FIRST_RIB = "the first rib"
    TOP_RIB = "what looks like the first rib"
    LAST_RIB = "the last rib"
    SACRUM = "the sacrum"


def ribbed(marks: VertebraMarks) -> float:
    """Return how sure it is that ribs spring from a vertebra: 0 to 1, 0.5 where nothing is seen."""
    odds = [_rib_odds(side) for side in marks.sides]
    known = [one if one > 0 else one * side.whole for one, side in zip(odds, marks.sides, strict=True)]
    return float(1 / (1 + np.exp(-sum(known) / 1.4)))


def _rib_odds(side: SideMarks) -> float:
    """Log odds that bone to one side is a rib: it goes on far, or sinks as no transverse process does."""
    if side.reach_mm >= _RIB_MM:
        return 3.0
    if side.reach_mm >= _PROCESS_MM and side.drop_mm >= _SINKS_MM:
        return min(1.5 * (side.drop_mm - _SINKS_MM), 2.5)
    if side.reach_mm >= side.seen_mm - _AT_EDGE_MM:
        return 1.5 if side.reach_mm >= _LONGEST_PROCESS_MM else 0.0
    if side.seen_mm > _PROCESS_MM:
        if side.reach_mm >= _LONGEST_PROCESS_MM:
            return _LONG_PROCESS
        return -3.0 if side.reach_mm < _PROCESS_MM else max(1.5 * (side.drop_mm - _SINKS_MM), -3.0)
    return -1.0 if side.seen_mm >= _SHORT_PROCESS_MM else 0.0


def wide_mm(marks: VertebraMarks) -> float | None:
    """Return the depth of bone beside a vertebra on its narrower side, None where nothing is seen."""
    seen = [side.wide_mm for side in marks.sides if side.seen_mm >= 40 and side.whole > _MOSTLY]
    return min(seen) if seen else None


def sight_of(marks: tuple[VertebraMarks, ...], sure: tuple[bool, ...], count: int) -> dict[Kind, Floats]:
    """Return per section how much what lies beside it speaks for each kind, against all kinds together.

    In natural logarithms, for `count` sections; nothing where no vertebra of the row is seen.
    """
    found: dict[Kind, Floats] = {kind: np.zeros(count) for kind in Kind}
    lungs = max((mark.lung or 0.0 for mark in marks), default=0.0) > _LUNG
    for mark, known in zip(marks, sure, strict=True):
        if mark.seen < _LEAST_SEEN:
            continue
        fits = {kind: _seen_as(mark, kind, lungs=lungs) for kind in Kind}
        mean = float(np.log(np.mean(np.exp(list(fits.values())))))
        for kind, fit in fits.items():
            found[kind][max(0, mark.start) : max(0, mark.stop)] = (fit - mean) * (1.0 if known else 0.7)
    return found


def odd_ones(marks: tuple[VertebraMarks, ...], numbering: Numbering, offset: int) -> tuple[str, ...]:
    """Return the names of those whose ribs (seen, or missing) do not fit them, the first being `offset`."""
    named = [(name_of(numbering, offset + place), mark) for place, mark in enumerate(marks)]
    return tuple(
        name
        for place, (name, mark) in enumerate(named)
        if name is not None and _odd(mark, kind_of(numbering, offset + place))
    )


def _odd(mark: VertebraMarks, kind: Kind) -> bool:
    often, share = kind.value[0], ribbed(mark)
    if mark.seen < _LEAST_SEEN:
        return False
    return (often < _RARELY and share > _SURELY) or (often > 1 - _RARELY and share < 1 - _SURELY)


def name_of(numbering: Numbering, number: int) -> str | None:
    """Return the name of a vertebra counted from C1 (0), None above it and below S2."""
    names = numbering.vertebrae
    return names[number] if 0 <= number < len(names) else None


def kind_of(numbering: Numbering, number: int) -> Kind:
    """Return as what a vertebra counted from C1 (0) looks."""
    name = name_of(numbering, number)
    if name is None:
        return Kind.SKULL if number < 0 else Kind.BEYOND
    if name == f"T{numbering.thoracic}":
        return Kind.LAST_THORACIC
    if name == f"L{numbering.lumbar}":
        return Kind.LAST_LUMBAR
    return _SINGLE_KINDS.get(name, _REGION_KINDS[name[0]])


def _seen_as(mark: VertebraMarks, kind: Kind, *, lungs: bool) -> float:
    often, usual_mm, spread, aired = kind.value
    share = min(max(ribbed(mark), 0.01), 0.99)
    total = float(np.log(often * share + (1 - often) * (1 - share)))
    if lungs and mark.lung is not None:
        air = min(max((mark.lung - _NO_LUNG) / _LUNG_RANGE, 0.02), 0.98)
        total += float(np.log(aired * air + (1 - aired) * (1 - air)))
    wide = wide_mm(mark)
    if wide is None:
        return total
    apart = (np.log(wide + 0.5) - np.log(usual_mm + 0.5)) / spread
    return total + max(float(-_WIDE_WEIGHT * apart**2 / 2 - np.log(spread)), _WIDE_WORST)


def usual_length_mm(numbering: Numbering, number: int) -> float | None:
    """Return the usual distance between the discs of a vertebra, None where it has none."""
    name = name_of(numbering, number)
    above, below = name_of(numbering, number - 1), name_of(numbering, number + 1)
    if name is None or above is None or below is None:
        return None
    top, bottom = Level(f"{above}/{name}"), Level(f"{name}/{below}")
    return numbering.offset_mm(bottom) - numbering.offset_mm(top)


def top_rib(marks: tuple[VertebraMarks, ...], offset: int) -> bool:
    """Return whether a rib springs from what is named T1, be the vertebra above it seen or not."""
    place = 7 - offset
    return 0 <= place < len(marks) and marks[place].seen >= _LEAST_SEEN and ribbed(marks[place]) > _SURELY


def anchors_seen(marks: tuple[VertebraMarks, ...], numbering: Numbering, offset: int) -> tuple[Anchor, ...]:
    """Return which landmarks of a naming were really seen at their places, the first being `offset`."""
    kinds = [kind_of(numbering, offset + place) for place in range(len(marks))]
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
