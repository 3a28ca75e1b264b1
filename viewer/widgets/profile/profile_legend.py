"""The legend below the profile: what its fills and circles mean, only those that are in the picture."""

from collections.abc import Callable

import attrs
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from viewer.model.narrowing import BlockKind
from viewer.model.sections import Sections, SectionState
from viewer.tools.narrowings import Answer
from viewer.widgets.parts.theme import DARK, SMALL_PX, font
from viewer.widgets.profile.profile_style import (
    BLOCKS,
    CORRECTED_COLOUR,
    CORRECTED_WORDS,
    NORMAL_WORDS,
    STATES,
    Hatch,
    answer_words,
    fill_normal,
    paint_number,
)
from viewer.widgets.slices.text_picture import line_width

_SWATCH_PX, _SWATCH_HIGH_PX, _GAP_PX, _APART_PX, _LINE_PX = 18.0, 11.0, 5.0, 14.0, 17.0
_SIDE_PX = 10.0
Swatch = Callable[[QPainter, QRectF], None]


@attrs.frozen
class LegendItem:
    """A swatch and what it means."""

    words: str
    swatch: Swatch = attrs.field(eq=False)


def legend_items(
    sections: Sections, blocks: tuple[BlockKind, ...], answers: tuple[Answer, ...], *, normal: bool
) -> tuple[LegendItem, ...]:
    """Return what has to be explained, in the order of the eye: normal, states, blocks, narrowings."""
    items = [LegendItem(NORMAL_WORDS, _normal)] if normal else []
    items += [_hatched(STATES[one]) for one in SectionState if one in STATES and one in sections.state]
    items += [_hatched(BLOCKS[one], lined=True) for one in BlockKind if one in blocks]
    if sections.corrected.any():
        items.append(LegendItem(CORRECTED_WORDS, _corrected))
    return (*items, *(_circle(one) for one in Answer if one in answers))


class ProfileLegend(QWidget):
    """Draws the items in as many lines as they need."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._items: tuple[LegendItem, ...] = ()
        self.setAccessibleName("Legend of the profile")
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    @property
    def words(self) -> tuple[str, ...]:
        """What is explained."""
        return tuple(item.words for item in self._items)

    def show_items(self, items: tuple[LegendItem, ...]) -> None:
        """Explain these."""
        if items != self._items:
            self._items = items
            self.setVisible(bool(items))
            self.setAccessibleDescription(", ".join(self.words))
            self.updateGeometry()
            self.update()

    def hasHeightForWidth(self) -> bool:
        """Items flow."""
        return True

    def heightForWidth(self, width: int) -> int:
        """A line for each that the items need."""
        return round(legend_height(self._items, float(width)))

    def sizeHint(self) -> QSize:
        """As high as its lines at the present width."""
        return QSize(200, self.heightForWidth(max(200, self.width())))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw swatches and words."""
        del event
        painter = QPainter(self)
        paint_legend(painter, self._items, float(self.width()))
        painter.end()


def legend_height(items: tuple[LegendItem, ...], width_px: float) -> float:
    """Return the height that the items need at a width, 2 where there are none."""
    places = _places(items, width_px)
    return (places[-1][1] + _LINE_PX if places else 0.0) + 2


def paint_legend(painter: QPainter, items: tuple[LegendItem, ...], width_px: float) -> None:
    """Draw items in lines of a width, from the painter's origin down."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for item, (x, y) in zip(items, _places(items, width_px), strict=True):
        box = QRectF(x, y + (_LINE_PX - _SWATCH_HIGH_PX) / 2, _SWATCH_PX, _SWATCH_HIGH_PX)
        item.swatch(painter, box)
        painter.setPen(QColor(DARK.muted))
        painter.setFont(font(SMALL_PX))
        words = QRectF(box.right() + _GAP_PX, y, width_px, _LINE_PX)
        painter.drawText(words, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, item.words)


def _places(items: tuple[LegendItem, ...], width: float) -> list[tuple[float, float]]:
    x, y = _SIDE_PX, 0.0
    places: list[tuple[float, float]] = []
    for item in items:
        needed = _SWATCH_PX + _GAP_PX + line_width(item.words, font(SMALL_PX))
        if x > _SIDE_PX and x + needed > width - _SIDE_PX:
            x, y = _SIDE_PX, y + _LINE_PX
        places.append((x, y))
        x += needed + _APART_PX
    return places


def _normal(painter: QPainter, box: QRectF) -> None:
    inner = box.adjusted(box.width() / 4, 0, -box.width() / 4, 0)
    fill_normal(painter, box, inner, box.center().x())


def _hatched(hatch: Hatch, *, lined: bool = False) -> LegendItem:
    def swatch(painter: QPainter, box: QRectF) -> None:
        hatch.fill(painter, box)
        painter.setPen(QPen(QColor(hatch.colour), 1))
        if lined:
            painter.drawLine(box.topLeft(), box.topRight())
            painter.drawLine(box.bottomLeft(), box.bottomRight())
        else:
            painter.drawRect(box)

    return LegendItem(hatch.words, swatch)


def _corrected(painter: QPainter, box: QRectF) -> None:
    painter.fillRect(QRectF(box.center().x() - 2, box.top(), 4, box.height()), QColor(CORRECTED_COLOUR))


def _circle(answer: Answer) -> LegendItem:
    def swatch(painter: QPainter, box: QRectF) -> None:
        painter.setFont(font(9, QFont.Weight.DemiBold))
        painter.save()
        painter.translate(box.center())
        painter.scale(0.8, 0.8)
        paint_number(painter, QPointF(0, 0), "n", DARK.warning, answer)
        painter.restore()

    return LegendItem(answer_words(answer), swatch)
