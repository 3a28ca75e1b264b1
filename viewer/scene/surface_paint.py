"""What colour the contrast column has along the canal: by area reduction, or by level."""

import attrs
import numpy as np
from numpy.typing import NDArray

from viewer.analysis.reduction import area_reduction_pct
from viewer.model.analysis import Analysis
from viewer.model.case import Case
from viewer.model.display import SurfaceColour
from viewer.model.level_stretches import LevelStretch, level_stretches
from viewer.model.sections import Numbers, Sections, SectionState
from viewer.scene.colour_scale import (
    LEVEL_COLOURS,
    LOST,
    METAL,
    UNMEASURED,
    UNNAMED,
    Colours,
    reduction_colours,
)
from viewer.scene.mesh import Mesh

_PER_MM = 4
_STRIPE_MM = 1.25
_NOT_MEASURED = (SectionState.GAP, SectionState.EDGE, SectionState.NOT_OPACIFIED)


@attrs.frozen(eq=False)
class SurfacePaint:
    """Colours by arc length along `sections`, uint8 `[n, rgb]`, a row each quarter of a millimetre.

    `stretches` are the levels to be named at the surface.
    """

    sections: Sections
    colours: Colours
    stretches: tuple[LevelStretch, ...] = ()


def surface_paint(colour: SurfaceColour, case: Case, analysis: Analysis | None) -> SurfacePaint | None:
    """Return what a choice makes of an analysis; None where nothing is measured, or it shall be plain."""
    if analysis is None or colour is SurfaceColour.PLAIN:
        return None
    if colour is SurfaceColour.LEVEL:
        return level_paint(analysis, level_stretches(case, analysis))
    return reduction_paint(analysis)


def reduction_paint(analysis: Analysis) -> SurfacePaint | None:
    """Return colours by area reduction; None where nothing was measured."""
    sections = analysis.sections
    if sections is None or len(sections) < 2:
        return None
    reduction = area_reduction_pct(sections, analysis.narrowings)
    known = np.isfinite(reduction)
    if not known.any():
        return None
    arc = _arcs(sections)
    even = np.interp(arc, sections.arc_mm[known], reduction[known])
    return SurfacePaint(sections, _with_states(reduction_colours(even), sections, arc))


def level_paint(analysis: Analysis, stretches: tuple[LevelStretch, ...]) -> SurfacePaint | None:
    """Return alternating colours by level; None where nothing was measured."""
    sections = analysis.sections
    if sections is None or len(sections) < 2:
        return None
    arc = _arcs(sections)
    colours = np.tile(UNNAMED, (len(arc), 1))
    for number, one in enumerate(stretches):
        colours[(arc >= one.start_mm) & (arc < one.stop_mm)] = LEVEL_COLOURS[number % 2]
    return SurfacePaint(sections, _with_states(colours, sections, arc), stretches)


def arcs_of(mesh: Mesh, sections: Sections) -> NDArray[np.float32]:
    """Return the arc length in mm that each point of a mesh lies abreast of."""
    # Late: SciPy takes long to load, and a study is opened without colours.
    from scipy.spatial import KDTree

    tree = KDTree(sections.point.astype(np.float32))
    near = np.asarray(tree.query(mesh.points)[1], np.intp)
    offset = mesh.points - sections.point[near].astype(np.float32)
    ahead = (offset * sections.tangent[near].astype(np.float32)).sum(axis=1)
    half = _step_mm(sections) / 2
    return (sections.arc_mm[near] + np.clip(ahead, -half, half)).astype(np.float32)


def colours_at(paint: SurfacePaint, arcs_mm: NDArray[np.float32]) -> Colours:
    """Return the colour uint8 `[n, rgb]` of places along the canal."""
    first = float(paint.sections.arc_mm[0])
    rows = np.rint((arcs_mm - first) * _PER_MM).astype(np.intp)
    return paint.colours[np.clip(rows, 0, len(paint.colours) - 1)]


def _step_mm(sections: Sections) -> float:
    return float(sections.arc_mm[1] - sections.arc_mm[0])


def _arcs(sections: Sections) -> Numbers:
    return np.arange(sections.arc_mm[0], sections.arc_mm[-1] + 1 / _PER_MM, 1 / _PER_MM)


def _with_states(colours: Colours, sections: Sections, arc: Numbers) -> Colours:
    """Stripes where a section has no numbers of its own, grey where metal crosses it."""
    number = np.clip(
        np.rint((arc - sections.arc_mm[0]) / _step_mm(sections)).astype(int), 0, len(sections) - 1
    )
    stripe = (arc // _STRIPE_MM).astype(int) % 2

    looks = (
        (_NOT_MEASURED, UNMEASURED[stripe]),
        ((SectionState.OBLITERATED,), LOST[stripe]),
        ((SectionState.METAL,), METAL),
    )
    for states, look in looks:
        colours = np.where(sections.having(*states)[number][:, None], look, colours)
    return colours
