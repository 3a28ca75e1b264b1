"""Shows, while files are dragged over the window, that they can be dropped."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from viewer.widgets.parts import theme
from viewer.widgets.parts.theme import DARK

_INSET_PX = 14
_WORDS = "Drop to open"


class DropFrame(QWidget):
    """A dashed frame over another widget; the mouse passes through it."""

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self._over = over
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAccessibleName(_WORDS)
        self.hide()

    def appear(self) -> None:
        """Lie over the whole widget."""
        self.setGeometry(self._over.rect())
        self.raise_()
        self.show()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Dim what lies below; frame and words in the accent colour."""
        del event
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(0, 0, 0, 150))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(DARK.accent), 1.5, Qt.PenStyle.DashLine))
        area = QRectF(self.rect()).adjusted(_INSET_PX, _INSET_PX, -_INSET_PX, -_INSET_PX)
        painter.drawRoundedRect(area, 10, 10)
        painter.setFont(theme.font(16))
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, _WORDS)
        painter.end()
