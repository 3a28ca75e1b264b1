"""One row of the report's level table: the reader's words, and beside them the measured numbers."""

import attrs

from viewer.model.form.grade import Grade
from viewer.model.form.level_form import LevelForm
from viewer.model.plane import Plane
from viewer.model.report.assessment import Assessment
from viewer.model.sections import SectionState
from viewer.model.spine import Level


@attrs.frozen
class LevelNumbers:
    """What was measured of the sac at a level, in the section through its disc; None where nothing stands.

    `plane` is that section: its origin is the sac's centroid, screen right is the patient's left, screen
    down is posterior. `corrected` tells that a reader has corrected the sac there. Where the level lies in
    a narrowing, `_above` and `_below` are means over the nearest un-narrowed sections on either side.
    """

    plane: Plane
    arc_mm: float
    state: SectionState
    area_mm2: float | None = None
    ap_mm: float | None = None
    transverse_mm: float | None = None
    cord_area_mm2: float | None = None
    cord_ap_mm: float | None = None
    csf_hu: float | None = None
    corrected: bool = False
    ap_above_mm: float | None = None
    ap_below_mm: float | None = None
    cord_ap_above_mm: float | None = None
    cord_ap_below_mm: float | None = None


@attrs.frozen
class LevelRow:
    """A level of the table. `assessed` is True only where a reader has said something of it.

    `confirmed` tells whether the numbering there is a reader's; `findings` are the numbers of the findings
    that lie there; `grades` hold suggestions and decisions apart. `assessment` is what may be said of the
    level: one without contrast, or without a reader, is not assessed, whatever else is known.
    """

    level: Level
    confirmed: bool
    form: LevelForm
    numbers: LevelNumbers | None = None
    findings: tuple[int, ...] = ()
    grades: tuple[Grade, ...] = ()
    details: tuple[str, ...] = ()
    assessment: Assessment | None = None

    @property
    def assessed(self) -> bool:
        """Whether a reader has said anything of this level that may stand."""
        if self.assessment is not None:
            return self.assessment.of_reader
        return self.form.begun or bool(self.findings)

    @property
    def statement(self) -> str:
        """What the report says of the level in a line, empty where that was not settled."""
        return self.assessment.value if self.assessment else ""
