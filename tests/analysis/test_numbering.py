"""Naming a row of vertebrae by what is seen beside them and by a reader's clicks."""

import attrs
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from viewer.analysis.anchors import SideMarks, VertebraMarks
from viewer.analysis.level_names import found_names
from viewer.analysis.named_row import NamedRow
from viewer.analysis.numbering import (
    NUMBERINGS,
    Anchor,
    Kind,
    anchors_seen,
    kind_of,
    ribbed,
    sight_of,
    top_rib,
    usual_length_mm,
)
from viewer.analysis.vertebral_chain import Chain, Click, find_chain
from viewer.analysis.vertebral_nodes import all_nodes, usual_front_mm
from viewer.analysis.vertebral_profile import VertebralProfile
from viewer.model.spine import Numbering

PLAIN = Numbering()
RIB = SideMarks(reach_mm=58.0, drop_mm=8.0, seen_mm=60.0, wide_mm=3.0)
LAST_RIB = SideMarks(reach_mm=50.0, drop_mm=9.0, seen_mm=60.0, wide_mm=2.0)
PROCESS = SideMarks(reach_mm=42.0, drop_mm=0.5, seen_mm=60.0, wide_mm=1.5)
NECK = SideMarks(reach_mm=0.0, drop_mm=0.0, seen_mm=60.0, wide_mm=0.1)
WING = SideMarks(reach_mm=58.0, drop_mm=15.0, seen_mm=60.0, wide_mm=7.5)
UNSEEN = SideMarks(reach_mm=0.0, drop_mm=0.0, seen_mm=0.0, wide_mm=0.0)
BY_REGION = {"C": NECK, "T": RIB, "L": PROCESS, "S": WING}
EDGE = 30


def side_of(name: str, numbering: Numbering) -> SideMarks:
    return LAST_RIB if name == f"T{numbering.thoracic}" else BY_REGION[name[0]]


def row(first: str, last: str, numbering: Numbering = PLAIN) -> tuple[VertebraMarks, ...]:
    """What is seen beside the vertebrae of a usual patient from one name to another."""
    names = numbering.vertebrae
    marks: list[VertebraMarks] = []
    start = EDGE
    for number in range(names.index(first), names.index(last) + 1):
        side = side_of(names[number], numbering)
        stop = start + round(usual_length_mm(numbering, number) or 28.0)
        marks.append(VertebraMarks(start, stop, side, side, 1.0))
        start = stop
    return tuple(marks)


def middle(mark: VertebraMarks) -> float:
    return (mark.start + mark.stop) / 2


def profile(
    marks: tuple[VertebraMarks, ...], first: str, hidden: frozenset[int] = frozenset()
) -> VertebralProfile:
    """A disc seen at each end of each vertebra but above those hidden; bone only where vertebrae are."""
    place = np.arange(marks[-1].stop + EDGE)
    edges = [mark.start for n, mark in enumerate(marks) if n not in hidden] + [marks[-1].stop]
    disc = np.max([np.exp(-(((place - edge) / 3.0) ** 2)) for edge in edges], axis=0)
    bone = np.where((place >= marks[0].start) & (place <= marks[-1].stop), 0.8, 0.0)
    names = PLAIN.vertebrae[PLAIN.vertebrae.index(first) :]
    depths = [usual_front_mm(name) or 34.0 for name in names[: len(marks)]]
    middles = [middle(mark) for mark in marks[: len(depths)]]
    return VertebralProfile(disc, disc, disc, bone, np.interp(place, middles, depths))


def chain(
    marks: tuple[VertebraMarks, ...], first: str, *clicks: Click, hidden: frozenset[int] = frozenset()
) -> Chain:
    seen = profile(marks, first, hidden)
    found = find_chain(seen, sight_of(marks, (True,) * len(marks), len(seen.disc)), clicks)
    assert found is not None
    return found


def called(found: Chain, section: float) -> str | None:
    """The name of the vertebra the likeliest chain lays over a section."""
    for node, stop in zip(found.nodes, found.bounds[1:], strict=True):
        if section < stop:
            return node.name
    return None


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
    marks = row(first, last)
    found = chain(marks, first)
    assert called(found, middle(marks[0])) == first
    assert called(found, middle(marks[-1])) == last
    assert anchor in anchors_seen(marks, PLAIN, PLAIN.vertebrae.index(first))


@pytest.mark.parametrize(("first", "last"), [("T3", "T9"), ("L1", "L4"), ("C3", "C6")])
def test_a_row_without_a_landmark_is_not_surely_named(first: str, last: str) -> None:
    marks = row(first, last)
    assert anchors_seen(marks, PLAIN, PLAIN.vertebrae.index(first)) == ()
    assert max(chain(marks, first).names_at(middle(marks[0])).values()) < 0.8


def test_six_vertebrae_between_the_last_rib_and_the_sacrum_are_counted_as_six() -> None:
    marks = row("T9", "S2", Numbering(12, 6))
    found = chain(marks, "T9")
    assert [node.name for node in found.nodes][-3:] == ["L6", "S1", "S2"]
    assert max(found.names_at(middle(marks[0])).values()) < 0.99


def test_thirteen_ribs_counted_from_the_first_are_thirteen() -> None:
    marks = row("C5", "S1", Numbering(13, 5))
    assert "T13" in [node.name for node in chain(marks, "C5").nodes]


@pytest.mark.parametrize("hidden", [{3}, {3, 4}, {9}, {9, 10, 11}, {16, 17}])
def test_a_click_is_counted_across_discs_that_cannot_be_seen(hidden: set[int]) -> None:
    marks = row("C3", "S1")
    found = chain(marks, "C3", Click(middle(marks[-1]), "S1", "S1"), hidden=frozenset(hidden))
    assert called(found, middle(marks[0])) == "C3"
    assert len(found.nodes) == len(marks)


@pytest.mark.parametrize(("place", "name", "next_one"), [(4, "T13", "L1"), (8, "L6", "S1"), (7, "L4", "L5")])
def test_a_reader_can_name_transitional_vertebrae(place: int, name: str, next_one: str) -> None:
    marks = row("T9", "S2")
    found = chain(marks, "T9", Click(middle(marks[place]), name, name))
    assert called(found, middle(marks[place])) == name
    assert called(found, middle(marks[place + 1])) == next_one


def test_the_first_rib_is_known_by_its_breadth_and_the_top_of_the_lung_where_the_neck_is_not_seen() -> None:
    broad = attrs.evolve(RIB, wide_mm=5.2)
    marks = row("T1", "T9")
    top = attrs.evolve(marks[0], right=broad, left=broad, lung=0.1)
    chest = (top, *(attrs.evolve(mark, lung=0.9) for mark in marks[1:]))
    share = chain(chest, "T1").names_at(middle(marks[0]))["T1"]
    assert share > 0.5
    assert share > 2 * chain(marks, "T1").names_at(middle(marks[0]))["T1"]
    assert top_rib(chest, PLAIN.vertebrae.index("T1"))


@settings(max_examples=15, deadline=None)
@given(first=st.integers(0, 18), count=st.integers(3, 8), place=st.integers(0, 7), disc=st.booleans())
def test_what_a_reader_says_is_what_it_is_called(first: int, count: int, place: int, disc: bool) -> None:
    names = PLAIN.vertebrae
    marks = row("T5", names[names.index("T5") + count - 1])
    place = min(place, count - 1)
    upper, lower = names[first + place], names[first + place + 1]
    section = marks[place].stop if disc else middle(marks[place])
    found = chain(marks, names[first], Click(section, upper, lower if disc else upper))
    assert called(found, middle(marks[place])) == upper
    assert found.names_at(middle(marks[place]))[upper] > 0.9


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


def test_every_numbering_runs_through_the_tree_from_the_skull_to_below_the_sacrum() -> None:
    nodes = all_nodes()
    for numbering in NUMBERINGS:
        last = next(
            n for n, node in enumerate(nodes) if node.numberings == (numbering,) and node.name == "S2"
        )
        path: list[str | None] = []
        number: int | None = last
        while number is not None:
            path.append(nodes[number].name)
            number = nodes[number].parent
        assert [name for name in path[::-1] if name] == list(numbering.vertebrae)
    assert all(node.often <= nodes[node.parent].often for node in nodes if node.parent is not None)
    assert kind_of(PLAIN, 1) is Kind.AXIS


def test_a_missing_rib_says_less_where_its_place_is_cut_off_by_the_scan() -> None:
    shares = [0.0, 0.3, 0.6, 1.0]
    sides = [attrs.evolve(NECK, whole=share) for share in shares]
    ribs = [ribbed(VertebraMarks(EDGE, EDGE + 20, side, side, 1.0)) for side in sides]
    assert ribs == sorted(ribs, reverse=True)
    assert ribs[0] == pytest.approx(0.5)
    assert ribs[-1] < 0.05


def test_a_rib_seen_counts_however_little_of_its_place_the_scan_shows() -> None:
    half = attrs.evolve(RIB, whole=0.1)
    assert ribbed(VertebraMarks(EDGE, EDGE + 20, half, half, 1.0)) > 0.9


def named(clear: float, odd: tuple[str, ...] = ()) -> NamedRow:
    """A lumbar spine named by its last rib and its sacrum, likely by all that is seen."""
    marks, anchors = row("T11", "S1"), (Anchor.LAST_RIB, Anchor.SACRUM)
    offset, sure = PLAIN.vertebrae.index("T11"), (0.99,) * len(row("T11", "S1"))
    return NamedRow(PLAIN, offset, tuple(m.start for m in marks), marks, sure, anchors, None, odd, 0.0, clear)


def test_names_are_less_sure_where_discs_are_hardly_seen_and_a_warning_says_so() -> None:
    clear, faint = found_names(named(0.9)), found_names(named(0.4))
    assert clear.warnings == ()
    assert "stand out little" in faint.warnings[0]
    assert max(faint.confidence) < 0.7 < min(clear.confidence)
    assert faint.vertebrae == clear.vertebrae


def test_names_are_an_even_bet_where_ribs_do_not_fit_them() -> None:
    found = found_names(named(0.9, odd=("L2",)))
    assert max(found.confidence) == pytest.approx(0.5)
    assert "ribs do not fit at L2" in found.warnings[0]
