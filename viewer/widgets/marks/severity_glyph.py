"""The small form that stands for a severity, the same in images, strip, table and form."""

from functools import cache

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap

from viewer.model.finding import Severity, Side
from viewer.model.overlay.overlay_shapes import Dot, Role
from viewer.model.overlay.overlay_spine import severity_symbol
from viewer.widgets.slices.overlay_painter import paint_shapes

SIDE_LETTER: dict[Side | None, str] = {
    None: "",
    Side.CENTRAL: "C",
    Side.RIGHT: "R",
    Side.LEFT: "L",
    Side.BILATERAL: "B",
}
_ICON_PX, _SCALE = 14, 3


def paint_glyph(painter: QPainter, centre: QPointF, radius_px: float, severity: Severity | None) -> None:
    """Draw the form of a severity about a point."""
    symbol, filled = severity_symbol(severity)
    dot = Dot((centre.x(), centre.y()), radius_px, Role.MARK, symbol, filled, width_px=1.4)
    paint_shapes(painter, [dot], painter.device().devicePixelRatio())


@cache
def glyph_icon(severity: Severity | None) -> QIcon:
    """Return the form of a severity as an icon."""
    picture = QPixmap(_ICON_PX * _SCALE, _ICON_PX * _SCALE)
    picture.setDevicePixelRatio(_SCALE)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    paint_glyph(painter, QPointF(_ICON_PX / 2, _ICON_PX / 2), 5.0, severity)
    painter.end()
    made = QIcon(picture)
    # Qt would tint it in selected rows otherwise.
    made.addPixmap(picture, QIcon.Mode.Selected)
    return made
