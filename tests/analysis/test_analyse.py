"""The whole analysis on a spine of simple solids, against its analytic truth."""

from collections import Counter

import numpy as np
import pytest

from tests.analysis.plain_spine import PlainSpine, build, sac_mask
from viewer.analysis.analyse import analyse
from viewer.analysis.sacmask import sac_mask as found_sac
from viewer.model.analysis import Analysis
from viewer.model.narrowing import BlockKind, Indented
from viewer.model.sections import Sections, SectionState
from viewer.model.volume import Volume
from viewer.progress import Cancelled

PRONE = ((-1.0, 0.0, 0.0), (0.0, -1.0, 0.0), (0.0, 0.0, 1.0))


@pytest.fixture(scope="module")
def healthy() -> tuple[PlainSpine, Volume, Analysis]:
    spine = PlainSpine()
    volume = build(spine)
    return spine, volume, analyse(volume)


@pytest.fixture(scope="module")
def narrowed() -> tuple[PlainSpine, Analysis]:
    spine = PlainSpine(narrow_to=0.5, narrow_at_mm=5.0, length_mm=130.0, axes=PRONE)
    return spine, analyse(build(spine))


def sections_of(analysis: Analysis) -> Sections:
    assert analysis.sections is not None, analysis.absent
    return analysis.sections


def test_area_and_diameters_are_those_of_the_sac(healthy) -> None:
    spine, _, analysis = healthy
    sections = sections_of(analysis)
    ok = sections.ok
    assert np.median(np.abs(sections.area_mm2[ok] / spine.area_mm2 - 1)) < 0.03
    assert np.nanmedian(np.abs(sections.ap_mm[ok] - 2 * spine.half_back_mm)) < 0.4
    assert np.nanmedian(np.abs(sections.transverse_mm[ok] - 2 * spine.half_left_mm)) < 0.4


def test_the_cord_is_measured_inside_the_sac(healthy) -> None:
    spine, _, analysis = healthy
    cord = np.nanmedian(sections_of(analysis).cord_mm2)
    assert cord == pytest.approx(np.pi * spine.cord_mm**2, rel=0.12)


def test_the_centreline_runs_through_the_sac_from_head_to_feet(healthy) -> None:
    spine, _, analysis = healthy
    sections = sections_of(analysis)
    left, back = spine.middle(sections.point[:, 2])
    away = np.hypot(sections.point[:, 0] - left, sections.point[:, 1] - back)[sections.ok]
    assert away.mean() < 0.5
    assert (np.diff(sections.point[:, 2]) < 0).all()


def test_the_mask_overlaps_the_true_sac(healthy) -> None:
    spine, volume, analysis = healthy
    truth = sac_mask(spine, volume.geometry)
    sac = found_sac(volume, analysis.sections)
    overlap = 2 * (sac & truth).sum() / (sac.sum() + truth.sum())
    assert overlap > 0.94
    assert not sac.flags.writeable
    assert analysis.volume_ml == pytest.approx(sac.sum() * np.prod(volume.geometry.spacing_mm) / 1000)


def test_an_even_sac_has_no_narrowing_and_no_block(healthy) -> None:
    _, _, analysis = healthy
    assert analysis.narrowings == ()
    assert analysis.blocks == ()


def test_a_narrowing_is_found_with_its_place_and_reduction(narrowed) -> None:
    spine, analysis = narrowed
    (found,) = analysis.narrowings
    assert found.position[2] == pytest.approx(spine.narrow_at_mm, abs=3)
    assert found.area_mm2 == pytest.approx(0.5 * spine.area_mm2, rel=0.08)
    assert found.area_reduction_pct == pytest.approx(50, abs=5)
    assert found.indented_from == (Indented.CIRCUMFERENTIAL,)


def test_the_scope_names_what_is_not_assessed_and_never_says_no_compression(healthy) -> None:
    _, _, analysis = healthy
    assert "Foramina and lateral recesses are not assessed" in analysis.scope
    assert "no compression" not in analysis.scope.lower()


def cut_off(volume: Volume, spine: PlainSpine, low_mm: float, high_mm: float) -> Volume:
    """Replace contrast between two heights by plain CSF and cord."""
    hu = volume.hu.copy()
    z = volume.geometry.origin[2] + np.arange(hu.shape[0]) * volume.geometry.spacing_mm[2]
    inside = sac_mask(spine, volume.geometry) & ((z > low_mm) & (z < high_mm))[:, None, None]
    hu[inside] = np.random.default_rng(1).normal(25, 12, int(inside.sum())).astype(np.int16)
    soft = hu.copy()
    soft.flags.writeable = False
    return Volume(volume.geometry, soft)


def test_a_stretch_without_csf_between_contrast_is_obliterated_and_a_partial_block() -> None:
    spine = PlainSpine(length_mm=130.0)
    analysis = analyse(cut_off(build(spine), spine, -4.0, 8.0))
    states = Counter(sections_of(analysis).state)
    assert 6 <= states[SectionState.OBLITERATED] <= 18
    assert [one.state for one in analysis.narrowings] == [SectionState.OBLITERATED]
    assert analysis.narrowings[0].area_mm2 is None
    (block,) = analysis.blocks
    assert block.kind is BlockKind.PARTIAL
    assert block.start[2] > block.end[2]


def test_contrast_that_never_came_is_not_opacified_and_has_no_numbers() -> None:
    spine = PlainSpine(length_mm=130.0)
    analysis = analyse(cut_off(build(spine), spine, 12.0, 200.0))
    sections = sections_of(analysis)
    above = sections.point[:, 2] > 18
    assert not sections.ok[above].any()
    assert np.isnan(sections.area_mm2[above]).all()
    assert any(block.kind is BlockKind.COMPLETE for block in analysis.blocks)


def test_a_plain_scan_is_told_apart_and_holds_no_numbers() -> None:
    analysis = analyse(build(PlainSpine(csf_hu=None)))
    assert analysis.absent is not None
    assert analysis.sections is None
    assert analysis.narrowings == ()


def test_the_analysis_can_be_cancelled() -> None:
    def cancel(fraction: float, text: str = "") -> None:
        if fraction > 0.5:
            raise Cancelled

    with pytest.raises(Cancelled):
        analyse(build(PlainSpine(length_mm=80.0)), (), cancel)
