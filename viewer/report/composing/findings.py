"""Findings as the report states them: from marks and level forms, or from the analysis alone."""

from collections.abc import Iterator

import attrs

from viewer.model.analysis import Analysis
from viewer.model.answer import loss_pct, narrowing_id, worst_first
from viewer.model.automatic_levels import level_of_mark, narrowing_level
from viewer.model.case import Case
from viewer.model.finding import Cause, CompressionMark, Severity
from viewer.model.form.level_form import Fluid, LevelForm
from viewer.model.geometry import Vec3, distance_mm, vec3
from viewer.model.listed import listed_narrowings
from viewer.model.measured import Measured
from viewer.model.narrowing import BlockKind, Narrowing
from viewer.model.plane import Plane
from viewer.model.report.finding import ReportedFinding
from viewer.model.sections import SectionState
from viewer.model.spine import Level
from viewer.report.composing.confirmed import confirmed_levels
from viewer.report.composing.finding_sentence import auto_sentence, reader_sentence
from viewer.report.composing.material import SOFTWARE, Material
from viewer.report.composing.zones import (
    RANK,
    Narrowed,
    found_zones,
    joined,
    side_of,
    worst,
    zones_of_form,
    zones_of_mark,
)

_THE_READER = "the reader"
# A mark farther than this from the measured canal was measured in none of its sections.
_BESIDE_MM = 40.0
_LOSS_RANKS = ((50.0, 3.0), (30.0, 2.0), (20.0, 1.0))
_UNKNOWN_RANK = 0.5


def reported_findings(material: Material) -> tuple[ReportedFinding, ...]:
    """Return the findings, numbered from the worst: a reader's, or for a draft without one the program's."""
    found = _of_analysis(material) if material.auto else tuple(_of_reader(material))
    ordered = found if material.auto else tuple(sorted(found, key=lambda one: _order(material.case, one)))
    return tuple(attrs.evolve(one, number=number) for number, one in enumerate(ordered, 1))


def is_positive(form: LevelForm) -> bool:
    """Whether a form says that something is there, rather than that nothing is, or nothing at all."""
    if zones_of_form(form) or form.fluid not in (None, Fluid.PRESERVED) or form.causes or form.details:
        return True
    return bool(form.text.strip()) and all(value is None for value in form.values)


def _of_reader(material: Material) -> Iterator[ReportedFinding]:
    case, told = material.case, set[Level]()
    known = confirmed_levels(case)
    for mark in case.marks:
        at = level_of_mark(case, mark, material.analysis)
        level = at.level if at else None
        form = case.form.level(level) if level is not None and level not in told else None
        if form is not None:
            told.add(form.level)
        yield _finding_of(material, level, level in known, mark, form)
    for form in case.form.levels:
        if form.level not in told and is_positive(form):
            yield _finding_of(material, form.level, form.level in known, None, form)


def _finding_of(
    material: Material,
    level: Level | None,
    confirmed: bool,
    mark: CompressionMark | None,
    form: LevelForm | None,
) -> ReportedFinding:
    said = form if form is not None and is_positive(form) else None
    zones = joined(zones_of_mark(mark) if mark else (), zones_of_form(said) if said else ())
    made = ReportedFinding(
        number=0,
        finding_id=mark.mark_id if mark else level.name if level else "",
        level=level,
        confirmed=confirmed,
        severity=worst(zones, mark.severity if mark else None),
        severity_by=_graded_by(mark, said),
        side=side_of(zones, mark.side if mark else None),
        zones=tuple(dict.fromkeys(one.zone for one in zones)),
        causes=_causes(mark, said),
        roots=_roots(mark, said),
        confidence=mark.confidence if mark else None,
        text=_texts(mark, form),
        point=mark.point if mark else None,
        plane=_plane(material.analysis, mark),
        measured=mark.measured if mark else None,
        narrowed=found_zones(zones, mark, said),
    )
    return attrs.evolve(made, sentence=_sentence(material, made, zones, said))


def _sentence(
    material: Material, finding: ReportedFinding, zones: tuple[Narrowed, ...], form: LevelForm | None
) -> str:
    numbers = material.numbers.get(finding.level) if finding.level else None
    return reader_sentence(finding, zones, form, numbers)


def _graded_by(mark: CompressionMark | None, form: LevelForm | None) -> str:
    if mark and mark.severity:
        return mark.measured.accepted_by if mark.measured and mark.measured.accepted_by else _THE_READER
    return (form.reviewed_by if form else "") or _THE_READER


def _causes(mark: CompressionMark | None, form: LevelForm | None) -> tuple[Cause, ...]:
    return tuple(dict.fromkeys((*(mark.causes if mark else ()), *(form.causes if form else ()))))


def _roots(mark: CompressionMark | None, form: LevelForm | None) -> tuple[str, ...]:
    of_form = (detail.root for detail in form.details if detail.root) if form else ()
    return tuple(dict.fromkeys((*(mark.roots if mark else ()), *of_form)))


def _texts(mark: CompressionMark | None, form: LevelForm | None) -> str:
    """Both texts, as they were written."""
    texts = ((mark.text if mark else "").strip(), (form.text if form else "").strip())
    return "\n".join(dict.fromkeys(text for text in texts if text))


def _plane(analysis: Analysis | None, mark: CompressionMark | None) -> Plane | None:
    """The section of the sac that a mark was measured in."""
    if mark is None or mark.measured is None:
        return None
    return section_plane(analysis, mark.point)


def section_plane(analysis: Analysis | None, point: Vec3) -> Plane | None:
    """Return the section of the sac nearest to a point: screen right is the patient's left, down is back."""
    sections = analysis.sections if analysis else None
    if sections is None or not len(sections):
        return None
    n = sections.nearest(point)
    middle = vec3(sections.point[n])
    if distance_mm(middle, point) > _BESIDE_MM:
        return None
    centre = vec3(sections.centre[n])
    known = all(number == number for number in centre)  # noqa: PLR0124 - NaN where nothing was measured
    return Plane(centre if known else middle, vec3(sections.left[n]), vec3(sections.back[n]))


def _of_analysis(material: Material) -> tuple[ReportedFinding, ...]:
    narrowings = worst_first(listed_narrowings(material.measured))
    return tuple(_auto(material, narrowing) for narrowing in narrowings)


def _auto(material: Material, narrowing: Narrowing) -> ReportedFinding:
    levels = material.analysis.levels if material.analysis else ()
    level, _ = narrowing_level(material.case, narrowing, levels)
    made = ReportedFinding(
        number=0,
        finding_id=narrowing_id(narrowing),
        level=level,
        confirmed=level in confirmed_levels(material.case),
        severity=None,
        severity_by=SOFTWARE,
        side=None,
        point=narrowing.position,
        plane=section_plane(material.analysis, narrowing.position),
        measured=Measured.of(narrowing, SOFTWARE, ""),
    )
    return attrs.evolve(made, sentence=auto_sentence(made))


def _order(case: Case, finding: ReportedFinding) -> tuple[float, float, int]:
    """The worst first: by the grade, a finding nobody graded by what it loses, then by loss and from the head down."""
    loss = _loss(finding.measured)
    graded = finding.severity is not None
    rank = RANK[finding.severity] if graded else _ungraded_rank(finding.measured, loss)
    place = case.numbering.index(finding.level) if finding.level else None
    return (-rank, -loss, 999 if place is None else place)


def _ungraded_rank(measured: Measured | None, loss: float) -> float:
    if measured is None:
        return _UNKNOWN_RANK
    if measured.block is BlockKind.COMPLETE:
        return RANK[Severity.COMPLETE_BLOCK]
    return next((rank for least, rank in _LOSS_RANKS if loss >= least), _UNKNOWN_RANK)


def _loss(measured: Measured | None) -> float:
    if measured is None:
        return 0.0
    if measured.state is SectionState.OBLITERATED:
        return float("inf")
    return max(measured.area_reduction_pct or 0.0, measured.ap_reduction_pct or 0.0)


def is_severe(narrowing: Narrowing) -> bool:
    """Whether a narrowing needs a reader's answer: half the sac lost, no CSF left, or a block."""
    return narrowing.block is not None or loss_pct(narrowing) >= _LOSS_RANKS[0][0]
