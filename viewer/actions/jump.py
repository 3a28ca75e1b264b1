"""Taking all views to one place of the patient."""

from viewer.model.geometry import Vec3
from viewer.model.plane import PlaneKind
from viewer.session.session import Session
from viewer.tools.navigation import centred, with_crosshair


def jump_to(session: Session, point: Vec3) -> None:
    """Move the crosshair to an LPS point; enlarged or shifted panes bring it to their middle."""
    if session.volume is None:
        return
    geometry = session.volume.geometry
    display = with_crosshair(session.display, point, geometry)
    for kind in PlaneKind:
        pane = display.pane(kind)
        if pane.zoom > 1 or pane.pan_mm != (0.0, 0.0):
            display = centred(display, kind, geometry)
    session.look(display)
