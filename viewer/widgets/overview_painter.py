"""The overview picture of an analysis: the straightened canal in two planes with the profile beside it."""

import attrs
import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QPolygonF

from viewer.analysis.straighten import StraightenedImage
from viewer.errors import ViewerError
from viewer.model.analysis import Analysis
from viewer.model.narrowing import Narrowing
from viewer.model.sections import Numbers, Sections
from viewer.model.spine import Level
from viewer.model.study import WindowSetting
from viewer.widgets.theme import DARK, font

_PX_PER_MM = 3.0
_MARGIN_PX, _GAP_PX, _NAMES_PX, _GRAPH_PX, _WORDS_PX = 48, 16, 56, 260, 330
_AREA_STEP_MM2 = 50
_TEXT_PX = 13.0


@attrs.frozen
class _Places:
    """Where things lie: pixels of arc lengths, of areas, and of the three columns."""

    top_px: float
    start_mm: float
    graph_px: float
    largest_mm2: float

    def y(self, arc_mm: float) -> float:
        return self.top_px + (arc_mm - self.start_mm) * _PX_PER_MM

    def x(self, area_mm2: float) -> float:
        return self.graph_px + area_mm2 / self.largest_mm2 * _GRAPH_PX


def overview(
    analysis: Analysis,
    planes: tuple[StraightenedImage, StraightenedImage],
    window: WindowSetting,
    title: str,
) -> QImage:
    """Return the picture, with the sagittal and the coronal plane; an application with fonts must exist.

    `ViewerError` where nothing was measured.
    """
    sections = analysis.sections
    if sections is None:
        raise ViewerError("There is nothing to show of an analysis without contrast.")
    pictures = [_picture(image, window) for image in planes]
    left = _MARGIN_PX + _NAMES_PX
    graph = left + sum(one.width() + _GAP_PX for one in pictures)
    height = pictures[0].height() + 2 * _MARGIN_PX
    canvas = QImage(int(graph + _GRAPH_PX + _WORDS_PX), height, QImage.Format.Format_RGB32)
    canvas.fill(QColor(DARK.image))
    largest = float(np.nanmax(sections.area_mm2, initial=_AREA_STEP_MM2))
    largest = np.ceil(largest / _AREA_STEP_MM2) * _AREA_STEP_MM2
    places = _Places(_MARGIN_PX, float(sections.arc_mm[0]), graph, float(largest))
    painter = QPainter(canvas)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setFont(font(_TEXT_PX))
    for image, words in zip(pictures, ("A - sagittal - P", "R - coronal - L"), strict=True):
        painter.drawImage(QPointF(left, _MARGIN_PX), image)
        _write(
            painter, QRectF(left, _MARGIN_PX - 24, image.width(), 20), words, Qt.AlignmentFlag.AlignHCenter
        )
        left += image.width() + _GAP_PX
    _write(painter, QRectF(_MARGIN_PX, 4, canvas.width(), 20), title)
    _levels(painter, analysis, places, graph)
    _graph(painter, sections, places, height - _MARGIN_PX)
    for narrowing in analysis.narrowings:
        _narrowing(painter, narrowing, places)
    footing = QRectF(_MARGIN_PX, height - 26, canvas.width() - _MARGIN_PX, 20)
    _write(painter, footing, f"{analysis.scope} Levels are unconfirmed. Not a certified medical device.")
    painter.end()
    return canvas


def _picture(image: StraightenedImage, window: WindowSetting) -> QImage:
    low = window.centre - window.width / 2
    grey = np.clip((image.hu - low) / window.width * 255, 0, 255).astype(np.uint8)
    rows: NDArray[np.uint8] = np.ascontiguousarray(grey)
    height, width = rows.shape
    flat = QImage(rows.tobytes(), width, height, width, QImage.Format.Format_Grayscale8)
    length = float(image.arc_mm[-1] - image.arc_mm[0]) if height > 1 else 1.0
    across = float(image.across_mm[-1] - image.across_mm[0])
    return flat.scaled(
        max(1, round(across * _PX_PER_MM)),
        max(1, round(length * _PX_PER_MM)),
        Qt.AspectRatioMode.IgnoreAspectRatio,
        Qt.TransformationMode.SmoothTransformation,
    )


def _write(
    painter: QPainter, box: QRectF, text: str, align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft
) -> None:
    painter.setPen(QColor(DARK.text))
    painter.drawText(box, align | Qt.AlignmentFlag.AlignVCenter, text)


def _levels(painter: QPainter, analysis: Analysis, places: _Places, right_px: float) -> None:
    painter.setPen(QPen(QColor(255, 255, 255, 70), 1))
    for level in analysis.levels:
        y = places.y(level.arc_mm)
        disc = level.kind.value == "disc"
        if disc:
            painter.setPen(QPen(QColor(255, 255, 255, 60), 1, Qt.PenStyle.DotLine))
            painter.drawLine(QPointF(_MARGIN_PX + _NAMES_PX, y), QPointF(right_px + _GRAPH_PX, y))
        if level.name is not None:
            name = f"{Level(level.name).short_name} ?"
            _write(painter, QRectF(_MARGIN_PX - 8, y - 9, _NAMES_PX, 18), name)


def _graph(painter: QPainter, sections: Sections, places: _Places, bottom_px: float) -> None:
    for area in np.arange(0, places.largest_mm2 + 1, _AREA_STEP_MM2):
        x = places.x(float(area))
        painter.setPen(QPen(QColor(255, 255, 255, 40), 1))
        painter.drawLine(QPointF(x, places.top_px), QPointF(x, bottom_px))
        _write(
            painter, QRectF(x - 24, places.top_px - 24, 48, 20), f"{area:.0f}", Qt.AlignmentFlag.AlignHCenter
        )
    _write(painter, QRectF(places.graph_px + _GRAPH_PX + 30, places.top_px - 24, 120, 20), "sac area, mm²")
    painter.setPen(QPen(QColor(DARK.accent), 1.6))
    for run in _runs(sections.area_mm2):
        line = [
            QPointF(places.x(float(sections.area_mm2[n])), places.y(float(sections.arc_mm[n]))) for n in run
        ]
        painter.drawPolyline(QPolygonF(line))


def _runs(values: Numbers) -> list[NDArray[np.intp]]:
    known = np.flatnonzero(np.isfinite(values))
    return [run for run in np.split(known, np.flatnonzero(np.diff(known) > 1) + 1) if len(run) > 1]


def _narrowing(painter: QPainter, one: Narrowing, places: _Places) -> None:
    y, right = places.y(one.arc_mm), places.graph_px + _GRAPH_PX
    painter.setPen(QPen(QColor(DARK.warning), 1.4))
    painter.drawLine(QPointF(_MARGIN_PX + _NAMES_PX, y), QPointF(right + 8, y))
    level = Level(one.level).short_name + " ?" if one.level else "level unnamed"
    area = "obliterated" if one.area_mm2 is None else f"{one.area_mm2:.0f} mm²"
    less = "" if one.area_reduction_pct is None else f", area -{one.area_reduction_pct:.0f} %"
    less += "" if one.ap_reduction_pct is None else f", AP -{one.ap_reduction_pct:.0f} %"
    painter.drawText(QRectF(right + 14, y - 10, _WORDS_PX - 16, 20), f"{level}: {area}{less}")
