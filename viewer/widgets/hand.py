"""Leads the mouse over slice panes to the tools, and what they answer to the session."""

from PySide6.QtCore import QObject

from viewer.actions.jump import followed_canal
from viewer.model.overlay_shapes import Target
from viewer.session.session import Session
from viewer.tools.events import Phase, Pointer, Wheel
from viewer.tools.hands import Hands, ToolId
from viewer.tools.outcome import Look
from viewer.tools.tool import Context


class Hand(QObject):
    """The one hand that works in all slice panes of a window."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._hands = Hands()
        session.tool_changed.connect(self._use)
        self._use(session.tool)

    def handle(self, event: Pointer | Wheel) -> None:
        """Let the tools answer an event, and the session apply the answer."""
        context = self._context
        if context is not None:
            outcome = self._hands.handle(event, context)
            if isinstance(outcome, Look):
                outcome = Look(followed_canal(self._session, outcome.display))
            self._session.apply(outcome)

    def over(self, event: Pointer) -> Target | None:
        """Return what a hovering pointer could take hold of, None during a gesture."""
        context = self._context
        if context is None or event.phase is not Phase.HOVER:
            return None
        return self._hands.over(event, context)

    def let_go(self) -> None:
        """Drop what is under way."""
        self._session.apply(self._hands.cancel())

    @property
    def _context(self) -> Context | None:
        session = self._session
        if session.volume is None:
            return None
        geometry = session.volume.geometry
        return Context(session.case, session.display, geometry, session.volume, session.selection)

    def _use(self, tool_id: str) -> None:
        self._session.apply(self._hands.use(ToolId(tool_id)))
