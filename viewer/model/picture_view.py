"""How a picture is looked at, and from there what of it lies where in its pane."""

import math

import attrs

from viewer.model.geometry import Vec3, add, dot, scale, subtract
from viewer.model.picture import PictureInfo, Placement
from viewer.model.plane import Plane, PlaneKind, reference_plane
from viewer.model.resolve import PaneView
from viewer.model.study import WindowSetting

MIN_ZOOM, MAX_ZOOM = 0.2, 40.0
_MIN_WIDTH, _MAX_WIDTH, _FURTHEST = 1.0, 1e6, 1e6
_MARGIN = 1.02
_WINDOW_OF_NOTHING = WindowSetting(1.0, 0.5)


@attrs.frozen
class PictureLook:
    """How the pictures of a series are looked at.

    `window` None shows each picture in its own; `inverted` turns light and dark over. `zoom` 1 fits
    the picture, `pan` moves the middle of the view right and down, as shares of the picture's width.
    """

    number: int = 0
    window: WindowSetting | None = None
    inverted: bool = False
    zoom: float = 1.0
    pan: tuple[float, float] = (0.0, 0.0)

    def zoomed(self, factor: float) -> "PictureLook":
        """Return a closer look, within limits."""
        return attrs.evolve(self, zoom=min(max(self.zoom * factor, MIN_ZOOM), MAX_ZOOM))

    def fitted(self) -> "PictureLook":
        """Return a look at the whole picture."""
        return attrs.evolve(self, zoom=1.0, pan=(0.0, 0.0))


def windowed(start: WindowSetting, dx_px: float, dy_px: float) -> WindowSetting:
    """Return a window after a drag: to the right wider, downwards darker, as fast as the window is wide."""
    step = max(start.width, 8.0) / 300
    width = min(max(start.width + dx_px * step, _MIN_WIDTH), _MAX_WIDTH)
    centre = min(max(start.centre + dy_px * step, -_FURTHEST), _FURTHEST)
    return WindowSetting(width, centre)


@attrs.frozen
class PictureView:
    """Where a picture lies in a pane of `width_px` x `height_px`.

    Places in the picture are `(column, row)` with integers at pixel centres. `units_per_px` are widths
    of a picture's pixel to a pixel of the pane; `middle` is the place in the middle of the pane.
    """

    size: tuple[int, int]
    aspect: float
    width_px: int
    height_px: int
    units_per_px: float
    middle: tuple[float, float]

    def to_px(self, column: float, row: float) -> tuple[float, float]:
        """Return the place of the pane at which a place of the picture is drawn."""
        x = (column - self.middle[0]) / self.units_per_px + self.width_px / 2
        y = (row - self.middle[1]) * self.aspect / self.units_per_px + self.height_px / 2
        return (x, y)

    def to_picture(self, x_px: float, y_px: float) -> tuple[float, float]:
        """Return the `(column, row)` under a place of the pane."""
        column = (x_px - self.width_px / 2) * self.units_per_px + self.middle[0]
        row = (y_px - self.height_px / 2) * self.units_per_px / self.aspect + self.middle[1]
        return (column, row)

    def pixel(self, x_px: float, y_px: float) -> tuple[int, int] | None:
        """Return the index `(j, i)` of the pixel under a place of the pane, None beside the picture."""
        column, row = self.to_picture(x_px, y_px)
        i, j = math.floor(column + 0.5), math.floor(row + 0.5)
        return (j, i) if 0 <= j < self.size[0] and 0 <= i < self.size[1] else None

    def in_patient(self, placement: Placement) -> PaneView:
        """Return the pane as one that looks at the plane of the picture."""
        column, row = self.middle
        down_mm, right_mm = placement.spacing_mm
        point = placement.plane.at(column * right_mm, row * down_mm)
        plane = Plane(point, placement.right, placement.down)
        mm_per_px = self.units_per_px * right_mm
        return PaneView(
            nearest_kind(plane.normal), plane, mm_per_px, self.width_px, self.height_px, _WINDOW_OF_NOTHING
        )


def resolve_picture(
    look: PictureLook, info: PictureInfo, size: tuple[int, int], width_px: int, height_px: int
) -> PictureView:
    """Return where a picture of `size` rows and columns lies in a pane."""
    rows, columns = size
    width_px, height_px = max(1, width_px), max(1, height_px)
    fit = _MARGIN * max(columns / width_px, rows * info.aspect / height_px)
    middle = (
        (columns - 1) / 2 + look.pan[0] * columns,
        (rows - 1) / 2 + look.pan[1] * columns / info.aspect,
    )
    return PictureView(size, info.aspect, width_px, height_px, fit / look.zoom, middle)


def panned(look: PictureLook, view: PictureView, dx_px: float, dy_px: float) -> PictureLook:
    """Return the look after the picture was dragged by some pixels of its pane."""
    share = view.units_per_px / view.size[1]
    right, down = look.pan[0] - dx_px * share, look.pan[1] - dy_px * share
    reach_x, reach_y = 0.5, 0.5 * view.size[0] * view.aspect / view.size[1]
    pan = (min(max(right, -reach_x), reach_x), min(max(down, -reach_y), reach_y))
    return attrs.evolve(look, pan=pan)


def zoomed_at(look: PictureLook, view: PictureView, factor: float, x_px: float, y_px: float) -> PictureLook:
    """Return a closer look in which what lies under a place of the pane stays there."""
    closer = look.zoomed(factor)
    by = closer.zoom / look.zoom
    dx, dy = x_px - view.width_px / 2, y_px - view.height_px / 2
    return panned(
        closer, attrs.evolve(view, units_per_px=view.units_per_px / by), dx * (1 - by), dy * (1 - by)
    )


def nearest_kind(normal: Vec3) -> PlaneKind:
    """Return the reference plane that a plane with a unit normal is most parallel to."""
    origin = (0.0, 0.0, 0.0)
    return max(PlaneKind, key=lambda kind: abs(dot(reference_plane(kind, origin).normal, normal)))


def nearest_picture(infos: tuple[PictureInfo, ...], point: Vec3, now: int) -> int:
    """Return the number of the picture whose plane is nearest to a point; `now` where none has a place.

    Of pictures equally near, the one shown `now` stays, else the first.
    """
    found = [
        (abs(one.placement.plane.distance_mm(point)), n != now, n)
        for n, one in enumerate(infos)
        if one.placement
    ]
    return min(found)[2] if found else now


def moved_into(crosshair: Vec3, view: PaneView, x_px: float, y_px: float) -> Vec3:
    """Return a crosshair moved within the plane of a picture to a place of its pane, its depth kept."""
    target = view.to_lps(x_px, y_px)
    depth_mm = dot(subtract(crosshair, target), view.plane.normal)
    return add(target, scale(view.plane.normal, depth_mm))
