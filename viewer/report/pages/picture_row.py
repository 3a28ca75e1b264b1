"""The pictures of the first page in a row: the spine, the profile on the same scale, and key images."""

from collections.abc import Iterator, Mapping
from io import BytesIO

import attrs
from PIL import Image, UnidentifiedImageError
from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader
from reportlab.platypus import Flowable, Paragraph

from viewer.model.key_image import KeyImage
from viewer.model.picture_bytes import PictureBytes
from viewer.model.report.report import Report
from viewer.report.drawing.area_profile import area_profile
from viewer.report.drawing.canvas import draw
from viewer.report.drawing.spine_strip import spine_strip
from viewer.report.pages.lettering import Lettering
from viewer.report.pages.picture_columns import GAP_MM, picture_columns, usual_height_mm
from viewer.report.pages.shown_images import caption, shown_images
from viewer.report.pages.styles import BAND_COLOUR, CAPTION, RULE_COLOUR, WIDTH_MM

LEAST_MM = 112.0
_TABLE_MM, _STRETCH_MM = 72.0, 48.0
_CAPTION_MM = 7.4
_MOST_APART_MM = 9.0


@attrs.frozen
class _Cell:
    """A key image and its box without the caption, from the upper left corner of the row."""

    number: int
    key: KeyImage
    left_mm: float
    top_mm: float
    width_mm: float
    height_mm: float


def readable(picture: PictureBytes | None) -> bool:
    """Whether the bytes of a picture can be drawn."""
    if picture is None:
        return False
    try:
        with Image.open(BytesIO(picture.data)) as image:
            image.load()
    except (OSError, ValueError, SyntaxError, UnidentifiedImageError, Image.DecompressionBombError):
        return False
    return True


class PictureRow(Flowable):
    """As high as the page has room for, within limits; on the next page where it has too little."""

    def __init__(self, report: Report, images: Mapping[str, PictureBytes], lettering: Lettering) -> None:
        super().__init__()
        self._report, self._lettering = report, lettering
        self._keys = shown_images(report)
        self._images = images
        self._columns = picture_columns(report, WIDTH_MM)
        self._most_mm = usual_height_mm(report)
        self._height_mm = LEAST_MM

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:  # noqa: N803 - the library's names
        """Take the height that is left."""
        room_mm = aH / mm - 1.0
        # What is left below is of use only where part of the level table fits into it.
        most_mm = self._most_mm if room_mm - self._most_mm > _TABLE_MM else self._most_mm + _STRETCH_MM
        self._height_mm = min(max(room_mm, LEAST_MM), most_mm)
        return (aW, self._height_mm * mm)

    def draw(self) -> None:
        """Draw strip, profile and images from the upper edge down."""
        top, columns = self._height_mm * mm, self._columns
        strip = spine_strip(self._report, self._height_mm, columns.strip_mm)
        draw(strip, self.canv, 0.0, top, self._lettering)
        if columns.profile_mm:
            profile = area_profile(self._report, self._height_mm, columns.profile_mm)
            draw(profile, self.canv, (columns.strip_mm + GAP_MM) * mm, top, self._lettering)
        for cell in self._cells():
            self._draw_image(cell)

    def _cells(self) -> Iterator[_Cell]:
        across = self._columns.images
        if not across:
            return
        gaps = 2 * GAP_MM if self._columns.profile_mm else GAP_MM
        left = self._columns.strip_mm + self._columns.profile_mm + gaps
        width = (WIDTH_MM - left - (across - 1) * 2.0) / across
        rows = -(-len(self._keys) // across)
        cell = min(self._height_mm / max(rows, 2), width + _CAPTION_MM)
        pitch = min(self._height_mm / rows, cell + _MOST_APART_MM)
        for number, key in enumerate(self._keys):
            row, column = divmod(number, across)
            left_edge = left + column * (width + 2.0)
            yield _Cell(number + 1, key, left_edge, row * pitch, width, cell - _CAPTION_MM)

    def _draw_image(self, cell: _Cell) -> None:
        width, height = cell.width_mm * mm, cell.height_mm * mm
        x, y = cell.left_mm * mm, (self._height_mm - cell.top_mm) * mm - height
        self.canv.setFillColor(BAND_COLOUR)
        self.canv.setStrokeColor(RULE_COLOUR)
        self.canv.setLineWidth(0.3)
        self.canv.rect(x, y, width, height, stroke=1, fill=1)
        picture = self._images.get(cell.key.key_id)
        words = caption(cell.number, cell.key)
        if picture is not None and readable(picture):
            reader = ImageReader(BytesIO(picture.data))
            self.canv.drawImage(reader, x, y, width, height, preserveAspectRatio=True, anchor="c")
        else:
            words += " (the picture cannot be shown)"
        text = Paragraph(self._lettering.markup(words), CAPTION)
        _, used = text.wrap(width, _CAPTION_MM * mm)
        pieces = [text] if used <= _CAPTION_MM * mm else text.split(width, _CAPTION_MM * mm)[:1]
        for piece in pieces:
            _, used = piece.wrap(width, _CAPTION_MM * mm)
            piece.drawOn(self.canv, x, y - used - 0.4 * mm)
