"""A part at the side of the window that folds away to a narrow strip."""

from enum import Enum

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from viewer.widgets.parts.icon_button import IconButton
from viewer.widgets.parts.plain_text import PlainLabel

FOLDED_PX = 30
_HEAD_PX = 30


class Edge(Enum):
    """The side of the window a rail stands at."""

    LEFT = "left"
    RIGHT = "right"


class SideRail(QFrame):
    """Holds one widget under a title; folded, only the button that unfolds it is left."""

    folded_changed = Signal(bool)

    def __init__(self, title: str, icon_name: str, content: QWidget, width_px: int, edge: Edge) -> None:
        super().__init__()
        self._content = content
        self._width_px = width_px
        self._title = title
        self._folded = False
        self.setProperty("role", "rail")
        self.setAccessibleName(title)
        self._label = PlainLabel(title)
        self._label.setProperty("role", "section")
        self._fold = IconButton(icon_name, f"Fold {title}", self.toggle, self, 16)
        head = QHBoxLayout()
        head.setContentsMargins(10, 2, 4, 0)
        head.setSpacing(2)
        head.addWidget(self._label, 1)
        head.addWidget(self._fold, 0, Qt.AlignmentFlag.AlignVCenter)
        self._head = QWidget()
        self._head.setFixedHeight(_HEAD_PX)
        self._head.setLayout(head)
        self._head_row = head
        column = QVBoxLayout(self)
        column.setContentsMargins(1 if edge is Edge.RIGHT else 0, 0, 1 if edge is Edge.LEFT else 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head)
        column.addWidget(content, 1)
        self._filler = QWidget()
        self._filler.hide()
        column.addWidget(self._filler, 1)
        self.set_width(width_px)

    @property
    def folded(self) -> bool:
        """Whether only the strip is left."""
        return self._folded

    def toggle(self) -> None:
        """Fold or unfold."""
        self.set_folded(not self._folded)

    def set_folded(self, folded: bool) -> None:
        """Fold or unfold the rail."""
        if folded == self._folded:
            return
        self._folded = folded
        self._content.setVisible(not folded)
        self._filler.setVisible(folded)
        self._label.setVisible(not folded)
        self._head_row.setContentsMargins(*((2, 2, 2, 0) if folded else (10, 2, 4, 0)))
        self._fold.retitle(f"{'Unfold' if folded else 'Fold'} {self._title}")
        self.set_width(self._width_px)
        self.folded_changed.emit(folded)

    def set_width(self, width_px: int) -> None:
        """Give the unfolded rail another width."""
        self._width_px = width_px
        self.setFixedWidth(FOLDED_PX if self._folded else width_px)
