"""One result from before this study: EMG, a root injection, prior imaging."""

import attrs
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from viewer.model.finding import Side
from viewer.model.form.question import Evidence, EvidenceKind, EvidenceOutcome
from viewer.model.spine import ROOTS, Level, Numbering
from viewer.tools.form_edits import toggled
from viewer.widgets.form.choice_row import ChoiceRow, answers
from viewer.widgets.form.detail_card import SIDES
from viewer.widgets.form.fold_card import FoldCard
from viewer.widgets.form.level_picker import typed_levels
from viewer.widgets.form.page import field_row
from viewer.widgets.form.picked_row import PickedRow
from viewer.widgets.form.text_field import LineField

_DATE_PX = 110


def evidence_words(evidence: Evidence) -> str:
    """Return a result in a line: `EMG / NCS, positive, right L5 - 2026-01-04`."""
    places = ", ".join((*evidence.roots, *(level.short_name for level in evidence.levels)))
    where = " ".join(part for part in (evidence.side.value if evidence.side else "", places) if part)
    head = ", ".join(part for part in (evidence.kind.value, evidence.outcome.value, where) if part)
    return " - ".join(part for part in (head, evidence.date, evidence.text.strip()) if part)


class EvidenceCard(FoldCard):
    """`changed(evidence, what)` with the result as it is wanted and what was done, for the undo menu."""

    changed = Signal(object, str)

    def __init__(self, numbering: Numbering, parent: QWidget | None = None) -> None:
        super().__init__("result", parent)
        self._evidence = Evidence(EvidenceKind.ELECTRODIAGNOSIS)
        self._numbering = numbering
        self._outcomes = ChoiceRow("Outcome", answers(tuple(EvidenceOutcome)))
        self._sides = ChoiceRow("Side", SIDES)
        self._roots = PickedRow("Roots", {root: root for root in ROOTS}, "L5, S1 …, Enter")
        self._levels = PickedRow("Levels", typed_levels(numbering), "L4/5 …, Enter")
        self._date = LineField("Date", "yyyy-mm-dd")
        self._date.setMaximumWidth(_DATE_PX)
        self._text = LineField("Result: text", "Free text")
        for part in (self._outcomes, self._sides, self._roots, self._levels):
            self.rows.addWidget(part)
        self.rows.addWidget(field_row("Date", self._date))
        self.rows.addWidget(field_row("Text", self._text))
        self._outcomes.picked.connect(lambda one: self._put("outcome", outcome=EvidenceOutcome(one)))
        self._sides.picked.connect(self._take_side)
        self._roots.toggled.connect(
            lambda root: self._put("root", roots=toggled(self._evidence.roots, root, ROOTS))
        )
        self._levels.toggled.connect(self._take_level)
        self._date.written.connect(lambda text: self._put("date", date=text))
        self._text.written.connect(lambda text: self._put("text", text=text))

    def take_keyboard(self) -> None:
        """Give the keyboard to the outcome."""
        self._outcomes.setFocus()

    def show_evidence(self, evidence: Evidence) -> None:
        """Bring the card up to date."""
        self._evidence = evidence
        self.show_summary(evidence_words(evidence))
        self._outcomes.show_values((evidence.outcome,))
        self._sides.show_values((evidence.side,) if evidence.side else ())
        self._roots.show_values(evidence.roots)
        self._levels.show_values([level.name for level in evidence.levels])
        self._date.show_text(evidence.date)
        self._text.show_text(evidence.text)

    def _take_side(self, side: str) -> None:
        self._put("side", side=None if self._evidence.side == side else Side(side))

    def _take_level(self, name: str) -> None:
        self._put("level", levels=toggled(self._evidence.levels, Level(name), self._numbering.levels))

    def _put(self, what: str, **changes: object) -> None:
        self.changed.emit(attrs.evolve(self._evidence, **changes), what)
