"""Draws the profile: the straightened canal in two planes, the graph beside it, levels, narrowings, gaps."""

import attrs
import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QImage, QPainter, QPen, QPolygonF

from viewer.model.analysis import Analysis
from viewer.model.narrowing import Narrowing
from viewer.model.sections import Numbers, Sections, SectionState
from viewer.widgets.profile_levels import LevelTick, section_near
from viewer.widgets.profile_measure import MEASURES, Measure, axis_of, values_of
from viewer.widgets.profile_places import NUMBERS_PX, ProfilePlaces
from viewer.widgets.profile_planes import StraightPlane
from viewer.widgets.profile_words import BLOCK_WORDS, STATE_WORDS, reduction_text
from viewer.widgets.text_picture import paint_line
from viewer.widgets.theme import DARK, font

_TEXT_PX, _SMALL_PX = 11.0, 10.0
_LINE_PX, _TITLE_PX, _NAME_PX = 14.0, 90.0, 54.0
_NUMBER_PX = 8.0
_WORDS_FROM_PX = 14.0
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_CENTRE = Qt.AlignmentFlag.AlignCenter
_HATCH = {
    SectionState.OBLITERATED: QColor(255, 123, 114, 150),
    SectionState.NOT_OPACIFIED: QColor(154, 163, 173, 110),
    SectionState.METAL: QColor(242, 184, 75, 110),
    SectionState.EDGE: QColor(108, 117, 128, 90),
    SectionState.GAP: QColor(108, 117, 128, 90),
}


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
    here: int | None
    hovered: int | None


class ProfilePainter:
    """Paints one scene into its places."""

    def __init__(self, painter: QPainter, scene: ProfileScene, places: ProfilePlaces) -> None:
        self._painter = painter
        self._scene = scene
        self._places = places
        self._values = values_of(scene.sections, scene.measure)
        self._axis = axis_of(self._values, scene.measure)

    def paint(self) -> None:
        """Draw everything, the lines that follow the pointer last."""
        self._painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._painter.setFont(font(_TEXT_PX))
        self._paint_planes()
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

    def _paint_unmeasured(self) -> None:
        scene, places = self._scene, self._places
        for state, start, stop in state_runs(scene.sections):
            if state is not SectionState.OK:
                self._hatch(start, stop, _HATCH[state], STATE_WORDS[state])
        for block in scene.analysis.blocks:
            limits = [section_near(scene.sections, point) for point in (block.start, block.end)]
            if None in limits:
                continue
            start, stop = sorted(int(one) for one in limits if one is not None)
            self._hatch(start, stop, _HATCH[SectionState.OBLITERATED], BLOCK_WORDS[block.kind])
            self._pen(QColor(DARK.error), 1.4)
            for number in (start, stop):
                y = places.y(float(scene.sections.arc_mm[number]))
                self._painter.drawLine(QPointF(places.left, y), QPointF(places.graph.right(), y))

    def _hatch(self, start: int, stop: int, colour: QColor, words: str) -> None:
        places, arc_mm = self._places, self._scene.sections.arc_mm
        step = float(arc_mm[1] - arc_mm[0]) / 2
        top, bottom = places.y(float(arc_mm[start]) - step), places.y(float(arc_mm[stop]) + step)
        top, bottom = max(top, places.graph.top()), min(max(bottom, top + 2), places.graph.bottom())
        self._painter.setPen(Qt.PenStyle.NoPen)
        self._painter.setBrush(QBrush(colour, Qt.BrushStyle.BDiagPattern))
        graph = QRectF(places.graph.left(), top, places.graph.width(), bottom - top)
        self._painter.drawRect(graph)
        edge = QRectF(places.left - 4, top, 4, bottom - top)
        self._painter.fillRect(edge, colour)
        self._painter.setBrush(Qt.BrushStyle.NoBrush)
        if graph.height() >= _WORDS_FROM_PX:
            at = QPointF(graph.left() + 6, graph.center().y() - 8)
            paint_line(self._painter, at, words, font(_TEXT_PX), QColor(colour).lighter(140).name())

    def _paint_curve(self) -> None:
        self._pen(QColor(MEASURES[self._scene.measure].colour), 1.6)
        arc_mm = self._scene.sections.arc_mm
        for run in _known_runs(self._values):
            line = [QPointF(self._x(float(self._values[n])), self._places.y(float(arc_mm[n]))) for n in run]
            self._painter.drawPolyline(QPolygonF(line))

    def _paint_narrowings(self) -> None:
        last = -np.inf
        for number, narrowing in enumerate(self._scene.analysis.narrowings, 1):
            y = self._places.y(narrowing.arc_mm)
            written = max(y, last + 2 * _NUMBER_PX + 1)
            self._paint_narrowing(number, narrowing, y, written)
            last = written

    def _paint_narrowing(self, number: int, narrowing: Narrowing, y: float, written: float) -> None:
        graph, half = self._places.graph, narrowing.length_mm / 2 * self._places.px_per_mm
        colour = QColor(DARK.error if narrowing.area_mm2 is None else DARK.warning)
        self._pen(colour, 2.4)
        self._painter.drawLine(QPointF(graph.right(), y - half), QPointF(graph.right(), y + half))
        section = int(np.argmin(np.abs(self._scene.sections.arc_mm - narrowing.arc_mm)))
        value = float(self._values[section])
        if np.isfinite(value):
            self._pen(colour, 1, Qt.PenStyle.DashLine)
            self._painter.drawLine(QPointF(self._x(value), y), QPointF(graph.right(), y))
        centre = QPointF(graph.right() + 6 + _NUMBER_PX, written)
        self._pen(colour, 1)
        self._painter.drawLine(QPointF(graph.right(), y), QPointF(graph.right() + 6, written))
        self._pen(colour, 1.3)
        self._painter.drawEllipse(centre, _NUMBER_PX, _NUMBER_PX)
        circle = QRectF(centre.x() - 10, centre.y() - 10, 20, 20)
        self._painter.setFont(font(_SMALL_PX, QFont.Weight.DemiBold))
        self._write(circle, str(number), colour.name(), _CENTRE)
        self._painter.setFont(font(_TEXT_PX))
        words = QRectF(centre.x() + _NUMBER_PX + 3, written - 8, NUMBERS_PX - 2 * _NUMBER_PX - 8, 16)
        self._write(words, reduction_text(narrowing), colour.name(), _LEFT)

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


def state_runs(sections: Sections) -> list[tuple[SectionState, int, int]]:
    """Return the stretches of equal state with their first and last section."""
    found: list[tuple[SectionState, int, int]] = []
    for number, state in enumerate(sections.state):
        if found and found[-1][0] is state:
            found[-1] = (state, found[-1][1], number)
        else:
            found.append((state, number, number))
    return found


def _known_runs(values: Numbers) -> list[NDArray[np.intp]]:
    known = np.flatnonzero(np.isfinite(values))
    return [run for run in np.split(known, np.flatnonzero(np.diff(known) > 1) + 1) if len(run) > 1]
