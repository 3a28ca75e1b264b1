"""The legend of the 3D pane: what the colours of the contrast column mean."""

from functools import cache

import attrs
import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QLinearGradient, QPainter

from viewer.model.analysis import Analysis
from viewer.model.display import SurfaceColour
from viewer.model.sections import SectionState
from viewer.scene.colour_scale import (
    FULL_PCT,
    LEVEL_COLOURS,
    LOST,
    METAL,
    UNMEASURED,
    UNNAMED,
    Colours,
    reduction_colours,
)
from viewer.widgets.parts import theme
from viewer.widgets.parts.theme import DARK

_BAR_PX, _TALL_PX, _SMALL_PX = 10, 120, 60
_LINE_PX, _GAP_PX, _STRIPE_PX = 16, 6, 3
_TICKS_PCT = (0, 20, 40, 60, 80)
_STATES: tuple[tuple[str, Colours, tuple[SectionState, ...]], ...] = (
    ("obliterated", LOST, (SectionState.OBLITERATED,)),
    ("metal", METAL[None], (SectionState.METAL,)),
    ("not measured", UNMEASURED, (SectionState.GAP, SectionState.EDGE, SectionState.NOT_OPACIFIED)),
)


@attrs.frozen
class LegendRow:
    """A colour, or stripes of two, and what it means; colours as `#rrggbb`."""

    colours: tuple[str, ...]
    words: str


@attrs.frozen
class Legend:
    """What stands in the legend: a scale of percent or not, then rows; `title` says of what."""

    title: str
    has_scale: bool
    rows: tuple[LegendRow, ...]


def legend_of(colour: SurfaceColour, analysis: Analysis | None) -> Legend | None:
    """Return the legend of what is drawn; None where the column has its own colour."""
    sections = analysis.sections if analysis else None
    if sections is None or colour is SurfaceColour.PLAIN:
        return None
    rows = tuple(
        LegendRow(_names(colours), words)
        for words, colours, states in _STATES
        if sections.having(*states).any()
    )
    if colour is SurfaceColour.REDUCTION:
        return Legend("Area reduction", has_scale=True, rows=rows)
    levels = (LegendRow(_names(LEVEL_COLOURS), "in turn"), LegendRow(_names(UNNAMED[None]), "no level"))
    return Legend("Level", has_scale=False, rows=(*levels, *rows))


def paint_legend(painter: QPainter, legend: Legend, right_px: float, top_px: float, room_px: float) -> None:
    """Draw a legend with its upper right corner at a place; smaller where there is little room."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setFont(theme.font(theme.SMALL_PX))
    _text(painter, legend.title, right_px, top_px + _LINE_PX / 2, DARK.text)
    y = top_px + _LINE_PX + _GAP_PX
    if legend.has_scale:
        tall = _TALL_PX if room_px > 2 * _TALL_PX else _SMALL_PX
        _paint_scale(painter, QRectF(right_px - _BAR_PX, y, _BAR_PX, tall))
        y += tall + 2 * _GAP_PX
    for row in legend.rows:
        if y + _LINE_PX <= top_px + room_px:
            _paint_swatch(painter, QRectF(right_px - _BAR_PX, y, _BAR_PX, _LINE_PX - 4), row.colours)
            _text(painter, row.words, right_px - _BAR_PX - _GAP_PX, y + _LINE_PX / 2 - 2, DARK.muted)
            y += _LINE_PX
    painter.restore()


def _paint_scale(painter: QPainter, bar: QRectF) -> None:
    ramp = QLinearGradient(bar.topLeft(), bar.bottomLeft())
    for share, name in zip(np.linspace(0, 1, 17), _ramp(), strict=True):
        ramp.setColorAt(float(share), QColor(name))
    painter.fillRect(bar, ramp)
    step = 1 if bar.height() > _SMALL_PX else 2
    for percent in _TICKS_PCT[::step]:
        y = bar.top() + bar.height() * percent / FULL_PCT
        painter.fillRect(QRectF(bar.left() - 3, y - 0.5, 3, 1), QColor(DARK.muted))
        more = "\N{GREATER-THAN OR EQUAL TO}\N{THIN SPACE}" if percent >= FULL_PCT else ""
        _text(painter, f"{more}{percent} %", bar.left() - _GAP_PX, y, DARK.muted)


def _paint_swatch(painter: QPainter, box: QRectF, colours: tuple[str, ...]) -> None:
    painter.fillRect(box, QColor(colours[0]))
    for number in range(1, int(box.height() / _STRIPE_PX) + 1, 2):
        stripe = QRectF(box.left(), box.top() + number * _STRIPE_PX, box.width(), _STRIPE_PX)
        painter.fillRect(stripe.intersected(box), QColor(colours[-1]))


def _text(painter: QPainter, words: str, right_px: float, middle_px: float, colour: str) -> None:
    box = QRectF(right_px - 200, middle_px - _LINE_PX / 2, 200, _LINE_PX)
    flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
    painter.setPen(QColor(0, 0, 0, 200))
    painter.drawText(box.translated(QPointF(1, 1)), flags, words)
    painter.setPen(QColor(colour))
    painter.drawText(box, flags, words)


@cache
def _ramp() -> tuple[str, ...]:
    return _names(reduction_colours(np.linspace(0, FULL_PCT, 17)))


def _names(colours: Colours) -> tuple[str, ...]:
    return tuple(f"#{red:02x}{green:02x}{blue:02x}" for red, green, blue in colours.tolist())
