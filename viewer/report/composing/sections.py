"""The sections of the report: made from the data, or as a reader has changed them."""

from collections.abc import Callable

from viewer.model.form.case_form import CaseForm
from viewer.model.report.section import EditedSection, ReportSection, SectionId
from viewer.report.composing.examination_text import (
    adequacy_text,
    comparison_text,
    limits_text,
    method_text,
    numbering_text,
    procedure_text,
    question_text,
    technique_text,
)
from viewer.report.composing.impression import impression
from viewer.report.composing.level_text import (
    alignment_text,
    block_text,
    cord_text,
    extraspinal_text,
    intradural_text,
    levels_text,
    sleeves_text,
)
from viewer.report.composing.material import Material

_TEXTS: dict[SectionId, Callable[[Material], str]] = {
    SectionId.IMPRESSION: lambda material: "\n".join(impression(material)),
    SectionId.QUESTION: question_text,
    SectionId.LEVELS: levels_text,
    SectionId.ALIGNMENT: alignment_text,
    SectionId.CORD: cord_text,
    SectionId.BLOCK: block_text,
    SectionId.SLEEVES: sleeves_text,
    SectionId.INTRADURAL: intradural_text,
    SectionId.EXTRASPINAL: extraspinal_text,
    SectionId.PROCEDURE: procedure_text,
    SectionId.TECHNIQUE: technique_text,
    SectionId.ADEQUACY: adequacy_text,
    SectionId.NUMBERING: numbering_text,
    SectionId.COMPARISON: comparison_text,
    SectionId.METHOD: method_text,
    SectionId.LIMITS: limits_text,
}


def report_sections(material: Material) -> tuple[ReportSection, ...]:
    """Return all sections in their order; what a reader has written stands before what the data give."""
    form = CaseForm() if material.auto else material.case.form
    edited = {one.section: one for one in form.edited}
    return tuple(_section(name, _TEXTS[name](material), edited.get(name)) for name in SectionId)


def _section(name: SectionId, generated: str, edited: EditedSection | None) -> ReportSection:
    if edited is None:
        return ReportSection(name, generated, generated)
    return ReportSection(name, edited.text, generated, edited=True, stale=edited.generated != generated)
