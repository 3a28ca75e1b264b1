"""Find where the sac is narrowed against its un-narrowed neighbours."""

import attrs
import numpy as np

from viewer.analysis.blocks import lost_stretches
from viewer.analysis.filters import Flags, Floats, gaussian_along
from viewer.analysis.indentation import indentation
from viewer.model.geometry import vec3
from viewer.model.narrowing import Narrowing
from viewer.model.sections import Sections, SectionState

_EVEN_MM = 1.0
_REFERENCE_MM = 10.0
_REACH_MM = 32.0
_LEAST_PCT = 20.0
_SHOULDER, _AHEAD = 0.95, 8
_EACH_SIDE_PCT = 6.0
_FROM_END = 8
_BESIDE_MM = 10.0
# A narrowing shares less than half of its length with a deeper one beside it.
_OWN, _LEAST_SECTIONS, _NEXT = 0.5, 3, 2


@attrs.frozen
class _Sides:
    """The mean over the un-narrowed neighbours above and below, NaN where none shows."""

    above: float
    below: float

    @property
    def mean(self) -> float:
        known = [one for one in (self.above, self.below) if np.isfinite(one)]
        return float(np.mean(known)) if known else float("nan")

    @property
    def one_sided(self) -> bool:
        return not (np.isfinite(self.above) and np.isfinite(self.below))


@attrs.frozen(eq=False)
class _Profile:
    """Measured sections, which are `known`, with their area and AP evened out and filled elsewhere."""

    sections: Sections
    known: Flags
    area: Floats
    ap: Floats


@attrs.frozen
class _Valley:
    """A minimum of the area at `number` and where the sac stops widening above and below it."""

    number: int
    above: int | None
    below: int | None
    span: slice


def find_narrowings(sections: Sections) -> tuple[Narrowing, ...]:
    """Return the narrowings of 20 % or more of area or AP, cranial first, levels not yet named.

    Each is a minimum against the nearest un-narrowed sac above and below, so that the even taper
    towards the sac's end and slow changes from level to level are none.
    """
    ok = sections.ok
    if ok.sum() < 20:
        return ()
    # A sac between screws may be narrowed too, but is never what another is held against.
    known = ok | (sections.having(SectionState.METAL) & np.isfinite(sections.area_mm2))
    evened = (_filled(values, known) for values in (sections.area_mm2, sections.ap_mm))
    profile = _Profile(sections, known, *evened)
    valleys: list[_Valley] = []
    for number in _minima(profile.area, known):
        valley = _valley(profile, number)
        free = _outside(valleys, len(ok))
        if free[number] and free[valley.span].mean() > _OWN and _narrowing(profile, valley, free & ok):
            valleys.append(valley)
    described = [
        _narrowing(profile, valley, ok & _outside([one for one in valleys if one is not valley], len(ok)))
        for valley in valleys
    ]
    found = [one for one in described if one is not None]
    lost = lost_stretches(sections)
    near_mm = [
        (sections.arc_mm[start] - _BESIDE_MM, sections.arc_mm[stop - 1] + _BESIDE_MM) for start, stop in lost
    ]
    found = [one for one in found if not any(low <= one.arc_mm <= high for low, high in near_mm)]
    found += [_obliterated(profile, start, stop) for start, stop in lost]
    return tuple(sorted(found, key=lambda one: one.arc_mm))


def _filled(values: Floats, ok: Flags) -> Floats:
    place = np.arange(len(values))
    return gaussian_along(np.interp(place, place[ok], values[ok]), _EVEN_MM, 0)


def _minima(area: Floats, ok: Flags) -> list[int]:
    """Local minima, the deepest against their surroundings first."""
    low = (area[1:-1] <= area[:-2]) & (area[1:-1] < area[2:])
    lit = np.flatnonzero(ok)
    within = range(int(lit[0]) + _FROM_END, int(lit[-1]) - _FROM_END + 1)
    places = [int(n) + 1 for n in np.flatnonzero(low) if ok[n + 1] and int(n) + 1 in within]
    reach = round(_REACH_MM)
    depth = {n: area[n] / area[max(0, n - reach) : n + reach + 1].max() for n in places}
    return sorted(places, key=lambda n: depth[n])


def _shoulder(profile: _Profile, number: int, step: int) -> int | None:
    """Where, going one way, the sac stops widening: it is as wide as a little further; None if it never is.

    Sections in metal are passed over, lost ones are not.
    """
    values, ok = profile.area, profile.sections.ok
    last = 0 if step < 0 else len(values) - 1
    for away in range(1, round(_REACH_MM) + 1):
        here = number + step * away
        if not 0 <= here < len(values):
            return None
        window = slice(max(0, here - _AHEAD), here + 1) if step < 0 else slice(here, here + _AHEAD + 1)
        if not profile.known[window].any():
            return None
        if (
            ok[here]
            and values[here] >= _SHOULDER * values[window][ok[window]].max()
            and abs(here - last) >= 3
        ):
            return here
    return None


def _valley(profile: _Profile, number: int) -> _Valley:
    area = profile.area
    above, below = (_shoulder(profile, number, step) for step in (-1, 1))
    first = above if above is not None else max(0, number - 5)
    last = below if below is not None else min(len(area) - 1, number + 5)
    return _Valley(number, above, below, slice(first, last + 1))


def _outside(valleys: list[_Valley], count: int) -> Flags:
    """Which sections lie in none of some narrowings."""
    free = np.ones(count, bool)
    for valley in valleys:
        free[valley.span] = False
    return free


def _beyond(values: Floats, free: Flags, here: int, step: int) -> float:
    """The mean of the nearest free sections from a shoulder outward: the reference stretch."""
    last = here + step * round(_REFERENCE_MM + _REACH_MM)
    window = slice(max(0, last), here + 1) if step < 0 else slice(here, last)
    usable = values[window][free[window]][::step][: round(_REFERENCE_MM)]
    return float(usable.mean()) if len(usable) >= _LEAST_SECTIONS else float("nan")


def _sides(values: Floats, valley: _Valley, free: Flags) -> _Sides:
    return _Sides(
        *(
            float("nan") if end is None else _beyond(values, free, end, step)
            for end, step in ((valley.above, -1), (valley.below, 1))
        )
    )


def _narrowing(profile: _Profile, valley: _Valley, free: Flags) -> Narrowing | None:
    """What a valley amounts to against the `free` sections beside it; None where it is no narrowing."""
    sections, area, ap, number = profile.sections, profile.area, profile.ap, valley.number
    sides, ap_sides = _sides(area, valley, free), _sides(ap, valley, free)
    reference = sides.mean
    ends = [valley.above, valley.below]
    if not np.isfinite(reference) or (sides.one_sided and not _deep(area, number, ends, reference)):
        return None
    least_side = min(one for one in (sides.above, sides.below) if np.isfinite(one))
    if 100 * (1 - float(area[number]) / least_side) < _EACH_SIDE_PCT:
        return None
    reduction = _reduction_pct(float(area[number]), reference)
    shallowest = valley.span.start + int(np.argmin(np.where(free, ap, np.inf)[valley.span]))
    by_ap = reduction < _LEAST_PCT
    if by_ap and (
        _reduction_pct(float(ap[shallowest]), ap_sides.mean) < _LEAST_PCT or reduction < _LEAST_PCT / 2
    ):
        return None
    at = _least(sections.ap_mm, shallowest) if by_ap else _least(sections.area_mm2, number)
    own_area, own_ap = float(sections.area_mm2[at]), float(sections.ap_mm[at])
    return Narrowing(
        level=None,
        region=None,
        arc_mm=float(sections.arc_mm[at]),
        position=vec3(sections.centre[at]),
        length_mm=_length_mm(sections, area, number, (float(area[number]) + reference) / 2),
        area_mm2=own_area,
        reference_area_mm2=reference,
        area_reduction_pct=_reduction_pct(own_area, reference),
        ap_mm=own_ap,
        ap_reduction_pct=_reduction_pct(own_ap, ap_sides.mean),
        indented_from=indentation(sections, at, ends),
        state=sections.state[at],
        one_sided=sides.one_sided,
    )


def _reduction_pct(value: float, reference: float) -> float:
    return 100 * (1 - value / reference)


def _least(values: Floats, number: int) -> int:
    """The section with the least value of its own next to a minimum of the evened ones."""
    first = max(0, number - _NEXT)
    near = values[first : number + _NEXT + 1]
    return first + int(np.nanargmin(near)) if np.isfinite(near).any() else number


def _deep(area: Floats, number: int, ends: list[int | None], reference: float) -> bool:
    """Whether a minimum seen from one side only is more than the sac's end or its taper."""
    open_side = slice(0, number) if ends[0] is None else slice(number + 1, None)
    beyond = area[open_side]
    return len(beyond) >= 3 and float(beyond.max()) > area[number] + 0.4 * (reference - area[number])


def _length_mm(sections: Sections, area: Floats, number: int, level: float) -> float:
    first = last = number
    while first > 0 and area[first - 1] < level:
        first -= 1
    while last < len(area) - 1 and area[last + 1] < level:
        last += 1
    return float(sections.arc_mm[last] - sections.arc_mm[first])


def _obliterated(profile: _Profile, start: int, stop: int) -> Narrowing:
    sections, area = profile.sections, profile.area
    ok = sections.ok
    above = _beyond(area, ok, max(0, start - 3), -1)
    below = _beyond(area, ok, min(len(area) - 1, stop + 2), 1)
    sides = _Sides(above, below)
    middle = (start + stop - 1) // 2
    return Narrowing(
        level=None,
        region=None,
        arc_mm=float(sections.arc_mm[middle]),
        position=vec3(sections.centre[middle]),
        length_mm=float((stop - start) * (sections.arc_mm[1] - sections.arc_mm[0])),
        area_mm2=None,
        reference_area_mm2=sides.mean if np.isfinite(sides.mean) else None,
        area_reduction_pct=None,
        ap_mm=None,
        ap_reduction_pct=None,
        indented_from=(),
        state=SectionState.OBLITERATED,
        one_sided=sides.one_sided,
    )
