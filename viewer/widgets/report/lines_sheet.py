"""A list of sentences over the window: what came in, and what could not be understood."""

from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget

from viewer.widgets.plain_text import PlainLabel
from viewer.widgets.sheet import Sheet

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

    @property
    def text(self) -> str:
        """What is listed."""
        return self._lines.toPlainText()

    def show_lines(self, title: str, lines: tuple[str, ...]) -> None:
        """Show a list."""
        self._title.setText(title)
        self.setAccessibleName(title)
        self._lines.setAccessibleName(title)
        self._lines.setPlainText("\n".join(lines))
        self.summon()

    def place(self) -> None:
        """In the middle."""
        self.centre(*_SIZE_PX)

    def take_keyboard(self) -> None:
        """Arrow keys scroll."""
        self._lines.setFocus()
