"""Grading scales as data: what their steps mean, where they come from, and what the program may suggest."""

from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum

import attrs

from viewer.model.form.grade import GradeNumber
from viewer.model.spine import Region


class Basis(StrEnum):
    """What a scale was made on."""

    MRI = "MRI"
    CT = "CT"
    CTM = "CTM"
    CADAVER = "cadaver"
    RADIOGRAPH = "radiograph"


class Formula(StrEnum):
    """How the quantities of a scale become the one number that its steps speak of."""

    NONE = "none"
    VALUE = "value"
    RATIO = "ratio"
    REDUCTION = "reduction"


@attrs.frozen
class Quantity:
    """A number a scale is made from; `id` is what `GradeNumber.quantity` holds."""

    id: str
    label: str
    unit: str


@attrs.frozen
class Step:
    """One value of a scale: `label` in words, `definition` the rule; bounds None where it has none."""

    value: str
    label: str
    definition: str
    low: float | None = None
    high: float | None = None


@attrs.frozen
class Scale:
    """A named scale in one version.

    `suggests` are the values the program may suggest from numbers, `obliterated` what it suggests where no
    contrast is left in the sac (empty for nothing); all else only a reader may give. A bound belongs to
    the step above it, with `upper_inclusive` to the step below. `note` and `cap_note` are shown to the user;
    `cap_note` tells why the scale ends early here. `origin` names the site's file, empty for a built-in scale.
    """

    id: str
    name: str
    version: str
    rule: str
    regions: tuple[Region, ...]
    side_specific: bool
    steps: tuple[Step, ...]
    source: str
    basis: Basis
    citation: str = ""
    quantities: tuple[Quantity, ...] = ()
    formula: Formula = Formula.NONE
    upper_inclusive: bool = False
    suggests: tuple[str, ...] = ()
    obliterated: str = ""
    note: str = ""
    cap_note: str = ""
    confirmed: bool = True
    origin: str = ""

    @property
    def reader_only(self) -> bool:
        """Whether the program never suggests any value of it."""
        return not (self.suggests or self.obliterated)

    @property
    def reader_values(self) -> tuple[str, ...]:
        """The values that only a reader may give."""
        return tuple(one.value for one in self.steps if one.value not in self.suggests)

    @property
    def numeric(self) -> bool:
        """Whether it has no steps: its number is reported without a word."""
        return not self.steps

    @property
    def basis_label(self) -> str:
        """What its bands are labelled with, such as `MRI-derived`."""
        return f"{self.basis.value}-derived"

    @property
    def remarks(self) -> tuple[str, ...]:
        """The sentences a user should see beside it."""
        doubt = "" if self.confirmed else "The rule of this scale was not confirmed in its source."
        return tuple(one for one in (self.cap_note, self.note, doubt) if one)

    def step(self, value: str) -> Step | None:
        """Return the step of a value, None where it has no such value."""
        return next((one for one in self.steps if one.value == value), None)

    def number(self, numbers: Sequence[GradeNumber]) -> float | None:
        """Return the one number its steps speak of, None where numbers are missing; a reduction in percent."""
        known = {one.quantity: one.value for one in numbers}
        return _FORMULAS[self.formula]([one.id for one in self.quantities], known)

    def word(self, numbers: Sequence[GradeNumber]) -> str:
        """Return the value the program may suggest from numbers, empty for none."""
        number = self.number(numbers)
        if number is None or not self.suggests:
            return ""
        if self.numeric:
            return f"{number:.0f} %" if number > 0 else ""
        step = next((one for one in self.steps if self._holds(one, number)), None)
        return step.value if step and step.value in self.suggests else ""

    def _holds(self, step: Step, number: float) -> bool:
        if step.low is None and step.high is None:
            return False
        low = float("-inf") if step.low is None else step.low
        high = float("inf") if step.high is None else step.high
        return low < number <= high if self.upper_inclusive else low <= number < high


_Known = Mapping[str, float]


def _value(names: Sequence[str], known: _Known) -> float | None:
    return known.get(names[0]) if names else None


def _ratio(names: Sequence[str], known: _Known) -> float | None:
    parts = [known.get(one, 0.0) for one in names[:2]]
    return parts[0] / parts[1] if len(parts) == 2 and min(parts) > 0 else None


def _reduction(names: Sequence[str], known: _Known) -> float | None:
    """Against the mean of what is above and below, or against the one that is known."""
    around = [known[one] for one in names[1:] if known.get(one, 0.0) > 0]
    if not names or names[0] not in known or not around:
        return None
    return 100.0 * (1.0 - known[names[0]] / (sum(around) / len(around)))


def _nothing(_names: Sequence[str], _known: _Known) -> float | None:
    return None


_FORMULAS: dict[Formula, Callable[[Sequence[str], _Known], float | None]] = {
    Formula.NONE: _nothing,
    Formula.VALUE: _value,
    Formula.RATIO: _ratio,
    Formula.REDUCTION: _reduction,
}
