"""The words of the profile: the numbers of a section, its state, what the numbers do not say."""

import math

from viewer.model.analysis import Analysis
from viewer.model.listed import listed_narrowings
from viewer.model.narrowing import Narrowing
from viewer.model.sections import Sections, SectionState
from viewer.tools.narrowings import numbered
from viewer.widgets.profile.profile_levels import LevelTick, tick_near
from viewer.widgets.profile.profile_measure import Measure
from viewer.widgets.profile.profile_style import CORRECTED_WORDS, STATES

# Lines break between numbers, never within one.
_TIGHT = "\N{NO-BREAK SPACE}"
_NUMBERS = (
    ("Area", "area_mm2", "mm²", 0),
    ("AP", "ap_mm", "mm", 1),
    ("Transverse", "transverse_mm", "mm", 1),
    ("Cord", "cord_mm2", "mm²", 0),
    ("CSF", "csf_hu", "HU", 0),
)


def place_text(analysis: Analysis, ticks: tuple[LevelTick, ...], number: int) -> str:
    """Return where a section lies: its level, its arc length, the narrowing it belongs to."""
    sections = analysis.sections
    if sections is None:
        return ""
    arc_mm = float(sections.arc_mm[number])
    tick = tick_near(ticks, arc_mm)
    parts = [tick.name if tick else "Level unnamed", f"{arc_mm:.1f} mm along the canal"]
    parts += [
        f"narrowing {n}{_less(one)}"
        for n, one in numbered(listed_narrowings(analysis))
        if abs(one.arc_mm - arc_mm) <= (1.0 if one.block else max(one.length_mm / 2, 1.0))
    ]
    return "  \N{MIDDLE DOT}  ".join(parts)


def numbers_text(sections: Sections, number: int) -> str:
    """Return what was measured in a section, or why nothing was."""
    state = sections.state[number]
    parts: list[str] = []
    for title, field, unit, digits in _NUMBERS:
        value = float(getattr(sections, field)[number])
        if math.isfinite(value):
            parts.append(f"{title} {value:.{digits}f} {unit}".replace(" ", _TIGHT))
    if state is not SectionState.OK:
        words = STATES[state].words
        whole = state is SectionState.NOT_OPACIFIED or bool(parts)
        parts.insert(0, f"{words.capitalize()}{'' if whole else ': not measured'}")
    if sections.corrected[number]:
        parts.append(CORRECTED_WORDS.replace(" ", _TIGHT))
    return "   ".join(parts).replace("-", "\N{MINUS SIGN}")


def reduction_text(narrowing: Narrowing, measure: Measure = Measure.AREA) -> str:
    """Return what a narrowing has lost in few letters: of AP where AP is shown, else of area; or its state."""
    if narrowing.area_mm2 is None:
        return "oblit." if narrowing.block is None else "block"
    if measure is Measure.AP:
        value, loss, unit = narrowing.ap_mm, narrowing.ap_reduction_pct, "mm"
    else:
        value, loss, unit = narrowing.area_mm2, narrowing.area_reduction_pct, "mm²"
    if loss is not None:
        return f"\N{MINUS SIGN}{loss:.0f} %"
    return "" if value is None else f"{value:.0f} {unit}"


def _less(narrowing: Narrowing) -> str:
    if narrowing.area_mm2 is None:
        return ": obliterated" if narrowing.block is None else f": {narrowing.block.value} block"
    parts: list[str] = []
    if narrowing.area_reduction_pct is not None:
        parts.append(f"area \N{MINUS SIGN}{narrowing.area_reduction_pct:.0f}{_TIGHT}%")
    if narrowing.ap_reduction_pct is not None:
        parts.append(f"AP \N{MINUS SIGN}{narrowing.ap_reduction_pct:.0f}{_TIGHT}%")
    return f": {', '.join(parts)}" if parts else ""
