"""The report of one case as a value: everything a page, a text, a FHIR bundle or an SR says comes from it."""

from enum import StrEnum

import attrs

from viewer.model.key_image import KeyImage
from viewer.model.report.concordance import Concordance
from viewer.model.report.contradiction import Contradiction
from viewer.model.report.finding import ReportedFinding
from viewer.model.report.level_row import LevelRow
from viewer.model.report.profile_curve import ProfileCurve
from viewer.model.report.section import ReportSection, SectionId
from viewer.model.study_reference import StudyReference
from viewer.model.technique import Technique


class ReportState(StrEnum):
    """How far a report is: `UNREVIEWED` was made from the analysis alone, no reader has seen it."""

    UNREVIEWED = "unreviewed"
    DRAFT = "draft"
    FINAL = "final"
    ADDENDUM = "addendum"


@attrs.frozen
class Report:
    """What is reported of one study.

    `number` counts issued versions from 1 (0 while a draft); `made_at` is ISO 8601 in UTC; `author` is the
    reader's name as it is signed, empty where none was given; `replaces` is the number of the issued version
    that a corrected report replaces, 0 for a first one; `software` names program and version.
    `impression` are its lines, the worst first, without their numbers: a line's number is its place, from 1.
    `contradictions` are what is still open.
    """

    state: ReportState
    study: StudyReference
    study_description: str
    title: str
    number: int = 0
    made_at: str = ""
    author: str = ""
    software: str = ""
    accession_number: str = ""
    impression: tuple[str, ...] = ()
    findings: tuple[ReportedFinding, ...] = ()
    rows: tuple[LevelRow, ...] = ()
    sections: tuple[ReportSection, ...] = ()
    concordance: tuple[Concordance, ...] = ()
    curve: ProfileCurve = ProfileCurve()
    key_images: tuple[KeyImage, ...] = ()
    technique: Technique = Technique()
    contradictions: tuple[Contradiction, ...] = ()
    replaces: int = 0

    def section(self, section: SectionId) -> ReportSection:
        """Return a section, an empty one where the report has none of that name."""
        return next((one for one in self.sections if one.section is section), ReportSection(section, ""))
