"""Reading beside the CT as its reader does it: click, scroll, window, point, close."""

import shutil

import attrs
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.odd_series import OddSeries
from viewer.model.display import Layout, PaneId
from viewer.model.overlay.overlay_shapes import Line
from viewer.model.plane import PlaneKind
from viewer.model.study import Patient, WindowSetting
from viewer.session.notice import Severity
from viewer.tools.navigation import with_layout
from viewer.widgets.window.pane_grid import GuestPlace, arrange_with_guest

SERIES = ("T2 AX", "LATERAL", "SCREEN", "RUN", "SCOUT", "LETTER")


@pytest.fixture(scope="session")
def mixed_folder(study_folder, tmp_path_factory):
    """The CT with one series of each other kind beside it."""
    folder = tmp_path_factory.mktemp("mixed") / "disc"
    shutil.copytree(study_folder, folder)
    odd = OddSeries(folder)
    odd.mr()
    odd.radiograph()
    odd.capture()
    odd.fluoroscopy()
    odd.localizer()
    odd.document()
    return folder


@pytest.fixture
def mixed(window, session, mixed_folder, qtbot):
    """The window with the CT of the mixed folder open and painted."""
    with qtbot.waitSignal(session.volume_completed, timeout=10_000):
        session.open_paths([mixed_folder])
    qtbot.wait(1)
    return window


def row_of(window, description):
    (study,) = window.session.catalogue.studies
    key = next(one.key for one in study.series if one.description == description)
    return window.rails.series.row_of(key)


@pytest.fixture
def click(mixed, qtbot):
    """Click a series in the rail and wait for its picture; return the pane of the pictures."""

    def done(description):
        rail = mixed.rails.series
        item = rail.item(row_of(mixed, description))
        rail.scrollToItem(item)
        QTest.mouseClick(rail.viewport(), Qt.MouseButton.LeftButton, pos=rail.visualItemRect(item).center())
        qtbot.waitUntil(lambda: mixed.session.reading.shown is not None, timeout=10_000)
        qtbot.wait(1)
        return mixed.panes.pictures.pane

    return done


def grey_at(pane, x, y):
    return pane.grab().toImage().pixelColor(round(x), round(y)).value()


@pytest.mark.parametrize("description", SERIES)
def test_a_click_shows_every_kind_of_series_beside_the_ct(click, mixed, session, description):
    volume = session.volume
    pane = click(description)
    assert session.volume is volume
    assert session.reading.series.description == description
    assert pane.isVisible()
    assert pane.hasFocus()
    assert all(slices.isVisible() for slices in mixed.panes.slices.values())
    assert not mixed.panes.column.isVisible()
    assert pane.sentence == ""
    assert [one.text for one in session.notices if one.severity is Severity.ERROR] == []


def test_enter_on_a_series_opens_it(mixed, session, qtbot, type_keys):
    rail = mixed.rails.series
    rail.setFocus()
    rail.setCurrentRow(row_of(mixed, "RUN"))
    type_keys(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: session.reading.shown is not None, timeout=10_000)
    assert session.reading.series.description == "RUN"


def test_escape_closes_the_pictures_and_gives_the_keyboard_back(click, mixed, session, type_keys):
    click("T2 AX")
    type_keys(Qt.Key.Key_Escape)
    assert not session.reading.is_open
    assert not mixed.panes.pictures.isVisible()
    assert mixed.panes.column.isVisible()
    assert mixed.panes.slices[PlaneKind.AXIAL].hasFocus()


def test_keys_scroll_the_pictures_and_not_the_ct(click, session, type_keys):
    click("RUN")
    crosshair = session.display.crosshair
    type_keys(Qt.Key.Key_Down, Qt.Key.Key_Right)
    assert session.reading.look.number == 2
    type_keys(Qt.Key.Key_PageDown)
    assert session.reading.look.number == 3
    type_keys(Qt.Key.Key_Up)
    assert session.reading.look.number == 2
    assert session.display.crosshair == crosshair


def test_the_wheel_scrolls_and_with_control_zooms(click, session, mouse):
    pane = click("RUN")
    mouse(pane).wheel(100, 100, -2)
    assert session.reading.look.number == 2
    mouse(pane).wheel(100, 100, 1, Qt.KeyboardModifier.ControlModifier)
    assert session.reading.look.number == 2
    assert session.reading.look.zoom > 1


def test_a_right_drag_changes_the_window_of_the_pictures_only(click, session, mouse):
    pane = click("T2 AX")
    ct, start = session.display.window, session.reading.look.window
    mouse(pane).drag((100, 100), (160, 100), Qt.MouseButton.RightButton)
    assert session.display.window == ct
    assert session.reading.look.window.width > start.width
    QTest.keyClick(pane, Qt.Key.Key_Home)
    assert session.reading.look.window == session.reading.shown.window


def test_a_click_in_a_placed_picture_takes_the_ct_there(click, session, mouse):
    pane = click("T2 AX")
    x, y = pane.view.to_px(9, 5)
    mouse(pane).click(x, y)
    assert session.display.crosshair == pytest.approx((6.0, 2.0, 116.0), abs=0.01)


def test_a_click_on_the_localizer_keeps_the_depth(click, session, mouse):
    pane = click("SCOUT")
    depth = session.display.crosshair[1]
    mouse(pane).click(*pane.view.to_px(5, 6))
    assert session.display.crosshair == pytest.approx((-5.0, depth, 120.0), abs=0.01)


def test_a_drag_in_a_picture_without_a_place_moves_it_and_not_the_ct(click, session, mouse):
    pane = click("LATERAL")
    crosshair, before = session.display.crosshair, pane.view.to_px(1, 1)
    mouse(pane).drag((100, 100), (130, 110))
    assert pane.view.to_px(1, 1) == pytest.approx((before[0] + 30, before[1] + 10))
    assert session.display.crosshair == crosshair


def test_scrolling_the_ct_takes_the_pictures_along(click, session, mixed, type_keys):
    click("T2 AX")
    assert session.reading.info.placement.origin[2] == pytest.approx(116)
    mixed.panes.focus(PaneId.AXIAL)
    type_keys(*[Qt.Key.Key_PageDown] * 1)
    assert session.display.crosshair[2] < 104
    assert session.reading.info.placement.origin[2] == pytest.approx(104)


def lines_in(window, kind):
    pane = window.panes.slices[kind]
    return [one for one in pane._picture_lines(pane.view) if isinstance(one, Line) and not one.dashed]


def test_the_ct_shows_where_the_picture_lies(click, session, mixed):
    assert lines_in(mixed, PlaneKind.SAGITTAL) == []
    click("T2 AX")
    (line,) = lines_in(mixed, PlaneKind.SAGITTAL)
    view = mixed.panes.slices[PlaneKind.SAGITTAL].view
    assert view.to_lps(*line.start)[2] == pytest.approx(116)
    session.look(attrs.evolve(session.display, crosshair_shown=False))
    assert lines_in(mixed, PlaneKind.SAGITTAL) == []


def test_a_projection_has_no_line_in_the_ct(click, mixed):
    click("SCOUT")
    assert lines_in(mixed, PlaneKind.SAGITTAL) == []


def test_monochrome1_shows_large_values_dark_and_i_turns_it_over(click, type_keys):
    pane = click("LATERAL")
    low, high = pane.view.to_px(0, 1), pane.view.to_px(3, 1)
    assert grey_at(pane, *low) > grey_at(pane, *high)
    type_keys(Qt.Key.Key_I)
    assert grey_at(pane, *low) < grey_at(pane, *high)


def test_a_window_makes_its_middle_mid_grey(click, session):
    pane = click("T2 AX")
    session.reading.look_at(attrs.evolve(session.reading.look, window=WindowSetting(800, 400)))
    assert int(session.reading.shown.values[0, 0]) == 400
    assert grey_at(pane, *pane.view.to_px(2, 5)) == pytest.approx(127, abs=2)


def test_the_value_under_the_cursor_has_no_hu(click, mouse):
    pane = click("T2 AX")
    mouse(pane).move(*pane.view.to_px(3, 5))
    first, place, *_ = pane.corners.bottom_left
    assert first == "Value 400 · column 4, row 6"
    assert place == "R 6.0  P 2.0  H 116.0"
    pane = click("SCREEN")
    mouse(pane).move(*pane.view.to_px(8, 5))
    assert pane.corners.bottom_left[0].startswith("RGB 200 0 0")


def test_a_double_click_gives_the_picture_more_room_and_leaves_the_crosshair(click, session, mixed, mouse):
    pane = click("T2 AX")
    crosshair, width = session.display.crosshair, pane.width()
    mouse(pane).double_click(*pane.view.to_px(2, 2))
    assert pane.width() > 1.1 * width
    assert session.display.crosshair == crosshair
    assert mixed.panes.slices[PlaneKind.AXIAL].isVisible()
    mouse(pane).double_click(100, 100)
    assert pane.width() == width


@pytest.mark.parametrize("layout", list(Layout))
def test_in_every_layout_picture_and_ct_are_beside_each_other(click, session, mixed, qtbot, layout):
    pane = click("T2 AX")
    session.look(with_layout(session.display, layout))
    qtbot.wait(1)
    assert pane.isVisible()
    assert pane.width() > 200
    assert any(one.isVisible() for one in mixed.panes.slices.values())


def test_another_patient_is_told_and_has_no_place_in_the_ct(click, session, mixed):
    pane = click("T2 AX")
    assert pane.warning == ""
    session.reading._study = attrs.evolve(session.reading.study, patient=Patient("ROE^RICHARD", "X"))
    assert "Another patient" in pane.warning
    assert "ROE, RICHARD" in pane.corners.top_left
    assert not session.reading.is_linked
    assert lines_in(mixed, PlaneKind.SAGITTAL) == []


def test_the_privacy_key_hides_the_name_over_the_picture(click, session):
    pane = click("T2 AX")
    assert "DOE, JANE" in pane.corners.top_left
    session.look(attrs.evolve(session.display, identity_hidden=True))
    assert "DOE" not in "".join(pane.corners.top_left)


@pytest.mark.parametrize("description", ["SCREEN", "LETTER"])
def test_the_privacy_key_withholds_what_may_name_the_patient(click, session, description):
    pane = click(description)
    assert pane.view is not None
    session.look(attrs.evolve(session.display, identity_hidden=True))
    assert pane.view is None
    assert "may name the patient" in pane.sentence


def test_no_words_cover_a_page(click):
    assert click("LETTER").corners.top_left == ()


def test_without_a_ct_the_picture_has_the_window_to_itself(window, session, mixed_folder, tmp_path, qtbot):
    for file in mixed_folder.iterdir():
        if not file.name.startswith("IM"):
            shutil.copy(file, tmp_path)
    session.open_paths([tmp_path])
    qtbot.waitUntil(lambda: session.reading.shown is not None, timeout=10_000)
    qtbot.wait(1)
    assert window.panes.pictures.isVisible()
    assert window.panes.pictures.width() == window.panes.grid.width()
    session.reading.close()
    assert window.start_page.isVisible()


def test_the_bar_follows_with_slider_and_names(click, mixed, session):
    click("RUN")
    frame = mixed.panes.pictures
    frame._slider.setValue(3)
    assert session.reading.look.number == 3
    assert frame._count.text() == "4 of 4"
    assert frame._title.text() == "RUN"
    assert not frame._follow.isVisible()


def test_frames_in_time_can_be_played_and_stop_with_their_series(click, mixed, session, type_keys, qtbot):
    click("RUN")
    player = mixed.panes.pictures.player
    type_keys(Qt.Key.Key_Space)
    assert player.playing
    qtbot.waitUntil(lambda: session.reading.look.number == 2, timeout=5_000)
    qtbot.waitUntil(lambda: session.reading.look.number == 0, timeout=5_000)
    type_keys(Qt.Key.Key_Space)
    assert not player.playing
    type_keys(Qt.Key.Key_Space, Qt.Key.Key_Escape)
    assert not player.playing
    click("T2 AX")
    type_keys(Qt.Key.Key_Space)
    assert not player.playing


def test_the_way_to_the_3d_pane_leads_to_the_pictures_in_its_place(click, mixed, session):
    pane = click("T2 AX")
    mixed.panes.focus(PaneId.AXIAL)
    mixed.panes.focus(PaneId.COLUMN)
    assert pane.hasFocus()


def test_actions_on_pictures_are_there_only_with_pictures(click, mixed, session):
    mixed.bound.refresh()
    assert not mixed.bound.action("picture.close").isEnabled()
    click("T2 AX")
    mixed.bound.refresh()
    mixed.bound.action("picture.follow").trigger()
    assert not session.reading.follows
    number = session.reading.look.number
    mixed.bound.action("picture.next").trigger()
    assert session.reading.look.number == number + 1
    mixed.bound.action("picture.close").trigger()
    assert not session.reading.is_open


@pytest.mark.parametrize("place", list(GuestPlace))
@pytest.mark.parametrize("layout", list(Layout))
def test_panes_and_pictures_never_overlap(layout, place):
    for main in PaneId:
        boxes, aside = arrange_with_guest(layout, main, 900, 700, place)
        taken = [*boxes.values(), *([aside] if aside else [])]
        assert (aside is not None) == (place is not GuestPlace.HIDDEN)
        for n, one in enumerate(taken):
            assert 0 <= one.x < one.x + one.width <= 900
            assert 0 <= one.y < one.y + one.height <= 700
            for other in taken[n + 1 :]:
                apart_x = one.x + one.width <= other.x or other.x + other.width <= one.x
                apart_y = one.y + one.height <= other.y or other.y + other.height <= one.y
                assert apart_x or apart_y
