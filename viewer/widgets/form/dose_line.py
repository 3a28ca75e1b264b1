"""The total iodine of an injection, and what is to be said of it."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from viewer.model.form.agent_table import dose_check, known_agent
from viewer.model.form.procedure import Procedure
from viewer.widgets.form.page import caption, dress
from viewer.widgets.parts.plain_text import PlainLabel

_ADULT_YEARS = 18.0


def exceeds(procedure: Procedure, age_years: float | None) -> bool:
    """Whether the dose is above the maximum of the table; at an unknown age above that of adults."""
    agent, dose_g = known_agent(procedure.agent), procedure.iodine_g
    limit = agent.limit(_ADULT_YEARS if age_years is None else age_years) if agent else None
    return limit is not None and dose_g is not None and round(dose_g, 2) > limit.maximum_g


class DoseLine(QWidget):
    """Grams of iodine as soon as concentration and volume are known, the sentence of the table below."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.total = PlainLabel()
        self.sentence = PlainLabel()
        self.sentence.setWordWrap(True)
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(self.total)
        words.addWidget(self.sentence)
        row = QHBoxLayout(self)
        row.setContentsMargins(6, 2, 2, 4)
        row.setSpacing(4)
        row.addWidget(caption("Total iodine"))
        row.addLayout(words, 1)

    def show_dose(self, procedure: Procedure, age_years: float | None) -> None:
        """Compute the dose anew."""
        dose_g = procedure.iodine_g
        high = exceeds(procedure, age_years)
        self.total.setText("-" if dose_g is None else f"{dose_g:.2f} g")
        dress(self.total, "warning" if high else "faint" if dose_g is None else "value")
        sentence = dose_check(procedure, age_years)
        self.sentence.setText(sentence)
        self.sentence.setVisible(bool(sentence))
        dress(self.sentence, "warning" if high else "muted")
