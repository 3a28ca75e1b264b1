"""The row of discs: even spacings are followed past discs that cannot be seen, and no further than the spine."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from viewer.analysis.vertebral_profile import VertebralProfile
from viewer.analysis.vertebral_row import find_row

LENGTH = 400


def profile(
    discs: list[int], hidden: set[int] | None = None, spine: slice = slice(0, LENGTH)
) -> VertebralProfile:
    """Evidence for discs at given sections but the hidden ones; bone only where the spine is."""
    place = np.arange(LENGTH)
    peaks = [np.exp(-(((place - disc) / 3.0) ** 2)) for disc in discs if disc not in (hidden or set())]
    disc = np.maximum.reduce([*peaks, np.zeros(LENGTH)])
    bone = np.zeros(LENGTH)
    bone[spine] = 0.8
    front = np.interp(place, discs[1:], np.diff(discs) / 0.78) if len(discs) > 1 else np.full(LENGTH, 34.0)
    return VertebralProfile(disc, disc, disc, bone, front)


@given(first=st.integers(5, 60), length=st.integers(17, 38), count=st.integers(4, 9))
def test_evenly_spaced_discs_are_all_found(first: int, length: int, count: int) -> None:
    discs = [first + n * length for n in range(count)]
    found = find_row(profile(discs))
    assert set(discs) <= {near for one in found for near in (one - 1, one, one + 1)}


def test_vertebrae_that_grow_downwards_are_followed() -> None:
    discs = np.cumsum([10, *(18.0 * 1.05**n for n in range(12))]).astype(int).tolist()
    found = find_row(profile(discs))
    assert set(discs) <= {near for one in found for near in (one - 1, one, one + 1)}


def test_a_fused_disc_between_two_seen_ones_is_bridged() -> None:
    discs = [20 + 25 * n for n in range(10)]
    found = find_row(profile(discs, hidden={120, 195}))
    assert min(abs(one - 120) for one in found) <= 4
    assert min(abs(one - 195) for one in found) <= 4


def test_nothing_is_covered_where_there_is_no_bone() -> None:
    discs = [100 + 30 * n for n in range(6)]
    found = find_row(profile(discs, spine=slice(90, 260)))
    assert min(found) >= 65
    assert max(found) <= 285


def test_without_evidence_there_is_no_row() -> None:
    assert find_row(profile([], spine=slice(0, 0))) == ()
