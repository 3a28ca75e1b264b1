"""Which keys write text, and so belong to a field rather than to the shortcuts of the window."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent

_CONTROL_ALT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
_COMMAND = _CONTROL_ALT | Qt.KeyboardModifier.MetaModifier


def claims_key(event: QEvent) -> bool:
    """Accept the announcement of a key that a field keeps to itself; False for anything else.

    Plain keys and those that make a character (AltGr) write; the window keeps Ctrl+K and the like.
    """
    if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
        return False
    held = event.modifiers() & _COMMAND
    alt_gr = held == _CONTROL_ALT and event.text() != "" and event.text().isprintable()
    if not held or alt_gr:
        event.accept()
        return True
    return False
