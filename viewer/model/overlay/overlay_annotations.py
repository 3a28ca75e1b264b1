"""Distances, angles, ellipses and arrows as a slice pane shows them, with their numbers."""

import math
from collections.abc import Iterator, Mapping
from functools import singledispatch

import attrs

from viewer.model.annotation import (
    Angle,
    Annotation,
    Arrow,
    Distance,
    Ellipse,
    NoRegion,
    RegionResult,
)
from viewer.model.geometry import Vec3, VolumeGeometry, dot
from viewer.model.overlay.overlay_shapes import (
    Anchor,
    Dot,
    EllipseShape,
    Line,
    Pixel,
    Polyline,
    Role,
    Shape,
    Target,
    TargetKind,
    Text,
)
from viewer.model.plane import Plane
from viewer.model.resolve import PaneView, step_mm

_PARALLEL = math.cos(math.radians(1.0))
_POINT_RADIUS_PX = 3.0
_TEXT_GAP_PX = 9.0
_ARC_PX = 16.0
_HEAD_PX, _HEAD_WIDTH = 11.0, 0.4
_ROOM_FOR_TEXT_PX = 80.0


def contains(view: PaneView, plane: Plane, geometry: VolumeGeometry) -> bool:
    """Whether a pane shows what was drawn in a plane: parallel to it, within half a slice."""
    if abs(dot(plane.normal, view.plane.normal)) < _PARALLEL:
        return False
    return view.shows(plane.point, step_mm(geometry, view.plane.normal) / 2 + 1e-6)


def annotation_shapes(
    annotations: tuple[Annotation, ...],
    view: PaneView,
    geometry: VolumeGeometry,
    selection: str,
    regions: Mapping[str, RegionResult],
) -> Iterator[Shape]:
    """Yield the annotations drawn in the plane of a pane; `regions` are the statistics by id."""
    for one in annotations:
        if contains(view, one.plane, geometry):
            pen = _Pen(
                view,
                Role.SELECTED if one.annotation_id == selection else Role.ANNOTATION,
                one.annotation_id,
                regions.get(one.annotation_id),
            )
            yield from _draw(one, pen)


def caption(annotation: Annotation, region: RegionResult | None = None) -> str:
    """Return the numbers or the text of an annotation as its pane and its table show them."""
    if isinstance(region, NoRegion) and isinstance(annotation, (Distance, Angle)):
        return region.reason
    match annotation:
        case Distance():
            return f"{annotation.length_mm:.1f} mm"
        case Angle():
            return f"{annotation.angle_deg:.1f}°"
        case Arrow():
            return annotation.text
        case Ellipse():
            return _region_caption(annotation, region)


def _region_caption(ellipse: Ellipse, region: RegionResult | None) -> str:
    area = f"{math.pi * ellipse.radius_right_mm * ellipse.radius_down_mm:.1f} mm²"
    if region is None:
        return area
    if isinstance(region, NoRegion):
        return f"{region.reason}\n{area}"
    lines = [
        f"Mean {region.mean_hu:.0f}  SD {region.sd_hu:.0f} HU",
        f"Min {region.min_hu}  Max {region.max_hu} HU",
        f"{region.area_mm2:.1f} mm²",
    ]
    lines += ["Partly outside the image"] * region.partial + ["Partly not scanned"] * region.unscanned
    return "\n".join(lines)


@attrs.frozen
class _Pen:
    """Everything drawing one annotation needs besides the annotation."""

    view: PaneView
    role: Role
    annotation_id: str
    region: RegionResult | None

    def target(self, part: str = "") -> Target:
        return Target(TargetKind.ANNOTATION, self.annotation_id, part)

    def dot(self, point: Vec3, part: str) -> Dot:
        return Dot(self.view.to_px(point), _POINT_RADIUS_PX, self.role, target=self.target(part))

    def line(self, start: Vec3, end: Vec3) -> Line:
        return Line(self.view.to_px(start), self.view.to_px(end), self.role, target=self.target())

    def beside(self, places: tuple[Pixel, ...], text: str) -> Text:
        """A text to the right of several places, or to their left where the pane ends."""
        x, y = max(places)
        if x + _ROOM_FOR_TEXT_PX > self.view.width_px:
            x, y = min(places)
            return Text((x - _TEXT_GAP_PX, y), text, self.role, Anchor.RIGHT, target=self.target())
        return Text((x + _TEXT_GAP_PX, y), text, self.role, Anchor.LEFT, target=self.target())


@singledispatch
def _draw(annotation: Annotation, pen: _Pen) -> Iterator[Shape]:
    raise TypeError(f"{type(annotation).__name__} is no annotation, drawn by {pen.role}")


@_draw.register
def _(annotation: Distance, pen: _Pen) -> Iterator[Shape]:
    ends = pen.view.to_px(annotation.start), pen.view.to_px(annotation.end)
    yield pen.line(annotation.start, annotation.end)
    yield pen.dot(annotation.start, "start")
    yield pen.dot(annotation.end, "end")
    yield pen.beside(ends, caption(annotation, pen.region))


@_draw.register
def _(annotation: Angle, pen: _Pen) -> Iterator[Shape]:
    yield pen.line(annotation.start, annotation.vertex)
    yield pen.line(annotation.vertex, annotation.end)
    yield from _arc(annotation, pen)
    for part in ("start", "vertex", "end"):
        yield pen.dot(getattr(annotation, part), part)
    if annotation.end != annotation.vertex:
        yield _angle_text(annotation, pen)


def _angle_text(angle: Angle, pen: _Pen) -> Text:
    """The degrees on the side of the vertex that the arms leave free."""
    vertex = pen.view.to_px(angle.vertex)
    arms = [pen.view.to_px(point)[0] - vertex[0] for point in (angle.start, angle.end)]
    leftwards = sum(arms) > 0
    at = (vertex[0] + (-_TEXT_GAP_PX if leftwards else _TEXT_GAP_PX), vertex[1])
    anchor = Anchor.RIGHT if leftwards else Anchor.LEFT
    return Text(at, caption(angle, pen.region), pen.role, anchor, target=pen.target())


def _arc(angle: Angle, pen: _Pen) -> Iterator[Shape]:
    vertex = pen.view.to_px(angle.vertex)
    arms = [pen.view.to_px(point) for point in (angle.start, angle.end)]
    if min(math.dist(arm, vertex) for arm in arms) < 2 * _ARC_PX:
        return
    first, second = (math.atan2(arm[1] - vertex[1], arm[0] - vertex[0]) for arm in arms)
    sweep = math.remainder(second - first, 2 * math.pi)
    turns = [first + sweep * n / 12 for n in range(13)]
    points = tuple((vertex[0] + _ARC_PX * math.cos(t), vertex[1] + _ARC_PX * math.sin(t)) for t in turns)
    yield Polyline(points, pen.role)


@_draw.register
def _(annotation: Ellipse, pen: _Pen) -> Iterator[Shape]:
    view, plane = pen.view, annotation.plane.through(annotation.centre)
    along = (dot(plane.right, view.plane.right), dot(plane.right, view.plane.down))
    yield EllipseShape(
        view.to_px(annotation.centre),
        annotation.radius_right_mm / view.mm_per_px,
        annotation.radius_down_mm / view.mm_per_px,
        pen.role,
        angle_deg=math.degrees(math.atan2(along[1], along[0])),
        target=pen.target(),
    )
    ends = ellipse_points(annotation)
    for part, point in ends.items():
        yield pen.dot(point, part)
    yield pen.beside(tuple(view.to_px(point) for point in ends.values()), caption(annotation, pen.region))


def ellipse_points(ellipse: Ellipse) -> dict[str, Vec3]:
    """Return the four ends of an ellipse's axes by the name of their part."""
    plane = ellipse.plane.through(ellipse.centre)
    return {
        "right": plane.at(ellipse.radius_right_mm, 0),
        "left": plane.at(-ellipse.radius_right_mm, 0),
        "down": plane.at(0, ellipse.radius_down_mm),
        "up": plane.at(0, -ellipse.radius_down_mm),
    }


@_draw.register
def _(annotation: Arrow, pen: _Pen) -> Iterator[Shape]:
    tip, tail = pen.view.to_px(annotation.tip), pen.view.to_px(annotation.tail)
    yield pen.line(annotation.tail, annotation.tip)
    yield from _head(tip, tail, pen)
    yield pen.dot(annotation.tail, "tail")
    rightwards = tail[0] >= tip[0]
    at = (tail[0] + (_TEXT_GAP_PX if rightwards else -_TEXT_GAP_PX), tail[1])
    anchor = Anchor.LEFT if rightwards else Anchor.RIGHT
    yield Text(at, annotation.text, pen.role, anchor, target=pen.target())


def _head(tip: Pixel, tail: Pixel, pen: _Pen) -> Iterator[Shape]:
    length = math.dist(tip, tail)
    if length < 1:
        return
    x, y = (tail[0] - tip[0]) / length * _HEAD_PX, (tail[1] - tip[1]) / length * _HEAD_PX
    left = (tip[0] + x - _HEAD_WIDTH * y, tip[1] + y + _HEAD_WIDTH * x)
    right = (tip[0] + x + _HEAD_WIDTH * y, tip[1] + y - _HEAD_WIDTH * x)
    yield Polyline((tip, left, right), pen.role, closed=True, filled=True, target=pen.target("tip"))
