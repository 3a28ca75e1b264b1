"""The voxels of the sac given to the cord and to levels."""

import attrs
import numpy as np
import pytest

from tests.straight_canal import ANGLES, StraightCanal
from viewer.dicom.outgoing.sac_segments import segments_of
from viewer.dicom.outgoing.segment import MadeBy
from viewer.model.automatic_levels import confirmed_case
from viewer.model.case import Case
from viewer.model.correction import SacCorrection, VoxelRuns
from viewer.model.geometry import VolumeGeometry
from viewer.model.volume import Volume


@pytest.fixture(scope="module")
def volume():
    grid = VolumeGeometry((150, 40, 40), (-20.0, -20.0, 300.0), tuple(map(tuple, np.eye(3))), (1.0, 1.0, 2.0))
    hu = np.zeros(grid.shape, np.int16)
    hu.flags.writeable = False
    return Volume(grid, hu)


@pytest.fixture(scope="module")
def analysis():
    """A straight canal from 600 to 340 mm with a cord of 4 mm, 2 mm before the middle, in its upper part."""
    canal = StraightCanal(length_mm=260)
    made = canal.analysis()
    angle = np.arange(ANGLES) * 2 * np.pi / ANGLES
    outline = np.stack([4 * np.cos(angle), 4 * np.sin(angle) - 2], axis=1)
    outlines = np.full((261, ANGLES, 2), np.nan)
    outlines[:120] = outline
    return attrs.evolve(made, sections=attrs.evolve(made.sections, cord_outline_mm=outlines))


@pytest.fixture(scope="module")
def segments(analysis, volume):
    return {one.name: one for one in segments_of(analysis, Case(), volume)}


def heights(segment, volume):
    """The lowest and highest slice of a segment, in mm."""
    slices = [volume.geometry.to_lps((0.0, 0.0, float(k)))[2] for k in segment.slices]
    return min(slices), max(slices)


def test_sac_cord_and_discs_are_segments(segments):
    assert list(segments) == ["sac", "cord", "sac L1/L2", "sac L2/L3", "sac L3/L4", "sac L4/L5", "sac L5/S1"]
    assert segments["sac L4/L5"].label == "Thecal sac at L4/5 (numbering not confirmed)"
    assert segments["sac L4/L5"].site.value == "84020006"


def test_the_sac_has_the_volume_of_its_sections(segments, volume):
    voxels = segments["sac"].mask.sum()
    assert voxels * 2.0 == pytest.approx(np.pi * 64 * 260, rel=0.03)


def test_the_cord_lies_where_its_outline_does(segments, volume):
    cord = segments["cord"]
    assert cord.mask.sum() * 2.0 == pytest.approx(np.pi * 16 * 119.5, rel=0.12)
    k, j, i = np.argwhere(cord.mask).mean(axis=0) + np.array(cord.offset_kji)
    middle = volume.geometry.to_lps((i, j, k))
    assert middle[:2] == pytest.approx((0.0, -2.0), abs=0.1)
    assert (cord.mask & ~segments["sac"].mask).sum() == 0


def test_a_voxel_belongs_to_the_nearest_disc_and_to_one_alone(segments, volume):
    levels = [one for name, one in segments.items() if name.startswith("sac ")]
    assert np.sum([one.mask for one in levels], axis=0).max() == 1
    # The discs lie 40 mm apart from 480 mm down: each has 20 mm to either side.
    low, high = heights(segments["sac L2/L3"], volume)
    assert (low, high) == (pytest.approx(420, abs=2.1), pytest.approx(460, abs=2.1))


def test_what_lies_far_from_any_disc_belongs_to_none(segments, volume):
    _, high = heights(segments["sac L1/L2"], volume)
    assert high == pytest.approx(480 + 25, abs=2.1)
    assert heights(segments["sac"], volume)[1] > 590


def test_confirmed_levels_are_called_so(analysis, volume):
    case = confirmed_case(Case(), analysis.levels)
    labels = [one.label for one in segments_of(analysis, case, volume)]
    assert "Thecal sac at L4/5" in labels


def test_a_reader_s_correction_is_in_the_sac_and_told(analysis, volume):
    middle = np.ravel_multi_index((75, 20, 20), volume.geometry.shape)
    case = Case(correction=SacCorrection(erased=VoxelRuns.of([middle])))
    sac = segments_of(analysis, case, volume)[0]
    k, j, i = (place - first for place, first in zip((75, 20, 20), sac.offset_kji, strict=True))
    assert not sac.mask[k, j, i]
    assert sac.made_by is MadeBy.SEMIAUTOMATIC


def test_without_sections_there_is_nothing(analysis, volume):
    assert segments_of(attrs.evolve(analysis, sections=None), Case(), volume) == ()
