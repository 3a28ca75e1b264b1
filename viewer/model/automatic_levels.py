"""Levels found in the image beside those that a reader has placed: shown, proposed, and confirmed."""

import re

import attrs

from viewer.errors import ViewerError
from viewer.model.analysis import Analysis
from viewer.model.case import Case
from viewer.model.finding import CompressionMark
from viewer.model.found_level import FoundLevel, LevelSource
from viewer.model.geometry import Vec3, distance_mm, vec3
from viewer.model.labels import LabelSource, LevelAtPoint, LevelLabel, LevelPosition, level_at, levels_between
from viewer.model.narrowing import Narrowing
from viewer.model.spine import Level, LevelKind, Numbering

# From a click in the canal to the middle of the disc or body before it.
_ANCHOR_REACH_MM = 45.0
_LEVEL_REACH_MM = 20.0
_CANAL_REACH_MM = 60.0
_TELLING_LABELS = 2
_NAME = re.compile(r"(?<![A-Za-z0-9/])[CTLS][0-9]{1,2}(?:/[CTLS][0-9]{1,2})?(?![0-9/?])")

FoundLevels = tuple[FoundLevel, ...]


def automatic_levels(case: Case, levels: FoundLevels) -> FoundLevels:
    """Return the found levels that tell more than the labels do; one placed label renumbers them all.

    Between two labels and more the labels alone tell; beyond the outermost of them what was found does,
    as far as the two agree.
    """
    if not case.labels:
        return levels
    named = _anchored(levels, case.labels[0], case.numbering)
    if len(case.labels) < _TELLING_LABELS:
        return named
    first, last = _span(case)
    places = ((one, case.numbering.index(Level(one.name))) for one in named if one.name is not None)
    beyond = tuple(one for one, place in places if place is not None and not first < place < last)
    return beyond if _agrees(beyond, case) else ()


def _span(case: Case) -> tuple[int, int]:
    """The places of the outermost labels in the numbering."""
    places = [case.numbering.index(label.level) or 0 for label in case.labels]
    return min(places), max(places)


def _agrees(levels: FoundLevels, case: Case) -> bool:
    """Whether what was found lies in order with the labels, and none near a label of another name."""
    first, last = _span(case)
    ends = [label for label in case.labels if case.numbering.index(label.level) in (first, last)]
    for label in ends:
        for one in levels:
            place, of_label = case.numbering.index(Level(str(one.name))), case.numbering.index(label.level)
            if place is None or of_label is None:
                return False
            if place != of_label and (place > of_label) != (one.centre[2] < label.point[2]):
                return False
    return True


def with_found(
    positions: tuple[LevelPosition, ...], found: tuple[LevelPosition, ...]
) -> tuple[LevelPosition, ...]:
    """Return positions that the labels tell and those that were found, from the head down.

    Where levels were found beyond the labels, none is guessed there from the usual heights.
    """
    placed = [one.point[2] for one in positions if one.placed]
    if len(placed) >= _TELLING_LABELS:
        above = any(one.point[2] > max(placed) for one in found)
        below = any(one.point[2] < min(placed) for one in found)
        positions = tuple(
            one
            for one in positions
            if one.source is not LabelSource.EXTRAPOLATED
            or not (above if one.point[2] > max(placed) else below)
        )
    return tuple(sorted((*positions, *found), key=lambda one: -one.point[2])) if found else positions


def _anchored(levels: FoundLevels, label: LevelLabel, numbering: Numbering) -> FoundLevels:
    near = [
        one
        for one in levels
        if one.kind is label.level.kind and distance_mm(one.centre, label.point) <= _ANCHOR_REACH_MM
    ]
    place = numbering.index(label.level)
    if not near or place is None:
        return levels
    anchor = min(near, key=lambda one: distance_mm(one.centre, label.point))
    if anchor.name == label.level.name:
        return levels
    return tuple(_renamed(one, place + one.ordinal - anchor.ordinal, numbering) for one in levels)


def _renamed(level: FoundLevel, place: int, numbering: Numbering) -> FoundLevel:
    known = 0 <= place < len(numbering.levels) and numbering.levels[place].kind is level.kind
    name = numbering.levels[place].name if known else None
    return attrs.evolve(level, name=name, source=LevelSource.ANCHOR)


def found_positions(case: Case, levels: FoundLevels) -> tuple[LevelPosition, ...]:
    """Return the named ones of the automatic levels as positions, without those that are placed."""
    placed = {label.level.name for label in case.labels}
    return tuple(
        LevelPosition(Level(one.name), one.centre, LabelSource.FOUND)
        for one in automatic_levels(case, levels)
        if one.name is not None and one.name not in placed
    )


def level_at_arc(levels: FoundLevels, arc_mm: float) -> FoundLevel | None:
    """Return the named level nearest to a place along the canal, None where none is near."""
    named = [one for one in levels if one.name is not None and abs(one.arc_mm - arc_mm) <= _LEVEL_REACH_MM]
    return min(named, key=lambda one: abs(one.arc_mm - arc_mm), default=None)


def narrowing_level(case: Case, narrowing: Narrowing, levels: FoundLevels) -> tuple[Level | None, bool]:
    """Return the level of a narrowing, and whether it is confirmed: by the labels, else as found."""
    placed = level_at(case.labels, case.numbering, narrowing.position)
    found = level_at_arc(automatic_levels(case, levels), narrowing.arc_mm)
    told = _told(case, placed, found)
    return (told.level, told.confirmed) if told else (None, False)


def _told(case: Case, placed: LevelAtPoint | None, found: FoundLevel | None) -> LevelAtPoint | None:
    """By the labels, but beyond the outermost of them as found."""
    place = case.numbering.index(placed.level) if placed else None
    if found is None or (placed is not None and place is not None and _within(place, case)):
        return placed
    name = str(found.name)
    return LevelAtPoint(Level(name), any(label.level.name == name for label in case.labels))


def _within(place: int, case: Case) -> bool:
    first, last = _span(case)
    return first <= place <= last


def confirmed_case(case: Case, levels: FoundLevels) -> Case:
    """Return the case with the automatic levels placed, its numbering theirs; a reader's labels stay.

    Discs are placed, and vertebrae where fewer than two discs are named. `ViewerError` where nothing
    is named, or where the names do not fit the labels.
    """
    named = [one for one in automatic_levels(case, levels) if one.name is not None]
    discs = [one for one in named if one.kind is LevelKind.DISC]
    chosen = discs if len(discs) >= _TELLING_LABELS else named
    if not chosen:
        raise ViewerError("No level is named in this scan.", "Name one level at the crosshair first (L).")
    placed = {label.level.name for label in case.labels}
    added = (LevelLabel(Level(str(one.name)), one.centre) for one in chosen if one.name not in placed)
    numbering = _numbering_of({str(one.name) for one in named}, case.numbering)
    return attrs.evolve(case, numbering=numbering).with_labels((*case.labels, *added))


def _numbering_of(names: set[str], known: Numbering) -> Numbering:
    """The count of vertebrae that transitional names tell; as it was where they tell nothing."""
    thoracic = _count(names, 13, ("T13", "T12/T13", "T13/L1")) or _count(names, 11, ("T11/L1",))
    lumbar = _count(names, 6, ("L6", "L5/L6", "L6/S1")) or _count(names, 4, ("L4/S1",))
    thoracic = thoracic or _count(names, 12, ("T12", "T12/L1")) or known.thoracic
    return Numbering(thoracic, lumbar or _count(names, 5, ("L5", "L5/S1")) or known.lumbar)


def _count(names: set[str], count: int, telling: tuple[str, ...]) -> int:
    return count if names & set(telling) else 0


def level_near(case: Case, analysis: Analysis | None, point: Vec3) -> FoundLevel | None:
    """Return the automatic level that the canal beside a point belongs to, None where none is known."""
    sections = analysis.sections if analysis else None
    if analysis is None or sections is None or not len(sections):
        return None
    number = sections.nearest(point)
    if distance_mm(vec3(sections.point[number]), point) > _CANAL_REACH_MM:
        return None
    return level_at_arc(automatic_levels(case, analysis.levels), float(sections.arc_mm[number]))


def level_here(case: Case, point: Vec3, analysis: Analysis | None) -> LevelAtPoint | None:
    """Return the level of a point: as the labels tell it, beyond them as it was found, unconfirmed."""
    placed = level_at(case.labels, case.numbering, point)
    return _told(case, placed, level_near(case, analysis, point))


def level_of_mark(case: Case, mark: CompressionMark, analysis: Analysis | None) -> LevelAtPoint | None:
    """Return the level of a mark: as the labels tell it, beyond them as it was found, unconfirmed."""
    return level_here(case, mark.point, analysis)


def with_question_marks(text: str, case: Case) -> str:
    """Return a sentence with a "?" after every level in it that no reader has confirmed, names as readers say them."""
    placed = {label.level for label in case.labels}
    known = {level.name for level in placed | levels_between(placed, case.numbering)}
    return _NAME.sub(lambda found: _questioned(found[0], known), text)


def _questioned(name: str, known: set[str]) -> str:
    return Level(name).short_name + ("" if name in known else "?")
