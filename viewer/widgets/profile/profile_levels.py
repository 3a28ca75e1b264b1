"""The levels along the profile: those a reader's labels tell, else those found in the image."""

import attrs
import numpy as np

from viewer.model.analysis import Analysis
from viewer.model.automatic_levels import automatic_levels, found_positions, with_found
from viewer.model.case import Case
from viewer.model.found_level import LevelSource
from viewer.model.geometry import Vec3
from viewer.model.labels import LabelSource, level_positions
from viewer.model.sections import Sections
from viewer.model.spine import Level, LevelKind

# A crosshair farther from the canal than this stands beside no section.
_BESIDE_MM = 60.0
_NEAR_MM = 20.0


@attrs.frozen
class LevelTick:
    """A level beside the profile; what no reader has placed has a question mark in its name."""

    name: str
    arc_mm: float
    level: Level

    @property
    def is_disc(self) -> bool:
        """Whether it is a disc or joint."""
        return self.level.kind is LevelKind.DISC


def level_ticks(case: Case, analysis: Analysis) -> tuple[LevelTick, ...]:
    """Return the named levels from cranial to caudal."""
    sections = analysis.sections
    if sections is None:
        return ()
    ticks: list[LevelTick] = []
    found = automatic_levels(case, analysis.levels)
    arcs = {one.name: one for one in found}
    told = level_positions(case.labels, case.numbering)
    for one in with_found(told, found_positions(case, analysis.levels)):
        if one.source is LabelSource.FOUND:
            known = arcs[one.level.name]
            by_hand = known.source is LevelSource.MANUAL
            ticks.append(_tick(one.level, known.arc_mm, confirmed=by_hand))
            continue
        number = section_near(sections, one.point)
        if number is not None and 0 < number < len(sections) - 1:
            ticks.append(_tick(one.level, float(sections.arc_mm[number]), confirmed=one.confirmed))
    return tuple(sorted(ticks, key=lambda tick: tick.arc_mm))


def tick_near(ticks: tuple[LevelTick, ...], arc_mm: float) -> LevelTick | None:
    """Return the level nearest to an arc length, None where none is near."""
    near = [tick for tick in ticks if abs(tick.arc_mm - arc_mm) <= _NEAR_MM]
    return min(near, key=lambda tick: abs(tick.arc_mm - arc_mm), default=None)


def section_near(sections: Sections, point: Vec3) -> int | None:
    """Return the number of the section nearest to an LPS point, None where it is far from the canal."""
    away = np.linalg.norm(sections.point - np.array(point), axis=1)
    number = int(np.argmin(away))
    return number if away[number] <= _BESIDE_MM else None


def _tick(level: Level, arc_mm: float, *, confirmed: bool) -> LevelTick:
    name = level.short_name if confirmed else f"{level.short_name}?"
    return LevelTick(name, arc_mm, level)
