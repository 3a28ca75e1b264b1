"""Shifting the numbering of all levels by one, whether a reader has placed them or the program found them."""

from viewer.errors import ViewerError
from viewer.model.analysis import Analysis
from viewer.model.automatic_levels import found_positions
from viewer.model.case import Case
from viewer.model.geometry import Vec3, distance_mm
from viewer.model.labels import LevelLabel, LevelPosition
from viewer.tools.outcome import Edit


def can_shift(case: Case, analysis: Analysis | None) -> bool:
    """Whether there is a numbering to shift: a label, or a level that was found and named."""
    return bool(case.labels) or bool(_found(case, analysis))


def shifted_numbering(case: Case, analysis: Analysis | None, steps: int, near: Vec3) -> Edit:
    """Return the edit that renames every level by `steps` vertebrae, positive caudally.

    Where a reader has placed none, the level found nearest to the point `near` becomes one, with its
    new name: all others follow it. `ViewerError` where there is no such level, or none at all.
    """
    title = f"Shift numbering {'down' if steps > 0 else 'up'}"
    if case.labels:
        return Edit(title, case.shifted_labels(steps), select="")
    found = _found(case, analysis)
    if not found:
        raise ViewerError("No level is named in this scan.", "Name one level at the crosshair first (L).")
    anchor = min(found, key=lambda one: distance_mm(one.point, near))
    levels = case.numbering.levels
    place = (case.numbering.index(anchor.level) or 0) + 2 * steps
    if not 0 <= place < len(levels):
        raise ViewerError(f"There is no level {steps:+d} from {anchor.level.short_name}.")
    return Edit(title, case.with_label(LevelLabel(levels[place], anchor.point)), select="")


def _found(case: Case, analysis: Analysis | None) -> list[LevelPosition]:
    """The levels found that this patient's numbering knows."""
    every = found_positions(case, analysis.levels) if analysis else ()
    return [one for one in every if case.numbering.index(one.level) is not None]
