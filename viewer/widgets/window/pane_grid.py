"""The area of the four panes and how a layout shares it among them."""

from collections.abc import Mapping
from enum import Enum, auto
from itertools import pairwise

import attrs
from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from viewer.model.display import Layout, PaneId

GAP_PX = 2
_LEAST_PX, _LEAST_BESIDE_PX = 360, 220
_LARGE_SHARE = 0.62
_ORDER = (PaneId.AXIAL, PaneId.SAGITTAL, PaneId.CORONAL, PaneId.COLUMN)


@attrs.frozen
class Box:
    """A rectangle in whole pixels."""

    x: int
    y: int
    width: int
    height: int


class GuestPlace(Enum):
    """Where pictures read beside the CT are shown."""

    HIDDEN = auto()
    BESIDE = auto()
    LARGE = auto()
    ALONE = auto()


def arrange_with_guest(
    layout: Layout, main: PaneId, width: int, height: int, place: GuestPlace
) -> tuple[dict[PaneId, Box], Box | None]:
    """Return where the panes lie and where a guest among them: in place of 3D, else beside the others."""
    if place is GuestPlace.HIDDEN:
        return arrange(layout, main, width, height), None
    if place is GuestPlace.ALONE:
        return {}, Box(0, 0, width, height)
    if place is GuestPlace.BESIDE and layout in {Layout.FOUR, Layout.WIDE}:
        boxes = arrange(layout, main, width, height)
        return boxes, boxes.pop(PaneId.COLUMN)
    share = _LARGE_SHARE if place is GuestPlace.LARGE else 0.5
    taken = round((width - GAP_PX) * share)
    left = width - taken - GAP_PX
    boxes = {main: Box(0, 0, left, height)} if layout is Layout.SINGLE else _stacked(main, left, height)
    return boxes, Box(left + GAP_PX, 0, taken, height)


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

    def __init__(
        self, panes: Mapping[PaneId, QWidget], guest: QWidget | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._panes = dict(panes)
        self._guest = guest
        self._place = GuestPlace.HIDDEN
        self._layout = Layout.FOUR
        self._main = PaneId.AXIAL
        self.setAccessibleName("Image panes")
        self.setMinimumSize(_LEAST_PX, 320)
        for pane in self._panes.values():
            pane.setParent(self)
        if guest is not None:
            guest.setParent(self)
            guest.hide()

    def set_guest(self, place: GuestPlace) -> None:
        """Show or hide the guest among the panes."""
        if place is not self._place:
            self._place = place
            self._arrange()

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
        size = (self.width(), self.height())
        boxes, aside = arrange_with_guest(self._layout, self._main, *size, self._place)
        if self._guest is not None:
            if aside is not None:
                self._guest.setGeometry(QRect(aside.x, aside.y, aside.width, aside.height))
            self._guest.setVisible(aside is not None)
        for name, pane in self._panes.items():
            if name in boxes:
                box = boxes[name]
                pane.setGeometry(QRect(box.x, box.y, box.width, box.height))
            pane.setVisible(name in boxes)
