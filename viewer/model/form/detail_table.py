"""The kinds of detail a reader may add to a level, their choices, and how they read in a sentence."""

from functools import cache
from typing import Any

import attrs

from viewer import resources
from viewer.errors import ResourceError
from viewer.model.finding import Side
from viewer.model.form.detail import Choice, Detail
from viewer.model.spine import Region

_FILE = "form/details.json"
_SIDES = {Side.CENTRAL: "central", Side.RIGHT: "right", Side.LEFT: "left", Side.BILATERAL: "bilateral"}


@attrs.frozen
class DetailValue:
    """One choice: `title` in the form, `text` in a sentence, `definition` its rule or empty."""

    id: str
    title: str
    text: str
    definition: str = ""


@attrs.frozen
class DetailGroup:
    """Choices of which one is taken, or `several`."""

    id: str
    title: str
    values: tuple[DetailValue, ...]
    several: bool = False

    def value(self, value_id: str) -> DetailValue | None:
        """Return the value with an id, None where the group has none."""
        return next((one for one in self.values if one.id == value_id), None)


@attrs.frozen
class DetailKind:
    """A kind of detail; `size` is what its millimetres mean, empty where it has none; `regions` empty for all."""

    id: str
    title: str
    text: str
    source: str
    groups: tuple[DetailGroup, ...]
    has_side: bool = False
    has_root: bool = False
    size: str = ""
    regions: tuple[Region, ...] = ()

    @property
    def has_size(self) -> bool:
        """Whether a size in mm may be given."""
        return bool(self.size)

    def group(self, group_id: str) -> DetailGroup | None:
        """Return the group with an id, None where the kind has none."""
        return next((one for one in self.groups if one.id == group_id), None)


def detail_kinds() -> tuple[DetailKind, ...]:
    """Return the kinds of detail in the order of the form; `ResourceError` if the table is damaged."""
    return _kinds()


def known_kind(kind_id: str) -> DetailKind | None:
    """Return the kind with an id, None where the table has none."""
    return next((one for one in _kinds() if one.id == kind_id), None)


def detail_words(detail: Detail) -> str:
    """Return a detail in words for a sentence: `right disc: extrusion, subarticular, 7 mm, root L5`.

    A kind or choice that the table does not know, as from another site's case, is said by its id.
    """
    kind = known_kind(detail.kind)
    side = f"{_SIDES[detail.side]} " if detail.side else ""
    parts = [_choice_text(kind, one.group, one.value) for one in _ordered(detail, kind)]
    if detail.size_mm is not None:
        parts.append(f"{kind.size} {detail.size_mm:g} mm" if kind and kind.size else f"{detail.size_mm:g} mm")
    if detail.root:
        parts.append(f"root {detail.root}")
    if detail.text.strip():
        parts.append(detail.text.strip())
    name = f"{side}{kind.text if kind else detail.kind}"
    return f"{name}: {', '.join(parts)}" if parts else name


def _ordered(detail: Detail, kind: DetailKind | None) -> list[Choice]:
    order = [one.id for one in kind.groups] if kind else []
    return sorted(
        detail.choices, key=lambda one: order.index(one.group) if one.group in order else len(order)
    )


def _choice_text(kind: DetailKind | None, group_id: str, value_id: str) -> str:
    group = kind.group(group_id) if kind else None
    value = group.value(value_id) if group else None
    return value.text if value else f"{group_id} {value_id}"


@cache
def _kinds() -> tuple[DetailKind, ...]:
    try:
        return tuple(_kind(row) for row in resources.table(_FILE)["kinds"])
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise ResourceError(f"The program's file {_FILE} is damaged.", "Install Thecal again.") from error


def _kind(row: dict[str, Any]) -> DetailKind:
    return DetailKind(
        id=row["id"],
        title=row["title"],
        text=row["text"],
        source=row["source"],
        groups=tuple(_group(one) for one in row["groups"]),
        has_side=bool(row["side"]),
        has_root=bool(row["root"]),
        size=row["size"],
        regions=tuple(Region(one) for one in row.get("regions", ())),
    )


def _group(row: dict[str, Any]) -> DetailGroup:
    values = tuple(DetailValue(**one) for one in row["values"])
    return DetailGroup(row["id"], row["title"], values, bool(row.get("several", False)))
