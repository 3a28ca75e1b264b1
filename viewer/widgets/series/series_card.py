"""How one entry of the series rail is drawn, wrapped to the width of the rail."""

from typing import Protocol

import attrs
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen, QPixmap

from viewer.widgets.parts import theme
from viewer.widgets.series.series_words import SeriesWords

_PAD_PX, _GAP_PX, _PICTURE_PX = 7, 7, 54
_WRAP = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
_MOST_TITLE_LINES, _MOST_REASON_LINES = 3, 5


@attrs.frozen(eq=False)
class CardLook:
    """What the rail emphasises of an entry, and its picture."""

    is_open: bool = False
    hovered: bool = False
    focused: bool = False
    picture: QPixmap | None = None


@attrs.frozen(eq=False)
class _Line:
    words: str
    font: QFont
    colour: str
    box: QRect


class Card(Protocol):
    """An entry of the rail."""

    @property
    def spoken(self) -> str:
        """Its words for a screen reader."""
        ...

    def height(self, width: int) -> int:
        """Return how high it is in a width."""
        ...

    def paint(self, painter: QPainter, box: QRect, look: CardLook) -> None:
        """Draw it."""
        ...


@attrs.frozen
class StudyCard:
    """The head of a study: patient, then date and description."""

    patient: str
    examination: str

    @property
    def spoken(self) -> str:
        """Patient and examination."""
        return f"{self.patient}, {self.examination}"

    def height(self, width: int) -> int:
        """Two wrapped texts."""
        inner = width - 2 * _PAD_PX
        return (
            _text_height(self.patient, _title(), inner) + _text_height(self.examination, _small(), inner) + 16
        )

    def paint(self, painter: QPainter, box: QRect, look: CardLook) -> None:  # noqa: ARG002 - looks alike always
        """Draw the head."""
        inner = box.adjusted(_PAD_PX, 9, -_PAD_PX, 0)
        y = _text(painter, inner, self.patient, _title(), theme.DARK.text)
        _text(painter, inner.adjusted(0, y + 1, 0, 0), self.examination, _small(), theme.DARK.muted)


@attrs.frozen
class NoteCard:
    """A line at the end of the list."""

    words: str

    @property
    def spoken(self) -> str:
        """The words."""
        return self.words

    def height(self, width: int) -> int:
        """One wrapped text."""
        return _text_height(self.words, _small(), width - 2 * _PAD_PX) + 16

    def paint(self, painter: QPainter, box: QRect, look: CardLook) -> None:  # noqa: ARG002 - looks alike always
        """Draw the line."""
        _text(painter, box.adjusted(_PAD_PX, 8, -_PAD_PX, 0), self.words, _small(), theme.DARK.faint)


@attrs.frozen
class SeriesCard:
    """A series: picture, title and facts, and the reason where it cannot be opened."""

    key: str
    words: SeriesWords
    usable: bool
    suggested: bool

    @property
    def spoken(self) -> str:
        """All its words in one sentence."""
        tag = "suggested. " if self.suggested else ""
        return tag + self.words.whole.replace("\n", ", ")

    def height(self, width: int) -> int:
        """Picture with the texts beside it, and the texts below."""
        lines = self._lines(width)
        return 2 * _PAD_PX + max((line.box.bottom() for line in lines), default=0)

    def paint(self, painter: QPainter, box: QRect, look: CardLook) -> None:
        """Draw the entry."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_frame(painter, box, look)
        corner = box.topLeft() + QPoint(_PAD_PX, _PAD_PX)
        self._paint_picture(painter, QRect(corner, QSize(_PICTURE_PX, _PICTURE_PX)), look)
        for line in self._lines(box.width()):
            _text(painter, line.box.translated(corner), line.words, line.font, line.colour)

    def _lines(self, width: int) -> list[_Line]:
        """Its texts, placed from the corner of the picture: beside it while there is room, then below."""
        inner = width - 2 * _PAD_PX - 2
        beside_x = _PICTURE_PX + _GAP_PX
        beside_width = max(40, inner - beside_x)
        lines: list[_Line] = []
        y = -2
        for words, font, colour in self._heading(beside_width):
            high = _text_height(words, font, beside_width)
            lines.append(_Line(words, font, colour, QRect(beside_x, y, beside_width, high)))
            y += high
        x, room = beside_x, beside_width
        for words, colour in self._facts():
            one_line = QFontMetrics(_small()).lineSpacing()
            fits = QFontMetrics(_small()).horizontalAdvance(words) <= beside_width
            if x and not (fits and y + one_line <= _PICTURE_PX + 4):
                x, room, y = 0, inner, max(y, _PICTURE_PX) + 3
            high = min(_MOST_REASON_LINES * one_line, _text_height(words, _small(), room))
            lines.append(_Line(words, _small(), colour, QRect(x, y, room, high)))
            y += high + 1
        lines.append(_Line("", _small(), theme.DARK.text, QRect(0, _PICTURE_PX - 1, 1, 1)))
        return lines

    def _heading(self, width: int) -> list[tuple[str, QFont, str]]:
        title = (self._title_of(width), _title(), theme.DARK.text if self.usable else theme.DARK.muted)
        tags = [
            (words, _tag(), colour)
            for words, colour in (("Suggested", theme.DARK.accent), (self.words.badge, theme.DARK.warning))
            if words and self.usable and (self.suggested or words == self.words.badge)
        ]
        return [*tags, title]

    def _facts(self) -> list[tuple[str, str]]:
        colour = theme.DARK.muted if self.usable else theme.DARK.faint
        said = [(fact, colour) for fact in self.words.facts]
        said += [(self.words.reason, theme.DARK.muted), (self.words.warning, theme.DARK.warning)]
        return [(words, colour) for words, colour in said if words]

    def _title_of(self, width: int) -> str:
        """The title cut to three lines."""
        title, metrics = self.words.title, QFontMetrics(_title())
        most = _MOST_TITLE_LINES * metrics.lineSpacing()
        while len(title) > 4 and _text_height(title, _title(), width) > most:
            title = title[:-2].rstrip("…") + "…"
        return title

    def _paint_frame(self, painter: QPainter, box: QRect, look: CardLook) -> None:
        frame = box.adjusted(2, 1, -3, -2)
        painter.setPen(Qt.PenStyle.NoPen)
        if look.is_open or (look.hovered and self.usable):
            painter.setBrush(QColor(theme.DARK.accent_dim if look.is_open else theme.DARK.hover))
            painter.drawRoundedRect(frame, 5, 5)
        if look.is_open or look.focused:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(theme.DARK.accent if look.is_open else theme.DARK.faint), 1))
            painter.drawRoundedRect(frame, 5, 5)

    def _paint_picture(self, painter: QPainter, place: QRect, look: CardLook) -> None:
        painter.setPen(QPen(QColor(theme.DARK.line), 1))
        painter.setBrush(QColor(theme.DARK.image))
        painter.drawRect(place)
        if look.picture is None:
            painter.setPen(QColor(theme.DARK.faint))
            painter.setFont(_small())
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, "…" if self.usable else "no\nimage")
            return
        size = look.picture.size().scaled(place.size(), Qt.AspectRatioMode.KeepAspectRatio)
        target = QRect(0, 0, size.width(), size.height())
        target.moveCenter(place.center())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setOpacity(1.0 if self.usable else 0.5)
        painter.drawPixmap(target, look.picture)
        painter.setOpacity(1.0)


def _title() -> QFont:
    return theme.font(theme.TEXT_PX, QFont.Weight.Medium)


def _small() -> QFont:
    return theme.font(theme.SMALL_PX)


def _tag() -> QFont:
    return theme.font(10, QFont.Weight.DemiBold)


def _text(painter: QPainter, box: QRect, words: str, font: QFont, colour: str) -> int:
    """Draw wrapped words from the top of a box; return the height they took."""
    painter.setFont(font)
    painter.setPen(QColor(colour))
    painter.drawText(box, _WRAP, words)
    return _text_height(words, font, box.width())


def _text_height(words: str, font: QFont, width: int) -> int:
    if not words:
        return 0
    return QFontMetrics(font).boundingRect(QRect(0, 0, max(1, width), 10_000), _WRAP, words).height()
