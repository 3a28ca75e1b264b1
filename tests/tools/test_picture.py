import pytest

from viewer.model.plane import PlaneKind
from viewer.model.study import WindowSetting
from viewer.tools.events import Modifier, Phase
from viewer.tools.outcome import Nothing, Preview
from viewer.tools.picture import PanTool, WindowTool, ZoomTool
from viewer.tools.wheel import WheelTool


def test_dragging_right_widens_the_window_and_down_raises_its_centre(desk):
    desk.drag(WindowTool(), (100, 100), (250, 130))
    assert desk.display.window == WindowSetting(round(1500 * 2**0.5), 650)
    assert desk.display.preset == ""


def test_dragging_back_restores_the_window(desk):
    desk.drag(WindowTool(), (100, 100), (250, 230), (50, 20), (100, 100))
    assert desk.display.window == WindowSetting(1500, 500)


def test_the_picture_follows_the_hand_when_panned(desk):
    point = desk.view().to_lps(120, 90)
    desk.drag(PanTool(), (120, 90), (60, 40), (150, 200))
    assert desk.px(point) == pytest.approx((150, 200))


def test_zooming_by_a_drag_keeps_what_was_pressed(desk):
    point = desk.view().to_lps(300, 120)
    desk.drag(ZoomTool(), (300, 120), (300, 50), (300, -30))
    assert desk.display.axial.zoom == pytest.approx(2)
    assert desk.px(point) == pytest.approx((300, 120))


def test_no_picture_changes_without_a_button_down(desk):
    before = desk.display
    for tool in (WindowTool(), PanTool(), ZoomTool()):
        assert isinstance(desk.send(tool, Phase.MOVE, (10, 10)), Nothing)
        desk.drag(tool, (10, 10))
        assert isinstance(desk.send(tool, Phase.MOVE, (90, 90)), Nothing)
    assert desk.display == before


def test_escape_ends_a_picture_drag(desk):
    tool = PanTool()
    desk.send(tool, Phase.PRESS, (10, 10))
    assert tool.cancel() == Preview(None)
    assert isinstance(desk.send(tool, Phase.MOVE, (90, 90)), Nothing)


def test_the_wheel_scrolls_caudally_towards_the_reader(desk):
    tool = WheelTool()
    desk.wheel(tool, -3)
    assert desk.display.crosshair[2] == pytest.approx(97)
    desk.wheel(tool, 3)
    assert desk.display.crosshair[2] == pytest.approx(100)


def test_parts_of_a_notch_add_up_to_a_slice(desk):
    tool = WheelTool()
    for _ in range(9):
        assert isinstance(desk.wheel(tool, -0.1), Nothing)
    desk.wheel(tool, -0.1)
    assert desk.display.crosshair[2] == pytest.approx(99)


def test_turning_the_wheel_round_forgets_the_started_notch(desk):
    tool = WheelTool()
    desk.wheel(tool, -0.9)
    desk.wheel(tool, 0.2)
    desk.wheel(tool, -0.2)
    assert desk.display.crosshair[2] == 100


def test_ctrl_and_the_wheel_zoom_about_the_pointer(desk):
    point = desk.view().to_lps(50, 70)
    desk.wheel(WheelTool(), 2, at=(50, 70), modifiers=Modifier.CONTROL)
    assert desk.display.axial.zoom == pytest.approx(1.15**2)
    assert desk.px(point) == pytest.approx((50, 70))


def test_shift_and_the_wheel_make_the_slab_thicker(desk):
    desk.wheel(WheelTool(), 4, kind=PlaneKind.CORONAL, modifiers=Modifier.SHIFT)
    assert desk.display.coronal.slab_mm == 4
    assert desk.display.axial.slab_mm == 0
