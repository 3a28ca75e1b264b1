"""Where things lie in the picture of the profile: names, two straightened planes, graph, narrowings."""

import attrs
from PySide6.QtCore import QRectF

TOP_PX, BOTTOM_PX = 42.0, 8.0
NAMES_PX, NUMBERS_PX = 54.0, 62.0
_GAP_PX, _LEAST_GRAPH_PX = 8.0, 110.0
_PICTURES_SHARE = 0.62
HALF_MM = 40.0


@attrs.frozen
class ProfilePlaces:
    """Rectangles in logical pixels; arc lengths run downwards, as far apart as across the planes."""

    sagittal: QRectF
    coronal: QRectF
    graph: QRectF
    start_mm: float
    px_per_mm: float

    @property
    def left(self) -> float:
        """Where the planes begin."""
        return self.sagittal.left()

    @property
    def half_mm(self) -> float:
        """How far a plane shows to each side of the centreline."""
        return self.sagittal.width() / 2 / self.px_per_mm

    def y(self, arc_mm: float) -> float:
        """Return the height of an arc length."""
        return self.graph.top() + (arc_mm - self.start_mm) * self.px_per_mm

    def arc_mm(self, y_px: float) -> float:
        """Return the arc length at a height."""
        return self.start_mm + (y_px - self.graph.top()) / self.px_per_mm


def places(
    width_px: float, height_px: float, start_mm: float, stop_mm: float, half_mm: float = HALF_MM
) -> ProfilePlaces:
    """Share a picture's area; the planes keep true proportions, the graph gets what they leave.

    A plane reaches `half_mm` to each side of the centreline where there is room.
    """
    height = max(40.0, height_px - TOP_PX - BOTTOM_PX)
    scale = height / max(1.0, stop_mm - start_mm)
    room = max(60.0, width_px - NAMES_PX - NUMBERS_PX - 3 * _GAP_PX)
    plane = min(2 * half_mm * scale, room * _PICTURES_SHARE / 2, (room - _LEAST_GRAPH_PX) / 2)
    plane = max(20.0, plane)
    coronal = NAMES_PX + plane + _GAP_PX
    graph = coronal + plane + 2 * _GAP_PX
    return ProfilePlaces(
        sagittal=QRectF(NAMES_PX, TOP_PX, plane, height),
        coronal=QRectF(coronal, TOP_PX, plane, height),
        graph=QRectF(graph, TOP_PX, max(20.0, width_px - NUMBERS_PX - graph), height),
        start_mm=start_mm,
        px_per_mm=scale,
    )
