"""How a layout shares the pane area."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viewer.model.display import Layout, PaneId
from viewer.widgets.window.pane_grid import GAP_PX, arrange

SIDES = st.integers(360, 4000)


def overlap(a, b):
    apart = a.x + a.width <= b.x or b.x + b.width <= a.x or a.y + a.height <= b.y or b.y + b.height <= a.y
    return not apart


@given(st.sampled_from(Layout), st.sampled_from(PaneId), SIDES, SIDES)
def test_panes_fill_the_area_and_never_overlap(layout, main, width, height):
    boxes = arrange(layout, main, width, height)
    assert all(box.x >= 0 and box.y >= 0 for box in boxes.values())
    assert max(box.x + box.width for box in boxes.values()) == width
    assert max(box.y + box.height for box in boxes.values()) == height
    assert not any(overlap(a, b) for a, b in combinations(boxes.values(), 2))


@given(SIDES, SIDES)
def test_four_panes_differ_by_a_pixel_at_most(width, height):
    boxes = list(arrange(Layout.FOUR, PaneId.AXIAL, width, height).values())
    assert len(boxes) == 4
    assert max(box.width for box in boxes) - min(box.width for box in boxes) <= 1
    assert max(box.height for box in boxes) - min(box.height for box in boxes) <= 1


def test_the_axial_pane_stands_beside_the_sagittal_and_above_the_coronal():
    boxes = arrange(Layout.FOUR, PaneId.AXIAL, 1000, 800)
    axial, sagittal, coronal, column = (boxes[pane] for pane in PaneId)
    assert (axial.x, axial.y) == (0, 0)
    assert sagittal.x == axial.width + GAP_PX
    assert sagittal.y == 0
    assert (coronal.x, coronal.y) == (0, axial.height + GAP_PX)
    assert (column.x, column.y) == (sagittal.x, coronal.y)


@pytest.mark.parametrize("main", PaneId)
def test_one_large_pane_is_larger_than_the_three_beside_it(main):
    boxes = arrange(Layout.WIDE, main, 1400, 900)
    small = [box for pane, box in boxes.items() if pane is not main]
    assert len(small) == 3
    assert all(boxes[main].width > 2 * box.width for box in small)
    assert boxes[main].height == 900


@pytest.mark.parametrize("main", PaneId)
def test_a_single_pane_is_all_there_is(main):
    assert list(arrange(Layout.SINGLE, main, 640, 480)) == [main]
