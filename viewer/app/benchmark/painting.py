"""Knowing when panes have been painted."""

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QWidget

from viewer.app.waiting import wait_until

_LIMIT_S = 60.0


class PaintWatch(QObject):
    """Counts which of some widgets were painted since it was last asked."""

    def __init__(self, widgets: Iterable[QWidget]) -> None:
        super().__init__()
        self._widgets = list(widgets)
        self._painted: set[int] = set()
        for widget in self._widgets:
            widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Note a paint event and let it pass."""
        if event.type() == QEvent.Type.Paint:
            self._painted.add(id(watched))
        return False

    def clear(self) -> None:
        """Forget what was painted so far."""
        self._painted.clear()

    def wait(self, count: int) -> None:
        """Handle events until at least `count` of the widgets were painted, then forget them.

        The event loop hands out a paint event and returns once it is done, so painted means finished.
        """
        wait_until(lambda: len(self._painted) >= count, _LIMIT_S)
        self.clear()
