"""Slices that could not be read, made up from those beside them so that nothing else moves."""

import numpy as np
from numpy.typing import NDArray

Gaps = tuple[tuple[int, int], ...]


def fill_lost(hu: NDArray[np.int16], lost: frozenset[int], gaps: Gaps) -> Gaps:
    """Blend lost slices `[k, j, i]` from the nearest that were read, in place; return all gaps together."""
    missing = np.zeros(len(hu), bool)
    missing[list(lost)] = True
    there = np.flatnonzero(~missing)
    for k in sorted(lost):
        below, above = there[there < k], there[there > k]
        ends = [int(side[n]) for side, n in ((below, -1), (above, 0)) if side.size]
        if len(ends) == 2:
            share = np.float32((k - ends[0]) / (ends[1] - ends[0]))
            hu[k] = np.rint(hu[ends[0]] * (np.float32(1) - share) + hu[ends[1]] * share)
        elif ends:
            hu[k] = hu[ends[0]]
    for first, count in gaps:
        missing[first : first + count] = True
    edges = np.flatnonzero(np.diff(np.concatenate([[False], missing, [False]]).astype(int)))
    return tuple((int(first), int(end - first)) for first, end in edges.reshape(-1, 2))
