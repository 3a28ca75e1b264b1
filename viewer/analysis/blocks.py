"""Find where contrast is blocked: stretches of the canal without it, with both limits."""

import numpy as np

from viewer.analysis.filters import Flags, Floats, runs
from viewer.analysis.stops import stops
from viewer.model.found_level import FoundLevel
from viewer.model.geometry import vec3
from viewer.model.narrowing import Block, BlockKind
from viewer.model.sections import Sections, SectionState

_LEAST_LOST_MM = 3.0
_JOINED_MM = 12.0
_BEYOND_MM, _CANAL_SHARE, _LIKENESS = 30.0, 0.8, 0.4
_CLOSE_MM, _WIDE_MM = (3.0, 14.0), (25.0, 55.0)
_TAPERED, _LEAST_MM2 = 0.65, 50.0


def find_blocks(sections: Sections, canal: Flags, bright_hu: Floats | None = None) -> tuple[Block, ...]:
    """Return where contrast is blocked: obliterated stretches, and abrupt ends of contrast in the canal.

    `canal` tells in which sections the bony canal goes on that a sac should fill, `bright_hu` how bright
    each is by itself. Contrast that fades out, and the taper of the sac at its lower end, are no blocks.
    Complete ones come first.
    """
    step = float(sections.arc_mm[1] - sections.arc_mm[0])
    blocks = [
        Block(BlockKind.PARTIAL, vec3(sections.point[start]), vec3(sections.point[stop - 1]))
        for start, stop in lost_stretches(sections)
        if (stop - start) * step >= _LEAST_LOST_MM
    ]
    lit = sections.having(SectionState.OK, SectionState.METAL)
    if lit.sum() * step < _BEYOND_MM:
        return tuple(blocks)
    bright = sections.csf_hu if bright_hu is None else bright_hu
    beyond = round(_BEYOND_MM / step)
    for end, inward in ((int(np.flatnonzero(lit)[0]), 1), (int(np.flatnonzero(lit)[-1]), -1)):
        outside = canal[:end][::-1] if inward > 0 else canal[end + 1 :]
        if len(outside) < beyond or outside[:beyond].mean() <= _CANAL_SHARE:
            continue
        if stops(bright, lit, end, inward, step) and not _tapers(sections, end, inward):
            limit = _last_of(outside, beyond)
            far = vec3(sections.point[end - inward * limit])
            near = vec3(sections.point[end])
            blocks.append(Block(BlockKind.COMPLETE, *((far, near) if inward > 0 else (near, far))))
    return tuple(sorted(blocks, key=lambda one: one.kind is not BlockKind.COMPLETE))


def canal_to_fill(likeness: Floats, arc_mm: Floats, levels: tuple[FoundLevel, ...]) -> Flags:
    """Return in which sections a canal goes on that a sac should fill: not in the sacrum, where it ends."""
    sacrum = [one.arc_mm for one in levels if one.name is not None and one.name[0] == "S"]
    return np.asarray((likeness > _LIKENESS) & (arc_mm < min(sacrum, default=np.inf)))


def _last_of(outside: Flags, beyond: int) -> int:
    gone = np.flatnonzero(~outside[beyond:])
    return beyond + int(gone[0]) if gone.size else len(outside)


def _tapers(sections: Sections, end: int, inward: int) -> bool:
    """Whether the sac grows narrow towards an end of contrast, as it does towards its own."""
    close, wide = (_areas(sections, end, inward, reach) for reach in (_CLOSE_MM, _WIDE_MM))
    if not (close.size and wide.size):
        return True
    usual = float(np.median(wide))
    return usual < _LEAST_MM2 or float(close.max()) < _TAPERED * usual


def _areas(sections: Sections, end: int, inward: int, reach_mm: tuple[float, float]) -> Floats:
    """The measured areas a way inward of an end."""
    away = inward * (sections.arc_mm - sections.arc_mm[end])
    area = sections.area_mm2[(away >= reach_mm[0]) & (away <= reach_mm[1])]
    return area[np.isfinite(area)]


def lost_stretches(sections: Sections) -> list[tuple[int, int]]:
    """Return the obliterated stretches; those with an island of contrast between them are one."""
    gap = round(_JOINED_MM / float(sections.arc_mm[1] - sections.arc_mm[0]))
    joined: list[tuple[int, int]] = []
    for start, stop in runs(sections.having(SectionState.OBLITERATED)):
        if joined and start - joined[-1][1] <= gap:
            joined[-1] = (joined[-1][0], stop)
        else:
            joined.append((start, stop))
    return joined
