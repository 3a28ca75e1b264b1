"""What single actions do."""

import attrs
import pytest

from viewer.actions.action import perform
from viewer.actions.registry import all_actions
from viewer.model.display import Interpolation, Layout, PaneId, SlabMode
from viewer.model.finding import CompressionMark
from viewer.model.labels import LevelLabel
from viewer.model.spine import Level, Numbering
from viewer.tools.outcome import AskLevel


def find_action(action_id):
    return next(action for action in all_actions() if action.id == action_id)


@pytest.fixture
def do(desk):
    """Run actions by id; each must be possible."""

    def run(*ids):
        for action_id in ids:
            action = find_action(action_id)
            assert action.enabled(desk), action_id
            assert perform(action, desk), desk.session.notices
        return desk.session

    return run


def at(z):
    return (0.0, 0.0, float(z))


def go_to(desk, z):
    desk.session.look(attrs.evolve(desk.session.display, crosshair=at(z)))


@pytest.fixture
def labelled(desk):
    labels = (LevelLabel(Level("L1/L2"), at(300)), LevelLabel(Level("L4/L5"), at(190)))
    desk.session.edit("Labels", desk.session.case.with_labels(labels))
    return desk


def test_keys_scroll_the_pane_in_use(desk, do):
    go_to(desk, 200)
    assert do("pane.scroll_forward").display.crosshair[2] == pytest.approx(190)
    assert do("pane.scroll_back_10").display.crosshair[2] == pytest.approx(290)
    desk.window.pane = PaneId.SAGITTAL
    before = desk.session.display.crosshair
    after = do("pane.scroll_forward").display.crosshair
    assert after == pytest.approx((before[0] + 5, before[1], before[2]))


def test_the_3d_pane_leaves_keys_to_the_axial_pane(desk, do):
    go_to(desk, 200)
    desk.window.pane = PaneId.COLUMN
    assert do("pane.scroll_forward").display.crosshair[2] == pytest.approx(190)


def test_window_presets(desk, do):
    session = do("window.bone")
    assert (session.display.window.width, session.display.window.centre) == (2500, 400)
    assert find_action("window.bone").checked(desk)
    assert not find_action("window.disc").checked(desk)


def test_auto_window_without_contrast_tells_what_to_do(desk):
    before = desk.session.display
    assert not perform(find_action("window.auto"), desk)
    assert desk.session.display == before
    assert desk.session.notices[-1].hint


def test_slab_keys(desk, do):
    session = do("pane.slab_thicker", "pane.slab_thicker", "pane.slab_average")
    assert (session.display.axial.slab_mm, session.display.axial.slab_mode) == (2, SlabMode.AVERAGE)
    assert do("pane.slab_10mm").display.axial.slab_mm == 10
    assert do("pane.slab_off").display.axial.slab_mm == 0
    assert session.display.sagittal.slab_mm == 0


def test_turned_planes_are_reset(desk, do):
    fresh = desk.session.display
    session = do("pane.turn_left", "pane.turn_tilt_up")
    assert session.display.axial != fresh.axial
    assert do("pane.reset_planes").display.axial.right == pytest.approx(fresh.axial.right)


def test_home_shows_everything_again(desk, do):
    fresh = desk.session.display
    session = do("pane.zoom_in", "pane.pan_left", "pane.slab_thicker", "view.reset")
    assert (session.display.axial, session.display.sagittal) == (fresh.axial, fresh.sagittal)


def test_layouts_and_maximise(desk, do):
    assert do("view.layout_wide").display.layout is Layout.WIDE
    desk.window.pane = PaneId.CORONAL
    session = do("view.maximise")
    assert (session.display.layout, session.display.main_pane) == (Layout.SINGLE, PaneId.CORONAL)
    assert do("view.maximise").display.layout is Layout.WIDE


@pytest.mark.parametrize(
    ("action_id", "field"),
    [
        ("view.crosshair", "crosshair_shown"),
        ("view.overlays", "overlays_shown"),
        ("view.bone", "bone_shown"),
        ("view.privacy", "identity_hidden"),
    ],
)
def test_switches_switch_and_say_so(desk, do, action_id, field):
    before = getattr(desk.session.display, field)
    do(action_id)
    assert getattr(desk.session.display, field) is not before
    assert find_action(action_id).checked(desk) is not before
    do(action_id)
    assert getattr(desk.session.display, field) is before


def test_cubic_interpolation(do):
    assert do("view.interpolation_cubic").display.interpolation is Interpolation.CUBIC


def test_tools_are_taken_and_left(desk, do):
    assert do("tool.distance").tool == "distance"
    assert find_action("tool.distance").checked(desk)
    desk.session.select("something")
    session = do("tool.leave")
    assert (session.tool, session.selection) == ("crosshair", "")


def test_undo_and_redo_name_the_edit(labelled, do):
    session = labelled.session
    undo, redo = find_action("edit.undo"), find_action("edit.redo")
    assert undo.title_on(labelled) == "Undo: Labels"
    assert not redo.enabled(labelled)
    do("edit.undo")
    assert session.case.labels == ()
    assert redo.title_on(labelled) == "Redo: Labels"
    do("edit.redo")
    assert len(session.case.labels) == 2


def test_marking_at_a_known_level_is_one_edit_and_selects(labelled, do):
    go_to(labelled, 190)
    session = do("mark.add")
    (mark,) = session.case.marks
    assert mark.point == pytest.approx(at(190))
    assert session.case.level_of(mark).level == Level("L4/L5")
    assert session.selection == mark.mark_id
    assert mark.created
    session.undo()
    assert session.case.marks == ()


def test_marking_with_no_label_asks_and_is_one_edit(desk, do):
    asked = []
    desk.session.asked.connect(asked.append)
    go_to(desk, 190)
    session = do("mark.add")
    assert session.case.marks == ()
    (question,) = asked
    assert isinstance(question, AskLevel)
    session.apply(question.then(Level("L4/L5")))
    assert len(session.case.marks) == len(session.case.labels) == 1
    session.undo()
    assert (session.case.marks, session.case.labels) == ((), ())


@pytest.fixture
def two_marks(labelled):
    case = labelled.session.case
    for name, z in (("low", 190.0), ("high", 300.0)):
        case = case.with_mark(CompressionMark(name, at(z)))
    labelled.session.edit("Marks", case)
    return labelled


def test_next_and_previous_walk_from_the_head_down_and_round(two_marks, do):
    seen = []
    for action_id in ("mark.next", "mark.next", "mark.next", "mark.previous"):
        session = do(action_id)
        seen.append((session.selection, session.display.crosshair[2]))
    assert seen == [("high", 300), ("low", 190), ("high", 300), ("low", 190)]


def test_delete_removes_what_is_selected(two_marks, do):
    session = two_marks.session
    assert not find_action("mark.delete").enabled(two_marks)
    session.select("low")
    do("mark.delete")
    assert [mark.mark_id for mark in session.case.marks] == ["high"]
    session.select("L1/L2")
    do("mark.delete")
    (change,) = session.pending_relevel.changes
    assert (change.before, change.after) == (Level("L1/L2"), None)


def test_naming_the_level_here_places_it(desk, do):
    asked = []
    desk.session.asked.connect(asked.append)
    go_to(desk, 100)
    session = do("level.name_here")
    session.apply(asked[0].then(Level("S1")))
    assert session.case.labels == (LevelLabel(Level("S1"), at(100)),)


def test_level_steps_go_to_discs(labelled, do):
    go_to(labelled, 300)
    session = do("level.next")
    assert session.case.level_of(CompressionMark("", session.display.crosshair)).level == Level("L2/L3")
    do("level.previous")
    assert session.display.crosshair[2] == pytest.approx(300)


def test_shifting_lists_marks_first_and_is_one_edit(two_marks, do):
    session = do("level.shift_down")
    assert [change.after.name for change in session.pending_relevel.changes] == ["L5/S1", "L2/L3"]
    assert session.case.labels[0].level == Level("L1/L2")
    do("level.apply_renaming")
    assert {label.level.name for label in session.case.labels} == {"L2/L3", "L5/S1"}
    do("edit.undo")
    assert {label.level.name for label in session.case.labels} == {"L1/L2", "L4/L5"}


def test_shifting_beyond_the_sacrum_is_refused_in_words(desk):
    desk.session.edit("S1", desk.session.case.with_label(LevelLabel(Level("S2"), at(50))))
    assert not perform(find_action("level.shift_down"), desk)
    assert "no level" in desk.session.notices[-1].text


def test_transitional_numbering(desk, do):
    session = do("level.lumbar_6", "level.thoracic_13")
    assert session.case.numbering == Numbering(13, 6)
    assert find_action("level.lumbar_6").checked(desk)
    assert not find_action("level.lumbar_5").checked(desk)


def test_a_numbering_that_labels_contradict_is_refused(labelled):
    assert not perform(find_action("level.lumbar_4"), labelled)
    assert "L4/5 is labelled" in labelled.session.notices[-1].text


def test_files_are_opened_and_saved_through_the_window(desk, do, tmp_path, qtbot):
    desk.window.answer = tmp_path / "saved.thecal"
    do("file.save_as")
    qtbot.waitUntil((tmp_path / "saved.thecal").exists, timeout=5000)
    desk.window.answer = None
    do("file.open_folder", "file.open_files", "file.demo_cervical", "help.about", "file.quit")
    assert desk.window.asked[1:] == [
        "choose_folder",
        "choose_files",
        "open_demo cervical",
        "show_about",
        "quit",
    ]


def test_nothing_can_be_edited_with_nothing_open(closed_desk):
    for action_id in ("mark.add", "level.name_here", "tool.distance", "pane.scroll_back", "file.save_as"):
        assert not find_action(action_id).enabled(closed_desk)
        assert not perform(find_action(action_id), closed_desk)
