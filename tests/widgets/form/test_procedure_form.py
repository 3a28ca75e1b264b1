"""Telling of the examination by keys and clicks."""

import attrs
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPushButton

from viewer.model.finding import Side
from viewer.model.form.adequacy import Opacification, RegionAdequacy
from viewer.model.form.numbering_statement import CountedFrom, Transitional
from viewer.model.form.procedure import Complication, Guidance, Procedure
from viewer.model.spine import Level, Region
from viewer.model.study import Patient
from viewer.model.technique import Technique
from viewer.widgets.form.adequacy_rows import accepted
from viewer.widgets.form.dose_line import exceeds
from viewer.widgets.form.procedure_form import ProcedureForm

ENTER, TAB = Qt.Key.Key_Return, Qt.Key.Key_Tab


@pytest.fixture
def form(session, shown):
    made = shown(ProcedureForm(session), 480, 700)
    made.take_keyboard()
    return made


def procedure(session):
    return session.case.form.procedure


def field(form, name):
    (found,) = (one for one in form.findChildren(QLineEdit) if one.accessibleName() == name)
    return found


def fill(form, press, name, text):
    field(form, name).setFocus()
    press(*text, ENTER)


def test_puncture_side_and_guidance_take_a_key_each(form, session, press):
    press("2", TAB, TAB, "m", TAB, "1")
    said = procedure(session)
    assert (said.puncture, said.side, said.guidance) == (
        Level("L3/L4"),
        Side.CENTRAL,
        Guidance.FLUOROSCOPY,
    )
    session.undo()
    assert procedure(session).guidance is None


def test_any_level_can_be_punctured_and_is_shown(form, session, press, chip):
    form.injection._other.field.setFocus()
    press(*"t12", ENTER)
    assert procedure(session).puncture == Level("T12")
    assert chip(form, "T12").isChecked()


def test_iodine_is_computed_as_soon_as_it_can_be(form, session, press):
    assert form.injection.dose.total.text() == "-"
    fill(form, press, "Concentration", "300")
    fill(form, press, "Volume", "10")
    assert form.injection.dose.total.text() == "3.00 g"


def test_a_dose_above_the_maximum_warns(form, session, press, chip, click):
    click(chip(form, "iohexol"))
    fill(form, press, "Concentration", "300")
    fill(form, press, "Volume", "12,5")
    dose = form.injection.dose
    assert procedure(session).volume_ml == 12.5
    assert "above the maximum" in dose.sentence.text()
    assert dose.sentence.property("role") == "warning"
    fill(form, press, "Volume", "\b\b\b\b")
    field(form, "Volume").clear()
    fill(form, press, "Volume", "9")
    assert dose.total.property("role") == "value"


def test_an_agent_without_an_entry_says_so(form, session, press):
    fill(form, press, "Agent", "iotrolan")
    fill(form, press, "Concentration", "300")
    fill(form, press, "Volume", "10")
    assert "no entry" in form.injection.dose.sentence.text()
    assert form.injection.dose.sentence.property("role") == "muted"


def test_the_maximum_is_that_of_the_patients_age(session, shown, press):
    child = attrs.evolve(
        session.case.study, patient=Patient("DOE^KID", "1", "2020-01-01"), study_date="2026-01-01"
    )
    session.edit("Study", attrs.evolve(session.case, study=child))
    dose = Procedure(agent="iohexol", concentration_mgi_ml=180.0, volume_ml=12.0)
    assert exceeds(dose, 6.0)
    assert not exceeds(dose, 30.0)
    form = shown(ProcedureForm(session), 480, 700)
    form._put_procedure(dose, "dose")
    assert form.injection.dose.total.property("role") == "warning"


@pytest.mark.parametrize(("typed", "kept"), [("abc", None), ("9999", None), ("18,5", 18.5)])
def test_what_is_no_pressure_is_marked_and_not_taken(form, session, press, typed, kept):
    fill(form, press, "Opening pressure", typed)
    assert procedure(session).opening_pressure_cmh2o == kept
    assert bool(field(form, "Opening pressure").toolTip()) is (kept is None)


@pytest.mark.parametrize(
    ("typed", "kept"), [("1405", "14:05"), ("9:30", "09:30"), ("25:00", ""), ("soon", "")]
)
def test_times_are_kept_as_hours_and_minutes(form, session, press, typed, kept):
    fill(form, press, "Injected at", typed)
    assert procedure(session).injected_at == kept


def test_no_complication_is_said_not_assumed(form, session, chip, click):
    assert procedure(session).complications == ()
    click(chip(form, "bloody tap"))
    click(chip(form, "none", "Complications"))
    assert procedure(session).complications == (Complication.NONE,)


def test_technique_is_told_from_the_header_with_the_delay(form, session, press):
    form.set_technique(Technique("ACME CT", 120.0, 0.6, 0.5, 480.0, 960, "Br40", "HFS", "14:05:39"))
    fill(form, press, "Injected at", "13:20")
    words = form._technique_words.text()
    for part in ("120 kV", "0.6 mm", "Br40", "45 min after injection"):
        assert part in words


def test_the_numbering_statement_is_asked_for_until_it_is_made(form, session, press, chip, click):
    assert form._needed.isVisibleTo(form)
    click(chip(form, "down from C2"))
    click(chip(form, "none", "Transitional"))
    statement = session.case.form.numbering
    assert (statement.counted_from, statement.transitional) == (CountedFrom.C2, Transitional.NONE)
    assert form._needed.isHidden()
    click(chip(form, "down from C2"))
    assert session.case.form.numbering.counted_from is None
    assert form._needed.isVisibleTo(form)


def test_a_limit_goes_from_open_to_yes_to_no_and_back(form, session, chip, click):
    rows = form.adequacy[Region.LUMBAR]
    for words, value in (("metal?", True), ("metal", False), ("no metal", None)):
        click(chip(rows, words))
        assert session.case.form.region(Region.LUMBAR).metal is value
    assert chip(rows, "metal?")


def test_suggestions_are_the_programs_until_a_reader_accepts_them(form, session, chip, click):
    suggested = RegionAdequacy(Region.LUMBAR, Opacification.LIMITED, layering=True)
    rows = form.adequacy[Region.LUMBAR]
    rows.show_adequacy(RegionAdequacy(Region.LUMBAR), suggested)
    limited = chip(rows, "limited")
    assert "(suggested)" in limited.accessibleName()
    assert not limited.isChecked()
    assert session.case.form.adequacy == ()
    (accept,) = (one for one in rows.findChildren(QPushButton) if one.text() == "Accept suggestions")
    click(accept)
    assert session.case.form.region(Region.LUMBAR) == suggested


def test_accepting_leaves_what_the_reader_has_said():
    said = RegionAdequacy(Region.LUMBAR, Opacification.GOOD, text="clear")
    suggested = RegionAdequacy(Region.LUMBAR, Opacification.POOR, metal=True, text="by program")
    assert accepted(said, suggested) == RegionAdequacy(
        Region.LUMBAR, Opacification.GOOD, metal=True, text="clear"
    )


def test_a_read_only_case_takes_no_answer(form, session, chip, click):
    session._read_only_reason = "Someone else has it open."
    session.read_only_changed.emit(True)
    click(chip(form, "fluoroscopy"))
    assert procedure(session) == Procedure()


@pytest.mark.parametrize("width", [420, 480, 620])
def test_nothing_is_cut_off_at_the_side(form, width):
    form.resize(width, 600)
    assert form.body.minimumSizeHint().width() <= width - 12


def test_the_agent_of_the_header_is_suggested_and_taken_by_a_key_only(form, session, chip, click):
    form.set_technique(Technique(contrast_agent="Omnipaque 300", acquired_at="14:05:39"))
    assert "(suggested)" in chip(form, "iohexol").accessibleName()
    assert procedure(session) == Procedure()
    assert field(form, "Scanned at").placeholderText() == "14:05 by header"
    click(chip(form, "iohexol"))
    assert procedure(session).agent == "iohexol"
    assert chip(form, "iohexol").accessibleName() == "iohexol"


def test_prior_studies_are_named_by_a_key_and_their_date_typed(form, session, press):
    form.comparison._add.setFocus()
    press("1")
    assert session.case.form.comparison == "MRI"
    press(*"lumbar 12 Mar 2025", ENTER)
    form.comparison._add.setFocus()
    press("2")
    press(*"2024", ENTER)
    assert session.case.form.comparison == "MRI lumbar 12 Mar 2025; CT 2024"
    session.undo()
    assert session.case.form.comparison == "MRI lumbar 12 Mar 2025; CT"


def test_that_nothing_prior_is_available_is_said_and_taken_back(form, session, press, chip):
    form.comparison._add.setFocus()
    press("5")
    assert session.case.form.comparison == "No prior study available"
    assert chip(form.comparison, "none available").isChecked()
    press("5")
    assert session.case.form.comparison == ""
