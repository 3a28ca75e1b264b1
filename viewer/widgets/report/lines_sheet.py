"""A list of sentences over the window: what came in, and what could not be understood."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from viewer.widgets.parts.plain_text import PlainLabel
from viewer.widgets.parts.sheet import Sheet

_SIZE_PX = (640, 420)


class LinesSheet(Sheet):
    """Shows one list at a time."""

    def __init__(self, over: QWidget) -> None:
        super().__init__("List", over)
        self._title = PlainLabel()
        self._title.setProperty("role", "section")
        self._lines = QPlainTextEdit()
        self._lines.setReadOnly(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 12, 12, 14)
        column.setSpacing(8)
        head = self.head("")
        head.insertWidget(0, self._title)
        column.addLayout(head)
        column.addWidget(self._lines)
        self.accept = QPushButton()
        self.accept.setProperty("primary", "true")
        self.accept.clicked.connect(self._take)
        self.accept.hide()
        column.addWidget(self.accept, 0, Qt.AlignmentFlag.AlignRight)
        self._then: Callable[[], None] = _nothing

    @property
    def text(self) -> str:
        """What is listed."""
        return self._lines.toPlainText()

    def show_lines(self, title: str, lines: tuple[str, ...]) -> None:
        """Show a list."""
        self.accept.hide()
        self._show(title, lines)

    def offer_lines(self, title: str, lines: tuple[str, ...], words: str, then: Callable[[], None]) -> None:
        """Show a list with a button that does what it tells of."""
        self._then = then
        self.accept.setText(words)
        self.accept.show()
        self._show(title, lines)

    def _take(self) -> None:
        self.dismiss()
        self._then()

    def _show(self, title: str, lines: tuple[str, ...]) -> None:
        self._title.setText(title)
        self.setAccessibleName(title)
        self._lines.setAccessibleName(title)
        self._lines.setPlainText("\n".join(lines))
        self.summon()

    def place(self) -> None:
        """In the middle."""
        self.centre(*_SIZE_PX)

    def take_keyboard(self) -> None:
        """Enter takes what is offered; else arrow keys scroll."""
        (self._lines if self.accept.isHidden() else self.accept).setFocus()


def _nothing() -> None:
    """Nothing is offered."""
