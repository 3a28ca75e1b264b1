"""What is known of a level: without contrast there, or without a reader, nothing is."""

from enum import StrEnum


class Assessment(StrEnum):
    """What may be said of a level; the values are what the report says of it."""

    FINDING = "see findings"
    NORMAL = "no narrowing"
    PARTLY = "not assessed in full"
    UNREVIEWED = "measured, not reviewed by a reader"
    NOT_REVIEWED = "not assessed: not reviewed"
    OBLITERATED = "not assessed: sac obliterated"
    NOT_OPACIFIED = "not assessed: not opacified"
    NOT_MEASURED = "not assessed: not measured"

    @property
    def of_reader(self) -> bool:
        """Whether a reader has assessed the level, so that something may be said of it."""
        return self in (Assessment.FINDING, Assessment.NORMAL, Assessment.PARTLY)
