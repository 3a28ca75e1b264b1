"""The 3D pane over a measured column: its colours, legend, narrowings, what the pointer tells, saving."""

import attrs
import numpy as np
import pytest
from PySide6.QtWidgets import QFileDialog

from tests.measured import give_analysis
from tests.scene.test_surface_paint import narrowing, straight_sac
from tests.widgets.conftest import GRID
from viewer.actions.action import perform
from viewer.actions.registry import all_actions
from viewer.model.analysis import Analysis
from viewer.model.column import ContrastColumn, ContrastEstimate
from viewer.model.display import Camera, SurfaceColour
from viewer.model.sections import SectionState
from viewer.scene.colour_scale import METAL, reduction_colours
from viewer.session.settings import Settings, read_settings
from viewer.tools.narrowings import narrowing_id
from viewer.widgets.column.column_legend import legend_of
from viewer.widgets.column.column_signs import narrowing_caption

TOP_MM = 128.0
MIDDLE = (0.0, 0.0, 114.0)


def measured(*states):
    """A sac down the middle of the study, half as wide about z = 114; `states` of its last sections."""
    away = np.abs(np.arange(29) - 14)
    area = 80.0 - 40.0 * np.clip(1 - away / 5, 0, 1)
    sections = straight_sac(area, [SectionState.OK] * (29 - len(states)) + list(states))
    lifted = sections.point + np.array([0.0, 0.0, TOP_MM])
    sections = attrs.evolve(sections, point=lifted, centre=lifted)
    found = attrs.evolve(narrowing(14.0, 40.0, 80.0, 50.0), position=MIDDLE)
    return Analysis(
        None, "Thecal sac only.", 600.0, 1.0, (0.0, 28.0), sections, (), (found,), (), (), None, {}
    )


def rod():
    """A column of 5 mm radius down the middle of the study."""
    k, j, i = np.indices(GRID.shape)
    places = np.stack([i, j, k], -1) @ GRID.affine[:3, :3].T + GRID.affine[:3, 3]
    away = np.hypot(places[..., 0], places[..., 1]) - 5.0
    field = np.rint(320 - np.clip(away, -1, 1) * 280).astype(np.int16)
    mask = field >= 320
    mask.flags.writeable = field.flags.writeable = False
    return ContrastColumn(ContrastEstimate(600.0, 40.0, 320.0), (0, 0, 0), mask, GRID, field)


@pytest.fixture
def column(reading, session, qtbot):
    """The pane with a measured column, from the front."""
    pane = reading.panes.column
    qtbot.waitUntil(lambda: pane.has_picture, timeout=30_000)
    give_analysis(session, attrs.evolve(measured(), column=rod()))
    front = Camera(focus=MIDDLE, towards_eye=(0.0, -1.0, 0.0), up=(0.0, 0.0, 1.0), height_mm=40.0)
    session.look(attrs.evolve(session.display, camera=front, crosshair=(9.0, 9.0, 126.0)))
    pane.settle()
    return pane


def picture(pane):
    pane.settle()
    image = pane._image.convertToFormat(pane._image.Format.Format_RGB888)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    return rows[:, : 3 * image.width()].reshape(image.height(), image.width(), 3).astype(int)


def find_action(action_id):
    return next(one for one in all_actions() if one.id == action_id)


def use(session, colour):
    session.change_settings(attrs.evolve(session.settings, surface_colour=colour))


def test_a_narrowing_stands_out_by_its_colour(column, session):
    height = column.height()
    # Left of the ring and the words that name the narrowing.
    beside = column.width() // 2 - round(3.0 / 40.0 * height)
    coloured = picture(column)[height // 2, beside]
    use(session, SurfaceColour.PLAIN)
    plain = picture(column)[height // 2, beside]
    # Half the area lost is coral, without the green of the column's own cream.
    assert plain[1] / plain[0] > 0.75
    assert coloured[1] / coloured[0] < 0.55


def test_the_button_offers_the_choices_and_they_are_remembered(column, session):
    menu = column._buttons._colour_menu
    shown = {action.text(): action.isChecked() for action in menu.actions()}
    assert shown == {"Plain": False, "By area reduction": True, "By level": False}
    menu.actions()[2].trigger()
    assert session.settings.surface_colour is SurfaceColour.LEVEL
    assert [action.isChecked() for action in menu.actions()] == [False, False, True]


def test_settings_of_before_know_no_colour_and_are_read(tmp_path):
    (tmp_path / "settings.json").write_text('{"auto_column": false}')
    assert read_settings(tmp_path / "settings.json") == Settings(auto_column=False)


def test_the_palette_steps_through_the_choices(column, session, reading):
    seen = []
    for _ in range(3):
        perform(find_action("view.surface_next"), reading.desk)
        seen.append(session.settings.surface_colour)
    assert seen == [SurfaceColour.LEVEL, SurfaceColour.PLAIN, SurfaceColour.REDUCTION]


def test_the_legend_says_what_is_drawn():
    reduction = legend_of(SurfaceColour.REDUCTION, measured())
    assert reduction.has_scale
    assert reduction.rows == ()
    with_metal = legend_of(SurfaceColour.REDUCTION, measured(SectionState.METAL, SectionState.NOT_OPACIFIED))
    assert [row.words for row in with_metal.rows] == ["metal", "not measured"]
    assert with_metal.rows[0].colours == ("#{:02x}{:02x}{:02x}".format(*METAL),)
    assert not legend_of(SurfaceColour.LEVEL, measured()).has_scale
    assert legend_of(SurfaceColour.PLAIN, measured()) is None
    assert legend_of(SurfaceColour.REDUCTION, None) is None


def test_the_legend_is_drawn_in_the_pane(column):
    shown = column.grab().toImage().convertToFormat(column._image.Format.Format_RGB32)
    wanted = reduction_colours(np.array([80.0]))[0].astype(int)
    found = [shown.pixelColor(column.width() - 18, y).getRgb()[:3] for y in range(min(200, column.height()))]
    assert min(np.abs(np.array(one) - wanted).sum() for one in found) < 40


def test_a_narrowing_is_named_at_the_surface_and_can_be_clicked(column, session, mouse, qtbot):
    (found,) = session.analysis.narrowings
    assert narrowing_caption(session.case, found, session.analysis) == "\N{MINUS SIGN}50 %"
    # Beside the sac, which is 5 mm wide to each side there.
    mouse(column).click(column.width() / 2 + 5.05 / 40.0 * column.height() + 12, column.height() / 2)
    qtbot.waitUntil(lambda: session.selection == narrowing_id(found), timeout=5_000)
    assert session.display.crosshair == pytest.approx(MIDDLE, abs=1.0)


def test_a_click_on_the_coloured_surface_moves_the_crosshair(column, session, mouse, qtbot):
    px_per_mm = column.height() / 40.0
    mouse(column).click(column.width() / 2, column.height() / 2 - 8 * px_per_mm)
    qtbot.waitUntil(lambda: session.display.crosshair[2] == pytest.approx(122.0, abs=1.0), timeout=5_000)
    assert session.display.crosshair[1] == pytest.approx(-5.0, abs=1.0)


def test_the_pointer_tells_what_was_measured_there(column, mouse, qtbot):
    mouse(column).move(column.width() / 2, column.height() / 2 + 1)
    qtbot.waitUntil(lambda: column.pointed_text != "", timeout=5_000)
    assert "Area\N{NO-BREAK SPACE}40" in column.pointed_text
    mouse(column).move(3, 3)
    qtbot.waitUntil(lambda: column.pointed_text == "", timeout=5_000)


def answered(window, monkeypatch, path):
    """Give this answer to the question for a file."""
    asked = []

    def choose(dialog):
        asked.append(dialog)
        dialog.filesSelected.emit([str(path)])

    monkeypatch.setattr(QFileDialog, "open", choose)
    assert perform(find_action("file.save_surface"), window.desk)
    return asked


@pytest.mark.parametrize("ending", ["stl", "ply", "obj", "gltf", "glb"])
def test_the_surface_is_saved_as_the_ending_says(
    column, reading, session, tmp_path, qtbot, monkeypatch, ending
):
    path = tmp_path / f"out.{ending}"
    with qtbot.waitSignal(session.noticed, timeout=10_000) as told:
        (dialog,) = answered(reading, monkeypatch, path)
    assert told.args[0].text == f"Saved as out.{ending}."
    assert path.stat().st_size > 10_000
    assert b"DOE" not in dialog.selectedFiles()[0].encode()
    assert [one.name for one in tmp_path.iterdir() if one.name.startswith(".")] == []


def test_a_place_that_cannot_be_written_to_is_told_in_a_sentence(
    column, reading, session, tmp_path, qtbot, monkeypatch
):
    with qtbot.waitSignal(session.noticed, timeout=10_000) as told:
        answered(reading, monkeypatch, tmp_path / "missing" / "out.stl")
    assert told.args[0].text == "out.stl could not be saved: the folder does not exist."
    with qtbot.waitSignal(session.noticed, timeout=10_000) as told:
        answered(reading, monkeypatch, tmp_path / "out.xyz")
    assert "has no ending" in told.args[0].text


def test_nothing_can_be_saved_without_a_column(reading, session):
    assert not find_action("file.save_surface").enabled(reading.desk)


def test_the_name_follows_the_chosen_format(column, reading, monkeypatch):
    asked = []
    monkeypatch.setattr(QFileDialog, "open", lambda dialog: asked.append(dialog))  # noqa: PLW0108 - to be bound
    perform(find_action("file.save_surface"), reading.desk)
    dialog = asked[0]
    assert dialog.selectedFiles()[0].endswith("contrast-column-2026-01-31.stl")
    dialog.filterSelected.emit("OBJ with colours (*.obj)")
    assert dialog.selectedFiles()[0].endswith("contrast-column-2026-01-31.obj")
    dialog.reject()
    dialog.deleteLater()
