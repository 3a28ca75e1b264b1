"""The row of vertebrae along the spine: the one likeliest sequence of discs, by dynamic programming."""

import numpy as np

from viewer.analysis.filters import Floats, Whole, gaussian_along, most_along
from viewer.analysis.vertebral_profile import VertebralProfile

LEAST_MM, MOST_MM = 12, 48
_USUAL_MM = 25.0
_WORTH_FROM = 0.0
_MIDDLE_COST = 0.4
_GROWTH, _GROWTH_SD = 0.02, 0.13
_CHANGE_COST, _MOST_CHANGE = 0.25, 1.0
_SHORT_MM, _LONG_MM, _LENGTH_COST = 15.0, 40.0, 0.012
# A vertebra is about so long for each mm from the canal's middle to its front.
_SHAPE, _SHAPE_SD, _SHAPE_COST, _MOST_SHAPE = 0.78, 0.2, 0.7, 1.2
_SETTLE, _SETTLE_WITHIN, _SETTLE_NEIGHBOURS, _SETTLE_TOGETHER, _CLEAR_GAP = 0.2, 0.3, 1.5, 1.5, 0.6
_NO_DISC = 0.35
_BONE_SHARE, _LEAST_BONE, _NO_BONE_COST = 0.3, 0.6, 1.5


def find_row(profile: VertebralProfile) -> tuple[int, ...]:
    """Return the sections of the discs, cranial first; none where no two stand in a row.

    A vertebra is worth its length times how like discs both of its ends are and how unlike one its
    middle is; neighbours are about as long as each other. What is worth nothing (skull, sacrum, air) is
    not covered.
    """
    worth, change = _worth(profile), _change_cost()
    lengths = np.arange(LEAST_MM, MOST_MM + 1)
    best = np.full(worth.shape, -np.inf)
    source = np.full(worth.shape, -1, np.int16)
    for stop in range(LEAST_MM, len(worth)):
        valid = np.flatnonzero(stop - lengths >= 0)
        joined = best[stop - lengths[valid]] - change[:, valid].T
        choice = np.argmax(joined, axis=1)
        gained = joined[np.arange(len(choice)), choice]
        source[stop, valid] = np.where(gained > 0, choice, -1)
        best[stop, valid] = worth[stop, valid] + np.maximum(gained, 0.0)
    return settled(_followed(best, source), profile.gap)


def settled(discs: tuple[int, ...], gap: Floats) -> tuple[int, ...]:
    """Return the discs moved to the clear gap near them, most where their neighbours move the same way.

    Foramina lie a little above the disc in one region and abreast of it in another.
    """
    if len(discs) < 2:
        return discs
    spans = np.gradient(np.array(discs, dtype=float))
    shares = np.linspace(-_SETTLE_WITHIN, _SETTLE_WITHIN, 21)
    places = np.array(discs)[:, None] + shares[None, :] * spans[:, None]
    own = np.interp(places, np.arange(len(gap)), gap)
    usual = gaussian_along(own, _SETTLE_NEIGHBOURS, 0)
    worth = (own + _SETTLE_TOGETHER * usual) * np.exp(-((shares / _SETTLE) ** 2) / 2)
    best = np.argmax(worth, axis=1)
    rows = np.arange(len(discs))
    moved = np.where(worth[rows, best] > _CLEAR_GAP, places[rows, best], np.array(discs))
    return tuple(round(float(place)) for place in moved)


def _followed(best: Floats, source: Whole) -> tuple[int, ...]:
    if not best.size or best.max() <= 0:
        return ()
    stop, length = (int(n) for n in np.unravel_index(int(np.argmax(best)), best.shape))
    found = [stop]
    while length >= 0:
        before = int(source[stop, length])
        stop -= length + LEAST_MM
        found.append(stop)
        length = before
    return tuple(found[::-1])


def _worth(profile: VertebralProfile) -> Floats:
    """What a vertebra from one disc to another is worth, `[section of the lower, length]`."""
    disc, wide = gaussian_along(profile.disc, 0.8, 0), gaussian_along(profile.disc, 2.0, 0)
    lacking = np.maximum(_LEAST_BONE - np.clip(profile.bone / _BONE_SHARE, 0.0, 1.0), 0.0)
    count = len(disc)
    worth = np.full((count, MOST_MM - LEAST_MM + 1), -np.inf)
    for column, length in enumerate(range(LEAST_MM, min(MOST_MM + 1, count))):
        ends = (disc[:-length] + disc[length:]) / 2
        middle = _most_between(wide, round(0.3 * length), round(0.7 * length), count - length)
        score = ends - _MIDDLE_COST * middle - _WORTH_FROM - _NO_BONE_COST * _mean_over(lacking, length)
        unusual = _LENGTH_COST * (max(0.0, _SHORT_MM - length) ** 2 + max(0.0, length - _LONG_MM) ** 2)
        front = _mean_over(profile.front_mm, length)
        shape = _SHAPE_COST * (np.log(length / (_SHAPE * front)) / _SHAPE_SD) ** 2 / 2
        worth[length:, column] = score * length / _USUAL_MM - unusual - np.minimum(shape, _MOST_SHAPE)
    return worth


def segment_worth(
    profile: VertebralProfile, step: int, lengths: Whole, *, above: bool = True, below: bool = True
) -> Floats:
    """Return what a vertebra `[end, length]` is worth by the evidence for discs at its ends and bone in it.

    Ends and `lengths` count in `step` sections. Without `above` or `below` no disc is asked for there.
    """
    narrow, wide = gaussian_along(profile.disc, 0.8, 0), gaussian_along(profile.disc, 2.0, 0)
    edge = most_along(narrow, 2 * (step // 2) + 1)[::step]
    broad = wide[::step]
    lacking = np.maximum(_LEAST_BONE - np.clip(profile.bone / _BONE_SHARE, 0.0, 1.0), 0.0)[::step]
    count = len(edge)
    worth = np.zeros((count, len(lengths)))
    for column, length in enumerate(int(n) for n in lengths):
        if length >= count:
            continue
        upper = edge[:-length] if above else np.full(count - length, _NO_DISC)
        lower = edge[length:] if below else np.full(count - length, _NO_DISC)
        middle = _most_between(broad, round(0.3 * length), round(0.7 * length), count - length)
        inner = _MIDDLE_COST * middle if above or below else _MIDDLE_COST * _NO_DISC
        score = (upper + lower) / 2 - inner - _NO_BONE_COST * _mean_over(lacking, length)
        worth[length:, column] = score * length * step / _USUAL_MM
    return worth


def _most_between(values: Floats, start: int, stop: int, count: int) -> Floats:
    """The most from `start` to `stop` sections below each of the first `count`."""
    width = stop - start + 1
    return most_along(values, width)[start + width // 2 :][:count]


def _mean_over(values: Floats, length: int) -> Floats:
    total = np.concatenate([[0.0], np.cumsum(values)])
    return (total[length:-1] - total[: -length - 1]) / length


def _change_cost() -> Floats:
    """What it costs that a vertebra of one length (row) is followed by one of another (column)."""
    lengths = np.log(np.arange(LEAST_MM, MOST_MM + 1))
    apart = (lengths[None, :] - lengths[:, None] - _GROWTH) / _GROWTH_SD
    return np.minimum(_CHANGE_COST * apart**2 / 2, _MOST_CHANGE)
