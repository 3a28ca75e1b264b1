"""The area of the sac along the canal as the report draws it."""

from collections.abc import Mapping

import numpy as np

from viewer.model.automatic_levels import automatic_levels, found_positions, with_found
from viewer.model.geometry import Vec3, distance_mm, vec3
from viewer.model.labels import LevelPosition, level_positions
from viewer.model.report.finding import ReportedFinding
from viewer.model.report.profile_curve import CurveLevel, CurveMark, CurvePoint, ProfileCurve
from viewer.model.sections import Sections
from viewer.report.composing.confirmed import confirmed_levels
from viewer.report.composing.level_numbers import reported_discs
from viewer.report.composing.material import Material

_STEP_MM = 1.0
_BESIDE_MM = 60.0


def profile_curve(material: Material) -> ProfileCurve:
    """Return the measured profile at about every millimetre, with the levels and findings beside it."""
    analysis = material.measured
    sections = analysis.sections if analysis else None
    if sections is None or len(sections) < 2:
        return ProfileCurve()
    return ProfileCurve(_points(sections), _levels(material, sections), _marks(material, sections))


def _points(sections: Sections) -> tuple[CurvePoint, ...]:
    every = max(1, round(_STEP_MM / float(sections.arc_mm[1] - sections.arc_mm[0])))
    # The least of each stretch, so that a short narrowing is not stepped over.
    return tuple(_point(sections, _least(sections, n, every)) for n in range(0, len(sections), every))


def _least(sections: Sections, start: int, count: int) -> int:
    area = sections.area_mm2[start : start + count]
    return start + (int(np.nanargmin(area)) if np.isfinite(area).any() else 0)


def _point(sections: Sections, n: int) -> CurvePoint:
    area = float(sections.area_mm2[n])
    return CurvePoint(float(sections.arc_mm[n]), area if np.isfinite(area) else None, sections.state[n])


def _levels(material: Material, sections: Sections) -> tuple[CurveLevel, ...]:
    case, analysis = material.case, material.measured
    found = found_positions(case, analysis.levels) if analysis else ()
    arcs = {one.name: one.arc_mm for one in automatic_levels(case, analysis.levels)} if analysis else {}
    positions = with_found(level_positions(case.labels, case.numbering), found)
    reported = reported_discs(case.numbering)
    discs = (one for one in positions if one.level in reported)
    known = confirmed_levels(case)
    shown = (_level(one, arcs, sections, confirmed=one.level in known) for one in discs)
    return tuple(sorted((one for one in shown if one), key=lambda one: one.arc_mm))


def _level(
    one: LevelPosition, arcs: Mapping[str | None, float], sections: Sections, *, confirmed: bool
) -> CurveLevel | None:
    known = None if one.confirmed else arcs.get(one.level.name)
    arc_mm = _arc_mm(sections, one.point) if known is None else known
    return None if arc_mm is None else CurveLevel(one.level.name, arc_mm, confirmed)


def _arc_mm(sections: Sections, point: Vec3) -> float | None:
    n = sections.nearest(point)
    inside = distance_mm(vec3(sections.point[n]), point) <= _BESIDE_MM and 0 < n < len(sections) - 1
    return float(sections.arc_mm[n]) if inside else None


def _marks(material: Material, sections: Sections) -> tuple[CurveMark, ...]:
    return tuple(
        _mark(sections, finding, finding.point)
        for finding in material.findings
        if finding.point is not None and _arc_mm(sections, finding.point) is not None
    )


def _mark(sections: Sections, finding: ReportedFinding, point: Vec3) -> CurveMark:
    n = sections.nearest(point)
    area = float(sections.area_mm2[n])
    kept = finding.measured.area_mm2 if finding.measured else None
    shown = kept if kept is not None else area if np.isfinite(area) else None
    return CurveMark(finding.number, float(sections.arc_mm[n]), shown)
