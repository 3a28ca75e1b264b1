"""The area of the four panes and how a layout shares it among them."""

from collections.abc import Mapping
from itertools import pairwise

import attrs
from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from viewer.model.display import Layout, PaneId

GAP_PX = 2
_LEAST_PX, _LEAST_BESIDE_PX = 360, 220
_ORDER = (PaneId.AXIAL, PaneId.SAGITTAL, PaneId.CORONAL, PaneId.COLUMN)


@attrs.frozen
class Box:
    """A rectangle in whole pixels."""

    x: int
    y: int
    width: int
    height: int


def arrange(layout: Layout, main: PaneId, width: int, height: int) -> dict[PaneId, Box]:
    """Return where the shown panes lie in an area; panes left out are hidden."""
    if layout is Layout.SINGLE:
        return {main: Box(0, 0, width, height)}
    if layout is Layout.WIDE:
        return _wide(main, width, height)
    if layout is Layout.PROFILE:
        return _stacked(main, width, height)
    columns, rows = _split(width, 2), _split(height, 2)
    cells = [Box(x, y, w, h) for y, h in rows for x, w in columns]
    return dict(zip(_ORDER, cells, strict=True))


def _wide(main: PaneId, width: int, height: int) -> dict[PaneId, Box]:
    """One large pane, the other three stacked beside it, as square as the height allows."""
    small = [pane for pane in _ORDER if pane is not main]
    rows = _split(height, 3)
    side = min(width // 3, rows[0][1])
    large = width - side - GAP_PX
    boxes = {main: Box(0, 0, large, height)}
    boxes |= {pane: Box(large + GAP_PX, y, side, h) for pane, (y, h) in zip(small, rows, strict=True)}
    return boxes


def _stacked(main: PaneId, width: int, height: int) -> dict[PaneId, Box]:
    """Two panes, one above the other: the main one and the one that says most beside it."""
    other = PaneId.AXIAL if main is PaneId.SAGITTAL else PaneId.SAGITTAL
    rows = _split(height, 2)
    return {pane: Box(0, y, width, h) for pane, (y, h) in zip((main, other), rows, strict=True)}


def _split(length: int, count: int) -> list[tuple[int, int]]:
    """Cut a length into `count` nearly equal parts with gaps, as (start, size)."""
    edges = [round(n * (length + GAP_PX) / count) for n in range(count + 1)]
    return [(start, stop - start - GAP_PX) for start, stop in pairwise(edges)]


class PaneGrid(QWidget):
    """Holds the panes and lays them out; the panes themselves know nothing of it."""

    def __init__(self, panes: Mapping[PaneId, QWidget], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._panes = dict(panes)
        self._layout = Layout.FOUR
        self._main = PaneId.AXIAL
        self.setAccessibleName("Image panes")
        self.setMinimumSize(_LEAST_PX, 320)
        for pane in self._panes.values():
            pane.setParent(self)

    def set_layout(self, layout: Layout, main: PaneId) -> None:
        """Show the panes of a layout."""
        if (layout, main) != (self._layout, self._main):
            self._layout, self._main = layout, main
            # In a narrow window the profile needs room beside the panes.
            self.setMinimumWidth(_LEAST_BESIDE_PX if layout is Layout.PROFILE else _LEAST_PX)
            self._arrange()

    def pane(self, pane: PaneId) -> QWidget:
        """Return the widget of a pane."""
        return self._panes[pane]

    def sizeHint(self) -> QSize:
        """As much as there is."""
        return QSize(1000, 800)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the new area."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        boxes = arrange(self._layout, self._main, self.width(), self.height())
        for name, pane in self._panes.items():
            if name in boxes:
                box = boxes[name]
                pane.setGeometry(QRect(box.x, box.y, box.width, box.height))
            pane.setVisible(name in boxes)
