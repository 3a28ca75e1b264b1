"""Which levels of the form lie in the open scan."""

from viewer.model.automatic_levels import found_positions, with_found
from viewer.model.labels import level_positions
from viewer.model.spine import Level
from viewer.session.session import Session
from viewer.tools.form_edits import form_levels


def levels_in_scan(session: Session) -> tuple[Level, ...]:
    """Return the levels that the labels or the analysis place inside the volume, and any that have been begun.

    Empty while nothing places any: then nobody can tell.
    """
    if session.volume is None:
        return ()
    case, grid = session.case, session.volume.geometry
    found = found_positions(case, session.analysis.levels) if session.analysis else ()
    positions = with_found(level_positions(case.labels, case.numbering, grid), found)
    if len(positions) < 2:
        return ()
    inside = {one.level for one in positions if grid.contains(one.point)}
    begun = {form.level for form in case.form.levels}
    return tuple(level for level in form_levels(case.numbering) if level in inside | begun)
