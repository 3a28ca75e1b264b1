"""A key image drawn off screen, as the pane that it was kept from draws it."""

import attrs
from PySide6.QtCore import QBuffer, QIODevice, QPointF, QSizeF
from PySide6.QtGui import QImage, QPainter

from viewer.errors import ViewerError
from viewer.model.analysis import Analysis
from viewer.model.case import Case
from viewer.model.corner_text import SIDES_UNKNOWN, CornerText, identity_lines
from viewer.model.correction import SacCorrection
from viewer.model.display import Display, PaneId, SurfaceColour
from viewer.model.key_image import KeyImage
from viewer.model.overlay.overlay_shapes import Hatching, Shape, TargetKind, Text
from viewer.model.picture_bytes import PictureBytes
from viewer.model.plane import PlaneKind
from viewer.model.resolve import PaneView, resolve_pane
from viewer.model.sac import SacVoxels
from viewer.model.study import Series
from viewer.model.volume import Volume
from viewer.tools.regions import Regions
from viewer.widgets.column.column_legend import legend_of, paint_legend
from viewer.widgets.column.column_signs import surface_marks
from viewer.widgets.parts.theme import load_fonts
from viewer.widgets.slices.corner_painter import paint_corners
from viewer.widgets.slices.overlay_painter import paint_shapes
from viewer.widgets.slices.sac_picture import sac_image
from viewer.widgets.slices.slice_image import grey_image
from viewer.widgets.slices.slice_overlay import slice_overlay

SIZE_PX = (960, 960)
RATIO = 2.0
_LEGEND_INSET_PX, _CUBE_PX = 14, 130
_BLACK = (0.0, 0.0, 0.0)


def key_picture(
    volume: Volume,
    case: Case,
    analysis: Analysis | None,
    sac: SacVoxels | None,
    key_image: KeyImage,
    *,
    size_px: tuple[int, int] = SIZE_PX,
    series: Series | None = None,
    ratio: float = RATIO,
) -> QImage:
    """Return the picture of a key image, `size_px` wide and high; needs a QGuiApplication.

    Where it is not `burned_in`, nothing of the patient's identity and nothing that was marked or measured
    is in the pixels; the patient's sides, the scale and stretches that were never scanned stay. `sac` is the
    measured sac before correction, `ratio` how many pixels make one of the pane. `ViewerError` for a view in
    three dimensions that cannot be drawn.
    """
    load_fonts()
    subject = _Subject(volume, case, analysis, sac, series, ratio)
    display = _display(key_image)
    if key_image.pane is PaneId.COLUMN:
        return _column_picture(subject, key_image, display, size_px)
    return _slice_picture(subject, key_image, display, size_px)


def key_picture_bytes(
    volume: Volume,
    case: Case,
    analysis: Analysis | None,
    sac: SacVoxels | None,
    key_image: KeyImage,
    *,
    size_px: tuple[int, int] = SIZE_PX,
    series: Series | None = None,
    ratio: float = RATIO,
) -> PictureBytes:
    """Return the picture of a key image as the bytes of a PNG file; as `key_picture` in all else."""
    image = key_picture(volume, case, analysis, sac, key_image, size_px=size_px, series=series, ratio=ratio)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # pyright: ignore[reportCallIssue, reportArgumentType] - its stub knows bytes only
    return PictureBytes(bytes(buffer.data().data()))


@attrs.frozen(eq=False)
class _Subject:
    volume: Volume
    case: Case
    analysis: Analysis | None
    sac: SacVoxels | None
    series: Series | None
    ratio: float


def _display(key_image: KeyImage) -> Display:
    """The display to draw with: no handles of a window, and nothing drawn in where it is not wanted."""
    kept = key_image.display
    if key_image.burned_in:
        return attrs.evolve(kept, identity_hidden=False)
    return attrs.evolve(kept, crosshair_shown=False, overlays_shown=False, sac_shown=False)


def _slice_picture(
    subject: _Subject, key_image: KeyImage, display: Display, size_px: tuple[int, int]
) -> QImage:
    from viewer.scene.slices import SliceRenderer  # VTK is heavy: it comes with the first picture

    kind = PlaneKind(key_image.pane.value)
    volume, ratio = subject.volume, subject.ratio
    sharp = resolve_pane(display, kind, volume.geometry, *size_px)
    width, height = (round(size / ratio) for size in size_px)
    view = resolve_pane(display, kind, volume.geometry, width, height)
    renderer = SliceRenderer()
    try:
        renderer.set_volume(volume)
        image = grey_image(renderer.render(sharp)).convertToFormat(QImage.Format.Format_RGB32)
    finally:
        renderer.close()
    painter = QPainter(image)
    if display.sac_shown:
        _paint_sac(painter, subject, sharp)
    painter.scale(ratio, ratio)
    shapes, corners = slice_overlay(
        subject.case,
        subject.series,
        display,
        view,
        volume,
        analysis=subject.analysis,
        regions=Regions().of(volume, subject.case.annotations),
    )
    paint_shapes(painter, filter(_lasts, shapes), ratio)
    if not key_image.burned_in:
        corners = CornerText(top_right=() if volume.orientation_known else (SIDES_UNKNOWN,))
    paint_corners(painter, corners, QSizeF(width, height))
    painter.end()
    return image


def _lasts(shape: Shape) -> bool:
    """Whether a shape says something: what only a hand takes hold of has no place in a picture."""
    target = None if isinstance(shape, (Hatching, Text)) else shape.target
    return target is None or target.kind not in (TargetKind.TURN, TargetKind.END)


def _paint_sac(painter: QPainter, subject: _Subject, sharp: PaneView) -> None:
    if subject.sac is None:
        return
    from viewer.scene.mask_slices import MaskSlices  # VTK is heavy: it comes with the first sac

    geometry, correction = subject.volume.geometry, subject.case.correction
    slices = MaskSlices()
    try:
        slices.set_sac(subject.sac, geometry.shape)
        slices.set_correction(correction if correction.fits(geometry) else SacCorrection())
        cut = slices.slice(sharp)
    finally:
        slices.close()
    if cut is not None:
        codes, (x, y) = cut
        painter.drawImage(QPointF(x, y), sac_image(codes, (x, y), max(1, round(subject.ratio))))


def _column_picture(
    subject: _Subject, key_image: KeyImage, display: Display, size_px: tuple[int, int]
) -> QImage:
    # VTK is heavy: it comes with the first picture.
    from viewer.scene.palette import ScenePalette
    from viewer.scene.surface import ColumnScene
    from viewer.scene.surface_paint import surface_paint

    analysis, case, ratio = subject.analysis, subject.case, subject.ratio
    column = None if analysis is None else analysis.column
    if column is None and not display.bone_shown:
        raise ViewerError(
            "This key image shows the contrast column in 3D, which was not found.",
            "Keep a slice in its place.",
        )
    shown = key_image.burned_in
    colour = SurfaceColour.REDUCTION if shown else SurfaceColour.PLAIN
    scene = ColumnScene(ScenePalette(background=_BLACK), ratio)
    try:
        scene.set_column(column)
        scene.set_bone(subject.volume, shown=display.bone_shown or column is None)
        scene.set_paint(surface_paint(colour, case, analysis))
        scene.set_marks(surface_marks(case, "", analysis) if shown else [])
        scene.set_crosshair(display.crosshair if shown else None)
        scene.set_camera(display.camera)
        pixels = scene.render(*size_px)
    finally:
        scene.close()
    image = QImage(pixels.data, *size_px, 3 * size_px[0], QImage.Format.Format_RGB888)
    image = image.convertToFormat(QImage.Format.Format_RGB32)
    if shown:
        _paint_column_words(image, subject, colour, size_px)
    return image


def _paint_column_words(
    image: QImage, subject: _Subject, colour: SurfaceColour, size_px: tuple[int, int]
) -> None:
    ratio = subject.ratio
    width, height = (size / ratio for size in size_px)
    painter = QPainter(image)
    painter.scale(ratio, ratio)
    who = identity_lines(subject.case.study, hidden=False)
    paint_corners(painter, CornerText(top_left=who), QSizeF(width, height))
    legend = legend_of(colour, subject.analysis)
    if legend is not None:
        room = height - _CUBE_PX - _LEGEND_INSET_PX
        paint_legend(painter, legend, width - _LEGEND_INSET_PX, _LEGEND_INSET_PX, room)
    painter.end()
