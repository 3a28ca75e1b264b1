"""From the display to what one slice pane draws: the only place that joins planes and pixels."""

import math
from functools import lru_cache

import attrs

from viewer.model.display import MAX_SLAB_MM, MAX_ZOOM, MIN_ZOOM, Display, Interpolation, SlabMode
from viewer.model.geometry import Vec3, VolumeGeometry, add, dot, scale, subtract
from viewer.model.plane import Plane, PlaneKind, reference_plane
from viewer.model.study import WindowSetting

_MARGIN = 1.02
# How many times beyond the zoom that can be chosen a file may go before there is no picture of it.
_BEYOND = 10.0


@attrs.frozen
class PaneView:
    """What a slice pane of `width_px` x `height_px` shows.

    `plane.point` is the LPS point in the middle of the pane; a pixel is a square of `mm_per_px`;
    `(x, y)` in pixels grow to the right and down from the pane's upper left corner.
    """

    kind: PlaneKind
    plane: Plane
    mm_per_px: float
    width_px: int
    height_px: int
    window: WindowSetting
    slab_mm: float = 0.0
    slab_mode: SlabMode = SlabMode.MAXIMUM
    interpolation: Interpolation = Interpolation.LINEAR

    def to_lps(self, x_px: float, y_px: float) -> Vec3:
        """Return the LPS point under a place of the pane."""
        right = (x_px - self.width_px / 2) * self.mm_per_px
        down = (y_px - self.height_px / 2) * self.mm_per_px
        return self.plane.at(right, down)

    def to_px(self, point: Vec3) -> tuple[float, float]:
        """Return the place of the pane at which a point, or its foot in the plane, is drawn."""
        right, down = self.plane.coordinates(point)
        return (right / self.mm_per_px + self.width_px / 2, down / self.mm_per_px + self.height_px / 2)

    def shows(self, point: Vec3, tolerance_mm: float) -> bool:
        """Whether a point lies in the plane or its slab, within a tolerance."""
        return abs(self.plane.distance_mm(point)) <= self.slab_mm / 2 + tolerance_mm


def step_mm(geometry: VolumeGeometry, normal: Vec3) -> float:
    """Return the distance between neighbouring slices along a unit normal."""
    return 1 / max(
        abs(dot(axis, normal)) / spacing
        for axis, spacing in zip(geometry.axes, geometry.spacing_mm, strict=True)
    )


# Asked for several times in every frame, and the same until the volume or a pane changes its size.
@lru_cache(maxsize=64)
def fit_mm_per_px(geometry: VolumeGeometry, kind: PlaneKind, width_px: int, height_px: int) -> float:
    """Return the size of a pixel with which the whole volume fits a pane in its reference plane.

    It stays the same however the plane is turned: turning must not zoom.
    """
    plane = reference_plane(kind, geometry.centre)
    reach = [high - low for low, high in (geometry.span_mm(plane.right), geometry.span_mm(plane.down))]
    steps = [step_mm(geometry, plane.right), step_mm(geometry, plane.down)]
    return _MARGIN * max((reach[0] + steps[0]) / width_px, (reach[1] + steps[1]) / height_px)


def resolve_pane(
    display: Display, kind: PlaneKind, geometry: VolumeGeometry, width_px: int, height_px: int
) -> PaneView:
    """Return what a slice pane of a given size in device pixels shows.

    A plane parallel to the slices of the volume snaps to the nearest one, so that what is drawn is
    what was acquired. A zoom or slab beyond any that can be chosen is taken for the nearest that makes a picture.
    """
    pane = display.pane(kind)
    zoom = min(max(pane.zoom, MIN_ZOOM / _BEYOND), MAX_ZOOM * _BEYOND)
    slab_mm = min(pane.slab_mm, MAX_SLAB_MM)
    width_px, height_px = max(1, width_px), max(1, height_px)
    middle = pane.plane(geometry.centre).at(*pane.pan_mm)
    normal = pane.plane(middle).normal
    depth = dot(subtract(display.crosshair, middle), normal)
    centre = add(middle, scale(normal, depth))
    if slab_mm == 0:
        centre = _snapped(geometry, centre, normal)
    return PaneView(
        kind=kind,
        plane=pane.plane(centre),
        mm_per_px=fit_mm_per_px(geometry, kind, width_px, height_px) / zoom,
        width_px=width_px,
        height_px=height_px,
        window=display.window,
        slab_mm=slab_mm,
        slab_mode=pane.slab_mode,
        interpolation=display.interpolation,
    )


def _snapped(geometry: VolumeGeometry, point: Vec3, normal: Vec3) -> Vec3:
    for axis, spacing in zip(geometry.axes, geometry.spacing_mm, strict=True):
        if abs(dot(axis, normal)) > 1 - 1e-6:
            place = dot(subtract(point, geometry.origin), axis) / spacing
            # Half-way always goes up: `round` would show every other slice twice.
            return add(point, scale(axis, (math.floor(place + 0.5) - place) * spacing))
    return point
