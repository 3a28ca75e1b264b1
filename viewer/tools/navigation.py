"""How a display becomes the next one: scrolling, zooming, turning, windows; for tools and keys alike."""

import math

import attrs

from viewer.model.display import MAX_SLAB_MM, MAX_ZOOM, MIN_ZOOM, Display, Layout, PaneId, SlabMode
from viewer.model.geometry import Vec3, VolumeGeometry, add, dot, scale
from viewer.model.plane import Plane, PlaneKind
from viewer.model.resolve import PaneView, step_mm
from viewer.model.study import WindowSetting

# The next slice lies caudally, to the patient's left, or posteriorly; the sign is against the normal.
_FORWARD = {PlaneKind.AXIAL: -1.0, PlaneKind.SAGITTAL: -1.0, PlaneKind.CORONAL: 1.0}
_MIN_WIDTH_HU, _MAX_WIDTH_HU, _MAX_CENTRE_HU = 1.0, 20000.0, 10000.0
# Dragging over this many pixels doubles the window.
_WINDOW_DRAG_PX = 300.0


def normal_of(display: Display, kind: PlaneKind) -> Vec3:
    """Return the unit normal of a pane's plane, into the screen."""
    return display.pane(kind).plane(display.crosshair).normal


def with_crosshair(display: Display, point: Vec3, geometry: VolumeGeometry) -> Display:
    """Return the display with its crosshair at a point, kept inside the volume."""
    return attrs.evolve(display, crosshair=geometry.clamp(point))


def scroll(display: Display, kind: PlaneKind, steps: int, geometry: VolumeGeometry) -> Display:
    """Return the display moved by slices of a pane, stopping at the first and the last.

    Positive steps go caudally (axial), to the patient's left (sagittal), posteriorly (coronal).
    """
    direction = scale(normal_of(display, kind), _FORWARD[kind])
    step = step_mm(geometry, direction)
    low_mm, high_mm = _reach_mm(geometry, display.crosshair, direction)
    travel_mm = min(max(steps * step, low_mm), high_mm)
    return attrs.evolve(display, crosshair=add(display.crosshair, scale(direction, travel_mm)))


def _reach_mm(geometry: VolumeGeometry, point: Vec3, direction: Vec3) -> tuple[float, float]:
    """How far one may go back and forth along a direction before leaving the outermost voxel centres."""
    low_mm, high_mm = -math.inf, math.inf
    counts = reversed(geometry.shape)
    for place, axis, spacing, count in zip(
        geometry.to_index(point), geometry.axes, geometry.spacing_mm, counts, strict=True
    ):
        rate = dot(direction, axis) / spacing
        if abs(rate) > 1e-9:
            ends = sorted(((0.0 - place) / rate, (count - 1.0 - place) / rate))
            low_mm, high_mm = max(low_mm, ends[0]), min(high_mm, ends[1])
    return min(low_mm, 0.0), max(high_mm, 0.0)


def nudge(
    display: Display, kind: PlaneKind, right_mm: float, down_mm: float, geometry: VolumeGeometry
) -> Display:
    """Return the display with its crosshair moved within a pane's plane."""
    return with_crosshair(
        display, display.pane(kind).plane(display.crosshair).at(right_mm, down_mm), geometry
    )


def zoom_by(display: Display, kind: PlaneKind, factor: float) -> Display:
    """Return the display with a pane enlarged about its middle."""
    pane = display.pane(kind)
    return display.with_pane(kind, attrs.evolve(pane, zoom=_limited_zoom(pane.zoom * factor)))


def zoom_at(display: Display, view: PaneView, factor: float, x_px: float, y_px: float) -> Display:
    """Return the display with a pane enlarged so that what lies under a pixel stays there."""
    pane = display.pane(view.kind)
    zoom = _limited_zoom(pane.zoom * factor)
    shrink_mm_per_px = view.mm_per_px * (1 - pane.zoom / zoom)
    right_mm = pane.pan_mm[0] + (x_px - view.width_px / 2) * shrink_mm_per_px
    down_mm = pane.pan_mm[1] + (y_px - view.height_px / 2) * shrink_mm_per_px
    return display.with_pane(view.kind, attrs.evolve(pane, zoom=zoom, pan_mm=(right_mm, down_mm)))


def _limited_zoom(zoom: float) -> float:
    return min(max(zoom, MIN_ZOOM), MAX_ZOOM)


def pan_by(display: Display, kind: PlaneKind, right_mm: float, down_mm: float) -> Display:
    """Return the display with the picture of a pane shifted to the right and down."""
    pane = display.pane(kind)
    moved = (pane.pan_mm[0] - right_mm, pane.pan_mm[1] - down_mm)
    return display.with_pane(kind, attrs.evolve(pane, pan_mm=moved))


def centred(display: Display, kind: PlaneKind, geometry: VolumeGeometry) -> Display:
    """Return the display with a pane panned so that the crosshair is in its middle."""
    pane = display.pane(kind)
    pan_mm = pane.plane(geometry.centre).coordinates(display.crosshair)
    return display.with_pane(kind, attrs.evolve(pane, pan_mm=pan_mm))


def with_window(display: Display, window: WindowSetting, preset: str = "") -> Display:
    """Return the display with a window, its numbers limited to what CT holds."""
    width = min(max(window.width, _MIN_WIDTH_HU), _MAX_WIDTH_HU)
    centre = min(max(window.centre, -_MAX_CENTRE_HU), _MAX_CENTRE_HU)
    return attrs.evolve(display, window=WindowSetting(width, centre), preset=preset)


def window_by(display: Display, start: WindowSetting, right_px: float, down_px: float) -> Display:
    """Return the display with the window dragged from `start`: right widens, down raises the centre.

    The further the window is open, the faster it changes.
    """
    width = start.width * 2 ** (right_px / _WINDOW_DRAG_PX)
    centre = start.centre + max(start.width, 40.0) * down_px / _WINDOW_DRAG_PX
    return with_window(display, WindowSetting(round(width), round(centre)))


def turn(display: Display, kind: PlaneKind, axis: Vec3, angle_deg: float) -> Display:
    """Return the display with a pane's plane turned about a unit axis through the crosshair."""
    pane = display.pane(kind)
    plane = pane.plane(display.crosshair).turned(axis, angle_deg)
    return display.with_pane(kind, attrs.evolve(pane, right=plane.right, down=plane.down))


def turn_in_place(
    display: Display, kind: PlaneKind, axis: Vec3, angle_deg: float, geometry: VolumeGeometry
) -> Display:
    """Return the display with a plane turned and the crosshair where it was in its pane."""
    return _with_crosshair_kept(display, turn(display, kind, axis, angle_deg), kind, geometry)


def reset_plane(display: Display, kind: PlaneKind, geometry: VolumeGeometry) -> Display:
    """Return the display with a pane back in its reference plane, the crosshair where it was."""
    return _with_crosshair_kept(display, display.with_plane_reset(kind), kind, geometry)


def with_plane(display: Display, kind: PlaneKind, plane: Plane, geometry: VolumeGeometry) -> Display:
    """Return the display with a pane parallel to a plane, the crosshair where it was in its pane."""
    turned = attrs.evolve(display.pane(kind), right=plane.right, down=plane.down)
    return _with_crosshair_kept(display, display.with_pane(kind, turned), kind, geometry)


def _with_crosshair_kept(
    before: Display, after: Display, kind: PlaneKind, geometry: VolumeGeometry
) -> Display:
    old, new = (
        one.pane(kind).plane(geometry.centre).coordinates(before.crosshair) for one in (before, after)
    )
    pan_mm = before.pane(kind).pan_mm
    kept = (pan_mm[0] + new[0] - old[0], pan_mm[1] + new[1] - old[1])
    return after.with_pane(kind, attrs.evolve(after.pane(kind), pan_mm=kept))


def set_slab(display: Display, kind: PlaneKind, slab_mm: float) -> Display:
    """Return the display with a pane's slab thickness, 0 to 50 mm."""
    pane = display.pane(kind)
    return display.with_pane(kind, attrs.evolve(pane, slab_mm=min(max(slab_mm, 0.0), MAX_SLAB_MM)))


def slab_by(display: Display, kind: PlaneKind, steps_mm: float) -> Display:
    """Return the display with a pane's slab made thicker or thinner."""
    return set_slab(display, kind, display.pane(kind).slab_mm + steps_mm)


def set_slab_mode(display: Display, kind: PlaneKind, mode: SlabMode) -> Display:
    """Return the display with a pane's slab put together in another way."""
    return display.with_pane(kind, attrs.evolve(display.pane(kind), slab_mode=mode))


def with_layout(display: Display, layout: Layout) -> Display:
    """Return the display in another layout."""
    before = display.layout_before if layout is Layout.SINGLE else layout
    if layout is Layout.SINGLE and display.layout is not Layout.SINGLE:
        before = display.layout
    return attrs.evolve(display, layout=layout, layout_before=before)


def maximise(display: Display, pane: PaneId) -> Display:
    """Return the display with one pane filling the window, or as it was before that."""
    if display.layout is Layout.SINGLE:
        return with_layout(display, display.layout_before)
    return attrs.evolve(with_layout(display, Layout.SINGLE), main_pane=pane)
