"""From a volume to everything measured in it."""

import time
from collections.abc import Callable, Sequence

import attrs
import numpy as np

from viewer.analysis.bands import bands_of
from viewer.analysis.blocks import canal_to_fill, find_blocks
from viewer.analysis.border import SacBorder, find_border
from viewer.analysis.canal import find_canal
from viewer.analysis.cautions import cautions
from viewer.analysis.coarse import Coarse, coarsen
from viewer.analysis.column import ABSENT, column_within
from viewer.analysis.curve import Points
from viewer.analysis.levels import find_levels
from viewer.analysis.narrowing import find_narrowings
from viewer.analysis.opacified import opacified_sections
from viewer.analysis.sacmask import sac_volume_ml
from viewer.analysis.scope import scope_sentence, warnings_of
from viewer.analysis.sections import measure_sections, towards_bodies
from viewer.analysis.stops import own_hu
from viewer.analysis.trace import SacTrace, trace_sac
from viewer.analysis.unscanned import without_gaps
from viewer.analysis.upright import upright
from viewer.model.analysis import Analysis
from viewer.model.column import ColumnResult, ContrastColumn
from viewer.model.found_level import FoundLevel
from viewer.model.labels import LevelLabel
from viewer.model.narrowing import Narrowing
from viewer.model.sections import Sections, SectionState
from viewer.model.spine import Level, LevelKind
from viewer.model.volume import Volume
from viewer.progress import Progress, part, silent

SIDES_UNKNOWN = (
    "The file does not say how it lies in the patient: its axes were taken as written,"
    " and left, right, front and back may be wrong."
)


def analyse(
    volume: Volume,
    anchors: Sequence[LevelLabel] = (),
    progress: Progress = silent,
    on_column: Callable[[ColumnResult], None] | None = None,
) -> Analysis:
    """Return all that is measured in a scan, or why nothing is; `progress` may raise `Cancelled`.

    `anchors` are a reader's clicks on levels, which overrule automatic numbering. `on_column` is told
    of the contrast column before it is measured.
    """
    clock = _Clock()
    whole = upright(volume)
    coarse = coarsen(whole.volume, part(progress, 0.0, 0.1))
    if min(coarse.hu.shape) < 12:
        return absent("No spinal canal was found in this scan.", clock.read())
    trace, border = _traced(whole.volume, coarse, part(progress, 0.1, 0.55))
    opacified = opacified_sections(border, trace)
    clock.mark("column")
    if not opacified.any():
        return absent(ABSENT.reason, clock.read())
    column = column_within(whole, border, opacified, part(progress, 0.55, 0.6))
    if on_column is not None:
        on_column(column)
    found = find_levels(whole.volume, border.curve, tuple(anchors), part(progress, 0.6, 0.7))
    clock.mark("levels")
    front = towards_bodies(border.curve, bodies_of(found.levels))
    sections = measure_sections(whole.volume, border, opacified, front, part(progress, 0.7, 0.9))
    sections = without_gaps(volume, sections)
    clock.mark("sections")
    if not sections.having(SectionState.OK, SectionState.METAL).any():
        return absent(ABSENT.reason, clock.read())
    narrowings = tuple(narrowing_at(one, found.levels) for one in find_narrowings(sections))
    canal = canal_to_fill(trace.likeness, border.curve.arc_mm, found.levels)
    blocks = find_blocks(sections, canal, own_hu(border))
    volume_ml = sac_volume_ml(volume, sections)
    clock.mark("narrowings")
    progress(1.0)
    return Analysis(
        absent=None,
        scope=scope_sentence(sections, found.levels),
        csf_hu=float(np.nanmedian(sections.csf_hu)),
        volume_ml=volume_ml,
        span_mm=span_of(sections),
        sections=sections,
        levels=found.levels,
        narrowings=narrowings,
        blocks=blocks,
        warnings=(
            *(() if volume.orientation_known else (SIDES_UNKNOWN,)),
            *found.warnings,
            *warnings_of(
                sections, found.levels, narrowings, blocks, geometry=volume.geometry, noise_hu=trace.noise_hu
            ),
            *cautions(whole.volume, border, sections, found.levels),
        ),
        column=column if isinstance(column, ContrastColumn) else None,
        timings_s=clock.read(),
    )


def _traced(volume: Volume, coarse: Coarse, progress: Progress) -> tuple[SacTrace, SacBorder]:
    """The sac followed along the canal of an upright volume, and its border."""
    path = find_canal(coarse, part(progress, 0.0, 0.2))
    trace = trace_sac(volume, path, part(progress, 0.2, 0.8))
    return trace, find_border(volume, trace, part(progress, 0.8, 1.0))


def bodies_of(levels: tuple[FoundLevel, ...]) -> Points:
    """Return the middles of the vertebral bodies, LPS `[n, 3]`."""
    centres = [level.centre for level in levels if level.kind is LevelKind.VERTEBRA]
    return np.array(centres, dtype=float).reshape(-1, 3)


def narrowing_at(narrowing: Narrowing, levels: tuple[FoundLevel, ...]) -> Narrowing:
    """Return a narrowing with the name of the disc or vertebra nearest along the canal, if any is named."""
    named = [level for level in levels if level.name is not None]
    if not named:
        return narrowing
    nearest = min(named, key=lambda level: abs(level.arc_mm - narrowing.arc_mm))
    level = Level(str(nearest.name))
    placed = attrs.evolve(narrowing, level=level.name, region=level.region.value)
    return attrs.evolve(placed, bands=bands_of(placed))


def absent(reason: str, timings_s: dict[str, float]) -> Analysis:
    """Return the analysis of a scan without intrathecal contrast."""
    return Analysis(reason, "", None, None, None, None, (), (), (), (), None, timings_s)


def span_of(sections: Sections) -> tuple[float, float] | None:
    """Return the arc lengths of the first and the last section that was measured, None where none was."""
    lit = np.flatnonzero(sections.having(SectionState.OK, SectionState.METAL))
    return (float(sections.arc_mm[lit[0]]), float(sections.arc_mm[lit[-1]])) if lit.size else None


@attrs.define
class _Clock:
    """Seconds by stage, and in all."""

    stages: dict[str, float] = attrs.field(factory=dict[str, float])
    began: float = attrs.field(factory=time.perf_counter)
    last: float = attrs.field(factory=time.perf_counter)

    def mark(self, stage: str) -> None:
        now = time.perf_counter()
        self.stages[stage] = now - self.last
        self.last = now

    def read(self) -> dict[str, float]:
        return {**self.stages, "total": time.perf_counter() - self.began}
