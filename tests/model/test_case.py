"""The case: marks follow the labels, labels keep their order, ids stay unique."""

import pytest

from viewer.errors import ViewerError
from viewer.model.annotation import Distance
from viewer.model.case import Case, LevelChange
from viewer.model.finding import CompressionMark, Severity
from viewer.model.labels import LevelLabel
from viewer.model.plane import PlaneKind, reference_plane
from viewer.model.spine import Level, Numbering

ORIGIN = (0.0, 0.0, 0.0)


def at(z_mm):
    return (0.0, 0.0, float(z_mm))


def label(name, z_mm):
    return LevelLabel(Level(name), at(z_mm))


@pytest.fixture
def case():
    """L3/4, L4/5 and L5/S1 placed 38 mm apart, with a mark on each."""
    marks = tuple(CompressionMark(f"m{n}", at(z)) for n, z in enumerate((76, 38, 0)))
    return Case(labels=(label("L3/L4", 76), label("L4/L5", 38), label("L5/S1", 0)), marks=marks)


def names(case):
    return [case.level_of(mark).level.name for mark in case.marks]


def test_the_level_of_a_mark_follows_the_labels(case):
    assert names(case) == ["L3/L4", "L4/L5", "L5/S1"]
    assert names(case.shifted_labels(-1)) == ["L2/L3", "L3/L4", "L4/L5"]
    assert Case(marks=case.marks).level_of(case.marks[0]) is None


def test_a_shift_lists_every_mark_that_it_renames(case):
    changes = case.level_changes(case.shifted_labels(-1))

    assert changes == (
        LevelChange("m0", Level("L3/L4"), Level("L2/L3")),
        LevelChange("m1", Level("L4/L5"), Level("L3/L4")),
        LevelChange("m2", Level("L5/S1"), Level("L4/L5")),
    )


def test_a_shift_there_and_back_changes_nothing(case):
    there = case.shifted_labels(-2)

    assert there.shifted_labels(2) == case
    assert case.level_changes(case) == ()


def test_renaming_one_label_lists_only_the_marks_beside_it(case):
    renamed = case.without_label(Level("L3/L4")).without_label(Level("L5/S1"))
    near = Case(labels=renamed.labels, marks=case.marks[1:2])

    changes = near.level_changes(near.renamed_label(Level("L4/L5"), Level("L3/L4")))

    assert changes == (LevelChange("m1", Level("L4/L5"), Level("L3/L4")),)


def test_a_mark_that_loses_its_level_is_listed_as_unknown(case):
    without = case.with_labels(())

    assert case.level_changes(without)[0] == LevelChange("m0", Level("L3/L4"), None)


def test_a_mark_added_or_deleted_renames_none(case):
    assert case.level_changes(case.without_mark("m1")) == ()
    assert case.level_changes(case.with_mark(CompressionMark("new", at(10)))) == ()


def test_a_shift_beyond_the_spine_is_refused(case):
    with pytest.raises(ViewerError, match="no level"):
        case.shifted_labels(5)
    with pytest.raises(ViewerError, match="no level"):
        case.shifted_labels(-40)


def test_another_number_of_vertebrae_renames_what_lies_across_it():
    labels = (label("T10", 300), label("S1", 0))
    mark = CompressionMark("m", at(160))
    case = Case(labels=labels, marks=(mark,))

    (change,) = case.level_changes(case.with_numbering(Numbering(13, 5)))

    assert change.before != change.after


def test_a_numbering_that_lacks_a_placed_level_is_refused():
    case = Case(numbering=Numbering(12, 6), labels=(label("L6", 0),))

    with pytest.raises(ViewerError, match="L6 is labelled"):
        case.with_numbering(Numbering(12, 5))


@pytest.mark.parametrize("z_mm", [76, 80])
def test_a_label_cannot_lie_above_one_that_comes_before_it(case, z_mm):
    with pytest.raises(ViewerError, match="cannot lie above"):
        case.with_label(label("L4/L5", z_mm))


def test_renaming_keeps_the_order(case):
    with pytest.raises(ViewerError, match="cannot lie above"):
        case.renamed_label(Level("L5/S1"), Level("L2"))
    with pytest.raises(ViewerError, match="placed twice"):
        case.renamed_label(Level("L5/S1"), Level("L4/L5"))


def test_a_placed_label_moves_when_it_is_placed_again(case):
    moved = case.with_label(label("L4/L5", 40))

    assert len(moved.labels) == 3
    assert label("L4/L5", 40) in moved.labels


def test_a_mark_is_replaced_where_its_id_is_known_and_keeps_its_place(case):
    graded = CompressionMark("m1", at(38), Severity.SEVERE)

    changed = case.with_mark(graded)

    assert [mark.mark_id for mark in changed.marks] == ["m0", "m1", "m2"]
    assert changed.find_mark("m1") is graded
    assert case.without_mark("m1").with_mark(graded).marks[-1] is graded


def test_a_mark_that_is_gone_is_told(case):
    with pytest.raises(ViewerError, match="no longer"):
        case.find_mark("m9")


def test_annotations_are_put_replaced_and_taken_away():
    plane = reference_plane(PlaneKind.AXIAL, ORIGIN)
    first, longer = Distance("a", plane, ORIGIN, at(1)), Distance("a", plane, ORIGIN, at(2))

    case = Case().with_annotation(first).with_annotation(longer)

    assert case.annotations == (longer,)
    assert case.without_annotation("a") == Case()
