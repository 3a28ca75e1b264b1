"""Which drawn thing lies under the pointer."""

import math
from itertools import pairwise

from viewer.model.overlay.overlay import overlay
from viewer.model.overlay.overlay_shapes import (
    Anchor,
    Dot,
    EllipseShape,
    Hatching,
    Line,
    Pixel,
    Polyline,
    Shape,
    Target,
    Text,
)
from viewer.model.resolve import PaneView
from viewer.tools.tool import Context

_DOT_SLACK_PX = 5.0
_LINE_SLACK_PX = 5.0
_LETTER_PX, _LINE_PX = 7.0, 15.0
_ELLIPSE_CORNERS = 48


def target_under(view: PaneView, x_px: float, y_px: float, context: Context) -> Target | None:
    """Return what a pointer would take hold of in a pane, None over the bare image."""
    shapes = overlay(
        context.case,
        context.display,
        view,
        context.geometry,
        selection=context.selection,
        analysis=context.analysis,
    )
    return hit((x_px, y_px), shapes)


def hit(place: Pixel, shapes: tuple[Shape, ...]) -> Target | None:
    """Return the target of the nearest shape within reach: points before lines before texts."""
    reachable: list[tuple[int, float, Target]] = []
    for shape in shapes:
        if shape.target is not None:
            rank, distance_px = _distance(place, shape)
            if distance_px <= (0.0, _DOT_SLACK_PX, _LINE_SLACK_PX, 0.0)[rank]:
                reachable.append((rank, distance_px, shape.target))
    return min(reachable, key=lambda one: one[:2], default=(0, 0.0, None))[2]


def _distance(place: Pixel, shape: Shape) -> tuple[int, float]:
    """The rank of a shape (dots 1, lines 2, texts 3) and how far from its edge a place is."""
    match shape:
        case Dot():
            return 1, max(0.0, math.dist(place, shape.centre) - shape.radius_px)
        case Line():
            return 2, _from_segment(place, shape.start, shape.end)
        case Polyline() | Hatching():
            return 2, _from_path(place, shape.points)
        case EllipseShape():
            return 2, _from_path(place, _outline(shape))
        case Text():
            return 3, _from_text(place, shape)


def _from_segment(place: Pixel, start: Pixel, end: Pixel) -> float:
    run = (end[0] - start[0], end[1] - start[1])
    length = run[0] ** 2 + run[1] ** 2
    along = (place[0] - start[0]) * run[0] + (place[1] - start[1]) * run[1]
    t = min(max(along / length, 0.0), 1.0) if length else 0.0
    return math.dist(place, (start[0] + t * run[0], start[1] + t * run[1]))


def _from_path(place: Pixel, points: tuple[Pixel, ...]) -> float:
    pairs = pairwise(points)
    return min((_from_segment(place, *pair) for pair in pairs), default=math.inf)


def _outline(shape: EllipseShape) -> tuple[Pixel, ...]:
    turned = math.radians(shape.angle_deg)
    cosine, sine = math.cos(turned), math.sin(turned)
    corners: list[Pixel] = []
    for n in range(_ELLIPSE_CORNERS + 1):
        angle = 2 * math.pi * n / _ELLIPSE_CORNERS
        x, y = shape.radius_x_px * math.cos(angle), shape.radius_y_px * math.sin(angle)
        corners.append((shape.centre[0] + x * cosine - y * sine, shape.centre[1] + x * sine + y * cosine))
    return tuple(corners)


def _from_text(place: Pixel, text: Text) -> float:
    lines = text.text.split("\n")
    width, height = _LETTER_PX * max(map(len, lines)), _LINE_PX * len(lines)
    left = {Anchor.LEFT: 0.0, Anchor.TOP_LEFT: 0.0, Anchor.RIGHT: -width}.get(text.anchor, -width / 2)
    top = {Anchor.TOP: 0.0, Anchor.TOP_LEFT: 0.0, Anchor.BOTTOM: -height}.get(text.anchor, -height / 2)
    x, y = place[0] - text.at[0] - left, place[1] - text.at[1] - top
    return math.hypot(max(-x, 0.0, x - width), max(-y, 0.0, y - height))
