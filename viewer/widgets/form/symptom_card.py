"""One symptom of the clinical question: kind, side, areas of the body, roots and words."""

import attrs
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from viewer.model.finding import Side
from viewer.model.form.question import Symptom, SymptomKind
from viewer.model.form.root_table import AreaKind, areas, known_area
from viewer.model.spine import ROOTS
from viewer.tools.form_edits import area_picked, toggled
from viewer.widgets.form.body_diagram import BodyDiagram
from viewer.widgets.form.choice_row import Answer, ChoiceRow, answers
from viewer.widgets.form.detail_card import SIDES
from viewer.widgets.form.fold_card import FoldCard
from viewer.widgets.form.page import field_row
from viewer.widgets.form.picked_row import PickedRow
from viewer.widgets.form.text_field import LineField

SYMPTOM_WORDS = {
    SymptomKind.PAIN: "pain",
    SymptomKind.SENSORY_LOSS: "numbness",
    SymptomKind.WEAKNESS: "weakness",
    SymptomKind.REFLEX_LOSS: "reflex loss",
    SymptomKind.CLAUDICATION: "claudication",
    SymptomKind.MYELOPATHY: "myelopathy",
    SymptomKind.SPHINCTER: "bladder or bowel",
    SymptomKind.HEADACHE: "orthostatic headache",
    SymptomKind.OTHER: "other",
}
_ON_SKIN = {SymptomKind.PAIN, SymptomKind.SENSORY_LOSS, SymptomKind.OTHER}
_SIDE_WORDS = {Side.RIGHT: "right", Side.LEFT: "left", Side.BILATERAL: "both sides", Side.CENTRAL: "central"}


def symptom_answers() -> tuple[Answer, ...]:
    """Return the chips of the kinds of symptom."""
    return answers(tuple(SymptomKind), tuple(SYMPTOM_WORDS[kind] for kind in SymptomKind))


def symptom_words(symptom: Symptom) -> str:
    """Return a symptom in a line: `right pain: thumb (C6) - worse at night`."""
    side = f"{_SIDE_WORDS[symptom.side]} " if symptom.side else ""
    named = [area.label if (area := known_area(one)) else one for one in symptom.areas]
    where = ", ".join((*named, *symptom.roots))
    head = f"{side}{symptom.kind.value}"
    return " - ".join(part for part in (f"{head}: {where}" if where else head, symptom.text.strip()) if part)


class SymptomCard(FoldCard):
    """`changed(symptom, what)` with the symptom as it is wanted and what was done, for the undo menu."""

    changed = Signal(object, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("symptom", parent)
        self._symptom = Symptom(SymptomKind.PAIN)
        self._kinds = ChoiceRow("Symptom", symptom_answers())
        self._sides = ChoiceRow("Side", SIDES)
        typed = {area.label: area.id for area in areas()} | {root: root for root in ROOTS}
        self._places = PickedRow("Area, root", typed, "Type thumb, knee, L5 …, Enter; or click the body")
        self._muscles = self._area_row("Weak in", AreaKind.MYOTOME)
        self._reflexes = self._area_row("Reflex", AreaKind.REFLEX)
        self._text = LineField("Symptom: text", "In the patient's words")
        self.diagram = BodyDiagram()
        self.diagram.picked.connect(self._pick)
        for part in (self._kinds, self._sides, self._places, self._muscles, self._reflexes, self.diagram):
            self.rows.addWidget(part)
        self.rows.addWidget(field_row("Text", self._text))
        self._kinds.picked.connect(lambda kind: self._put("kind", kind=SymptomKind(kind)))
        self._sides.picked.connect(self._take_side)
        self._places.toggled.connect(self._toggle)
        self._text.written.connect(lambda text: self._put("text", text=text))

    def take_keyboard(self) -> None:
        """Give the keyboard to the side: the kind is known when a symptom is begun."""
        self._sides.setFocus()

    def show_symptom(self, symptom: Symptom) -> None:
        """Bring the card up to date."""
        self._symptom = symptom
        self.show_summary(symptom_words(symptom))
        self._kinds.show_values((symptom.kind,))
        self._sides.show_values((symptom.side,) if symptom.side else ())
        self._places.show_values((*symptom.areas, *symptom.roots))
        for row, kind in ((self._muscles, SymptomKind.WEAKNESS), (self._reflexes, SymptomKind.REFLEX_LOSS)):
            row.setVisible(symptom.kind is kind)
            row.show_values(symptom.areas)
        self.diagram.setVisible(symptom.kind in _ON_SKIN)
        self.diagram.show_areas(symptom.areas, symptom.side)
        self._text.show_text(symptom.text)

    def _area_row(self, caption: str, kind: AreaKind) -> ChoiceRow:
        chosen = [area for area in areas() if area.kind is kind]
        keys = (*"123456789", *("" for _ in chosen))
        row = ChoiceRow(
            caption, [Answer(area.id, area.label, key) for area, key in zip(chosen, keys, strict=False)]
        )
        row.picked.connect(self._toggle)
        return row

    def _pick(self, area_id: str, side: Side) -> None:
        self.changed.emit(area_picked(self._symptom, area_id, side), "area")

    def _take_side(self, side: str) -> None:
        self._put("side", side=None if self._symptom.side == side else Side(side))

    def _toggle(self, value: str) -> None:
        if value in ROOTS:
            self._put("root", roots=toggled(self._symptom.roots, value, ROOTS))
        else:
            self._put("area", areas=toggled(self._symptom.areas, value))

    def _put(self, what: str, **changes: object) -> None:
        self.changed.emit(attrs.evolve(self._symptom, **changes), what)
