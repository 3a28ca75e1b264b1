"""The case form: all that a reader says in words and choices rather than by a place in the image."""

from __future__ import annotations

import attrs

from viewer.model.form.adequacy import RegionAdequacy
from viewer.model.form.level_form import LevelForm
from viewer.model.form.numbering_statement import NumberingStatement
from viewer.model.form.procedure import Procedure
from viewer.model.form.question import ClinicalQuestion
from viewer.model.report.section import EditedSection
from viewer.model.spine import Level, Region


@attrs.frozen
class CaseForm:
    """The form of one case.

    `adequacy` holds only regions of which a reader has said something, `levels` only levels. `comparison`
    names prior studies. `edited` are the sections of the report whose text a reader has changed.
    """

    question: ClinicalQuestion = ClinicalQuestion()
    procedure: Procedure = Procedure()
    numbering: NumberingStatement = NumberingStatement()
    adequacy: tuple[RegionAdequacy, ...] = ()
    levels: tuple[LevelForm, ...] = ()
    comparison: str = ""
    edited: tuple[EditedSection, ...] = ()

    def level(self, level: Level) -> LevelForm:
        """Return the form of a level, an empty one where nothing was said."""
        return next((one for one in self.levels if one.level == level), LevelForm(level))

    def with_level(self, form: LevelForm) -> CaseForm:
        """Return the form with one level replaced; a form that says nothing and holds no number is left out."""
        others = tuple(one for one in self.levels if one.level != form.level)
        said = form.begun or bool(form.grades)
        return attrs.evolve(self, levels=(*others, form) if said else others)

    def region(self, region: Region) -> RegionAdequacy:
        """Return what was said of a region's adequacy, an empty value where nothing was."""
        return next((one for one in self.adequacy if one.region is region), RegionAdequacy(region))

    def with_region(self, adequacy: RegionAdequacy) -> CaseForm:
        """Return the form with one region's adequacy replaced; one that says nothing is left out."""
        others = tuple(one for one in self.adequacy if one.region is not adequacy.region)
        said = adequacy != RegionAdequacy(adequacy.region)
        return attrs.evolve(self, adequacy=(*others, adequacy) if said else others)

    def with_section(self, edited: EditedSection) -> CaseForm:
        """Return the form with one edited section of the report replaced."""
        others = tuple(one for one in self.edited if one.section is not edited.section)
        return attrs.evolve(self, edited=(*others, edited))
