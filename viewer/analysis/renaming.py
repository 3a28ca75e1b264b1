"""Name the levels of an analysis anew once a reader has placed, moved or removed labels."""

import attrs

from viewer.analysis.analyse import narrowing_at
from viewer.analysis.curve import curve_of
from viewer.analysis.levels import find_levels
from viewer.analysis.scope import scope_sentence
from viewer.analysis.upright import upright
from viewer.model.analysis import Analysis
from viewer.model.labels import LevelLabel
from viewer.model.volume import Volume
from viewer.progress import Progress, part, silent


def renamed(
    volume: Volume,
    analysis: Analysis,
    before: tuple[LevelLabel, ...],
    anchors: tuple[LevelLabel, ...],
    progress: Progress = silent,
) -> Analysis:
    """Return the analysis with its levels named by `anchors`; `before` are those it was made with.

    What was measured stays. Warnings about the old names go, all others stay.
    """
    sections = analysis.sections
    if sections is None or len(sections) < 2:
        return analysis
    curve = curve_of(sections)
    whole = upright(volume).volume
    stale = set(find_levels(whole, curve, before, part(progress, 0.0, 0.5)).warnings)
    found = find_levels(whole, curve, anchors, part(progress, 0.5, 1.0))
    kept = tuple(one for one in analysis.warnings if one not in stale)
    unnamed = (attrs.evolve(one, level=None, region=None, bands=()) for one in analysis.narrowings)
    return attrs.evolve(
        analysis,
        scope=scope_sentence(sections, found.levels),
        levels=found.levels,
        narrowings=tuple(narrowing_at(one, found.levels) for one in unnamed),
        warnings=(*kept, *found.warnings),
    )
