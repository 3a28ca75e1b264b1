"""The names, order, regions and roots of the levels."""

from itertools import pairwise

import pytest

from viewer.model.spine import ROOTS, Level, LevelKind, Numbering, Region, RootsAtLevel, roots_at

USUAL = Numbering()


def test_the_spine_runs_from_the_skull_to_the_sacrum_with_a_joint_below_each_vertebra():
    names = [level.name for level in USUAL.levels]

    assert names[:5] == ["C0/C1", "C1", "C1/C2", "C2", "C2/C3"]
    assert names[-5:] == ["L5", "L5/S1", "S1", "S1/S2", "S2"]
    assert len(names) == 2 * (7 + 12 + 5 + 2)
    kinds = [level.kind for level in USUAL.levels]
    assert all(above is not below for above, below in pairwise(kinds))


@pytest.mark.parametrize(
    ("numbering", "there", "not_there"),
    [
        (Numbering(13, 5), ["T12/T13", "T13", "T13/L1"], ["T12/L1", "L6"]),
        (Numbering(12, 6), ["L5/L6", "L6", "L6/S1"], ["L5/S1", "T13"]),
        (Numbering(12, 4), ["L4/S1"], ["L5", "L4/L5", "L5/S1"]),
        (Numbering(11, 5), ["T11/L1"], ["T12", "T11/T12"]),
    ],
)
def test_transitional_spines_have_their_own_levels(numbering, there, not_there):
    assert all(numbering.index(Level(name)) is not None for name in there)
    assert all(numbering.index(Level(name)) is None for name in not_there)


@pytest.mark.parametrize("thoracic", [11, 12, 13])
@pytest.mark.parametrize("lumbar", [4, 5, 6])
def test_every_level_lies_below_the_one_before(thoracic, lumbar):
    numbering = Numbering(thoracic, lumbar)

    offsets = [numbering.offset_mm(level) for level in numbering.levels]

    assert all(above < below for above, below in pairwise(offsets))
    assert [numbering.index(level) for level in numbering.levels] == list(range(len(offsets)))


@pytest.mark.parametrize(
    ("name", "region"),
    [
        ("C0/C1", Region.CERVICAL),
        ("C7/T1", Region.CERVICAL),
        ("T1", Region.THORACIC),
        ("T12/L1", Region.THORACIC),
        ("T13/L1", Region.THORACIC),
        ("L1", Region.LUMBAR),
        ("L6/S1", Region.LUMBAR),
        ("L5/S1", Region.LUMBAR),
        ("S1", Region.SACRAL),
    ],
)
def test_a_level_is_reported_under_the_region_of_its_upper_vertebra(name, region):
    assert Level(name).region is region


@pytest.mark.parametrize(
    ("name", "said"),
    [("L4/L5", "L4/5"), ("L5/S1", "L5/S1"), ("C0/C1", "C0/1"), ("C7/T1", "C7/T1"), ("L4", "L4")],
)
def test_levels_are_said_as_readers_say_them(name, said):
    assert Level(name).short_name == said


@pytest.mark.parametrize(
    ("name", "exiting", "traversing"),
    [
        ("C0/C1", "C1", None),
        ("C5/C6", "C6", None),
        ("C7/T1", "C8", None),
        ("T1/T2", "T1", "T2"),
        ("T12/L1", "T12", "L1"),
        ("L4/L5", "L4", "L5"),
        ("L5/S1", "L5", "S1"),
        ("S1/S2", "S1", "S2"),
        ("C7", "C8", None),
        ("L4", "L4", "L5"),
        ("L5", "L5", "S1"),
        ("T13/L1", None, "L1"),
        ("L6/S1", None, "S1"),
        ("L5/L6", "L5", None),
        ("L6", None, None),
    ],
)
def test_the_roots_of_a_level(name, exiting, traversing):
    assert roots_at(Level(name)) == RootsAtLevel(exiting, traversing)


def test_there_are_eight_cervical_roots_for_seven_vertebrae():
    assert [root for root in ROOTS if root[0] == "C"] == [f"C{n}" for n in range(1, 9)]
    assert [name for name in USUAL.vertebrae if name[0] == "C"] == [f"C{n}" for n in range(1, 8)]


@pytest.mark.parametrize("thoracic", [11, 12, 13])
@pytest.mark.parametrize("lumbar", [4, 5, 6])
def test_every_level_of_every_spine_names_roots_that_exist(thoracic, lumbar):
    for level in Numbering(thoracic, lumbar).levels:
        roots = roots_at(level)
        assert {roots.exiting, roots.traversing} <= {*ROOTS, None}


def test_a_joint_is_a_disc_and_a_name_alone_a_vertebra():
    assert Level("L4/L5").kind is LevelKind.DISC
    assert Level("L4").kind is LevelKind.VERTEBRA
    assert (Level("L4").upper, Level("L4").lower) == ("L4", "L4")
