"""What is said of a level beyond its core items."""

import attrs
import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from tests.measured import give_analysis
from tests.straight_canal import StraightCanal
from viewer.model.finding import Side
from viewer.model.form.detail import Choice
from viewer.model.form.scale_file import known_scale
from viewer.model.spine import Level
from viewer.widgets.form.level_words import Column
from viewer.widgets.form.levels_form import LevelsForm
from viewer.widgets.form.scale_row import ScaleRow

L45, C56 = Level("L4/L5"), Level("C5/C6")
ENTER, ESCAPE, SPACE = Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_Space


@pytest.fixture
def form(session, shown):
    made = shown(LevelsForm(session), 480, 700)
    made.show_level(L45)
    made.take_keyboard()
    return made


@pytest.fixture
def measured(spine, shown):
    """A canal with 57 mm2 and 5 mm left in the section through L4/5, shown at that level."""
    canal = StraightCanal()
    sections = canal.sections()
    here = np.abs(sections.arc_mm - 240.0) < 6.0
    area, ap = np.where(here, 57.0, sections.area_mm2), np.where(here, 5.0, sections.ap_mm)
    give_analysis(spine, canal.analysis(sections=attrs.evolve(sections, area_mm2=area, ap_mm=ap)))
    made = shown(LevelsForm(spine), 480, 700)
    made.show_level(L45)
    return made


def scale_row(form, scale, side=None):
    shown = [one for one in form.findChildren(ScaleRow) if not one.isHidden()]
    (row,) = (one for one in shown if (one.scale.id, one.side) == (scale, side))
    return row


def details(session, level=L45):
    return session.case.form.level(level).details


def test_a_detail_is_begun_and_filled_in_by_keys(form, session, press):
    press(ENTER, SPACE, "4", ESCAPE)
    (detail,) = details(session)
    assert detail.kind == "disc"
    assert detail.choices == (Choice("morphology", "extrusion"),)
    assert form.table.hasFocus()


def test_down_goes_from_row_to_row(form, session, press):
    press(ENTER, SPACE, Qt.Key.Key_Down, "3")
    (detail,) = details(session)
    assert detail.choices == (Choice("zone", "subarticular"),)


def test_side_root_size_and_text_are_kept(form, session, press, chip, click, qapp):
    click(chip(form.detail, "disc"))
    click(chip(form.detail, "right", "Side"))
    click(chip(form.detail, "L5", "Root"))
    size = next(
        one for one in form.detail.findChildren(QLineEdit) if "largest extent" in one.accessibleName()
    )
    size.setFocus()
    press("7", ",", "5", ENTER)
    (detail,) = details(session)
    assert (detail.side, detail.root, detail.size_mm) == (Side.RIGHT, "L5", 7.5)
    click(chip(form.detail, "right", "Side"))
    assert details(session)[0].side is None


def test_a_size_out_of_range_is_told_and_not_taken(form, session, press, chip, click):
    click(chip(form.detail, "disc"))
    size = next(
        one for one in form.detail.findChildren(QLineEdit) if "largest extent" in one.accessibleName()
    )
    size.setFocus()
    press(*"9000", ENTER)
    assert details(session)[0].size_mm is None
    assert size.text() == "9000"
    assert "between" in size.toolTip()


def test_a_detail_is_removed_with_one_undo(form, session, chip, click):
    click(chip(form.detail, "disc"))
    click(chip(form.detail, "facet joint"))
    form.detail._cards[0].changed.emit(None)
    assert [one.kind for one in details(session)] == ["facet"]
    session.undo()
    assert [one.kind for one in details(session)] == ["disc", "facet"]


def test_text_is_written_to_the_level_it_was_typed_for(form, session, press):
    form.detail._text.setFocus()
    press(*"scar")
    form.show_level(C56)
    assert session.case.form.level(L45).text == "scar"
    assert session.case.form.level(C56).text == ""


def test_the_scales_are_those_of_the_region(form):
    def shown_scales():
        return {one.scale.id for one in form.findChildren(ScaleRow) if one.isVisibleTo(form)}

    assert {"schizas", "bartynski", "lee-foraminal"} <= shown_scales()
    form.show_level(C56)
    assert {"kang", "muhle", "torg-pavlov"} <= shown_scales()
    assert "schizas" not in shown_scales()


def test_a_decision_is_the_readers_and_is_taken_back_by_the_same_key(form, session, chip, click):
    click(chip(scale_row(form, "bartynski", Side.LEFT), "2"))
    (grade,) = session.case.form.level(L45).grades
    assert (grade.scale, grade.side, grade.value, grade.suggested) == ("bartynski", Side.LEFT, "2", "")
    assert grade.decided_by == "the reader"
    click(chip(scale_row(form, "bartynski", Side.LEFT), "2"))
    assert session.case.form.level(L45).grades == ()


def test_kang_says_why_it_ends_at_two(form):
    form.show_level(C56)
    row = scale_row(form, "kang")
    assert known_scale("kang").cap_note in row._told.text()
    assert [one.text() for one in row.steps.findChildren(type(row.steps.chip("0")))] == ["0", "1", "2"]


def test_numbers_of_the_reader_lead_to_a_suggestion_not_to_a_decision(form, session, press, click):
    form.show_level(C56)
    row = scale_row(form, "torg-pavlov")
    click(row.unfold)
    canal, body = (field for field, _ in row._fields.values())
    canal.setFocus()
    press(*"11", ENTER)
    body.setFocus()
    press(*"16", ENTER)
    (grade,) = session.case.form.level(C56).grades
    assert {one.quantity: one.value for one in grade.numbers} == {"canal_ap": 11.0, "body_ap": 16.0}
    assert (grade.suggested, grade.value) == ("narrow", "")
    assert not session.case.form.level(C56).begun


def test_measured_numbers_and_suggested_words_stand_beside_the_level(measured):
    model = measured.table.model()
    row = model.levels.index(L45)
    shown = model.index(row, Column.MEASURED).data()
    story = model.index(row, Column.MEASURED).data(Qt.ItemDataRole.ToolTipRole)
    assert shown.startswith("57 · 5.0")
    assert "absolute" in shown
    assert "section through (" in story
    assert "Thecal" in story
    assert model.index(row, Column.CENTRAL).data() == "not assessed"


def test_the_programs_suggestion_is_framed_not_taken_and_stays_beside_the_decision(
    measured, session, chip, click
):
    row = scale_row(measured, "lumbar-sac-area")
    assert "(suggested)" in row.steps.chip("absolute").accessibleName()
    assert not row.steps.chip("absolute").isChecked()
    click(chip(row, "relative"))
    (grade,) = session.case.form.level(L45).grades
    assert (grade.value, grade.suggested) == ("relative", "absolute")
    assert grade.suggested_by.startswith("Thecal")
    assert grade.numbers[0].plane is not None
    assert "Decided: relative" in row._told.text()
    assert "suggests absolute" in row._told.text()


def test_text_of_a_detail_is_written_to_the_level_it_was_typed_for(form, session, press, chip, click):
    click(chip(form.detail, "disc"))
    form.show_level(Level("L3/L4"))
    click(chip(form.detail, "disc"))
    form.detail._cards[0]._text.setFocus()
    press(*"old")
    form.show_level(L45)
    assert [one.text for one in details(session, Level("L3/L4"))] == ["old"]
    assert [one.text for one in details(session)] == [""]


def test_undoing_a_detail_does_not_bring_it_back_with_what_was_typed(
    form, session, press, chip, click, qtbot
):
    click(chip(form.detail, "disc"))
    form.detail._cards[0]._text.setFocus()
    press(*"old")
    session.undo()
    qtbot.wait(1)
    assert details(session) == ()
