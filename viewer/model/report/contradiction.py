"""What in a report contradicts itself or is left open, to be settled before it is final."""

from enum import StrEnum

import attrs

from viewer.model.report.section import SectionId


class Weight(StrEnum):
    """Whether a report may be final with it: it must be settled, or a reader may pass over it knowingly."""

    BLOCKING = "blocking"
    WARNING = "warning"


@attrs.frozen
class Contradiction:
    """One thing that does not fit: `message` says what, `hint` the next step.

    `target` is the id of the mark, level or section to go to, empty where there is none.
    """

    weight: Weight
    message: str
    hint: str = ""
    target: str = ""
    section: SectionId | None = None
