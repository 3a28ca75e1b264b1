"""The form of one level: five core items first, all else on demand.

The core items are those of Andreisek 2014 (Eur Radiol 24:3224): the central zone, the relation of fluid to
roots or cord, the lateral recesses and the foramina; and with them what compresses.
"""

from enum import StrEnum

import attrs

from viewer.model.finding import Cause
from viewer.model.form.detail import Detail
from viewer.model.form.grade import Grade
from viewer.model.spine import Level


class Degree(StrEnum):
    """How much a zone is narrowed."""

    NONE = "none"
    MILD = "mild"
    MODERATE = "moderate"
    SEVERE = "severe"


class Fluid(StrEnum):
    """What is left of the contrast against the cord or the cauda equina."""

    PRESERVED = "preserved"
    THINNED = "thinned"
    PARTLY_EFFACED = "partly effaced"
    EFFACED = "effaced"


class CoreItem(StrEnum):
    """The core items, in the order of the form; the values are the fields of `LevelForm`."""

    CENTRAL = "central"
    FLUID = "fluid"
    RECESS_RIGHT = "recess_right"
    RECESS_LEFT = "recess_left"
    FORAMEN_RIGHT = "foramen_right"
    FORAMEN_LEFT = "foramen_left"
    CAUSES = "causes"


@attrs.frozen
class LevelForm:
    """What a reader says of one disc level; None where nothing was said: not assessed, never normal.

    `reviewed_by` and `reviewed_at` (ISO 8601, UTC) tell who filled it last.
    """

    level: Level
    central: Degree | None = None
    fluid: Fluid | None = None
    recess_right: Degree | None = None
    recess_left: Degree | None = None
    foramen_right: Degree | None = None
    foramen_left: Degree | None = None
    causes: tuple[Cause, ...] = ()
    details: tuple[Detail, ...] = ()
    grades: tuple[Grade, ...] = ()
    text: str = ""
    reviewed_by: str = ""
    reviewed_at: str = ""

    @property
    def values(self) -> tuple[Degree | Fluid | None, ...]:
        """The six graded core items in the order of the form."""
        return (
            self.central,
            self.fluid,
            self.recess_right,
            self.recess_left,
            self.foramen_right,
            self.foramen_left,
        )

    @property
    def complete(self) -> bool:
        """Whether all graded core items were said."""
        return all(value is not None for value in self.values)

    @property
    def begun(self) -> bool:
        """Whether anything was said of this level."""
        said = any(value is not None for value in self.values)
        return said or bool(self.causes or self.details or self.text or any(g.decided for g in self.grades))

    @property
    def normal(self) -> bool:
        """Whether every graded core item was said to be normal."""
        return self.complete and all(value in (Degree.NONE, Fluid.PRESERVED) for value in self.values)

    @staticmethod
    def of_normal(level: Level, by: str = "", at: str = "") -> "LevelForm":
        """Return the form of a level found normal in all core items."""
        none = Degree.NONE
        return LevelForm(level, none, Fluid.PRESERVED, none, none, none, none, reviewed_by=by, reviewed_at=at)
