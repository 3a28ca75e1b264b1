"""Draws the profile: the straightened canal in two planes, the graph beside it, levels, narrowings, gaps."""

from typing import TypeAlias

import attrs
import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter, QPen, QPolygonF

from viewer.model.analysis import Analysis
from viewer.model.narrowing import BlockKind, Narrowing
from viewer.model.sections import Sections, SectionState
from viewer.tools.narrowings import Answer
from viewer.widgets.parts.theme import DARK, font
from viewer.widgets.profile.profile_bands import NormalBand
from viewer.widgets.profile.profile_levels import LevelTick, section_near
from viewer.widgets.profile.profile_measure import MEASURES, Measure, axis_of, values_of
from viewer.widgets.profile.profile_places import NUMBERS_PX, ProfilePlaces
from viewer.widgets.profile.profile_planes import StraightPlane
from viewer.widgets.profile.profile_style import (
    BLOCKS,
    CORRECTED_COLOUR,
    STATES,
    Hatch,
    fill_normal,
    paint_number,
)
from viewer.widgets.profile.profile_words import reduction_text
from viewer.widgets.slices.text_picture import paint_line

_TEXT_PX, _SMALL_PX = 11.0, 10.0
_LINE_PX, _TITLE_PX, _NAME_PX = 14.0, 90.0, 54.0
_NUMBER_PX = 8.0
_WORDS_FROM_PX = 14.0
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_CENTRE = Qt.AlignmentFlag.AlignCenter
_CORRECTED_PX, _EDGE_PX, _TICK_PX = 4.0, 4.0, 9.0
_METAL_DASH = (1.5, 2.5)


Numbered: TypeAlias = tuple[int, Narrowing, Answer]


@attrs.frozen(eq=False)
class ProfileScene:
    """What one picture of the profile shows; `here` and `hovered` are numbers of sections."""

    analysis: Analysis
    sections: Sections
    ticks: tuple[LevelTick, ...]
    planes: tuple[StraightPlane, StraightPlane]
    pictures: tuple[QImage, QImage]
    turn_deg: int
    measure: Measure
    bands: tuple[NormalBand, ...]
    numbered: tuple[Numbered, ...]
    chosen: Narrowing | None
    here: int | None
    hovered: int | None


class ProfilePainter:
    """Paints one scene into its places."""

    def __init__(self, painter: QPainter, scene: ProfileScene, places: ProfilePlaces) -> None:
        self._painter = painter
        self._scene = scene
        self._places = places
        self._values = values_of(scene.sections, scene.measure)
        normal = max((band.value.band(1.0)[1] for band in scene.bands), default=0.0)
        self._axis = axis_of(self._values, scene.measure, normal)

    def paint(self) -> None:
        """Draw everything, the lines that follow the pointer last."""
        self._painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._painter.setFont(font(_TEXT_PX))
        self._paint_planes()
        self._paint_bands()
        self._paint_axis()
        self._paint_ticks()
        self._paint_unmeasured()
        self._paint_curve()
        self._paint_narrowings()
        self._paint_place(self._scene.here, QColor(DARK.accent), 1.4)
        self._paint_place(self._scene.hovered, QColor(255, 255, 255, 190), 1.0)

    def _paint_planes(self) -> None:
        scene, half = self._scene, self._places.half_mm
        self._painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        boxes = (self._places.sagittal, self._places.coronal)
        turn = f" {scene.turn_deg:+d}°".replace("-", "\N{MINUS SIGN}") if scene.turn_deg else ""
        for box, title in zip(boxes, ("Sagittal", "Coronal"), strict=True):
            head = QRectF(box.left(), box.top() - 38, box.width(), 16)
            shown = (
                f"{title}{turn}"
                if box.width() >= _TITLE_PX
                else title
                if box.width() >= _NAME_PX
                else title[:3]
            )
            self._write(head, shown, DARK.muted, _CENTRE)
        for box, picture, plane in zip(boxes, scene.pictures, scene.planes, strict=True):
            # A step is half a millimetre, the centreline in the middle.
            middle, reach = picture.width() / 2, half * 2
            shown = QRectF(middle - reach, 0, 2 * reach, picture.height())
            self._painter.drawImage(box, picture, shown)
            head = QRectF(box.left(), box.top() - 18, box.width(), 16)
            self._write(head, plane.left_letter, DARK.muted, _LEFT)
            self._write(head, plane.right_letter, DARK.muted, _RIGHT)
            self._pen(QColor(DARK.line), 1)
            self._painter.setBrush(Qt.BrushStyle.NoBrush)
            self._painter.drawRect(box)

    def _paint_axis(self) -> None:
        graph, words = self._places.graph, MEASURES[self._scene.measure]
        title = QRectF(graph.left() - 20, graph.top() - 38, graph.width() + 60, 16)
        self._write(title, f"{words.title}, {words.unit}", words.colour, _LEFT)
        self._painter.setFont(font(_SMALL_PX))
        for value in self._axis:
            x = self._x(float(value))
            self._pen(QColor(255, 255, 255, 70 if value == 0 else 32), 1)
            self._painter.drawLine(QPointF(x, graph.top()), QPointF(x, graph.bottom()))
            box = QRectF(x - 26, graph.top() - 18, 52, 16)
            self._write(box, f"{value:.0f}", DARK.muted, _CENTRE)
        self._painter.setFont(font(_TEXT_PX))

    def _paint_ticks(self) -> None:
        places, last = self._places, -np.inf
        for tick in self._scene.ticks:
            y = places.y(tick.arc_mm)
            if not places.graph.top() - 1 <= y <= places.graph.bottom() + 1:
                continue
            colour = QColor(255, 255, 255, 60 if tick.is_disc else 0)
            self._pen(colour, 1, Qt.PenStyle.DotLine)
            self._painter.drawLine(QPointF(places.left, y), QPointF(places.graph.right(), y))
            crowded = y - last < _LINE_PX or (not tick.is_disc and self._near_disc(y))
            if not crowded:
                self._write(QRectF(0, y - 8, places.left - 6, 16), tick.name, self._tick_colour(tick), _RIGHT)
                last = y

    def _near_disc(self, y: float) -> bool:
        """Where names stand close the discs come first: the canal is narrowed there."""
        return any(
            tick.is_disc and abs(self._places.y(tick.arc_mm) - y) < _LINE_PX for tick in self._scene.ticks
        )

    @staticmethod
    def _tick_colour(tick: LevelTick) -> str:
        return DARK.text if tick.is_disc else DARK.faint

    def _paint_bands(self) -> None:
        """Shade what is normal at each level; beyond the graph it is cut."""
        graph = self._places.graph
        self._painter.save()
        self._painter.setClipRect(graph)
        for band in self._scene.bands:
            top = max(self._places.y(band.start_mm), graph.top())
            bottom = min(self._places.y(band.stop_mm), graph.bottom())
            if bottom <= top:
                continue
            boxes = [
                QRectF(self._x(low), top, self._x(high) - self._x(low), bottom - top - 1)
                for low, high in (band.value.band(2.0), band.value.band(1.0))
            ]
            fill_normal(self._painter, boxes[0], boxes[1], self._x(band.value.mean))
        self._painter.restore()

    def _paint_unmeasured(self) -> None:
        scene, blocked = self._scene, self._blocked()
        for state, start, stop in state_runs(scene.sections):
            if state is not SectionState.OK:
                inside = any(first <= stop and start <= last for first, last, _ in blocked)
                self._hatch(start, stop, STATES[state], told=not inside)
        for start, stop, kind in blocked:
            self._hatch(start, stop, BLOCKS[kind], told=True)
            self._pen(QColor(DARK.error), 1.4)
            for number in (start, stop):
                y = self._places.y(float(scene.sections.arc_mm[number]))
                self._painter.drawLine(QPointF(self._places.left, y), QPointF(self._places.graph.right(), y))
        corrected = QColor(CORRECTED_COLOUR)
        for start, stop in true_runs(scene.sections.corrected):
            box = self._stretch(start, stop)
            box.setWidth(_CORRECTED_PX)
            self._painter.fillRect(box.translated(-_CORRECTED_PX - 1, 0), corrected)

    def _blocked(self) -> list[tuple[int, int, BlockKind]]:
        """The first and the last section of every block beside the canal."""
        found: list[tuple[int, int, BlockKind]] = []
        for block in self._scene.analysis.blocks:
            limits = [section_near(self._scene.sections, point) for point in (block.start, block.end)]
            numbers = sorted(one for one in limits if one is not None)
            if len(numbers) == len(limits):
                found.append((numbers[0], numbers[1], block.kind))
        return found

    def _stretch(self, start: int, stop: int) -> QRectF:
        """The part of the graph that a run of sections takes, two pixels high at least."""
        places, arc_mm = self._places, self._scene.sections.arc_mm
        step = float(arc_mm[1] - arc_mm[0]) / 2
        top, bottom = places.y(float(arc_mm[start]) - step), places.y(float(arc_mm[stop]) + step)
        top, bottom = max(top, places.graph.top()), min(max(bottom, top + 2), places.graph.bottom())
        return QRectF(places.graph.left(), top, places.graph.width(), bottom - top)

    def _hatch(self, start: int, stop: int, hatch: Hatch, *, told: bool) -> None:
        graph = self._stretch(start, stop)
        hatch.fill(self._painter, graph)
        edge = QRectF(self._places.left - _EDGE_PX, graph.top(), _EDGE_PX, graph.height())
        self._painter.fillRect(edge, QColor(hatch.colour))
        if told and graph.height() >= _WORDS_FROM_PX:
            at = QPointF(graph.left() + 6, graph.center().y() - 8)
            colour = QColor(hatch.colour).lighter(140).name()
            paint_line(self._painter, at, hatch.words, font(_TEXT_PX), colour)

    def _paint_curve(self) -> None:
        """A line along what is known; dotted where metal makes it no reference, a dot where it stands alone."""
        arc_mm, colour = self._scene.sections.arc_mm, QColor(MEASURES[self._scene.measure].colour)
        metal = self._scene.sections.having(SectionState.METAL)
        known = np.isfinite(self._values)
        for flags, style in (
            (known & ~metal, Qt.PenStyle.SolidLine),
            (known & metal, Qt.PenStyle.CustomDashLine),
        ):
            pen = QPen(colour, 1.6, style)
            if style is Qt.PenStyle.CustomDashLine:
                pen.setDashPattern(_METAL_DASH)
            self._painter.setPen(pen)
            for start, stop in true_runs(flags):
                points = [
                    QPointF(self._x(float(self._values[n])), self._places.y(float(arc_mm[n])))
                    for n in range(start, stop + 1)
                ]
                if len(points) > 1:
                    self._painter.drawPolyline(QPolygonF(points))
                else:
                    self._painter.fillRect(QRectF(points[0] - QPointF(1.5, 1.5), QSizeF(3, 3)), colour)

    def _paint_narrowings(self) -> None:
        """Each with its number of the list, in the order in which they lie, so that no two overlap."""
        for (number, narrowing, answer), written in number_places(self._scene.numbered, self._places):
            self._paint_narrowing(number, narrowing, answer, self._places.y(narrowing.arc_mm), written)

    def _paint_narrowing(
        self, number: int, narrowing: Narrowing, answer: Answer, y: float, written: float
    ) -> None:
        # A complete block has its own stretch; its number stands where the contrast ends.
        half_mm = 1.0 if narrowing.block else narrowing.length_mm / 2
        graph, half = self._places.graph, half_mm * self._places.px_per_mm
        colour = QColor(DARK.error if narrowing.area_mm2 is None else DARK.warning)
        if answer is Answer.REJECTED:
            colour = QColor(DARK.faint)
        chosen = narrowing is self._scene.chosen
        self._pen(colour, 3.6 if chosen else 2.4)
        self._painter.drawLine(QPointF(graph.right(), y - half), QPointF(graph.right(), y + half))
        for box in (self._places.sagittal, self._places.coronal):
            # Beside the sac, not over it.
            self._painter.drawLine(QPointF(box.left(), y), QPointF(box.left() + _TICK_PX, y))
            self._painter.drawLine(QPointF(box.right() - _TICK_PX, y), QPointF(box.right(), y))
        section = int(np.argmin(np.abs(self._scene.sections.arc_mm - narrowing.arc_mm)))
        value = float(self._values[section])
        if np.isfinite(value):
            self._pen(colour, 1, Qt.PenStyle.DashLine)
            self._painter.drawLine(QPointF(self._x(value), y), QPointF(graph.right(), y))
        centre = QPointF(graph.right() + 6 + _NUMBER_PX, written)
        self._pen(colour, 1)
        self._painter.drawLine(QPointF(graph.right(), y), QPointF(graph.right() + 6, written))
        self._painter.setFont(font(_SMALL_PX, QFont.Weight.DemiBold))
        paint_number(self._painter, centre, str(number), colour.name(), answer)
        self._painter.setFont(font(_TEXT_PX, QFont.Weight.DemiBold if chosen else QFont.Weight.Normal))
        words = QRectF(centre.x() + _NUMBER_PX + 3, written - 8, NUMBERS_PX - 2 * _NUMBER_PX - 8, 16)
        self._write(words, reduction_text(narrowing, self._scene.measure), colour.name(), _LEFT)
        self._painter.setFont(font(_TEXT_PX))

    def _paint_place(self, number: int | None, colour: QColor, width: float) -> None:
        """A line across all that is shown of one section, with its value in the graph."""
        if number is None:
            return
        places, sections = self._places, self._scene.sections
        y = places.y(float(sections.arc_mm[number]))
        self._pen(colour, width)
        for box in (places.sagittal, places.coronal, places.graph):
            self._painter.drawLine(QPointF(box.left(), y), QPointF(box.right(), y))
        value = float(self._values[number])
        if np.isfinite(value):
            self._painter.setBrush(colour)
            self._painter.drawEllipse(QPointF(self._x(value), y), 3.2, 3.2)
            self._painter.setBrush(Qt.BrushStyle.NoBrush)

    def _x(self, value: float) -> float:
        graph = self._places.graph
        return graph.left() + value / float(self._axis[-1]) * graph.width()

    def _pen(self, colour: QColor, width: float, style: Qt.PenStyle = Qt.PenStyle.SolidLine) -> None:
        self._painter.setPen(QPen(colour, width, style))

    def _write(self, box: QRectF, text: str, colour: str, align: Qt.AlignmentFlag) -> None:
        self._painter.setPen(QColor(colour))
        self._painter.drawText(box, align, text)


def number_places(numbered: tuple[Numbered, ...], places: ProfilePlaces) -> list[tuple[Numbered, float]]:
    """Return the narrowings from the head down, each with the height its number is written at."""
    written, last = [], -np.inf
    for one in sorted(numbered, key=lambda one: one[1].arc_mm):
        last = max(places.y(one[1].arc_mm), last + 2 * _NUMBER_PX + 1)
        written.append((one, float(last)))
    return written


def state_runs(sections: Sections) -> list[tuple[SectionState, int, int]]:
    """Return the stretches of equal state with their first and last section."""
    found: list[tuple[SectionState, int, int]] = []
    for number, state in enumerate(sections.state):
        if found and found[-1][0] is state:
            found[-1] = (state, found[-1][1], number)
        else:
            found.append((state, number, number))
    return found


def true_runs(flags: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Return the stretches where flags are set, with their first and last number."""
    places = np.flatnonzero(flags)
    runs = np.split(places, np.flatnonzero(np.diff(places) > 1) + 1) if places.size else []
    return [(int(run[0]), int(run[-1])) for run in runs]
