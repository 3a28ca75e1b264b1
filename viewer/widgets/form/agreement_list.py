"""What the question points to, and how what is marked agrees with it."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from viewer.model.report.concordance import Agreement, Concordance
from viewer.widgets.parts import theme
from viewer.widgets.parts.plain_text import PlainLabel

_SIGN_PX = 14
_INK = {
    Agreement.CONCORDANT: theme.DARK.good,
    Agreement.POSSIBLE: theme.DARK.good,
    Agreement.DISCORDANT: theme.DARK.error,
    Agreement.UNEXPLAINED: theme.DARK.warning,
}


class AgreementSign(QWidget):
    """A filled disc, a crossed one, or an open one: concordant, discordant, unexplained.

    An open one in the colour of the filled one, with a dot within: possible.
    """

    def __init__(self, agreement: Agreement, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._agreement = agreement
        self.setFixedSize(QSize(_SIGN_PX, _SIGN_PX))
        self.setAccessibleName(agreement.value)
        self.setToolTip(agreement.value)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Draw the sign."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ink = QColor(_INK[self._agreement])
        painter.setPen(QPen(ink, 1.6))
        box = QRectF(self.rect()).adjusted(2.5, 2.5, -2.5, -2.5)
        if self._agreement is Agreement.CONCORDANT:
            painter.setBrush(ink)
        painter.drawEllipse(box)
        if self._agreement is Agreement.POSSIBLE:
            painter.setBrush(ink)
            painter.drawEllipse(box.center(), 1.0, 1.0)
        if self._agreement is Agreement.DISCORDANT:
            painter.drawLine(box.topLeft(), box.bottomRight())
            painter.drawLine(box.topRight(), box.bottomLeft())
        painter.end()


class AgreementList(QWidget):
    """A line for each symptom and result, with its sign."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: tuple[Concordance, ...] | None = None
        self._lines: list[QWidget] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(6, 0, 2, 0)
        self._column.setSpacing(4)

    def show_agreements(self, found: tuple[Concordance, ...]) -> None:
        """Replace the lines."""
        if found == self._shown:
            return
        self._shown = found
        for line in self._lines:
            self._column.removeWidget(line)
            line.hide()
            line.deleteLater()
        self._lines = [_line(one) for one in found]
        for line in self._lines:
            self._column.addWidget(line)


def _line(found: Concordance) -> QWidget:
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(6)
    row.addWidget(AgreementSign(found.agreement), 0, Qt.AlignmentFlag.AlignTop)
    words = PlainLabel(found.sentence)
    words.setWordWrap(True)
    row.addWidget(words, 1)
    return holder
