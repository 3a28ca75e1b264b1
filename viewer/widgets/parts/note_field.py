"""The free text of a mark: handed over after a pause or when the keyboard leaves it."""

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QHideEvent, QKeyEvent
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from viewer.widgets.parts.typing_keys import claims_key

_PAUSE_MS = 1200
_HEIGHT_PX = 46


class NoteField(QPlainTextEdit):
    """`written(text)` once typing rests; Enter or Escape leaves, Shift+Enter begins a new line."""

    written = Signal(str)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._known = ""
        self.setPlaceholderText("Free text")
        self.setAccessibleName("Note")
        self.setTabChangesFocus(True)
        self.setFixedHeight(_HEIGHT_PX)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self.hand_over)
        self.textChanged.connect(self._typed)

    def show_text(self, text: str) -> None:
        """Show a text that came from elsewhere, unless one is just typing."""
        if self._pause.isActive():
            return
        self._known = text
        if text != self.toPlainText():
            self.setPlainText(text)
            self._pause.stop()

    def hand_over(self) -> None:
        """Emit what was typed, if it is new."""
        self._pause.stop()
        text = self.toPlainText().strip()
        if text != self._known:
            self._known = text
            self.written.emit(text)

    def event(self, event: QEvent) -> bool:
        """Keep what one types from the window's shortcuts."""
        return claims_key(event) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave on Enter and Escape."""
        enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        new_line = enter and bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if (enter and not new_line) or event.key() == Qt.Key.Key_Escape:
            self.hand_over()
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hand over what was typed."""
        super().focusOutEvent(event)
        self.hand_over()

    def hideEvent(self, event: QHideEvent) -> None:
        """Hand over what was typed before the window goes."""
        super().hideEvent(event)
        self.hand_over()

    def _typed(self) -> None:
        self._pause.start()
