"""A look at another place: the crosshair goes there while the pointer points, and back when it leaves."""

import attrs

from viewer.model.display import Display
from viewer.model.geometry import Vec3
from viewer.session.session import Session
from viewer.tools.canal import moved_along


class Peek:
    """Moves a session's crosshair for as long as it looks; what the reader chose comes back."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._before: Display | None = None
        self._shown: Display | None = None

    def at(self, point: Vec3) -> None:
        """Show a place; an axial pane across the canal stays across it."""
        session = self._session
        if session.volume is None:
            return
        if self._before is None or self._moved_on:
            self._before = session.display
        sections = session.analysis.sections if session.analysis else None
        session.look(moved_along(session.display, point, sections, session.volume.geometry))
        self._shown = session.display

    def end(self) -> None:
        """Show again what was shown before, unless the reader has gone elsewhere since."""
        before = self._before
        if before is not None and not self._moved_on:
            display = attrs.evolve(self._session.display, crosshair=before.crosshair)
            axial = attrs.evolve(display.axial, right=before.axial.right, down=before.axial.down)
            self._session.look(attrs.evolve(display, axial=axial))
        self.stay()

    def stay(self) -> None:
        """Take the place that is shown for the reader's own."""
        self._before = self._shown = None

    @property
    def _moved_on(self) -> bool:
        shown = self._shown
        return shown is None or shown.crosshair != self._session.display.crosshair
