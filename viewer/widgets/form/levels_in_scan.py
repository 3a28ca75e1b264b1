"""Which levels of the form lie in the open scan."""

from viewer.model.automatic_levels import found_positions, with_found
from viewer.model.labels import LevelPosition, level_positions
from viewer.model.spine import Level
from viewer.session.session import Session
from viewer.tools.form_edits import form_levels


def known_positions(session: Session) -> tuple[LevelPosition, ...]:
    """Return where the labels and the analysis place levels inside the volume, from the head down."""
    if session.volume is None:
        return ()
    case, grid = session.case, session.volume.geometry
    found = found_positions(case, session.analysis.levels) if session.analysis else ()
    positions = with_found(level_positions(case.labels, case.numbering, grid), found)
    return tuple(one for one in positions if grid.contains(one.point))


def levels_in_scan(session: Session, positions: tuple[LevelPosition, ...]) -> tuple[Level, ...]:
    """Return the levels of the form that lie in the scan, and any that have been begun.

    Empty while fewer than two positions are known: then nobody can tell.
    """
    if len(positions) < 2:
        return ()
    inside = {one.level for one in positions}
    begun = {form.level for form in session.case.form.levels}
    return tuple(level for level in form_levels(session.case.numbering) if level in inside | begun)


def doubtful_levels(positions: tuple[LevelPosition, ...]) -> frozenset[Level]:
    """Return the levels that are named in the scan but that no reader has placed."""
    return frozenset(one.level for one in positions if not one.confirmed)
