"""What was measured of the sac at every disc, in the section through it."""

import attrs
import numpy as np
from numpy.typing import NDArray

from viewer.model.analysis import Analysis
from viewer.model.automatic_levels import found_positions, with_found
from viewer.model.case import Case
from viewer.model.geometry import Vec3, vec3
from viewer.model.labels import LabelSource, LevelPosition, level_positions
from viewer.model.plane import Plane
from viewer.model.report.level_row import LevelNumbers
from viewer.model.sections import Numbers, Sections, SectionState
from viewer.model.spine import Level, LevelKind, Numbering

# A disc belongs to a section that passes through it: further off, its place was not measured.
_OFF_SECTION_MM = 5.0
# From where labels let a disc be expected to the disc seen in the image; half the height of a vertebra.
_SAME_DISC_MM = 10.0
# The reference of MCC and MSCC: 20 mm of un-narrowed sac, 10 mm away, as in sct_compute_compression of the
# Spinal Cord Toolbox. Where less shows in reach, what shows is taken.
_AWAY_MM, _REFERENCE_MM, _REACH_MM, _LEAST_SECTIONS = 10.0, 20.0, 60.0, 3
_BESIDE_NARROWING_MM = 3.0
_WITH_AREA = (SectionState.OK, SectionState.METAL)

Flags = NDArray[np.bool_]


@attrs.frozen(eq=False)
class _Measured:
    """The sections, the cord's AP diameter in each, and which of them may serve as a reference."""

    sections: Sections
    cord_ap_mm: Numbers
    free: Flags
    narrowed: Flags


def level_numbers(case: Case, analysis: Analysis | None) -> dict[Level, LevelNumbers]:
    """Return the numbers at every disc that a report has a row for, cranial first.

    Discs are where the labels place them, else as found in the image; one outside the measured canal is
    left out. Numbers stand only where the section was measured, in metal too; `state` tells of it.
    """
    sections = analysis.sections if analysis else None
    if analysis is None or sections is None or not len(sections):
        return {}
    measured = _measured(sections, analysis)
    placed = ((one.level, _section_of(sections, one, analysis)) for one in _discs(case, analysis))
    found = sorted(
        ((number, level) for level, number in placed if number is not None), key=lambda one: one[0]
    )
    return {level: _numbers(measured, number) for number, level in found}


def is_reported(level: Level) -> bool:
    """Whether a level is one that a report has a row for: a disc from C2/C3 to the last one above S1."""
    return level.kind is LevelKind.DISC and level.upper not in ("C0", "C1", "S1")


def reported_discs(numbering: Numbering) -> tuple[Level, ...]:
    """Return the discs that a report has a row for: C2/C3 down to the one above S1."""
    return tuple(one for one in numbering.levels if is_reported(one))


def _discs(case: Case, analysis: Analysis) -> list[LevelPosition]:
    placed = level_positions(case.labels, case.numbering)
    levels = with_found(placed, found_positions(case, analysis.levels))
    return [one for one in levels if is_reported(one.level)]


def _section_of(sections: Sections, disc: LevelPosition, analysis: Analysis) -> int | None:
    """The section through a disc: where the reader placed it, else at the disc of the image that it means."""
    number = sections.nearest(disc.point)
    off_mm = float((np.array(disc.point) - sections.point[number]) @ sections.tangent[number])
    placed = number if abs(off_mm) <= _OFF_SECTION_MM else None
    if disc.confirmed:
        return placed
    guess_mm = float(sections.arc_mm[number]) + off_mm
    arcs = [one.arc_mm for one in analysis.levels if one.kind is LevelKind.DISC]
    near_mm = min(arcs, key=lambda arc: abs(arc - guess_mm), default=float("inf"))
    if abs(near_mm - guess_mm) > _SAME_DISC_MM:
        return placed if disc.source is LabelSource.INTERPOLATED else None
    at = int(np.argmin(np.abs(sections.arc_mm - near_mm)))
    return at if abs(float(sections.arc_mm[at]) - near_mm) <= _OFF_SECTION_MM else None


def _measured(sections: Sections, analysis: Analysis) -> _Measured:
    narrowed = np.zeros(len(sections), bool)
    for one in analysis.narrowings:
        half_mm = one.length_mm / 2 + _BESIDE_NARROWING_MM
        narrowed |= np.abs(sections.arc_mm - one.arc_mm) <= half_mm
    cord = np.array([_cord_ap_mm(sections, number) for number in range(len(sections))])
    return _Measured(sections, cord, sections.ok & ~narrowed, narrowed)


def _cord_ap_mm(sections: Sections, number: int) -> float:
    """From the cord's front to its back, NaN where its outline does not show."""
    outline = sections.cord_outline_mm
    if outline is None or not np.isfinite(outline[number]).all():
        return float("nan")
    return float(np.ptp(outline[number][:, 1]))


def _numbers(measured: _Measured, number: int) -> LevelNumbers:
    sections = measured.sections
    whole = sections.state[number] in _WITH_AREA
    bare = LevelNumbers(_plane(sections, number), float(sections.arc_mm[number]), sections.state[number])
    bare = attrs.evolve(bare, corrected=bool(sections.corrected[number]))
    if not whole:
        return bare
    made = attrs.evolve(
        bare,
        area_mm2=_known(sections.area_mm2[number]),
        ap_mm=_known(sections.ap_mm[number]),
        transverse_mm=_known(sections.transverse_mm[number]),
        cord_area_mm2=_known(sections.cord_mm2[number]),
        cord_ap_mm=_known(measured.cord_ap_mm[number]),
        csf_hu=_known(sections.csf_hu[number]),
    )
    if not measured.narrowed[number]:
        return made
    return attrs.evolve(
        made,
        ap_above_mm=_beside(measured, sections.ap_mm, number, -1),
        ap_below_mm=_beside(measured, sections.ap_mm, number, 1),
        cord_ap_above_mm=_beside(measured, measured.cord_ap_mm, number, -1),
        cord_ap_below_mm=_beside(measured, measured.cord_ap_mm, number, 1),
    )


def _beside(measured: _Measured, values: Numbers, number: int, step: int) -> float | None:
    """The mean of the nearest un-narrowed sections on one side, None where too few show."""
    away_mm = (measured.sections.arc_mm - measured.sections.arc_mm[number]) * step
    usable = measured.free & np.isfinite(values) & (away_mm >= _AWAY_MM) & (away_mm <= _REACH_MM)
    places = np.flatnonzero(usable)
    nearest = places[np.argsort(away_mm[places])][: _sections_in(measured.sections, _REFERENCE_MM)]
    return float(values[nearest].mean()) if len(nearest) >= _LEAST_SECTIONS else None


def _sections_in(sections: Sections, length_mm: float) -> int:
    steps = np.diff(sections.arc_mm)
    return max(1, round(length_mm / float(np.median(steps)))) if len(steps) else 1


def _plane(sections: Sections, number: int) -> Plane:
    """Through the sac's centroid where there is one; screen right is the patient's left, down posterior."""
    centre = sections.centre[number]
    origin = centre if np.isfinite(centre).all() else sections.point[number]
    return Plane(_point(origin), _point(sections.left[number]), _point(sections.back[number]))


def _point(values: Numbers) -> Vec3:
    return vec3([float(one) for one in values])


def _known(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None
