"""Taking all views to one place of the patient."""

from viewer.model.automatic_levels import found_positions
from viewer.model.display import Display
from viewer.model.geometry import Vec3, VolumeGeometry
from viewer.model.labels import level_positions
from viewer.model.plane import PlaneKind
from viewer.model.spine import Level
from viewer.session.session import Session
from viewer.tools.canal import across_at_level, followed, moved_along
from viewer.tools.navigation import centred


def jump_to(session: Session, point: Vec3) -> None:
    """Move the crosshair to an LPS point; enlarged or shifted panes bring it to their middle.

    An axial pane that lies across the canal lies across it there, too.
    """
    if session.volume is None:
        return
    geometry = session.volume.geometry
    sections = session.analysis.sections if session.analysis else None
    session.look(_brought_in(moved_along(session.display, point, sections, geometry), geometry))


def jump_to_level(session: Session, point: Vec3) -> None:
    """Show the canal at the level whose disc or body lies at an LPS point: the axial pane across it there."""
    if session.volume is None:
        return
    geometry = session.volume.geometry
    sections = session.analysis.sections if session.analysis else None
    session.look(_brought_in(across_at_level(session.display, point, sections, geometry), geometry))


def place_of_level(session: Session, level: Level) -> Vec3 | None:
    """Return where the labels or the analysis place a level inside the volume, None where neither does."""
    case, volume, analysis = session.case, session.volume, session.analysis
    if volume is None:
        return None
    told = (
        *level_positions(case.labels, case.numbering, volume.geometry),
        *(found_positions(case, analysis.levels) if analysis else ()),
    )
    return next((one.point for one in told if one.level == level), None)


def _brought_in(display: Display, geometry: VolumeGeometry) -> Display:
    """The crosshair in the middle of the panes that are enlarged or shifted."""
    for kind in PlaneKind:
        pane = display.pane(kind)
        if pane.zoom > 1 or pane.pan_mm != (0.0, 0.0):
            display = centred(display, kind, geometry)
    return display


def followed_canal(session: Session, display: Display) -> Display:
    """Return the next display of a session with an axial pane across the canal staying across it."""
    if session.volume is None:
        return display
    sections = session.analysis.sections if session.analysis else None
    return followed(session.display, display, sections, session.volume.geometry)
