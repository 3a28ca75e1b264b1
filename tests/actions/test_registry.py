"""What holds for every action."""

import re
from collections import Counter

import pytest
from PySide6.QtGui import QKeySequence

from viewer.actions.action import perform
from viewer.actions.registry import all_actions


def find_action(action_id):
    return next(action for action in all_actions() if action.id == action_id)


EVERY = pytest.mark.parametrize("action", all_actions(), ids=lambda action: action.id)

# What the program is asked to offer, with its keys where those are fixed.
WANTED = {
    "file.open_folder": ("Ctrl+O",),
    "file.open_files": (),
    "file.demo_lumbar": (),
    "file.demo_cervical": (),
    "file.save_as": (),
    "file.open_case": (),
    "edit.undo": ("Ctrl+Z",),
    "edit.redo": ("Ctrl+Shift+Z",),
    "view.layout_four": (),
    "view.layout_wide": (),
    "view.layout_single": (),
    "view.maximise": (),
    "view.reset": ("Home",),
    "view.crosshair": (),
    "view.overlays": (),
    "view.privacy": (),
    "view.bone": (),
    "view.interpolation_linear": (),
    "view.interpolation_cubic": (),
    "window.myelogram": ("1",),
    "window.bone": ("3",),
    "window.dicom": ("8",),
    "window.auto": ("9",),
    "pane.scroll_back": ("Up",),
    "pane.scroll_forward": ("Down",),
    "pane.scroll_back_10": ("PgUp",),
    "pane.scroll_forward_10": ("PgDown",),
    "pane.slab_thicker": (),
    "pane.slab_average": (),
    "pane.reset_planes": (),
    "tool.crosshair": (),
    "tool.distance": (),
    "tool.angle": (),
    "tool.ellipse": (),
    "tool.arrow": (),
    "tool.label": (),
    "tool.seed": (),
    "mark.add": ("M",),
    "mark.delete": ("Del",),
    "mark.next": (),
    "mark.previous": (),
    "level.name_here": ("L",),
    "level.shift_up": (),
    "level.shift_down": (),
    "level.thoracic_13": (),
    "level.lumbar_6": (),
    "column.find": (),
    "report.desk": ("Ctrl+R",),
    "report.key_image": ("K",),
    "report.copy": (),
    "report.export": (),
    "report.print": ("Ctrl+P",),
    "report.issue": (),
    "report.addendum": (),
    "report.reader": (),
    "report.read_back": (),
    "help.palette": ("Ctrl+K",),
    "help.shortcuts": ("F1",),
    "help.about": (),
}


def test_ids_are_unique():
    assert [name for name, count in Counter(one.id for one in all_actions()).items() if count > 1] == []


def test_no_two_actions_share_a_key():
    keys = Counter(QKeySequence(key).toString() for action in all_actions() for key in action.shortcuts)
    assert [key for key, count in keys.items() if count > 1] == []


@EVERY
def test_a_key_reached_with_shift_is_named_by_what_it_types(action):
    """Shift and a sign would be heard beside the sign it makes, and neither would count."""
    assert not [keys for keys in action.shortcuts if re.fullmatch(r"Shift\+[^A-Za-z0-9]", keys)]


def test_no_two_actions_share_a_title():
    titles = Counter(action.title for action in all_actions())
    assert [title for title, count in titles.items() if count > 1] == []


@EVERY
def test_every_key_is_one_that_qt_knows(action):
    for key in action.shortcuts:
        assert QKeySequence(key).count() == 1
        assert QKeySequence(key).toString()


@EVERY
def test_every_action_says_what_it_is_and_where_it_stands(action):
    assert action.title
    assert action.menu
    assert action.title[0].isupper() or action.title[0].isdigit()


@pytest.mark.parametrize(("action_id", "keys"), WANTED.items())
def test_everything_that_is_asked_for_is_there(action_id, keys):
    action = find_action(action_id)
    assert set(keys) <= set(action.shortcuts)


@EVERY
def test_every_action_can_be_asked_about_with_nothing_open(action, closed_desk):
    assert action.enabled(closed_desk) in (True, False)
    assert action.title_on(closed_desk)
    if action.checked is not None:
        assert action.checked(closed_desk) in (True, False)


@EVERY
def test_every_action_runs_or_refuses_on_an_open_study(action, desk):
    """None raises: what is impossible becomes a notice."""
    enabled = action.enabled(desk)
    done = perform(action, desk)
    assert done or not enabled or desk.session.notices
