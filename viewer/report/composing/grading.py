"""What scales suggest from measured numbers, beside what a reader has decided; the two are never mixed."""

from collections.abc import Callable, Sequence

import attrs

from viewer import __version__
from viewer.model.form.grade import Grade, GradeNumber
from viewer.model.form.level_form import LevelForm
from viewer.model.form.scale import Scale
from viewer.model.form.scale_file import known_scale, scales
from viewer.model.report.level_row import LevelNumbers
from viewer.model.sections import SectionState
from viewer.model.spine import Level

PROGRAM = f"Thecal {__version__}"
"""Who suggests."""

_Value = Callable[[LevelNumbers], float | None]
_QUANTITIES: dict[str, _Value] = {
    "sac_area": lambda n: n.area_mm2,
    "sac_ap": lambda n: n.ap_mm,
    "sac_ap_above": lambda n: n.ap_above_mm,
    "sac_ap_below": lambda n: n.ap_below_mm,
    "sac_transverse": lambda n: n.transverse_mm,
    "cord_area": lambda n: n.cord_area_mm2,
    "cord_ap": lambda n: n.cord_ap_mm,
    "cord_ap_above": lambda n: n.cord_ap_above_mm,
    "cord_ap_below": lambda n: n.cord_ap_below_mm,
}
"""The quantities that the program measures, by the ids that scales use."""


def scales_of(level: Level) -> tuple[Scale, ...]:
    """Return the scales made for the region of a level."""
    return tuple(one for one in scales() if level.region in one.regions)


def suggestions(
    level: Level, numbers: LevelNumbers | None, among: Sequence[Scale] | None = None
) -> tuple[Grade, ...]:
    """Return what the scales of a level's region suggest from what was measured there; none without numbers.

    Nor where metal crosses the section: no scale was made for such numbers.
    """
    if numbers is None:
        return ()
    chosen = scales_of(level) if among is None else [one for one in among if level.region in one.regions]
    found = (_suggested(scale, numbers) for scale in chosen)
    return tuple(one for one in found if one is not None)


def with_suggestions(form: LevelForm, numbers: LevelNumbers | None) -> LevelForm:
    """Return a form whose undecided grades are what is suggested now, its decided ones as the reader left them.

    Grades begun from a reader's own numbers stay, with the suggestion that follows from them.
    """
    kept = tuple(regraded(one) for one in form.grades if one.decided or _by_reader(one))
    taken = {(one.scale, one.side) for one in kept}
    fresh = [one for one in suggestions(form.level, numbers) if (one.scale, one.side) not in taken]
    return attrs.evolve(form, grades=(*kept, *fresh))


def regraded(grade: Grade) -> Grade:
    """Return an undecided grade with the suggestion its own numbers give; a decided one as it is."""
    scale = known_scale(grade.scale)
    if grade.decided or scale is None or not grade.numbers:
        return grade
    word = scale.word(grade.numbers)
    return attrs.evolve(grade, suggested=word, suggested_by=PROGRAM if word else "")


def _by_reader(grade: Grade) -> bool:
    return any(not one.by.startswith("Thecal") for one in grade.numbers)


def _suggested(scale: Scale, numbers: LevelNumbers) -> Grade | None:
    if numbers.state is SectionState.OBLITERATED and scale.obliterated:
        return Grade(scale.id, scale.version, suggested=scale.obliterated, suggested_by=PROGRAM)
    if numbers.state is not SectionState.OK or scale.side_specific:
        return None
    made = tuple(_grade_numbers(scale, numbers))
    word = scale.word(made)
    return Grade(scale.id, scale.version, None, made, word, PROGRAM) if word else None


def _grade_numbers(scale: Scale, numbers: LevelNumbers) -> list[GradeNumber]:
    found: list[GradeNumber] = []
    for quantity in scale.quantities:
        measure = _QUANTITIES.get(quantity.id)
        value = measure(numbers) if measure else None
        if value is not None:
            found.append(GradeNumber(quantity.id, value, quantity.unit, PROGRAM, numbers.plane))
    return found
