"""One grading scale at one level: the program's suggestion, the reader's decision, and the numbers, kept apart."""

import attrs
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from viewer.model.finding import Side
from viewer.model.form.grade import Grade, GradeNumber
from viewer.model.form.scale import Scale
from viewer.widgets.form.choice_row import CAPTION_PX, Answer, ChoiceRow
from viewer.widgets.form.level_notes import suggestion_words
from viewer.widgets.form.text_field import LineField
from viewer.widgets.form.typed_values import number_of, number_reason, number_words
from viewer.widgets.parts.plain_text import PlainLabel, plain

_SIDE_WORDS = {None: "", Side.RIGHT: " R", Side.LEFT: " L"}
_FIELD_PX = 62


class ScaleRow(QWidget):
    """Chips for the steps; `decided(grade, value)` at a pick, `numbered(grade)` when a reader types a number.

    Numbers that the program has measured are shown, not asked for.
    """

    decided = Signal(object, str)
    numbered = Signal(object)

    def __init__(self, scale: Scale, side: Side | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.scale, self.side = scale, side
        self._grade = Grade(scale.id, scale.version, side)
        name = f"{scale.name}{_SIDE_WORDS[side]}"
        steps = tuple(_answer(scale, step.value, place) for place, step in enumerate(scale.steps, 1))
        self.steps = ChoiceRow(name, steps)
        self.steps.caption.setToolTip(plain(scale_story(scale)))
        self.steps.picked.connect(lambda value: self.decided.emit(self._grade, value))
        self._fields = {one.id: self._field(one.id, one.label, one.unit) for one in scale.quantities}
        self._numbers = self._number_lines()
        self._numbers.hide()
        self.unfold = QPushButton("numbers")
        self.unfold.setProperty("role", "link")
        self.unfold.setAccessibleName(f"{name}: type numbers")
        self.unfold.clicked.connect(self._unfold)
        self._told = PlainLabel()
        self._told.setProperty("role", "faint")
        self._told.setWordWrap(True)
        self._told.setContentsMargins(CAPTION_PX + 10, 0, 4, 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head = QHBoxLayout()
        head.addWidget(self.steps, 1)
        if scale.quantities:
            head.addWidget(self.unfold)
        column.addLayout(head)
        column.addWidget(self._numbers)
        column.addWidget(self._told)
        if scale.numeric:
            self.steps.setFocusPolicy(self.focusPolicy())

    def show_grade(self, grade: Grade) -> None:
        """Show what the program suggests and what a reader has decided."""
        self._grade = grade
        self.steps.show_values((grade.value,) if grade.value else (), _suggested(grade, self.scale))
        known = {one.quantity: one for one in grade.numbers}
        for quantity, (field, label) in self._fields.items():
            number = known.get(quantity)
            by_reader = number is None or number.plane is None
            field.setVisible(by_reader)
            label.setVisible(by_reader)
            field.show_text(number_words(number.value) if number and by_reader else "")
        typed = any(one.plane is None for one in grade.numbers)
        self._numbers.setVisible(typed or not self._numbers.isHidden())
        self.unfold.setVisible(any(not field.isHidden() for field, _ in self._fields.values()))
        self._told.setText(grade_story(grade, self.scale))
        self._told.setVisible(bool(self._told.text()))

    def _field(self, quantity: str, label: str, unit: str) -> tuple[LineField, PlainLabel]:
        shown = unit.replace("mm2", "mm\N{SUPERSCRIPT TWO}")
        field = LineField(label, shown, number_reason(label, unit, 0.01, 2000))
        field.setFixedWidth(_FIELD_PX)
        field.written.connect(lambda text: self._number(quantity, unit, text))
        words = PlainLabel(label)
        words.setProperty("role", "faint")
        return field, words

    def _number_lines(self) -> QWidget:
        holder = QWidget()
        lines = QGridLayout(holder)
        lines.setContentsMargins(CAPTION_PX + 10, 0, 0, 4)
        lines.setHorizontalSpacing(6)
        lines.setVerticalSpacing(2)
        lines.setColumnStretch(1, 1)
        for line, (field, label) in enumerate(self._fields.values()):
            lines.addWidget(field, line, 0)
            lines.addWidget(label, line, 1)
        return holder

    def _unfold(self) -> None:
        self._numbers.setVisible(self._numbers.isHidden())
        first = next((field for field, _ in self._fields.values() if not field.isHidden()), None)
        if not self._numbers.isHidden() and first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _number(self, quantity: str, unit: str, text: str) -> None:
        value = number_of(text)
        others = tuple(one for one in self._grade.numbers if one.quantity != quantity)
        typed = () if value is None else (GradeNumber(quantity, value, unit, "reader"),)
        self.numbered.emit(attrs.evolve(self._grade, numbers=(*others, *typed)))


def _answer(scale: Scale, value: str, place: int) -> Answer:
    step = scale.step(value)
    hint = f"{step.label}: {step.definition}" if step else value
    keyed = value if len(value) == 1 and value.isalnum() else str(place)
    taken = {one.value for one in scale.steps if len(one.value) == 1}
    return Answer(value, value, keyed if keyed == value or keyed not in taken else "", hint)


def _suggested(grade: Grade, scale: Scale) -> tuple[str, ...]:
    if scale.step(grade.suggested):
        return (grade.suggested,)
    # "C or D": the program cannot tell the two apart.
    return tuple(one for one in grade.suggested.split(" or ") if scale.step(one))


def scale_story(scale: Scale) -> str:
    """Return what a scale is: rule, source, basis and remarks, a line each."""
    head = f"{scale.name}, version {scale.version}: {scale.rule}"
    return "\n".join((head, f"{scale.citation or scale.source} ({scale.basis_label})", *scale.remarks))


def grade_story(grade: Grade, scale: Scale) -> str:
    """Return a suggestion and a decision in words, the two apart, and why a scale ends early here."""
    lines: list[str] = []
    if grade.suggested:
        lines.append(suggestion_words(grade).partition(": ")[2] if scale else suggestion_words(grade))
    if grade.decided:
        when = grade.decided_at[:16].replace("T", " ")
        lines.append(f"Decided: {grade.value}, by {grade.decided_by}, {when} UTC.")
    if scale.cap_note:
        lines.append(scale.cap_note)
    return "\n".join(lines)
