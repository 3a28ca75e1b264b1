"""How what was found fits what the study was ordered for."""

from collections.abc import Iterator
from enum import StrEnum
from itertools import groupby

import attrs

from viewer.model.finding import Severity, Side, Zone
from viewer.model.form.question import ClinicalQuestion
from viewer.model.report.concordance import Agreement, Concordance, ExpectedPlace
from viewer.model.report.finding import FoundZone, ReportedFinding
from viewer.model.spine import Level, LevelKind, Numbering
from viewer.report.question.expected import Clue, clues, expected_places

__all__ = ["concordance", "expected_places"]

_ONE_SIDE = (Side.RIGHT, Side.LEFT)
_ZONE_WORDS = {Zone.LATERAL_RECESS: "lateral recess"}
_MOST_LEVELS = 4
# Where the program measured a narrowing and nobody named its zone: of the sac, never of a foramen.
_OF_THE_SAC = (Zone.CENTRAL, Zone.LATERAL_RECESS)
# A mildly narrowed middle leaves room for the roots that pass it.
_TIGHT = (Severity.MODERATE, Severity.SEVERE, Severity.COMPLETE_BLOCK)


class _Fit(StrEnum):
    """How a finding lies to an expected place."""

    THERE = "there"
    OTHER_SIDE = "other side"
    ELSEWHERE = "elsewhere"


def concordance(
    question: ClinicalQuestion, findings: tuple[ReportedFinding, ...], numbering: Numbering | None = None
) -> tuple[Concordance, ...]:
    """Return for each symptom, result and suspected level what was found where it points.

    A finding explains it at an expected level and zone on its side; one in the middle or on both sides
    explains either. Where none does, a moderate or worse narrowing of the middle that the root passes on its
    way may explain it, and is named as no more than that (`POSSIBLE`). Where a finding names no zone or side, it is taken to fit, which its sentence tells, but
    what was only measured in the sac explains no foramen. A symptom of both sides is told side by side where
    the two differ. What points nowhere is left out.
    """
    found = tuple(one for one in findings if one.severity is not Severity.NONE)
    return tuple(one for clue in clues(question, numbering) for one in _of_clue(clue, found))


def _of_clue(clue: Clue, findings: tuple[ReportedFinding, ...]) -> Iterator[Concordance]:
    if clue.side is not Side.BILATERAL:
        yield _judged(clue, findings)
        return
    right, left = (_judged(clue.on(side), findings) for side in _ONE_SIDE)
    if right.agreement is not left.agreement:
        yield from (right, left)
        return
    both = set(right.findings) | set(left.findings)
    named = tuple(one for one in findings if one.finding_id in both)
    passed = () if right.agreement is Agreement.CONCORDANT else _passed(clue, findings)
    yield _said(clue, right.agreement, named, passed)


def _judged(clue: Clue, findings: tuple[ReportedFinding, ...]) -> Concordance:
    fits = {one.finding_id: _fit(clue, one) for one in findings}
    there = tuple(one for one in findings if fits[one.finding_id] is _Fit.THERE)
    if there:
        return _said(clue, Agreement.CONCORDANT, there)
    beside = tuple(one for one in findings if fits[one.finding_id] is _Fit.OTHER_SIDE)
    passed = _passed(clue, findings)
    if beside:
        return _said(clue, Agreement.DISCORDANT, beside, passed)
    return _said(clue, Agreement.POSSIBLE if passed else Agreement.UNEXPLAINED, passed, passed)


def _passed(clue: Clue, findings: tuple[ReportedFinding, ...]) -> tuple[ReportedFinding, ...]:
    """What narrows the middle of the canal where the roots of a clue pass it, on the side asked for."""
    return tuple(
        one
        for one in findings
        if one.level in clue.passed
        and one.severity in _TIGHT
        and any(spot.zone is Zone.CENTRAL and _meets(spot.side, clue.side) for spot in _spots(one))
    )


def _fit(clue: Clue, finding: ReportedFinding) -> _Fit:
    sides = [spot.side for spot in _spots(finding) if _at_a_place(clue, finding, spot.zone)]
    if not sides and set(clue.roots) & set(finding.roots):
        sides = [finding.side]
    if not sides:
        return _Fit.ELSEWHERE
    return _Fit.THERE if any(_meets(side, clue.side) for side in sides) else _Fit.OTHER_SIDE


@attrs.frozen
class _Spot:
    """A zone of a finding (None where none was named) and its side."""

    zone: Zone | None
    side: Side | None


def _spots(finding: ReportedFinding) -> list[_Spot]:
    own: tuple[FoundZone, ...] = finding.narrowed
    middle = all(one.zone is Zone.CENTRAL and one.side is None for one in own)
    if own and not middle:
        return [_Spot(one.zone, one.side) for one in own]
    unnamed = _OF_THE_SAC if finding.measured else (None,)
    return [_Spot(zone, finding.side) for zone in finding.zones or unnamed]


def _meets(found: Side | None, asked: Side | None) -> bool:
    return asked not in _ONE_SIDE or found not in _ONE_SIDE or found is asked


def _at_a_place(clue: Clue, finding: ReportedFinding, zone: Zone | None) -> bool:
    level = finding.level
    if level is None:
        return False
    return any((zone is None or one.zone is zone) and _same_level(level, one) for one in clue.places)


def _same_level(found: Level, place: ExpectedPlace) -> bool:
    """Whether a finding's level is that of a place; behind a vertebra it is that of the discs next to it."""
    if found == place.level:
        return True
    if found.kind is place.level.kind:
        return False
    vertebra, disc = sorted((found, place.level), key=lambda one: one.kind is LevelKind.DISC)
    if place.zone in (Zone.FORAMINAL, Zone.EXTRAFORAMINAL):
        return vertebra.name == disc.upper
    return vertebra.name in (disc.upper, disc.lower)


def _said(
    clue: Clue,
    agreement: Agreement,
    findings: tuple[ReportedFinding, ...],
    passed: tuple[ReportedFinding, ...] = (),
) -> Concordance:
    plural = len(findings) > 1
    told = {
        Agreement.CONCORDANT: f"concordant with {_named(findings)}",
        Agreement.POSSIBLE: _unexplained(clue),
        Agreement.DISCORDANT: f"{_named(findings)} {'lie' if plural else 'lies'} there, but on the other side",
        Agreement.UNEXPLAINED: _unexplained(clue),
    }[agreement]
    maybe = f"; may be explained by {_passed_words(clue, passed)}" if passed else ""
    places = tuple(attrs.evolve(one, side=clue.side) for one in clue.places)
    identities = tuple(one.finding_id for one in findings)
    return Concordance(clue.subject, agreement, places, identities, f"{clue.subject}: {told}{maybe}.")


def _named(findings: tuple[ReportedFinding, ...]) -> str:
    """Findings by number and level: `findings 1 (L4/5) and 2 (L5/S1)`."""
    plural = "s" if len(findings) > 1 else ""
    return f"finding{plural} {_listed([f'{one.number} ({_level_words(one)})' for one in findings])}"


def _passed_words(clue: Clue, passed: tuple[ReportedFinding, ...]) -> str:
    own = {one.level for one in clue.places}
    above = "" if any(one.level in own for one in passed) else " above"
    return f"the central narrowing{above}, {_named(passed)}"


def _unexplained(clue: Clue) -> str:
    if not clue.places:
        return "the numbering of this patient has no level for it"
    return f"no finding is reported at {_where(clue.places)}"


def _level_words(finding: ReportedFinding) -> str:
    level = finding.level.short_name if finding.level else "level unknown"
    unsure = "" if finding.confirmed or finding.level is None else "?"
    return f"{level}{unsure}{'' if finding.zones or finding.roots else ', zone not stated'}"


def _where(places: tuple[ExpectedPlace, ...]) -> str:
    """The places in words: `L4/5 (central, lateral recess) or L5/S1 (foraminal)`."""
    zones: dict[Level, list[Zone]] = {}
    for one in places:
        zones.setdefault(one.level, []).append(one.zone)
    rows = [(level, tuple(dict.fromkeys(of_level))) for level, of_level in zones.items()]
    runs = [(names, [level for level, _ in group]) for names, group in groupby(rows, key=lambda row: row[1])]
    return _listed([_run_words(levels, names) for names, levels in runs], "or")


def _run_words(levels: list[Level], zones: tuple[Zone, ...]) -> str:
    names = [one.short_name for one in levels]
    at = f"{names[0]} to {names[-1]}" if len(names) > _MOST_LEVELS else _listed(names, "or")
    every = set(zones) == set(Zone)
    return at if every else f"{at} ({', '.join(_ZONE_WORDS.get(one, one.value) for one in zones)})"


def _listed(words: list[str], last: str = "and") -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {last} {words[-1]}" if words else ""
