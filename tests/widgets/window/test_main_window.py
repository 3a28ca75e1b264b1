"""The window as its reader uses it: open, read, hide the name, fold, close."""

import attrs
import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QLabel, QMenuBar

from viewer.actions.desk import Rail
from viewer.actions.registry import all_actions
from viewer.model.case import Case
from viewer.model.display import Layout, PaneId
from viewer.model.finding import CompressionMark
from viewer.model.labels import LevelLabel
from viewer.model.plane import PlaneKind
from viewer.model.spine import Level
from viewer.model.study import Patient
from viewer.session.notice import Severity
from viewer.session.session import Session
from viewer.session.settings import Settings
from viewer.widgets.parts.icon_button import IconButton
from viewer.widgets.parts.icons import has_icon
from viewer.widgets.window.drop_frame import DropFrame
from viewer.widgets.window.main_window import MainWindow
from viewer.widgets.window.status_text import hu_text, level_text, position_text


def words_on(widget):
    return " ".join(label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget))


def test_an_empty_window_says_how_to_begin_and_what_it_is_not(window):
    assert window.start_page.isVisible()
    assert not window.panes.isVisible()
    assert "drop a CT folder" in words_on(window.start_page)
    assert "Not a certified medical device" in words_on(window.start_page)


def test_the_3d_scene_is_not_loaded_before_the_window_is_painted(session, qtbot):
    window = MainWindow(session)
    assert not window.panes.column.started
    window.show()
    qtbot.waitUntil(lambda: window.panes.column.started, timeout=2_000)
    window.close()
    window.deleteLater()


def drag(kind, folder):
    held = QMimeData()
    held.setUrls([QUrl.fromLocalFile(str(folder))])
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    return held, kind(QPoint(400, 300), Qt.DropAction.CopyAction, held, left, none)


def test_dragged_files_are_welcome_until_they_leave_again(window, study_folder):
    frame = window.findChild(DropFrame)
    _held, event = drag(QDragEnterEvent, study_folder)
    window.dragEnterEvent(event)
    assert event.isAccepted()
    assert frame.isVisible()
    window.dragLeaveEvent(QDragLeaveEvent())
    assert not frame.isVisible()


def test_enter_on_the_start_page_opens_a_folder(window):
    assert QApplication.focusWidget().accessibleName() == "Open folder…"


def test_what_was_opened_last_is_a_click_away_without_the_library(window, session, study_folder, qtbot):
    session.change_settings(attrs.evolve(session.settings, library=False))
    assert not window.start_page.recent.isVisible()
    with qtbot.waitSignal(session.volume_completed, timeout=10_000):
        session.open_paths([study_folder])
    session.close()
    (row,) = window.start_page.recent.findChildren(QAbstractButton)
    assert row.isVisible()
    assert "lumbar" in row.text()
    with qtbot.waitSignal(session.volume_completed, timeout=10_000):
        row.click()


def test_long_paths_show_the_name_and_the_end_of_the_folder(window):
    window.start_page.recent.show_paths([f"/archive/{'deep/' * 30}SMITH & SON/CT"])
    (row,) = window.start_page.recent._rows
    assert row.text().split()[0] == "CT"
    assert row.text().endswith("SMITH && SON")
    assert len(row.text()) < 80


def test_only_a_few_of_the_last_are_offered(window):
    window.start_page.recent.show_paths(f"/studies/{n}" for n in range(9))
    names = [row.text().split()[0] for row in window.start_page.recent._rows]
    assert names == ["0", "1", "2", "3"]


def test_a_dropped_folder_is_opened(window, session, study_folder, qtbot):
    dropped = QMimeData()
    dropped.setUrls([QUrl.fromLocalFile(str(study_folder))])
    event = QDropEvent(
        QPointF(400, 300),
        Qt.DropAction.CopyAction,
        dropped,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    with qtbot.waitSignal(session.volume_completed, timeout=10_000):
        window.dropEvent(event)
    assert event.isAccepted()
    assert window.panes.isVisible()
    assert not window.start_page.isVisible()


def test_a_closed_menu_does_not_keep_the_keyboard(reading, qtbot):
    (bar,) = reading.findChildren(QMenuBar)
    pane = reading.panes.slices[PlaneKind.AXIAL]
    pane.setFocus()
    QTest.keyClick(pane, Qt.Key.Key_Alt)
    assert bar.hasFocus()
    menu = bar.actions()[2].menu()
    menu.popup(QPoint(10, 40))
    menu.hide()
    qtbot.waitUntil(pane.hasFocus, timeout=2_000)


def test_keys_belong_to_an_open_menu(reading):
    pane = reading.panes.slices[PlaneKind.AXIAL]
    menu = reading.findChildren(QMenuBar)[0].actions()[2].menu()

    def taken():
        event = QKeyEvent(QEvent.Type.ShortcutOverride, Qt.Key.Key_Right, Qt.KeyboardModifier.NoModifier)
        event.ignore()
        QApplication.sendEvent(pane, event)
        return event.isAccepted()

    assert not taken()
    menu.popup(QPoint(10, 40))
    assert taken()
    menu.hide()
    assert not taken()


def test_an_open_study_is_named_in_the_title(reading):
    assert reading.windowTitle() == "DOE, JANE - Thecal"


def test_the_privacy_key_hides_the_name_everywhere_and_says_so(reading, session):
    pane = reading.panes.slices[PlaneKind.AXIAL]
    named = pane.grab().toImage()
    QTest.keyClick(pane, Qt.Key.Key_H, Qt.KeyboardModifier.ControlModifier)
    assert session.display.identity_hidden
    assert "DOE" not in reading.windowTitle()
    assert pane.grab().toImage() != named


def test_closing_the_study_brings_the_start_page_back(reading, session):
    session.close()
    assert reading.start_page.isVisible()
    assert reading.windowTitle() == "Thecal"
    assert reading.status.text("hu") == ""


def test_rails_fold_by_key_and_give_their_room_to_the_panes(reading, qtbot):
    before = reading.panes.width()
    QTest.keyClick(reading, Qt.Key.Key_F4)
    qtbot.wait(1)
    assert not reading.rail_shown(Rail.MARKS)
    assert reading.panes.width() > before + 150
    QTest.keyClick(reading, Qt.Key.Key_F4)
    qtbot.wait(1)
    assert reading.panes.width() == before


def test_a_renaming_that_waits_for_an_answer_is_seen_though_the_marks_are_folded(reading, session):
    place = session.display.crosshair
    case = session.case.with_label(LevelLabel(Level("L4/L5"), place))
    session.edit("Mark", case.with_mark(CompressionMark("m1", place)))
    reading.rails.rail(Rail.MARKS).set_folded(True)
    session.edit("Shift numbering up", session.case.shifted_labels(-1))
    assert session.pending_relevel is not None
    assert reading.rails.marks.relevel.isVisible()


@pytest.mark.parametrize("size", [(1366, 768), (1920, 1080), (3840, 2160)])
def test_images_get_most_of_the_window(reading, qtbot, size):
    reading.resize(*size)
    qtbot.wait(1)
    panes = reading.panes
    assert reading.width() == size[0]
    assert panes.width() * panes.height() > 0.55 * size[0] * size[1]


def test_a_hidden_pane_comes_on_screen_when_it_gets_the_keyboard(reading, session):
    session.look(attrs.evolve(session.display, layout=Layout.SINGLE, main_pane=PaneId.AXIAL))
    reading.focus_pane(PaneId.CORONAL)
    assert reading.panes.slices[PlaneKind.CORONAL].isVisible()
    assert not reading.panes.slices[PlaneKind.AXIAL].isVisible()
    assert reading.current_pane() is PaneId.CORONAL


def test_notices_are_shown_without_taking_the_keyboard(reading, session):
    holder = QApplication.focusWidget()
    session.notice("The disk is full.", "Delete something.", Severity.WARNING)
    assert reading.notice_texts == ("The disk is full.",)
    assert "Delete something." in words_on(reading)
    assert QApplication.focusWidget() is holder
    assert not any(isinstance(widget, QDialog) for widget in QApplication.topLevelWidgets())


def test_equal_notices_do_not_pile_up(reading, session):
    for _ in range(5):
        session.notice("Saved.")
    assert reading.notice_texts == ("Saved.",)


def test_a_running_job_shows_its_title_and_can_be_cancelled(window, session, study_folder, qtbot):
    session.open_paths([study_folder])
    assert window.status.job_text.startswith("Looking for images")
    window.status.cancel_job()
    assert session.jobs == ()
    assert window.status.job_text == ""


def test_the_status_line_says_where_the_crosshair_is(reading, session):
    session.look(attrs.evolve(session.display, crosshair=(-12.3, -4.5, 120.1)))
    assert reading.status.text("position") == "R 12.3  A 4.5  H 120.1"
    assert reading.status.text("window") == "W 1500  L 500  Myelogram"
    assert reading.status.text("zoom") == "100 %"
    assert reading.status.text("hu") == f"{session.volume.hu_at((-12.3, -4.5, 120.1))} HU"


def test_an_unconfirmed_level_carries_a_question_mark():
    case = Case().with_labels(
        (LevelLabel(Level("L3/L4"), (0.0, 0.0, 40.0)), LevelLabel(Level("L5/S1"), (0.0, 0.0, -40.0)))
    )
    assert level_text(case, (0.0, 0.0, 40.0)) == "L3/4"
    assert level_text(case, (0.0, 0.0, 0.0)) == "L4/5?"
    assert level_text(Case(), (0.0, 0.0, 0.0)) == "-"


def test_a_position_that_rounds_to_zero_has_no_flickering_side():
    assert position_text((-0.04, 0.04, -0.0)) == position_text((0.04, -0.04, 0.0)) == "L 0.0  P 0.0  H 0.0"


def test_no_hu_is_claimed_outside_the_volume(reading, session):
    assert hu_text(session.volume, (900.0, 0.0, 0.0)) == "- HU"


def test_every_button_says_in_words_what_it_does(reading):
    silent = [
        button
        for button in reading.findChildren(QAbstractButton)
        if button.isVisible()
        and not (button.accessibleName() or button.text())
        # The arrow behind which a toolbar keeps what does not fit belongs to Qt.
        and button.objectName() != "qt_toolbar_ext_button"
    ]
    assert silent == []


def test_every_action_with_an_icon_has_one_in_the_program():
    assert [action.id for action in all_actions() if action.icon and not has_icon(action.icon)] == []


def test_the_window_closes_with_a_study_open_and_leaves_nothing(reading, session):
    reading.close()
    session.close()
    assert not reading.isVisible()


def test_tab_goes_from_the_series_through_the_panes_to_the_marks(reading):
    stops = [reading.rails.series, *reading.panes.in_order, reading.rails.spine, reading.rails.marks]
    places = []
    widget = reading.rails.series
    for _ in range(300):
        places.append(next((n for n, stop in enumerate(stops) if stop is widget), None))
        widget = widget.nextInFocusChain()
        if widget is reading.rails.series:
            break
    met = [place for place in places if place is not None]
    assert met == sorted(met)
    assert len(met) >= 6


def test_the_window_opens_where_it_was_closed(session, qtbot, nothing_survives):
    first = MainWindow(session)
    first.resize(700, 520)
    first.show()
    first.close()
    second = MainWindow(session)
    assert (second.width(), second.height()) == (700, 520)
    first.deleteLater()
    second.deleteLater()


def test_a_place_from_another_screen_is_not_taken_over(session, nothing_survives):
    first = MainWindow(session)
    assert not first.has_place
    first.show()
    first.close()
    second = MainWindow(session)
    assert second.has_place
    session.change_settings(attrs.evolve(session.settings, window_geometry="00"))
    third = MainWindow(session)
    assert not third.has_place
    for window in (first, second, third):
        window.deleteLater()


def test_a_study_without_a_name_is_titled_by_its_number(reading, session):
    nameless = attrs.evolve(session.case.study, patient=Patient(patient_id="PH1"))
    session.edit("Forget the name", attrs.evolve(session.case, study=nameless))
    assert reading.windowTitle() == "PH1 - Thecal"


def test_a_read_only_case_says_so_and_why(reading, session, study_folder, tmp_path, qtbot):
    assert "Read-only" not in words_on(reading.status)
    second = Session(tmp_path / "cases", Settings(auto_column=False))
    window = MainWindow(second)
    with qtbot.waitSignal(second.volume_completed, timeout=10_000):
        second.open_paths([study_folder])
    assert second.read_only
    assert "Read-only" in words_on(window.status)
    assert window.status.read_only_words == second.read_only_reason != ""
    window.close()
    window.deleteLater()
    second.shutdown()


def test_a_window_may_be_closed_twice_or_before_it_was_shown(session, nothing_survives):
    never_shown = MainWindow(session)
    never_shown.close()
    shown = MainWindow(session)
    shown.show()
    QApplication.processEvents()
    assert shown.close()
    assert shown.close()
    never_shown.deleteLater()
    shown.deleteLater()


def test_what_was_still_loading_does_not_come_to_life_in_a_closed_window(session, nothing_survives, qtbot):
    window = MainWindow(session)
    window.show()
    window.panes.start()
    window.close()
    window.panes.start()
    qtbot.wait(50)
    assert not window.panes.column.started
    window.deleteLater()


def test_only_the_latest_notices_stay_and_a_closed_one_goes(reading, session, qtbot):
    for number in range(6):
        session.notice(f"Notice {number}.")
    qtbot.wait(1)
    assert reading.notice_texts == ("Notice 3.", "Notice 4.", "Notice 5.")
    closing = [
        one for one in reading.findChildren(IconButton) if one.accessibleName() == "Close this message"
    ]
    closing[-1].click()
    qtbot.wait(1)
    assert reading.notice_texts == ("Notice 3.", "Notice 4.")
