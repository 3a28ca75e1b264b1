"""What of a picture is on screen, made ready to be drawn: cut out, averaged, windowed."""

from math import ceil, floor
from typing import Any

import attrs
import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage

from viewer.model.picture import ColourPicture, GreyPicture, Picture
from viewer.model.picture_view import PictureLook, PictureView
from viewer.model.picture_words import shown_window
from viewer.model.study import WindowSetting


@attrs.frozen
class _Part:
    """The rows and columns on screen, and how many of each make one pixel of what is drawn."""

    top: int
    bottom: int
    left: int
    right: int
    rows: int
    columns: int


@attrs.frozen(eq=False)
class _Averaged:
    picture: Picture
    part: _Part
    values: NDArray[Any]


@attrs.frozen(eq=False)
class _Drawn:
    averaged: _Averaged
    window: WindowSetting | None
    inverted: bool
    image: QImage


class PictureImage:
    """Keeps what was drawn last, so that only what changed is made anew."""

    def __init__(self) -> None:
        self._averaged: _Averaged | None = None
        self._drawn: _Drawn | None = None

    def drawn(
        self, picture: Picture, look: PictureLook, view: PictureView, pixel_ratio: float
    ) -> tuple[QImage, QRectF]:
        """Return an image and where in the pane, in logical pixels, it belongs."""
        part = _part(view, pixel_ratio)
        averaged = self._averaged
        if averaged is None or averaged.picture is not picture or averaged.part != part:
            averaged = self._averaged = _Averaged(picture, part, _average(picture, part))
        window = shown_window(picture, look)
        drawn = self._drawn
        same = drawn is not None and (drawn.averaged, drawn.window) == (averaged, window)
        if drawn is None or not same or drawn.inverted != look.inverted:
            image = _image(picture, averaged.values, look)
            drawn = self._drawn = _Drawn(averaged, window, look.inverted, image)
        return drawn.image, _place(part, view)

    def forget(self) -> None:
        """Let go of the picture."""
        self._averaged = self._drawn = None


def _part(view: PictureView, pixel_ratio: float) -> _Part:
    rows, columns = view.size
    left, top = view.to_picture(0, 0)
    right, bottom = view.to_picture(view.width_px, view.height_px)
    by_column = max(1, floor(view.units_per_px / pixel_ratio))
    by_row = max(1, floor(view.units_per_px / view.aspect / pixel_ratio))
    first_row, last_row = _whole(top, bottom, rows, by_row)
    first_column, last_column = _whole(left, right, columns, by_column)
    return _Part(first_row, last_row, first_column, last_column, by_row, by_column)


def _whole(low: float, high: float, count: int, step: int) -> tuple[int, int]:
    """The stretch that covers what is seen and some more for smoothing, in whole steps."""
    first = min(max(floor(low / step) - 1, 0), max(ceil(count / step) - 1, 0)) * step
    last = min(max((ceil(high / step) + 2) * step, first + 1), count)
    return first, first + max(1, (last - first) // step) * step if last - first >= step else last


def _average(picture: Picture, part: _Part) -> NDArray[Any]:
    values = picture.rgb if isinstance(picture, ColourPicture) else picture.values
    seen = values[part.top : part.bottom, part.left : part.right]
    down, right = min(part.rows, seen.shape[0]), min(part.columns, seen.shape[1])
    if down == 1 and right == 1:
        return seen
    height, width = seen.shape[0] // down, seen.shape[1] // right
    kind = np.float32 if seen.dtype.kind == "f" else np.int64 if seen.dtype.itemsize > 2 else np.int32
    sums = np.zeros((height, width, *seen.shape[2:]), kind)
    for j in range(down):
        for i in range(right):
            sums += seen[j : height * down : down, i : width * right : right]
    return sums / np.float32(down * right) if kind is np.float32 else sums // (down * right)


def _image(picture: Picture, values: NDArray[Any], look: PictureLook) -> QImage:
    if isinstance(picture, GreyPicture):
        return _grey(picture, values, look)
    height, width = values.shape[:2]
    pixels = np.ascontiguousarray(values, np.uint8)
    return QImage(pixels.data, width, height, 3 * width, QImage.Format.Format_RGB888).copy()


def _grey(picture: GreyPicture, values: NDArray[Any], look: PictureLook) -> QImage:
    window = look.window or picture.window
    low = window.centre - window.width / 2
    grey = (values - np.float32(low)) * np.float32(255 / window.width)
    np.clip(grey, 0, 255, out=grey)
    pixels = grey.astype(np.uint8)
    if picture.inverted != look.inverted:
        pixels = 255 - pixels
    height, width = pixels.shape
    pixels = np.ascontiguousarray(pixels)
    return QImage(pixels.data, width, height, width, QImage.Format.Format_Grayscale8).copy()


def _place(part: _Part, view: PictureView) -> QRectF:
    left, top = view.to_px(part.left - 0.5, part.top - 0.5)
    right, bottom = view.to_px(part.right - 0.5, part.bottom - 0.5)
    return QRectF(left, top, right - left, bottom - top)
