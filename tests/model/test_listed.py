"""A complete block is listed with the narrowings, where the contrast ends."""

import pytest

from tests.straight_canal import StraightCanal
from viewer.model.listed import listed_narrowings
from viewer.model.measured import Measured
from viewer.model.narrowing import Block, BlockKind
from viewer.tools.narrowings import worst_first

CANAL = StraightCanal()
MILD, CLOSED = CANAL.narrowing(160, 25.0), CANAL.narrowing(140, None)


def measured(start_mm, end_mm, kind=BlockKind.COMPLETE):
    block = Block(kind, CANAL.at(start_mm), CANAL.at(end_mm))
    return CANAL.analysis(narrowings=(MILD, CLOSED), blocks=(block,))


@pytest.mark.parametrize(
    ("limits", "ends_at"), [((261, 500), 261), ((0, 109), 109)], ids=["from above", "from below"]
)
def test_a_complete_block_stands_where_the_contrast_ends_and_is_the_worst(limits, ends_at):
    listed = worst_first(listed_narrowings(measured(*limits)))
    assert [one.block for one in listed] == [BlockKind.COMPLETE, None, None]
    assert listed[1:] == (CLOSED, MILD)
    assert listed[0].position == CANAL.at(ends_at)
    assert listed[0].arc_mm == ends_at
    assert listed[0].area_mm2 is None


def test_a_partial_block_is_listed_once_as_what_it_is():
    assert listed_narrowings(measured(135, 145, BlockKind.PARTIAL)) == (MILD, CLOSED)
    assert listed_narrowings(None) == ()


def test_a_mark_keeps_that_it_was_a_block():
    (block,) = (one for one in listed_narrowings(measured(261, 500)) if one.block)
    kept = Measured.of(block, "Thecal", "the reader")
    assert kept.lines[0] == "Measured: complete block, no contrast beyond, 239 mm long."
