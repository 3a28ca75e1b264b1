"""A grade by a named scale: the numbers it came from, what the program suggests, what a reader decided."""

import attrs

from viewer.model.finding import Side
from viewer.model.plane import Plane


@attrs.frozen
class GradeNumber:
    """One number a grade came from, and the plane it was measured in (None where it was typed in).

    `quantity` is an id of the scale's table; `by` says whether the program or a reader measured it.
    """

    quantity: str
    value: float
    unit: str
    by: str
    plane: Plane | None = None


@attrs.frozen
class Grade:
    """The grade of one level by one scale and version, on one side where the scale is of a side.

    `suggested` is the program's word with `suggested_by` (name and version); `value` is the reader's
    decision with `decided_by` and `decided_at` (ISO 8601, UTC). Either may be empty; the two are never mixed.
    """

    scale: str
    version: str
    side: Side | None = None
    numbers: tuple[GradeNumber, ...] = ()
    suggested: str = ""
    suggested_by: str = ""
    value: str = ""
    decided_by: str = ""
    decided_at: str = ""

    @property
    def decided(self) -> bool:
        """Whether a reader has given it."""
        return bool(self.value)
