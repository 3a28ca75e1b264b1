"""Free text of a form: several lines or one, handed over after a pause or when the keyboard leaves."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QHideEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from viewer.widgets.parts.note_field import NoteField
from viewer.widgets.parts.typing_keys import claims_key

_PAUSE_MS = 1200
_LINES_PX = {1: 28, 2: 44, 3: 60, 4: 76}
_ENTER_KEYS = {Qt.Key.Key_Return, Qt.Key.Key_Enter}


class TextField(NoteField):
    """Several lines; a text that the case has not taken stays in the field until it is changed."""

    def __init__(self, name: str, hint: str = "", lines: int = 2, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown = ""
        self.setAccessibleName(name)
        self.setPlaceholderText(hint)
        self.setFixedHeight(_LINES_PX[lines])

    def discard(self) -> None:
        """Drop what was typed: it belongs to nothing that is still there."""
        self._shown = self._known = ""
        self.clear()
        self._pause.stop()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Hand over and go on at Enter; Escape is the page's."""
        key = Qt.Key(event.key())
        held = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if key in _ENTER_KEYS and not held:
            self.hand_over()
            self.focusNextChild()
        elif key is Qt.Key.Key_Escape:
            self.hand_over()
            event.ignore()
        else:
            super().keyPressEvent(event)

    def show_text(self, text: str) -> None:
        """Show what the case says, if it says something else than before."""
        if text != self._shown:
            self._shown = text
            super().show_text(text)


class LineField(QLineEdit):
    """One line; `written(text)` once typing rests, on Enter and when the keyboard leaves.

    `reason` tells why a text is not taken ("" where it is); such a text stays, marked, with the reason as its
    tooltip and in `refused(reason)`.
    """

    written = Signal(str)
    refused = Signal(str)

    def __init__(
        self,
        name: str,
        hint: str = "",
        reason: Callable[[str], str] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._known = ""
        self._reason = reason
        self.setAccessibleName(name)
        self.setPlaceholderText(hint)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self.hand_over)
        self.textEdited.connect(lambda _text: self._pause.start())

    def show_text(self, text: str) -> None:
        """Show what the case says, if it says something else than before; what is just typed stays."""
        if text == self._known or self._pause.isActive():
            return
        self._known = text
        self.setText(text)
        self.setCursorPosition(0)
        self._judge(text)

    def discard(self) -> None:
        """Drop what was typed: it belongs to nothing that is still there."""
        self._pause.stop()
        self._known = ""
        self.clear()
        self._judge("")

    def hand_over(self) -> None:
        """Emit what was typed, if it is new and can be taken."""
        self._pause.stop()
        text = self.text().strip()
        fits = self._judge(text)
        if fits and text != self._known:
            self._known = text
            self.written.emit(text)

    def event(self, event: QEvent) -> bool:
        """Keep what one types from the window's shortcuts."""
        return claims_key(event) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Hand over and go on at Enter, Up and Down; Escape is the page's."""
        key = Qt.Key(event.key())
        if key in _ENTER_KEYS:
            self.hand_over()
            self.focusNextChild()
        elif key is Qt.Key.Key_Escape:
            self.hand_over()
            event.ignore()
        elif key in {Qt.Key.Key_Up, Qt.Key.Key_Down}:
            self.focusNextPrevChild(key is Qt.Key.Key_Down)
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hand over what was typed."""
        super().focusOutEvent(event)
        self.hand_over()

    def hideEvent(self, event: QHideEvent) -> None:
        """Hand over what was typed before the field goes."""
        super().hideEvent(event)
        self.hand_over()

    def _judge(self, text: str) -> bool:
        """Show whether a text can be taken."""
        reason = self._reason(text) if self._reason and text else ""
        if reason != self.toolTip():
            self.setToolTip(reason)
            self.setProperty("wrong", bool(reason))
            # Qt looks at a property only when it dresses a widget anew.
            self.style().unpolish(self)
            self.style().polish(self)
            self.refused.emit(reason)
        return not reason


def settle(root: QWidget) -> None:
    """Let every field of a form hand over what was typed."""
    for field in _fields(root):
        field.hand_over()


def discard(root: QWidget) -> None:
    """Let every field of a form drop what was typed: another study is open."""
    for field in _fields(root):
        field.discard()


def _fields(root: QWidget) -> list[TextField | LineField]:
    return [*root.findChildren(TextField), *root.findChildren(LineField)]
