"""The library as a reader uses it: by keyboard and mouse, on the start page and over an open study."""

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import attrs
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QMenu, QPushButton

from viewer.library.entry import Entry, Held, Noted
from viewer.library.index import Library
from viewer.model.finding import Cause, CompressionMark
from viewer.model.labels import LevelLabel
from viewer.model.spine import Level
from viewer.model.study import Patient
from viewer.widgets.library.library_table import LibraryTable
from viewer.widgets.library.library_words import finding_words, opened_words, patient_words, row_words, story

KEY = Qt.Key
NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def entry(uid="1.2", name="MÜLLER^Anna", **changes):
    made = Entry(
        study_uid=uid,
        patient=Patient(name, "P-77", "1958-02-03", "F"),
        date="2026-01-30",
        description="CT Myelogram",
        places=(Path("/nowhere") / uid,),
        series_key=f"{uid}.1#1",
        images=600,
        opened="2026-11-21T10:00:00+00:00",
    )
    return attrs.evolve(made, **changes)


@pytest.fixture
def study(study_folder, tmp_path):
    """A study that may be moved."""
    return Path(shutil.copytree(study_folder, tmp_path / "disc" / "lumbar"))


@pytest.fixture
def read_once(window, session, study, qtbot):
    """The window on its start page after one study was opened, marked at L4/5 and closed."""
    with qtbot.waitSignals([session.volume_completed, session.library.changed], timeout=10_000):
        session.open_paths([study])
    label = LevelLabel(Level("L4/L5"), (0.0, 0.0, 110.0))
    case = session.case.with_labels((label,))
    mark = CompressionMark("m1", (0.0, 0.0, 110.0), causes=(Cause.EXTRUSION,))
    session.edit("Mark", case.with_mark(mark))
    session.look(attrs.evolve(session.display, crosshair=(1.0, 2.0, 110.0)))
    session.close()
    qtbot.waitUntil(session.flush)
    session.library._note()
    listed(window.start_page.library, qtbot, 1)
    qtbot.waitUntil(lambda: window.start_page.library.table.entries[0].findings != ())
    return window


def listed(panel, qtbot, count):
    qtbot.waitUntil(lambda: len(panel.table.entries) == count, timeout=5_000)
    return [row(panel.table, n) for n in range(count)]


def row(table: LibraryTable, number):
    return [table.item(number, column).text() for column in range(table.columnCount())]


def button(panel, title):
    (found,) = [one for one in panel.findChildren(QPushButton) if one.accessibleName() == title]
    return found


def click(widget):
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)


def answer_folder(window, folder, qtbot):
    """Choose a folder in the dialog that asks for one."""
    qtbot.waitUntil(lambda: bool(window.findChildren(QFileDialog)))
    (dialog,) = window.findChildren(QFileDialog)
    title = dialog.windowTitle()
    dialog.filesSelected.emit([str(folder)])
    dialog.reject()
    return title


def test_an_empty_library_leaves_the_start_page_as_it_was(window, qtbot):
    qtbot.wait(50)
    assert not window.start_page.library.isVisible()
    assert QApplication.focusWidget().accessibleName() == "Open folder…"


def test_an_opened_study_appears_on_the_start_page(read_once):
    (words,) = [row(read_once.start_page.library.table, 0)]
    assert words[0] == "DOE, JANE"
    assert words[1] == "PH1"
    assert "L4/5 extrusion" in words[4]
    assert words[5].startswith("today")
    assert words[6] == "referenced"


def test_enter_on_the_start_page_continues_where_one_was(read_once, session, qtbot, type_keys):
    read_once.activateWindow()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is read_once.start_page.library.search_field)
    with qtbot.waitSignal(session.volume_completed, timeout=10_000):
        type_keys(KEY.Key_Return)
    assert session.display.crosshair == (1.0, 2.0, 110.0)
    assert [mark.mark_id for mark in session.case.marks] == ["m1"]


def test_a_double_click_continues_too(read_once, session, qtbot):
    table = read_once.start_page.library.table
    place = table.visualItemRect(table.item(0, 3)).center()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    with qtbot.waitSignal(session.volume_completed, timeout=10_000):
        QTest.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)


def test_typing_finds_by_finding_and_says_where_nothing_is_found(read_once, qtbot):
    panel = read_once.start_page.library
    QTest.keyClicks(panel.search_field, "extrusion l4/l5")
    qtbot.wait(200)
    listed(panel, qtbot, 1)
    QTest.keyClicks(panel.search_field, " xq")
    listed(panel, qtbot, 0)
    assert "matches “extrusion l4/l5 xq”" in panel.message
    assert panel.isVisible()
    QTest.keyClick(panel.search_field, KEY.Key_Escape)
    listed(panel, qtbot, 1)


def test_enter_before_the_answer_is_there_opens_nothing(read_once, session, qtbot):
    panel = read_once.start_page.library
    QTest.keyClicks(panel.search_field, "nobody")
    QTest.keyClick(panel.search_field, KEY.Key_Return)
    QTest.keyClick(panel.search_field, KEY.Key_Return)
    listed(panel, qtbot, 0)
    assert not session.jobs
    assert session.volume is None


def test_the_arrows_go_from_the_field_to_the_rows_and_back(read_once, qtbot, type_keys):
    panel = read_once.start_page.library
    read_once.activateWindow()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is panel.search_field)
    type_keys(KEY.Key_Down)
    assert QApplication.focusWidget() is panel.table
    type_keys(KEY.Key_Up)
    assert QApplication.focusWidget() is panel.search_field
    type_keys(KEY.Key_Down, "d")
    assert QApplication.focusWidget() is panel.search_field
    assert panel.search_field.text() == "d"


def test_moved_images_are_marked_and_found_again_by_their_folder(read_once, session, study, qtbot):
    moved = study.parent.rename(study.parent.with_name("moved"))
    panel = read_once.start_page.library
    panel.refresh()
    qtbot.waitUntil(lambda: row(panel.table, 0)[6] == "missing")
    assert not button(panel, "Copy into library").isEnabled()
    click(button(panel, "Find images…"))
    assert "DOE, JANE of 2026-01-31" in answer_folder(read_once, moved, qtbot)
    qtbot.waitUntil(lambda: row(panel.table, 0)[6] == "referenced", timeout=5_000)
    with qtbot.waitSignal(session.volume_completed, timeout=10_000):
        click(button(panel, "Continue"))


def test_continuing_a_study_whose_images_moved_asks_for_them_and_opens(read_once, session, study, qtbot):
    moved = study.parent.rename(study.parent.with_name("moved"))
    click(button(read_once.start_page.library, "Continue"))
    with qtbot.waitSignal(session.volume_completed, timeout=10_000):
        answer_folder(read_once, moved, qtbot)
    assert any("no longer where they were" in text for text in read_once.notice_texts)


def test_a_wrong_folder_is_told(read_once, session, tmp_path, study, qtbot):
    (tmp_path / "empty").mkdir()
    click(button(read_once.start_page.library, "Find images…"))
    answer_folder(read_once, tmp_path / "empty", qtbot)
    qtbot.waitUntil(lambda: any("are not in empty" in text for text in read_once.notice_texts))
    assert study.exists()


def test_images_are_copied_with_a_click(read_once, session, study, qtbot):
    panel = read_once.start_page.library
    click(button(panel, "Copy into library"))
    qtbot.waitUntil(lambda: row(panel.table, 0)[6] == "copied", timeout=10_000)
    shutil.rmtree(study)
    with qtbot.waitSignal(session.volume_completed, timeout=10_000):
        click(button(panel, "Continue"))


def removal_of(window, qtbot):
    sheet = window._library.removal
    qtbot.waitUntil(sheet.isVisible)
    return sheet


def test_delete_asks_and_escape_keeps_everything(read_once, session, qtbot):
    panel = read_once.start_page.library
    QTest.keyClick(panel.table, KEY.Key_Delete)
    sheet = removal_of(read_once, qtbot)
    assert not sheet.case_box.isChecked()
    assert sheet.case_box.text() == "The saved case with 1 mark"
    assert not sheet.copy_box.isVisible()
    QTest.keyClick(sheet, KEY.Key_Escape)
    assert not sheet.isVisible()
    panel.refresh()
    listed(panel, qtbot, 1)


def test_removing_the_entry_leaves_the_marks(read_once, session, study, qtbot):
    panel = read_once.start_page.library
    click(button(panel, "Remove…"))
    click(removal_of(read_once, qtbot).remove_button)
    qtbot.waitUntil(lambda: not panel.isVisible(), timeout=5_000)
    with qtbot.waitSignal(session.volume_completed, timeout=10_000):
        session.open_paths([study])
    assert [mark.mark_id for mark in session.case.marks] == ["m1"]


def test_marks_go_only_where_they_are_ticked(read_once, session, study, qtbot):
    panel = read_once.start_page.library
    click(button(panel, "Remove…"))
    sheet = removal_of(read_once, qtbot)
    QTest.mouseClick(sheet.case_box, Qt.MouseButton.LeftButton, pos=QPoint(12, sheet.case_box.height() // 2))
    assert sheet.case_box.isChecked()
    assert "cannot be undone" in sheet._told.text()
    click(sheet.remove_button)
    qtbot.waitUntil(lambda: not panel.isVisible(), timeout=5_000)
    with qtbot.waitSignal(session.volume_completed, timeout=10_000):
        session.open_paths([study])
    assert session.case.marks == ()


def test_the_library_lies_over_an_open_study(read_once, session, qtbot, type_keys):
    with qtbot.waitSignal(session.volume_completed, timeout=10_000):
        click(button(read_once.start_page.library, "Continue"))
    read_once.activateWindow()
    read_once.bound.action("library.show").trigger()
    sheet = read_once._library
    assert sheet.isVisible()
    listed(sheet.panel, qtbot, 1)
    qtbot.waitUntil(lambda: row(sheet.panel.table, 0)[5] == "open now")
    click(button(sheet.panel, "Remove…"))
    assert not removal_of(read_once, qtbot).case_box.isEnabled()
    read_once._library.removal.dismiss()
    type_keys(KEY.Key_Escape)
    assert not sheet.isVisible()


def test_messages_are_said_on_the_sheet_that_covers_them(read_once, session, tmp_path, qtbot):
    with qtbot.waitSignal(session.volume_completed, timeout=10_000):
        click(button(read_once.start_page.library, "Continue"))
    read_once.show_library()
    sheet = read_once._library
    listed(sheet.panel, qtbot, 1)
    assert sheet.said == ""
    (tmp_path / "empty").mkdir()
    click(button(sheet.panel, "Find images…"))
    answer_folder(read_once, tmp_path / "empty", qtbot)
    qtbot.waitUntil(lambda: "are not in empty" in sheet.said)
    sheet.toggle()
    sheet.toggle()
    assert sheet.said == ""


def test_names_are_hidden_where_the_reader_hides_them(read_once, session, study, qtbot):
    table = read_once.start_page.library.table
    read_once.bound.action("view.privacy").trigger()
    assert row(table, 0)[:2] == ["Identity hidden", ""]
    assert "DOE" not in table.item(0, 0).toolTip()
    assert str(study) not in table.item(0, 0).toolTip()
    click(button(read_once.start_page.library, "Remove…"))
    assert "DOE" not in removal_of(read_once, qtbot)._who.text()


def test_names_stay_hidden_on_the_start_page_after_closing_a_study(read_once, session, qtbot):
    with qtbot.waitSignal(session.volume_completed, timeout=10_000):
        click(button(read_once.start_page.library, "Continue"))
    session.look(attrs.evolve(session.display, identity_hidden=True))
    session.close()
    listed(read_once.start_page.library, qtbot, 1)
    assert row(read_once.start_page.library.table, 0)[0] == "Identity hidden"


def test_the_menu_of_a_row_offers_what_the_buttons_do(read_once, qtbot):
    panel = read_once.start_page.library
    panel.table.customContextMenuRequested.emit(panel.table.visualItemRect(panel.table.item(0, 0)).center())
    (menu,) = panel.findChildren(QMenu)
    titles = [action.text() for action in menu.actions()]
    assert titles == ["Continue", "Copy into library", "Find images…", "Remove…"]
    menu.close()


def test_switched_off_nothing_is_listed_and_the_sheet_says_so(read_once, session, qtbot):
    read_once.bound.action("library.remember").trigger()
    assert not read_once.start_page.library.isVisible()
    read_once.bound.action("library.show").trigger()
    assert "switched off" in read_once._library.panel.message
    read_once.bound.action("library.remember").trigger()
    listed(read_once.start_page.library, qtbot, 1)


def test_a_library_that_refuses_says_so_and_the_program_works(window, session, study, qtbot):
    session.library.folder.write_text("in the way")
    window.start_page.library.refresh()
    qtbot.waitUntil(lambda: "cannot be used" in window.start_page.library.message)
    assert window.start_page.library.isVisible()
    with qtbot.waitSignal(session.volume_completed, timeout=10_000):
        session.open_paths([study])


def test_a_damaged_library_is_told(window, session, qtbot):
    session.library.folder.mkdir()
    (session.library.folder / "library.sqlite").write_bytes(b"no database" * 400)
    window.start_page.library.refresh()
    qtbot.waitUntil(lambda: any("was damaged" in text for text in window.notice_texts))


def test_hundreds_of_studies_are_listed_and_stay_chosen(window, session, qtbot):
    library = Library(session.library.folder / "library.sqlite")
    for number in range(60):
        library.remember(
            entry(f"1.{number}", f"P{number:02d}^X", opened=f"2026-01-01T00:{number:02d}:00+00:00")
        )
    panel = window.start_page.library
    panel.refresh()
    listed(panel, qtbot, 60)
    panel.table.setCurrentCell(30, 0)
    chosen = panel.table.current
    library.remember(entry("2.1", "NEW^X", opened="2026-02-01T00:00:00+00:00"))
    session.library.changed.emit()
    listed(panel, qtbot, 61)
    assert panel.table.current.study_uid == chosen.study_uid
    assert panel.table.item(0, 0).text() == "NEW, X"


@pytest.mark.parametrize(
    ("opened", "words"),
    [
        (NOW.isoformat(), "today 12:00"),
        ((NOW - timedelta(days=1)).isoformat(), "yesterday 12:00"),
        ("2026-02-03T10:00:00+00:00", "2026-02-03"),
        ("long ago", "long ago"),
    ],
)
def test_when_it_was_opened_is_said_as_one_says_it(opened, words):
    assert opened_words(opened, NOW) == words


def test_a_row_tells_regions_where_there_are_no_findings():
    assert finding_words(entry(noted=(Noted("k", ("lumbar",), ()),))) == "lumbar"
    assert finding_words(entry(noted=(Noted("k", ("lumbar",), ("L4/5", "L5/S1")),))) == "L4/5; L5/S1"
    assert finding_words(entry()) == ""


def test_an_unnamed_patient_is_said_to_be_one():
    assert patient_words(entry(name=""), hidden=False) == "No name"
    assert row_words(entry(), NOW, hidden=True, missing=True)[-1] == "missing"


def test_the_story_of_a_row_tells_where_its_images_are():
    told = story(entry(held=Held.COPIED), hidden=False, missing=False)
    assert "copied into the library" in told
    assert "/nowhere" in told
    assert "no longer where" in story(entry(), hidden=False, missing=True)
