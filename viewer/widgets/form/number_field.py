"""A number or a time of day that is typed: judged while it is written, handed over as a value."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from viewer.widgets.form.text_field import LineField
from viewer.widgets.form.typed_values import number_of, number_reason, number_words, time_of, time_reason

_WIDTH_PX, _TIME_PX = 104, 124


class NumberField(LineField):
    """`entered(number)` with None for an emptied field; a number out of range is marked and not taken."""

    entered = Signal(object)

    def __init__(
        self, name: str, unit: str, limits: tuple[float, float], parent: QWidget | None = None
    ) -> None:
        super().__init__(name, unit, number_reason(name, unit, *limits), parent)
        self.setMaximumWidth(_WIDTH_PX)
        self.written.connect(lambda text: self.entered.emit(number_of(text)))

    def show_number(self, number: float | None) -> None:
        """Show what the case says."""
        self.show_text(number_words(number))


class TimeField(LineField):
    """`entered(text)` with the time of day as `HH:MM`."""

    entered = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        reason: Callable[[str], str] = time_reason
        super().__init__(name, "hh:mm", reason, parent)
        self.setMaximumWidth(_TIME_PX)
        self.written.connect(lambda text: self.entered.emit(time_of(text)))
