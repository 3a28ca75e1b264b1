"""Missing slices: no number, no reference, no surface and no volume comes from them."""

import attrs
import numpy as np
import pytest

from tests.analysis.plain_spine import PlainSpine, build
from viewer.analysis.analyse import SIDES_UNKNOWN, analyse
from viewer.analysis.correcting import corrected
from viewer.analysis.sacmask import sac_mask
from viewer.analysis.scope import warnings_of
from viewer.analysis.unscanned import empty_gaps, without_gaps
from viewer.analysis.upright import upright
from viewer.model.correction import SacCorrection
from viewer.model.geometry import VolumeGeometry
from viewer.model.narrowing import Narrowing
from viewer.model.sections import SectionState
from viewer.model.volume import AIR_HU, Volume


@pytest.fixture(scope="module")
def whole():
    """A spine scanned without gaps, and its sections."""
    volume = build(PlainSpine())
    return volume, analyse(volume)


def with_gap(volume, first, count):
    """The volume with slices blended from those beside them, as its loader makes them up."""
    hu = volume.hu.copy()
    for n in range(count):
        share = (n + 1) / (count + 1)
        hu[first + n] = np.rint((1 - share) * hu[first - 1] + share * hu[first + count])
    hu.flags.writeable = False
    return attrs.evolve(volume, hu=hu, gaps=((first, count),))


@pytest.fixture(scope="module")
def gapped(whole):
    volume, _ = whole
    step_mm = volume.geometry.spacing_mm[2]
    damaged = with_gap(volume, len(volume.hu) // 2 - 4, max(4, round(8 / step_mm)))
    return damaged, analyse(damaged)


def test_sections_in_the_gap_have_no_numbers(gapped):
    volume, analysis = gapped
    sections = analysis.sections
    gap = sections.having(SectionState.GAP)
    inside = np.array([volume.is_made_up(tuple(point)) for point in sections.point])
    assert gap.any()
    assert (gap >= inside).all()
    assert not np.isfinite(sections.area_mm2[gap]).any()
    assert not np.isfinite(sections.csf_hu[gap]).any()
    assert not sections.corrected.any()


def test_beside_the_gap_all_is_measured_as_without_it(whole, gapped):
    sections = gapped[1].sections
    usual = np.nanmedian(whole[1].sections.area_mm2)
    assert sections.ok.sum() > 20
    assert np.abs(sections.area_mm2[sections.ok] / usual - 1).max() < 0.25


def test_the_column_has_a_hole_where_nothing_was_scanned(gapped):
    volume, analysis = gapped
    column = analysis.column
    made_up = volume.made_up[column.offset_kji[0] :][: len(column.mask)]
    assert made_up.any()
    assert not column.mask[made_up].any()
    assert column.mask[~made_up].any()


def test_the_volume_does_not_count_the_gap(whole, gapped):
    volume, analysis = gapped
    mask = sac_mask(volume, analysis.sections)
    assert not mask[volume.made_up].any()
    assert analysis.volume_ml < whole[1].volume_ml


def test_scope_and_warnings_name_the_gap(whole, gapped):
    assert "Not scanned:" in gapped[1].scope
    assert any("Slices are missing" in one for one in gapped[1].warnings)
    assert "Not scanned" not in whole[1].scope


def test_a_narrowing_that_reaches_the_gap_is_said_to_be_perhaps_deeper(gapped):
    sections = gapped[1].sections
    first = int(np.flatnonzero(sections.having(SectionState.GAP))[0])
    narrowing = Narrowing(
        level="L3/L4",
        region=None,
        arc_mm=float(sections.arc_mm[first - 1]),
        position=(0.0, 0.0, 0.0),
        length_mm=5.0,
        area_mm2=60.0,
        reference_area_mm2=160.0,
        area_reduction_pct=60.0,
        ap_mm=8.0,
        ap_reduction_pct=40.0,
        indented_from=(),
        state=SectionState.OK,
        one_sided=True,
    )
    far = attrs.evolve(narrowing, arc_mm=float(sections.arc_mm[first - 20]))
    geometry, levels = gapped[0].geometry, gapped[1].levels
    told = warnings_of(sections, levels, (narrowing,), (), geometry=geometry, noise_hu=10.0)
    assert any("at L3/L4 reaches missing slices" in one for one in told)
    elsewhere = warnings_of(sections, levels, (far,), (), geometry=geometry, noise_hu=10.0)
    assert not any("reaches" in one for one in elsewhere)


def test_a_correction_leaves_the_gap_a_gap(gapped):
    volume, analysis = gapped
    result = corrected(volume, analysis, SacCorrection()).analysis
    assert result.sections.state == analysis.sections.state


def test_a_file_that_does_not_say_how_it_lies_is_measured_as_written_with_a_warning(gapped):
    volume = attrs.evolve(gapped[0], orientation_known=False)
    assert analyse(volume).warnings[0] == SIDES_UNKNOWN
    assert SIDES_UNKNOWN not in gapped[1].warnings


@pytest.mark.parametrize("axis", [0, 1, 2])
@pytest.mark.parametrize("backwards", [False, True])
def test_gaps_follow_the_slices_of_any_acquisition(axis, backwards):
    axes = [(1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)]
    slices = axes.pop(axis)
    slices = tuple(-part for part in slices) if backwards else slices
    geometry = VolumeGeometry((9, 8, 7), (0.0, 0.0, 0.0), (*axes, slices), (1.0, 1.0, 1.0))
    hu = np.zeros(geometry.shape, np.int16)
    hu.flags.writeable = False
    volume = Volume(geometry, hu, gaps=((2, 3),))
    stood = upright(volume)
    field = np.full(stood.volume.hu.shape, 500, np.int16)
    empty_gaps(stood, field, (0, 0, 0))
    for k, j, i in np.ndindex(*field.shape):
        point = stood.volume.geometry.to_lps((float(i), float(j), float(k)))
        assert bool(field[k, j, i] == AIR_HU) is volume.is_made_up(point)


def test_a_scan_without_gaps_keeps_its_sections(whole):
    volume, analysis = whole
    assert without_gaps(volume, analysis.sections) is analysis.sections
