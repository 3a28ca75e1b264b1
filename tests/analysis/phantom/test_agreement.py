"""How an analysis is held against what is known about a phantom."""

from functools import cache

import attrs
import numpy as np
import pytest

from viewer.analysis.analyse import absent, analyse
from viewer.analysis.phantom.agreement import Agreement, agreement, lit_stations
from viewer.analysis.phantom.case import Phantom, build, lumbar_case, small
from viewer.analysis.phantom.spec import Contrast, Dilution
from viewer.model.analysis import Analysis
from viewer.model.narrowing import Block, BlockKind
from viewer.model.spine import Level


@cache
def measured() -> tuple[Phantom, Analysis]:
    """The lumbar case with voxels half as fine, and what is measured in it."""
    phantom = build(small(lumbar_case(), 2))
    return phantom, analyse(phantom.volume)


def agreed(analysis: Analysis, block: BlockKind | None = None) -> Agreement:
    result = agreement(measured()[0], analysis, block)
    assert result is not None
    return result


def test_the_analysis_agrees_with_the_lumbar_case_as_well_as_promised() -> None:
    found = agreed(measured()[1])
    assert found.dice > 0.95
    assert found.surface_mm < 0.25
    assert found.centreline_mm < 0.7
    assert found.area_median_pct < 4
    assert found.area_p95_pct < 10
    assert found.chord_mm < 0.4
    assert found.measured_pct > 95
    assert (found.found, found.lesions, found.false) == (3, 3, 0)
    assert found.blocks_right


def test_a_larger_sac_is_an_error_of_area() -> None:
    _, analysis = measured()
    assert analysis.sections is not None
    wider = attrs.evolve(
        analysis.sections,
        area_mm2=analysis.sections.area_mm2 * 1.1,
        radii_mm=analysis.sections.radii_mm + 0.8,
    )
    found = agreed(attrs.evolve(analysis, sections=wider))
    assert found.area_median_pct == pytest.approx(10, abs=2)
    assert found.surface_mm > 0.4
    assert found.dice < agreed(analysis).dice - 0.03


def test_what_is_not_found_counts() -> None:
    analysis = measured()[1]
    found = agreed(attrs.evolve(analysis, narrowings=analysis.narrowings[:1]))
    assert found.found == 1
    assert found.lesions == 3


def test_a_narrowing_where_there_is_none_is_false() -> None:
    phantom, analysis = measured()
    elsewhere = attrs.evolve(analysis.narrowings[0], position=phantom.truth.sac_points[Level("L1/L2")])
    assert agreed(attrs.evolve(analysis, narrowings=(*analysis.narrowings, elsewhere))).false == 1


def test_wrong_names_are_wrong_levels() -> None:
    analysis = measured()[1]
    names = [one.name for one in analysis.levels]
    shifted = tuple(
        attrs.evolve(one, name=name) for one, name in zip(analysis.levels, names[2:], strict=False)
    )
    assert agreed(attrs.evolve(analysis, levels=shifted)).levels_pct == 0


def test_a_block_is_right_by_kind_and_place() -> None:
    phantom, analysis = measured()
    top = phantom.truth.stations.centreline[0]
    block = Block(BlockKind.COMPLETE, tuple(top), tuple(top))
    assert not agreed(attrs.evolve(analysis, blocks=(block,))).blocks_right
    assert agreed(attrs.evolve(analysis, blocks=(block,)), BlockKind.COMPLETE).blocks_right
    assert not agreed(attrs.evolve(analysis, blocks=(block,)), BlockKind.PARTIAL).blocks_right


def test_nothing_measured_agrees_with_nothing() -> None:
    assert agreement(measured()[0], absent("No contrast.", {})) is None


def test_only_bright_stations_inside_the_scan_and_away_from_metal_count() -> None:
    phantom = measured()[0]
    lit = lit_stations(phantom)
    level = Level("L3/L4")
    dark = (
        Dilution(level, 1.0, -9.0),
        Dilution(level, 0.0, -6.0),
        Dilution(level, 0.0, 6.0),
        Dilution(level, 1.0, 9.0),
    )
    blocked = build(attrs.evolve(small(lumbar_case(), 6), contrast=Contrast(700.0, 700.0, 0.0, dark)))
    screwed = attrs.evolve(phantom, spec=attrs.evolve(phantom.spec, screws=(Level("L3"),)))
    assert 10 <= int((lit & ~lit_stations(blocked)).sum()) <= 18
    assert 18 <= int((lit & ~lit_stations(screwed)).sum()) <= 26
    assert not lit[:6].any()
    assert np.all(lit[20:120])
