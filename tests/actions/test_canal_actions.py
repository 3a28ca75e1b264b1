"""Keys along the canal and through the narrowings, as records on a session."""

import attrs
import pytest

from tests.measured import give_analysis
from tests.straight_canal import StraightCanal
from viewer.actions.action import perform
from viewer.actions.registry import all_actions
from viewer.model.finding import CompressionMark
from viewer.model.geometry import distance_mm
from viewer.model.spine import Level
from viewer.tools.canal import in_canal_plane

CANAL = StraightCanal(top=(0.0, -20.0, 380.0), length_mm=350, lean_deg=3.0)
WORST, MILD = CANAL.narrowing(240, 58.0), CANAL.narrowing(160, 25.0)
MEASURED = CANAL.analysis(narrowings=(MILD, WORST))


def find_action(action_id):
    return next(action for action in all_actions() if action.id == action_id)


@pytest.fixture
def measured(desk):
    give_analysis(desk.session, MEASURED)
    desk.session.look(attrs.evolve(desk.session.display, crosshair=CANAL.at(130)))
    return desk


@pytest.fixture
def do(measured):
    def run(*ids):
        for action_id in ids:
            assert perform(find_action(action_id), measured), action_id
        return measured.session

    return run


def arc_of(session):
    return MEASURED.sections.arc_mm[MEASURED.sections.nearest(session.display.crosshair)]


def test_nothing_of_it_is_possible_before_it_is_measured(desk):
    names = ("canal.plane", "canal.next_disc", "narrowing.next", "narrowing.accept", "level.confirm")
    assert not any(find_action(name).enabled(desk) for name in names)


@pytest.mark.parametrize(
    ("action_id", "keys"),
    [
        ("canal.plane", ("S",)),
        ("canal.next_disc", ("+", "=")),
        ("canal.previous_disc", ("-",)),
        ("narrowing.next", (".",)),
        ("narrowing.accept", ("Y",)),
        ("narrowing.reject", ("R",)),
        ("pane.slab_thicker", ("]",)),
        ("pane.slab_thinner", ("[",)),
    ],
)
def test_the_keys_are_as_told(action_id, keys):
    assert find_action(action_id).shortcuts == keys


def test_the_plane_goes_there_and_back(do, measured):
    before = measured.session.display.axial
    session = do("canal.plane")
    assert in_canal_plane(session.display, MEASURED.sections)
    assert find_action("canal.plane").checked(measured)
    assert do("canal.plane").display.axial == before


def test_discs_are_walked_in_their_planes(do):
    session = do("canal.next_disc")
    assert arc_of(session) == 160
    assert in_canal_plane(session.display, MEASURED.sections)
    assert arc_of(do("canal.next_disc")) == 200
    assert arc_of(do("canal.previous_disc", "canal.previous_disc")) == 120


def test_away_from_the_canal_the_reader_is_told(measured):
    away = (0.0, 25.0, 0.0)
    measured.session.look(attrs.evolve(measured.session.display, crosshair=away))
    assert not perform(find_action("canal.plane"), measured)
    assert "not measured here" in measured.session.notices[-1].text


def test_narrowings_are_walked_from_the_worst(do):
    session = do("narrowing.next")
    assert distance_mm(session.display.crosshair, WORST.position) < 0.01
    assert distance_mm(do("narrowing.next").display.crosshair, MILD.position) < 0.01
    assert distance_mm(do("narrowing.next").display.crosshair, WORST.position) < 0.01
    assert distance_mm(do("narrowing.previous").display.crosshair, MILD.position) < 0.01


def test_the_selected_one_is_accepted_or_rejected(do, measured):
    assert not find_action("narrowing.accept").enabled(measured)
    session = do("narrowing.next", "narrowing.reject")
    assert session.case.rejected == (WORST.position,)
    session = do("narrowing.accept")
    assert session.case.rejected == ()
    assert [mark.point for mark in session.case.marks] == [WORST.position]
    session.undo()
    session.undo()
    assert session.case.rejected == ()
    assert session.case.marks == ()


def test_confirming_is_one_edit(do, measured):
    session = do("level.confirm")
    assert {label.level.name for label in session.case.labels} == {
        "L1/L2",
        "L2/L3",
        "L3/L4",
        "L4/L5",
        "L5/S1",
    }
    assert session.undo_title == "Confirm level numbering"
    assert not find_action("level.confirm").enabled(measured)
    session.undo()
    assert session.case.labels == ()


def test_confirming_names_the_marks_after_asking(do):
    session = do("narrowing.next", "narrowing.accept", "level.confirm")
    assert session.case.labels == ()
    assert session.pending_relevel is not None
    session.confirm_relevel()
    (mark,) = session.case.marks
    assert session.case.level_of(mark).level == Level("L4/L5")


def test_marks_themselves_go_by_the_labels_of_the_reader_alone(measured):
    mark = CompressionMark("m1", WORST.position)
    assert measured.session.case.with_mark(mark).level_of(mark) is None
