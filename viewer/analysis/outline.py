"""The best closed outline about a point, for many sections at once."""

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from viewer.analysis.filters import Floats

Gain: TypeAlias = Floats


def closed_outlines(gain: Gain, turn_cost: float, max_turn: int = 1) -> NDArray[np.int64]:
    """Return for each section and direction the step `[n, angle]` of the outline of greatest gain.

    `gain` is `[n, angle, step]`: what is won by an outline that passes through that step. From one
    direction to the next it moves at most `max_turn` steps, each at `turn_cost`; it closes, because
    it is sought over two turns and read from the middle of them.
    """
    sections, angles, steps = gain.shape
    total = gain[:, 0].copy()
    moves = np.zeros((2 * angles, sections, steps), np.int8)
    for turn in range(1, 2 * angles):
        total, moves[turn] = _one_direction_on(total, turn_cost, max_turn)
        total += gain[:, turn % angles]
    at = np.argmax(total, axis=1)
    rows = np.arange(sections)
    found = np.zeros((sections, angles), np.int64)
    for turn in range(2 * angles - 1, angles // 2, -1):
        if turn < angles + angles // 2:
            found[:, turn % angles] = at
        at = at - moves[turn, rows, at]
    found[:, (angles // 2) % angles] = at
    return found


def _one_direction_on(total: Gain, turn_cost: float, max_turn: int) -> tuple[Gain, NDArray[np.int8]]:
    best = total.copy()
    moved = np.zeros(total.shape, np.int8)
    for move in range(1, max_turn + 1):
        cost = np.float32(turn_cost * move)
        for sign in (1, -1):
            reached = np.full_like(total, -np.inf)
            if sign > 0:
                reached[:, move:] = total[:, :-move] - cost
            else:
                reached[:, :-move] = total[:, move:] - cost
            better = reached > best
            best[better] = reached[better]
            moved[better] = sign * move
    return best, moved
