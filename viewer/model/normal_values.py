"""Normal values of the sac and the cord at a level, each with the source it comes from."""

from functools import cache
from typing import Any

import attrs

from viewer import resources
from viewer.errors import ResourceError

_FILE = "normals/canal.json"
_CONFIRMED = "confirmed"


@attrs.frozen
class NormalSource:
    """Where values come from: the publication, how and on whom it measured, and what exactly."""

    short: str
    name: str
    modality: str
    population: str
    definition: str

    @property
    def words(self) -> str:
        """How it is cited: modality, population, publication."""
        return f"{self.modality}, {self.population}, {self.name}"


@attrs.frozen
class NormalValue:
    """Mean and standard deviation of one quantity at one level, in the quantity's unit.

    `quantity` is named as `Sections` names it; `p5` and `p95` are percentiles where the source has them.
    """

    level: str
    quantity: str
    mean: float
    sd: float
    source: NormalSource
    p5: float | None = None
    p95: float | None = None

    def band(self, sds: float) -> tuple[float, float]:
        """Return the range of so many standard deviations about the mean, never below zero."""
        return max(0.0, self.mean - sds * self.sd), self.mean + sds * self.sd


@cache
def normal_values() -> tuple[NormalValue, ...]:
    """Return all confirmed values, the preferred source first; `ResourceError` if the file is damaged."""
    return values_in(resources.table(_FILE))


def values_in(table: Any) -> tuple[NormalValue, ...]:
    """Return the confirmed values of a table read from JSON; `ResourceError` if it is no such table."""
    try:
        known = {name: row for name, row in table["sources"].items() if row["mark"] == _CONFIRMED}
        sources = {name: _source(row) for name, row in known.items()}
        return tuple(_value(row, sources) for row in table["values"] if row["source"] in sources)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise ResourceError(f"The program's file {_FILE} is damaged.", "Install Thecal again.") from error


def _source(row: dict[str, Any]) -> NormalSource:
    return NormalSource(row["short"], row["name"], row["modality"], row["population"], row["definition"])


def _value(row: dict[str, Any], sources: dict[str, NormalSource]) -> NormalValue:
    mean, sd = float(row["mean"]), float(row["sd"])
    return NormalValue(
        row["level"], row["quantity"], mean, sd, sources[row["source"]], row.get("p5"), row.get("p95")
    )


def normal_value(level: str, quantity: str) -> NormalValue | None:
    """Return the value of a quantity at a level (`C5`, `L4/L5`), None where no source tells it.

    Values measured on CT myelograms come before those of MRI.
    """
    return _by_place().get((level, quantity))


@cache
def _by_place() -> dict[tuple[str, str], NormalValue]:
    found: dict[tuple[str, str], NormalValue] = {}
    for one in normal_values():
        found.setdefault((one.level, one.quantity), one)
    return found
