"""The questions a tool puts to the reader."""

import attrs

from viewer.model.analysis import Analysis
from viewer.model.annotation import Arrow
from viewer.model.case import Case
from viewer.model.geometry import Vec3, VolumeGeometry
from viewer.model.overlay.overlay_shapes import Target
from viewer.model.spine import Level
from viewer.tools.marking import place_level, rename_level
from viewer.tools.moving import place_of
from viewer.tools.outcome import AskLevel, AskText, Edit
from viewer.tools.suggestion import suggested_levels


def ask_level(case: Case, point: Vec3) -> AskLevel:
    """Ask which level lies at a point and place it there."""
    return AskLevel(point, suggested_levels(case, point), lambda level: place_level(case, level, point))


def ask_new_name(
    case: Case, target: Target, geometry: VolumeGeometry, analysis: Analysis | None = None
) -> AskLevel:
    """Ask for another name of a level, labelled or found; `ViewerError` if it is gone."""
    old, point = Level(target.target_id), place_of(case, target, geometry, analysis)
    return AskLevel(point, suggested_levels(case, point), lambda level: rename_level(case, old, level, point))


def ask_arrow_text(case: Case, arrow: Arrow, title: str = "Change arrow text") -> AskText:
    """Ask for the text of an arrow; the answer puts the arrow into the case."""

    def answered(text: str) -> Edit:
        named = attrs.evolve(arrow, text=text.strip())
        return Edit(title, case.with_annotation(named), select=arrow.annotation_id)

    return AskText(title, arrow.text, answered)
