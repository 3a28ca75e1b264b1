"""The overview picture of an analysis: the straightened canal in two planes with the profile beside it."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter

from viewer.analysis.straighten import Straightened, StraightenedImage, across_direction
from viewer.errors import ViewerError
from viewer.model.analysis import Analysis
from viewer.model.case import Case
from viewer.model.listed import listed_narrowings
from viewer.model.narrowing import Narrowing
from viewer.model.sections import Sections
from viewer.model.study import WindowSetting
from viewer.tools.narrowings import Answer, numbered
from viewer.widgets.marks.narrowing_words import level_words, scope_words, warning_words
from viewer.widgets.parts.theme import DARK, font
from viewer.widgets.profile.profile_bands import normal_bands, sources_text
from viewer.widgets.profile.profile_legend import legend_height, legend_items, paint_legend
from viewer.widgets.profile.profile_levels import level_ticks
from viewer.widgets.profile.profile_measure import Measure
from viewer.widgets.profile.profile_painter import Numbered, ProfilePainter, ProfileScene, number_places
from viewer.widgets.profile.profile_places import BOTTOM_PX, TOP_PX, places
from viewer.widgets.profile.profile_planes import straight_plane

_PX_PER_MM, _MOST_HIGH_PX, _LEAST_HIGH_PX = 3.0, 2400.0, 360.0
_PICTURE_PX, _WORDS_PX, _SIDE_PX = 860.0, 290.0, 16.0
_TITLE_PX, _LINE_PX, _GAP_PX = 34.0, 17.0, 6.0
_TEXT_PX = 12.0
_UNSURE = "Levels marked ? are not confirmed by a reader. Not a certified medical device."
_MINUS = "\N{MINUS SIGN}"
# What a reader has said does not go into the picture of an analysis.
_CASE = Case()


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
    scene = _scene(analysis, sections, planes, window)
    start, stop = float(sections.arc_mm[0]), float(sections.arc_mm[-1])
    high = min(max((stop - start) * _PX_PER_MM, _LEAST_HIGH_PX), _MOST_HIGH_PX) + TOP_PX + BOTTOM_PX
    at = places(_PICTURE_PX, high, start, stop, float(planes[0].across_mm[-1]))
    width = 2 * _SIDE_PX + _PICTURE_PX + _WORDS_PX
    foot = _foot(analysis, scene)
    items = legend_items(
        sections,
        tuple(block.kind for block in analysis.blocks),
        (),
        normal=bool(scene.bands),
    )
    lines = [(words, _height(words, width - 2 * _SIDE_PX)) for words in foot]
    legend_px = legend_height(items, width - _SIDE_PX)
    total = _TITLE_PX + high + _GAP_PX + legend_px + sum(px + _GAP_PX for _, px in lines) + _GAP_PX
    canvas = QImage(round(width), round(total), QImage.Format.Format_RGB32)
    canvas.fill(QColor(DARK.image))
    painter = QPainter(canvas)
    painter.setFont(font(_TEXT_PX))
    painter.translate(_SIDE_PX, 0)
    _write(painter, QRectF(0, 8, width - 2 * _SIDE_PX, 20), title, DARK.text)
    painter.translate(0, _TITLE_PX)
    ProfilePainter(painter, scene, at).paint()
    for numbered_one, y in number_places(scene.numbered, at):
        _tell(painter, analysis, numbered_one, y)
    painter.translate(-_SIDE_PX / 2, high + _GAP_PX)
    paint_legend(painter, items, width - _SIDE_PX)
    painter.translate(_SIDE_PX / 2, legend_px + _GAP_PX)
    painter.setFont(font(_TEXT_PX))
    for words, px in lines:
        _write(painter, QRectF(0, 0, width - 2 * _SIDE_PX, px), words, DARK.muted)
        painter.translate(0, px + _GAP_PX)
    painter.end()
    return canvas


def _scene(
    analysis: Analysis,
    sections: Sections,
    planes: tuple[StraightenedImage, StraightenedImage],
    window: WindowSetting,
) -> ProfileScene:
    middle, ticks = len(sections) // 2, level_ticks(_CASE, analysis)
    first, second = (
        straight_plane(image.hu, across_direction(sections, plane)[middle], image.unscanned)
        for image, plane in zip(planes, (Straightened.SAGITTAL, Straightened.CORONAL), strict=True)
    )
    return ProfileScene(
        analysis=analysis,
        sections=sections,
        ticks=ticks,
        planes=(first, second),
        pictures=(first.picture(window), second.picture(window)),
        turn_deg=0,
        measure=Measure.AREA,
        bands=normal_bands(ticks, Measure.AREA),
        numbered=tuple((n, one, Answer.OPEN) for n, one in numbered(listed_narrowings(analysis))),
        chosen=None,
        here=None,
        hovered=None,
    )


def _foot(analysis: Analysis, scene: ProfileScene) -> tuple[str, ...]:
    """What stands below the picture, a paragraph each."""
    words = (
        scope_words(_CASE, analysis),
        warning_words(_CASE, analysis).replace("\n", " "),
        sources_text(scene.bands, scene.ticks, Measure.AREA),
        _UNSURE,
    )
    return tuple(one for one in words if one)


def _tell(painter: QPainter, analysis: Analysis, told: Numbered, y: float) -> None:
    """Write a narrowing's numbers beside its own number."""
    _, narrowing, _ = told
    box = QRectF(_PICTURE_PX + 4, y - _LINE_PX / 2, _WORDS_PX, _LINE_PX)
    painter.setFont(font(_TEXT_PX))
    colour = DARK.error if narrowing.area_mm2 is None else DARK.warning
    level = level_words(_CASE, narrowing, analysis)
    _write(painter, box, f"{'level unnamed' if level == '?' else level}: {_numbers(narrowing)}", colour)


def _numbers(narrowing: Narrowing) -> str:
    if narrowing.area_mm2 is None:
        what = "obliterated" if narrowing.block is None else f"{narrowing.block.value} block"
        return f"{what} over {narrowing.length_mm:.0f} mm"
    parts = [f"{narrowing.area_mm2:.0f} mm²"]
    if narrowing.area_reduction_pct is not None:
        parts.append(f"area {_MINUS}{narrowing.area_reduction_pct:.0f} %")
    if narrowing.ap_reduction_pct is not None:
        parts.append(f"AP {_MINUS}{narrowing.ap_reduction_pct:.0f} %")
    return ", ".join(parts)


def _height(words: str, width_px: float) -> float:
    """How high a wrapped paragraph is."""
    metrics = QFontMetricsF(font(_TEXT_PX))
    return metrics.boundingRect(QRectF(0, 0, width_px, 10_000), _WRAPPED, words).height()


_WRAPPED = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap


def _write(painter: QPainter, box: QRectF, words: str, colour: str) -> None:
    painter.setPen(QColor(colour))
    painter.drawText(box, int(_WRAPPED), words)
