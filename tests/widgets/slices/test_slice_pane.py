"""A slice pane under a real mouse: what it paints and what gestures do."""

import attrs
import numpy as np
import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest

from viewer.model.correction import VoxelRuns
from viewer.model.display import Layout, PaneId, SlabMode
from viewer.model.foreign_segment import ForeignSegment
from viewer.model.geometry import distance_mm, rotate
from viewer.model.labels import LevelLabel
from viewer.model.plane import PlaneKind
from viewer.model.spine import Level
from viewer.model.study import WindowSetting

LEFT, MIDDLE, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton, Qt.MouseButton.RightButton


@pytest.fixture
def axial(reading):
    return reading.panes.slices[PlaneKind.AXIAL]


@pytest.fixture
def sagittal(reading):
    return reading.panes.slices[PlaneKind.SAGITTAL]


@pytest.fixture
def bare(session, reading):
    """Only pixels on screen: no lines, no labels."""
    session.look(attrs.evolve(session.display, crosshair_shown=False, overlays_shown=False))


def grey_at(pane, x, y):
    return pane.grab().toImage().pixelColor(x, y).value()


def middle_of(pane):
    return pane.width() // 2, pane.height() // 2


def test_the_bright_half_lies_on_the_patients_right_which_is_screen_left(session, axial, bare):
    session.look(attrs.evolve(session.display, window=WindowSetting(1000.0, 600.0)))
    x, y = axial.width() // 2, axial.height() // 2 + 20
    offset = round(8 / axial.view.mm_per_px)
    assert grey_at(axial, x - offset, y) > 200
    assert grey_at(axial, x + offset, y) < 60


def test_every_pixel_is_black_without_a_volume(window, session):
    pane = window.panes.slices[PlaneKind.AXIAL]
    pane.resize(80, 60)
    image = pane.grab().toImage()
    assert {image.pixelColor(x, y).value() for x in range(1, 79, 7) for y in range(1, 59, 7)} == {0}


def test_a_drag_moves_the_crosshair_to_the_point_under_the_cursor(session, axial, mouse):
    x, y = middle_of(axial)
    target = axial.view.to_lps(x + 30, y - 25)
    mouse(axial).drag((x, y), (x + 30, y - 25))
    moved = session.display.crosshair
    assert (
        distance_mm((moved[0], moved[1], 0.0), (target[0], target[1], 0.0))
        < 0.5 * axial.view.mm_per_px + 1e-6
    )


def test_a_moved_crosshair_moves_the_other_planes(session, axial, sagittal, mouse):
    x, y = middle_of(axial)
    before = sagittal.view.plane.point[0]
    mouse(axial).drag((x, y), (x + 40, y))
    assert sagittal.view.plane.point[0] > before + 1.0


def test_the_wheel_towards_the_reader_goes_to_the_next_slice_caudally(session, axial, mouse):
    before = session.display.crosshair[2]
    mouse(axial).wheel(50, 50, -1)
    assert session.display.crosshair[2] == pytest.approx(before - 1.25)


def test_ctrl_and_wheel_zoom_about_the_cursor(session, axial, mouse):
    under = axial.view.to_lps(40, 60)
    mouse(axial).wheel(40, 60, 2, Qt.KeyboardModifier.ControlModifier)
    assert session.display.axial.zoom > 1.2
    assert distance_mm(axial.view.to_lps(40, 60), under) < 0.01


def test_a_right_drag_changes_the_window_and_a_middle_drag_the_pan(session, axial, mouse):
    mouse(axial).drag((60, 60), (120, 60), RIGHT)
    assert session.display.window.width > 1500
    mouse(axial).drag((60, 60), (80, 90), MIDDLE)
    assert session.display.axial.pan_mm[0] < 0 < -session.display.axial.pan_mm[1]


def test_a_gesture_belongs_to_the_button_that_began_it(session, axial, mouse):
    hand = mouse(axial)
    before = session.display.crosshair
    hand.press(60, 60, RIGHT)
    hand.press(60, 60, LEFT)
    hand.move(90, 60, RIGHT)
    hand.release(60, 60, LEFT)
    hand.move(120, 60, RIGHT)
    hand.release(120, 60, RIGHT)
    assert session.display.crosshair == before
    assert session.display.window.width > 1500


def test_a_double_click_maximises_the_pane_and_restores_the_layout(session, sagittal, mouse):
    mouse(sagittal).double_click(30, 30)
    assert (session.display.layout, session.display.main_pane) == (Layout.SINGLE, PaneId.SAGITTAL)
    assert sagittal.isVisible()
    mouse(sagittal).double_click(30, 30)
    assert session.display.layout is Layout.FOUR


def test_a_double_click_leaves_the_crosshair_where_it_was(session, sagittal, mouse):
    before = session.display.crosshair
    mouse(sagittal).double_click(30, 30)
    assert session.display.layout is Layout.SINGLE
    assert session.display.crosshair == before


def test_a_double_click_on_a_level_asks_for_another_name(session, sagittal, mouse, qtbot):
    label = LevelLabel(Level("L4/L5"), session.display.crosshair)
    session.edit("Place level L4/5", session.case.with_label(label))
    with qtbot.waitSignal(session.asked) as asked:
        mouse(sagittal).double_click(*sagittal.view.to_px(label.point))
    session.apply(asked.args[0].then(Level("L3/L4")))
    assert [one.level.name for one in session.case.labels] == ["L3/L4"]
    assert session.display.layout is Layout.FOUR


@pytest.mark.parametrize(
    ("key", "slices"),
    [(Qt.Key.Key_Down, 1), (Qt.Key.Key_Up, -1), (Qt.Key.Key_PageDown, 10), (Qt.Key.Key_PageUp, -10)],
)
def test_keys_scroll_the_pane_that_has_the_keyboard(reading, session, axial, key, slices):
    axial.setFocus()
    before = session.display.crosshair[2]
    QTest.keyClick(axial, key)
    assert session.display.crosshair[2] == pytest.approx(before - 1.25 * slices)


def test_the_pane_with_the_keyboard_has_a_ring(axial, sagittal):
    axial.setFocus()
    with_ring = axial.grab().toImage().pixelColor(0, axial.height() // 4)
    sagittal.setFocus()
    without = axial.grab().toImage().pixelColor(0, axial.height() // 4)
    assert with_ring.value() > 150
    assert with_ring.saturation() > 60
    assert without.value() < 100


def test_hovering_tells_the_hu_of_the_nearest_voxel(reading, session, axial, mouse):
    x, y = middle_of(axial)
    inside = round(4 / axial.view.mm_per_px)
    mouse(axial).move(x - inside, y)
    point = axial.view.to_lps(x - inside, y)
    expected = session.volume.hu_at(point)
    assert expected > 900
    assert reading.status.text("hu") == f"{expected} HU"


def test_leaving_the_pane_shows_the_crosshair_again(reading, session, axial, mouse):
    x, y = middle_of(axial)
    mouse(axial).move(x + 80, y)
    at_cursor = reading.status.text("position")
    axial.leaveEvent(QEvent(QEvent.Type.Leave))
    assert reading.status.text("position") != at_cursor


def test_an_oblique_slab_is_a_draft_while_it_moves_and_refined_at_rest(session, axial, qtbot):
    right = rotate(session.display.axial.right, (0.0, 1.0, 0.0), 20.0)
    oblique = attrs.evolve(session.display.axial, right=right, slab_mm=10.0, slab_mode=SlabMode.MAXIMUM)
    session.look(session.display.with_pane(PlaneKind.AXIAL, oblique))
    axial.grab()
    assert axial.is_draft
    qtbot.waitUntil(lambda: not axial.is_draft, timeout=5_000)


def test_a_snapshot_need_not_wait_for_the_refinement(session, axial):
    thick = attrs.evolve(session.display.axial, slab_mm=10.0)
    session.look(session.display.with_pane(PlaneKind.AXIAL, thick))
    axial.grab()
    axial.settle()
    assert not axial.is_draft


class Paints(QObject):
    """Counts how often a widget is painted."""

    def __init__(self, widget):
        super().__init__(widget)
        self.count = 0
        widget.installEventFilter(self)

    def eventFilter(self, _watched, event):
        self.count += event.type() == QEvent.Type.Paint
        return False


def test_many_changes_in_one_turn_are_painted_once(session, axial, qtbot):
    qtbot.wait(20)
    paints = Paints(axial)
    for step in range(20):
        session.look(attrs.evolve(session.display, window=WindowSetting(1000.0 + step, 500.0)))
    assert paints.count == 0
    qtbot.wait(20)
    assert paints.count == 1


def test_what_another_program_drew_is_tinted_where_it_lies_until_it_is_hidden(
    session, axial, bare, reading, qtbot
):
    volume = session.volume
    k, j, i = volume.geometry.nearest_voxel(session.display.crosshair)
    places = np.ravel_multi_index(
        np.ix_([k - 1, k, k + 1], range(j - 3, j + 4), range(i - 3, i + 4)), volume.hu.shape
    )
    session.look(attrs.evolve(session.display, window=WindowSetting(10.0, 3000.0)))
    segment = ForeignSegment.of("tumour", VoxelRuns.of(places), volume.geometry, "#E69F00")
    x, y = (round(n) for n in axial.view.to_px(session.display.crosshair))

    session.show_segments((segment,))
    seen = axial.grab().toImage()
    aside = seen.pixelColor(x + round(12 / axial.view.mm_per_px), y)
    inside = seen.pixelColor(x, y)
    assert inside.red() > inside.green() > inside.blue()
    assert (aside.red(), aside.green(), aside.blue()) == (0, 0, 0)

    hide = reading.bound.action("view.hide_segments")
    qtbot.waitUntil(hide.isEnabled)
    hide.trigger()
    hidden = axial.grab().toImage().pixelColor(x, y)
    assert (hidden.red(), hidden.green(), hidden.blue()) == (0, 0, 0)
