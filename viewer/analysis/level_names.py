"""The names of a row of levels, from what the scan shows and what a reader has clicked, with what is unsure."""

import attrs
import numpy as np

from viewer.analysis.anchors import VertebraMarks
from viewer.analysis.level_places import UPPER_CERVICAL, USUAL_CERVICAL_MM, Place
from viewer.analysis.numbering import Anchor, Naming, name_row
from viewer.analysis.vertebral_stack import VertebralStack
from viewer.model.labels import LevelLabel
from viewer.model.spine import LevelKind, Numbering

_LEAST_SHARE = 0.5
_UNSURE_SHARE = 0.75
# However clear it looks, one landmark alone may mislead: transitional vertebrae, short or extra ribs.
_MOST_SURE = {
    Anchor.SKULL: 0.97,
    Anchor.FIRST_RIB: 0.92,
    Anchor.LAST_RIB: 0.75,
    Anchor.SACRUM: 0.75,
}
_MOST_SURE_OF_TWO = 0.95
_MOST_SURE_IF_ODD = 0.6
_CLICKED = 0.99
_LIKELY_OTHER = 0.15
_NO_LANDMARK = (
    "The levels are not named: neither the skull base nor the first or last rib nor the sacrum is "
    "seen clearly in this scan. Click on one level to name all."
)
_CLICKS_DISAGREE = (
    "The levels placed by hand do not fit the vertebrae counted between them: each is named "
    "from the nearest one. Check them."
)


@attrs.frozen
class LevelNames:
    """The name (None where unknown) and its confidence of every vertebra of a row."""

    numbering: Numbering
    vertebrae: tuple[str | None, ...]
    confidence: tuple[float, ...]
    warnings: tuple[str, ...]

    def of(self, place: Place) -> str | None:
        """Return the name of a vertebra, or of the disc below it."""
        name = self.vertebrae[place.number]
        if place.kind is LevelKind.VERTEBRA or name is None:
            return name
        below = self.vertebrae[place.number + 1] if place.number + 1 < len(self.vertebrae) else None
        return None if below is None else f"{name}/{below}"

    def sure_of(self, place: Place) -> float:
        """Return how sure that name is, 0 to 1."""
        return self.confidence[place.number]


def found_names(marks: tuple[VertebraMarks, ...], sure: tuple[bool, ...]) -> LevelNames:
    """Return the names the scan alone tells; none, and a request for a click, where it shows no landmark."""
    naming = name_row(marks, sure)
    if naming is None or not naming.anchors or max(naming.confidence) < _LEAST_SHARE:
        return _unnamed(len(marks))
    most = _MOST_SURE_IF_ODD if naming.odd else _most_sure(naming.anchors)
    return LevelNames(
        naming.numbering,
        tuple(naming.name(n) for n in range(len(marks))),
        tuple(min(share, most) for share in naming.confidence),
        _doubts(naming, len(marks)),
    )


def _most_sure(anchors: tuple[Anchor, ...]) -> float:
    alone = max(_MOST_SURE[anchor] for anchor in anchors)
    return max(alone, _MOST_SURE_OF_TWO) if len(anchors) > 1 else alone


def clicked_names(
    stack: VertebralStack,
    marks: tuple[VertebraMarks, ...],
    sure: tuple[bool, ...],
    places: tuple[Place, ...],
    labels: tuple[LevelLabel, ...],
) -> LevelNames:
    """Return the names that follow from a reader's clicks, each counted from the nearest of them."""
    fixed = tuple(_fixed(stack, places, label) for label in labels)
    own = name_row(marks, sure)
    joint = name_row(marks, sure, fixed)
    count = len(marks)
    if joint is not None:
        names = LevelNames(
            joint.numbering,
            tuple(joint.name(n) for n in range(count)),
            tuple(
                _CLICKED if (n, joint.name(n)) in fixed else min(share, _CLICKED)
                for n, share in enumerate(joint.confidence)
            ),
            (),
        )
        return attrs.evolve(names, warnings=(*_against(own, names), *_other_name(joint)))
    single = [name_row(marks, sure, (one,)) for one in fixed]
    usable = [(place, naming) for (place, _), naming in zip(fixed, single, strict=True) if naming is not None]
    if not usable:
        return _unnamed(count)
    chosen = [min(usable, key=lambda pair: abs(pair[0] - n))[1] for n in range(count)]
    return LevelNames(
        chosen[0].numbering,
        tuple(naming.name(n) for n, naming in enumerate(chosen)),
        tuple(min(naming.confidence[n], 0.5) for n, naming in enumerate(chosen)),
        (_CLICKS_DISAGREE,),
    )


def _fixed(stack: VertebralStack, places: tuple[Place, ...], label: LevelLabel) -> tuple[int, str]:
    """Which vertebra of the row a click names, and how; C1 and C2 by the disc that lies below them."""
    section = float(stack.row_of(np.array(label.point)))
    share, kind, name = UPPER_CERVICAL.get(label.level.name), label.level.kind, label.level.upper
    if share is not None:
        section, kind, name = section + share * USUAL_CERVICAL_MM, LevelKind.DISC, "C2"
    alike = [place for place in places if place.kind is kind] or list(places)
    nearest = min(alike, key=lambda place: abs(place.section - section))
    return nearest.number, name


def _unnamed(count: int) -> LevelNames:
    return LevelNames(
        Numbering(),
        (None,) * count,
        (0.0,) * count,
        (_NO_LANDMARK,),
    )


def _doubts(naming: Naming, count: int) -> tuple[str, ...]:
    """Sentences on what the names rest on, where that may mislead, with the other names possible."""
    names = {naming.name(n) for n in range(count)}
    doubts = [_ALONE[naming.anchors[0]]] if len(naming.anchors) == 1 and naming.anchors[0] in _ALONE else []
    thoracic, lumbar = naming.numbering.thoracic, naming.numbering.lumbar
    if naming.numbering != Numbering() and {f"T{thoracic}", "S1"} <= names:
        doubts.append(
            f"{lumbar} vertebrae without ribs were counted above the sacrum and {thoracic} thoracic ones "
            "assumed: with a transitional vertebra the names may be one off. Confirm the numbering."
        )
    if naming.odd:
        seen = " and ".join(anchor.value for anchor in naming.anchors)
        doubts.append(
            f"Counted from {seen}, the ribs do not fit at {', '.join(naming.odd)}: a transitional or fused "
            "vertebra, or every name beyond it is one off. Confirm one level there."
        )
    return (*doubts, *_other_name(naming))


def _other_name(naming: Naming) -> tuple[str, ...]:
    other = naming.alternative
    if other is None or other.share < _LIKELY_OTHER:
        return ()
    likely = f"{other.share:.0%} likely by what is seen"
    return (f"The vertebra named {other.name} may also be {other.other} ({likely}). Confirm one level.",)


_ALONE = {
    Anchor.SACRUM: (
        "The levels are counted upwards from the sacrum alone: with four or six lumbar vertebrae, or a "
        "transitional one, every name would be one off (L5 would be L4 or L6). Confirm one level."
    ),
    Anchor.LAST_RIB: (
        "The levels are counted from the last rib alone: with 11 or 13 pairs of ribs every name would be "
        "one off (L1 would be T12 or T13). Confirm one level."
    ),
}


def _against(own: Naming | None, clicked: LevelNames) -> tuple[str, ...]:
    """A sentence where the scan's own landmarks say otherwise than the reader."""
    if own is None or not own.anchors or max(own.confidence) < _UNSURE_SHARE:
        return ()
    pairs = [(name, own.name(n)) for n, name in enumerate(clicked.vertebrae)]
    other = next(((name, by) for name, by in pairs if name and by and name != by), None)
    if other is None:
        return ()
    seen = " and ".join(anchor.value for anchor in own.anchors)
    return (
        f"By {seen}, the vertebra named {other[0]} would be {other[1]}. The name placed by hand was kept.",
    )
