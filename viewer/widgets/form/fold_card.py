"""A part of a form that is one line while folded: its summary opens it, a button removes it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from viewer.widgets.parts.icon_button import IconButton
from viewer.widgets.parts.plain_text import plain

_BESIDE_PX = 70


class FoldCard(QFrame):
    """`opened()` when the summary is pressed, `removed()` at the button."""

    opened = Signal()
    removed = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = ""
        self._title = QPushButton()
        self._title.setProperty("role", "fold")
        self._title.setAutoDefault(True)
        self._title.clicked.connect(self.opened)
        self._title.setMinimumWidth(60)
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 2, 0)
        head.addWidget(self._title, 1)
        head.addWidget(IconButton("trash", f"Remove {name}", self.removed.emit, size_px=14))
        self.body = QWidget()
        self.rows = QVBoxLayout(self.body)
        self.rows.setContentsMargins(0, 0, 0, 6)
        self.rows.setSpacing(0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.body)

    def show_summary(self, words: str) -> None:
        """Show what the card says, in a line."""
        self._words = words
        self._title.setAccessibleName(words)
        self._title.setToolTip(plain(words))
        self._elide()

    def fold(self, *, folded: bool) -> None:
        """Show the line only, or all of it."""
        self.body.setVisible(not folded)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Cut the line to what there is room for."""
        super().resizeEvent(event)
        self._elide()

    def _elide(self) -> None:
        metrics = QFontMetrics(self._title.font())
        room = max(40, self.width() - _BESIDE_PX)
        words = metrics.elidedText(self._words, Qt.TextElideMode.ElideRight, room)
        # An ampersand would be taken for a shortcut.
        self._title.setText(words.replace("&", "&&"))
