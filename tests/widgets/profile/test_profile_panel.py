"""The profile beside the straightened canal: what it says is what was measured, and it leads there."""

import attrs
import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from viewer.analysis.phantom.case import lumbar_case, small
from viewer.app.demo_case import write_demo
from viewer.app.waiting import wait_until
from viewer.dicom.uid import named_uid
from viewer.dicom.write import SeriesHeader, write_series
from viewer.model.demo_case import DemoCase
from viewer.model.display import Layout
from viewer.model.geometry import VolumeGeometry
from viewer.model.labels import LevelLabel
from viewer.model.plane import PlaneKind
from viewer.model.spine import Level
from viewer.model.study import Patient
from viewer.model.volume import Volume
from viewer.progress import silent
from viewer.session.session import Session
from viewer.session.settings import Settings
from viewer.tools.narrowings import narrowing_id
from viewer.widgets.profile.profile_measure import Measure
from viewer.widgets.window.main_window import MainWindow

AXES = ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0))


@pytest.fixture(scope="module")
def myelogram(tmp_path_factory):
    """The lumbar case with voxels a third as fine."""
    folder = tmp_path_factory.mktemp("profile") / "lumbar"
    write_demo(DemoCase.LUMBAR, small(lumbar_case(), 3), folder, silent)
    return folder


@pytest.fixture(scope="module")
def measured(dressed, myelogram, tmp_path_factory):
    """A window with the myelogram measured, in the layout with the profile, for all tests."""
    session = Session(tmp_path_factory.mktemp("cases"), Settings(auto_column=False))
    window = MainWindow(session)
    window.resize(1366, 768)
    window.show()
    session.open_paths([myelogram])
    wait_until(lambda: session.volume is not None and not session.jobs, 60)
    session.look(attrs.evolve(session.display, layout=Layout.PROFILE))
    session.analyse()
    wait_until(lambda: session.analysis is not None and not session.jobs, 60)
    yield window
    window.close()
    window.deleteLater()
    session.shutdown()


@pytest.fixture
def session(measured):
    return measured.session


@pytest.fixture
def profile(measured, session):
    """The panel with nothing turned or chosen, and no label placed."""
    panel = measured.panes.profile
    QApplication.sendEvent(panel.canvas, QEvent(QEvent.Type.Leave))
    panel.canvas.turn_to(0)
    panel.choice.setCurrentIndex(0)
    panel.settle()
    assert panel.canvas.isVisible()
    before = session.case
    yield panel
    if session.case != before:
        session.undo()
        wait_until(lambda: not session.jobs, 60)


@pytest.fixture
def sections(profile, session):
    return session.analysis.sections


def place_of(profile, number):
    return QPoint(profile.canvas.width() // 2, round(profile.canvas.height_of(number)))


def exactly(point):
    """A point to a millionth of a micrometre: to voxels and back costs the last digits."""
    return pytest.approx(tuple(point), abs=1e-9)


def some_section(sections):
    return int(np.flatnonzero(sections.ok)[60])


def test_a_click_takes_the_crosshair_to_the_sections_own_point(profile, session, sections):
    number = some_section(sections)

    QTest.mouseClick(profile.canvas, Qt.MouseButton.LeftButton, pos=place_of(profile, number))

    assert session.display.crosshair == exactly(sections.point[profile.canvas.here])
    assert abs(profile.canvas.here - number) <= 1, "a pixel may be shared by two sections"


def test_hovering_tells_the_numbers_and_shows_the_place_until_the_pointer_leaves(
    profile, session, sections, qtbot, mouse
):
    profile.canvas.go_to(10)
    before = session.display
    place = place_of(profile, some_section(sections))
    number = profile.canvas.section_at(place.y())

    mouse(profile.canvas).move(place.x(), place.y())
    qtbot.waitUntil(lambda: f"{sections.arc_mm[number]:.1f} mm" in profile.told[0])

    numbers = profile.told[1].replace("\N{NO-BREAK SPACE}", " ")
    assert f"Area {sections.area_mm2[number]:.0f} mm²" in numbers
    assert f"AP {sections.ap_mm[number]:.1f} mm" in numbers
    assert f"Transverse {sections.transverse_mm[number]:.1f} mm" in numbers
    assert f"CSF {sections.csf_hu[number]:.0f} HU" in numbers
    assert session.display.crosshair == exactly(sections.point[number])
    QApplication.sendEvent(profile.canvas, QEvent(QEvent.Type.Leave))
    assert session.display == before


def test_what_was_clicked_stays_when_the_pointer_leaves(profile, session, sections, mouse):
    profile.canvas.go_to(10)
    place = place_of(profile, some_section(sections))
    hand = mouse(profile.canvas)
    hand.move(place.x(), place.y())
    hand.click(place.x(), place.y())
    clicked = session.display.crosshair
    assert clicked == exactly(sections.point[profile.canvas.section_at(place.y())])
    hand.move(place.x(), place.y() + 60)
    assert session.display.crosshair != clicked
    QApplication.sendEvent(profile.canvas, QEvent(QEvent.Type.Leave))
    assert session.display.crosshair == clicked


def test_after_the_wheel_a_trembling_hand_leads_nowhere(profile, session, sections, mouse):
    profile.canvas.go_to(20)
    hand = mouse(profile.canvas)
    place = place_of(profile, some_section(sections))
    hand.wheel(place.x(), place.y(), -3)
    walked = session.display.crosshair
    assert walked == exactly(sections.point[23])
    hand.move(place.x() + 2, place.y() + 3)
    assert session.display.crosshair == walked
    hand.move(place.x() + 2, place.y() + 30)
    assert session.display.crosshair != walked


def test_what_is_normal_is_told_with_its_source_and_where_nothing_is_known(profile, session, sections, qtbot):
    canvas = profile.canvas
    discs = {one.name: one.arc_mm for one in session.analysis.levels}
    canvas.go_to(int(np.argmin(np.abs(sections.arc_mm - discs["L4/L5"]))))
    qtbot.waitUntil(lambda: "L4/5?" in profile.told[0])
    here, sources = (one.replace("\N{NO-BREAK SPACE}", " ") for one in profile.normal)
    assert here == "Normal at L4/5?: 152 ± 54 mm² (MRI, 130 controls, Lim 2017, Medicine 96:e9087)"
    assert sources == "Normal sac area: L4/5? MRI, Lim 2017. None known for the other levels in view."
    assert "normal mean ± 1 and 2 SD" in profile.legend.words

    canvas.go_to(int(np.argmin(np.abs(sections.arc_mm - discs["L2/L3"]))))
    qtbot.waitUntil(lambda: "L2/3?" in profile.normal[0])
    assert profile.normal[0] == "No normal value of the sac area is known at L2/3?."
    profile.choice.setCurrentIndex(tuple(Measure).index(Measure.CSF))
    assert "depends on the contrast given" in profile.normal[1]
    assert "normal mean ± 1 and 2 SD" not in profile.legend.words


def test_the_numbers_of_narrowings_lead_there_and_are_those_of_the_list(profile, session, measured, mouse):
    canvas = profile.canvas
    numbers = {number: one for number, one, _ in canvas.numbered}
    assert list(numbers) == list(range(1, len(numbers) + 1))
    assert [numbers[n] for n in numbers] == list(measured.rails.marks.narrowings.list._rows)
    x = canvas.width() - 44
    hit = {canvas.narrowing_at(QPointF(x, y)) for y in range(canvas.height())} - {None}
    assert hit == set(numbers.values())
    y = next(y for y in range(canvas.height()) if canvas.narrowing_at(QPointF(x, y)) is numbers[1])
    mouse(canvas).click(x, y)
    assert session.selection == narrowing_id(numbers[1])
    assert session.display.crosshair == exactly(numbers[1].position)


def test_keys_and_wheel_walk_along_the_canal(profile, session, sections, mouse):
    canvas = profile.canvas
    start = some_section(sections)
    canvas.go_to(start)
    canvas.setFocus()

    QTest.keyClick(canvas, Qt.Key.Key_Down)
    assert session.display.crosshair == exactly(sections.point[start + 1])
    QTest.keyClick(canvas, Qt.Key.Key_PageUp)
    assert sections.arc_mm[canvas.here] == pytest.approx(sections.arc_mm[start + 1] - 10, abs=0.5)
    QTest.keyClick(canvas, Qt.Key.Key_End)
    assert session.display.crosshair == exactly(sections.point[-1])
    QTest.keyClick(canvas, Qt.Key.Key_Down)
    assert canvas.here == len(sections) - 1, "the canal ends there"
    mouse(canvas).wheel(50, 50, 1)
    assert canvas.here == len(sections) - 2


def test_the_keyboard_alone_reaches_the_graph_the_planes_and_the_picture(profile, measured):
    measured.panes.slices[PlaneKind.SAGITTAL].setFocus()
    reached = []
    for _ in range(3):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        reached.append(QApplication.focusWidget())

    assert reached == [profile.choice, profile.slider, profile.canvas]
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert QApplication.focusWidget() not in reached


def test_arrows_choose_and_turn_and_do_not_scroll_the_panes(profile, session):
    before = session.display
    profile.choice.setFocus()
    QTest.keyClick(profile.choice, Qt.Key.Key_Down)
    assert profile.canvas.measure is Measure.AP
    QTest.keyClick(profile.choice, Qt.Key.Key_Up)
    profile.slider.setFocus()
    QTest.keyClick(profile.slider, Qt.Key.Key_Right)
    assert profile.canvas.turn_deg == 5
    assert session.display == before


def test_shift_and_wheel_turn_the_planes_about_the_canal(profile, mouse):
    before = profile.canvas.grab().toImage()

    mouse(profile.canvas).wheel(50, 50, 1, Qt.KeyboardModifier.ShiftModifier)

    assert profile.slider.value() == profile.canvas.turn_deg == 5
    assert profile.canvas.grab().toImage() != before
    profile.slider.setValue(0)
    assert profile.canvas.turn_deg == 0
    assert profile.canvas.grab().toImage() == before


def test_the_graph_shows_what_is_chosen(profile):
    seen = []
    for number in range(len(Measure)):
        profile.choice.setCurrentIndex(number)
        seen.append(profile.canvas.grab().toImage())

    assert all(one != other for n, one in enumerate(seen) for other in seen[:n])


def test_the_scope_and_every_warning_stand_below_the_numbers(profile, session, qtbot):
    before = session.analysis
    assert "Foramina and lateral recesses are not assessed" in profile.scope
    assert "no compression" not in profile.scope.lower()
    discs = {one.name: one.centre for one in before.levels}

    labels = (LevelLabel(Level("L1/L2"), discs["L1/L2"]), LevelLabel(Level("L3/L4"), discs["L4/L5"]))
    session.edit("Name", attrs.evolve(session.case, labels=labels))
    qtbot.waitUntil(lambda: session.analysis is not before, timeout=20_000)

    assert session.analysis.warnings, "two labels that do not fit each other"
    assert all(one in profile.scope for one in session.analysis.warnings)


def test_levels_keep_their_question_mark_until_a_reader_places_them(profile, session, sections, qtbot):
    canvas = profile.canvas
    disc = next(one for one in session.analysis.levels if one.name == "L3/L4")
    canvas.go_to(int(np.argmin(np.abs(sections.arc_mm - disc.arc_mm))))
    qtbot.waitUntil(lambda: profile.told[0].startswith("L3/4?"))

    session.edit("Name", attrs.evolve(session.case, labels=(LevelLabel(Level("L3/L4"), disc.centre),)))

    qtbot.waitUntil(lambda: profile.told[0].startswith("L3/4 "))


@pytest.fixture
def empty(dressed, tmp_path, qtbot):
    """Another window, with nothing open."""
    session = Session(tmp_path / "cases", Settings(auto_column=False))
    made = MainWindow(session)
    made.resize(1366, 768)
    made.show()
    qtbot.waitExposed(made)
    yield made
    made.close()
    made.deleteLater()
    session.shutdown()


@pytest.fixture
def slab(tmp_path):
    """Eight slices, in which no canal can be followed."""
    geometry = VolumeGeometry((8, 16, 16), (0.0, 0.0, 0.0), AXES, (1.0, 1.0, 1.0))
    hu = np.zeros(geometry.shape, np.int16)
    hu.flags.writeable = False
    uids = {name: named_uid(f"slab {name}") for name in ("study_uid", "series_uid", "frame_of_reference_uid")}
    header = SeriesHeader(patient=Patient("DOE^JANE", "PH1", "1958-01-31", "F"), **uids)
    write_series(Volume(geometry, hu), tmp_path / "slab", header)
    return tmp_path / "slab"


def test_without_an_analysis_it_says_why(empty, slab, qtbot):
    window, session = empty, empty.session
    with qtbot.waitSignal(session.volume_completed, timeout=10_000):
        session.open_paths([slab])
    profile = window.panes.profile
    assert not profile.isVisible()
    session.look(attrs.evolve(session.display, layout=Layout.PROFILE))
    assert profile.isVisible()
    assert "not been measured" in profile.state.text

    profile.state.button.click()
    assert profile.state.text.startswith("Analysing")
    assert profile.state.button.text() == "Cancel"
    qtbot.waitUntil(lambda: session.analysis is not None, timeout=20_000)

    assert session.analysis.absent in profile.state.text
