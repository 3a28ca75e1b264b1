"""Which acquired image a slice pane shows, and how: the part of it, turned by quarters, or mirrored."""

import math
from typing import TypeAlias

import attrs

from viewer.dicom.outgoing.source_study import SourceImage, SourceStudy
from viewer.model.geometry import Vec3, add, cross, dot, scale, subtract
from viewer.model.resolve import PaneView

_ALIGNED = 1 - 1e-4
# Slices of a grid that was straightened lie between the acquired ones.
_LEAST_APART_MM = 0.05

_Place: TypeAlias = tuple[float, float]

# By how the screen's right and down run along rows (1) and columns (2) of the image; PS3.3 C.10.6.
_TURNS: dict[tuple[int, int], tuple[int, bool]] = {
    (1, 2): (0, False),
    (-2, 1): (90, False),
    (-1, -2): (180, False),
    (2, -1): (270, False),
    (-1, 2): (0, True),
    (2, 1): (90, True),
    (1, -2): (180, True),
    (-2, -1): (270, True),
}


@attrs.frozen
class PixelGrid:
    """Where the pixels of an image lie; places are `(column, row)`, 0 at the outer corner of the first pixel."""

    position: Vec3
    axes: tuple[Vec3, Vec3]
    spacing_mm: tuple[float, float]

    @property
    def normal(self) -> Vec3:
        """The unit normal of the image."""
        return cross(*self.axes)

    def to_pixel(self, point: Vec3) -> _Place:
        """Return the place of a point, or of its foot, in the image (PS3.3 C.10.5, units of PIXEL)."""
        offset = subtract(point, self.position)
        column, row = (
            dot(offset, axis) / step + 0.5 for axis, step in zip(self.axes, self.spacing_mm, strict=True)
        )
        return (column, row)

    def to_lps(self, place: _Place) -> Vec3:
        """Return the LPS point at a place of the image."""
        point = self.position
        for axis, step, number in zip(self.axes, self.spacing_mm, place, strict=True):
            point = add(point, scale(axis, step * (number - 0.5)))
        return point


@attrs.frozen
class ImageView:
    """An acquired image as a pane shows it.

    `top_left` and `bottom_right` are the pixels `(column, row)`, counted from 1, in the corners of the
    screen; the image is turned clockwise by `rotation_deg`, then mirrored where `mirrored`.
    """

    image: SourceImage
    grid: PixelGrid
    rotation_deg: int
    mirrored: bool
    top_left: tuple[int, int]
    bottom_right: tuple[int, int]


@attrs.frozen
class Unplaced:
    """No acquired image is what a pane shows; `reason` completes "it ..."."""

    reason: str


def image_view(view: PaneView, source: SourceStudy) -> ImageView | Unplaced:
    """Return the acquired image that a pane shows and how, or why there is none."""
    if view.slab_mm > 0:
        return Unplaced("shows a thick slab")
    image = source.nearest(view.plane.point)
    grid = pixel_grid(image)
    if grid is None or image.rescale is None or not source.frame_known:
        return Unplaced("shows images that do not say where they lie or how they become HU")
    if abs(dot(grid.normal, view.plane.normal)) < _ALIGNED:
        return Unplaced("shows a plane that was not acquired")
    apart_mm = abs(dot(subtract(view.plane.point, grid.position), grid.normal))
    if apart_mm > max(_LEAST_APART_MM, _half_step_mm(image, source)):
        return Unplaced("shows a place between the acquired images")
    turn = _turn(view, grid)
    if turn is None:
        return Unplaced("is turned within its plane")
    start, end = (grid.to_pixel(view.to_lps(*at)) for at in ((0, 0), (view.width_px, view.height_px)))
    return ImageView(image, grid, *turn, *_corners(start, end, (source.columns, source.rows)))


def turned_axes(grid: PixelGrid, rotation_deg: int, *, mirrored: bool) -> tuple[Vec3, Vec3] | None:
    """Return the LPS directions of the screen's right and down of an image so turned, None for no quarter turn."""
    for along, turn in _TURNS.items():
        if turn == (rotation_deg % 360, mirrored):
            right, down = (scale(grid.axes[abs(n) - 1], math.copysign(1, n)) for n in along)
            return right, down
    return None


def pixel_grid(image: SourceImage) -> PixelGrid | None:
    """Return where the pixels of an image lie, None where its header does not say."""
    if image.position is None or image.axes is None or image.spacing_mm is None:
        return None
    return PixelGrid(image.position, image.axes, image.spacing_mm)


def _half_step_mm(image: SourceImage, source: SourceStudy) -> float:
    """Half of the distance to the nearest other image."""
    normal, here = source.normal, image.position
    if normal is None or here is None:
        return 0.0
    steps = [abs(dot(subtract(one.position, here), normal)) for one in source.images if one.position]
    return min((step for step in steps if step > 1e-3), default=0.0) / 2 + 1e-3


def _turn(view: PaneView, grid: PixelGrid) -> tuple[int, bool] | None:
    along: list[int] = []
    for direction in (view.plane.right, view.plane.down):
        shares = [dot(direction, axis) for axis in grid.axes]
        most = max((0, 1), key=lambda n: abs(shares[n]))
        if abs(shares[most]) < _ALIGNED:
            return None
        along.append(int(math.copysign(most + 1, shares[most])))
    return _TURNS.get((along[0], along[1]))


def _corners(start: _Place, end: _Place, size: tuple[int, int]) -> tuple[tuple[int, int], tuple[int, int]]:
    """The pixels of the image nearest to the upper left and lower right corner, counted from 1.

    The standard lets the area reach beyond the image; not every program that checks it does.
    """
    pairs = [_ends(first, last, count) for first, last, count in zip(start, end, size, strict=True)]
    return (pairs[0][0], pairs[1][0]), (pairs[0][1], pairs[1][1])


def _ends(first: float, last: float, count: int) -> tuple[int, int]:
    low = min(max(round(min(first, last)) + 1, 1), count)
    high = min(max(round(max(first, last)), low), count)
    if low == high and count > 1:
        # An area of a single pixel has no upper left and lower right to tell apart.
        low, high = (low, low + 1) if low < count else (low - 1, low)
    return (low, high) if first <= last else (high, low)
