"""How the profile draws what it tells apart: states, blocks, corrections, normal values, answers."""

import attrs
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen

from viewer.model.narrowing import BlockKind
from viewer.model.sections import SectionState
from viewer.tools.narrowings import Answer
from viewer.widgets.parts.theme import DARK

_RADIUS_PX = 7.5


@attrs.frozen
class Hatch:
    """A filled stretch: a faint ground under a pattern, told apart by form as well as by colour."""

    words: str
    colour: str
    pattern: Qt.BrushStyle
    ground: int = 26

    def fill(self, painter: QPainter, box: QRectF) -> None:
        """Fill a box."""
        painter.save()
        painter.setPen(Qt.PenStyle.NoPen)
        ground, lines = QColor(self.colour), QColor(self.colour)
        ground.setAlpha(self.ground)
        lines.setAlpha(150)
        painter.fillRect(box, ground)
        painter.setBrush(QBrush(lines, self.pattern))
        painter.drawRect(box)
        painter.restore()


STATES = {
    SectionState.OBLITERATED: Hatch("obliterated", DARK.error, Qt.BrushStyle.DiagCrossPattern, 60),
    SectionState.NOT_OPACIFIED: Hatch("not opacified", DARK.muted, Qt.BrushStyle.BDiagPattern),
    SectionState.METAL: Hatch("metal", DARK.warning, Qt.BrushStyle.Dense6Pattern, 40),
    SectionState.EDGE: Hatch("edge of the scan", DARK.faint, Qt.BrushStyle.VerPattern),
    SectionState.GAP: Hatch("slices missing", DARK.warning, Qt.BrushStyle.FDiagPattern, 40),
}
BLOCKS = {
    BlockKind.PARTIAL: Hatch("partial block", DARK.error, Qt.BrushStyle.NoBrush, 34),
    BlockKind.COMPLETE: Hatch("complete block", DARK.error, Qt.BrushStyle.NoBrush, 34),
}
CORRECTED_WORDS, CORRECTED_COLOUR = "corrected by reader", "#b79cf0"
NORMAL_WORDS, NORMAL_COLOUR = "normal mean \N{PLUS-MINUS SIGN} 1 and 2 SD", "#7bc98f"
_NORMAL_ALPHA = (30, 34)
_ANSWER_WORDS = {Answer.OPEN: "open", Answer.ACCEPTED: "accepted", Answer.REJECTED: "rejected"}


def fill_normal(painter: QPainter, outer: QRectF, inner: QRectF, mean_px: float) -> None:
    """Shade two standard deviations, one of them again, and draw the mean at `mean_px`."""
    for box, alpha in zip((outer, inner), _NORMAL_ALPHA, strict=True):
        shade = QColor(NORMAL_COLOUR)
        shade.setAlpha(alpha)
        painter.fillRect(box, shade)
    line = QColor(NORMAL_COLOUR)
    line.setAlpha(120)
    painter.setPen(QPen(line, 1))
    painter.drawLine(QPointF(mean_px, inner.top()), QPointF(mean_px, inner.bottom()))


def answer_words(answer: Answer) -> str:
    """Return what the reader has made of a narrowing, in a word."""
    return _ANSWER_WORDS[answer]


def paint_number(painter: QPainter, centre: QPointF, number: str, colour: str, answer: Answer) -> None:
    """Draw a narrowing's number in its circle: filled where accepted, struck out where rejected."""
    ink = QColor(DARK.faint if answer is Answer.REJECTED else colour)
    painter.setPen(QPen(ink, 1.3))
    painter.setBrush(ink if answer is Answer.ACCEPTED else QColor(DARK.image))
    painter.drawEllipse(centre, _RADIUS_PX, _RADIUS_PX)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QColor(DARK.image) if answer is Answer.ACCEPTED else ink)
    box = QRectF(centre.x() - 10, centre.y() - 10, 20, 20)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, number)
    if answer is Answer.REJECTED:
        painter.setPen(QPen(ink, 1.3))
        reach = _RADIUS_PX * 0.7
        painter.drawLine(centre + QPointF(-reach, reach), centre + QPointF(reach, -reach))
