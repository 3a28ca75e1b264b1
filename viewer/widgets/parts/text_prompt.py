"""Asks for a short text in a small field over the panes, without stopping anything."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QVBoxLayout, QWidget

from viewer.widgets.parts.plain_text import PlainLabel


class _Field(QLineEdit):
    def __init__(self, leave: Callable[[], None], parent: QWidget) -> None:
        super().__init__(parent)
        self._leave = leave

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._leave()
            return
        super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        # Escape must not reach the shortcuts of the window.
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self._leave()


class TextPrompt(QFrame):
    """One question at a time; Enter answers, Escape or a click elsewhere drops it."""

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self._over = over
        self._then: Callable[[str], None] | None = None
        self._dropped: Callable[[], None] | None = None
        self._back_to: QWidget | None = None
        self.setProperty("role", "popup")
        self._title = PlainLabel()
        self._title.setProperty("role", "muted")
        self._field = _Field(self.dismiss, self)
        self._field.setMinimumWidth(260)
        self._field.returnPressed.connect(self._answer)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 8, 10, 10)
        column.setSpacing(5)
        column.addWidget(self._title)
        column.addWidget(self._field)
        self.hide()

    def ask(
        self,
        title: str,
        default: str,
        then: Callable[[str], None],
        near: QPoint,
        dropped: Callable[[], None] | None = None,
    ) -> None:
        """Show the field with its upper left corner at a place of the widget it lies over.

        `then` gets the answer; `dropped` is called instead where there is none.
        """
        self.dismiss()
        self._then, self._dropped, self._back_to = then, dropped, self.window().focusWidget()
        self._title.setText(title)
        self._field.setAccessibleName(title)
        self._field.setText(default)
        self._field.selectAll()
        self.adjustSize()
        x = min(max(8, near.x()), self._over.width() - self.width() - 8)
        y = min(max(8, near.y()), self._over.height() - self.height() - 8)
        self.move(x, y)
        self.show()
        self.raise_()
        self._field.setFocus()

    def dismiss(self) -> None:
        """Take the question back."""
        dropped = self._dropped
        if self._leave() and dropped is not None:
            dropped()

    def _answer(self) -> None:
        then, text = self._then, self._field.text().strip()
        if self._leave() and then is not None:
            then(text)

    def _leave(self) -> bool:
        """Hide and give the keyboard back; whether a question was open."""
        if self._then is None:
            return False
        self._then = self._dropped = None
        self.hide()
        if self._back_to is not None:
            self._back_to.setFocus()
        return True
