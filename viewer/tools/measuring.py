"""The tools that measure and annotate: distance, angle, ellipse and arrow."""

from viewer.model.annotation import Angle, Annotation, Arrow, Distance, Ellipse
from viewer.model.geometry import Vec3, add, scale
from viewer.model.plane import Plane
from viewer.tools.asking import ask_arrow_text
from viewer.tools.marking import fresh_id
from viewer.tools.moving import annotation_name
from viewer.tools.outcome import NOTHING, Edit, Outcome
from viewer.tools.points import PointsTool
from viewer.tools.tool import Context

_MIN_RADIUS_MM = 0.2


def distance_tool() -> PointsTool:
    """Return the tool for a distance: a drag, or two clicks."""
    return PointsTool(2, _distance, _drawn)


def angle_tool() -> PointsTool:
    """Return the tool for an angle: three clicks, or a drag along one arm and a click."""
    return PointsTool(3, _angle, _drawn)


def ellipse_tool() -> PointsTool:
    """Return the tool for an elliptical region: a drag, or two clicks, across its bounding box."""
    return PointsTool(2, _ellipse, _drawn)


def arrow_tool() -> PointsTool:
    """Return the tool for an arrow: from its tip to where its text stands, which is then asked for."""
    return PointsTool(2, _arrow, _named)


def _drawn(annotation: Annotation, context: Context) -> Outcome:
    title = f"Draw {annotation_name(annotation)}"
    return Edit(title, context.case.with_annotation(annotation), select=annotation.annotation_id)


def _named(annotation: Annotation, context: Context) -> Outcome:
    if not isinstance(annotation, Arrow):
        return NOTHING
    return ask_arrow_text(context.case, annotation, title="Draw arrow")


def _distance(points: tuple[Vec3, ...], plane: Plane, context: Context) -> Annotation | None:
    if len(points) < 2:
        return None
    return Distance(fresh_id(context.case, "a"), plane, points[0], points[1])


def _angle(points: tuple[Vec3, ...], plane: Plane, context: Context) -> Annotation | None:
    if len(points) < 2:
        return None
    return Angle(fresh_id(context.case, "a"), plane, points[0], points[1], points[-1])


def _ellipse(points: tuple[Vec3, ...], plane: Plane, context: Context) -> Annotation | None:
    if len(points) < 2:
        return None
    centre = scale(add(points[0], points[1]), 0.5)
    right_mm, down_mm = plane.through(centre).coordinates(points[1])
    if min(abs(right_mm), abs(down_mm)) < _MIN_RADIUS_MM:
        return None
    return Ellipse(fresh_id(context.case, "a"), plane, centre, abs(right_mm), abs(down_mm))


def _arrow(points: tuple[Vec3, ...], plane: Plane, context: Context) -> Annotation | None:
    if len(points) < 2:
        return None
    return Arrow(fresh_id(context.case, "a"), plane, points[0], points[1], "")
