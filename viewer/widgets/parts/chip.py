"""A choice that is on or off, with the key that switches it."""

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QEnterEvent, QFont, QFontMetrics, QIcon, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from viewer.widgets.parts import theme
from viewer.widgets.parts.plain_text import plain

HEIGHT_PX = 24
_PAD_PX, _GAP_PX, _ICON_PX = 5, 3, 13


class Chip(QAbstractButton):
    """A small checkable button: key, icon, words; on, it is framed and ticked, not only coloured."""

    def __init__(
        self, words: str, key: str = "", icon: QIcon | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._key = key
        self._suggested = False
        self.setText(words)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        if icon is not None:
            self.setIcon(icon)
        self._describe()

    def set_suggested(self, suggested: bool) -> None:
        """Show whether the program proposes this choice (a dashed frame)."""
        self._suggested = suggested
        self._describe()
        self.update()

    def sizeHint(self) -> QSize:
        """As wide as key, icon and words."""
        width = 2 * _PAD_PX + QFontMetrics(_font(bold=True)).horizontalAdvance(self.text())
        width += self._key_width() + (0 if self.icon().isNull() else _ICON_PX + _GAP_PX)
        return QSize(width, HEIGHT_PX)

    def minimumSizeHint(self) -> QSize:
        """Never cut its words."""
        return self.sizeHint()

    def enterEvent(self, event: QEnterEvent) -> None:
        """Show the hover."""
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Drop the hover."""
        super().leaveEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Draw the chip."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_frame(painter)
        x = float(_PAD_PX)
        if self._key:
            painter.setFont(_key_font())
            painter.setPen(QColor(theme.DARK.accent if self.isEnabled() else theme.DARK.faint))
            painter.drawText(QRectF(x, 0, 20, self.height()), Qt.AlignmentFlag.AlignVCenter, self._key)
            x += self._key_width()
        if not self.icon().isNull():
            self.icon().paint(painter, int(x), (self.height() - _ICON_PX) // 2, _ICON_PX, _ICON_PX)
            x += _ICON_PX + _GAP_PX
        painter.setFont(_font(bold=self.isChecked()))
        colour = theme.DARK.text if self.isChecked() else theme.DARK.muted
        painter.setPen(QColor(colour if self.isEnabled() else theme.DARK.faint))
        words = QRectF(x, 0, self.width() - x, self.height())
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, self.text())
        painter.end()

    def _paint_frame(self, painter: QPainter) -> None:
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        edge = theme.DARK.accent if self.isChecked() else theme.DARK.line
        pen = QPen(QColor(edge), 1.3 if self.isChecked() else 1.0)
        if self._suggested and not self.isChecked():
            pen = QPen(QColor(theme.DARK.muted), 1.0)
            pen.setDashPattern([3, 2.4])
        painter.setPen(pen)
        hovered = self.underMouse() and self.isEnabled()
        fill = theme.DARK.accent_dim if self.isChecked() else theme.DARK.hover if hovered else None
        painter.setBrush(QColor(fill) if fill else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box, 5, 5)

    def _key_width(self) -> int:
        return QFontMetrics(_key_font()).horizontalAdvance(self._key) + _GAP_PX if self._key else 0

    def _describe(self) -> None:
        note = " (suggested)" if self._suggested else ""
        self.setAccessibleName(f"{self.text()}{note}")
        self.setToolTip(plain(f"{self.text()}{note}  ({self._key})" if self._key else f"{self.text()}{note}"))


def _font(*, bold: bool = False) -> QFont:
    return theme.font(theme.TEXT_PX, QFont.Weight.Medium if bold else QFont.Weight.Normal)


def _key_font() -> QFont:
    return theme.font(theme.SMALL_PX, QFont.Weight.DemiBold)
