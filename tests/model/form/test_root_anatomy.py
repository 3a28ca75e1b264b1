"""The table of roots against the rules of anatomy, for every root and every count of vertebrae."""

import pytest

from viewer.model.finding import Zone
from viewer.model.form.root_table import root_places
from viewer.model.spine import ROOTS, Level, Numbering, RootsAtLevel, roots_at

NUMBERINGS = [Numbering(thoracic, lumbar) for thoracic in (11, 12, 13) for lumbar in (4, 5, 6)]
OUTSIDE = {Zone.FORAMINAL, Zone.EXTRAFORAMINAL}


def zones(root, numbering=None):
    return {place.level: set(place.zones) for place in root_places(root, numbering)}


@pytest.mark.parametrize("number", range(1, 9))
def test_a_cervical_root_leaves_above_its_vertebra_and_at_no_other_level(number) -> None:
    level = f"C{number - 1}/C{number}" if number < 8 else "C7/T1"
    assert set(zones(f"C{number}")) == {Level(level)}
    assert zones(f"C{number}")[Level(level)] >= OUTSIDE


@pytest.mark.parametrize("numbering", NUMBERINGS, ids=str)
@pytest.mark.parametrize("root", [one for one in ROOTS if one[0] in "TL"])
def test_a_lower_root_leaves_below_its_vertebra_and_crosses_the_disc_above_it(root, numbering) -> None:
    told = zones(root, numbering)
    leaves = {level for level, where in told.items() if where & OUTSIDE}
    crosses = {level for level, where in told.items() if Zone.LATERAL_RECESS in where}
    if root in numbering.vertebrae:
        assert {level.upper for level in leaves} == {root}
        assert {level.lower for level in crosses} <= {root, *(["S1"] if numbering.lumbar == 4 else [])}
    assert not leaves & crosses


@pytest.mark.parametrize(
    ("level", "exiting", "traversing"),
    [
        ("C5/C6", "C6", None),
        ("C7/T1", "C8", None),
        ("T1/T2", "T1", "T2"),
        ("T12/L1", "T12", "L1"),
        ("L3/L4", "L3", "L4"),
        ("L4/L5", "L4", "L5"),
        ("L5/S1", "L5", "S1"),
        ("L5/L6", "L5", None),
        ("L6/S1", None, "S1"),
        ("C7", "C8", None),
    ],
)
def test_the_roots_at_a_level(level, exiting, traversing) -> None:
    assert roots_at(Level(level)) == RootsAtLevel(exiting, traversing)


@pytest.mark.parametrize("numbering", NUMBERINGS, ids=str)
def test_every_root_of_the_table_is_one_that_meets_its_level(numbering) -> None:
    for root in ROOTS:
        for level, where in zones(root, numbering).items():
            meets = roots_at(level)
            if where & OUTSIDE and meets.exiting:
                assert meets.exiting == root, (root, level)
            if Zone.LATERAL_RECESS in where and meets.traversing and numbering.lumbar != 4:
                assert root in (meets.traversing, "S2"), (root, level)
