"""Asking the clinical question by keys and clicks."""

from itertools import pairwise

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPlainTextEdit

from viewer.model.finding import Side
from viewer.model.form.question import EvidenceKind, EvidenceOutcome, SymptomKind, WhyMyelogram
from viewer.model.report.concordance import Agreement
from viewer.model.spine import Level
from viewer.tools.form_edits import MOST_LETTERS
from viewer.widgets.form.agreement_list import AgreementSign
from viewer.widgets.form.body_shape import View
from viewer.widgets.form.question_form import QuestionForm

ENTER, ESCAPE, DOWN, TAB = Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_Down, Qt.Key.Key_Tab


@pytest.fixture
def form(session, shown):
    made = shown(QuestionForm(session), 480, 700)
    made.take_keyboard()
    return made


def question(session):
    return session.case.form.question


def test_the_indication_is_typed_first_and_written_when_the_keyboard_leaves(form, session, press):
    press(*"leg pain")
    assert question(session).indication == ""
    press(TAB)
    assert question(session).indication == "leg pain"
    assert session.undo_title == "Question: indication"


def test_why_is_answered_by_digits(form, session, press):
    press(TAB, "2", "1", "2")
    assert question(session).why == (WhyMyelogram.MRI_CONTRAINDICATED,)
    session.undo()
    assert question(session).why == (WhyMyelogram.MRI_CONTRAINDICATED, WhyMyelogram.METAL)


def test_a_symptom_is_filled_in_by_keyboard_alone(form, session, press):
    press(TAB, TAB, TAB, "1", "r", TAB, *"l5", ENTER)
    (symptom,) = question(session).symptoms
    assert (symptom.kind, symptom.side, symptom.roots) == (SymptomKind.PAIN, Side.RIGHT, ("L5",))


def test_an_area_is_typed_by_what_it_is_called(form, session, press, chip, click):
    click(chip(form, "numbness"))
    form.symptoms[0]._places.field.setFocus()
    press(*"thumb", ENTER)
    assert question(session).symptoms[0].areas == ("dermatome-C6",)
    click(chip(form, "thumb (C6)"))
    assert question(session).symptoms[0].areas == ()


@pytest.mark.parametrize("side", [Side.RIGHT, Side.LEFT])
@pytest.mark.parametrize("view", list(View))
def test_a_click_on_the_body_picks_area_and_side(form, session, chip, click, qtbot, side, view):
    click(chip(form, "pain"))
    qtbot.wait(1)
    diagram = form.symptoms[0].diagram
    click(diagram, diagram.place_of("dermatome-L5", side, view).toPoint())
    (symptom,) = question(session).symptoms
    assert (symptom.areas, symptom.side) == (("dermatome-L5",), side)


def test_weakness_asks_for_movements_and_reflex_loss_for_reflexes(form, session, press, chip, click):
    click(chip(form, "weakness"))
    assert form.symptoms[0].diagram.isHidden()
    click(chip(form, "lifting the big toe (L5)"))
    assert question(session).symptoms[0].areas == ("myotome-toe-extension",)
    click(chip(form, "reflex loss", "Add"))
    click(chip(form, "ankle reflex (S1)"))
    assert question(session).symptoms[1].areas == ("reflex-achilles",)


def test_one_symptom_is_open_at_a_time_and_each_can_be_removed(form, session, chip, click):
    click(chip(form, "pain", "Add"))
    click(chip(form, "weakness", "Add"))
    first, second = form.symptoms
    assert [card.body.isHidden() for card in (first, second)] == [True, False]
    click(first._title)
    assert [card.body.isHidden() for card in (first, second)] == [False, True]
    first.removed.emit()
    assert [one.kind for one in question(session).symptoms] == [SymptomKind.WEAKNESS]
    session.undo()
    assert len(form.symptoms) == 2


def test_levels_are_suspected_by_chips_and_by_name(form, session, press, chip, click):
    click(chip(form, "L4/5"))
    form._levels._other.field.setFocus()
    press(*"c1", ENTER)
    assert question(session).suspected == (Level("C1"), Level("L4/L5"))
    click(chip(form, "C1"))
    assert question(session).suspected == (Level("L4/L5"),)


def test_results_of_before_are_kept_with_outcome_side_roots_and_levels(form, session, press, chip, click):
    click(chip(form, "EMG / NCS"))
    press("2")
    card = form.evidence[0]
    click(chip(card, "left"))
    card._roots.field.setFocus()
    press(*"s1", ENTER)
    card._levels.field.setFocus()
    press(*"l5/s", ENTER)
    (result,) = question(session).evidence
    assert (result.kind, result.outcome) == (EvidenceKind.ELECTRODIAGNOSIS, EvidenceOutcome.EQUIVOCAL)
    assert (result.side, result.roots, result.levels) == (Side.LEFT, ("S1",), (Level("L5/S1"),))


def test_what_it_points_to_is_told_at_once(form, session, press, chip, click):
    click(chip(form, "pain", "Add"))
    form.symptoms[0]._places.field.setFocus()
    press(*"l5", ENTER)
    assert "L5" in form._points.text()
    assert "L4/5" in form._points.text()
    assert "L5/S1" in form._points.text()


def test_agreement_with_what_is_marked_is_shown(marked, shown, qtbot, chip, click, press):
    form = shown(QuestionForm(marked), 480, 700)
    click(chip(form, "pain", "Add"))
    form.symptoms[0]._places.field.setFocus()
    press(*"c6", ENTER)
    qtbot.waitUntil(lambda: bool(form.findChildren(AgreementSign)), timeout=5000)
    signs = [one.accessibleName() for one in form.findChildren(AgreementSign)]
    assert signs == [Agreement.UNEXPLAINED.value]


def test_a_text_that_is_too_long_is_refused_and_stays_in_the_field(form, session, qapp, press):
    field = form.findChildren(QPlainTextEdit)[0]
    field.setPlainText("x" * (MOST_LETTERS + 1))
    press(TAB)
    assert question(session).indication == ""
    assert "20,000" in session.notices[-1].text
    form.show_case()
    assert len(field.toPlainText()) == MOST_LETTERS + 1


def test_markup_is_shown_letter_for_letter(form, session, press, chip, click):
    click(chip(form, "pain", "Add"))
    form.symptoms[0]._text.setFocus()
    press(*"<b>a&b</b>", ENTER)
    assert question(session).symptoms[0].text == "<b>a&b</b>"
    assert form.symptoms[0]._title.text().endswith("<b>a&&b</b>")


def test_escape_leaves_the_page_from_every_field(form, qtbot, press, session):
    press(*"pain")
    with qtbot.waitSignal(form.left, timeout=500):
        press(ESCAPE)
    assert question(session).indication == "pain"
    press(TAB)
    with qtbot.waitSignal(form.left, timeout=500):
        press(ESCAPE)


def test_tab_follows_the_page_from_the_top_down(form, session, press, qapp, chip, click):
    click(chip(form, "pain", "Add"))
    form.take_keyboard()
    seen = []
    for _ in range(40):
        now = qapp.focusWidget()
        if now in seen:
            break
        seen.append(now)
        press(TAB)
    middles = [one.mapTo(form.body, one.rect().center()).y() for one in seen if form.body.isAncestorOf(one)]
    assert len(middles) > 10
    assert all(below >= above - 3 for above, below in pairwise(middles))


def test_a_read_only_case_shows_the_question_and_takes_no_answer(form, session, press, chip, click):
    press(TAB, "1")
    session._read_only_reason = "Someone else has it open."
    session.read_only_changed.emit(True)
    click(chip(form, "metal obscures MRI"))
    assert question(session).why == (WhyMyelogram.MRI_CONTRAINDICATED,)
    assert chip(form, "MRI contraindicated").isChecked()


@pytest.mark.parametrize("width", [420, 480, 620])
def test_nothing_is_cut_off_at_the_side(form, width, chip, click):
    click(chip(form, "pain", "Add"))
    form.resize(width, 600)
    assert form.body.minimumSizeHint().width() <= width - 12


def test_removing_a_symptom_keeps_what_was_just_typed_for_another(form, session, press, chip, click):
    click(chip(form, "pain", "Add"))
    click(chip(form, "weakness", "Add"))
    form.symptoms[1]._text.setFocus()
    press(*"since May")
    form.symptoms[0].removed.emit()
    (symptom,) = question(session).symptoms
    assert (symptom.kind, symptom.text) == (SymptomKind.WEAKNESS, "since May")


def test_undoing_a_symptom_does_not_bring_it_back_with_what_was_typed(form, session, press, chip, click):
    click(chip(form, "pain", "Add"))
    form.symptoms[0]._text.setFocus()
    press(*"since May")
    session.undo()
    assert question(session).symptoms == ()


def test_what_was_typed_for_one_patient_is_never_written_to_another(spine, study_folder, shown, press, qtbot):
    form = shown(QuestionForm(spine), 480, 700)
    form.take_keyboard()
    press(*"pain of the first patient")
    before = spine.case.study
    with qtbot.waitSignal(spine.volume_completed, timeout=10_000):
        spine.open_paths([study_folder])
    assert spine.case.study != before
    press(TAB)
    form._indication.hand_over()
    assert question(spine).indication == ""
    assert form._indication.toPlainText() == ""


def test_a_new_symptom_is_seen_whole_with_its_body(session, shown, chip, click, qtbot):
    form = shown(QuestionForm(session), 560, 560)
    click(chip(form, "pain"))
    qtbot.wait(20)
    card = form.symptoms[0]
    top = card.mapTo(form.viewport(), card.rect().topLeft()).y()
    assert top >= 0
    assert top + card.height() <= form.viewport().height()
