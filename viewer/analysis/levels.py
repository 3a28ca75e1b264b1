"""Find the vertebral levels along the canal and name them."""

import attrs
import numpy as np

from viewer.analysis.anchors import VertebraMarks
from viewer.analysis.curve import Curve
from viewer.analysis.level_names import (
    LevelNames,
    agreed_names,
    click_of,
    clicked_names,
    fits,
    found_names,
    nearest_names,
)
from viewer.analysis.level_places import (
    UPPER_CERVICAL,
    USUAL_CERVICAL_MM,
    Place,
    centre_at,
    places_of,
)
from viewer.analysis.named_row import NamedRow, named_row
from viewer.analysis.vertebral_chain import Click
from viewer.analysis.vertebral_profile import VertebralProfile, vertebral_profile
from viewer.analysis.vertebral_row import find_row
from viewer.analysis.vertebral_stack import VertebralStack, vertebral_stack
from viewer.model.found_level import FoundLevel, LevelsFound, LevelSource
from viewer.model.geometry import Vec3
from viewer.model.labels import LevelLabel
from viewer.model.spine import LevelKind
from viewer.model.volume import Volume
from viewer.progress import Progress, silent

_MARGIN_MM = 12.0
_LEAST_SEEN = 0.45
# How much worse (natural logarithm) a row may fit what is seen for the sake of several clicks at once.
_UNLIKELY = 15.0
_MOST_TELLING = 6
_NO_ROW = "No row of vertebrae was recognised in front of the canal, so no levels were placed."


def find_levels(
    volume: Volume,
    curve: Curve,
    anchors: tuple[LevelLabel, ...] = (),
    progress: Progress = silent,
) -> LevelsFound:
    """Return the discs and vertebral bodies abreast of a canal curve, named where the scan tells how.

    `curve` runs from cranial to caudal inside the canal; `anchors` are levels a reader has clicked, in
    the disc, the body or the canal beside it: they overrule what the program would say.
    """
    progress(0.0, "Finding the levels")
    stack = vertebral_stack(volume, curve)
    progress(0.5)
    profile = vertebral_profile(stack)
    discs = find_row(profile)
    progress(0.8)
    own = named_row(stack, profile, discs)
    if own is None:
        return LevelsFound(
            tuple(_clicked(stack, n, one) for n, one in enumerate(anchors)), warnings=(_NO_ROW,)
        )
    if anchors:
        row, names = _by_clicks(stack, profile, own, tuple(click_of(stack, label) for label in anchors))
    else:
        row, names = own, found_names(own)
    source = LevelSource.ANCHOR if anchors else LevelSource.AUTO
    places = places_of(row.marks, row.discs)
    levels = _levels(stack, row.marks, _with_upper_cervical(places, names), names, source)
    progress(1.0)
    return LevelsFound(levels, names.numbering, names.warnings)


def _by_clicks(
    stack: VertebralStack, profile: VertebralProfile, own: NamedRow, clicks: tuple[Click, ...]
) -> tuple[NamedRow, LevelNames]:
    """The row all clicks agree on; where they do not fit each other, names by the nearest of them."""
    if len(clicks) > 1 and own.anchors and all(fits(own, click) for click in clicks):
        return own, agreed_names(own, clicks)
    joint = named_row(stack, profile, own.discs, _telling(clicks))
    likely = joint is not None and joint.score > own.score - _UNLIKELY
    if joint is not None and (likely or len(clicks) == 1) and all(fits(joint, click) for click in clicks):
        return joint, clicked_names(joint, own, clicks)
    singles = [(click, named_row(stack, profile, own.discs, (click,))) for click in clicks]
    usable = tuple((click, row) for click, row in singles if row is not None)
    return own, nearest_names(own, usable)


def _telling(clicks: tuple[Click, ...]) -> tuple[Click, ...]:
    """A few clicks from the first to the last, enough to count between; the others are held against the row.

    Each outweighs all that is seen, by so much that very many are more than a number can hold. The joint above
    C1 has no vertebra above it to be laid by.
    """
    ordered = sorted(clicks, key=lambda click: click.section)
    usable = [click for click in ordered if click.upper != "C0"] or ordered
    chosen = np.unique(np.linspace(0, len(usable) - 1, min(len(usable), _MOST_TELLING)).round().astype(int))
    return tuple(usable[n] for n in chosen)


def _levels(
    stack: VertebralStack,
    marks: tuple[VertebraMarks, ...],
    places: tuple[tuple[Place, str | None], ...],
    names: LevelNames,
    source: LevelSource,
) -> tuple[FoundLevel, ...]:
    named = any(names.vertebrae)
    found: list[FoundLevel] = []
    for place, name in places:
        arc_mm = place.section - stack.first
        length_mm = float(stack.stop - 1 - stack.first)
        beyond = not -_MARGIN_MM <= arc_mm <= length_mm + _MARGIN_MM
        unseen = not place.found and marks[place.number].seen < _LEAST_SEEN
        if beyond or unseen or (named and name is None):
            continue
        sure = names.sure_of(place) if named else (0.8 if place.found else 0.4)
        centre = centre_at(stack, place.section)
        arc_mm = min(max(arc_mm, 0.0), length_mm)
        found.append(FoundLevel(name, place.kind, len(found) + 1, centre, arc_mm, source, sure))
    return tuple(found)


def _with_upper_cervical(
    places: tuple[Place, ...], names: LevelNames
) -> tuple[tuple[Place, str | None], ...]:
    """The named places, those above C2/C3 set where the peg of C2 and the ring of C1 lie."""
    named = [(place, names.of(place)) for place in places]
    disc = next((place.section for place, name in named if name == "C2/C3"), None)
    if disc is None:
        return tuple(named)
    below = [place.section for place, name in named if name in {"C3/C4", "C4/C5", "C5/C6"}]
    height = (below[-1] - disc) / len(below) if below else USUAL_CERVICAL_MM
    upper = [
        (
            Place(
                LevelKind.DISC if "/" in name else LevelKind.VERTEBRA, 0, disc - share * height, found=True
            ),
            name,
        )
        for name, share in reversed(UPPER_CERVICAL.items())
    ]
    number = next(place.number for place, name in named if name == "C2/C3")
    upper = [(attrs.evolve(place, number=number), name) for place, name in upper]
    return (*upper, *(pair for pair in named if pair[0].section >= disc))


def _clicked(stack: VertebralStack, number: int, label: LevelLabel) -> FoundLevel:
    arc_mm = float(np.clip(stack.row_of(np.array(label.point)), stack.first, stack.stop - 1) - stack.first)
    point: Vec3 = label.point
    return FoundLevel(label.level.name, label.level.kind, number + 1, point, arc_mm, LevelSource.ANCHOR, 0.9)
