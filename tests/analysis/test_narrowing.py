"""Narrowings and blocks from profiles of area, without any image."""

import attrs
import numpy as np
import pytest

from viewer.analysis.blocks import find_blocks
from viewer.analysis.narrowing import find_narrowings
from viewer.model.narrowing import BlockKind
from viewer.model.sections import Sections, SectionState


def profile(area: np.ndarray, state: list[SectionState] | None = None) -> Sections:
    """Round sections of the given areas along a straight line, 1 mm apart."""
    count = len(area)
    states = state or [SectionState.OK] * count
    known = np.array([one is SectionState.OK for one in states])
    area = np.where(known, area, np.nan)
    point = np.stack([np.zeros(count), np.zeros(count), -np.arange(count, dtype=float)], axis=1)
    radius = np.sqrt(np.nan_to_num(area, nan=30.0) / np.pi)
    axis = np.tile(np.eye(3)[None], (count, 1, 1))
    return Sections(
        arc_mm=np.arange(count, dtype=float),
        point=point,
        tangent=-axis[:, 2],
        left=axis[:, 0],
        back=axis[:, 1],
        radii_mm=np.repeat(radius[:, None], 64, axis=1),
        centre=point,
        area_mm2=area,
        ap_mm=2 * np.sqrt(area / np.pi),
        transverse_mm=2 * np.sqrt(area / np.pi),
        cord_mm2=np.full(count, np.nan),
        csf_hu=np.where(known, 600.0, np.nan),
        state=tuple(states),
    )


def dip(count: int, at: int, depth: float, half_mm: float = 7.0) -> np.ndarray:
    return 1 - depth * np.exp(-(((np.arange(count) - at) / half_mm) ** 2))


def test_a_dip_is_measured_against_both_sides() -> None:
    (found,) = find_narrowings(profile(160 * dip(150, 70, 0.5)))
    assert found.arc_mm == pytest.approx(70, abs=1)
    assert found.area_reduction_pct == pytest.approx(50, abs=3)
    assert not found.one_sided


@pytest.mark.parametrize("depth", [0.05, 0.12])
def test_shallow_dips_are_none(depth: float) -> None:
    assert find_narrowings(profile(160 * dip(150, 70, depth))) == ()


def test_the_taper_towards_the_end_of_the_sac_is_no_narrowing() -> None:
    taper = np.interp(np.arange(200), [0, 120, 200], [180.0, 170.0, 25.0])
    assert find_narrowings(profile(taper)) == ()


def test_a_slow_widening_is_no_narrowing() -> None:
    widening = np.interp(np.arange(240), [0, 150, 190, 240], [100.0, 102.0, 175.0, 180.0])
    assert find_narrowings(profile(widening)) == ()


def test_a_lesion_on_the_taper_is_still_found() -> None:
    taper = np.interp(np.arange(200), [0, 120, 200], [180.0, 170.0, 40.0]) * dip(200, 135, 0.45)
    assert [round(one.arc_mm) for one in find_narrowings(profile(taper))] == [pytest.approx(135, abs=4)]


def test_two_lesions_are_two() -> None:
    area = 170 * dip(220, 70, 0.4) * dip(220, 130, 0.6)
    assert [round(one.arc_mm / 10) for one in find_narrowings(profile(area))] == [7, 13]


def test_an_obliterated_stretch_is_listed_without_numbers_and_blocks_partly() -> None:
    state = [SectionState.OK] * 60 + [SectionState.OBLITERATED] * 8 + [SectionState.OK] * 60
    sections = profile(np.full(128, 150.0), state)
    (found,) = find_narrowings(sections)
    assert found.state is SectionState.OBLITERATED
    assert found.area_mm2 is None
    (block,) = find_blocks(sections, np.ones(128, bool))
    assert block.kind is BlockKind.PARTIAL


def test_an_abrupt_end_within_the_canal_is_a_complete_block() -> None:
    state = [SectionState.NOT_OPACIFIED] * 60 + [SectionState.OK] * 100
    (block,) = find_blocks(profile(np.full(160, 150.0), state), np.ones(160, bool))
    assert block.kind is BlockKind.COMPLETE
    assert block.end[2] == pytest.approx(-60)


def test_an_end_where_the_canal_ends_too_is_no_block() -> None:
    state = [SectionState.NOT_OPACIFIED] * 60 + [SectionState.OK] * 100
    canal = np.arange(160) >= 55
    assert find_blocks(profile(np.full(160, 150.0), state), canal) == ()


def test_a_sac_that_tapers_out_is_no_block() -> None:
    state = [SectionState.OK] * 120 + [SectionState.NOT_OPACIFIED] * 60
    taper = np.interp(np.arange(180), [0, 60, 120], [170.0, 120.0, 20.0])
    assert find_blocks(profile(taper, state), np.ones(180, bool)) == ()


def test_a_narrowing_has_the_numbers_of_its_own_section() -> None:
    area = 160 * dip(150, 70, 0.5, half_mm=2.0)
    sections = profile(area)
    (found,) = find_narrowings(sections)
    at = round(found.arc_mm)
    assert found.area_mm2 == area[at] == area.min()
    assert found.ap_mm == sections.ap_mm[at]


def test_beside_another_narrowing_the_reference_is_the_sac_beyond_both() -> None:
    area = 180 * dip(220, 100, 0.5, half_mm=6.0) * dip(220, 119, 0.35, half_mm=6.0)
    assert area[105:115].max() < 170
    for one, depth in zip(find_narrowings(profile(area)), (50, 35), strict=True):
        assert one.reference_area_mm2 == pytest.approx(180, rel=0.03)
        assert one.area_reduction_pct == pytest.approx(depth, abs=2)


def test_a_sac_narrowed_between_screws_is_listed_and_never_a_reference() -> None:
    area = 160 * dip(150, 70, 0.5)
    states = [SectionState.METAL if 60 <= n < 80 else SectionState.OK for n in range(150)]
    sections = profile(area)
    (found,) = find_narrowings(attrs.evolve(sections, state=tuple(states)))
    assert found.state is SectionState.METAL
    assert found.area_mm2 == pytest.approx(80, abs=2)
    assert found.reference_area_mm2 == pytest.approx(160, abs=4)


def test_metal_without_numbers_is_no_narrowing() -> None:
    states = [SectionState.METAL if 60 <= n < 80 else SectionState.OK for n in range(150)]
    assert find_narrowings(profile(np.full(150, 160.0), states)) == ()
