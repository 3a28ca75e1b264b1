"""Key images kept, named and chosen."""

import attrs
import pytest

from viewer.errors import ViewerError
from viewer.model.case import Case
from viewer.model.display import Display, PaneId
from viewer.model.key_image import MOST_IN_REPORT, KeyImage
from viewer.model.labels import LevelAtPoint
from viewer.model.spine import Level
from viewer.tools.key_images import (
    key_burned,
    key_image,
    key_kept,
    key_moved,
    key_reported,
    key_retitled,
    key_title,
    keys_added,
)

NOTHING, VIEW = Case(), Display()


def kept(case=NOTHING, count=1, display=VIEW):
    for number in range(count):
        case = key_kept(case, PaneId.AXIAL, display, f"view {number}", now="2026-01-31T10:00:00", by="Dr. A")
    return case


def ids(case):
    return [one.key_id for one in case.key_images]


@pytest.mark.parametrize(
    ("pane", "level", "words"),
    [
        (PaneId.AXIAL, LevelAtPoint(Level("L4/L5"), confirmed=True), "L4/5 axial"),
        (PaneId.SAGITTAL, LevelAtPoint(Level("C5/C6"), confirmed=False), "C5/6? sagittal"),
        (PaneId.COLUMN, None, "3D"),
        (PaneId.CORONAL, None, "Coronal"),
    ],
)
def test_a_key_image_is_named_by_level_and_view(pane, level, words):
    assert key_title(pane, level) == words


def test_a_key_image_keeps_the_view_but_not_that_names_were_hidden():
    display = Display(crosshair=(1.0, 2.0, 3.0), identity_hidden=True)
    (image,) = kept(display=display).key_images
    assert image.display == attrs.evolve(display, identity_hidden=False)
    assert (image.pane, image.by, image.reported) == (PaneId.AXIAL, "Dr. A", True)


def test_what_is_more_than_the_report_has_room_for_is_kept_but_left_out():
    case = kept(count=MOST_IN_REPORT + 2)
    assert sum(one.reported for one in case.key_images) == MOST_IN_REPORT
    assert len(set(ids(case))) == MOST_IN_REPORT + 2


def test_a_full_report_takes_another_only_for_one_of_its_own():
    case = kept(count=MOST_IN_REPORT + 1)
    last = ids(case)[-1]
    with pytest.raises(ViewerError, match="room for 6"):
        key_reported(case, last, reported=True)
    case = key_reported(case, ids(case)[0], reported=False)
    assert key_image(key_reported(case, last, reported=True), last).reported


def test_a_deleted_id_is_not_given_again_to_the_next():
    case = kept(count=2).without_key_image("k1")
    assert ids(kept(case)) == ["k2", "k3"]


def test_a_title_is_one_line_of_some_length():
    case = key_retitled(kept(), "k1", "  <b>L4/5</b>\n after\tflexion " + "x" * 500)
    title = key_image(case, "k1").title
    assert title.startswith("<b>L4/5</b> after flexion x")
    assert len(title) == 120


def test_names_can_be_left_out_of_the_pixels():
    assert not key_image(key_burned(kept(), "k1", burned_in=False), "k1").burned_in


def test_key_images_change_places_and_stay_within_their_row():
    case = kept(count=3)
    assert ids(key_moved(case, "k3", -1)) == ["k1", "k3", "k2"]
    assert ids(key_moved(case, "k1", -4)) == ["k1", "k2", "k3"]
    assert ids(key_moved(case, "k1", 9)) == ["k2", "k3", "k1"]


def test_what_is_gone_is_told():
    with pytest.raises(ViewerError, match="no longer"):
        key_image(Case(), "k1")


def view_at(z, pane=PaneId.AXIAL):
    return KeyImage("k1", pane, Display(crosshair=(0.0, 0.0, z)), title=f"at {z}")


def test_views_are_added_once_with_ids_of_their_own():
    views = (view_at(100.0, PaneId.SAGITTAL), view_at(100.0), view_at(60.0))
    case, missing = keys_added(kept(), views)
    assert missing == 0
    assert ids(case) == ["k1", "k2", "k3", "k4"]
    again, missing = keys_added(case, (*views, view_at(61.0)))
    assert (again, missing) == (case, 0), "a millimetre beside it is the same view"


def test_views_beyond_the_room_of_the_report_are_counted():
    case, missing = keys_added(kept(count=MOST_IN_REPORT - 1), (view_at(60.0), view_at(30.0), view_at(90.0)))
    assert len(case.key_images) == MOST_IN_REPORT
    assert all(one.reported for one in case.key_images)
    assert missing == 2
