"""Naming a row of vertebrae by what is seen beside them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from viewer.analysis.anchors import SideMarks, VertebraMarks
from viewer.analysis.numbering import NUMBERINGS, Anchor, Naming, name_row, ribbed, usual_length_mm
from viewer.model.spine import Numbering

PLAIN = Numbering()
RIB = SideMarks(reach_mm=58.0, drop_mm=8.0, seen_mm=60.0, wide_mm=3.0)
LAST_RIB = SideMarks(reach_mm=50.0, drop_mm=9.0, seen_mm=60.0, wide_mm=2.0)
PROCESS = SideMarks(reach_mm=42.0, drop_mm=0.5, seen_mm=60.0, wide_mm=1.5)
NECK = SideMarks(reach_mm=0.0, drop_mm=0.0, seen_mm=60.0, wide_mm=0.1)
WING = SideMarks(reach_mm=58.0, drop_mm=15.0, seen_mm=60.0, wide_mm=7.5)
UNSEEN = SideMarks(reach_mm=0.0, drop_mm=0.0, seen_mm=0.0, wide_mm=0.0)
BY_REGION = {"C": NECK, "T": RIB, "L": PROCESS, "S": WING}


def side_of(name: str, numbering: Numbering) -> SideMarks:
    return LAST_RIB if name == f"T{numbering.thoracic}" else BY_REGION[name[0]]


def row(first: str, last: str, numbering: Numbering = PLAIN) -> tuple[VertebraMarks, ...]:
    """What is seen beside the vertebrae of a usual patient from one name to another."""
    names = numbering.vertebrae
    marks: list[VertebraMarks] = []
    start = 0
    for number in range(names.index(first), names.index(last) + 1):
        side = side_of(names[number], numbering)
        stop = start + round(usual_length_mm(numbering, number) or 20.0)
        marks.append(VertebraMarks(start, stop, side, side, 1.0))
        start = stop
    return tuple(marks)


def names(marks: tuple[VertebraMarks, ...], *fixed: tuple[int, str]) -> Naming:
    naming = name_row(marks, (True,) * len(marks), fixed)
    assert naming is not None
    return naming


@pytest.mark.parametrize(
    ("first", "last", "anchor"),
    [
        ("C3", "T4", Anchor.FIRST_RIB),
        ("C7", "T11", Anchor.FIRST_RIB),
        ("T8", "L3", Anchor.LAST_RIB),
        ("L1", "S1", Anchor.SACRUM),
        ("C3", "S2", Anchor.SACRUM),
    ],
)
def test_a_row_is_named_by_the_landmark_in_it(first: str, last: str, anchor: Anchor) -> None:
    naming = names(row(first, last))
    assert naming.name(0) == first
    assert anchor in naming.anchors


@pytest.mark.parametrize(("first", "last"), [("T3", "T9"), ("L1", "L4"), ("C3", "C6")])
def test_a_row_without_a_landmark_has_no_anchor(first: str, last: str) -> None:
    assert names(row(first, last)).anchors == ()


def test_six_vertebrae_between_the_last_rib_and_the_sacrum_are_counted_as_six() -> None:
    six = Numbering(12, 6)
    naming = names(row("T9", "S2", six))
    assert naming.numbering == six
    assert naming.alternative is not None


def test_thirteen_ribs_counted_from_the_first_are_thirteen() -> None:
    naming = names(row("C5", "S1", Numbering(13, 5)))
    assert naming.numbering.thoracic == 13


@settings(max_examples=25, deadline=None)
@given(first=st.integers(0, 18), count=st.integers(3, 8), place=st.integers(0, 7))
def test_what_a_reader_says_is_what_it_is_called(first: int, count: int, place: int) -> None:
    place = min(place, count - 1)
    called = PLAIN.vertebrae[first + place]
    marks = row("T5", PLAIN.vertebrae[PLAIN.vertebrae.index("T5") + count - 1])
    naming = names(marks, (place, called))
    assert naming.name(place) == called
    assert naming.confidence[place] == pytest.approx(1.0)


def test_names_that_no_patient_has_at_once_are_refused() -> None:
    assert name_row(row("L1", "L4"), (True,) * 4, ((0, "L1"), (1, "L4"))) is None


def test_ribs_are_told_from_transverse_processes_and_from_nothing_seen() -> None:
    def seen(side: SideMarks) -> float:
        return ribbed(VertebraMarks(0, 25, side, side, 1.0))

    assert seen(RIB) > 0.95
    assert seen(LAST_RIB) > 0.9
    assert seen(PROCESS) < 0.1
    assert seen(UNSEEN) == pytest.approx(0.5)


def test_the_priors_of_all_numberings_are_shares_and_the_usual_one_leads() -> None:
    assert sum(NUMBERINGS.values()) == pytest.approx(1.0)
    assert max(NUMBERINGS, key=lambda one: NUMBERINGS[one]) == PLAIN
