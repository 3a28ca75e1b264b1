"""What the keys do at the cell under the cursor, as chips that can be clicked as well."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from viewer.model.finding import Cause
from viewer.model.form.level_form import CoreItem, LevelForm
from viewer.model.spine import Level
from viewer.tools.form_edits import STEPS, span_words
from viewer.widgets.form.level_words import CAUSE_KEYS, FULL_NAMES, ITEM_OF, Column, short_cause, value_of
from viewer.widgets.form.levels_table import Command
from viewer.widgets.parts.chip import Chip
from viewer.widgets.parts.flow_layout import FlowLayout
from viewer.widgets.parts.plain_text import PlainLabel

_COMMANDS = (
    (Command.NORMAL, "normal", "All core items normal; for the whole range with Shift+Down"),
    (Command.COPY, "as above", "Copy the core items from the level above"),
    (Command.CLEAR, "not assessed", "Take back all that was said of the level"),
)

_HINT = (
    "Arrows, Home and End move · Shift+Down or Shift+End chooses a range · "
    "Enter goes to the details · Del empties a cell"
)


class LevelPalette(QWidget):
    """Shows the steps or causes of the current cell with their keys; `stepped`, `cause_meant`, `commanded`."""

    stepped = Signal(int)
    cause_meant = Signal(str)
    commanded = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._item: CoreItem | None = None
        self._steps: list[Chip] = []
        self._causes: dict[Cause, Chip] = {}
        self._title = PlainLabel()
        self._title.setProperty("role", "section")
        self._review = PlainLabel()
        self._review.setProperty("role", "faint")
        self._step_flow, self._cause_flow, command_flow = (
            FlowLayout(gap_px=4),
            FlowLayout(gap_px=4),
            FlowLayout(),
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 6, 8, 6)
        column.setSpacing(5)
        column.addWidget(self._title)
        column.addLayout(self._step_flow)
        column.addLayout(self._cause_flow)
        column.addLayout(command_flow)
        hint = PlainLabel(_HINT)
        hint.setProperty("role", "faint")
        hint.setWordWrap(True)
        column.addWidget(hint)
        column.addWidget(self._review)
        for command, words, hint in _COMMANDS:
            chip = _chip(words, command.value, hint)
            chip.setCheckable(False)
            chip.clicked.connect(lambda _=False, command=command: self.commanded.emit(command))
            command_flow.addWidget(chip)
        for cause, key in CAUSE_KEYS.items():
            chip = _chip(short_cause(cause), key, cause.value)
            chip.clicked.connect(lambda _=False, one=cause: self._meant(one))
            self._cause_flow.addWidget(chip)
            self._causes[cause] = chip

    def show_cell(self, levels: tuple[Level, ...], form: LevelForm, column: Column) -> None:
        """Show what can be said at a cell, and what is."""
        item = ITEM_OF[column]
        self._title.setText(f"{span_words(levels)}  ·  {FULL_NAMES[item]}")
        when = form.reviewed_at[:16].replace("T", " ")
        self._review.setText(
            f"Reviewed by {form.reviewed_by}, {when} UTC" if form.reviewed_at and len(levels) == 1 else ""
        )
        self._review.setVisible(bool(self._review.text()))
        for cause, chip in self._causes.items():
            chip.setVisible(item is CoreItem.CAUSES)
            chip.setChecked(cause in form.causes)
        self._offer(item)
        value = value_of(form, column)
        for step, chip in zip(STEPS.get(item, ()), self._steps, strict=True):
            chip.setChecked(step is value)

    def _offer(self, item: CoreItem) -> None:
        if item is self._item:
            return
        self._item = item
        for chip in self._steps:
            self._step_flow.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self._steps = [self._step(place, str(step)) for place, step in enumerate(STEPS.get(item, ()))]

    def _step(self, place: int, words: str) -> Chip:
        chip = _chip(words, str(place), "")
        chip.clicked.connect(lambda: self._take(chip, place))
        self._step_flow.addWidget(chip)
        return chip

    def _take(self, chip: Chip, place: int) -> None:
        # What is taken is said by the case: a refused choice must not stay checked.
        chip.toggle()
        self.stepped.emit(place)

    def _meant(self, cause: Cause) -> None:
        self._causes[cause].toggle()
        self.cause_meant.emit(cause.value)


def _chip(words: str, key: str, hint: str) -> Chip:
    chip = Chip(words, key)
    if hint and hint != words:
        chip.setToolTip(f"{hint}  ({key})")
    return chip
