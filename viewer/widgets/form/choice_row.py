"""A row of answers under one caption: digits or letters take them, arrows and Space as well."""

from collections.abc import Collection, Sequence

import attrs
from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from viewer.widgets.form.form_chip import FormChip
from viewer.widgets.parts import theme
from viewer.widgets.parts.flow_layout import FlowLayout
from viewer.widgets.parts.kept_keys import claims
from viewer.widgets.parts.plain_text import PlainLabel

CAPTION_PX = 86
_KEYS = "123456789"
_STEP = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
_TAKE_KEYS = {Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter}
_DEAD_KEYS = {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}
_LEAVE_KEYS = {Qt.Key.Key_Up, Qt.Key.Key_Down}
_HELD = (
    Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
)


@attrs.frozen
class Answer:
    """One chip of a row: the value it stands for, its words, its key and its tooltip."""

    value: str
    words: str
    key: str = ""
    hint: str = ""


def answers(values: Sequence[str], words: Sequence[str] = ()) -> tuple[Answer, ...]:
    """Return the answers of an enum or a list, in its words unless others are given, with the keys 1 to 9."""
    said = words or tuple(str(value) for value in values)
    keys = (*_KEYS, *("" for _ in values))
    return tuple(Answer(str(value), word, key) for value, word, key in zip(values, said, keys, strict=False))


class ChoiceRow(QWidget):
    """Chips after a caption; `picked(value)` at a key or click, nothing is held here.

    Up and Down go to the row before and after, as Shift+Tab and Tab do.
    """

    picked = Signal(str)

    def __init__(
        self,
        caption: str,
        choices: Sequence[Answer],
        parent: QWidget | None = None,
        caption_px: int = CAPTION_PX,
    ) -> None:
        super().__init__(parent)
        self._chips: dict[str, FormChip] = {}
        self._at = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(caption)
        self.caption = PlainLabel(caption)
        self.caption.setProperty("role", "faint")
        self.caption.setWordWrap(True)
        self.caption.setFixedWidth(caption_px)
        # Shown before it has a parent, it would be a window of its own.
        if caption_px <= 0:
            self.caption.hide()
        self._flow = FlowLayout(gap_px=3)
        row = QHBoxLayout(self)
        row.setContentsMargins(6 if caption_px else 0, 2, 2, 2)
        row.setSpacing(4 if caption_px else 0)
        row.addWidget(self.caption, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addLayout(self._flow, 1)
        self.offer(choices)

    def offer(self, choices: Sequence[Answer]) -> None:
        """Replace the chips."""
        for chip in self._chips.values():
            self._flow.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self._chips = {choice.value: self._chip(choice) for choice in choices}
        self._at = min(self._at, max(0, len(choices) - 1))
        self._point()

    def show_values(self, chosen: Collection[str], suggested: Collection[str] = ()) -> None:
        """Show what is taken and what the program suggests."""
        for value, chip in self._chips.items():
            chip.setChecked(value in chosen)
            chip.set_suggested(value in suggested)

    def chip(self, value: str) -> FormChip:
        """Return the chip of a value."""
        return self._chips[value]

    def event(self, event: QEvent) -> bool:
        """Keep the row's keys from the shortcuts of the window."""
        return claims(event, self._is_own) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take an answer, point at the next, or go to the next row."""
        key = Qt.Key(event.key())
        if not self._is_own(event):
            super().keyPressEvent(event)
        elif key in _STEP:
            self._at = max(0, min(len(self._chips) - 1, self._at + _STEP[key]))
            self._point()
        elif key in _LEAVE_KEYS:
            self.focusNextPrevChild(key is Qt.Key.Key_Down)
        elif key in _TAKE_KEYS:
            self.picked.emit(tuple(self._chips)[self._at])
        else:
            letter = event.text().upper()
            meant = [value for value, chip in self._chips.items() if chip.key and chip.key == letter]
            for value in meant[:1]:
                self.picked.emit(value)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the keys."""
        super().focusInEvent(event)
        self._point()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hide the keys."""
        super().focusOutEvent(event)
        self._point()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw a bar before the row that has the keyboard."""
        super().paintEvent(event)
        if self.hasFocus():
            painter = QPainter(self)
            painter.fillRect(QRectF(0, 3, 2, self.height() - 6), QColor(theme.DARK.accent))
            painter.end()

    def _is_own(self, event: QKeyEvent) -> bool:
        if event.modifiers() & _HELD or not self._chips:
            return False
        # A slip of the finger must not set or delete a mark.
        writes = event.text() != "" and event.text().isprintable()
        return writes or event.key() in {*_STEP, *_TAKE_KEYS, *_LEAVE_KEYS, *_DEAD_KEYS}

    def _chip(self, choice: Answer) -> FormChip:
        chip = FormChip(choice.words, choice.key, choice.hint, self)
        chip.clicked.connect(lambda: self._clicked(choice.value))
        self._flow.addWidget(chip)
        return chip

    def _clicked(self, value: str) -> None:
        # What is taken is said by the case: a refused choice must not stay checked.
        self._chips[value].toggle()
        self._at = tuple(self._chips).index(value)
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self.picked.emit(value)
        self._point()

    def _point(self) -> None:
        focused = self.hasFocus()
        for place, chip in enumerate(self._chips.values()):
            chip.show_key(shown=focused, pointed=focused and place == self._at)
        self.update()
