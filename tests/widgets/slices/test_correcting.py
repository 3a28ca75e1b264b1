"""Correcting the sac in the window with a real mouse: what is drawn, measured anew, undone and told."""

import attrs
import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor

from viewer.analysis.analyse import analyse
from viewer.analysis.correcting import corrected
from viewer.analysis.phantom.case import lumbar_case, small
from viewer.app.demo_case import write_demo
from viewer.dicom.load import load
from viewer.dicom.scan import scan
from viewer.model.correction import SacCorrection
from viewer.model.demo_case import DemoCase
from viewer.model.geometry import add, vec3
from viewer.model.overlay.overlay_shapes import Role
from viewer.model.plane import PlaneKind
from viewer.model.sac import with_correction
from viewer.progress import silent
from viewer.session.measurement import Measurement
from viewer.tools.brush import Brush, BrushForm
from viewer.tools.navigation import centred, zoom_by
from viewer.widgets.slices.overlay_painter import ROLE_COLOUR
from viewer.widgets.slices.sac_picture import sac_image

NONE, CTRL, SHIFT = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
)
AXIAL, SAGITTAL, CORONAL = PlaneKind


@pytest.fixture(scope="session")
def myelogram(tmp_path_factory):
    """The lumbar case with voxels a third as fine, on disk, and what is measured in it."""
    folder = tmp_path_factory.mktemp("corrected") / "lumbar"
    write_demo(DemoCase.LUMBAR, small(lumbar_case(), 3), folder, silent)
    _, series = scan([folder]).best()
    volume = load(series)
    return folder, analyse(volume)


@pytest.fixture
def reading(window, session, myelogram, qtbot):
    """The window at the middle of the measured sac, the axial pane enlarged."""
    folder, analysis = myelogram
    with qtbot.waitSignal(session.volume_completed, timeout=20_000):
        session.open_paths([folder])
    taken = corrected(session.volume, analysis, session.case.correction)
    session._measuring._take_measurement(Measurement(session.case.labels, taken))
    sections = analysis.sections
    place = sections.nearest(session.volume.geometry.centre)
    display = attrs.evolve(session.display, crosshair=vec3(sections.centre[place]))
    geometry = session.volume.geometry
    session.look(centred(zoom_by(display, AXIAL, 4.0), AXIAL, geometry))
    window.activateWindow()
    window.panes.focus(window.panes.current)
    qtbot.wait(1)
    return window


@pytest.fixture
def press(reading, qapp, qtbot):
    def keys(*names, modifier=NONE):
        for name in names:
            qtbot.keyClick(qapp.focusWidget() or reading, name, modifier)
            qtbot.wait(1)

    return keys


@pytest.fixture
def pane(reading):
    return lambda kind=AXIAL: reading.panes.slices[kind]


@pytest.fixture
def stroke(session, pane, mouse, qtbot):
    """Drag in a pane from one LPS point to another, each `away` from the crosshair, and measure anew."""

    def drag(*away, kind=AXIAL, modifiers=NONE, measured=True):
        target, hand = pane(kind), mouse(pane(kind))
        places = [target.view.to_px(add(session.display.crosshair, one)) for one in away]
        left = Qt.MouseButton.LeftButton
        hand.move(*places[0], modifiers=modifiers)
        hand.press(*places[0], modifiers=modifiers)
        for place in places[1:]:
            hand.move(*place, button=left, modifiers=modifiers)
        before = session.analysis
        hand.release(*places[-1], modifiers=modifiers)
        qtbot.wait(1)
        if measured:
            qtbot.waitUntil(lambda: session.analysis is not before and not session.jobs, timeout=10_000)

    return drag


def area_here(session):
    sections = session.analysis.sections
    return float(sections.area_mm2[sections.nearest(session.display.crosshair)])


def colour_at(pane, place):
    x, y = pane.view.to_px(place)
    return pane.grab().toImage().pixelColor(round(x), round(y))


def inside(session, point):
    sac = with_correction(session.sac, session.volume.geometry.shape, session.shown_case.correction)
    return bool(sac.mask[sac.geometry.nearest_voxel(point)])


def test_erasing_half_of_the_sac_makes_the_section_smaller_and_undo_brings_it_back(session, press, stroke):
    whole = area_here(session)
    press(Qt.Key.Key_U)
    session.use_brush(Brush(20.0))
    stroke((0, -10, 0), (2, -10, 0))
    half = area_here(session)
    assert half < 0.85 * whole
    assert session.undo_title == "Erase sac"
    assert session.analysis.sections.corrected.any()
    session.undo()
    assert session.case.correction == SacCorrection()


def test_undoing_measures_what_was_measured_before(session, press, stroke, qtbot):
    whole = area_here(session)
    press(Qt.Key.Key_U)
    session.use_brush(Brush(20.0))
    stroke((0, -10, 0), (2, -10, 0))
    press(Qt.Key.Key_Z, modifier=CTRL)
    qtbot.waitUntil(lambda: area_here(session) == pytest.approx(whole, rel=1e-6), timeout=10_000)
    assert not session.analysis.sections.corrected.any()


def test_painting_beside_the_sac_makes_the_section_larger(session, press, stroke):
    whole = area_here(session)
    press(Qt.Key.Key_P)
    session.use_brush(Brush(12.0))
    stroke((8, 4, 0), (11, 4, 0))
    assert area_here(session) > 1.1 * whole
    assert session.case.correction.painted
    assert session.undo_title == "Paint sac"


def test_a_stroke_shows_at_once_in_every_pane_and_is_no_edit_before_it_ends(session, pane, mouse, press):
    press(Qt.Key.Key_U)
    session.use_brush(Brush(6.0))
    middle = session.display.crosshair
    x, y = pane().view.to_px(middle)
    before = {kind: pane(kind).grab().toImage() for kind in PlaneKind}
    hand = mouse(pane())
    hand.press(x, y)
    hand.move(x + 3, y, button=Qt.MouseButton.LeftButton)
    assert not inside(session, middle)
    assert all(pane(kind).grab().toImage() != before[kind] for kind in PlaneKind)
    assert session.case.correction == SacCorrection()
    press(Qt.Key.Key_Escape)
    assert inside(session, middle), "Escape drops the stroke"
    hand.release(x, y)
    assert session.case.correction == SacCorrection()


def test_control_erases_with_the_brush_that_paints(session, press, stroke):
    press(Qt.Key.Key_P)
    stroke((0, 0, 0), (1, 0, 0), modifiers=CTRL)
    assert session.undo_title == "Erase sac"


def test_a_disc_in_the_sagittal_pane_stays_in_its_slice(session, press, stroke):
    press(Qt.Key.Key_U, Qt.Key.Key_V)
    assert session.brush.form is BrushForm.DISC
    stroke((0, 0, 0), (0, 0, 6), kind=SAGITTAL, measured=False)
    geometry = session.volume.geometry
    _, _, i = np.unravel_index(session.case.correction.erased.places, geometry.shape)
    assert len(np.unique(i)) == 1
    assert i[0] == geometry.nearest_voxel(session.display.crosshair)[2]


def test_a_cut_takes_what_lies_beyond_the_line(session, press, stroke):
    whole = area_here(session)
    press(Qt.Key.Key_T)
    # From the patient's left to the right, behind the middle: the right of it is in front.
    stroke((20, 0, 0), (0, 0, 0), (-20, 0, 0))
    assert session.undo_title == "Cut sac"
    assert 0.2 * whole < area_here(session) < 0.8 * whole
    assert not inside(session, add(session.display.crosshair, (0, -3, 0)))
    assert inside(session, add(session.display.crosshair, (0, 3, 0)))


def test_the_sac_is_tinted_only_where_it_is_wanted(session, pane, press):
    session.look(attrs.evolve(session.display, crosshair_shown=False, overlays_shown=False))
    middle = add(session.display.crosshair, (1.5, 1.5, 0))
    plain = colour_at(pane(), middle)
    assert plain.saturation() == 0
    press(Qt.Key.Key_H)
    assert colour_at(pane(), middle).hue() == pytest.approx(QColor(ROLE_COLOUR[Role.SECTION]).hue(), abs=12)
    assert colour_at(pane(), add(middle, (25, 0, 0))).saturation() == 0
    press(Qt.Key.Key_H)
    assert colour_at(pane(), middle) == plain
    press(Qt.Key.Key_P)
    assert colour_at(pane(), middle) != plain, "it shows while it is corrected"
    press(Qt.Key.Key_C)
    assert colour_at(pane(), middle) == plain


def test_the_ends_are_dragged_in_the_sagittal_pane(session, pane, mouse, press, qtbot):
    start = vec3(session.analysis.sections.point[0])
    x, y = pane(SAGITTAL).view.to_px(start)
    first = session.analysis
    mouse(pane(SAGITTAL)).drag((x, y), (x, y + 30))
    assert session.undo_title == "Move the beginning of the sac"
    assert session.case.correction.cranial_end[2] < start[2] - 5
    qtbot.waitUntil(lambda: session.analysis is not first and not session.jobs, timeout=10_000)
    session.undo()
    assert not session.case.correction


def test_the_sac_begins_and_ends_at_the_crosshair_by_key(session, press):
    press(Qt.Key.Key_B, modifier=SHIFT)
    assert session.case.correction.cranial_end is not None
    assert session.undo_title == "Sac begins here"
    press(Qt.Key.Key_E, modifier=SHIFT)
    assert session.case.correction.caudal_end is None, "it would end where it begins"
    assert any("end before it begins" in notice.text for notice in session.notices)


def test_corrections_are_taken_back_near_the_crosshair_or_all(session, reading, press, stroke):
    press(Qt.Key.Key_U)
    stroke((0, 0, 0), (1, 0, 0), measured=False)
    stroke((0, 0, 40), (0, 1, 40), kind=SAGITTAL, measured=False)
    both = session.case.correction.erased.count
    press(Qt.Key.Key_U, modifier=SHIFT)
    assert session.undo_title == "Undo corrections near the crosshair"
    assert 0 < session.case.correction.erased.count < both
    press(Qt.Key.Key_U, modifier=SHIFT)
    assert "Nothing is corrected within 10 mm of the crosshair." in [one.text for one in session.notices]
    reading.bound.action("sac.reset").trigger()
    assert session.case.correction == SacCorrection()
    session.undo()
    assert session.case.correction.erased


def test_the_keys_of_the_slab_are_those_of_the_brush_in_hand(session, press):
    press(Qt.Key.Key_P, "]", "]", "[")
    assert session.brush.diameter_mm == 7.0
    assert session.display.axial.slab_mm == 0
    press(Qt.Key.Key_C, "]")
    assert session.brush.diameter_mm == 7.0
    assert session.display.axial.slab_mm == 1.0


def test_the_wheel_with_shift_resizes_the_brush(session, pane, mouse, press):
    press(Qt.Key.Key_U)
    mouse(pane()).wheel(50, 50, 2, SHIFT)
    assert session.brush.diameter_mm == 8.0


def test_painting_outside_is_told_in_a_sentence(session, pane, mouse, press):
    press(Qt.Key.Key_P, Qt.Key.Key_Home)
    mouse(pane()).click(pane().width() / 2, 40)
    assert session.notices[-1].text == "The sac cannot be corrected this far from it."
    assert session.case.correction == SacCorrection()


class TestTheBar:
    @pytest.fixture
    def bar(self, reading):
        from viewer.widgets.window.correction_bar import CorrectionBar

        return reading.findChild(CorrectionBar)

    def chip(self, bar, words):
        from viewer.widgets.parts.chip import Chip

        return next(one for one in bar.findChildren(Chip) if one.text() == words)

    def test_it_is_there_while_the_sac_is_corrected(self, bar, press):
        assert not bar.isVisible()
        press(Qt.Key.Key_P)
        assert bar.isVisible()
        press(Qt.Key.Key_Escape)
        assert not bar.isVisible()

    def test_it_changes_the_tool_and_what_the_brush_spares(self, bar, session, press, qtbot):
        press(Qt.Key.Key_P)
        for words in ("Only in contrast", "3D brush", "Erase"):
            qtbot.mouseClick(self.chip(bar, words), Qt.MouseButton.LeftButton)
            qtbot.wait(1)
        assert session.tool == "erase"
        assert session.brush.form is BrushForm.DISC
        assert session.brush.in_contrast
        assert self.chip(bar, "Erase").isChecked()
        assert not self.chip(bar, "Paint").isChecked()
        assert not self.chip(bar, "3D brush").isChecked()

    def test_its_slider_goes_with_the_brush(self, bar, session, press):
        from PySide6.QtWidgets import QSlider

        press(Qt.Key.Key_P)
        slider = bar.findChild(QSlider)
        place = slider.value()
        press("]")
        assert slider.value() == place + 1
        slider.setValue(0)
        assert session.brush.diameter_mm == 0.5
        press(Qt.Key.Key_T)
        slider.setValue(slider.maximum())
        assert session.brush.cut_reach_mm == 60.0

    def test_a_small_window_stays_small(self, bar, reading, press):
        press(Qt.Key.Key_P)
        reading.resize(640, 480)
        assert reading.width() == 640


class TestThePicture:
    CODES = np.zeros((40, 40), np.uint8)
    CODES[5:30, 5:30] = 1
    CODES[10:20, 30:36] = 2
    CODES[20:28, 8:16] = 3

    def at(self, x, y, width_px=1):
        return QColor.fromRgba(sac_image(self.CODES, (0, 0), width_px).pixel(x, y))

    def test_the_sac_is_tinted_within_a_line(self):
        assert self.at(2, 2).alpha() == 0
        tint, line = self.at(12, 15), self.at(5, 15)
        assert 0 < tint.alpha() < 80 < 200 < line.alpha()
        assert self.at(4, 15).alpha() > 0, "a dark rim keeps the line readable on contrast"
        assert self.at(4, 15).value() == 0

    def test_painted_and_erased_voxels_differ_without_their_colour(self):
        def alphas(rows, columns):
            return [[self.at(x, y).alpha() for x in columns] for y in rows]

        painted, erased, sac = (
            alphas(range(12, 18), range(31, 35)),
            alphas(range(22, 26), range(10, 14)),
            alphas(range(8, 14), range(8, 14)),
        )
        assert len({a for row in sac for a in row}) == 1, "plain"
        assert len({a for row in painted for a in row}) == 2, "tinted and hatched"
        assert 0 in {a for row in erased for a in row}, "hatched, not tinted"
        assert len({a for row in erased for a in row}) == 2

    def test_hatching_stays_in_place_while_the_sac_comes_into_view(self):
        whole = sac_image(self.CODES, (0, 0), 1)
        part = sac_image(np.ascontiguousarray(self.CODES[3:, 2:]), (2, 3), 1)
        assert all(whole.pixel(x, y) == part.pixel(x - 2, y - 3) for x in range(8, 36) for y in range(8, 28))

    def test_lines_are_as_thick_as_the_screen_is_fine(self):
        assert self.at(6, 15).alpha() < 80
        assert self.at(6, 15, width_px=2).alpha() > 200
