"""Keeps a widget's own keys from the shortcuts of the window around it."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

_KEPT = {
    Qt.Key.Key_Up,
    Qt.Key.Key_Down,
    Qt.Key.Key_Left,
    Qt.Key.Key_Right,
    Qt.Key.Key_PageUp,
    Qt.Key.Key_PageDown,
    Qt.Key.Key_Home,
    Qt.Key.Key_End,
}
_PLAIN = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)


def claims(event: QEvent, is_own: Callable[[QKeyEvent], bool]) -> bool:
    """Accept the announcement of a key that is a widget's own; False for anything else."""
    announced = event.type() == QEvent.Type.ShortcutOverride
    if announced and isinstance(event, QKeyEvent) and is_own(event):
        event.accept()
        return True
    return False


class KeptKeys(QObject):
    """Lets widgets have the arrows, Page keys, Home and End while they have the keyboard."""

    def __init__(self, *widgets: QWidget) -> None:
        super().__init__(widgets[0])
        for widget in widgets:
            widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Claim such a key when it is announced."""
        return claims(event, _is_kept) or super().eventFilter(watched, event)


def _is_kept(event: QKeyEvent) -> bool:
    return event.key() in _KEPT and event.modifiers() in _PLAIN
