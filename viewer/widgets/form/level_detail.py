"""All that can be said of one level beyond its core items: scales, details and free text."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from viewer.model.finding import Side
from viewer.model.form.detail import Detail
from viewer.model.form.detail_table import DetailKind, detail_kinds, known_kind
from viewer.model.form.grade import Grade
from viewer.model.spine import Level, Region, roots_at
from viewer.report.composing.grading import regraded, scales_of, with_suggestions
from viewer.session.session import Session
from viewer.tools import form_edits
from viewer.tools.outcome import Edit, Refused
from viewer.widgets.form.choice_row import Answer, ChoiceRow
from viewer.widgets.form.detail_card import DetailCard
from viewer.widgets.form.level_notes import LevelNotes
from viewer.widgets.form.page import field_row, lowered, reviewer_of
from viewer.widgets.form.scale_row import ScaleRow
from viewer.widgets.form.text_field import TextField, settle
from viewer.widgets.parts.plain_text import PlainLabel


class LevelDetail(QWidget):
    """Follows the level it is shown; what is picked becomes one edit of the session each.

    `rearranged` tells that parts have come or gone.
    """

    rearranged = Signal()

    def __init__(self, session: Session, notes: LevelNotes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._notes = notes
        self._level: Level | None = None
        self._region: Region | None = None
        self._scales: list[ScaleRow] = []
        self._cards: list[DetailCard] = []
        self.setAccessibleName("Details of the level")
        self._measured = PlainLabel()
        self._measured.setProperty("role", "muted")
        self._measured.setWordWrap(True)
        self._measured.setContentsMargins(6, 0, 4, 2)
        self._text = TextField("Text of the level", "Free text")
        self._add = ChoiceRow("Add", ())
        self._text.written.connect(self._write)
        self._add.picked.connect(self._begin)
        self._scale_column, self._card_column = QVBoxLayout(), QVBoxLayout()
        scales = PlainLabel("Scales")
        scales.setProperty("role", "section")
        scales.setContentsMargins(6, 8, 0, 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(2, 0, 2, 8)
        column.setSpacing(2)
        column.addWidget(self._measured)
        column.addWidget(field_row("Text", self._text))
        column.addWidget(self._add)
        for part in (self._card_column, self._scale_column):
            part.setContentsMargins(0, 0, 0, 0)
            part.setSpacing(0)
        column.addLayout(self._card_column)
        column.addWidget(scales)
        column.addLayout(self._scale_column)
        column.addStretch(1)

    def take_keyboard(self) -> None:
        """Give the keyboard to the details that can be added."""
        self._add.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_level(self, level: Level) -> None:
        """Show what was said of a level."""
        if level != self._level:
            # What was typed belongs to the level it was typed for.
            settle(self)
            self._level = level
        form = self._session.case.form.level(level)
        self._show_region(level)
        self._measured.setText(self._notes.note(level).story.split("\n")[0])
        self._measured.setVisible(bool(self._measured.text()))
        self._text.show_text(form.text)
        self._show_cards(level, form.details)
        told = with_suggestions(form, self._notes.numbers(level)).grades
        by_key = {(one.scale, one.side): one for one in told}
        for row in self._scales:
            empty = Grade(row.scale.id, row.scale.version, row.side)
            row.show_grade(by_key.get((row.scale.id, row.side), empty))

    def _show_region(self, level: Level) -> None:
        """Scales and kinds of detail are those of the region."""
        if level.region is self._region:
            return
        self._region = level.region
        _empty(self._scale_column, self._scales)
        sides = {True: (Side.RIGHT, Side.LEFT), False: (None,)}
        self._scales = [
            ScaleRow(scale, side) for scale in scales_of(level) for side in sides[scale.side_specific]
        ]
        for row in self._scales:
            row.decided.connect(self._decide)
            row.numbered.connect(self._number)
            self._scale_column.addWidget(row)
            row.show()
        self.rearranged.emit()
        self._add.offer(tuple(_kind_answer(kind) for kind in _kinds_of(level.region)))

    def _show_cards(self, level: Level, details: tuple[Detail, ...]) -> None:
        roots = tuple(root for root in (roots_at(level).exiting, roots_at(level).traversing) if root)
        wanted = [(detail.kind, roots) for detail in details]
        if wanted != [(card.kind.id, card.roots) for card in self._cards]:
            _empty(self._card_column, self._cards)
            self._cards = [self._card(place, detail, roots) for place, detail in enumerate(details)]
            self.rearranged.emit()
        for card, detail in zip(self._cards, details, strict=True):
            card.show_detail(detail)

    def _card(self, place: int, detail: Detail, roots: tuple[str, ...]) -> DetailCard:
        # A kind of another site's table keeps its name, side and text.
        kind = known_kind(detail.kind) or DetailKind(
            detail.kind, detail.kind, detail.kind, "", (), has_side=True
        )
        card = DetailCard(kind, roots)
        card.changed.connect(lambda changed: self._change(place, changed))
        self._card_column.addWidget(card)
        # A layout shows it only later, and what is not shown cannot have the keyboard.
        card.show()
        return card

    def _begin(self, kind: str) -> None:
        level = self._level
        if level is not None:
            place = len(self._session.case.form.level(level).details)
            self._change(place, Detail(kind))
            if len(self._cards) > place:
                self._cards[place].take_keyboard()

    def _change(self, place: int, detail: Detail | None) -> None:
        if self._level is not None:
            if detail is None:
                settle(self)
            case, reviewer = self._session.case, reviewer_of(self._session)
            self._apply(form_edits.with_detail(case, self._level, place, detail, reviewer))
            if detail is None:
                self.take_keyboard()

    def _decide(self, grade: Grade, value: str) -> None:
        if self._level is not None:
            case, reviewer = self._session.case, reviewer_of(self._session)
            self._apply(form_edits.grade_decided(case, self._level, grade, value, reviewer))

    def _number(self, grade: Grade) -> None:
        if self._level is not None:
            case, reviewer = self._session.case, reviewer_of(self._session)
            self._apply(form_edits.grade_numbered(case, self._level, regraded(grade), reviewer))

    def _write(self, text: str) -> None:
        if self._level is not None:
            case, reviewer = self._session.case, reviewer_of(self._session)
            self._apply(form_edits.level_text(case, self._level, text, reviewer))

    def _apply(self, outcome: Edit | Refused) -> None:
        self._session.apply(outcome)


def _kinds_of(region: Region) -> tuple[DetailKind, ...]:
    return tuple(kind for kind in detail_kinds() if not kind.regions or region in kind.regions)


def _kind_answer(kind: DetailKind) -> Answer:
    return Answer(kind.id, lowered(kind.title), "", kind.source)


def _empty(column: QVBoxLayout, parts: list[ScaleRow] | list[DetailCard]) -> None:
    for part in parts:
        column.removeWidget(part)
        part.blockSignals(True)  # noqa: FBT003 - Qt's signature
        part.hide()
        part.deleteLater()
    parts.clear()
