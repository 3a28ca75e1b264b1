"""The clinical question in the window: what the study was ordered to answer, and what it points to."""

from collections.abc import Callable

import attrs
from PySide6.QtWidgets import QVBoxLayout, QWidget

from viewer.model.form.question import (
    ClinicalQuestion,
    Evidence,
    EvidenceKind,
    Symptom,
    SymptomKind,
    WhyMyelogram,
)
from viewer.model.spine import Level, Numbering
from viewer.report.question.expected import clues
from viewer.session.session import Session
from viewer.tools.form_edits import replaced, toggled, with_question
from viewer.widgets.form.agreement_list import AgreementList
from viewer.widgets.form.choice_row import ChoiceRow, answers
from viewer.widgets.form.evidence_card import EvidenceCard
from viewer.widgets.form.level_picker import LevelPicker
from viewer.widgets.form.page import FormPage, dress, field_row
from viewer.widgets.form.symptom_card import SymptomCard, symptom_answers
from viewer.widgets.form.text_field import LineField, TextField, settle
from viewer.widgets.parts.plain_text import PlainLabel

_NOTHING = "Symptoms, results and suspected levels point to roots and levels; they appear here."


class QuestionForm(FormPage):
    """Shows and changes the question of the session's case."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__("Clinical question", session, parent)
        self._numbering = Numbering()
        self._open: tuple[str, int] = ("", -1)
        self.symptoms: list[SymptomCard] = []
        self.evidence: list[EvidenceCard] = []
        self._indication = TextField("Indication", "What the request says", lines=3)
        self._why = ChoiceRow("Why CTM", answers(tuple(WhyMyelogram)))
        self._why_text = LineField("Why CT myelography: text", "Free text")
        self._add_symptom = ChoiceRow("Add", symptom_answers())
        self._add_evidence = ChoiceRow("Add", answers(tuple(EvidenceKind)))
        self._symptom_column, self._evidence_column = QVBoxLayout(), QVBoxLayout()
        self._picker_column = QVBoxLayout()
        self._levels: LevelPicker | None = None
        self._points = PlainLabel()
        self._points.setWordWrap(True)
        self._points.setContentsMargins(6, 0, 4, 4)
        self._agreements = AgreementList()
        self._build()
        self._connect()
        self.show_case()

    def show_case(self, *_: object) -> None:
        """Bring the form up to date with the session."""
        self.leave_study()
        question = self._question
        self._indication.show_text(question.indication)
        self._why.show_values(question.why)
        self._why_text.show_text(question.why_text)
        self._show_numbering()
        self._fit(self.symptoms, len(question.symptoms), self._symptom_column, self._symptom_card)
        self._fit(self.evidence, len(question.evidence), self._evidence_column, self._evidence_card)
        for place, (card, symptom) in enumerate(zip(self.symptoms, question.symptoms, strict=True)):
            card.show_symptom(symptom)
            card.fold(folded=self._open != ("symptom", place))
        for place, (card, evidence) in enumerate(zip(self.evidence, question.evidence, strict=True)):
            card.show_evidence(evidence)
            card.fold(folded=self._open != ("evidence", place))
        if self._levels is not None:
            self._levels.show_levels(question.suspected)
        self._show_points()
        self.body.setEnabled(not self._session.read_only)

    @property
    def _question(self) -> ClinicalQuestion:
        return self._session.case.form.question

    def _show_numbering(self) -> None:
        """What can be picked are the levels of this patient."""
        numbering = self._session.case.numbering
        if self._levels is not None and numbering == self._numbering:
            return
        self._numbering = numbering
        if self._levels is not None:
            self._picker_column.removeWidget(self._levels)
            self._levels.deleteLater()
        self._levels = LevelPicker(numbering)
        self._levels.toggled.connect(self._suspect)
        self._picker_column.addWidget(self._levels)
        self._fit(self.evidence, 0, self._evidence_column, self._evidence_card)
        self.order_keys()

    def _show_points(self) -> None:
        found = clues(self._question, self._session.case.numbering)
        roots = tuple(dict.fromkeys(root for clue in found for root in clue.roots))
        levels = {place.level for clue in found for place in clue.places}
        ordered = [level.short_name for level in self._session.case.numbering.levels if level in levels]
        parts = (("Roots", roots), ("Levels", tuple(ordered)))
        words = "   ".join(f"{name}: {', '.join(told)}" for name, told in parts if told)
        self._points.setText(words or _NOTHING)
        dress(self._points, "value" if words else "faint")
        self._agreements.show_agreements(self._session.reporting.concordance if words else ())

    def _fit(
        self,
        cards: list[SymptomCard] | list[EvidenceCard],
        count: int,
        column: QVBoxLayout,
        made: Callable[[int], SymptomCard] | Callable[[int], EvidenceCard],
    ) -> None:
        """Have as many cards as there is to show; those there are stay, and with them the keyboard."""
        if len(cards) == count:
            return
        while len(cards) > count:
            card = cards.pop()
            # What is typed there must not come back as a new one.
            card.blockSignals(True)  # noqa: FBT003 - Qt's signature
            column.removeWidget(card)
            card.hide()
            card.deleteLater()
        while len(cards) < count:
            card = made(len(cards))
            cards.append(card)  # pyright: ignore[reportArgumentType]
            column.addWidget(card)
            # A layout shows it only later, and what is not shown cannot have the keyboard.
            card.show()
        self.order_keys()

    def _symptom_card(self, place: int) -> SymptomCard:
        card = SymptomCard()
        card.changed.connect(lambda symptom, what: self._put_symptom(place, symptom, f"symptom {what}"))
        card.removed.connect(lambda: self._put_symptom(place, None, "symptom removed"))
        card.opened.connect(lambda: self._unfold("symptom", place))
        return card

    def _evidence_card(self, place: int) -> EvidenceCard:
        card = EvidenceCard(self._numbering)
        card.changed.connect(lambda evidence, what: self._put_evidence(place, evidence, f"result {what}"))
        card.removed.connect(lambda: self._put_evidence(place, None, "result removed"))
        card.opened.connect(lambda: self._unfold("evidence", place))
        return card

    def _unfold(self, kind: str, place: int) -> None:
        """Open a card, or fold the one that is open."""
        self._open = ("", -1) if self._open == (kind, place) else (kind, place)
        self.show_case()
        cards = self.symptoms if kind == "symptom" else self.evidence
        if self._open[0] and place < len(cards):
            self.bring_in_sight(cards[place])

    def _put_symptom(self, place: int, symptom: Symptom | None, what: str) -> None:
        if symptom is None:
            settle(self.body)
            self._open = ("", -1)
        self._put(what, symptoms=replaced(self._question.symptoms, place, symptom))

    def _put_evidence(self, place: int, evidence: Evidence | None, what: str) -> None:
        if evidence is None:
            settle(self.body)
            self._open = ("", -1)
        self._put(what, evidence=replaced(self._question.evidence, place, evidence))

    def _begin_symptom(self, kind: str) -> None:
        place = len(self._question.symptoms)
        self._open = ("symptom", place)
        self._put_symptom(place, Symptom(SymptomKind(kind)), f"symptom {kind}")
        if place < len(self.symptoms):
            self.symptoms[place].take_keyboard()
            self.bring_in_sight(self.symptoms[place])

    def _begin_evidence(self, kind: str) -> None:
        place = len(self._question.evidence)
        self._open = ("evidence", place)
        self._put_evidence(place, Evidence(EvidenceKind(kind)), kind)
        if place < len(self.evidence):
            self.evidence[place].take_keyboard()
            self.bring_in_sight(self.evidence[place])

    def _suspect(self, level: Level) -> None:
        levels = self._session.case.numbering.levels
        self._put("suspected level", suspected=toggled(self._question.suspected, level, levels))

    def _put(self, what: str, **changes: object) -> None:
        question = attrs.evolve(self._question, **changes)
        self.apply(with_question(self._session.case, f"Question: {what}", question))

    def _connect(self) -> None:
        session = self._session
        for signal in (session.case_changed, session.read_only_changed):
            signal.connect(self.show_case)
        session.reporting.changed.connect(self._show_points)
        self._indication.written.connect(lambda text: self._put("indication", indication=text))
        self._why_text.written.connect(lambda text: self._put("why, text", why_text=text))
        self._why.picked.connect(
            lambda one: self._put(
                f"why, {one}", why=toggled(self._question.why, WhyMyelogram(one), tuple(WhyMyelogram))
            )
        )
        self._add_symptom.picked.connect(self._begin_symptom)
        self._add_evidence.picked.connect(self._begin_evidence)

    def _build(self) -> None:
        self.section("Question")
        self.add(field_row("Indication", self._indication))
        self.add(self._why)
        self.add(field_row("", self._why_text))
        self.section("Symptoms")
        self.column.addLayout(self._symptom_column)
        self.add(self._add_symptom)
        self.section("Results before this study")
        self.column.addLayout(self._evidence_column)
        self.add(self._add_evidence)
        self.section("Suspected levels")
        self.column.addLayout(self._picker_column)
        self.section("Points to")
        self.add(self._points)
        self.add(self._agreements)
        self.column.addStretch(1)
