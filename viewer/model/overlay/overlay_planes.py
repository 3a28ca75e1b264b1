"""The cross-reference lines of the other two planes in a slice pane, with handles to turn them."""

import math
from collections.abc import Iterator

from viewer.model.display import Display
from viewer.model.geometry import cross, dot, norm
from viewer.model.overlay.overlay_shapes import Dot, Line, Pixel, Role, Shape, Target, TargetKind
from viewer.model.plane import Plane, PlaneKind
from viewer.model.resolve import PaneView

REFERENCE_ROLES = {
    PlaneKind.AXIAL: Role.CROSSHAIR_AXIAL,
    PlaneKind.SAGITTAL: Role.CROSSHAIR_SAGITTAL,
    PlaneKind.CORONAL: Role.CROSSHAIR_CORONAL,
}
_GAP_PX = 14.0
_HANDLE_SHARE = 0.35
_HANDLE_RADIUS_PX = 4.5
_HANDLE_EDGE_PX = 16.0
_PARALLEL = 1e-3


def reference_lines(display: Display, view: PaneView) -> tuple[Shape, ...]:
    """Return where the other planes cut this one: lines open about the crosshair, slabs, handles."""
    shapes: list[Shape] = []
    for kind in PlaneKind:
        if kind is not view.kind:
            shapes += _lines_of(kind, display, view)
    return tuple(shapes)


def _lines_of(kind: PlaneKind, display: Display, view: PaneView) -> Iterator[Shape]:
    pane = display.pane(kind)
    direction, sine = _direction(pane.plane(display.crosshair), view)
    if sine < _PARALLEL:
        return
    centre, role = view.to_px(display.crosshair), REFERENCE_ROLES[kind]
    reach = clip(centre, direction, view)
    if reach is not None:
        low, high = reach
        for start, end in ((low, min(high, -_GAP_PX)), (max(low, _GAP_PX), high)):
            if start < end:
                yield Line(_along(centre, direction, start), _along(centre, direction, end), role)
    yield from _borders(centre, direction, pane.slab_mm / 2 / sine / view.mm_per_px, role, view)
    if reach is not None:
        yield from _handles(kind, centre, direction, reach, view)


def _direction(other: Plane, view: PaneView) -> tuple[Pixel, float]:
    """The direction in pixels in which another plane cuts the view, and the sine of their angle."""
    along = cross(view.plane.normal, other.normal)
    sine = norm(along)
    if sine < _PARALLEL:
        return (1.0, 0.0), 0.0
    return (dot(along, view.plane.right) / sine, dot(along, view.plane.down) / sine), sine


def _borders(
    centre: Pixel, direction: Pixel, offset_px: float, role: Role, view: PaneView
) -> Iterator[Shape]:
    if offset_px < 1.0:
        return
    for side in (-offset_px, offset_px):
        foot = (centre[0] - direction[1] * side, centre[1] + direction[0] * side)
        reach = clip(foot, direction, view)
        if reach is not None:
            start, end = (_along(foot, direction, t) for t in reach)
            yield Line(start, end, role, dashed=True, opacity=0.7)


def _handles(
    kind: PlaneKind, centre: Pixel, direction: Pixel, reach: Pixel, view: PaneView
) -> Iterator[Shape]:
    wanted = _HANDLE_SHARE * min(view.width_px, view.height_px)
    for place in (max(-wanted, reach[0] + _HANDLE_EDGE_PX), min(wanted, reach[1] - _HANDLE_EDGE_PX)):
        inside = reach[0] <= place <= reach[1]
        if inside and abs(place) >= 2 * _GAP_PX and abs(place) <= wanted:
            yield Dot(
                _along(centre, direction, place),
                _HANDLE_RADIUS_PX,
                REFERENCE_ROLES[kind],
                target=Target(TargetKind.TURN, kind.value),
            )


def _along(start: Pixel, direction: Pixel, distance_px: float) -> Pixel:
    return (start[0] + direction[0] * distance_px, start[1] + direction[1] * distance_px)


def clip(start: Pixel, direction: Pixel, view: PaneView) -> tuple[float, float] | None:
    """Return from where to where an endless line runs inside a pane, in px from `start`, else None."""
    low, high = -math.inf, math.inf
    for place, rate, size in zip(start, direction, (view.width_px, view.height_px), strict=True):
        if abs(rate) < 1e-9:
            if not 0 <= place <= size:
                return None
            continue
        ends = sorted((-place / rate, (size - place) / rate))
        low, high = max(low, ends[0]), min(high, ends[1])
    return (low, high) if low < high else None
