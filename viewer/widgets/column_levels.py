"""Which stretch of the canal belongs to which level, to colour the contrast column by."""

from itertools import pairwise
from typing import TYPE_CHECKING

from viewer.model.analysis import Analysis
from viewer.model.automatic_levels import automatic_levels
from viewer.model.case import Case
from viewer.model.spine import LevelKind
from viewer.widgets.profile_levels import LevelTick, level_ticks

if TYPE_CHECKING:
    from viewer.scene.surface_paint import LevelStretch

_OUTWARD_MM = 20.0


def level_stretches(case: Case, analysis: Analysis) -> "tuple[LevelStretch, ...]":
    """Return the stretch of every vertebra, from disc to disc; of every disc where no vertebra is known."""
    from viewer.scene.surface_paint import LevelStretch  # VTK comes with it: only on the scene's thread

    ticks = level_ticks(case, analysis) or _nameless(case, analysis)
    bodies = [tick for tick in ticks if not tick.is_disc]
    shown = bodies or list(ticks)
    if not shown:
        return ()
    discs = [tick.arc_mm for tick in ticks if tick.is_disc] if bodies else []
    between = [_border(above.arc_mm, below.arc_mm, discs) for above, below in pairwise(shown)]
    first = _end(shown[0].arc_mm, -1, discs, between[:1])
    last = _end(shown[-1].arc_mm, 1, discs, between[-1:])
    edges = [first, *between, last]
    return tuple(
        LevelStretch(tick.name, start, stop)
        for tick, (start, stop) in zip(shown, pairwise(edges), strict=True)
    )


def _nameless(case: Case, analysis: Analysis) -> tuple[LevelTick, ...]:
    found = automatic_levels(case, analysis.levels)
    return tuple(LevelTick("", one.arc_mm, one.kind is LevelKind.DISC) for one in found)


def _border(above_mm: float, below_mm: float, discs: list[float]) -> float:
    """The disc between two vertebrae, else the middle between them."""
    return next((disc for disc in discs if above_mm < disc < below_mm), (above_mm + below_mm) / 2)


def _end(arc_mm: float, way: int, discs: list[float], nearest: list[float]) -> float:
    """Where the first or last level ends: at its disc, else as far as its other end lies away."""
    beyond = [disc for disc in discs if (disc - arc_mm) * way > 0]
    if beyond:
        return min(beyond, key=lambda disc: abs(disc - arc_mm))
    return arc_mm + way * (abs(nearest[0] - arc_mm) if nearest else _OUTWARD_MM)
