"""What a report is made of: the case, its analysis, and what else is known of the study."""

from collections.abc import Mapping

import attrs

from viewer import __version__
from viewer.model.analysis import Analysis
from viewer.model.case import Case
from viewer.model.geometry import VolumeGeometry
from viewer.model.report.concordance import Concordance
from viewer.model.report.finding import ReportedFinding
from viewer.model.report.level_row import LevelNumbers, LevelRow
from viewer.model.spine import Level
from viewer.model.technique import Technique

SOFTWARE = f"Thecal {__version__}"


@attrs.frozen
class StudyFacts:
    """What is known of the study beside its case.

    `images` is the digest of the UIDs of the images as they are now, empty where they are not at hand;
    `volume` is the grid of the series that was read, None where it is not open.
    """

    study_description: str = ""
    technique: Technique = Technique()
    accession_number: str = ""
    images: str = ""
    volume: VolumeGeometry | None = None


@attrs.frozen(eq=False)
class Material:
    """A case with what was derived from it, worst finding first; `auto` where no reader has seen it."""

    case: Case
    analysis: Analysis | None
    facts: StudyFacts
    auto: bool
    numbers: Mapping[Level, LevelNumbers]
    findings: tuple[ReportedFinding, ...] = ()
    rows: tuple[LevelRow, ...] = ()
    concordance: tuple[Concordance, ...] = ()

    @property
    def measured(self) -> Analysis | None:
        """The analysis where it found contrast."""
        return self.analysis if self.analysis is not None and self.analysis.absent is None else None
