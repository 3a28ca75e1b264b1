"""The words of the profile: the numbers of a section, its state, what the numbers do not say."""

import math

from viewer.model.analysis import Analysis
from viewer.model.narrowing import BlockKind, Narrowing
from viewer.model.sections import Sections, SectionState
from viewer.widgets.profile_levels import LevelTick, tick_near

STATE_WORDS = {
    SectionState.GAP: "gap in the scan",
    SectionState.EDGE: "edge of the scan",
    SectionState.METAL: "metal",
    SectionState.OBLITERATED: "obliterated",
    SectionState.NOT_OPACIFIED: "no contrast",
}
BLOCK_WORDS = {BlockKind.PARTIAL: "partial block", BlockKind.COMPLETE: "complete block"}
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
        for n, one in enumerate(analysis.narrowings, 1)
        if abs(one.arc_mm - arc_mm) <= max(one.length_mm / 2, 1.0)
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
        parts.insert(0, f"{STATE_WORDS[state].capitalize()}{'' if parts else ': not measured'}")
    return "   ".join(parts).replace("-", "\N{MINUS SIGN}")


def reduction_text(narrowing: Narrowing) -> str:
    """Return the larger statement of a narrowing in few letters: a percentage, else its state."""
    if narrowing.area_mm2 is None:
        return "oblit."
    if narrowing.area_reduction_pct is None:
        return f"{narrowing.area_mm2:.0f} mm²"
    return f"\N{MINUS SIGN}{narrowing.area_reduction_pct:.0f} %"


def scope_text(analysis: Analysis) -> str:
    """Return what the numbers are about, and what they are not."""
    sections = analysis.sections
    if sections is None:
        return analysis.scope
    span = analysis.span_mm
    measured = f" Measured from {span[0]:.0f} to {span[1]:.0f} mm along the canal." if span else ""
    unlit = [state for state in SectionState if state is not SectionState.OK and state in sections.state]
    left = ", ".join(STATE_WORDS[state] for state in unlit)
    left = f" Hatched stretches are not measured ({left})." if left else ""
    return f"{analysis.scope}{measured}{left}"


def _less(narrowing: Narrowing) -> str:
    if narrowing.area_mm2 is None:
        return ": obliterated"
    parts: list[str] = []
    if narrowing.area_reduction_pct is not None:
        parts.append(f"area \N{MINUS SIGN}{narrowing.area_reduction_pct:.0f}{_TIGHT}%")
    if narrowing.ap_reduction_pct is not None:
        parts.append(f"AP \N{MINUS SIGN}{narrowing.ap_reduction_pct:.0f}{_TIGHT}%")
    return f": {', '.join(parts)}" if parts else ""
