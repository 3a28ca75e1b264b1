"""Moving what is drawn: labels, marks, the points of annotations, levels found, the ends of the sac."""

import attrs

from viewer.errors import ViewerError
from viewer.model.analysis import Analysis
from viewer.model.annotation import Angle, Annotation, Arrow, Distance, Ellipse
from viewer.model.automatic_levels import found_positions, with_found
from viewer.model.case import Case
from viewer.model.correction import SacEnd
from viewer.model.geometry import Vec3, VolumeGeometry, add
from viewer.model.labels import LevelLabel, level_positions
from viewer.model.overlay.overlay_sac import end_place
from viewer.model.overlay.overlay_shapes import Target, TargetKind
from viewer.model.overlay.overlay_spine import mark_caption
from viewer.model.spine import Level
from viewer.tools.sac_ends import END_TITLES, with_end

_MIN_RADIUS_MM = 0.2
_NAMES: dict[type[Annotation], str] = {
    Distance: "distance",
    Angle: "angle",
    Ellipse: "ellipse",
    Arrow: "arrow",
}
_POINTS: dict[type[Annotation], tuple[str, ...]] = {
    Distance: ("start", "end"),
    Angle: ("start", "vertex", "end"),
    Ellipse: ("centre",),
    Arrow: ("tip", "tail"),
}


def annotation_name(annotation: Annotation) -> str:
    """Return the everyday name of an annotation's kind."""
    return _NAMES[type(annotation)]


def find_annotation(case: Case, annotation_id: str) -> Annotation:
    """Return the annotation with an id; `ViewerError` if it is gone."""
    for annotation in case.annotations:
        if annotation.annotation_id == annotation_id:
            return annotation
    raise ViewerError("This annotation is no longer in the case.")


def place_of(case: Case, target: Target, geometry: VolumeGeometry, analysis: Analysis | None = None) -> Vec3:
    """Return the LPS point a target stands at; `ViewerError` if it is gone."""
    if target.kind is TargetKind.END:
        return _end_place(case, SacEnd(target.target_id), analysis)
    if target.kind is TargetKind.MARK:
        return case.find_mark(target.target_id).point
    if target.kind is TargetKind.ANNOTATION:
        annotation = find_annotation(case, target.target_id)
        point: Vec3 = getattr(annotation, _POINTS[type(annotation)][0])
        return point
    found = found_positions(case, analysis.levels) if analysis else ()
    for position in with_found(level_positions(case.labels, case.numbering, geometry), found):
        if position.level.name == target.target_id:
            return position.point
    raise ViewerError("This level is no longer labelled.")


def _end_place(case: Case, end: SacEnd, analysis: Analysis | None) -> Vec3:
    place = end_place(case.correction, analysis.sections if analysis else None, end)
    if place is None:
        raise ViewerError("The sac is no longer measured.")
    return place


def moved(case: Case, target: Target, start: Vec3, offset: Vec3, analysis: Analysis | None = None) -> Case:
    """Return the case with a target moved by an offset in mm from `start`, the place it had.

    A level nobody placed yet becomes placed; `ViewerError` where it would break the order.
    """
    if target.kind is TargetKind.END:
        sections = analysis.sections if analysis else None
        return with_end(case, SacEnd(target.target_id), add(start, offset), sections)
    if target.kind is TargetKind.MARK:
        mark = case.find_mark(target.target_id)
        return case.with_mark(attrs.evolve(mark, point=add(start, offset)))
    if target.kind is TargetKind.LABEL:
        return case.with_label(LevelLabel(Level(target.target_id), add(start, offset)))
    annotation = find_annotation(case, target.target_id)
    return case.with_annotation(_moved_annotation(annotation, target.part, offset))


def moving_title(case: Case, target: Target) -> str:
    """Return the name of the edit that moves a target."""
    if target.kind is TargetKind.MARK:
        return f"Move mark {mark_caption(case, case.find_mark(target.target_id))}"
    if target.kind is TargetKind.END:
        return END_TITLES[SacEnd(target.target_id)]
    if target.kind is TargetKind.LABEL:
        level = Level(target.target_id)
        placed = any(label.level == level for label in case.labels)
        return f"{'Move' if placed else 'Place'} level {level.short_name}"
    return f"Move {annotation_name(find_annotation(case, target.target_id))}"


def _moved_annotation(annotation: Annotation, part: str, offset: Vec3) -> Annotation:
    if isinstance(annotation, Ellipse) and part:
        return _resized(annotation, part, offset)
    parts = (part,) if part else _POINTS[type(annotation)]
    points = {name: add(getattr(annotation, name), offset) for name in parts}
    return attrs.evolve(annotation, **points)


def _resized(ellipse: Ellipse, part: str, offset: Vec3) -> Ellipse:
    right_mm, down_mm = ellipse.plane.through((0.0, 0.0, 0.0)).coordinates(offset)
    grown = {
        "right": ("radius_right_mm", right_mm),
        "left": ("radius_right_mm", -right_mm),
        "down": ("radius_down_mm", down_mm),
        "up": ("radius_down_mm", -down_mm),
    }
    radius, growth_mm = grown[part]
    return attrs.evolve(ellipse, **{radius: max(getattr(ellipse, radius) + growth_mm, _MIN_RADIUS_MM)})
