"""A chip of a form: it shows its key only while its row has the keyboard."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from viewer.widgets.parts import theme
from viewer.widgets.parts.chip import Chip
from viewer.widgets.parts.plain_text import plain

_HEIGHT_PX, _SIDE_PX, _KEY_PX = 24, 9, 9


class FormChip(Chip):
    """One answer of a row; framed and filled when taken, dashed when the program suggests it.

    `hint` is its tooltip, by default its words.
    """

    def __init__(self, words: str, key: str = "", hint: str = "", parent: QWidget | None = None) -> None:
        super().__init__(words, "", None, parent)
        self.key = key
        self._hint = hint
        self._keys_shown = False
        self._pointed = False
        self.tell(hint)

    def tell(self, hint: str) -> None:
        """Replace the tooltip."""
        self._hint = hint
        keyed = f"  ({self.key})" if self.key else ""
        self.setToolTip(plain(f"{hint or self.text()}{keyed}"))

    def rename(self, words: str) -> None:
        """Give the chip other words."""
        if words != self.text():
            self.setText(words)
            self.tell(self._hint)
            self.updateGeometry()

    def set_suggested(self, suggested: bool) -> None:
        """Show whether the program proposes this choice."""
        super().set_suggested(suggested)
        self.tell(self._hint)

    def show_key(self, *, shown: bool, pointed: bool) -> None:
        """Show the key, and whether Space takes this chip."""
        if (shown, pointed) != (self._keys_shown, self._pointed):
            self._keys_shown, self._pointed = shown, pointed
            self.update()

    def sizeHint(self) -> QSize:
        """As wide as its words, with room for the key."""
        words = QFontMetrics(_words_font(bold=True)).horizontalAdvance(self.text())
        return QSize(words + 2 * _SIDE_PX, _HEIGHT_PX)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Draw the chip."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_frame(painter)
        if self._pointed:
            painter.setPen(QPen(QColor(theme.DARK.accent), 1.0))
            y = self.height() - 3.5
            painter.drawLine(QPointF(_SIDE_PX, y), QPointF(self.width() - _SIDE_PX, y))
        if self.key and self._keys_shown:
            painter.setFont(theme.font(_KEY_PX, QFont.Weight.DemiBold))
            painter.setPen(QColor(theme.DARK.accent))
            corner = QRectF(1.5, 1, _SIDE_PX - 1, self.height())
            painter.drawText(corner, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop, self.key)
        painter.setFont(_words_font(bold=self.isChecked()))
        colour = theme.DARK.text if self.isChecked() else theme.DARK.muted
        painter.setPen(QColor(colour if self.isEnabled() or self.isChecked() else theme.DARK.faint))
        painter.drawText(QRectF(self.rect()), Qt.AlignmentFlag.AlignCenter, self.text())
        painter.end()


def _words_font(*, bold: bool = False) -> QFont:
    return theme.font(theme.TEXT_PX, QFont.Weight.Medium if bold else QFont.Weight.Normal)
