"""What an analysis covers and what it does not, in sentences."""

import numpy as np

from viewer.analysis.filters import Flags, runs
from viewer.model.found_level import FoundLevel, LevelSource
from viewer.model.geometry import VolumeGeometry
from viewer.model.narrowing import Block, BlockKind, Narrowing
from viewer.model.sections import Sections, SectionState

_THICK_MM = 2.0
# What 95 % of areas stayed within on phantoms with slices of 3 and 5 mm: 12 and 18 %.
_OFF_PCT_PER_MM = 4.0
_NOISY_HU = 40.0
_LEAST_MM = 5.0
_BESIDE_GAP_MM = 3.0


def scope_sentence(sections: Sections, levels: tuple[FoundLevel, ...]) -> str:
    """Return what was measured, from where to where, and which stretches of it hold no contrast."""
    lit = np.flatnonzero(sections.having(SectionState.OK, SectionState.METAL))
    first, last = (float(sections.arc_mm[n]) for n in (lit[0], lit[-1]))
    names = [_name_at(levels, arc) for arc in (first, last)]
    where = f", {names[0]} to {names[1]}" if all(names) else f", {last - first:.0f} mm of it"
    where += " (numbering unconfirmed)" if all(names) and _unconfirmed(levels) else ""
    dark = stretches(sections, levels, sections.having(SectionState.NOT_OPACIFIED) & ~sections.left_out)
    missing = _missing(sections, levels)
    left_out = stretches(sections, levels, sections.left_out)
    return (
        f"Thecal sac only{where}. Foramina and lateral recesses are not assessed."
        f" Not opacified: {'; '.join(dark) if dark else 'none'}."
        + (f" Not scanned: {'; '.join(missing)}." if missing else "")
        + (f" Left out by the reader: {'; '.join(left_out)}." if left_out else "")
    )


def warnings_of(
    sections: Sections,
    levels: tuple[FoundLevel, ...],
    narrowings: tuple[Narrowing, ...],
    blocks: tuple[Block, ...],
    *,
    geometry: VolumeGeometry,
    noise_hu: float,
) -> tuple[str, ...]:
    """Return sentences on what limits these numbers."""
    found: list[str] = []
    thickness = max(geometry.spacing_mm)
    if thickness > _THICK_MM:
        found.append(
            f"The slices are {thickness:.1f} mm apart: expect areas to be off by up to about"
            f" {_OFF_PCT_PER_MM * thickness:.0f} %, and short narrowings to be underestimated."
        )
    if noise_hu > _NOISY_HU:
        found.append(
            f"The image is noisy (SD {noise_hu:.0f} HU): areas and diameters are less exact, the cord's above all."
        )
    metal = stretches(sections, levels, sections.having(SectionState.METAL))
    if metal:
        found.append(
            f"Metal and its streaks cross the canal at {'; '.join(metal)}: numbers there may be off and are"
            " no reference."
        )
    if sections.having(SectionState.GAP).any():
        found.append(
            "Slices are missing in the measured sac: what is there was not scanned and not measured."
        )
    beside = [one.level or f"{one.arc_mm:.0f} mm" for one in narrowings if _beside_gap(sections, one)]
    if beside:
        found.append(f"The narrowing at {', '.join(beside)} reaches missing slices: it may be deeper there.")
    if any(one.one_sided for one in narrowings):
        found.append("A narrowing is measured against un-narrowed sac on one side only.")
    if any(block.kind is BlockKind.COMPLETE for block in blocks):
        found.append("Contrast ends inside the scanned canal: beyond it nothing is measured.")
    return tuple(found)


def stretches(sections: Sections, levels: tuple[FoundLevel, ...], flags: Flags) -> list[str]:
    """Return each run of flagged sections in words: between which levels, or which arc lengths."""
    return [
        _stretch(sections, levels, start, stop)
        for start, stop in runs(flags)
        if sections.arc_mm[stop - 1] - sections.arc_mm[start] >= _LEAST_MM
    ]


def _stretch(sections: Sections, levels: tuple[FoundLevel, ...], start: int, stop: int) -> str:
    arcs = (float(sections.arc_mm[start]), float(sections.arc_mm[stop - 1]))
    names = [_name_at(levels, arc) for arc in arcs]
    if not all(names):
        return f"{arcs[0]:.0f} to {arcs[1]:.0f} mm"
    return f"{names[0]} to {names[1]}" if names[0] != names[1] else f"{names[0]}"


def _beside_gap(sections: Sections, narrowing: Narrowing) -> bool:
    """Whether a narrowing is least next to missing slices, so that its true minimum may lie in them."""
    gap = sections.arc_mm[sections.having(SectionState.GAP)]
    return bool((np.abs(gap - narrowing.arc_mm) <= _BESIDE_GAP_MM).any())


def _missing(sections: Sections, levels: tuple[FoundLevel, ...]) -> list[str]:
    """Every stretch that crosses missing slices, however short."""
    found: list[str] = []
    for start, stop in runs(sections.having(SectionState.GAP)):
        step_mm = float(sections.arc_mm[1] - sections.arc_mm[0])
        name = _name_at(levels, float(sections.arc_mm[(start + stop - 1) // 2]))
        where = f"at {name}" if name else f"from {sections.arc_mm[start]:.0f} mm"
        found.append(f"{(stop - start) * step_mm:.0f} mm {where}")
    return found


def _unconfirmed(levels: tuple[FoundLevel, ...]) -> bool:
    """Whether all names are the program's own, none a reader's."""
    return all(level.source is LevelSource.AUTO for level in levels if level.name is not None)


def _name_at(levels: tuple[FoundLevel, ...], arc_mm: float) -> str | None:
    named = [level for level in levels if level.name is not None]
    return min(named, key=lambda level: abs(level.arc_mm - arc_mm)).name if named else None
