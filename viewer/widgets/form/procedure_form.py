"""The examination in the window: puncture and dose, technique, numbering of the levels, adequacy, prior studies."""

import attrs
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from viewer.model.form.adequacy import RegionAdequacy
from viewer.model.form.numbering_statement import CountedFrom, Transitional
from viewer.model.form.procedure import Procedure
from viewer.model.spine import Numbering, Region
from viewer.model.technique import Technique
from viewer.report.composing.adequacy import suggested_adequacy
from viewer.report.composing.examination_text import age_years, technique_text
from viewer.report.composing.material import Material, StudyFacts
from viewer.session.session import Session
from viewer.tools.form_edits import with_adequacy, with_comparison, with_numbering_statement, with_procedure
from viewer.widgets.form.adequacy_rows import AdequacyRows
from viewer.widgets.form.choice_row import ChoiceRow, answers
from viewer.widgets.form.comparison_rows import ComparisonRows
from viewer.widgets.form.injection_rows import InjectionRows
from viewer.widgets.form.page import FormPage, dress, field_row
from viewer.widgets.form.text_field import LineField
from viewer.widgets.parts.plain_text import PlainLabel

_REGIONS = (Region.CERVICAL, Region.THORACIC, Region.LUMBAR)
_NOT_MADE = "Needed before a report with levels can be final: how were the levels counted, is there transitional anatomy?"


class ProcedureForm(FormPage):
    """Shows and changes procedure, numbering statement and adequacy of the session's case."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__("Procedure", session, parent)
        self._technique = Technique()
        self._numbering: Numbering | None = None
        self.injection: InjectionRows | None = None
        self._injection_column = QVBoxLayout()
        self._technique_words = PlainLabel()
        self._technique_words.setWordWrap(True)
        self._technique_words.setContentsMargins(6, 0, 4, 2)
        self._technique_words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._counted = ChoiceRow("Counted", answers(tuple(CountedFrom), _COUNTED_WORDS))
        self._transitional = ChoiceRow("Transitional", answers(tuple(Transitional), _TRANSITIONAL_WORDS))
        self._numbering_text = LineField("Numbering: text", "Free text")
        self._needed = PlainLabel(_NOT_MADE)
        self._needed.setProperty("role", "warning")
        self._needed.setWordWrap(True)
        self._needed.setContentsMargins(6, 0, 4, 2)
        self.adequacy = {region: AdequacyRows(RegionAdequacy(region)) for region in _REGIONS}
        self.comparison = ComparisonRows()
        self._build()
        self._connect()
        self.show_case()

    def set_technique(self, technique: Technique) -> None:
        """Show what the header says of the acquisition."""
        self._technique = technique
        self.show_case()

    def show_case(self, *_: object) -> None:
        """Bring the form up to date with the session."""
        self.leave_study()
        case = self._session.case
        self._show_injection(case.numbering)
        if self.injection is not None:
            self.injection.show_header(self._technique.contrast_agent, self._technique.acquired_at)
            self.injection.show_procedure(case.form.procedure, age_years(case.study))
        facts = StudyFacts(technique=self._technique)
        known = self._technique != Technique() or case.form.procedure.scanned_at
        words = technique_text(Material(case, None, facts, auto=False, numbers={})) if known else ""
        self._technique_words.setText(words or "The header of the images tells it once a study is open.")
        dress(self._technique_words, "value" if words else "faint")
        statement = case.form.numbering
        self._counted.show_values((statement.counted_from,) if statement.counted_from else ())
        self._transitional.show_values((statement.transitional,) if statement.transitional else ())
        self._numbering_text.show_text(statement.text)
        self._needed.setVisible(not statement.made)
        suggested = {one.region: one for one in suggested_adequacy(self._session.analysis)}
        for region, rows in self.adequacy.items():
            rows.show_adequacy(case.form.region(region), suggested.get(region, RegionAdequacy(region)))
        self.comparison.show_text(case.form.comparison)
        self.body.setEnabled(not self._session.read_only)

    def _show_injection(self, numbering: Numbering) -> None:
        """What can be punctured are the levels of this patient."""
        if numbering == self._numbering:
            return
        self._numbering = numbering
        if self.injection is not None:
            self._injection_column.removeWidget(self.injection)
            self.injection.blockSignals(True)  # noqa: FBT003 - Qt's signature
            self.injection.deleteLater()
        self.injection = InjectionRows(numbering)
        self.injection.changed.connect(self._put_procedure)
        self._injection_column.addWidget(self.injection)
        self.order_keys()

    def _put_procedure(self, procedure: Procedure, what: str) -> None:
        self.apply(with_procedure(self._session.case, f"Procedure: {what}", procedure))

    def _put_numbering(self, what: str, **changes: object) -> None:
        statement = attrs.evolve(self._session.case.form.numbering, **changes)
        self.apply(with_numbering_statement(self._session.case, f"Numbering: {what}", statement))

    def _put_adequacy(self, adequacy: RegionAdequacy, what: str) -> None:
        title = f"Adequacy, {adequacy.region.value}: {what}"
        self.apply(with_adequacy(self._session.case, title, adequacy))

    def _take_count(self, value: str) -> None:
        same = self._session.case.form.numbering.counted_from == value
        self._put_numbering("counted", counted_from=None if same else CountedFrom(value))

    def _take_transitional(self, value: str) -> None:
        same = self._session.case.form.numbering.transitional == value
        self._put_numbering("transitional", transitional=None if same else Transitional(value))

    def _connect(self) -> None:
        session = self._session
        for signal in (session.case_changed, session.analysis_changed, session.read_only_changed):
            signal.connect(self.show_case)
        self._counted.picked.connect(self._take_count)
        self._transitional.picked.connect(self._take_transitional)
        self._numbering_text.written.connect(lambda text: self._put_numbering("text", text=text))
        self.comparison.written.connect(lambda text: self.apply(with_comparison(self._session.case, text)))
        for rows in self.adequacy.values():
            rows.changed.connect(self._put_adequacy)

    def _build(self) -> None:
        self.section("Puncture and injection")
        self.column.addLayout(self._injection_column)
        self.section("CT technique")
        self.add(self._technique_words)
        self.section("Numbering of the levels")
        self.add(self._needed)
        self.add(self._counted)
        self.add(self._transitional)
        self.add(field_row("Text", self._numbering_text))
        self.section("Technical adequacy")
        for rows in self.adequacy.values():
            self.add(rows)
        self.section("Comparison")
        self.add(self.comparison)
        self.column.addStretch(1)


_COUNTED_WORDS = (
    "down from C2",
    "first rib (T1)",
    "last rib (T12)",
    "up from the sacrum (S1)",
    "iliolumbar ligaments (L5)",
    "prior imaging",
    "radiographs",
    "otherwise",
)
_TRANSITIONAL_WORDS = (
    "none",
    "sacralised L5",
    "lumbarised S1",
    "13 ribs",
    "11 ribs",
    "cervical rib",
    "cannot be told",
)
