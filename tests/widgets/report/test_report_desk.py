"""The report desk as its reader uses it: by keys and clicks in the real window."""

import shutil

import attrs
import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QPlainTextEdit, QPushButton, QWidget

from viewer.actions.desk import DeskTab, Rail
from viewer.actions.handing_over import export
from viewer.handover.format import Format
from viewer.model.display import Layout, PaneId
from viewer.model.finding import CompressionMark, Severity, Side
from viewer.model.form import scale_file
from viewer.model.form.numbering_statement import CountedFrom, NumberingStatement, Transitional
from viewer.model.labels import LevelLabel
from viewer.model.plane import PlaneKind
from viewer.model.report.section import SectionId
from viewer.model.spine import Level
from viewer.model.study import WindowSetting
from viewer.tools.section_edits import section_written
from viewer.widgets.report.section_editor import tint_new_lines

KEY = Qt.Key
CONTROL, LEFT = Qt.KeyboardModifier.ControlModifier, Qt.MouseButton.LeftButton
PLACE = (2.0, 1.0, 112.0)
COUNTED = NumberingStatement(CountedFrom.SACRUM, Transitional.NONE)


@pytest.fixture
def marked_window(reading, session):
    """The window with L4/5 named and marked severe on the left, nothing said of the count."""
    case = session.case.with_label(LevelLabel(Level("L4/L5"), PLACE))
    mark = CompressionMark("m1", PLACE, severity=Severity.SEVERE, side=Side.LEFT)
    session.edit("Mark", case.with_mark(mark))
    return reading


@pytest.fixture
def desk(marked_window, session, qtbot):
    """The report tab, its pages drawn."""
    marked_window.activateWindow()
    marked_window.frame.show_desk(DeskTab.REPORT)
    drawn(marked_window.frame.desk.report, qtbot)
    qtbot.wait(20)
    return marked_window.frame.desk.report


def drawn(tab, qtbot):
    """Wait until the pages are those of the report as it stands."""
    qtbot.waitUntil(lambda: bool(tab.preview.sheet.pages) and not tab.preview.busy, timeout=20_000)


def counted(session):
    session.edit("Count", attrs.evolve(session.case, form=attrs.evolve(session.case.form, numbering=COUNTED)))


def click(widget):
    """Click once all that was just shown lies where it stays."""
    QTest.qWait(20)
    QTest.mouseClick(widget, LEFT)


def press(window, name):
    (button,) = [one for one in window.findChildren(QPushButton) if one.text() == name and one.isVisible()]
    click(button)
    return button


def click_row(a_list, row):
    place = a_list.visualItemRect(a_list.item(row)).center()
    QTest.mouseClick(a_list.viewport(), LEFT, pos=place)


def finalise(window, session, qtbot):
    counted(session)
    press(window, "Finalise…")
    sheet = window.report_sheets.issue
    sheet.name.setFocus()
    sheet.name.clear()
    QTest.keyClicks(sheet.name, "Dr. A. Reader")
    if sheet.seen.isVisible():
        QTest.keyClick(sheet.seen, KEY.Key_Space)
    click(sheet.finalise)
    qtbot.waitUntil(lambda: not sheet.isVisible())
    return session.case.issued[-1]


def test_a_key_opens_the_desk_beside_the_images_and_closes_it(reading, qtbot):
    pane = reading.panes.slices[PlaneKind.AXIAL]
    QTest.keyClick(pane, KEY.Key_R, CONTROL)
    desk = reading.frame.desk
    assert desk.isVisible()
    qtbot.waitUntil(lambda: reading.panes.width() >= 560)
    assert reading.panes.isVisible()
    assert desk.width() >= 500
    assert reading.bound.action("report.desk").isChecked()
    QTest.keyClick(reading, KEY.Key_R, CONTROL)
    assert not desk.isVisible()


class WindowsShown(QObject):
    """Remembers every widget that appears as a window of its own."""

    def __init__(self):
        super().__init__()
        self.windows = []

    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.windows.append(watched)
        return False


def test_no_part_of_the_desk_flashes_up_as_a_window(marked_window, qapp, qtbot):
    shown = WindowsShown()
    qapp.installEventFilter(shown)
    for tab in DeskTab:
        marked_window.show_desk(tab)
        qtbot.wait(20)
    qapp.removeEventFilter(shown)
    assert shown.windows == []


def test_the_keyboard_goes_back_to_the_pane_when_the_desk_closes(reading, qtbot):
    reading.activateWindow()
    reading.show_desk(DeskTab.REPORT)
    QTest.keyClick(reading.frame.desk, KEY.Key_R, CONTROL)
    qtbot.waitUntil(lambda: reading.panes.isAncestorOf(reading.focusWidget()), timeout=2_000)


def test_nothing_is_made_of_the_desk_before_it_is_wanted(reading):
    assert reading.frame.desk is None


def test_a_damaged_scale_of_the_site_is_told_when_the_desk_opens(reading, monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    folder = scale_file.site_folder()
    folder.mkdir(parents=True)
    (folder / "ours.json").write_text("{")
    scale_file.forget_scales()
    try:
        reading.show_desk(DeskTab.LEVELS)
    finally:
        scale_file.forget_scales()
    assert [text for text in reading.notice_texts if "ours.json" in text]


def test_the_desk_cannot_be_opened_without_a_study(window):
    QTest.keyClick(window, KEY.Key_R, CONTROL)
    assert not window.desk_shown()


def test_rails_make_room_for_the_desk_and_come_back(reading):
    assert reading.rail_shown(Rail.MARKS)
    reading.toggle_desk()
    assert not reading.rail_shown(Rail.MARKS)
    assert not reading.rail_shown(Rail.SERIES)
    assert reading.rail_shown(Rail.SPINE)
    reading.toggle_desk()
    assert reading.rail_shown(Rail.MARKS)
    assert reading.rail_shown(Rail.SERIES)


def test_marks_unfold_beside_the_desk_to_ask_and_fold_again(marked_window, session):
    marked_window.toggle_desk()
    assert not marked_window.rail_shown(Rail.MARKS)
    session.edit("Shift", session.case.shifted_labels(-1))
    assert session.pending_relevel is not None
    assert marked_window.rail_shown(Rail.MARKS)
    session.confirm_relevel()
    assert not marked_window.rail_shown(Rail.MARKS)


def test_the_width_of_the_desk_is_remembered(reading, session, qtbot):
    reading.toggle_desk()
    qtbot.wait(20)
    handle = reading.frame.handle(1)
    start = handle.rect().center()
    QTest.mousePress(handle, LEFT, pos=start)
    QTest.mouseMove(handle, start + start.__class__(-60, 0))
    QTest.mouseRelease(handle, LEFT, pos=start + start.__class__(-60, 0))
    width = reading.frame.desk.width()
    qtbot.waitUntil(lambda: session.settings.desk_px == width)
    reading.toggle_desk()
    reading.toggle_desk()
    qtbot.waitUntil(lambda: abs(reading.frame.desk.width() - width) <= 2)


def test_tabs_are_reached_by_keys(reading, qtbot):
    reading.activateWindow()
    reading.show_desk(DeskTab.REPORT)
    desk = reading.frame.desk
    QTest.keyClick(desk.report.preview, KEY.Key_Tab, CONTROL)
    assert desk.tab is DeskTab.QUESTION
    QTest.keyClick(desk, KEY.Key_Backtab, CONTROL | Qt.KeyboardModifier.ShiftModifier)
    assert desk.tab is DeskTab.REPORT
    for key, tab in (
        (KEY.Key_F7, DeskTab.QUESTION),
        (KEY.Key_F8, DeskTab.PROCEDURE),
        (KEY.Key_F9, DeskTab.LEVELS),
    ):
        QTest.keyClick(reading, key)
        assert desk.tab is tab
        assert desk.isAncestorOf(reading.focusWidget())


def test_closing_the_study_puts_the_desk_away_and_the_next_brings_it_back(
    reading, session, study_folder, qtbot
):
    reading.toggle_desk()
    session.close()
    assert not reading.frame.desk.isVisible()
    with qtbot.waitSignal(session.volume_completed, timeout=10_000):
        session.open_paths([study_folder])
    assert reading.frame.desk.isVisible()


def test_the_preview_shows_pages_and_follows_the_case(desk, session, qtbot):
    before = desk.preview.sheet.pages[0]
    session.edit("Mark", session.case.with_mark(attrs.evolve(session.case.marks[0], side=Side.RIGHT)))
    qtbot.waitUntil(lambda: desk.preview.busy, timeout=2_000)
    drawn(desk, qtbot)
    assert desk.preview.sheet.pages[0] != before
    sheet = desk.preview.sheet
    assert sheet.width() <= desk.preview.viewport().width()
    assert sheet.height() > sheet.width()


def test_a_double_click_enlarges_a_page_and_shows_its_width_again(desk, mouse):
    preview = desk.preview
    room = preview.viewport().width()
    mouse(preview.viewport()).double_click(60, 80)
    assert preview.sheet.width() == pytest.approx(2 * room, abs=2)
    assert preview.horizontalScrollBar().value() == pytest.approx(60, abs=4)
    mouse(preview.viewport()).double_click(60, 80)
    assert preview.sheet.width() == pytest.approx(room, abs=2)


def test_the_wheel_with_control_enlarges_and_never_below_the_width(desk, mouse):
    preview = desk.preview
    mouse(preview.viewport()).wheel(60, 80, 3, CONTROL)
    assert preview.zoom > 1.4
    mouse(preview.viewport()).wheel(60, 80, -9, CONTROL)
    assert preview.zoom == 1.0


def test_hidden_names_are_not_in_the_preview(desk, session, marked_window, qtbot):
    before = desk.preview.sheet.pages[0]
    marked_window.bound.action("view.privacy").trigger()
    qtbot.waitUntil(lambda: desk.preview.sheet.pages[0] != before, timeout=20_000)
    assert desk.preview._wanted().report.study.patient.name == ""


def test_what_does_not_fit_is_listed_and_a_click_goes_there(desk, session, marked_window):
    assert "It is not stated how the levels were counted." in desk.contradictions.messages
    row = desk.contradictions.messages.index("It is not stated how the levels were counted.")
    click_row(desk.contradictions, row)
    assert marked_window.frame.desk.tab is DeskTab.PROCEDURE


def test_a_click_on_what_is_wrong_with_a_mark_goes_to_the_mark(desk, session, marked_window, qtbot):
    session.edit("Twice", session.case.with_mark(CompressionMark("m2", (2.0, 1.0, 110.0))))
    qtbot.waitUntil(lambda: any("twice" in one for one in desk.contradictions.messages), timeout=5_000)
    row = next(n for n, one in enumerate(desk.contradictions.messages) if "twice" in one)
    click_row(desk.contradictions, row)
    assert session.selection in {"m1", "m2"}
    assert session.display.crosshair == session.case.find_mark(session.selection).point


def open_section(desk, section):
    row = 1 + list(SectionId).index(section)
    desk.fold.unfold()
    desk.sections.scrollToItem(desk.sections.item(row))
    click_row(desk.sections, row)
    return desk.editor


def test_a_section_is_typed_over_and_both_texts_are_shown_when_the_data_changes(desk, session, qtbot):
    editor = open_section(desk, SectionId.IMPRESSION)
    assert editor.isVisible()
    editor.text.selectAll()
    QTest.keyClicks(editor.text, "Left L5 root, see below.")
    QTest.keyClick(editor.text, KEY.Key_Escape)
    assert session.reporting.report.section(SectionId.IMPRESSION).text == "Left L5 root, see below."
    assert session.undo_title == "Report: impression"
    session.edit("Mark", session.case.with_mark(attrs.evolve(session.case.marks[0], side=Side.RIGHT)))
    editor = open_section(desk, SectionId.IMPRESSION)
    qtbot.waitUntil(editor.keep_mine.isVisible, timeout=5_000)
    assert "right" in editor.now_text.toPlainText()
    assert editor.text.toPlainText() == "Left L5 root, see below."
    qtbot.wait(20)
    click(editor.keep_mine)
    assert not editor.keep_mine.isVisible()
    assert editor.restore.isVisible()
    click(editor.restore)
    assert session.case.form.edited == ()
    assert (
        editor.text.toPlainText() == session.reporting.report.section(SectionId.IMPRESSION).generated.strip()
    )


def test_lines_that_the_data_says_anew_stand_out():
    field = QPlainTextEdit("1. As before.\n2. New now.")
    tint_new_lines(field, "1. As before.\n2. Of old.")
    (tinted,) = field.extraSelections()
    assert tinted.cursor.block().text() == "2. New now."


def test_the_new_text_can_be_taken(desk, session, qtbot):
    editor = open_section(desk, SectionId.IMPRESSION)
    editor.text.selectAll()
    QTest.keyClicks(editor.text, "Mine.")
    editor.hand_over()
    session.edit("Mark", session.case.with_mark(attrs.evolve(session.case.marks[0], side=Side.RIGHT)))
    qtbot.waitUntil(editor.take_new.isVisible, timeout=5_000)
    click(editor.take_new)
    assert "right" in editor.text.toPlainText()


def test_what_is_typed_becomes_an_edit_after_a_pause_and_keys_stay_in_the_field(desk, session, qtbot):
    editor = open_section(desk, SectionId.CORD)
    editor.text.setFocus()
    QTest.keyClicks(editor.text, " kmr1 ")
    assert session.case.key_images == ()
    qtbot.waitUntil(lambda: session.case.form.edited != (), timeout=5_000)
    assert session.case.form.edited[0].text.strip() != ""
    assert session.display.preset == "Myelogram"


def test_a_section_is_reached_and_left_by_keys_alone(desk, session, marked_window, type_keys, qtbot):
    desk.take_keyboard()
    type_keys(KEY.Key_Return, KEY.Key_Down, KEY.Key_Return, KEY.Key_End, " km ")
    assert desk.editor.text.toPlainText().count("km") == 1
    assert session.case.key_images == ()
    type_keys(KEY.Key_Escape)
    assert desk.sections.hasFocus()
    assert "km" in session.reporting.report.section(SectionId.IMPRESSION).text
    type_keys(KEY.Key_Escape)
    assert marked_window.panes.isAncestorOf(marked_window.focusWidget())


def test_levels_are_graded_by_keys_as_soon_as_their_tab_is_there(marked_window, session, type_keys, qtbot):
    marked_window.activateWindow()
    QTest.keyClick(marked_window, KEY.Key_F9)
    window_before = session.display.window
    type_keys("n")
    assert any(one.normal for one in session.case.form.levels)
    assert session.display.window == window_before


def test_function_keys_change_the_tab_from_within_a_text_field(marked_window, type_keys, qtbot):
    marked_window.activateWindow()
    marked_window.show_desk(DeskTab.QUESTION)
    type_keys(KEY.Key_F9)
    assert marked_window.frame.desk.tab is DeskTab.LEVELS


def test_undo_brings_the_words_of_the_data_back_into_the_open_editor(desk, session, qtbot):
    editor = open_section(desk, SectionId.CORD)
    before = editor.text.toPlainText()
    editor.text.selectAll()
    QTest.keyClicks(editor.text, "Mine.")
    editor.hand_over()
    session.undo()
    qtbot.waitUntil(lambda: editor.text.toPlainText() == before, timeout=5_000)


def test_the_text_is_copied_with_one_click(desk, marked_window):
    press(marked_window, "Copy text")
    text = QGuiApplication.clipboard().text()
    assert "L4/5" in text
    assert "DRAFT" in text


def keep_with_k(window, session):
    QTest.keyClick(window.panes.slices[PlaneKind.AXIAL], KEY.Key_K)
    return session.case.key_images[-1]


def test_k_keeps_what_the_pane_shows_and_says_so(marked_window, session):
    session.look(attrs.evolve(session.display, crosshair=PLACE))
    image = keep_with_k(marked_window, session)
    assert image.title == "L4/5 axial"
    assert image.pane is PaneId.AXIAL
    assert any("Key image kept: L4/5 axial" in text for text in marked_window.notice_texts)
    session.undo()
    assert session.case.key_images == ()


def test_a_click_on_a_key_image_brings_its_view_back(desk, session, marked_window, qtbot):
    view = attrs.evolve(session.display, crosshair=PLACE, window=WindowSetting(333.0, 44.0), preset="")
    view = view.with_pane(PlaneKind.AXIAL, attrs.evolve(view.axial, zoom=3.0))
    session.look(view)
    keep_with_k(marked_window, session)
    session.look(attrs.evolve(session.display.with_view_reset(), layout=Layout.SINGLE, identity_hidden=True))
    (card,) = desk.keys.cards
    qtbot.waitUntil(lambda: card.picture.has_image, timeout=20_000)
    click(card.picture)
    assert session.display == attrs.evolve(view, identity_hidden=True)


def test_a_key_image_is_renamed_left_out_bared_and_deleted(desk, session, marked_window):
    keep_with_k(marked_window, session)
    (card,) = desk.keys.cards
    card.title.setFocus()
    card.title.selectAll()
    QTest.keyClicks(card.title, "After flexion")
    QTest.keyClick(card.title, KEY.Key_Return)
    assert session.case.key_images[0].title == "After flexion"
    click(card.in_report)
    assert not session.case.key_images[0].reported
    click(card.burn)
    assert not session.case.key_images[0].burned_in
    click(card.delete)
    assert desk.keys.cards == ()


def test_key_images_change_places_by_keys_and_clicks_in_their_row(desk, session, marked_window, qtbot):
    for z in (110.0, 112.0):
        session.look(attrs.evolve(session.display, crosshair=(0.0, 0.0, z)))
        keep_with_k(marked_window, session)
    qtbot.wait(20)
    second = desk.keys.cards[1]
    second.picture.setFocus()
    QTest.keyClick(second.picture, KEY.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    assert [one.key_id for one in session.case.key_images] == ["k2", "k1"]
    assert desk.keys.cards[0] is second
    QTest.keyClick(second.picture, KEY.Key_Return)
    assert session.display.crosshair[2] == 112.0


def test_a_seventh_key_image_is_kept_but_does_not_fit_into_the_report(desk, session, marked_window):
    for z in range(7):
        session.look(attrs.evolve(session.display, crosshair=(0.0, 0.0, 101.0 + z)))
        keep_with_k(marked_window, session)
    last = desk.keys.cards[-1]
    assert not last.in_report.isChecked()
    click(last.in_report)
    assert not last.in_report.isChecked()
    assert any("room for 6" in text for text in marked_window.notice_texts)


def test_what_blocks_is_listed_and_the_report_stays_a_draft(desk, marked_window):
    press(marked_window, "Finalise…")
    sheet = marked_window.report_sheets.issue
    assert any("how the levels were counted" in one for one in sheet.found.messages)
    sheet.name.setText("Dr. A. Reader")
    assert not sheet.finalise.isEnabled()


def test_a_click_on_what_blocks_leads_from_the_sheet_to_where_it_is_settled(desk, marked_window):
    press(marked_window, "Finalise…")
    sheet = marked_window.report_sheets.issue
    click_row(sheet.found, 0)
    assert not sheet.isVisible()
    assert marked_window.frame.desk.tab is DeskTab.PROCEDURE


def test_a_final_report_is_signed_shown_and_cannot_be_undone(desk, session, marked_window, qtbot):
    one = finalise(marked_window, session, qtbot)
    assert one.issued_by == session.settings.reader == "Dr. A. Reader"
    assert desk.state.badge.text() == "FINAL"
    assert "Dr. A. Reader" in desk.state.words.text()
    assert not marked_window.bound.action("edit.undo").isEnabled() or not session.can_undo
    session.edit("Mark", session.case.with_mark(attrs.evolve(session.case.marks[0], side=Side.RIGHT)))
    qtbot.waitUntil(lambda: desk.state.badge.text() == "OUTDATED", timeout=5_000)
    assert "new draft" in desk.state.words.text()
    click(desk.state.switch)
    assert session.reporting.outgoing == one.report
    assert session.case.issued == (one,)


def test_enter_alone_makes_a_report_final_that_is_ready_and_bears_a_name(
    desk, session, marked_window, type_keys
):
    session.change_settings(attrs.evolve(session.settings, reader="Dr. A. Reader"))
    counted(session)
    press(marked_window, "Finalise…")
    sheet = marked_window.report_sheets.issue
    if sheet.seen.isVisible():
        type_keys(KEY.Key_Space)
        sheet.take_keyboard()
    type_keys(KEY.Key_Return)
    assert [one.report.author for one in session.case.issued] == ["Dr. A. Reader"]


def test_warnings_must_be_ticked_before_the_report_is_final(desk, session, marked_window, qtbot):
    counted(session)
    session.edit(
        "Twice", session.case.with_mark(CompressionMark("m2", (2.0, 1.0, 110.0), Severity.MILD, Side.LEFT))
    )
    press(marked_window, "Finalise…")
    sheet = marked_window.report_sheets.issue
    sheet.name.setText("Dr. A. Reader")
    assert sheet.found.messages
    assert not sheet.finalise.isEnabled()
    QTest.keyClick(sheet.seen, KEY.Key_Space)
    assert sheet.finalise.isEnabled()


def test_a_corrected_report_says_before_and_after_which_it_replaces(desk, session, marked_window, qtbot):
    finalise(marked_window, session, qtbot)
    session.edit("Mark", session.case.with_mark(attrs.evolve(session.case.marks[0], side=Side.RIGHT)))
    qtbot.waitUntil(lambda: desk.state.badge.text() == "OUTDATED", timeout=5_000)
    press(marked_window, "Finalise…")
    assert marked_window.report_sheets.issue.told.startswith("It will replace version 1, and say so.")
    marked_window.report_sheets.issue.dismiss()
    corrected = finalise(marked_window, session, qtbot)
    assert (corrected.report.number, corrected.report.replaces) == (2, 1)
    qtbot.waitUntil(lambda: desk.state.badge.text() == "FINAL")
    assert desk.state.words.text().startswith("Corrected report 2 by Dr. A. Reader")


def test_an_addendum_is_written_below_the_report(desk, session, marked_window, qtbot):
    finalise(marked_window, session, qtbot)
    qtbot.waitUntil(lambda: marked_window.bound.action("report.addendum").isEnabled())
    press(marked_window, "Addendum…")
    sheet = marked_window.report_sheets.addendum
    QTest.keyClicks(sheet.text, "Called in.")
    click(sheet.add)
    assert session.case.issued[-1].addition == "Called in."
    assert "Addendum 2" in desk.state.words.text()


def test_the_pages_have_the_width_where_there_is_little(desk, session, marked_window, qtbot):
    assert not desk.sections.isVisible()
    assert desk.preview.width() == desk.width()
    assert desk.keys.height() < 40, "no empty row of key images"
    told = session.reporting.report.section(SectionId.IMPRESSION)
    session.edit("Impression", section_written(session.case, told, "Mine.", "Dr. K", "2026-01-31T10:00:00"))
    session.reporting.renew()
    assert "1 edited" in desk.fold.toolTip()
    marked_window.resize(1920, 1080)
    qtbot.wait(20)
    marked_window.frame.setSizes([900, 800])
    qtbot.waitUntil(desk.sections.isVisible)
    press(marked_window, "Sections")
    assert not desk.sections.isVisible()
    marked_window.frame.setSizes([800, 900])
    qtbot.wait(20)
    assert not desk.sections.isVisible(), "what the reader has folded stays so"


def test_the_report_is_exported_as_the_formats_that_are_ticked(desk, session, marked_window, tmp_path, qtbot):
    # What is read is saved beside it, sooner or later.
    folder = tmp_path / "out"
    folder.mkdir()
    press(marked_window, "Export…")
    sheet = marked_window.report_sheets.export
    assert not sheet.write.isEnabled()
    click(sheet.choose)
    qtbot.waitUntil(lambda: bool(marked_window.findChildren(QFileDialog)))
    (dialog,) = marked_window.findChildren(QFileDialog)
    dialog.filesSelected.emit([str(folder)])
    dialog.reject()
    for one, box in sheet.boxes.items():
        box.setChecked(one in {Format.TEXT, Format.CSV})
    click(sheet.write)
    qtbot.waitUntil(
        lambda: any("2 files written" in text for text in marked_window.notice_texts), timeout=20_000
    )
    assert sorted(one.suffix for one in folder.iterdir()) == [".csv", ".txt"]


def test_all_formats_are_ticked_at_once_and_the_usual_ones_again(marked_window):
    marked_window.ask_export()
    sheet = marked_window.report_sheets.export
    usual = {one for one, box in sheet.boxes.items() if box.isChecked()}
    press(marked_window, "All formats")
    assert all(box.isChecked() for box in sheet.boxes.values())
    press(marked_window, "The usual formats")
    assert {one for one, box in sheet.boxes.items() if box.isChecked()} == usual


def test_a_folder_that_refuses_is_told_in_a_sentence(desk, session, marked_window, tmp_path, qtbot):
    wall = tmp_path / "file"
    wall.write_text("in the way")
    marked_window.ask_export()
    marked_window.report_sheets.export.use_folder(wall)
    click(marked_window.report_sheets.export.write)
    qtbot.waitUntil(lambda: len(marked_window.notice_texts) > 0, timeout=20_000)
    assert wall.read_text() == "in the way"


def test_the_readers_name_is_asked_for_by_its_own_command(reading, session, type_keys):
    reading.activateWindow()
    reading.bound.action("report.reader").trigger()
    type_keys("Dr. K", KEY.Key_Return)
    assert session.settings.reader == "Dr. K"


def test_markup_in_what_a_reader_writes_is_shown_letter_by_letter(desk, session, marked_window):
    keep_with_k(marked_window, session)
    (card,) = desk.keys.cards
    card.retitled.emit("k1", "<b>bold</b>")
    assert desk.keys.cards[0].title.text() == "<b>bold</b>"
    assert "&lt;b&gt;" in card.picture.toolTip()


def test_marks_are_taken_back_from_what_was_exported(desk, session, marked_window, tmp_path, qtbot):
    export(session, tmp_path, (Format.SR,))
    qtbot.waitUntil((tmp_path / "sr.dcm").exists, timeout=20_000)
    session.edit("Forget", session.case.without_mark("m1"))
    (tmp_path / "letter.txt").write_text("no DICOM")
    marked_window.bound.action("report.read_back").trigger()
    qtbot.waitUntil(lambda: bool(marked_window.findChildren(QFileDialog)))
    (dialog,) = marked_window.findChildren(QFileDialog)
    dialog.filesSelected.emit([str(tmp_path / "sr.dcm"), str(tmp_path / "letter.txt")])
    dialog.reject()
    qtbot.waitUntil(lambda: session.case.marks != (), timeout=20_000)
    (mark,) = session.case.marks
    assert (mark.side, mark.severity) == (Side.LEFT, Severity.SEVERE)
    assert session.undo_title == "Take over DICOM objects"
    sheet = marked_window.report_sheets.lines
    assert "1 mark was taken over." in sheet.text
    assert "letter.txt" in sheet.text
    QTest.keyClick(sheet, KEY.Key_Escape)
    assert not sheet.isVisible()


def test_a_click_on_objects_of_the_study_in_the_rail_offers_to_take_them_over(
    desk, session, marked_window, study_folder, tmp_path, qtbot
):
    folder = tmp_path / "both"
    shutil.copytree(study_folder, folder / "images")
    export(session, folder, (Format.SR,))
    qtbot.waitUntil((folder / "sr.dcm").exists, timeout=20_000)
    session.edit("Forget", session.case.without_mark("m1"))
    before = session.case
    with qtbot.waitSignal(session.catalogue_changed, timeout=10_000):
        session.open_paths([folder])
    qtbot.waitUntil(lambda: not session.jobs)
    listed = [series for study in session.catalogue.studies for series in study.series]
    (report,) = [one for one in listed if one.modality == "SR"]
    rail = marked_window.rails.series
    rail.itemClicked.emit(rail.item(rail.row_of(report.key)))
    qtbot.waitUntil(marked_window.report_sheets.lines.isVisible, timeout=20_000)
    sheet = marked_window.report_sheets.lines
    assert "1 mark can be taken over." in sheet.text
    assert session.case.marks == before.marks == ()
    QTest.keyClick(sheet.accept, KEY.Key_Return)
    assert [one.side for one in session.case.marks] == [Side.LEFT]
    assert "1 mark was taken over." in sheet.text
    assert sheet.accept.isHidden()
