"""Leads the mouse over slice panes to the tools, and what they answer to the session."""

from PySide6.QtCore import QObject, Signal

from viewer.actions.jump import followed_canal
from viewer.model.overlay.overlay_shapes import Shape, Target
from viewer.model.resolve import PaneView
from viewer.session.session import Session
from viewer.tools.events import Phase, Pointer, Wheel
from viewer.tools.hands import CORRECTING, Hands, ToolId
from viewer.tools.outcome import Look
from viewer.tools.tool import Context


class Hand(QObject):
    """The one hand that works in all slice panes of a window; `drew` asks these to be painted again."""

    drew = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._hands = Hands()
        self._drawing = False
        session.tool_changed.connect(self._use)
        session.brush_changed.connect(self.drew)
        self._use(session.tool)

    def handle(self, event: Pointer | Wheel) -> None:
        """Let the tools answer an event, and the session apply the answer."""
        context = self._context
        if context is not None:
            outcome = self._hands.handle(event, context)
            if isinstance(outcome, Look):
                outcome = Look(followed_canal(self._session, outcome.display))
            self._session.apply(outcome)
            if self._drawing:
                self.drew.emit()

    @property
    def corrects(self) -> bool:
        """Whether the tool in hand corrects the sac, and draws itself."""
        return self._drawing

    def drawn(self, view: PaneView) -> tuple[Shape, ...]:
        """Return what the tool in hand draws in a pane beside the case."""
        return self._hands.drawn(view) if self._drawing else ()

    def leave(self) -> None:
        """The pointer is over no pane any more."""
        if self._drawing:
            self._hands.leave()
            self.drew.emit()

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
        return Context(
            session.case,
            session.display,
            geometry,
            session.volume,
            session.selection,
            session.analysis,
            session.sac,
            session.brush,
        )

    def _use(self, tool_id: str) -> None:
        self._session.apply(self._hands.use(ToolId(tool_id)))
        self._drawing = tool_id in CORRECTING
        self.drew.emit()
