"""Measure single sections of the sac anew where a reader has painted or erased voxels."""

from collections.abc import Callable
from typing import TypeAlias

import attrs
import numpy as np
from scipy import ndimage
from scipy.spatial import KDTree

from viewer.analysis.changed_sac import ChangedSac, SectionPlane
from viewer.analysis.filters import Flags, Floats, Whole
from viewer.analysis.radial import areas_mm2
from viewer.model.sections import Numbers, Sections
from viewer.progress import Progress

_CELL_MM, _RAY_MM = 0.25, 0.05
_FARTHEST_MM = 30.0
_AT_ONCE = 12
_MANY = 40_000
_Lies: TypeAlias = Callable[[Floats, Floats], Flags]
# In a section pieces hang together by edges and corners; sections are looked at one by one.
_IN_PLANE = np.stack([np.zeros((3, 3)), np.ones((3, 3)), np.zeros((3, 3))])


@attrs.frozen(eq=False)
class RenewedRows:
    """Sections measured anew; arrays are parallel to `rows`, zero area where nothing is left of the sac.

    `left_mm` and `back_mm` are the centroid; `cord_share` is how much of the cord's outline is left.
    """

    rows: Whole
    area_mm2: Floats
    left_mm: Floats
    back_mm: Floats
    ap_mm: Floats
    transverse_mm: Floats
    radii_mm: Floats
    cord_share: Floats


def touched_rows(sections: Sections, changed: ChangedSac) -> Whole:
    """Return the sections that voxels which differ may reach."""
    points = changed.points[:: max(1, len(changed.points) // _MANY)]
    _, nearest = KDTree(sections.point).query(points)
    found = np.zeros(len(sections), bool)
    found[np.unique(nearest)] = True
    step_mm = float(sections.arc_mm[1] - sections.arc_mm[0])
    reach = int(np.ceil(np.linalg.norm(changed.geometry.spacing_mm) / step_mm)) + 2
    return np.flatnonzero(np.convolve(found, np.ones(2 * reach + 1), "same") > 0)


def renewed_rows(
    sections: Sections,
    kept: Flags,
    changed: ChangedSac,
    rows: Whole,
    *,
    front: Numbers,
    progress: Progress,
) -> RenewedRows:
    """Return those of `rows` anew in which the corrected sac is another than the measured one.

    `kept` are the sections whose outline is part of the measured sac; `front` is the direction of AP in
    each section, an angle from its left towards its back.
    """
    reach_mm = _reach_mm(sections, kept, changed)
    found = [_none(sections.radii_mm.shape[1])]
    for start in range(0, len(rows), _AT_ONCE):
        progress(start / max(1, len(rows)))
        part = rows[start : start + _AT_ONCE]
        radii = np.where(kept[part, None], sections.radii_mm[part], 0.0)
        measured = _measured(SectionPlane(sections, part, radii, changed), front[part], reach_mm)
        found += [] if measured is None else [measured]
    names = [field.name for field in attrs.fields(RenewedRows)]
    return RenewedRows(*(np.concatenate([getattr(one, name) for one in found]) for name in names))


def _none(angles: int) -> RenewedRows:
    none = np.zeros(0)
    return RenewedRows(np.zeros(0, int), none, none, none, none, none, np.zeros((0, angles)), none)


def _reach_mm(sections: Sections, kept: Flags, changed: ChangedSac) -> float:
    points = changed.points[:: max(1, len(changed.points) // _MANY)]
    away, _ = KDTree(sections.point).query(points)
    widest = float(sections.radii_mm[kept].max()) if kept.any() else 0.0
    # Whole millimetres, so that cells lie alike whatever else has been painted.
    return float(np.ceil(min(_FARTHEST_MM, max(widest, float(away.max()) + 1.0) + 1.0)))


def _measured(plane: SectionPlane, front: Floats, reach_mm: float) -> RenewedRows | None:
    reach = np.arange(-reach_mm, reach_mm + _CELL_MM, _CELL_MM)
    shape = (len(plane.rows), len(reach), len(reach))
    left, back = np.broadcast_to(reach, shape), np.broadcast_to(reach[:, None], shape)
    before = plane.measured(left, back)
    now, near = plane.corrected(left, back, before)
    now = _main_piece(now, before)
    differs = np.flatnonzero((now != before).any(axis=(1, 2)) & near.any(axis=(1, 2)))
    if not differs.size:
        return None
    plane = attrs.evolve(plane, rows=plane.rows[differs], radii_mm=plane.radii_mm[differs])
    picture = _Picture(plane, reach, before[differs], now[differs])
    centre_before, centre = picture.centres()
    ap, transverse = picture.diameters_mm(front[differs], centre_before, centre)
    return RenewedRows(
        plane.rows,
        picture.areas_mm2(),
        centre[:, 0],
        centre[:, 1],
        ap,
        transverse,
        picture.radii_mm(),
        picture.cord_shares(),
    )


def _main_piece(now: Flags, before: Flags) -> Flags:
    """In each section the piece that holds most of the measured sac, or the largest where there is none."""
    labels = np.zeros(now.shape, np.int32)
    ndimage.label(now, structure=_IN_PLANE, output=labels)
    count = int(labels.max())
    size = np.bincount(labels.ravel(), minlength=count + 1).astype(float)
    held = np.bincount(labels[before], minlength=count + 1).astype(float)
    worth = held + size / (size.sum() + 1.0)
    worth[0] = 0.0
    section = np.zeros(count + 1, int)
    section[labels] = np.arange(len(now))[:, None, None]
    best = np.zeros(len(now), int)
    for label in np.argsort(worth):
        if label:
            best[section[label]] = label
    return np.asarray((labels == best[:, None, None]) & now)


@attrs.frozen(eq=False)
class _Picture:
    """Sections as cells of `_CELL_MM`: inside the measured sac before, and inside the corrected one now.

    What is measured is the difference between the two, so that an outline that has not changed has
    exactly the numbers it had.
    """

    plane: SectionPlane
    reach: Floats
    before: Flags
    now: Flags

    def areas_mm2(self) -> Floats:
        more = self.now.sum(axis=(1, 2)) - self.before.sum(axis=(1, 2))
        area = areas_mm2(self.plane.radii_mm) + more * _CELL_MM**2
        return np.where(self.now.any(axis=(1, 2)), np.maximum(area, _CELL_MM**2), 0.0)

    def centres(self) -> tuple[Floats, Floats]:
        """The centroids before and now, `[n, (left, back)]`."""
        return _centroids(self.before, self.reach), _centroids(self.now, self.reach)

    def diameters_mm(self, front: Floats, before: Floats, centre: Floats) -> tuple[Floats, Floats]:
        """The chord through the centroid along the front, and the largest extent across it."""
        sections, rows = self.plane.sections, self.plane.rows
        chord = self._chords(front, centre, self._lies_now)
        chord_before = self._chords(front, before, self.plane.measured)
        across = self._extents(front, self.now)
        across_before = self._extents(front, self.before)
        ap, transverse = sections.ap_mm[rows], sections.transverse_mm[rows]
        known = np.isfinite(ap) & (chord_before > 0)
        return (
            np.where(known, ap + chord - chord_before, chord),
            np.where(known, transverse + across - across_before, across),
        )

    def radii_mm(self) -> Floats:
        """The farthest place inside on each ray from the centreline; the measured one where it is the same."""
        old = self.plane.radii_mm
        angle = np.arange(old.shape[1]) * 2 * np.pi / old.shape[1]
        away = np.arange(_RAY_MM / 2, self.reach[-1], _RAY_MM)
        shape = (len(old), len(angle), len(away))
        left = np.broadcast_to(np.cos(angle)[:, None] * away, shape)
        back = np.broadcast_to(np.sin(angle)[:, None] * away, shape)
        inside = self._lies_now(left, back)
        last = len(away) - np.argmax(inside[..., ::-1], axis=2)
        found = np.where(inside.any(axis=2), last * _RAY_MM, 0.0)
        return np.where(np.abs(found - old) <= 2 * _RAY_MM, old, found)

    def cord_shares(self) -> Floats:
        """How much of the cord's outline lies inside now."""
        outline = self.plane.sections.cord_outline_mm
        share = np.ones(len(self.now))
        if outline is None:
            return share
        for number, cord in enumerate(outline[self.plane.rows]):
            if np.isfinite(cord).all():
                cells = self.now[number][_within(cord, self.reach)]
                share[number] = float(cells.mean()) if cells.size else 1.0
        return share

    def _lies_now(self, left_mm: Floats, back_mm: Floats) -> Flags:
        """Which places lie inside the piece that is kept now."""
        inside, _ = self.plane.corrected(left_mm, back_mm, self.plane.measured(left_mm, back_mm))
        kept = np.asarray(ndimage.binary_dilation(self.now, structure=_IN_PLANE), dtype=bool)
        column, row = (np.rint((one - self.reach[0]) / _CELL_MM).astype(int) for one in (left_mm, back_mm))
        limit = len(self.reach) - 1
        number = np.arange(len(kept)).reshape(-1, *(1 for _ in left_mm.shape[1:]))
        return inside & kept[number, np.clip(row, 0, limit), np.clip(column, 0, limit)]

    def _chords(self, front: Floats, centre: Floats, lies: _Lies) -> Floats:
        away = np.arange(-self.reach[-1], self.reach[-1], _RAY_MM) + _RAY_MM / 2
        left = centre[:, :1] + np.cos(front)[:, None] * away
        back = centre[:, 1:] + np.sin(front)[:, None] * away
        return _span(lies(left, back), np.broadcast_to(away, left.shape), _RAY_MM)

    def _extents(self, front: Floats, inside: Flags) -> Floats:
        across = (
            np.cos(front)[:, None, None] * self.reach[:, None] - np.sin(front)[:, None, None] * self.reach
        )
        flat = (len(inside), -1)
        return _span(inside.reshape(flat), across.reshape(flat), _CELL_MM)


def _centroids(inside: Flags, reach: Floats) -> Floats:
    """The middle of each section's cells `[n, (left, back)]`, 0 where there are none."""
    count = np.maximum(inside.sum(axis=(1, 2)), 1)
    left = (inside.sum(axis=1) * reach).sum(axis=1) / count
    back = (inside.sum(axis=2) * reach).sum(axis=1) / count
    return np.stack([left, back], axis=1)


def _within(outline: Floats, reach: Floats) -> Flags:
    """Which cells lie inside an outline `[angle, (left, back)]` that its own middle sees all of."""
    middle = outline.mean(axis=0)
    away = outline - middle
    left, back = reach - middle[0], reach[:, None] - middle[1]
    turn = np.arctan2(away[:, 1], away[:, 0])
    edge = np.interp(np.arctan2(back, left), turn, np.hypot(away[:, 0], away[:, 1]), period=2 * np.pi)
    return np.asarray(np.hypot(left, back) <= edge)


def _span(inside: Flags, places: Floats, step_mm: float) -> Floats:
    """How far the places inside reach, each `step_mm` wide; 0 where none is."""
    high = np.where(inside, places, -np.inf).max(axis=1)
    low = np.where(inside, places, np.inf).min(axis=1)
    return np.where(inside.any(axis=1), high - low + step_mm, 0.0)
