"""What a reader is asked about: the measured narrowings, and where the contrast ends for good."""

import numpy as np

from viewer.model.analysis import Analysis
from viewer.model.geometry import distance_mm
from viewer.model.narrowing import Block, BlockKind, Narrowing
from viewer.model.sections import SectionState


def listed_narrowings(analysis: Analysis | None) -> tuple[Narrowing, ...]:
    """Return the narrowings, and each complete block as one without numbers.

    A complete block stands where the contrast ends. A partial one is among the narrowings already.
    """
    if analysis is None:
        return ()
    blocks = (one for one in analysis.blocks if one.kind is BlockKind.COMPLETE)
    return (*analysis.narrowings, *(_as_narrowing(one, analysis) for one in blocks))


def _as_narrowing(block: Block, analysis: Analysis) -> Narrowing:
    sections, position, arc_mm = analysis.sections, block.start, 0.0
    if sections is not None and len(sections):
        arcs = [float(sections.arc_mm[sections.nearest(one)]) for one in (block.start, block.end)]
        span = analysis.span_mm or (arcs[0], arcs[0])
        away = [min(abs(arc - end) for end in span) for arc in arcs]
        near = int(np.argmin(away))
        position, arc_mm = (block.start, block.end)[near], arcs[near]
    return Narrowing(
        level=None,
        region=None,
        arc_mm=arc_mm,
        position=position,
        length_mm=distance_mm(block.start, block.end),
        area_mm2=None,
        reference_area_mm2=None,
        area_reduction_pct=None,
        ap_mm=None,
        ap_reduction_pct=None,
        indented_from=(),
        state=SectionState.OBLITERATED,
        block=block.kind,
    )
