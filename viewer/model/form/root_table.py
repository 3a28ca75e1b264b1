"""Which part of the body points to which root, and at which levels and zones a root may be compressed."""

from collections.abc import Iterable
from enum import StrEnum
from functools import cache
from typing import Any

import attrs

from viewer import resources
from viewer.errors import ResourceError
from viewer.model.finding import Zone
from viewer.model.form.question import Symptom
from viewer.model.spine import ROOTS, Level, LevelKind, Numbering, Region

_FILE = "form/roots.json"


class AreaKind(StrEnum):
    """What an area is: skin, a muscle's action, or a tendon reflex."""

    DERMATOME = "dermatome"
    MYOTOME = "myotome"
    REFLEX = "reflex"


@attrs.frozen
class TableSource:
    """Where an entry comes from, and whether it was read there."""

    name: str
    confirmed: bool


@attrs.frozen
class BodyArea:
    """An area of the body diagram, or an action of a muscle, and the roots it points to."""

    id: str
    label: str
    roots: tuple[str, ...]
    kind: AreaKind
    source: TableSource


@attrs.frozen
class RootPlace:
    """The zones of a level in which a root may be compressed."""

    root: str
    level: Level
    zones: tuple[Zone, ...]
    source: TableSource


@attrs.frozen
class _RootTable:
    places: tuple[RootPlace, ...]
    areas: tuple[BodyArea, ...]


def areas() -> tuple[BodyArea, ...]:
    """Return the areas of the body, dermatomes from the head down, then muscles and reflexes."""
    return _table().areas


def known_area(area_id: str) -> BodyArea | None:
    """Return the area with an id, None where the table has none."""
    return next((one for one in areas() if one.id == area_id), None)


def root_places(root: str, numbering: Numbering | None = None) -> tuple[RootPlace, ...]:
    """Return where a root may be compressed in a patient with a numbering, cranial first; none if unknown."""
    levels = (numbering or Numbering()).levels
    found = [one for one in _table().places if one.root == root and one.level in levels]
    return tuple(sorted(found, key=lambda one: levels.index(one.level)))


def roots_of(symptom: Symptom) -> tuple[str, ...]:
    """Return the roots that a symptom points to: those named, and those of its areas, from the head down."""
    found = (known_area(one) for one in symptom.areas)
    return in_order((*symptom.roots, *(root for area in found if area for root in area.roots)))


def in_order(roots: Iterable[str]) -> tuple[str, ...]:
    """Return known roots from the head down, each once."""
    named = set(roots)
    return tuple(one for one in ROOTS if one in named)


def cord_levels(numbering: Numbering | None = None) -> tuple[Level, ...]:
    """Return the discs and joints at which the cord lies in most adults: down to the one above L1."""
    levels = (numbering or Numbering()).levels
    last = next(n for n, one in enumerate(levels) if one.kind is LevelKind.DISC and one.lower == "L1")
    return tuple(one for one in levels[: last + 1] if one.kind is LevelKind.DISC)


def cauda_levels(numbering: Numbering | None = None) -> tuple[Level, ...]:
    """Return the lumbar discs."""
    levels = (numbering or Numbering()).levels
    return tuple(one for one in levels if one.kind is LevelKind.DISC and one.region is Region.LUMBAR)


@cache
def _table() -> _RootTable:
    try:
        return table_in(resources.table(_FILE))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise ResourceError(f"The program's file {_FILE} is damaged.", "Install Thecal again.") from error


def table_in(table: Any) -> _RootTable:
    """Return the table held by a JSON value; `KeyError`, `TypeError` or `ValueError` where it holds none."""
    sources = {
        name: TableSource(row["name"], bool(row["confirmed"])) for name, row in table["sources"].items()
    }
    places = (_place(row, one, sources) for row in table["roots"] for one in row["places"])
    return _RootTable(tuple(places), tuple(_area(row, sources) for row in table["areas"]))


def _place(row: dict[str, Any], place: dict[str, Any], sources: dict[str, TableSource]) -> RootPlace:
    zones = tuple(Zone(one) for one in place["zones"])
    return RootPlace(_root(row["root"]), Level(place["level"]), zones, sources[row["source"]])


def _area(row: dict[str, Any], sources: dict[str, TableSource]) -> BodyArea:
    roots = tuple(_root(one) for one in row["roots"])
    return BodyArea(row["id"], row["label"], roots, AreaKind(row["kind"]), sources[row["source"]])


def _root(name: str) -> str:
    if name not in ROOTS:
        raise ValueError(f"no root {name}")
    return name
