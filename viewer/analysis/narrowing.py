"""Find where the sac is narrowed against its un-narrowed neighbours."""

import attrs
import numpy as np

from viewer.analysis.blocks import lost_stretches
from viewer.analysis.filters import Flags, Floats, gaussian_along
from viewer.model.geometry import vec3
from viewer.model.narrowing import Indented, Narrowing
from viewer.model.sections import Sections, SectionState

_EVEN_MM = 1.0
_REFERENCE_MM = 10.0
_REACH_MM = 32.0
_LEAST_PCT = 20.0
_SHOULDER = 0.95
_EACH_SIDE_PCT = 6.0
_FROM_END = 8
_BESIDE_MM = 10.0


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


def find_narrowings(sections: Sections) -> tuple[Narrowing, ...]:
    """Return the narrowings of 20 % or more of area or AP, cranial first, levels not yet named.

    Each is a minimum against the nearest un-narrowed sac above and below, so that the even taper
    towards the sac's end and slow changes from level to level are none.
    """
    ok = sections.ok
    if ok.sum() < 20:
        return ()
    area, ap = (_filled(values, ok) for values in (sections.area_mm2, sections.ap_mm))
    found: list[Narrowing] = []
    taken = np.zeros(len(ok), bool)
    for number in _minima(area, ok):
        narrowing, span = _narrowing(sections, area, ap, number)
        if narrowing is not None and not taken[span].any():
            taken[span] = True
            found.append(narrowing)
    lost = lost_stretches(sections)
    near_mm = [
        (sections.arc_mm[start] - _BESIDE_MM, sections.arc_mm[stop - 1] + _BESIDE_MM) for start, stop in lost
    ]
    found = [one for one in found if not any(low <= one.arc_mm <= high for low, high in near_mm)]
    found += [_obliterated(sections, area, start, stop) for start, stop in lost]
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


def _shoulder(values: Floats, ok: Flags, number: int, step: int) -> int | None:
    """Where, going one way, the sac stops widening: it is as wide as 15 mm further; None if it never is."""
    last = 0 if step < 0 else len(values) - 1
    for away in range(1, round(_REACH_MM) + 1):
        here = number + step * away
        if not 0 <= here < len(values):
            return None
        ahead = values[max(0, here - 15) : here + 1] if step < 0 else values[here : here + 16]
        valid = ok[max(0, here - 15) : here + 1] if step < 0 else ok[here : here + 16]
        if not valid[:3].any() and not valid.any():
            return None
        if ok[here] and values[here] >= _SHOULDER * ahead[valid].max() and abs(here - last) >= 3:
            return here
    return None


def _beyond(values: Floats, ok: Flags, here: int, step: int) -> float:
    """The mean of the reference stretch from a shoulder outward."""
    count = round(_REFERENCE_MM)
    window = slice(max(0, here - count + 1), here + 1) if step < 0 else slice(here, here + count)
    usable = values[window][ok[window]]
    return float(usable.mean()) if len(usable) >= 3 else float("nan")


def _narrowing(sections: Sections, area: Floats, ap: Floats, number: int) -> tuple[Narrowing | None, slice]:
    ok = sections.ok
    ends = [_shoulder(area, ok, number, step) for step in (-1, 1)]
    sides = _Sides(
        *(
            float("nan") if end is None else _beyond(area, ok, end, step)
            for end, step in zip(ends, (-1, 1), strict=True)
        )
    )
    ap_sides = _Sides(
        *(
            float("nan") if end is None else _beyond(ap, ok, end, step)
            for end, step in zip(ends, (-1, 1), strict=True)
        )
    )
    first = ends[0] if ends[0] is not None else max(0, number - 5)
    last = ends[1] if ends[1] is not None else min(len(area) - 1, number + 5)
    span = slice(first, last + 1)
    reference = sides.mean
    least_ap = float(ap[span].min())
    if not np.isfinite(reference) or (sides.one_sided and not _deep(area, number, ends, reference)):
        return None, span
    reduction = 100 * (1 - float(area[number]) / reference)
    ap_reduction = 100 * (1 - least_ap / ap_sides.mean)
    least_side = min(one for one in (sides.above, sides.below) if np.isfinite(one))
    if 100 * (1 - float(area[number]) / least_side) < _EACH_SIDE_PCT:
        return None, span
    if reduction < _LEAST_PCT and not (ap_reduction >= _LEAST_PCT and reduction >= _LEAST_PCT / 2):
        return None, span
    half = (float(area[number]) + reference) / 2
    return (
        Narrowing(
            level=None,
            region=None,
            arc_mm=float(sections.arc_mm[number]),
            position=vec3(sections.centre[number]),
            length_mm=_length_mm(sections, area, number, half),
            area_mm2=float(area[number]),
            reference_area_mm2=reference,
            area_reduction_pct=reduction,
            ap_mm=least_ap,
            ap_reduction_pct=ap_reduction,
            indented_from=indentation(sections, number, ends),
            state=SectionState.OK,
            one_sided=sides.one_sided,
        ),
        span,
    )


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


def indentation(sections: Sections, number: int, ends: list[int | None]) -> tuple[Indented, ...]:
    """Return from which sides the outline at a section lies inside that of its neighbours."""
    known = [end for end in ends if end is not None]
    if not known:
        return ()
    usual = np.mean([sections.radii_mm[end] for end in known], axis=0)
    angle = np.arange(len(usual)) * 2 * np.pi / len(usual)
    drawn_in = usual - sections.radii_mm[number]
    sides = {
        Indented.LEFT: np.cos(angle) > 0.71,
        Indented.POSTERIOR: np.sin(angle) > 0.71,
        Indented.RIGHT: np.cos(angle) < -0.71,
        Indented.ANTERIOR: np.sin(angle) < -0.71,
    }
    depth = {side: float(drawn_in[rows].mean()) for side, rows in sides.items()}
    most = max(depth.values())
    if most < 0.5:
        return ()
    strong = tuple(side for side, value in depth.items() if value > max(0.45 * most, 0.5))
    return (Indented.CIRCUMFERENTIAL,) if len(strong) == 4 else strong


def _obliterated(sections: Sections, area: Floats, start: int, stop: int) -> Narrowing:
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
