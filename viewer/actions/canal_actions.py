"""Looking across the canal, and going from disc to disc in their own planes."""

from viewer.actions.action import Action, Scope
from viewer.actions.desk import Desk
from viewer.model.display import Display
from viewer.model.geometry import VolumeGeometry
from viewer.model.sections import Sections
from viewer.session.session import Session
from viewer.tools.canal import disc_sections, in_canal_plane, stepped_to_disc, toggled_canal_plane

_MENU = ("&Pane", "Plane")


def _measured(session: Session) -> tuple[Sections, VolumeGeometry] | None:
    volume, analysis = session.volume, session.analysis
    if volume is None or analysis is None or analysis.sections is None or not len(analysis.sections):
        return None
    return analysis.sections, volume.geometry


def has_sections(desk: Desk) -> bool:
    """Whether the canal of the open volume is measured."""
    return _measured(desk.session) is not None


def _toggle(desk: Desk) -> None:
    measured = _measured(desk.session)
    if measured is not None:
        desk.session.look(toggled_canal_plane(desk.session.display, *measured))


def _is_on(desk: Desk) -> bool:
    measured = _measured(desk.session)
    return measured is not None and in_canal_plane(desk.session.display, measured[0])


def _step(desk: Desk, steps: int) -> None:
    measured = _measured(desk.session)
    if measured is not None:
        desk.session.look(_stepped(desk.session, steps, *measured))


def _stepped(session: Session, steps: int, sections: Sections, geometry: VolumeGeometry) -> Display:
    levels = session.analysis.levels if session.analysis else ()
    discs = disc_sections(session.case, levels, sections)
    return stepped_to_disc(session.display, discs, steps, sections, geometry)


CANAL_ACTIONS: tuple[Action, ...] = (
    Action(
        "canal.plane",
        "Axial pane across the canal",
        _MENU,
        _toggle,
        ("S",),
        enabled=has_sections,
        checked=_is_on,
        section="canal",
        help="Perpendicular to the canal at the crosshair; again for the reference plane.",
    ),
    Action(
        "canal.next_disc",
        "Next disc down, in its plane",
        _MENU,
        lambda desk: _step(desk, 1),
        ("+", "="),
        enabled=has_sections,
        section="canal",
        scope=Scope.PANES,
    ),
    Action(
        "canal.previous_disc",
        "Next disc up, in its plane",
        _MENU,
        lambda desk: _step(desk, -1),
        ("-",),
        enabled=has_sections,
        section="canal",
        scope=Scope.PANES,
    ),
)
