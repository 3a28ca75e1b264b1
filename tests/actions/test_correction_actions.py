"""Correcting the sac and the numbering by keys and commands, as records on a session."""

import attrs
import numpy as np
import pytest

from tests.straight_canal import StraightCanal
from viewer.actions.action import perform
from viewer.actions.registry import all_actions
from viewer.analysis.correcting import Corrected
from viewer.model.correction import SacCorrection
from viewer.model.labels import LevelLabel
from viewer.model.sac import SacVoxels
from viewer.model.spine import Level
from viewer.session.measurement import Measurement
from viewer.tools.brush import BrushForm

CANAL = StraightCanal(top=(0.0, -20.0, 380.0), length_mm=350, lean_deg=3.0)
MEASURED = CANAL.analysis()
CORRECTED = SacCorrection().erasing(np.arange(500, 540)).painting(np.arange(3000, 3010))


@pytest.fixture
def measured(desk):
    """The desk with a sac that fills the volume, measured along the straight canal."""
    session = desk.session
    geometry = session.volume.geometry
    mask = np.ones(geometry.shape, bool)
    mask.flags.writeable = False
    taken = Corrected(MEASURED, session.case.correction, SacVoxels((0, 0, 0), mask, geometry), MEASURED)
    session._measuring._take_measurement(Measurement(session.case.labels, taken))
    session.look(attrs.evolve(session.display, crosshair=CANAL.at(130)))
    return desk


@pytest.fixture
def do(measured):
    def run(*ids):
        for action_id in ids:
            action = next(one for one in all_actions() if one.id == action_id)
            assert perform(action, measured), action_id
        return measured.session

    return run


def find_action(action_id):
    return next(action for action in all_actions() if action.id == action_id)


def test_nothing_of_it_is_possible_before_it_is_measured(desk):
    names = ("sac.begin_here", "sac.end_here", "sac.reset", "sac.reset_near", "brush.ball")
    assert not any(find_action(name).enabled(desk) for name in names)


def test_the_tools_have_keys_and_stand_on_the_toolbar():
    for name, key in (("tool.paint", "P"), ("tool.erase", "U"), ("tool.cut", "T"), ("view.sac", "H")):
        action = find_action(name)
        assert action.shortcuts == (key,)
        assert action.on_toolbar
        assert action.icon


def test_the_sac_begins_and_ends_at_the_crosshair(do, measured):
    session = do("sac.begin_here")
    assert session.case.correction.cranial_end == pytest.approx(CANAL.at(130))
    session.look(attrs.evolve(session.display, crosshair=CANAL.at(200)))
    do("sac.end_here")
    assert session.case.correction.caudal_end == pytest.approx(CANAL.at(200))
    assert (session.undo_title, session.case.correction.painted.count) == ("Sac ends here", 0)


def test_where_it_would_end_before_it_begins_the_reader_is_told(do, measured):
    session = do("sac.begin_here")
    assert not perform(find_action("sac.end_here"), measured)
    assert session.notices[-1].text == "The sac would end before it begins."


def test_all_corrections_are_reset_as_one_edit(do, measured):
    session = measured.session
    session.edit("Erase sac", attrs.evolve(session.case, correction=CORRECTED))
    do("sac.begin_here", "sac.reset")
    assert session.case.correction == SacCorrection()
    assert session.undo_title == "Reset corrections of the sac"
    session.undo()
    assert session.case.correction.erased == CORRECTED.erased
    assert session.case.correction.cranial_end is not None


def test_the_brush_is_changed_while_it_is_in_hand(do):
    session = do("tool.paint", "brush.ball", "brush.in_contrast", "pane.slab_thicker")
    assert session.brush.form is BrushForm.DISC
    assert session.brush.in_contrast
    assert session.brush.diameter_mm == 7.0
    session = do("tool.cut", "pane.slab_thinner")
    assert session.brush.cut_reach_mm == 14.0


def test_the_keys_of_the_slab_say_what_they_do(do, measured):
    assert find_action("pane.slab_thicker").title_on(measured) == "Thicker slab"
    do("tool.erase")
    assert find_action("pane.slab_thicker").title_on(measured) == "Larger brush"
    assert find_action("pane.slab_off").title_on(measured) == "Single slice"


@pytest.mark.parametrize(("action_id", "name"), [("level.shift_down", "L3"), ("level.shift_up", "L1")])
def test_found_levels_are_shifted_from_the_one_at_the_crosshair(do, measured, action_id, name):
    """L2, found 140 mm down the canal, is the nearest to the crosshair."""
    measured.session.look(attrs.evolve(measured.session.display, crosshair=CANAL.at(142)))
    session = do(action_id)
    (label,) = session.case.labels
    assert label == LevelLabel(Level(name), MEASURED.levels[2].centre)
    session.undo()
    assert session.case.labels == ()


def test_without_any_named_level_there_is_no_numbering_to_shift(desk):
    assert not find_action("level.shift_down").enabled(desk)
