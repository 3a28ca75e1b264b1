"""What was picked from a long list, as chips, and a field that adds to it by first letters."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from viewer.widgets.form.choice_row import CAPTION_PX, Answer, ChoiceRow
from viewer.widgets.parts.pick_field import PickField
from viewer.widgets.parts.plain_text import PlainLabel


class PickedRow(QWidget):
    """`toggled(value)` where a word is picked, or a chip taken back by a click or by Space."""

    toggled = Signal(str)

    def __init__(
        self, caption: str, values: Mapping[str, str], hint: str, parent: QWidget | None = None
    ) -> None:
        """`values` are the words that can be typed and what each stands for."""
        super().__init__(parent)
        self._values = dict(values)
        self._words = {value: word for word, value in self._values.items()}
        self._shown: tuple[str, ...] | None = None
        self._chips = ChoiceRow(caption, (), caption_px=0)
        self._chips.setContentsMargins(0, 0, 0, 0)
        self._chips.picked.connect(self.toggled)
        self.field = PickField(tuple(self._values), hint, f"{caption}: add")
        self.field.picked.connect(lambda word: self.toggled.emit(self._values[word]))
        self.field.left.connect(self.field.focusNextChild)
        self._chips.hide()
        words = PlainLabel(caption)
        words.setProperty("role", "faint")
        words.setFixedWidth(CAPTION_PX)
        parts = QVBoxLayout()
        parts.setContentsMargins(0, 0, 0, 0)
        parts.setSpacing(0)
        parts.addWidget(self._chips)
        parts.addWidget(self.field)
        row = QHBoxLayout(self)
        row.setContentsMargins(6, 2, 2, 2)
        row.setSpacing(4)
        row.addWidget(words)
        row.addLayout(parts, 1)

    def show_values(self, chosen: Sequence[str]) -> None:
        """Show what was picked."""
        values = tuple(chosen)
        if values != self._shown:
            self._shown = values
            self._chips.offer([Answer(one, self._words.get(one, one), "", "Take back") for one in values])
            self._chips.setVisible(bool(values))
        self._chips.show_values(values)
