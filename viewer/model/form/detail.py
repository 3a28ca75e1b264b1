"""What is said of a level beyond its five core items: disc, facet, ligament, hardware and so on."""

import attrs

from viewer.model.finding import Side


@attrs.frozen
class Choice:
    """One pick: the `value` taken in a `group` of a kind of detail, by their ids in the table of details."""

    group: str
    value: str


@attrs.frozen
class Detail:
    """One finding at a level.

    `kind` is an id of the table of details (`disc`, `facet`, ...), which also names the groups and values
    that may be chosen and their source. `size_mm` is a measured size where the kind has one.
    """

    kind: str
    side: Side | None = None
    choices: tuple[Choice, ...] = ()
    size_mm: float | None = None
    root: str = ""
    text: str = ""

    def chosen(self, group: str) -> str:
        """Return the value picked in a group, empty for none."""
        return next((one.value for one in self.choices if one.group == group), "")
