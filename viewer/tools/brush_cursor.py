"""How the brush looks at the pointer: its outline, and whether it paints or erases."""

import math

from viewer.model.geometry import cross, dot, norm, subtract
from viewer.model.overlay.overlay_shapes import EllipseShape, Line, Role, Shape
from viewer.model.resolve import PaneView
from viewer.tools.brush import Brush, BrushForm
from viewer.tools.events import Pointer

_SIGN_PX = 3.5
_SMALLEST_PX = 1.5
_DIAGONAL = math.sqrt(0.5)
_PARALLEL = 1e-3


def brush_shapes(pointer: Pointer, view: PaneView, brush: Brush, *, erases: bool) -> tuple[Shape, ...]:
    """Return the brush at a pointer as a pane cuts it, with a plus or a minus beside the pointer.

    A ball is a circle wherever the pane's plane cuts it, a disc a line where a plane crosses its own.
    """
    role = Role.ERASED if erases else Role.PAINTED
    if pointer.view.kind is view.kind:
        radius_px = max(brush.radius_mm / view.mm_per_px, _SMALLEST_PX)
        centre = (pointer.x_px, pointer.y_px)
        outline = EllipseShape(centre, radius_px, radius_px, role, dashed=erases, width_px=1.5)
        return (outline, *_sign(centre, radius_px, role, erases=erases))
    away_mm = abs(view.plane.distance_mm(pointer.point))
    if away_mm >= brush.radius_mm:
        return ()
    if brush.form is BrushForm.DISC:
        return _edge_on(pointer, view, brush, role)
    radius_px = math.sqrt(brush.radius_mm**2 - away_mm**2) / view.mm_per_px
    centre = view.to_px(pointer.point)
    return (EllipseShape(centre, radius_px, radius_px, role, dashed=erases, opacity=0.8),)


def _sign(centre: tuple[float, float], radius_px: float, role: Role, *, erases: bool) -> tuple[Line, ...]:
    away_px = _DIAGONAL * radius_px + 2 * _SIGN_PX
    x, y = centre[0] + away_px, centre[1] - away_px
    level = Line((x - _SIGN_PX, y), (x + _SIGN_PX, y), role, width_px=1.5)
    upright = Line((x, y - _SIGN_PX), (x, y + _SIGN_PX), role, width_px=1.5)
    return (level,) if erases else (level, upright)


def _edge_on(pointer: Pointer, view: PaneView, brush: Brush, role: Role) -> tuple[Shape, ...]:
    """Where a disc in the pane of the pointer crosses another pane: a line."""
    disc, plane = pointer.view.plane, view.plane
    along = cross(disc.normal, plane.normal)
    sine = norm(along)
    if sine < _PARALLEL:
        return ()
    # From the pointer within the disc's plane to where the two planes meet.
    towards = cross(along, disc.normal)
    slope = dot(towards, plane.normal)
    away = dot(subtract(plane.point, pointer.point), plane.normal) / slope
    offset_mm = abs(away) * norm(towards)
    if offset_mm >= brush.radius_mm:
        return ()
    half_mm = math.sqrt(brush.radius_mm**2 - offset_mm**2)
    foot = tuple(p + away * t for p, t in zip(pointer.point, towards, strict=True))
    ends = [
        tuple(f + sign * half_mm / sine * a for f, a in zip(foot, along, strict=True)) for sign in (-1, 1)
    ]
    (x0, y0), (x1, y1) = (view.to_px((e[0], e[1], e[2])) for e in ends)
    return (Line((x0, y0), (x1, y1), role, width_px=2.0, opacity=0.8),)
