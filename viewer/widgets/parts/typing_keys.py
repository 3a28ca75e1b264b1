"""Which keys write text, and so belong to a field rather than to the shortcuts of the window."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent

_CONTROL_ALT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
_COMMAND = _CONTROL_ALT | Qt.KeyboardModifier.MetaModifier


def claims_key(event: QEvent) -> bool:
    """Accept the announcement of a key that a field keeps to itself; False for anything else.

    Plain keys and those that make a character (AltGr) write; the window keeps Ctrl+K, F1 and the like.
    """
    if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
        return False
    held = event.modifiers() & _COMMAND
    if Qt.Key.Key_F1 <= event.key() <= Qt.Key.Key_F35:
        return False
    alt_gr = held == _CONTROL_ALT and event.text() != "" and event.text().isprintable()
    if not held or alt_gr:
        event.accept()
        return True
    return False
