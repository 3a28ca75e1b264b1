"""A reader's own words in a section of the report, as pure changes of the case."""

import attrs

from viewer.model.case import Case
from viewer.model.report.section import EditedSection, ReportSection, SectionId

MOST_CHARACTERS = 100_000


def section_written(case: Case, section: ReportSection, text: str, by: str, at: str) -> Case:
    """Return the case with other words in a section; the words made from the data take the edit back."""
    words = text.strip()[:MOST_CHARACTERS]
    if words == section.generated.strip():
        return section_restored(case, section.section)
    edited = EditedSection(section.section, words, section.generated, by, at)
    return attrs.evolve(case, form=case.form.with_section(edited))


def section_restored(case: Case, section: SectionId) -> Case:
    """Return the case with the words made from the data in a section again."""
    kept = tuple(one for one in case.form.edited if one.section is not section)
    return attrs.evolve(case, form=attrs.evolve(case.form, edited=kept))


def section_upheld(case: Case, section: ReportSection, by: str, at: str) -> Case:
    """Return the case with a reader's words kept though the data gives others now: asked no more."""
    edited = EditedSection(section.section, section.text, section.generated, by, at)
    return attrs.evolve(case, form=case.form.with_section(edited))
