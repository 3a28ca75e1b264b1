"""Where contrast stops it is blocked; where it fades it never came."""

import numpy as np
import pytest

from tests.analysis.painting import diluted
from tests.analysis.plain_spine import PlainSpine
from viewer.analysis.analyse import analyse
from viewer.model.analysis import Analysis
from viewer.model.narrowing import BlockKind
from viewer.model.sections import SectionState

LONG = PlainSpine(length_mm=170.0)


def analysed(*share_at: tuple[float, float], spine: PlainSpine = LONG) -> Analysis:
    """The long spine with shares of contrast at heights, in proportion between them."""
    heights, shares = zip(*sorted(share_at), strict=True)
    return analyse(diluted(spine, lambda z: np.interp(z, heights, shares)))


@pytest.mark.parametrize("cranial", [True, False])
def test_a_stop_within_the_canal_is_a_complete_block(cranial: bool) -> None:
    sign = 1 if cranial else -1
    found = analysed((sign * 22, 0.0), (sign * 18, 1.0))
    (block,) = found.blocks
    near, far = (block.end, block.start) if cranial else (block.start, block.end)
    assert block.kind is BlockKind.COMPLETE
    assert near[2] == pytest.approx(sign * 20, abs=4)
    assert sign * far[2] > 50


@pytest.mark.parametrize("reach_mm", [30, 45])
def test_contrast_that_fades_is_not_blocked(reach_mm: float) -> None:
    found = analysed((-10, 1.0), (-10 + reach_mm, 0.0))
    assert found.blocks == ()
    assert found.narrowings == ()
    assert found.sections is not None
    assert SectionState.OBLITERATED not in found.sections.state
    assert found.sections.state[12] is SectionState.NOT_OPACIFIED


def test_a_stop_with_contrast_beyond_it_is_a_partial_block() -> None:
    found = analysed((-13, 0.4), (-9, 0.0), (9, 0.0), (13, 1.0))
    (block,) = found.blocks
    assert block.kind is BlockKind.PARTIAL
    assert block.start[2] == pytest.approx(11, abs=4)
    assert block.end[2] == pytest.approx(-11, abs=4)
    (worst,) = [one for one in found.narrowings if one.area_mm2 is None]
    assert worst.state is SectionState.OBLITERATED


def test_a_long_stretch_that_contrast_fades_towards_from_both_ends_is_no_block() -> None:
    found = analysed((-60, 1.0), (-20, 0.0), (20, 0.0), (60, 1.0), spine=PlainSpine(length_mm=210.0))
    assert found.sections is not None
    assert found.blocks == ()
    assert SectionState.OBLITERATED not in found.sections.state
    assert "Not opacified: none" not in found.scope
