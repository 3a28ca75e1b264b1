"""Begin and end the measured sac where a reader says."""

import attrs
import numpy as np

from viewer.analysis.border import FINE_FAN, find_border
from viewer.analysis.curve import Curve, Points, cross_sections, curve_of, framed
from viewer.analysis.filters import Floats, Whole
from viewer.analysis.section_rows import joined_rows, rows_of, without_numbers
from viewer.analysis.sections import measure_sections, towards_bodies
from viewer.analysis.trace import SacTrace, noise_of
from viewer.analysis.upright import upright
from viewer.model.geometry import Vec3
from viewer.model.sections import Sections, SectionState
from viewer.model.volume import Volume
from viewer.progress import silent

_INNER = 30
_BESIDE_MM = 3.0
_FURTHEST_MM = 300.0
_LIT = (SectionState.OK, SectionState.METAL, SectionState.EDGE)


@attrs.frozen(eq=False)
class MovedEnds:
    """Sections between the ends a reader has set.

    `shift_mm` is how much longer the arc to each section has become; `dark` whether an end was led on to
    where no contrast is.
    """

    sections: Sections
    shift_mm: float = 0.0
    dark: bool = False


def with_ends(
    volume: Volume, sections: Sections, bodies: Points, ends: tuple[Vec3 | None, Vec3 | None]
) -> MovedEnds:
    """Return the sections with the cranial and the caudal end moved, None where one stays.

    What lies beyond an end moved inwards is left out; to an end moved outwards the sac is followed and
    measured. `bodies` `[n, 3]` are the middles of the vertebral bodies.
    """
    moved = MovedEnds(sections)
    for place, cranial in zip(ends, (True, False), strict=True):
        if place is not None and len(sections) > 1:
            moved = _with_end(volume, moved, bodies, np.array(place), cranial=cranial)
    return moved


def _with_end(volume: Volume, moved: MovedEnds, bodies: Points, place: Floats, *, cranial: bool) -> MovedEnds:
    sections = moved.sections
    lit = np.flatnonzero(sections.having(*_LIT))
    if not lit.size:
        return moved
    inward = 1 if cranial else -1
    end = int(lit[0] if cranial else lit[-1])
    at = int(np.argmin(np.linalg.norm(sections.point - place, axis=1)))
    if (at - end) * inward > 0:
        rows = np.arange(end, at) if cranial else np.arange(at + 1, end + 1)
        return attrs.evolve(moved, sections=without_numbers(sections, rows, SectionState.NOT_OPACIFIED))
    offset = place - sections.point[at]
    ahead = -inward * float(offset @ sections.tangent[at])
    beside = float(np.linalg.norm(offset - (offset @ sections.tangent[at]) * sections.tangent[at]))
    step = curve_of(sections).step_mm
    if at == end and ahead < step / 2:
        return moved
    if ahead < step and beside <= _BESIDE_MM:
        return _followed(volume, moved, bodies, at, end)
    return _bent(volume, moved, bodies, place, end=end, inward=inward)


def _followed(volume: Volume, moved: MovedEnds, bodies: Points, at: int, end: int) -> MovedEnds:
    """Measure along the centreline as it is, from its measured end to a section outside."""
    sections = moved.sections
    outer = np.arange(min(at, end), max(at, end) + 1)
    outer = outer[outer != end]
    inner = _inner(len(sections), end, 1 if at < end else -1)
    rows = np.concatenate([outer, inner] if at < end else [inner, outer])
    found = _measured(volume, sections, _part(curve_of(sections), rows), inner, bodies)
    fresh = _flagged(rows_of(found, np.flatnonzero(np.isin(rows, outer))))
    before, after = np.arange(outer[0]), np.arange(outer[-1] + 1, len(sections))
    parts = (rows_of(sections, before), fresh, rows_of(sections, after))
    joined = joined_rows(parts, curve_of(sections).step_mm)
    return attrs.evolve(moved, sections=joined, dark=moved.dark or not fresh.corrected.all())


def _bent(
    volume: Volume, moved: MovedEnds, bodies: Points, place: Floats, *, end: int, inward: int
) -> MovedEnds:
    """Lead the centreline on from its measured end to a place beside its old way, and measure there."""
    sections = moved.sections
    curve = curve_of(sections)
    outwards = _way(sections.point[end], -inward * sections.tangent[end], place, curve.step_mm)
    inner = _inner(len(sections), end, inward)
    kept = sections.point[inner]
    points = np.concatenate([outwards[::-1], kept] if inward > 0 else [kept, outwards])
    count = len(outwards)
    found = _measured(volume, sections, framed(points, curve.step_mm), inner, bodies)
    rows = np.arange(count) if inward > 0 else np.arange(len(inner), len(points))
    fresh = _flagged(rows_of(found, rows))
    rest = rows_of(sections, np.arange(end, len(sections)) if inward > 0 else np.arange(end + 1))
    joined = joined_rows((fresh, rest) if inward > 0 else (rest, fresh), curve.step_mm)
    shift_mm = (count - end) * curve.step_mm if inward > 0 else 0.0
    return MovedEnds(joined, moved.shift_mm + shift_mm, moved.dark or not fresh.corrected.all())


def _inner(count: int, end: int, inward: int) -> Whole:
    """The sections from the measured end inwards that tell how the sac looks there."""
    reach = end + inward * _INNER
    return np.arange(end, min(count, reach)) if inward > 0 else np.arange(max(0, reach + 1), end + 1)


def _way(start: Floats, direction: Floats, place: Floats, step_mm: float) -> Points:
    """Points every step from a start, which itself is left out, that set off in a direction to a place."""
    away = float(min(np.linalg.norm(place - start), _FURTHEST_MM))
    goal = start + (place - start) / max(np.linalg.norm(place - start), 1e-9) * away
    at = np.linspace(0.0, 1.0, max(8, 2 * round(away / step_mm)))[:, None]
    control = start + direction * away / 3
    fine = (1 - at) ** 2 * start + 2 * at * (1 - at) * control + at**2 * goal
    arc = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(fine, axis=0), axis=1))])
    wanted = np.arange(1, max(1, round(arc[-1] / step_mm)) + 1) * step_mm
    return np.stack([np.interp(wanted, arc, fine[:, axis]) for axis in range(3)], axis=1)


def _part(curve: Curve, rows: Whole) -> Curve:
    return Curve(curve.step_mm, curve.points[rows], curve.tangent[rows], curve.left[rows], curve.back[rows])


def _measured(volume: Volume, known: Sections, curve: Curve, inner: Whole, bodies: Points) -> Sections:
    """Sections along a curve, the outline of the known sac beside carried on to find the border by."""
    standing = upright(volume).volume
    usual_mm = np.median(known.radii_mm[inner[: len(inner) // 2 + 1]], axis=0)
    csf_hu = float(np.nanmedian(known.csf_hu[inner])) if np.isfinite(known.csf_hu[inner]).any() else 400.0
    count = len(curve)
    trace = SacTrace(
        curve=curve,
        fan=FINE_FAN,
        radii_mm=np.tile(usual_mm, (count, 1)),
        csf_hu=np.full(count, csf_hu),
        sure=np.ones(count, bool),
        noise_hu=noise_of(cross_sections(standing, curve, 20.0, 1.0)),
        likeness=np.ones(count),
    )
    border = find_border(standing, trace, silent)
    front = towards_bodies(curve, bodies)
    return measure_sections(standing, border, np.ones(count, bool), front, silent)


def _flagged(sections: Sections) -> Sections:
    return attrs.evolve(sections, corrected=np.isfinite(sections.area_mm2))
