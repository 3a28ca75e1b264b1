import attrs
import pytest

from viewer.model.annotation import Distance
from viewer.model.case import Case
from viewer.model.display import Display
from viewer.model.finding import CompressionMark, Side, Zone
from viewer.model.labels import LevelLabel
from viewer.model.spine import Level
from viewer.tools import marking
from viewer.tools.outcome import AskLevel, Edit, Nothing, Refused
from viewer.tools.suggestion import suggested_level, suggested_levels, suggested_roots

LABELS = (LevelLabel(Level("L2/L3"), (0, 30, 135)), LevelLabel(Level("L4/L5"), (0, 30, 60)))
LABELLED = Case(labels=LABELS)


def test_marking_beside_a_label_names_its_level():
    edit = marking.mark_compression(LABELLED, (5, 30, 61), created="2026-01-31T10:00:00")
    assert isinstance(edit, Edit)
    assert edit.title == "Mark compression L4/5"
    (mark,) = edit.case.marks
    assert (mark.point, mark.created, edit.select) == ((5, 30, 61), "2026-01-31T10:00:00", mark.mark_id)


def test_marking_between_labels_carries_the_unconfirmed_state():
    assert marking.mark_compression(LABELLED, (0, 30, 98)).title == "Mark compression L3/4?"


def test_marking_without_a_label_asks_and_places_label_and_mark_as_one_edit():
    question = marking.mark_compression(Case(), (0, 30, 60))
    assert isinstance(question, AskLevel)
    edit = question.then(Level("C5/C6"))
    assert edit.title == "Mark compression C5/6"
    assert [label.level.name for label in edit.case.labels] == ["C5/C6"]
    assert edit.case.level_of(edit.case.marks[0]).confirmed


def test_marking_far_from_the_only_label_asks_and_refuses_what_cannot_be():
    question = marking.mark_compression(Case(labels=LABELS[1:]), (0, 30, 200))
    assert isinstance(question, AskLevel)
    assert isinstance(question.then(Level("S1/S2")), Refused)


def test_marking_never_moves_a_label_that_stands_elsewhere():
    question = marking.mark_compression(Case(labels=LABELS[1:]), (0, 30, 200))
    assert "placed elsewhere" in question.then(Level("L4/L5")).message


def test_naming_a_place_with_a_placed_level_moves_that_label():
    edit = marking.place_level(LABELLED, Level("L4/L5"), (0, 33, 64))
    assert edit.title == "Move level L4/5"
    assert [label.point for label in edit.case.labels] == [(0, 30, 135), (0, 33, 64)]


def test_ids_are_never_used_twice():
    case = LABELLED
    for _ in range(3):
        case = marking.mark_compression(case, (0, 30, 60)).case
    case = case.without_mark("m2")
    assert [mark.mark_id for mark in marking.mark_compression(case, (0, 30, 60)).case.marks] == [
        "m1",
        "m3",
        "m4",
    ]


def test_placing_and_renaming_keep_the_order_of_the_spine():
    assert marking.place_level(LABELLED, Level("L3/L4"), (0, 30, 98)).title == "Place level L3/4"
    assert isinstance(marking.place_level(LABELLED, Level("L5/S1"), (0, 30, 98)), Refused)
    renamed = marking.rename_level(LABELLED, Level("L4/L5"), Level("L5/S1"), (0, 30, 60))
    assert [label.level.name for label in renamed.case.labels] == ["L2/L3", "L5/S1"]
    assert isinstance(marking.rename_level(LABELLED, Level("L4/L5"), Level("L1/L2"), (0, 30, 60)), Refused)


def test_renaming_an_unconfirmed_level_places_the_new_name():
    edit = marking.rename_level(LABELLED, Level("L3/L4"), Level("L3"), (0, 30, 110))
    assert LevelLabel(Level("L3"), (0, 30, 110)) in edit.case.labels


def test_deleting_names_what_goes():
    plane = Display().axial.plane((0, 0, 100))
    case = attrs.evolve(LABELLED, marks=(CompressionMark("m1", (0, 30, 60)),))
    case = case.with_annotation(Distance("a1", plane, (0, 0, 100), (9, 0, 100)))
    titles = [marking.remove(case, one).title for one in ("m1", "a1", "L2/L3")]
    assert titles == ["Delete mark L4/5", "Delete distance", "Remove level L2/3"]
    assert marking.remove(case, "m1").case.marks == ()
    assert marking.remove(case, "a1").case.annotations == ()
    assert marking.remove(case, "L2/L3").case.labels == LABELS[1:]
    assert isinstance(marking.remove(case, "gone"), Nothing)


@pytest.mark.parametrize(
    ("level", "side", "zones", "roots"),
    [
        ("L4/L5", Side.RIGHT, (Zone.LATERAL_RECESS,), ("L5",)),
        ("L4/L5", Side.RIGHT, (Zone.FORAMINAL,), ("L4",)),
        ("L4/L5", Side.LEFT, (Zone.EXTRAFORAMINAL, Zone.LATERAL_RECESS), ("L4", "L5")),
        ("L5/S1", Side.RIGHT, (), ("S1",)),
        ("L4/L5", Side.CENTRAL, (Zone.CENTRAL,), ()),
        ("L4/L5", None, (), ()),
        ("C5/C6", Side.LEFT, (Zone.FORAMINAL,), ("C6",)),
        ("C5/C6", Side.LEFT, (Zone.LATERAL_RECESS,), ("C6",)),
        ("C7/T1", Side.LEFT, (), ("C8",)),
    ],
)
def test_roots_follow_level_side_and_zone(level, side, zones, roots):
    assert suggested_roots(Level(level), side, zones) == roots


def test_nothing_is_suggested_before_the_first_label_or_onto_a_placed_one():
    assert suggested_level((), Case().numbering, (0, 0, 0)) is None
    assert suggested_level(LABELS, Case().numbering, (0, 30, 61)) is None


def test_below_the_last_level_nothing_is_suggested():
    lowest = (LevelLabel(Level("S1/S2"), (0, 0, 100)),)
    assert suggested_level(lowest, Case().numbering, (0, 0, 70)) is None


def test_the_menu_holds_every_level_once_nearest_first():
    for case in (Case(), LABELLED, Case(labels=LABELS[1:])):
        choices = suggested_levels(case, (0, 30, 97))
        assert sorted(one.name for one in choices) == sorted(one.name for one in case.numbering.levels)
    assert suggested_levels(LABELLED, (0, 30, 97))[0] == Level("L3/L4")
    assert suggested_levels(Case(labels=LABELS[1:]), (0, 30, 97))[0] == Level("L3/L4")
