"""A quiet table of whole rows, as high as what it lists."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QAbstractItemView, QTableWidget, QWidget

_WIDTH_PX, _LEAST_WIDTH_PX, _FRAME_PX = 240, 120, 2


class RowTable(QTableWidget):
    """Rows are chosen whole and one at a time; nothing in them is edited.

    `rows` are the fewest and the most rows it asks room for; `row_px` is the height of each.
    """

    def __init__(
        self, headings: Sequence[str], row_px: int, rows: tuple[int, int], parent: QWidget | None = None
    ) -> None:
        super().__init__(0, len(headings), parent)
        self._row_px = row_px
        self._least_rows, self._most_rows = rows
        self.setHorizontalHeaderLabels(list(headings))
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(row_px)
        self.setShowGrid(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)

    def sizeHint(self) -> QSize:
        """As high as its rows, up to the most."""
        return QSize(_WIDTH_PX, self._height(self._most_rows))

    def minimumSizeHint(self) -> QSize:
        """At least the fewest rows, where it has as many."""
        return QSize(_LEAST_WIDTH_PX, self._height(self._least_rows))

    def _height(self, rows: int) -> int:
        return self._row_px * (1 + min(rows, max(1, self.rowCount()))) + _FRAME_PX
