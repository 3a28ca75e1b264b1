"""Levels found in the image beside those that a reader has placed: shown, proposed, and confirmed."""

import re

import attrs

from viewer.errors import ViewerError
from viewer.model.analysis import Analysis
from viewer.model.case import Case
from viewer.model.finding import CompressionMark
from viewer.model.found_level import FoundLevel, LevelSource
from viewer.model.geometry import Vec3, distance_mm, vec3
from viewer.model.labels import LabelSource, LevelAtPoint, LevelLabel, LevelPosition, level_at
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
    """Return the found levels still to be shown as unconfirmed; none once a reader has placed two.

    One placed label renumbers all that were found.
    """
    if len(case.labels) >= _TELLING_LABELS:
        return ()
    return _anchored(levels, case.labels[0], case.numbering) if case.labels else levels


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
    if placed is not None:
        return placed.level, placed.confirmed
    found = level_at_arc(automatic_levels(case, levels), narrowing.arc_mm)
    return (Level(str(found.name)) if found else None), False


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


def level_of_mark(case: Case, mark: CompressionMark, analysis: Analysis | None) -> LevelAtPoint | None:
    """Return the level of a mark: as the labels tell it, else as it was found, unconfirmed."""
    told = case.level_of(mark)
    if told is not None:
        return told
    found = level_near(case, analysis, mark.point)
    return LevelAtPoint(Level(str(found.name)), confirmed=False) if found else None


def with_question_marks(text: str, case: Case) -> str:
    """Return a sentence with a "?" after every level in it that no reader has placed, names as readers say them."""
    placed = {label.level.name for label in case.labels}
    return _NAME.sub(lambda found: _questioned(found[0], placed), text)


def _questioned(name: str, placed: set[str]) -> str:
    return Level(name).short_name + ("" if name in placed else "?")
