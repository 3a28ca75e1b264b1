"""Puncture, agent, dose and complications: what the person who injected tells."""

import attrs
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from viewer.model.finding import Side
from viewer.model.form.agent_table import agents, known_agent
from viewer.model.form.procedure import Complication, Guidance, Procedure
from viewer.model.spine import Level, Numbering
from viewer.tools.form_edits import complication_toggled
from viewer.widgets.form.choice_row import Answer, ChoiceRow, answers
from viewer.widgets.form.dose_line import DoseLine
from viewer.widgets.form.level_picker import typed_levels
from viewer.widgets.form.number_field import NumberField, TimeField
from viewer.widgets.form.page import field_row
from viewer.widgets.form.picked_row import PickedRow
from viewer.widgets.form.text_field import LineField, TextField

_USUAL = ("L2/L3", "L3/L4", "L4/L5", "L5/S1", "C1/C2")
_SIDES = (
    Answer(Side.CENTRAL, "midline", "M"),
    Answer(Side.RIGHT, "right", "R"),
    Answer(Side.LEFT, "left", "L"),
)
# Wide enough for any agent and any vial, narrow enough to catch a slip of the decimal point.
_STRENGTH, _VOLUME, _PRESSURE = (50.0, 450.0), (0.1, 50.0), (0.0, 100.0)

_AGENT_HINT = "As on the vial: Omnipaque 300"


class InjectionRows(QWidget):
    """`changed(procedure, what)` with the procedure as it is wanted and what was done, for the undo menu."""

    changed = Signal(object, str)

    def __init__(self, numbering: Numbering, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._procedure = Procedure()
        self._punctures = ChoiceRow(
            "Puncture", answers(_USUAL, tuple(Level(name).short_name for name in _USUAL))
        )
        self._other = PickedRow("Other level", typed_levels(numbering), "Type L12, C1/2 …, Enter")
        self._sides = ChoiceRow("Side", _SIDES)
        self._guidance = ChoiceRow("Guidance", answers(tuple(Guidance)))
        self._agents = ChoiceRow("Agent", answers(tuple(agent.name for agent in agents())))
        self._agent = LineField("Agent", _AGENT_HINT)
        self._vials: list[str] = []
        self._header_agent = ""
        self._strengths = ChoiceRow("Vial", ())
        self._strengths.hide()
        self._strength = NumberField("Concentration", "mg iodine/mL", _STRENGTH)
        self._volume = NumberField("Volume", "mL", _VOLUME)
        self.dose = DoseLine()
        self._pressure = NumberField("Opening pressure", "cm water", _PRESSURE)
        self._complications = ChoiceRow("Complications", answers(tuple(Complication)))
        self._injected, self._scanned = TimeField("Injected at"), TimeField("Scanned at")
        self._text = TextField("Procedure: text", "Free text")
        self._build()
        self._connect()

    def show_header(self, agent: str, acquired_at: str) -> None:
        """Suggest what the header of the images says; nothing of it is taken before a reader does."""
        self._header_agent = agent
        self._agent.setPlaceholderText(f"{agent} (by header)" if agent else _AGENT_HINT)
        self._scanned.setPlaceholderText(f"{acquired_at[:5]} by header" if acquired_at else "hh:mm")

    def show_procedure(self, procedure: Procedure, age_years: float | None) -> None:
        """Bring the rows up to date."""
        self._procedure = procedure
        puncture = procedure.puncture.name if procedure.puncture else ""
        self._punctures.show_values((puncture,))
        self._other.show_values((puncture,) if puncture and puncture not in _USUAL else ())
        self._sides.show_values((procedure.side,) if procedure.side else ())
        self._guidance.show_values((procedure.guidance,) if procedure.guidance else ())
        agent = known_agent(procedure.agent)
        header = known_agent(self._header_agent) if not procedure.agent else None
        self._agents.show_values((agent.name,) if agent else (), (header.name,) if header else ())
        self._agent.show_text(procedure.agent)
        limit = agent.limit(18.0 if age_years is None else age_years) if agent else None
        vials = [f"{one:g}" for one in limit.concentrations_mgi_ml] if limit else []
        self._offer_vials(vials)
        self._strengths.show_values((f"{procedure.concentration_mgi_ml or 0:g}",))
        self._strength.show_number(procedure.concentration_mgi_ml)
        self._volume.show_number(procedure.volume_ml)
        self.dose.show_dose(procedure, age_years)
        self._pressure.show_number(procedure.opening_pressure_cmh2o)
        self._complications.show_values(procedure.complications)
        self._injected.show_text(procedure.injected_at)
        self._scanned.show_text(procedure.scanned_at)
        self._text.show_text(procedure.text)

    def _offer_vials(self, vials: list[str]) -> None:
        if vials != self._vials:
            self._vials = vials
            self._strengths.offer(answers(vials, tuple(f"{one} mg iodine/mL" for one in vials)))
            self._strengths.setVisible(bool(vials))

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        rows = (
            self._punctures,
            self._other,
            self._sides,
            self._guidance,
            self._agents,
            field_row("", self._agent),
            self._strengths,
            field_row("Concentration", self._strength),
            field_row("Volume", self._volume),
            self.dose,
            field_row("Opening pressure", self._pressure),
            self._complications,
            field_row("Injected, scanned", self._injected, self._scanned),
            field_row("Text", self._text),
        )
        for row in rows:
            column.addWidget(row)

    def _connect(self) -> None:
        self._punctures.picked.connect(self._take_puncture)
        self._other.toggled.connect(self._take_puncture)
        self._sides.picked.connect(
            lambda one: self._put("side", side=None if one == self._procedure.side else Side(one))
        )
        self._guidance.picked.connect(
            lambda one: self._put(
                "guidance", guidance=None if one == self._procedure.guidance else Guidance(one)
            )
        )
        self._agents.picked.connect(self._take_agent)
        self._agent.written.connect(lambda text: self._put("agent", agent=text))
        self._strengths.picked.connect(
            lambda text: self._put("concentration", concentration_mgi_ml=float(text))
        )
        self._strength.entered.connect(lambda n: self._put("concentration", concentration_mgi_ml=n))
        self._volume.entered.connect(lambda n: self._put("volume", volume_ml=n))
        self._pressure.entered.connect(lambda n: self._put("opening pressure", opening_pressure_cmh2o=n))
        self._injected.entered.connect(lambda text: self._put("time of injection", injected_at=text))
        self._scanned.entered.connect(lambda text: self._put("time of scan", scanned_at=text))
        self._text.written.connect(lambda text: self._put("text", text=text))
        self._complications.picked.connect(
            lambda one: self.changed.emit(
                complication_toggled(self._procedure, Complication(one)), "complications"
            )
        )

    def _take_puncture(self, name: str) -> None:
        known = self._procedure.puncture
        same = known is not None and known.name == name
        self._put("puncture", puncture=None if same else Level(name))

    def _take_agent(self, name: str) -> None:
        known = known_agent(self._procedure.agent)
        self._put("agent", agent="" if known is not None and known.name == name else name)

    def _put(self, what: str, **changes: object) -> None:
        self.changed.emit(attrs.evolve(self._procedure, **changes), what)
