"""Which zones of a level are narrowed and how much, from a mark and from the form of the level."""

from itertools import groupby

import attrs

from viewer.model.finding import CompressionMark, Severity, Side, Zone
from viewer.model.form.level_form import Degree, LevelForm
from viewer.model.report.finding import FoundZone
from viewer.report.composing.sentences import ZONE_WORDS, listed

RANK: dict[Severity | None, int] = {
    Severity.COMPLETE_BLOCK: 4,
    Severity.SEVERE: 3,
    Severity.MODERATE: 2,
    Severity.MILD: 1,
    Severity.NONE: 0,
    None: -1,
}
_OF_DEGREE = {
    Degree.NONE: Severity.NONE,
    Degree.MILD: Severity.MILD,
    Degree.MODERATE: Severity.MODERATE,
    Degree.SEVERE: Severity.SEVERE,
}
_BOTH = (Side.RIGHT, Side.LEFT)


@attrs.frozen
class Narrowed:
    """One zone on one side (None for the middle, or where nobody said), and how much; None for ungraded."""

    zone: Zone
    side: Side | None
    severity: Severity | None


def severity_of(degree: Degree | None) -> Severity | None:
    """Return the severity that a degree of the form stands for."""
    return None if degree is None else _OF_DEGREE[degree]


def zones_of_form(form: LevelForm) -> tuple[Narrowed, ...]:
    """Return what the form calls narrowed."""
    items = (
        (Zone.CENTRAL, None, form.central),
        (Zone.LATERAL_RECESS, Side.RIGHT, form.recess_right),
        (Zone.LATERAL_RECESS, Side.LEFT, form.recess_left),
        (Zone.FORAMINAL, Side.RIGHT, form.foramen_right),
        (Zone.FORAMINAL, Side.LEFT, form.foramen_left),
    )
    return tuple(
        Narrowed(zone, side, severity_of(degree))
        for zone, side, degree in items
        if degree not in (None, Degree.NONE)
    )


def zones_of_mark(mark: CompressionMark) -> tuple[Narrowed, ...]:
    """Return what a mark calls narrowed; nothing where it names no zone."""
    found: list[Narrowed] = []
    for zone in Zone:
        if zone in mark.zones:
            sides = (None,) if zone is Zone.CENTRAL else _sides(mark.side)
            found += [Narrowed(zone, side, mark.severity) for side in sides]
    return tuple(found)


def _sides(side: Side | None) -> tuple[Side | None, ...]:
    if side is Side.BILATERAL:
        return _BOTH
    return (side,) if side in _BOTH else (None,)


def joined(mark: tuple[Narrowed, ...], form: tuple[Narrowed, ...]) -> tuple[Narrowed, ...]:
    """Return the zones of either; the mark's word stands where both speak of the same zone and side."""
    sided = {one.zone for one in form if one.side is not None}
    told = [one for one in mark if one.side is not None or one.zone is Zone.CENTRAL or one.zone not in sided]
    known = {(one.zone, one.side) for one in told}
    return (*told, *(one for one in form if (one.zone, one.side) not in known))


def side_of(zones: tuple[Narrowed, ...], marked: Side | None = None) -> Side | None:
    """Return the side that zones lie on and a mark names: both where they differ, None where none is told."""
    sides = {one.side for one in zones} | {marked}
    if Side.BILATERAL in sides or set(_BOTH) <= sides:
        return Side.BILATERAL
    one_side = sides & set(_BOTH)
    if one_side:
        return one_side.pop()
    return marked or (Side.CENTRAL if any(one.zone is Zone.CENTRAL for one in zones) else None)


def found_zones(
    zones: tuple[Narrowed, ...], mark: CompressionMark | None, form: LevelForm | None
) -> tuple[FoundZone, ...]:
    """Return zones with their sides; the middle is that half of it that a mark lies on, unless the form says all."""
    half = mark.side if mark and mark.side in _BOTH and not _all_of_the_middle(form) else None
    return tuple(FoundZone(one.zone, half if one.zone is Zone.CENTRAL else one.side) for one in zones)


def _all_of_the_middle(form: LevelForm | None) -> bool:
    return form is not None and form.central not in (None, Degree.NONE)


def worst(zones: tuple[Narrowed, ...], severity: Severity | None) -> Severity | None:
    """Return the worst of zones and another grade."""
    return max((severity, *(one.severity for one in zones)), key=lambda one: RANK[one])


def zone_words(zones: tuple[Narrowed, ...]) -> str:
    """Return zones by how much they are narrowed: `severe central and mild right foraminal narrowing`."""
    ordered = sorted(zones, key=lambda one: (-RANK[one.severity], list(Zone).index(one.zone)))
    parts: list[str] = []
    for severity, group in groupby(ordered, key=lambda one: one.severity):
        grade = f"{severity.value} " if severity and RANK[severity] > 0 else ""
        parts.append(grade + listed(_named(tuple(group))))
    return f"{listed(parts)} narrowing" if parts else ""


def _named(zones: tuple[Narrowed, ...]) -> list[str]:
    words: list[str] = []
    for zone in Zone:
        sides = {one.side for one in zones if one.zone is zone}
        if sides:
            side = "bilateral " if set(_BOTH) <= sides else "".join(f"{one.value} " for one in sides if one)
            words.append(f"{side}{ZONE_WORDS[zone]}")
    return words
