"""What the pane of the pictures beside the CT shows: the picture, the words and lines over it, or why not."""

import attrs
from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QColor, QPainter

from viewer.model.corner_text import CornerText
from viewer.model.overlay.overlay_picture import picture_shapes
from viewer.model.picture import GreyPicture, Picture, PictureInfo
from viewer.model.picture_view import PictureView, resolve_picture
from viewer.model.picture_words import (
    OTHER_PATIENT,
    WITHHELD,
    corner_words,
    may_name,
    same_patient,
    value_words,
)
from viewer.session.reading import Unreadable
from viewer.session.session import Session
from viewer.widgets.parts import theme
from viewer.widgets.pictures.picture_image import PictureImage
from viewer.widgets.slices.corner_painter import NARROW_PX, paint_corners
from viewer.widgets.slices.overlay_painter import paint_shapes
from viewer.widgets.slices.text_picture import line_width, paint_line
from viewer.widgets.window.status_text import position_text

_SCALE_BESIDE_PX = 760
_WARNING_TOP_PX = 44.0
_MARGIN_PX = 24


class PictureFace:
    """Draws the picture of a session's reading into a pane of a size in logical pixels."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._reading = session.reading
        self._image = PictureImage()

    @property
    def picture(self) -> Picture | None:
        """The picture to be drawn; None while there is none, and where it is withheld."""
        shown = self._reading.shown
        return None if isinstance(shown, Unreadable) or self._withheld else shown

    @property
    def warning(self) -> str:
        """What must not be overlooked: that this is someone else."""
        study, other = self._reading.study, self._session.study
        if study is None or other is None or same_patient(study.patient, other.patient):
            return ""
        return OTHER_PATIENT

    @property
    def sentence(self) -> str:
        """What stands in the middle instead of a picture."""
        shown = self._reading.shown
        if isinstance(shown, Unreadable):
            return shown.sentence
        if self._withheld:
            return WITHHELD
        return "" if shown is not None or not self._reading.is_open else "Reading…"

    def view(self, size: QSize) -> PictureView | None:
        """Return where the picture lies, None while there is none."""
        info, picture = self._reading.info, self.picture
        if info is None or picture is None:
            return None
        pixels = picture.values if isinstance(picture, GreyPicture) else picture.rgb
        shape = (pixels.shape[0], pixels.shape[1])
        return resolve_picture(self._reading.look, info, shape, size.width(), size.height())

    def corners(self, size: QSize, hover: QPointF | None) -> CornerText:
        """Return what stands in the corners, with what lies under the cursor."""
        reading = self._reading
        if reading.study is None or reading.series is None or reading.info is None:
            return CornerText()
        found = corner_words(
            reading.study,
            reading.series,
            reading.info,
            self.picture,
            reading.look,
            crosshair=self._session.display.crosshair if reading.is_linked else None,
            hidden=self._session.display.identity_hidden,
        )
        # In a narrow pane the scale bar reaches into the two lines above the last, where the number
        # of the picture stands if the pane is narrower still.
        free = (" ", " ") if size.width() < _SCALE_BESIDE_PX else ()
        words = (*self._words_at(size, hover), *found.bottom_left[:-1], *free)
        below = found.bottom_left[-1:] if size.width() >= NARROW_PX else ()
        return attrs.evolve(found, bottom_left=(*words, *below))

    def paint(self, painter: QPainter, size: QSize, pixel_ratio: float, hover: QPointF | None) -> None:
        """Draw the picture, then what lies over it."""
        view, picture, info = self.view(size), self.picture, self._reading.info
        if view is not None and picture is not None and info is not None:
            image, place = self._image.drawn(picture, self._reading.look, view, pixel_ratio)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(place, image)
            self._paint_shapes(painter, info, view, pixel_ratio)
        self._paint_sentence(painter, size)
        paint_corners(painter, self.corners(size, hover), QSizeF(size))
        self._paint_warning(painter, size)

    def forget(self) -> None:
        """Let go of what was drawn."""
        self._image.forget()

    @property
    def _withheld(self) -> bool:
        series = self._reading.series
        return self._session.display.identity_hidden and series is not None and may_name(series)

    def _words_at(self, size: QSize, hover: QPointF | None) -> tuple[str, ...]:
        view, picture, info = self.view(size), self.picture, self._reading.info
        if view is None or picture is None or info is None or hover is None:
            return ()
        pixel = view.pixel(hover.x(), hover.y())
        if pixel is None:
            return ()
        value = value_words(picture, pixel)
        if info.placement is None or self._reading.is_projection:
            return (value,)
        return (value, position_text(view.in_patient(info.placement).to_lps(hover.x(), hover.y())))

    def _paint_shapes(
        self, painter: QPainter, info: PictureInfo, view: PictureView, pixel_ratio: float
    ) -> None:
        linked = self._session.display if self._reading.is_linked else None
        shapes = picture_shapes(info, view, linked, projection=self._reading.is_projection)
        paint_shapes(painter, shapes, pixel_ratio)

    def _paint_sentence(self, painter: QPainter, size: QSize) -> None:
        if self.sentence:
            painter.setFont(theme.font())
            painter.setPen(QColor(theme.DARK.muted))
            margin = (_MARGIN_PX, _MARGIN_PX, -_MARGIN_PX, -_MARGIN_PX)
            middle = QRectF(QPointF(0, 0), QSizeF(size)).adjusted(*margin)
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(middle, int(flags), self.sentence)

    def _paint_warning(self, painter: QPainter, size: QSize) -> None:
        if self.warning:
            font = theme.font()
            x = (size.width() - line_width(self.warning, font)) / 2
            paint_line(painter, QPointF(x, _WARNING_TOP_PX), self.warning, font, theme.DARK.warning)
