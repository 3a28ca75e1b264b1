"""From a case and its analysis to the report as a value: all that any page or file says is decided here."""

import re

import attrs

from viewer.model.analysis import Analysis
from viewer.model.case import Case
from viewer.model.form.detail_table import detail_words
from viewer.model.form.question import ClinicalQuestion
from viewer.model.report.level_row import LevelRow
from viewer.model.report.report import Report, ReportState
from viewer.model.report.section import ReportSection, SectionId
from viewer.model.spine import Region
from viewer.report.checking.contradictions import contradictions
from viewer.report.composing.assessment import assessment
from viewer.report.composing.curve import profile_curve
from viewer.report.composing.findings import reported_findings
from viewer.report.composing.grading import with_suggestions
from viewer.report.composing.level_numbers import level_numbers
from viewer.report.composing.material import SOFTWARE, Material, StudyFacts
from viewer.report.composing.rows import level_rows
from viewer.report.composing.sections import report_sections
from viewer.report.question.concordance import concordance

__all__ = ["StudyFacts", "compose"]

_TITLE = "CT myelogram"
_UNREVIEWED_TITLE = "Unreviewed draft by software: CT myelogram"
_NUMBERED = re.compile(r"^\s*\d{1,2}[.)]\s+")


def compose(
    case: Case,
    analysis: Analysis | None,
    facts: StudyFacts,
    author: str = "",
    made_at: str = "",
    *,
    auto: bool = False,
) -> Report:
    """Return the report of a case, a draft until somebody issues it.

    With `auto` it is made from the analysis alone, whatever a reader has marked, and says of every finding
    that it is unreviewed. `made_at` is ISO 8601 in UTC; nothing is read from a clock.
    """
    material = _material(case, analysis, facts, auto=auto)
    sections = report_sections(material)
    shown = next(one for one in sections if one.section is SectionId.IMPRESSION)
    report = Report(
        state=ReportState.UNREVIEWED if auto else ReportState.DRAFT,
        study=attrs.evolve(case.study, images=facts.images or case.study.images),
        study_description=facts.study_description,
        title=_title(material),
        made_at=made_at,
        author="" if auto else author,
        software=SOFTWARE,
        accession_number=facts.accession_number or facts.technique.accession_number,
        impression=impression_lines(shown),
        findings=material.findings,
        rows=material.rows,
        sections=sections,
        concordance=material.concordance,
        curve=profile_curve(material),
        key_images=() if auto else tuple(one for one in case.key_images if one.reported),
        technique=facts.technique,
    )
    return (
        report if auto else attrs.evolve(report, contradictions=contradictions(report, case, analysis, facts))
    )


def impression_lines(section: ReportSection) -> tuple[str, ...]:
    """Return the lines of an impression, without the numbers that a reader may have typed before them."""
    lines = (_NUMBERED.sub("", line).strip() for line in section.text.splitlines())
    return tuple(line for line in lines if line)


def _material(case: Case, analysis: Analysis | None, facts: StudyFacts, *, auto: bool) -> Material:
    material = Material(case, analysis, facts, auto, level_numbers(case, analysis))
    material = attrs.evolve(material, findings=reported_findings(material))
    asked = ClinicalQuestion() if auto else case.form.question
    fits = concordance(asked, material.findings, case.numbering)
    material = attrs.evolve(material, rows=level_rows(material), concordance=fits)
    rows = tuple(_with_words(row, material) for row in material.rows)
    return attrs.evolve(material, rows=rows)


def _with_words(row: LevelRow, material: Material) -> LevelRow:
    details = tuple(detail_words(one) for one in row.form.details)
    grades = with_suggestions(row.form, row.numbers).grades
    return attrs.evolve(row, details=details, grades=grades, assessment=assessment(row, material))


def _title(material: Material) -> str:
    regions = [region for region in Region if any(row.level.region is region for row in material.rows)]
    names = " and ".join(region.value for region in regions if region is not Region.SACRAL)
    where = f", {names} spine" if names else ""
    return (_UNREVIEWED_TITLE if material.auto else _TITLE) + where
