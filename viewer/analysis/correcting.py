"""Renew what was measured in the sac where a reader has corrected it."""

import attrs
import numpy as np

from viewer.analysis.analyse import bodies_of, narrowing_at, span_of
from viewer.analysis.blocks import find_blocks
from viewer.analysis.corrected_column import corrected_column
from viewer.analysis.curve import curve_of
from viewer.analysis.moved_ends import MovedEnds, with_ends
from viewer.analysis.narrowing import find_narrowings
from viewer.analysis.repainting import Repainted, repainted, with_states
from viewer.analysis.sacmask import renewed_voxels, sac_voxels
from viewer.analysis.scope import scope_sentence, warnings_of
from viewer.analysis.sections import front_angles, towards_bodies
from viewer.model.analysis import Analysis
from viewer.model.correction import SacCorrection
from viewer.model.found_level import FoundLevel
from viewer.model.geometry import distance_mm, vec3
from viewer.model.narrowing import Block, BlockKind
from viewer.model.sac import SacVoxels, with_correction
from viewer.model.sections import Sections, SectionState
from viewer.model.volume import Volume
from viewer.progress import Progress, part, silent

_LIT = (SectionState.OK, SectionState.METAL)
_ERASED = (
    "Nothing is measured: the whole sac has been erased. Foramina and lateral recesses are not assessed."
)
_FOREIGN = "The corrections saved with this case belong to other slices of this series: they are not applied."
_DARK = "An end of the sac was led on to where no contrast is: nothing is measured there until it is painted."


@attrs.frozen(eq=False)
class Corrected:
    """An analysis with a reader's correction of the sac, and what it was made of.

    `base` is what the program measured by itself. `sac` are its voxels between the ends that the reader
    has set, before anything is painted or erased; None where nothing was measured. `analysis` is what
    holds. `own` are the voxels of the sac as the program measured it.
    """

    base: Analysis
    correction: SacCorrection
    sac: SacVoxels | None
    analysis: Analysis
    own: SacVoxels | None = None
    moved: MovedEnds | None = None
    painted: Repainted | None = None


def corrected(
    volume: Volume,
    base: Analysis,
    correction: SacCorrection,
    before: Corrected | None = None,
    progress: Progress = silent,
) -> Corrected:
    """Return what was measured by itself (`base`) with a reader's correction.

    `before` is an earlier result of the same scan: what has not changed since is taken from it.
    """
    if base.sections is None or len(base.sections) < 2:
        return Corrected(base, correction, None, base)
    known = before if before is not None and before.base.sections is base.sections else None
    fits = correction.fits(volume.geometry)
    holds = correction if fits else SacCorrection()
    own = known.own if known is not None and known.own is not None else sac_voxels(volume, base.sections)
    moved, sac = _between_ends(volume, base, holds, known, own)
    if not holds:
        analysis = base if fits else attrs.evolve(base, warnings=(*base.warnings, _FOREIGN))
        return Corrected(base, correction, sac, analysis, own, moved)
    now = with_correction(sac, volume.geometry.shape, holds)
    bodies = bodies_of(base.levels)
    front = front_angles(curve_of(moved.sections), towards_bodies(curve_of(moved.sections), bodies))
    same = known is not None and known.moved is moved
    earlier = known.painted if known is not None and same else None
    painted = repainted(
        volume, (moved.sections, sac), now, earlier, front=front, progress=part(progress, 0.2, 0.9)
    )
    shift = round(moved.shift_mm / curve_of(base.sections).step_mm)
    sections = with_states(painted.sections, base.sections, shift)
    analysis = _summed_up(volume, base, moved, sections, painted.now)
    if base.column is not None:
        column = corrected_column(volume, base.column, own, painted.now)
        analysis = attrs.evolve(analysis, column=column)
    progress(1.0)
    return Corrected(base, correction, sac, analysis, own, moved, painted)


def _between_ends(
    volume: Volume, base: Analysis, correction: SacCorrection, known: Corrected | None, own: SacVoxels
) -> tuple[MovedEnds, SacVoxels]:
    """The sections and voxels between the reader's ends, as they were where the ends are the same."""
    assert base.sections is not None
    if known is not None and known.moved is not None and known.sac is not None:
        was = known.correction if known.correction.fits(volume.geometry) else SacCorrection()
        if was.ends == correction.ends:
            return known.moved, known.sac
    if correction.ends == (None, None):
        return MovedEnds(base.sections), own
    moved = with_ends(volume, base.sections, bodies_of(base.levels), correction.ends)
    same_way = np.array_equal(moved.sections.point, base.sections.point)
    if same_way:
        return moved, renewed_voxels(volume, moved.sections, own, base.sections)
    return moved, sac_voxels(volume, moved.sections)


def _summed_up(
    volume: Volume, base: Analysis, moved: MovedEnds, sections: Sections, now: SacVoxels
) -> Analysis:
    """The analysis of corrected sections: all that follows from them anew, all else as it was."""
    levels = tuple(_shifted(one, base, moved, sections) for one in base.levels)
    voxel_ml = float(np.prod(volume.geometry.spacing_mm)) / 1000.0
    measured = bool(sections.having(*_LIT).any())
    narrowings = tuple(narrowing_at(one, levels) for one in find_narrowings(sections)) if measured else ()
    blocks = _blocks(base, sections) if measured else ()
    stale = (
        ()
        if base.sections is None
        else warnings_of(
            base.sections, base.levels, base.narrowings, base.blocks, geometry=volume.geometry, noise_hu=0.0
        )
    )
    fresh = warnings_of(sections, levels, narrowings, blocks, geometry=volume.geometry, noise_hu=0.0)
    kept = tuple(one for one in base.warnings if one not in stale)
    return attrs.evolve(
        base,
        scope=scope_sentence(sections, levels) if measured else _ERASED,
        csf_hu=float(np.nanmedian(sections.csf_hu)) if np.isfinite(sections.csf_hu).any() else None,
        volume_ml=np.count_nonzero(now.mask) * voxel_ml,
        span_mm=span_of(sections),
        sections=sections,
        levels=levels,
        narrowings=narrowings,
        blocks=blocks,
        warnings=(*kept, *fresh, *((_DARK,) if moved.dark else ())),
    )


def _shifted(level: FoundLevel, base: Analysis, moved: MovedEnds, sections: Sections) -> FoundLevel:
    """A level by the arc of a centreline that may begin elsewhere now."""
    assert base.sections is not None
    beyond = not float(base.sections.arc_mm[0]) < level.arc_mm < float(base.sections.arc_mm[-1])
    if beyond and len(sections) != len(base.sections):
        return attrs.evolve(level, arc_mm=float(sections.arc_mm[sections.nearest(level.centre)]))
    return attrs.evolve(level, arc_mm=level.arc_mm + moved.shift_mm) if moved.shift_mm else level


def _blocks(base: Analysis, sections: Sections) -> tuple[Block, ...]:
    """Partial blocks as they show now; complete ones where the sac still ends in the same place."""
    partial = find_blocks(sections, np.zeros(len(sections), bool))
    lit = np.flatnonzero(sections.having(*_LIT))
    ends = (vec3(sections.point[lit[0]]), vec3(sections.point[lit[-1]]))
    complete = [
        one
        for one in base.blocks
        if one.kind is BlockKind.COMPLETE
        and min(distance_mm(one.end, ends[0]), distance_mm(one.start, ends[1])) < 0.5
    ]
    return (*partial, *complete)
