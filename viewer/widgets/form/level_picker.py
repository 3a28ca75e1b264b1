"""Picks levels from C1 to S1: a chip for each disc, a field for any level by its name."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from viewer.model.spine import Level, LevelKind, Numbering, Region
from viewer.widgets.form.choice_row import Answer, ChoiceRow
from viewer.widgets.form.picked_row import PickedRow

_REGIONS = (Region.CERVICAL, Region.THORACIC, Region.LUMBAR)
_KEYS = "123456789"
_LAST = "S1"


def pickable_levels(numbering: Numbering) -> tuple[Level, ...]:
    """Return the levels from C1 to S1, vertebrae and discs."""
    last = numbering.levels.index(Level(_LAST))
    return tuple(level for level in numbering.levels[: last + 1] if level.upper != "C0")


def typed_levels(numbering: Numbering) -> dict[str, str]:
    """Return the words that a level may be typed as, and its name: `L4/5`."""
    return {level.short_name: level.name for level in pickable_levels(numbering)}


class LevelPicker(QWidget):
    """`toggled(level)` at a key, a click or a typed name."""

    toggled = Signal(object)

    def __init__(self, numbering: Numbering, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        levels = pickable_levels(numbering)
        self._discs = [level for level in levels if level.kind is LevelKind.DISC]
        self._rows = [self._row(region) for region in _REGIONS]
        self._other = PickedRow("Other level", typed_levels(numbering), "Type L45, C1, T12/L1 …, Enter")
        self._other.toggled.connect(lambda name: self.toggled.emit(Level(name)))
        self._column.addWidget(self._other)

    def show_levels(self, chosen: Sequence[Level]) -> None:
        """Show what was picked."""
        names = [level.name for level in chosen]
        for row in self._rows:
            row.show_values(names)
        discs = {level.name for level in self._discs}
        self._other.show_values([name for name in names if name not in discs])

    def _row(self, region: Region) -> ChoiceRow:
        levels = [level for level in self._discs if level.region is region]
        keys = (*_KEYS, *("" for _ in levels))
        row = ChoiceRow(
            region.value.capitalize(),
            [Answer(one.name, one.short_name, key) for one, key in zip(levels, keys, strict=False)],
        )
        row.picked.connect(lambda name: self.toggled.emit(Level(name)))
        self._column.addWidget(row)
        return row
