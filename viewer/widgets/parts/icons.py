"""Line icons from `resources/icons`, tinted by the theme and sharp at every scale."""

from functools import cache

from PySide6.QtCore import QByteArray, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from viewer import resources
from viewer.widgets.parts.theme import DARK


class _LineIcon(QIconEngine):
    """Draws one SVG in the colour of the mode and state that Qt asks for."""

    def __init__(self, svg: str, colour: str) -> None:
        super().__init__()
        self._svg = svg
        self._colour = colour

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        """Draw the icon into a rectangle."""
        _renderer(self._svg, self._tint(mode, state)).render(painter, QRectF(rect))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        """Return the icon as a picture of `size` in device pixels."""
        picture = QPixmap(size)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        self.paint(painter, QRect(0, 0, size.width(), size.height()), mode, state)
        painter.end()
        return picture

    def clone(self) -> QIconEngine:
        """Return a copy, as QIcon asks for."""
        return _LineIcon(self._svg, self._colour)

    def _tint(self, mode: QIcon.Mode, state: QIcon.State) -> str:
        if mode == QIcon.Mode.Disabled:
            return DARK.faint
        return DARK.accent if state == QIcon.State.On else self._colour


@cache
def _renderer(svg: str, colour: str) -> QSvgRenderer:
    return QSvgRenderer(QByteArray(svg.replace("currentColor", colour).encode()))


@cache
def icon(name: str, colour: str = DARK.text) -> QIcon:
    """Return the icon `name` in a colour; accent where it is checked, faint where disabled."""
    return QIcon(_LineIcon(resources.text(f"icons/{name}.svg"), colour))


def has_icon(name: str) -> bool:
    """Whether the program has an icon of this name."""
    return bool(name) and (resources.path("icons") / f"{name}.svg").is_file()
