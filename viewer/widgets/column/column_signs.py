"""What the 3D scene shows at the contrast column: marks and narrowings."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtGui import QColor

from viewer.model.analysis import Analysis
from viewer.model.automatic_levels import narrowing_level
from viewer.model.case import Case
from viewer.model.listed import listed_narrowings
from viewer.model.narrowing import Narrowing
from viewer.model.overlay.overlay_shapes import Role
from viewer.model.overlay.overlay_spine import mark_caption
from viewer.model.sections import SectionState
from viewer.tools.narrowings import is_rejected, mark_of, narrowing_id
from viewer.widgets.profile.profile_words import reduction_text
from viewer.widgets.slices.overlay_painter import ROLE_COLOUR

_NEAR_MM = 6.0

# VTK comes with the scene's own values: they are made on its thread only.
if TYPE_CHECKING:
    from viewer.scene.mark_glyphs import SurfaceMark


def surface_marks(case: Case, selection: str, analysis: Analysis | None) -> "list[SurfaceMark]":
    """Return the marks of a case, and the narrowings that no reader has accepted or rejected."""
    from viewer.scene.mark_glyphs import SurfaceMark

    marks = [
        SurfaceMark(
            mark.mark_id,
            mark.point,
            mark_caption(case, mark, analysis),
            _colour(selected=mark.mark_id == selection),
            mark.mark_id == selection,
        )
        for mark in case.marks
    ]
    for narrowing in _suggested(case, analysis):
        one = narrowing_id(narrowing)
        words = narrowing_caption(case, narrowing, analysis)
        chosen = one == selection
        aside_mm = _reach_mm(analysis, narrowing)
        colour = _colour(selected=chosen)
        mark = SurfaceMark(one, narrowing.position, words, colour, chosen, suggested=True, aside_mm=aside_mm)
        marks.append(mark)
    return marks


def narrowing_caption(case: Case, narrowing: Narrowing, analysis: Analysis | None) -> str:
    """Return the level of a narrowing and by how much it narrows, such as "L4/5? -57 %", of its area."""
    level, confirmed = narrowing_level(case, narrowing, analysis.levels if analysis else ())
    name = "" if level is None else level.short_name + ("" if confirmed else "?")
    if narrowing.state is SectionState.OBLITERATED:
        return f"{name} {f'{narrowing.block.value} block' if narrowing.block else 'obliterated'}".strip()
    return f"{name} {reduction_text(narrowing)}".strip()


def _suggested(case: Case, analysis: Analysis | None) -> Iterator[Narrowing]:
    for narrowing in listed_narrowings(analysis):
        if mark_of(case, narrowing) is None and not is_rejected(case, narrowing):
            yield narrowing


def _reach_mm(analysis: Analysis | None, narrowing: Narrowing) -> float:
    """How far the sac reaches from the middle of a narrowing and of its near surroundings."""
    sections = analysis.sections if analysis else None
    if sections is None:
        return 0.0
    near = np.abs(sections.arc_mm - narrowing.arc_mm) <= _NEAR_MM
    return float(sections.radii_mm[near].max(initial=0.0))


def _colour(*, selected: bool) -> tuple[float, float, float]:
    made = QColor(ROLE_COLOUR[Role.SELECTED if selected else Role.MARK])
    return (made.redF(), made.greenF(), made.blueF())
