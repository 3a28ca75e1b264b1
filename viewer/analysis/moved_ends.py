"""Begin and end the measured sac where a reader says."""

import attrs
import numpy as np

from viewer.analysis.border import FINE_FAN, find_border
from viewer.analysis.contrast import noise_of
from viewer.analysis.curve import Curve, Points, cross_sections, curve_of, framed, smoothed
from viewer.analysis.filters import Floats, Whole, median_along, nearest_true
from viewer.analysis.section_rows import joined_rows, rows_of, without_numbers
from viewer.analysis.sections import measure_sections, towards_bodies
from viewer.analysis.trace import SacTrace
from viewer.analysis.unscanned import without_gaps
from viewer.analysis.upright import upright
from viewer.model.geometry import Vec3
from viewer.model.sections import Sections, SectionState
from viewer.model.volume import Volume
from viewer.progress import silent

# Sections inwards of an end that are measured with those outside, and those that tell its outline.
_INNER, _LIKE = 30, 8
_MARGIN, _ROUNDS = 6, 2
_FURTHEST_MM = 300.0
_USUAL_HU = 400.0
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
            inside = np.array(volume.geometry.clamp(place))
            moved = _with_end(volume, moved, bodies, inside, cranial=cranial)
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
    step_mm = curve_of(sections).step_mm
    ahead_mm = -inward * float((place - sections.point[at]) @ sections.tangent[at])
    if at == end and ahead_mm < step_mm / 2:
        return moved
    open_end = _OpenEnd(volume, sections, bodies, end, inward)
    usual = open_end.along(at) if at != end and ahead_mm < step_mm else None
    if usual is not None and usual.corrected.all():
        return _with_rows(moved, usual, open_end, shifted=False)
    bent = open_end.towards(place)
    if usual is not None and usual.corrected.sum() >= bent.corrected.sum():
        return _with_rows(moved, usual, open_end, shifted=False)
    return _with_rows(moved, bent, open_end, shifted=True)


def _with_rows(moved: MovedEnds, fresh: Sections, open_end: "_OpenEnd", *, shifted: bool) -> MovedEnds:
    """The sections with fresh ones beyond the open end: in place of as many, or of all that were there."""
    sections, end, count = moved.sections, open_end.end, len(fresh)
    step_mm = curve_of(sections).step_mm
    dark = moved.dark or not fresh.corrected.all()
    if open_end.inward > 0:
        outer = rows_of(sections, np.arange(0 if shifted else end - count))
        parts = (outer, fresh, rows_of(sections, np.arange(end, len(sections))))
        shift_mm = (count - end) * step_mm if shifted else 0.0
    else:
        outer = rows_of(sections, np.arange(len(sections) if shifted else end + 1 + count, len(sections)))
        parts = (rows_of(sections, np.arange(end + 1)), fresh, outer)
        shift_mm = 0.0
    return MovedEnds(joined_rows(parts, step_mm), moved.shift_mm + shift_mm, dark)


@attrs.frozen(eq=False)
class _OpenEnd:
    """Section `end`, the last measured one, from which the sac is followed outwards; `inward` is 1 or -1."""

    volume: Volume
    sections: Sections
    bodies: Points
    end: int
    inward: int

    @property
    def inner(self) -> Whole:
        """The sections from the end inwards, the end first."""
        rows = self.end + self.inward * np.arange(_INNER)
        return rows[(rows >= 0) & (rows < len(self.sections))]

    def along(self, at: int) -> Sections:
        """Measure on the centreline as it is, as far as section `at`."""
        rows = np.arange(self.end - self.inward, at - self.inward, -self.inward)
        return self._measured(self.sections.point[rows])

    def towards(self, place: Floats) -> Sections:
        """Measure on a new way to a place, drawn to the middle of the sac where that is seen."""
        step_mm = curve_of(self.sections).step_mm
        start = self.sections.point[self.end]
        way = _way(start, -self.inward * self.sections.tangent[self.end], place, step_mm)
        for _ in range(_ROUNDS):
            found = self._measured(way)
            offset = (found.centre - found.point)[:: -self.inward]
            known = found.corrected[:: -self.inward]
            if not known.any():
                break
            offset = smoothed(np.concatenate([offset[:1] * 0, offset[nearest_true(known)]]), 3.0)[1:]
            way = _evenly(np.concatenate([start[None], way + offset]), step_mm)
        return self._measured(way)

    def _measured(self, way: Points) -> Sections:
        """Sections on a way outwards, cranial first; the outline of the sac at the end is carried on."""
        curve = self._curve(way)
        standing = upright(self.volume).volume
        near = self.inner[:_LIKE]
        csf_hu = self.sections.csf_hu[self.inner]
        count = len(curve)
        trace = SacTrace(
            curve=curve,
            fan=FINE_FAN,
            radii_mm=np.tile(np.median(self.sections.radii_mm[near], axis=0), (count, 1)),
            csf_hu=np.full(count, np.nanmedian(csf_hu) if np.isfinite(csf_hu).any() else _USUAL_HU),
            sure=np.ones(count, bool),
            noise_hu=noise_of(cross_sections(standing, curve, 20.0, 1.0)),
            likeness=np.ones(count),
            worth=np.ones(count),
        )
        # Once more from what was found: outlines are sought near those of their neighbours.
        again = median_along(find_border(standing, trace, silent).radii_mm, _LIKE + 1)
        border = find_border(standing, attrs.evolve(trace, radii_mm=again), silent)
        front = towards_bodies(curve, self.bodies)
        found = measure_sections(standing, border, np.ones(count, bool), front, silent)
        found = without_gaps(self.volume, found)
        first = _MARGIN if self.inward > 0 else len(self.inner)
        rows = rows_of(found, np.arange(first, first + len(way)))
        return attrs.evolve(rows, corrected=np.isfinite(rows.area_mm2))

    def _curve(self, way: Points) -> Curve:
        """The way with what lies before it and a margin beyond, so that borders are found evenly."""
        inner = self.sections.point[self.inner][::-1]
        last = np.concatenate([inner[-1:], way])
        step = (last[-1] - last[-2]) * np.arange(1, _MARGIN + 1)[:, None]
        points = np.concatenate([inner, way, way[-1] + step])
        return framed(points[:: -self.inward], curve_of(self.sections).step_mm)


def _way(start: Floats, direction: Floats, place: Floats, step_mm: float) -> Points:
    """Points every step from a start, which itself is left out, that set off in a direction to a place."""
    away = float(np.linalg.norm(place - start))
    goal = start + (place - start) * min(1.0, _FURTHEST_MM / max(away, 1e-9))
    at = np.linspace(0.0, 1.0, 200)[:, None]
    control = start + direction * min(away, _FURTHEST_MM) / 3
    return _evenly((1 - at) ** 2 * start + 2 * at * (1 - at) * control + at**2 * goal, step_mm)


def _evenly(points: Points, step_mm: float) -> Points:
    """Points every step along others, the first of which is left out; one at least."""
    arc = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(points, axis=0), axis=1))])
    wanted = np.arange(1, max(1, round(float(arc[-1]) / step_mm)) + 1) * step_mm
    return np.stack([np.interp(wanted, arc, points[:, axis]) for axis in range(3)], axis=1)
