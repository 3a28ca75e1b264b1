"""The names of a row of levels, from what the scan shows and what a reader has clicked, with what is unsure."""

import attrs
import numpy as np

from viewer.analysis.level_places import Place
from viewer.analysis.named_row import NamedRow
from viewer.analysis.numbering import Anchor
from viewer.analysis.vertebral_chain import Click
from viewer.analysis.vertebral_stack import VertebralStack
from viewer.model.labels import LevelLabel
from viewer.model.spine import LevelKind, Numbering

_LEAST_SHARE = 0.45
_UNSURE_SHARE = 0.75
# However clear it looks, one landmark alone may mislead: transitional vertebrae, short or extra ribs.
_MOST_SURE = {
    Anchor.SKULL: 0.97,
    Anchor.FIRST_RIB: 0.92,
    Anchor.TOP_RIB: 0.75,
    Anchor.LAST_RIB: 0.75,
    Anchor.SACRUM: 0.75,
}
_MOST_SURE_OF_TWO = 0.95
_MOST_SURE_IF_ODD, _MOST_SURE_IF_FAINT = 0.5, 0.6
_FAINT = 0.6
_CLICKED, _UNFIT = 0.99, 0.5
_NEAR_MM, _INSIDE_MM = 12.0, 6.0
_LIKELY_OTHER = 0.15
_NO_LANDMARK = (
    "The levels are not named: neither the skull base nor the first or last rib nor the sacrum is "
    "seen clearly in this scan. Click on one level to name all."
)
_CLICKS_DISAGREE = (
    "The levels placed by hand do not fit the vertebrae counted between them: each is named "
    "from the nearest one. Check them."
)


_HARDLY_SEEN = (
    "The discs stand out little from the vertebrae (thick slices, noise or thin bone): levels may be "
    "missed or one off. Check them."
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


def found_names(row: NamedRow) -> LevelNames:
    """Return the names the scan alone tells; none, and a request for a click, where it shows no landmark."""
    count = len(row.marks)
    if not row.anchors or max(row.confidence) < _LEAST_SHARE:
        return _unnamed(count)
    most = _most_sure(row)
    return LevelNames(
        row.numbering,
        tuple(row.name(n) for n in range(count)),
        tuple(min(share, most) for share in row.confidence),
        _doubts(row, count),
    )


def _most_sure(row: NamedRow) -> float:
    if row.odd:
        return _MOST_SURE_IF_ODD
    most = max(_MOST_SURE[anchor] for anchor in row.anchors)
    most = max(most, _MOST_SURE_OF_TWO) if len(row.anchors) > 1 else most
    return min(most, _MOST_SURE_IF_FAINT) if row.clear < _FAINT else most


def click_of(stack: VertebralStack, label: LevelLabel) -> Click:
    """Return a reader's click on a level as a section of the straightened spine."""
    return Click(float(stack.row_of(np.array(label.point))), label.level.upper, label.level.lower)


def clicked_names(row: NamedRow, own: NamedRow | None, clicks: tuple[Click, ...]) -> LevelNames:
    """Return the names of a row laid by a reader's clicks; `own` is what the scan alone would say."""
    count = len(row.marks)
    names = LevelNames(
        row.numbering,
        tuple(row.name(n) for n in range(count)),
        tuple(min(share, _CLICKED) for share in row.confidence),
        (),
    )
    return attrs.evolve(names, warnings=(*_against(own, row, clicks), *_other_name(row)))


def agreed_names(own: NamedRow, clicks: tuple[Click, ...]) -> LevelNames:
    """Return the names of the scan's own row where several clicks of a reader say all that it says."""
    sure = (_CLICKED,) * len(own.marks)
    return attrs.evolve(clicked_names(own, own, clicks), confidence=sure)


def fits(row: NamedRow, click: Click) -> bool:
    """Return whether a row says what a reader's click says."""
    edges = [(mark.stop, row.name(n)) for n, mark in enumerate(row.marks)]
    if click.upper == click.lower:
        return row.name_at(click.section) == click.upper
    if click.upper == "C0":
        return row.name_at(click.section + _INSIDE_MM) == click.lower
    return any(name == click.upper and abs(stop - click.section) < _NEAR_MM for stop, name in edges)


def nearest_names(row: NamedRow, singles: tuple[tuple[Click, NamedRow], ...]) -> LevelNames:
    """Return the names of a row where clicks do not fit each other: each from the row of the nearest one."""
    middles = [(mark.start + mark.stop) / 2 for mark in row.marks]
    chosen = [min(singles, key=lambda pair: abs(pair[0].section - at))[1] for at in middles]
    return LevelNames(
        chosen[0].numbering,
        tuple(one.name_at(at) for one, at in zip(chosen, middles, strict=True)),
        (_UNFIT,) * len(middles),
        (_CLICKS_DISAGREE,),
    )


def _unnamed(count: int) -> LevelNames:
    return LevelNames(
        Numbering(),
        (None,) * count,
        (0.0,) * count,
        (_NO_LANDMARK,),
    )


def _doubts(row: NamedRow, count: int) -> tuple[str, ...]:
    """Sentences on what the names rest on, where that may mislead, with the other names possible."""
    names = {row.name(n) for n in range(count)}
    doubts = [_ALONE[row.anchors[0]]] if len(row.anchors) == 1 and row.anchors[0] in _ALONE else []
    thoracic, lumbar = row.numbering.thoracic, row.numbering.lumbar
    if row.numbering != Numbering() and {f"T{thoracic}", "S1"} <= names:
        doubts.append(
            f"{lumbar} vertebrae without ribs were counted above the sacrum and {thoracic} thoracic ones "
            "assumed: with a transitional vertebra the names may be one off. Confirm the numbering."
        )
    if row.odd:
        seen = " and ".join(anchor.value for anchor in row.anchors)
        doubts.append(
            f"Counted from {seen}, the ribs do not fit at {', '.join(row.odd)}: a transitional or fused "
            "vertebra, or every name beyond it is one off. Confirm one level there."
        )
    if row.clear < _FAINT:
        doubts.append(_HARDLY_SEEN)
    return (*doubts, *_other_name(row))


def _other_name(row: NamedRow) -> tuple[str, ...]:
    other = row.alternative
    if other is None or other.share < _LIKELY_OTHER:
        return ()
    likely = f"{other.share:.0%} likely by what is seen"
    return (f"The vertebra named {other.name} may also be {other.other} ({likely}). Confirm one level.",)


_ALONE = {
    Anchor.SACRUM: (
        "The levels are counted upwards from the sacrum alone: with four or six lumbar vertebrae, or a "
        "transitional one, every name would be one off (L5 would be L4 or L6). Confirm one level."
    ),
    Anchor.TOP_RIB: (
        "The levels are counted from what looks like the first rib, but the vertebra above it is not seen "
        "whole: if it bears a rib too, every name would be one off (T1 would be T2). Confirm one level."
    ),
    Anchor.LAST_RIB: (
        "The levels are counted from the last rib alone: with 11 or 13 pairs of ribs every name would be "
        "one off (L1 would be T12 or T13). Confirm one level."
    ),
}


def _against(own: NamedRow | None, row: NamedRow, clicks: tuple[Click, ...]) -> tuple[str, ...]:
    """A sentence where the scan's own landmarks say otherwise than the reader."""
    if own is None or not own.anchors or max(own.confidence) < _UNSURE_SHARE:
        return ()
    places = [click.section - (_INSIDE_MM if click.upper != click.lower else 0.0) for click in clicks]
    pairs = [(row.name_at(place), own.name_at(place)) for place in places]
    other = next(((name, by) for name, by in pairs if name and by and name != by), None)
    if other is None:
        return ()
    seen = " and ".join(anchor.value for anchor in own.anchors)
    return (
        f"By {seen}, the vertebra named {other[0]} would be {other[1]}. The name placed by hand was kept.",
    )
