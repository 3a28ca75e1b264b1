"""Find where contrast is blocked: stretches of the canal without it, with both limits."""

import numpy as np

from viewer.analysis.filters import Flags, runs
from viewer.model.geometry import vec3
from viewer.model.narrowing import Block, BlockKind
from viewer.model.sections import Sections, SectionState

_LEAST_LOST_MM = 3.0
_JOINED_MM = 12.0
_BEYOND_MM = 30.0
_TAPERED_MM2 = 90.0


def find_blocks(sections: Sections, canal: Flags) -> tuple[Block, ...]:
    """Return where contrast is blocked: obliterated stretches, and abrupt ends of contrast in the canal.

    `canal` tells in which sections the bony canal goes on. Contrast that fades out, and the taper of
    the sac at its lower end, are no blocks. Complete ones come first.
    """
    step = float(sections.arc_mm[1] - sections.arc_mm[0])
    blocks = [
        Block(BlockKind.PARTIAL, vec3(sections.point[start]), vec3(sections.point[stop - 1]))
        for start, stop in lost_stretches(sections)
        if (stop - start) * step >= _LEAST_LOST_MM
    ]
    lit = np.flatnonzero(sections.having(SectionState.OK, SectionState.METAL))
    if lit.size < 30:
        return tuple(blocks)
    beyond = round(_BEYOND_MM / step)
    for end, inward in ((int(lit[0]), 1), (int(lit[-1]), -1)):
        outside = canal[:end][::-1] if inward > 0 else canal[end + 1 :]
        if len(outside) >= beyond and outside[:beyond].mean() > 0.8 and _abrupt(sections, end, inward):
            limit = _last_of(outside)
            far = vec3(sections.point[end - inward * limit])
            near = vec3(sections.point[end])
            blocks.append(Block(BlockKind.COMPLETE, *((far, near) if inward > 0 else (near, far))))
    return tuple(sorted(blocks, key=lambda one: one.kind is not BlockKind.COMPLETE))


def _last_of(outside: Flags) -> int:
    gone = np.flatnonzero(~outside)
    return int(gone[0]) if gone.size else len(outside)


def _abrupt(sections: Sections, end: int, inward: int) -> bool:
    """Whether contrast is about as bright close to its end as elsewhere, and the sac about as wide."""
    ok = sections.ok
    close = slice(end + 3, end + 13) if inward > 0 else slice(max(0, end - 12), end - 2)
    wide = slice(end + 15, end + 45) if inward > 0 else slice(max(0, end - 44), end - 14)
    if not (ok[close].any() and ok[wide].any()):
        return False
    bright = np.nanmedian(sections.csf_hu[close]) > 0.6 * np.nanmedian(sections.csf_hu[wide])
    area = np.nanmax(sections.area_mm2[close]) > 0.6 * np.nanmedian(sections.area_mm2[wide])
    return bool(bright and area and np.nanmedian(sections.area_mm2[wide]) > _TAPERED_MM2)


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
