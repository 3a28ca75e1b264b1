"""The palette, the sheets and the binding of actions, in a real window."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QMenu

from viewer.actions.registry import all_actions
from viewer.model.display import Interpolation, Layout
from viewer.widgets.window.about import NOT_A_DEVICE, AboutSheet
from viewer.widgets.window.command_palette import CommandPalette, match_score
from viewer.widgets.window.shortcut_sheet import ShortcutSheet

ENTER, ESCAPE = Qt.Key.Key_Return, Qt.Key.Key_Escape
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def palette(reading, qtbot):
    """The palette of the window, opened by its key."""
    reading.activateWindow()
    qtbot.waitUntil(reading.isActiveWindow)
    qtbot.keyClick(reading, Qt.Key.Key_K, CONTROL)
    found = reading.findChild(CommandPalette)
    assert found.isVisible()
    return found


def test_every_action_is_listed_by_its_title(palette):
    assert {action.title for action in all_actions()} - {"Undo", "Redo"} <= set(palette.titles())


def test_words_in_any_order_find_an_action_and_enter_runs_it(palette, session, type_keys):
    type_keys("cubic inter")
    assert palette.titles()[0] == "Interpolation: cubic"
    type_keys(ENTER)
    assert not palette.isVisible()
    assert session.display.interpolation is Interpolation.CUBIC


def test_arrows_choose_further_down(palette, session, type_keys):
    type_keys("layout")
    titles = palette.titles()
    place = titles.index("Layout: single")
    type_keys(*[Qt.Key.Key_Down] * place, ENTER)
    assert session.display.layout is Layout.SINGLE


def test_keys_typed_in_the_palette_are_no_shortcuts(palette, session, type_keys):
    before = session.display
    type_keys("3mxb")
    assert session.display == before
    assert palette.titles() == []


def test_escape_gives_the_keyboard_back(reading, qtbot, type_keys):
    reading.activateWindow()
    qtbot.waitUntil(reading.isActiveWindow)
    before = reading.focusWidget()
    qtbot.keyClick(reading, Qt.Key.Key_K, CONTROL)
    type_keys(ESCAPE)
    assert not reading.findChild(CommandPalette).isVisible()
    assert reading.focusWidget() is before


def test_what_cannot_run_is_shown_faint_and_does_not_run(palette, session, type_keys):
    type_keys("next mark")
    item = palette._list.item(0)
    assert item.text() == "Next mark"
    assert not item.flags() & Qt.ItemFlag.ItemIsEnabled
    type_keys(ENTER)
    assert palette.isVisible()


@pytest.mark.parametrize(
    ("query", "better", "worse"),
    [("mark", "Mark compression", "Next mark and more"), ("slab", "Slab: average", "Thicker slab of all")],
)
def test_shorter_titles_come_first(query, better, worse):
    assert match_score(query, better) > match_score(query, worse)


def test_strewn_letters_are_found_but_missing_ones_are_not():
    assert match_score("cmprs", "Mark compression") is not None
    assert match_score("xyz", "Mark compression") is None


def test_f1_shows_every_key_and_hides_it_again(reading, qtbot, type_keys):
    reading.activateWindow()
    qtbot.waitUntil(reading.isActiveWindow)
    qtbot.keyClick(reading, Qt.Key.Key_F1)
    sheet = reading.findChild(ShortcutSheet)
    assert sheet.isVisible()
    words = {label.text() for label in sheet.findChildren(QLabel)}
    assert {action.title for action in all_actions() if action.shortcuts} <= words
    assert reading.rect().contains(sheet.geometry())
    type_keys(ESCAPE)
    assert not sheet.isVisible()


def test_about_says_that_this_is_no_medical_device(reading):
    reading.show_about()
    sheet = reading.findChild(AboutSheet)
    assert sheet.isVisible()
    words = "\n".join(label.text() for label in sheet.findChildren(QLabel))
    assert NOT_A_DEVICE in words
    assert "Apache License 2.0" in words


def test_every_action_stands_in_a_menu(reading):
    bar = next(child for child in reading.menuWidget().children() if child.inherits("QMenuBar"))
    found = set()
    for menu in bar.findChildren(QMenu):
        found |= {action.objectName() for action in menu.actions()}
    assert {action.id for action in all_actions()} <= found


def test_arrow_keys_belong_to_the_panes_only(reading, session, qtbot):
    field = QLineEdit(reading)
    field.show()
    reading.activateWindow()
    qtbot.waitUntil(reading.isActiveWindow)
    field.setFocus()
    before = session.display
    qtbot.keyClick(field, Qt.Key.Key_Down)
    assert session.display == before
    reading.panes.focus(reading.current_pane())
    qtbot.keyClick(reading.focusWidget(), Qt.Key.Key_Down)
    assert session.display != before


def test_titles_and_ticks_follow_the_session(reading, session, qtbot):
    undo, cubic = reading.bound.action("edit.undo"), reading.bound.action("view.interpolation_cubic")
    assert not undo.isEnabled()
    reading.bound.action("level.lumbar_6").trigger()
    cubic.trigger()
    qtbot.waitUntil(undo.isEnabled)
    assert undo.text() == "Undo: 6 lumbar vertebrae"
    assert "Ctrl+Z" in undo.toolTip()
    assert cubic.isChecked()
    cubic.trigger()
    qtbot.waitUntil(cubic.isChecked)


def test_closed_sheets_leave_nothing_behind(reading, qapp):
    reading.show_about()
    reading.show_about()
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert not reading.findChild(AboutSheet).isVisible()


def test_ctrl_k_closes_the_palette_too(palette, qtbot, qapp):
    qtbot.keyClick(qapp.focusWidget(), Qt.Key.Key_K, CONTROL)
    assert not palette.isVisible()


def test_sheets_stay_inside_a_window_that_shrinks(reading, qtbot):
    reading.show_shortcuts()
    sheet = reading.findChild(ShortcutSheet)
    reading.resize(900, 560)
    qtbot.waitUntil(lambda: reading.rect().contains(sheet.geometry()))
