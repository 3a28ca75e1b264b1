"""The level table: every disc in the scope, and every level of which something was said."""

from collections.abc import Iterable

from viewer.model.automatic_levels import automatic_levels
from viewer.model.case import Case
from viewer.model.form.level_form import LevelForm
from viewer.model.report.level_row import LevelRow
from viewer.model.spine import Level, LevelKind
from viewer.report.composing.confirmed import confirmed_levels
from viewer.report.composing.material import Material

# No disc lies above it.
_FIRST_DISC = Level("C2/C3")


def level_rows(material: Material) -> tuple[LevelRow, ...]:
    """Return the rows from the head down."""
    case = material.case
    known = confirmed_levels(case)
    levels = ordered(case, {*_in_scope(material), *_spoken_of(material)})
    return tuple(
        LevelRow(
            level=level,
            confirmed=level in known,
            form=LevelForm(level) if material.auto else case.form.level(level),
            numbers=material.numbers.get(level),
            findings=tuple(one.number for one in material.findings if one.level == level),
        )
        for level in levels
    )


def ordered(case: Case, levels: Iterable[Level]) -> list[Level]:
    """Return levels from the head down; those this patient's numbering does not know come last."""
    far = len(case.numbering.levels)

    def place(level: Level) -> tuple[int, str]:
        known = case.numbering.index(level)
        return (far if known is None else known, level.name)

    return sorted(levels, key=place)


def _in_scope(material: Material) -> Iterable[Level]:
    """The discs that were measured, or that were found or placed in the scan."""
    case = material.case
    first = case.numbering.index(_FIRST_DISC) or 0
    analysis = material.measured
    found = (
        {Level(one.name) for one in automatic_levels(case, analysis.levels) if one.name}
        if analysis
        else set()
    )
    placed = {label.level for label in case.labels}
    return (
        level
        for level in {*material.numbers, *found, *placed}
        if level.kind is LevelKind.DISC
        and (case.numbering.index(level) or 0) >= first
        and level.upper[0] != "S"
    )


def _spoken_of(material: Material) -> Iterable[Level]:
    form = material.case.form
    if not material.auto:
        yield from (one.level for one in form.levels if one.begun)
        yield from (level for level in form.question.suspected if level.kind is LevelKind.DISC)
    yield from (one.level for one in material.findings if one.level is not None)
