"""The segments of a case: the thecal sac, the cord, and the sac level by level."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from viewer.analysis.sacmask import sac_voxels
from viewer.dicom.outgoing.codes import code
from viewer.dicom.outgoing.level_codes import level_code
from viewer.dicom.outgoing.segment import MadeBy, Segment
from viewer.model.analysis import Analysis
from viewer.model.automatic_levels import found_positions, with_found
from viewer.model.case import Case
from viewer.model.labels import LevelPosition, level_positions
from viewer.model.sac import SacVoxels, with_correction
from viewer.model.sections import Sections
from viewer.model.spine import LevelKind
from viewer.model.volume import Volume

# A level has its own share of the sac: half way to the next one, and never more than this to either side.
_MOST_MM = 25.0
# From the centreline of a level's disc to the canal.
_LEVEL_REACH_MM = 60.0
_SAC_COLOUR, _CORD_COLOUR = (255, 214, 90), (224, 122, 95)
_LEVEL_COLOURS = ((92, 158, 214), (126, 190, 120))

_Flags = NDArray[np.bool_]


def segments_of(
    analysis: Analysis, case: Case, volume: Volume, corrected: SacVoxels | None = None
) -> tuple[Segment, ...]:
    """Return the sac, the cord where it shows, and each disc level's share of the sac.

    `corrected` are the voxels of the sac as the reader has left them; without it they are made of the
    sections and the case's correction. None at all where nothing was measured. A voxel belongs to the disc
    level nearest along the canal, if one is within 25 mm.
    """
    sections = analysis.sections
    if sections is None or not len(sections):
        return ()
    shape = volume.geometry.shape
    sac = corrected or with_correction(sac_voxels(volume, sections), shape, case.correction)
    if not sac.mask.any():
        return ()
    made_by = MadeBy.SEMIAUTOMATIC if case.correction else MadeBy.AUTOMATIC
    place = _Placed(sac, sections)
    whole = Segment(
        "sac", "Thecal sac", code("segment", "sac"), code("segment", "canal"), sac.offset_kji, sac.mask, made_by,
        _SAC_COLOUR,
    )  # fmt: skip
    return (whole, *place.cord(), *place.levels(_positions(case, analysis, volume), made_by))


def _positions(case: Case, analysis: Analysis, volume: Volume) -> list[LevelPosition]:
    placed = level_positions(case.labels, case.numbering, volume.geometry)
    found = with_found(placed, found_positions(case, analysis.levels))
    return [one for one in found if one.level.kind is LevelKind.DISC]


class _Placed:
    """The voxels of a sac, each with the section of the canal it is nearest to."""

    def __init__(self, sac: SacVoxels, sections: Sections) -> None:
        self._sac, self._sections = sac, sections
        self._places = np.flatnonzero(sac.mask)
        affine = sac.geometry.affine
        k, j, i = np.unravel_index(self._places, sac.mask.shape)
        self._points = np.stack([i, j, k], axis=1) @ affine[:3, :3].T + affine[:3, 3]
        # scipy's trees take a while to import, and only this needs them.
        from scipy.spatial import KDTree

        _, nearest = KDTree(np.asarray(sections.point, float)).query(self._points)
        self._section = np.asarray(nearest, dtype=np.intp)

    def _mask(self, chosen: _Flags) -> _Flags:
        mask = np.zeros(self._sac.mask.shape, bool)
        mask.reshape(-1)[self._places[chosen]] = True
        mask.flags.writeable = False
        return mask

    def cord(self) -> Iterator[Segment]:
        outlines = self._sections.cord_outline_mm
        if outlines is None:
            return
        chosen = np.zeros(len(self._places), bool)
        order = np.argsort(self._section, kind="stable")
        bounds = np.searchsorted(self._section[order], np.arange(len(self._sections) + 1))
        for number, outline in enumerate(outlines):
            rows = order[bounds[number] : bounds[number + 1]]
            if len(rows) and np.isfinite(outline).all():
                chosen[rows] = _within(self._in_plane(rows, number), outline)
        if chosen.any():
            cord = code("segment", "cord")
            mask = self._mask(chosen)
            yield Segment("cord", "Spinal cord", cord, cord, self._sac.offset_kji, mask, colour=_CORD_COLOUR)

    def _in_plane(self, rows: NDArray[np.intp], number: int) -> NDArray[np.float64]:
        offset = self._points[rows] - self._sections.point[number]
        axes = np.stack([self._sections.left[number], self._sections.back[number]], axis=1)
        return np.asarray(offset @ axes, float)

    def levels(self, positions: list[LevelPosition], made_by: MadeBy) -> Iterator[Segment]:
        near = [(one, self._arc_of(one)) for one in positions]
        known = sorted(((one, arc) for one, arc in near if arc is not None), key=lambda pair: pair[1])
        if not known:
            return
        arcs = np.array([arc for _, arc in known])
        middles = (arcs[1:] + arcs[:-1]) / 2
        arc = np.asarray(self._sections.arc_mm, float)[self._section]
        owner = np.searchsorted(middles, arc)
        owner[np.abs(arc - arcs[owner]) > _MOST_MM] = -1
        for number, (position, _) in enumerate(known):
            chosen = owner == number
            if chosen.any():
                unsure = "" if position.confirmed else " (numbering not confirmed)"
                yield Segment(
                    f"sac {position.level.name}",
                    f"Thecal sac at {position.level.short_name}{unsure}",
                    code("segment", "sac"),
                    level_code(position.level),
                    self._sac.offset_kji,
                    self._mask(chosen),
                    made_by,
                    _LEVEL_COLOURS[number % 2],
                )

    def _arc_of(self, position: LevelPosition) -> float | None:
        number = self._sections.nearest(position.point)
        apart = np.linalg.norm(self._sections.point[number] - np.array(position.point))
        return float(self._sections.arc_mm[number]) if apart <= _LEVEL_REACH_MM else None


def _within(points: NDArray[np.float64], outline: NDArray[np.floating]) -> _Flags:
    """Which points of a plane lie inside a closed outline, by the crossings of a line to the right."""
    inside = np.zeros(len(points), bool)
    x, y = points[:, 0], points[:, 1]
    for (x0, y0), (x1, y1) in zip(outline, np.roll(outline, -1, axis=0), strict=True):
        if y0 == y1:
            continue
        crosses = (y0 > y) != (y1 > y)
        inside ^= crosses & (x < x0 + (y - y0) * (x1 - x0) / (y1 - y0))
    return inside
