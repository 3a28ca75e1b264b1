"""What the graph of the profile can show of the sections."""

from enum import StrEnum

import attrs
import numpy as np

from viewer.model.sections import Numbers, Sections


class Measure(StrEnum):
    """A number of every section, named as `Sections` names it."""

    AREA = "area_mm2"
    AP = "ap_mm"
    CORD = "cord_mm2"
    CSF = "csf_hu"


@attrs.frozen
class MeasureWords:
    """How a measure is written: its title, unit and the steps that its axis may have."""

    title: str
    unit: str
    steps: tuple[float, ...]
    colour: str


MEASURES = {
    Measure.AREA: MeasureWords("Sac area", "mm²", (50.0, 100.0), "#58b7e8"),
    Measure.AP: MeasureWords("Sac AP diameter", "mm", (5.0, 10.0), "#7bc98f"),
    Measure.CORD: MeasureWords("Cord area", "mm²", (20.0, 50.0), "#e8b5d0"),
    Measure.CSF: MeasureWords("CSF brightness", "HU", (50.0, 100.0, 250.0, 500.0, 1000.0), "#d9c98a"),
}
_MOST_STEPS = 5


def values_of(sections: Sections, measure: Measure) -> Numbers:
    """Return one number for every section, NaN where it was not measured."""
    values: Numbers = getattr(sections, measure.value)
    return values


def axis_of(values: Numbers, measure: Measure, least: float = 0.0) -> Numbers:
    """Return the values that get a line in the graph, from zero to above the largest and above `least`."""
    known = values[np.isfinite(values)]
    largest = max(float(known.max()) if known.size else 1.0, least)
    steps = MEASURES[measure].steps
    step = next((one for one in steps if largest <= one * _MOST_STEPS), None)
    step = step or steps[-1] * np.ceil(largest / steps[-1] / _MOST_STEPS)
    count = max(1, int(np.ceil(largest / step)))
    return np.arange(count + 1) * step
