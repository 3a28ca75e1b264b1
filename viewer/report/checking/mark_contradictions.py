"""Where a mark does not fit its note, the form of its level, the volume or the study."""

from collections.abc import Iterator

from viewer.model.analysis import Analysis
from viewer.model.automatic_levels import level_of_mark
from viewer.model.case import Case
from viewer.model.finding import CompressionMark, Severity, Side, Zone
from viewer.model.form.level_form import Degree, LevelForm
from viewer.model.report.contradiction import Contradiction, Weight
from viewer.model.report.report import Report
from viewer.model.spine import ROOTS, Level, Region, roots_at
from viewer.report.checking.named_places import Named, sentences_of, sides_named
from viewer.report.composing.material import StudyFacts
from viewer.report.composing.sentences import ZONE_WORDS, listed
from viewer.report.composing.zones import RANK, side_of, zones_of_form, zones_of_mark

_OPPOSITE = {Side.RIGHT: Side.LEFT, Side.LEFT: Side.RIGHT}


def mark_contradictions(
    report: Report, case: Case, analysis: Analysis | None, facts: StudyFacts
) -> Iterator[Contradiction]:
    """Yield what does not fit between the marks of a case and all else that was said or is known."""
    numbers = {one.finding_id: one.number for one in report.findings}
    for mark in case.marks:
        at = level_of_mark(case, mark, analysis)
        level = at.level if at else None
        name = level.short_name if level else f"finding {numbers.get(mark.mark_id, '')}".strip()
        yield from _outside(mark, name, facts)
        yield from _against_note(mark, level, name)
        yield from _roots(mark, level)
        if level is not None:
            yield from _against_form(mark, level, case)
    yield from _study(case, facts)
    yield from _form_notes(case)


def _outside(mark: CompressionMark, name: str, facts: StudyFacts) -> Iterator[Contradiction]:
    if facts.volume is not None and not facts.volume.contains(mark.point):
        yield Contradiction(
            Weight.BLOCKING,
            f"The mark at {name} lies outside the scanned volume.",
            "Move or delete it, or open the series it was set in.",
            mark.mark_id,
        )


def _against_note(mark: CompressionMark, level: Level | None, name: str) -> Iterator[Contradiction]:
    other = other_side(mark.side, sides_named(mark.text))
    if other:
        yield Contradiction(
            side_weight(other),
            f"The mark at {name} is {_side(mark.side)}, but its note says {other}.",
            "Change the side or the note.",
            mark.mark_id,
        )
    wrong = wrong_levels(level, sentences_of(mark.text))
    if wrong:
        yield Contradiction(
            Weight.WARNING,
            f"The mark lies at {name}, but its note names {', '.join(one.short_name for one in wrong)}.",
            "Change the note, or check the level.",
            mark.mark_id,
        )


def _roots(mark: CompressionMark, level: Level | None) -> Iterator[Contradiction]:
    wrong = [root for root in mark.roots if level is not None and not _passes(root, level)]
    if wrong and level is not None:
        yield Contradiction(
            Weight.WARNING,
            f"The mark at {level.short_name} names {listed(wrong)}, which does not pass there.",
            "Check the root and the level.",
            mark.mark_id,
        )


def _passes(root: str, level: Level) -> bool:
    """Whether a root may be met at a level; in the lumbar sac all that leave it further down are."""
    meets = roots_at(level)
    first = meets.exiting or meets.traversing
    if first is None or root not in ROOTS:
        return True
    below = ROOTS.index(root) - ROOTS.index(first)
    return below >= -1 if level.region in (Region.LUMBAR, Region.SACRAL) else abs(below) <= 1


def other_side(side: Side | None, named: frozenset[Side]) -> str:
    """Return the side that a text names in place of a mark's own, empty where the two fit."""
    opposite = _OPPOSITE.get(side) if side else None
    if opposite is not None and opposite in named and side not in named:
        return opposite.value
    if opposite is not None and Side.BILATERAL in named and side not in named:
        return Side.BILATERAL.value
    return ""


def side_weight(other: str) -> Weight:
    """Return how much a side in a text weighs: the opposite one must be settled, both at once may be meant."""
    return Weight.WARNING if other == Side.BILATERAL.value else Weight.BLOCKING


def wrong_levels(level: Level | None, named: tuple[Named, ...]) -> tuple[Level, ...]:
    """Return the levels a text names where it never names the one it is about."""
    if level is None or "/" not in level.name or any(one.covers(level) for one in named):
        return ()
    return tuple(dict.fromkeys(wrong for one in named for wrong in one.levels))


def _against_form(mark: CompressionMark, level: Level, case: Case) -> Iterator[Contradiction]:
    form = case.form.level(level)
    told = side_of(zones_of_form(form))
    opposite = _OPPOSITE.get(mark.side) if mark.side else None
    if opposite is not None and told is opposite:
        yield Contradiction(
            Weight.BLOCKING,
            f"{level.short_name} is marked {_side(mark.side)}, but its form says {opposite.value}.",
            "Change the mark or the form.",
            mark.mark_id,
        )
    yield from _called_free(mark, level, form)
    graded = {(one.zone, one.side): one.severity for one in zones_of_form(form)}
    for one in zones_of_mark(mark):
        said = graded.get((one.zone, one.side))
        if said is not None and one.severity is not None and abs(RANK[said] - RANK[one.severity]) > 0:
            yield Contradiction(
                Weight.WARNING,
                f"{level.short_name} is marked {one.severity.value}, but its form says {said.value} ({one.zone.value}).",
                "The report takes the mark's word; change the one that is wrong.",
                mark.mark_id,
            )


def _called_free(mark: CompressionMark, level: Level, form: LevelForm) -> Iterator[Contradiction]:
    """Zones that a mark calls narrowed and the form free; a form that calls all free is told of as a whole."""
    if form.normal or mark.severity is Severity.NONE:
        return
    free: dict[tuple[Zone, Side | None], Degree | None] = {
        (Zone.CENTRAL, None): form.central,
        (Zone.LATERAL_RECESS, Side.RIGHT): form.recess_right,
        (Zone.LATERAL_RECESS, Side.LEFT): form.recess_left,
        (Zone.FORAMINAL, Side.RIGHT): form.foramen_right,
        (Zone.FORAMINAL, Side.LEFT): form.foramen_left,
    }
    for one in zones_of_mark(mark):
        if free.get((one.zone, one.side)) is Degree.NONE:
            side = f"{one.side.value} " if one.side else ""
            yield Contradiction(
                Weight.BLOCKING,
                f"{level.short_name} is marked as narrowed ({side}{ZONE_WORDS[one.zone]}), but its form says none there.",
                "Change the mark or the form.",
                mark.mark_id,
            )


def _form_notes(case: Case) -> Iterator[Contradiction]:
    for form in case.form.levels:
        told = side_of(zones_of_form(form))
        other = other_side(told, sides_named(form.text))
        if other:
            yield Contradiction(
                side_weight(other),
                f"The form of {form.level.short_name} says {_side(told)}, but its note says {other}.",
                "Change the form or its note.",
                form.level.name,
            )
        wrong = wrong_levels(form.level, sentences_of(form.text))
        if wrong:
            yield Contradiction(
                Weight.WARNING,
                f"The note of {form.level.short_name} names {', '.join(one.short_name for one in wrong)}.",
                "Check the level, or change the note.",
                form.level.name,
            )


def _study(case: Case, facts: StudyFacts) -> Iterator[Contradiction]:
    if case.study.images and facts.images and case.study.images != facts.images:
        yield Contradiction(
            Weight.WARNING,
            "The images of the study are not those the case was made with.",
            "Check every mark and measurement in the images as they are now.",
        )


def _side(side: Side | None) -> str:
    return side.value if side else ""
