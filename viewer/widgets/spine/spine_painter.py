"""Draws the spine strip: region bands, vertebrae and discs, names, marks."""

import math

import attrs
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPainterPath, QPen

from viewer.model.finding import CompressionMark, Severity, Side
from viewer.model.narrowing import Narrowing
from viewer.model.overlay.overlay_shapes import Role
from viewer.model.report.concordance import Agreement
from viewer.model.sections import SectionState
from viewer.model.spine import Region
from viewer.tools.narrowings import worst_first
from viewer.widgets.marks.severity_glyph import SIDE_LETTER, paint_glyph
from viewer.widgets.parts import theme
from viewer.widgets.slices.overlay_painter import ROLE_COLOUR
from viewer.widgets.spine.spine_expected import fits_too, gravest
from viewer.widgets.spine.spine_layout import LevelState, SpineLayout, StripLevel

MARGIN_PX = 6.0
FOOT_PX = 20.0
_BAND_PX, _NAME_RIGHT_PX, _COLUMN_X_PX, _MARKS_X_PX = 14.0, 44.0, 64.0, 95.0
_GLYPH_PX, _MARK_STEP_PX = 4.6, 18.0
_CURVE_PX = 1.8
_TICK_PX = 3.0
_NARROWING = ROLE_COLOUR[Role.MARK]
_DISC_CATCH_PX = 4.5
_RING_PX, _RING_GAP_PX = 3.3, 5.6
_AGREEMENT_COLOUR = {
    Agreement.CONCORDANT: theme.DARK.good,
    Agreement.POSSIBLE: theme.DARK.good,
    Agreement.DISCORDANT: theme.DARK.error,
    Agreement.UNEXPLAINED: theme.DARK.warning,
    None: theme.DARK.faint,
}
_RING_SIDES: dict[Side | None, int] = {Side.RIGHT: -1, None: 0, Side.LEFT: 1}
_REGION_COLOUR = {
    Region.CERVICAL: "#3f5f86",
    Region.THORACIC: "#4d6b57",
    Region.LUMBAR: "#7a6242",
    Region.SACRAL: "#6b4f6e",
}
_REGION_WORD = {
    Region.CERVICAL: "CERVICAL",
    Region.THORACIC: "THORACIC",
    Region.LUMBAR: "LUMBAR",
    Region.SACRAL: "S",
}
# Half the width of a body at the top and the bottom of each region.
_HALF_WIDTH_PX = {
    Region.CERVICAL: (7.5, 9.0),
    Region.THORACIC: (9.0, 11.5),
    Region.LUMBAR: (12.0, 13.5),
    Region.SACRAL: (13.5, 8.5),
}


@attrs.frozen
class StripLook:
    """What the strip emphasises: ids of the hovered level, the keyboard's level, the selection."""

    hovered: str = ""
    keyboard: str = ""
    selection: str = ""


class SpinePainter:
    """Paints one layout into an area of a given height in logical pixels."""

    def __init__(self, layout: SpineLayout, width_px: float, height_px: float) -> None:
        self._layout = layout
        self._width = width_px
        self._foot = FOOT_PX if layout.unnamed or layout.nothing_placed or layout.has_found else 0.0
        self._height = height_px - 2 * MARGIN_PX - self._foot
        self._rows = {one.level.name: n for n, one in enumerate(layout.levels)}

    def level_at(self, y_px: float) -> StripLevel | None:
        """Return the level at a height; thin discs are caught a little beside them, too."""
        for level in self._layout.levels:
            row = self.box(level)
            if level.is_disc and abs(y_px - row.center().y()) <= max(_DISC_CATCH_PX, row.height() / 2):
                return level
        return self._layout.at((y_px - MARGIN_PX) / max(1.0, self._height))

    def box(self, level: StripLevel) -> QRectF:
        """Return the whole row of a level."""
        top = MARGIN_PX + level.top * self._height
        return QRectF(_BAND_PX, top, self._width - _BAND_PX, (level.bottom - level.top) * self._height)

    def mark_at(self, x_px: float, y_px: float) -> CompressionMark | None:
        """Return the mark drawn at a pixel."""
        for mark, centre in self._mark_places():
            if math.hypot(x_px - centre.x() - 4, y_px - centre.y()) <= 10:
                return mark
        return None

    def narrowing_at(self, x_px: float, y_px: float) -> Narrowing | None:
        """Return the worst narrowing whose tick is drawn at a pixel."""
        for level in self._layout.levels:
            if level.narrowings:
                at, half = self._tick(level)
                if abs(y_px - at.y()) <= _DISC_CATCH_PX and abs(x_px - at.x()) <= half + _TICK_PX + 1:
                    return worst_first(level.narrowings)[0]
        return None

    def tick_centre(self, name: str) -> QPointF | None:
        """Return where the tick of a level's narrowings is drawn, None where it has none."""
        level = self._layout.find(name)
        return self._tick(level)[0] if level is not None and level.narrowings else None

    def _tick(self, level: StripLevel) -> tuple[QPointF, float]:
        x, y = self._axis_x((level.top + level.bottom) / 2), self.box(level).center().y()
        return QPointF(x, y), self._half_width(level)

    def mark_centre(self, mark_id: str) -> QPointF | None:
        """Return where a mark is drawn."""
        return next((at for mark, at in self._mark_places() if mark.mark_id == mark_id), None)

    def paint(self, painter: QPainter, look: StripLook) -> None:
        """Draw the strip."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_bands(painter)
        for level in self._layout.levels:
            self._paint_row(painter, level, look)
        for level in self._layout.levels:
            (self._paint_disc if level.is_disc else self._paint_body)(painter, level)
        for level in self._layout.levels:
            if not level.is_disc:
                self._paint_name(painter, level)
        for level in self._layout.levels:
            self._paint_narrowings(painter, level)
        for level in self._layout.levels:
            self._paint_expected(painter, level)
        self._paint_marks(painter, look)

    def _paint_bands(self, painter: QPainter) -> None:
        for region in Region:
            rows = [self.box(one) for one in self._layout.levels if one.level.region is region]
            band = QRectF(0, rows[0].top() + 1, _BAND_PX - 3, rows[-1].bottom() - rows[0].top() - 2)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(_REGION_COLOUR[region]))
            painter.drawRoundedRect(band, 2, 2)
            painter.save()
            painter.setPen(QColor(theme.DARK.text))
            painter.setFont(_font(9, bold=True, spacing=1.5 if region is not Region.SACRAL else 0))
            painter.translate(band.center())
            painter.rotate(-90)
            words = QRectF(-band.height() / 2, -band.width() / 2, band.height(), band.width())
            painter.drawText(words, Qt.AlignmentFlag.AlignCenter, _REGION_WORD[region])
            painter.restore()

    def _paint_row(self, painter: QPainter, level: StripLevel, look: StripLook) -> None:
        name = level.level.name
        if level.current:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.DARK.accent_dim))
            painter.drawRoundedRect(self._band_of(level), 3, 3)
        if name in {look.hovered, look.keyboard} and name:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(theme.DARK.accent if name == look.keyboard else theme.DARK.faint), 1))
            painter.drawRoundedRect(self._band_of(level).adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)

    def _band_of(self, level: StripLevel) -> QRectF:
        row = self.box(level)
        spare = max(0.0, 9.0 - row.height()) / 2
        return row.adjusted(0, -spare, -2, spare)

    def _axis_x(self, share: float) -> float:
        """The column's gentle curves: forward in the neck and the loin, back between."""
        return _COLUMN_X_PX - _CURVE_PX * math.cos(2 * math.pi * (share - 0.08) * 1.08)

    def _half_width(self, level: StripLevel) -> float:
        region = level.level.region
        rows = [one for one in self._layout.levels if one.level.region is region]
        top, bottom = rows[0].top, rows[-1].bottom
        t = ((level.top + level.bottom) / 2 - top) / (bottom - top)
        first, last = _HALF_WIDTH_PX[region]
        return first + t * (last - first)

    def _paint_body(self, painter: QPainter, level: StripLevel) -> None:
        pen, fill = _BODY_STYLE[level.state]
        painter.setPen(pen)
        painter.setBrush(fill)
        painter.drawPath(self._body(level))

    def _body(self, level: StripLevel) -> QPainterPath:
        """A vertebra from the front: end plates a little wider than the waist; S1 tapers."""
        row = self.box(level).adjusted(0, 0.6, 0, -0.6)
        x, half = self._axis_x((level.top + level.bottom) / 2), self._half_width(level)
        waist = half - min(3.4, row.height() / 5)
        lower = half * 0.62 if level.level.region is Region.SACRAL else half
        path = QPainterPath(QPointF(x - half, row.top()))
        path.lineTo(x + half, row.top())
        path.quadTo(x + min(waist, (half + lower) / 2), row.center().y(), x + lower, row.bottom())
        path.lineTo(x - lower, row.bottom())
        path.quadTo(x - min(waist, (half + lower) / 2), row.center().y(), x - half, row.top())
        path.closeSubpath()
        return path

    def _paint_disc(self, painter: QPainter, level: StripLevel) -> None:
        row = self.box(level)
        x, half = self._axis_x((level.top + level.bottom) / 2), self._half_width(level) - 1
        thick = min(row.height() - 1.2, 6.0)
        lens = QRectF(x - half, row.center().y() - thick / 2, 2 * half, thick)
        pen, fill = _DISC_STYLE[level.state]
        painter.setPen(pen)
        painter.setBrush(fill)
        painter.drawRoundedRect(lens, thick / 2, thick / 2)

    def _paint_narrowings(self, painter: QPainter, level: StripLevel) -> None:
        """Ticks from both sides into the column, thick where the sac is obliterated."""
        if not level.narrowings:
            return
        at, half = self._tick(level)
        closed = any(one.state is SectionState.OBLITERATED for one in level.narrowings)
        painter.setPen(QPen(QColor(_NARROWING), 2.6 if closed else 1.4))
        for side in (-1, 1):
            inner = 0.0 if closed else half * 0.35
            painter.drawLine(at + QPointF(side * (half + _TICK_PX), 0), at + QPointF(side * inner, 0))

    def ring_centre(self, name: str, side: Side | None) -> QPointF | None:
        """Return where the ring of an expected place is drawn, None where none is."""
        level = self._layout.find(name)
        if level is None or gravest(level.expected, side) is None:
            return None
        at, half = self._tick(level)
        return at + QPointF(_RING_SIDES[side] * (half + _RING_GAP_PX), 0)

    def _paint_expected(self, painter: QPainter, level: StripLevel) -> None:
        """Hollow rings on the patient's side (right at the left, as on an image), coloured by agreement.

        A dot within tells that something else is explained there.
        """
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for side in _RING_SIDES:
            one, centre = gravest(level.expected, side), self.ring_centre(level.level.name, side)
            if one is not None and centre is not None:
                width = 1.0 if one.agreement is None else 1.8
                painter.setPen(QPen(QColor(_AGREEMENT_COLOUR[one.agreement]), width))
                painter.drawEllipse(centre, _RING_PX, _RING_PX)
                if fits_too(level.expected, side):
                    painter.setPen(QPen(QColor(_AGREEMENT_COLOUR[Agreement.CONCORDANT]), 2.4))
                    painter.drawPoint(centre)

    def _paint_name(self, painter: QPainter, level: StripLevel) -> None:
        row = self.box(level)
        placed, absent = level.state is LevelState.PLACED, level.state is LevelState.ABSENT
        size = max(8.0, min(11.0, row.height() * 0.92))
        painter.setFont(_font(size, bold=placed))
        colour = theme.DARK.faint if absent else theme.DARK.text if placed else theme.DARK.muted
        painter.setPen(QColor(theme.DARK.accent if level.current else colour))
        words = QRectF(_BAND_PX - 2, row.top() - 4, _NAME_RIGHT_PX - _BAND_PX, row.height() + 8)
        painter.drawText(words, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, level.caption)

    def _slots(self) -> int:
        """How many marks stand side by side in a row."""
        return max(1, int((self._width - _MARKS_X_PX + _GLYPH_PX + 2) // _MARK_STEP_PX))

    def _groups(self) -> list[tuple[tuple[CompressionMark, ...], float]]:
        """The marks of each row, the gravest first, with its height in pixels."""
        groups = [(one.marks, self.box(one).center().y()) for one in self._layout.levels if one.marks]
        if self._layout.unnamed:
            groups.append((self._layout.unnamed, MARGIN_PX + self._height + self._foot / 2 + 3))
        return [(tuple(sorted(marks, key=_grave)), y) for marks, y in groups]

    def _mark_places(self) -> list[tuple[CompressionMark, QPointF]]:
        slots = self._slots()
        return [
            (mark, QPointF(_MARKS_X_PX + n * _MARK_STEP_PX, y))
            for marks, y in self._groups()
            for n, mark in enumerate(marks[: slots if len(marks) <= slots else max(1, slots - 1)])
        ]

    def _paint_marks(self, painter: QPainter, look: StripLook) -> None:
        for mark, centre in self._mark_places():
            if mark.mark_id == look.selection:
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.setPen(QPen(QColor(theme.DARK.accent), 1.4))
                painter.drawRoundedRect(QRectF(centre.x() - 7, centre.y() - 7.5, 21, 15), 4, 4)
            paint_glyph(painter, centre, _GLYPH_PX, mark.severity)
            painter.setFont(_font(9.5, bold=True))
            painter.setPen(QColor(theme.DARK.text))
            words = QRectF(centre.x() + 6, centre.y() - 8, 10, 16)
            painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, SIDE_LETTER[mark.side])
        self._paint_notes(painter)

    def _paint_notes(self, painter: QPainter) -> None:
        """How many marks a row could not show, and that some have no level yet."""
        painter.setFont(_font(9))
        painter.setPen(QColor(theme.DARK.muted))
        slots = self._slots()
        for marks, y in self._groups():
            if len(marks) > slots:
                beside = QRectF(_MARKS_X_PX + (slots - 1) * _MARK_STEP_PX - 5, y - 8, 20, 16)
                below = QRectF(_MARKS_X_PX - 4, y + 3, 20, 14)
                hidden = len(marks) - max(1, slots - 1)
                painter.drawText(beside if slots > 1 else below, _MIDDLE_LEFT, f"+{hidden}")
        if self._foot:
            asked = "Ctrl+L confirms levels" if self._layout.has_found else "Press L to name a level"
            words = "Level unnamed" if self._layout.unnamed else asked
            width = _MARKS_X_PX - 8 if self._layout.unnamed else self._width
            painter.drawText(QRectF(3, MARGIN_PX + self._height + 3, width, self._foot), _MIDDLE_LEFT, words)


_MIDDLE_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_GRAVITY = {severity: n for n, severity in enumerate(reversed(Severity))}


def _grave(mark: CompressionMark) -> int:
    return _GRAVITY[mark.severity] if mark.severity else len(_GRAVITY)


def _font(size_px: float, *, bold: bool = False, spacing: float = 0.0) -> QFont:
    made = theme.font(size_px, QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
    if spacing:
        made.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, spacing)
    return made


def _pen(colour: str, width: float, style: Qt.PenStyle = Qt.PenStyle.SolidLine) -> QPen:
    made = QPen(QColor(colour), width)
    if style is Qt.PenStyle.DashLine:
        made.setDashPattern([2.4, 2.2])
    return made


# Solid and bright: a reader placed it. Dashed: it follows from others. Faint: not located.
_NO_FILL = QColor(0, 0, 0, 0)
_DASHED = Qt.PenStyle.DashLine
_BODY_STYLE = {
    LevelState.PLACED: (_pen("#e8e3d6", 1.2), QColor("#8d8878")),
    LevelState.INTERPOLATED: (_pen("#8f8c80", 0.9, _DASHED), QColor("#33332f")),
    LevelState.EXTRAPOLATED: (_pen("#6b6a64", 0.9, _DASHED), QColor("#1f2022")),
    LevelState.FOUND: (_pen("#8f8c80", 0.9, _DASHED), _NO_FILL),
    LevelState.ABSENT: (_pen("#3a4047", 1.0), QColor("#1c2024")),
}
_DISC_STYLE = {
    LevelState.PLACED: (_pen("#cfe6f3", 1.0), QColor("#8fb6cc")),
    LevelState.INTERPOLATED: (_pen("#7f97a4", 0.9, _DASHED), _NO_FILL),
    LevelState.EXTRAPOLATED: (_pen("#65757f", 0.9, _DASHED), _NO_FILL),
    LevelState.FOUND: (_pen("#7f97a4", 0.9, _DASHED), _NO_FILL),
    LevelState.ABSENT: (_pen("#343a40", 0.9), _NO_FILL),
}
