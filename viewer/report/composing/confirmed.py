"""Which levels a reader has confirmed: those placed, and those that lie between two placed neighbours."""

import attrs

from viewer.model.automatic_levels import with_question_marks
from viewer.model.case import Case
from viewer.model.labels import LevelLabel
from viewer.model.spine import Level


def confirmed_levels(case: Case) -> frozenset[Level]:
    """Return the confirmed levels; a vertebra between two placed discs can bear no other name."""
    placed = {label.level for label in case.labels}
    levels = case.numbering.levels
    between = zip(levels, levels[1:], levels[2:], strict=False)
    return frozenset(placed | {level for above, level, below in between if {above, below} <= placed})


def with_doubts(text: str, case: Case) -> str:
    """Return a sentence with a question mark after every level in it that no reader has confirmed."""
    known = tuple(LevelLabel(level, (0.0, 0.0, 0.0)) for level in confirmed_levels(case))
    return with_question_marks(text, attrs.evolve(case, labels=known))
