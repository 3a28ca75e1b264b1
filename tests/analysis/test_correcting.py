"""What a reader paints, erases and moves is measured anew, there and nowhere else."""

from functools import cache

import attrs
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.analysis.plain_spine import PlainSpine, build
from viewer.analysis.analyse import analyse
from viewer.analysis.correcting import Corrected, corrected
from viewer.analysis.sacmask import sac_mask, sac_voxels
from viewer.analysis.section_rows import rows_of, without_numbers
from viewer.model.analysis import Analysis
from viewer.model.correction import SacCorrection
from viewer.model.narrowing import BlockKind, Indented
from viewer.model.sac import with_correction
from viewer.model.sections import Sections, SectionState
from viewer.model.volume import Volume

PRONE = ((-1.0, 0.0, 0.0), (0.0, -1.0, 0.0), (0.0, 0.0, 1.0))
SPINE = PlainSpine(length_mm=120.0)


@attrs.frozen(eq=False)
class Measured:
    """A spine as it was measured by itself, and the places of its voxels from the sac's true middle."""

    spine: PlainSpine
    volume: Volume
    base: Analysis
    left_mm: np.ndarray
    back_mm: np.ndarray
    z_mm: np.ndarray

    def places(self, flags: np.ndarray) -> np.ndarray:
        return np.flatnonzero(flags)

    def corrected(self, correction: SacCorrection, before: Corrected | None = None) -> Corrected:
        return corrected(self.volume, self.base, correction, before)


@cache
def measured(spine: PlainSpine) -> Measured:
    volume = build(spine)
    k, j, i = np.meshgrid(*(np.arange(n) for n in volume.geometry.shape), indexing="ij")
    affine = volume.geometry.affine
    points = np.stack([i, j, k], axis=-1) @ affine[:3, :3].T + affine[:3, 3]
    left, back = spine.middle(points[..., 2])
    return Measured(
        spine, volume, analyse(volume), points[..., 0] - left, points[..., 1] - back, points[..., 2]
    )


@pytest.fixture(params=[SPINE, attrs.evolve(SPINE, axes=PRONE)], ids=["supine", "prone"])
def patient(request) -> Measured:
    return measured(request.param)


@pytest.fixture
def healthy() -> Measured:
    return measured(SPINE)


def rows(found: Measured | Corrected, half_mm: float, at_mm: float = 0.0) -> np.ndarray:
    """The sections no farther than this from a height."""
    sections = sections_of(found)
    return np.abs(sections.point[:, 2] - at_mm) < half_mm


def sections_of(found: Measured | Corrected) -> Sections:
    analysis = found.base if isinstance(found, Measured) else found.analysis
    assert analysis.sections is not None
    return analysis.sections


def leaf(case: Measured) -> SacCorrection:
    """A half cylinder of contrast that was missed beside the sac, 24 mm long."""
    away = np.hypot(case.left_mm - case.spine.half_left_mm + 1.0, case.back_mm)
    return SacCorrection().painting(case.places((away < 5.0) & (case.left_mm > 0) & (np.abs(case.z_mm) < 12)))


def leaf_area_mm2(spine: PlainSpine) -> float:
    """How much of it lies outside the true sac."""
    left, back = np.meshgrid(np.arange(0, 16, 0.02), np.arange(-8, 8, 0.02))
    inside = np.hypot(left - spine.half_left_mm + 1.0, back) < 5.0
    outside = (left / spine.half_left_mm) ** 2 + (back / spine.half_back_mm) ** 2 >= 1
    return float((inside & outside).sum() * 0.02**2)


def test_what_is_painted_is_added_to_the_area_and_the_diameter(patient: Measured) -> None:
    before, after = sections_of(patient), sections_of(patient.corrected(leaf(patient)))
    there = rows(patient, 9)

    more = (after.area_mm2 - before.area_mm2)[there]
    assert np.mean(more) == pytest.approx(leaf_area_mm2(SPINE), rel=0.05)
    assert np.mean((after.transverse_mm - before.transverse_mm)[there]) == pytest.approx(4.0, abs=0.4)
    assert np.abs(after.ap_mm - before.ap_mm)[there].max() < 0.5
    middle = ((after.centre - before.centre) * after.left).sum(axis=1)[there]
    assert (middle > 0.8).all(), "the centroid moves to what was painted"
    np.testing.assert_array_equal(after.radii_mm[there][:, 20:45], before.radii_mm[there][:, 20:45])


def test_the_rest_stays_exactly_as_it_was_and_only_the_touched_sections_say_corrected(
    patient: Measured,
) -> None:
    before, after = sections_of(patient), sections_of(patient.corrected(leaf(patient)))

    assert after.corrected[rows(patient, 10)].all()
    rest = ~rows(patient, 15)
    assert not after.corrected[rest].any()
    for name in ("area_mm2", "ap_mm", "transverse_mm", "cord_mm2", "csf_hu", "radii_mm", "centre"):
        np.testing.assert_array_equal(getattr(after, name)[rest], getattr(before, name)[rest])


def test_the_volume_grows_by_the_painted_voxels(healthy: Measured) -> None:
    found = healthy.corrected(leaf(healthy))
    assert found.sac is not None
    now = with_correction(found.sac, healthy.volume.geometry.shape, leaf(healthy))
    more = int(now.mask.sum()) - int(found.sac.mask.sum())
    voxel_ml = float(np.prod(healthy.volume.geometry.spacing_mm)) / 1000

    assert found.analysis.volume_ml == pytest.approx(healthy.base.volume_ml + more * voxel_ml)


def half(case: Measured, half_mm: float = 10.0) -> np.ndarray:
    """The left half of the sac."""
    return case.places((case.left_mm > 0) & (case.left_mm < 14) & (np.abs(case.z_mm) < half_mm))


def test_half_of_the_sac_erased_leaves_half_of_its_numbers_and_is_a_narrowing(patient: Measured) -> None:
    before = sections_of(patient)
    found = patient.corrected(SacCorrection().erasing(half(patient)))
    after, there = sections_of(found), rows(patient, 7)

    assert np.mean((after.area_mm2 / before.area_mm2)[there]) == pytest.approx(0.5, abs=0.03)
    assert np.mean((after.transverse_mm / before.transverse_mm)[there]) == pytest.approx(0.5, abs=0.04)
    assert np.mean((after.cord_mm2 / before.cord_mm2)[there]) == pytest.approx(0.5, abs=0.08)
    (narrowing,) = found.analysis.narrowings
    assert narrowing.area_reduction_pct == pytest.approx(50, abs=4)
    assert Indented.LEFT in narrowing.indented_from
    assert Indented.RIGHT not in narrowing.indented_from


def test_a_stretch_erased_whole_is_obliterated_and_a_partial_block(healthy: Measured) -> None:
    away = np.hypot(healthy.left_mm, healthy.back_mm) < 16
    found = healthy.corrected(SacCorrection().erasing(healthy.places(away & (np.abs(healthy.z_mm) < 10))))
    there = rows(healthy, 7)

    states = {one for one, flag in zip(sections_of(found).state, there, strict=True) if flag}
    assert states == {SectionState.OBLITERATED}
    assert np.isnan(sections_of(found).area_mm2[there]).all()
    assert [one.state for one in found.analysis.narrowings] == [SectionState.OBLITERATED]
    assert [one.kind for one in found.analysis.blocks] == [BlockKind.PARTIAL]


def test_an_end_erased_is_left_out_and_no_block(healthy: Measured) -> None:
    away = np.hypot(healthy.left_mm, healthy.back_mm) < 16
    found = healthy.corrected(SacCorrection().erasing(healthy.places(away & (healthy.z_mm > 25))))
    above = sections_of(found).point[:, 2] > 28

    assert not sections_of(found).ok[above].any()
    assert "Left out by the reader" in found.analysis.scope
    assert found.analysis.blocks == ()


def test_everything_erased_says_so(healthy: Measured) -> None:
    away = np.hypot(healthy.left_mm, healthy.back_mm) < 20
    found = healthy.corrected(SacCorrection().erasing(healthy.places(away)))

    assert "nothing is measured" in found.analysis.scope.lower()
    assert (found.analysis.span_mm, found.analysis.csf_hu, found.analysis.volume_ml) == (None, None, 0.0)
    assert found.analysis.narrowings == ()


def test_an_island_that_does_not_hang_on_the_sac_is_not_measured(healthy: Measured) -> None:
    apart = np.hypot(healthy.left_mm - 16, healthy.back_mm) < 3
    found = healthy.corrected(SacCorrection().painting(healthy.places(apart & (np.abs(healthy.z_mm) < 8))))

    np.testing.assert_array_equal(sections_of(found).area_mm2, sections_of(healthy).area_mm2)


def test_strokes_one_by_one_measure_what_all_at_once_do_and_taken_back_nothing_is_left(
    healthy: Measured,
) -> None:
    first = leaf(healthy)
    second = first.erasing(healthy.places((healthy.back_mm > 2) & (np.abs(healthy.z_mm - 30) < 6)))

    once = healthy.corrected(second)
    step = healthy.corrected(first)
    steps = healthy.corrected(second, step)
    back = healthy.corrected(first, steps)
    none = healthy.corrected(SacCorrection(), back)

    assert_same(sections_of(once), sections_of(steps))
    assert_same(sections_of(back), sections_of(step))
    assert none.analysis is healthy.base


def assert_same(one: Sections, other: Sections) -> None:
    for field in attrs.fields(Sections):
        np.testing.assert_array_equal(getattr(one, field.name), getattr(other, field.name))


@pytest.mark.parametrize("cranial", [True, False])
def test_an_end_moved_inwards_leaves_out_what_lies_beyond(healthy: Measured, cranial: bool) -> None:
    sections = sections_of(healthy)
    at = 40
    place = tuple(sections.point[at] + 4 * sections.back[at])
    ends = {"cranial_end" if cranial else "caudal_end": place}

    found = healthy.corrected(SacCorrection(**ends))

    after = sections_of(found)
    assert len(after) == len(sections)
    kept = np.arange(len(after)) >= at if cranial else np.arange(len(after)) <= at
    assert not after.ok[~kept].any()
    np.testing.assert_array_equal(after.area_mm2[kept], sections.area_mm2[kept])
    span = found.analysis.span_mm
    assert span is not None
    assert span[0 if cranial else 1] == pytest.approx(sections.arc_mm[at])
    assert "Left out by the reader" in found.analysis.scope
    assert found.analysis.blocks == ()
    assert found.sac is not None
    lit = found.sac.mask.any(axis=(1, 2))
    z = healthy.z_mm[found.sac.offset_kji[0] :, 0, 0][: len(lit)][lit]
    assert (z.max() < sections.point[at, 2] + 3) if cranial else (z.min() > sections.point[at, 2] - 3)


def short_of(case: Measured, rows_lost: int, *, caudal: bool, curve_too: bool) -> Analysis:
    """The analysis as if the sac had been lost before its end, and the centreline with it or not."""
    sections = sections_of(case)
    kept = np.arange(len(sections) - rows_lost) if caudal else np.arange(rows_lost, len(sections))
    lost = np.setdiff1d(np.arange(len(sections)), kept)
    if curve_too:
        less = rows_of(sections, kept)
        less = attrs.evolve(less, arc_mm=less.arc_mm - less.arc_mm[0])
    else:
        less = without_numbers(sections, lost, SectionState.NOT_OPACIFIED)
        less = attrs.evolve(less, corrected=np.zeros(len(less), bool))
    return attrs.evolve(case.base, sections=less)


@pytest.mark.parametrize("curve_too", [False, True])
@pytest.mark.parametrize("caudal", [False, True])
def test_an_end_moved_20_mm_outwards_is_measured_there(
    healthy: Measured, caudal: bool, curve_too: bool
) -> None:
    whole = sections_of(healthy)
    base = short_of(healthy, 30, caudal=caudal, curve_too=curve_too)
    assert base.sections is not None
    end = len(whole) - 31 if caudal else 30
    goal = end + 20 if caudal else end - 20
    place = tuple(whole.point[goal] + 2.5 * whole.left[goal])
    name = "caudal_end" if caudal else "cranial_end"

    found = corrected(healthy.volume, base, SacCorrection(**{name: place}))

    after = sections_of(found)
    fresh = np.flatnonzero(after.corrected)
    assert len(fresh) == pytest.approx(20, abs=1)
    assert np.median(after.area_mm2[fresh]) == pytest.approx(SPINE.area_mm2, rel=0.04)
    assert np.abs(after.area_mm2[fresh] / SPINE.area_mm2 - 1).max() < 0.15
    away = np.linalg.norm(after.point[fresh][:, None] - whole.point[None], axis=2).min(axis=1)
    assert away.max() < 1.5, "the centreline keeps to the middle of the sac"
    np.testing.assert_allclose(np.linalg.norm(np.diff(after.point, axis=0), axis=1), 1.0, atol=0.15)
    shift = len(after) - len(base.sections) if not caudal else 0
    assert found.analysis.levels
    for was, now in zip(base.levels, found.analysis.levels, strict=True):
        if 0 < was.arc_mm < base.sections.arc_mm[-1]:
            assert now.arc_mm == pytest.approx(was.arc_mm + shift)


def test_an_end_led_on_to_where_no_contrast_is_measures_nothing_there_until_it_is_painted() -> None:
    dry = measured(SPINE)
    hu = dry.volume.hu.copy()
    hu[(np.hypot(dry.left_mm, dry.back_mm) < 12) & (dry.z_mm < -20)] = 30
    hu.flags.writeable = False
    volume = attrs.evolve(dry.volume, hu=hu)
    whole = sections_of(dry)
    base = analyse(volume)
    goal = int(np.argmin(np.abs(whole.point[:, 2] + 40)))
    correction = SacCorrection(caudal_end=tuple(whole.point[goal]))

    found = corrected(volume, base, correction)
    below = sections_of(found).point[:, 2] < -26
    assert np.isnan(sections_of(found).area_mm2[below]).all()
    assert any("painted" in one for one in found.analysis.warnings)

    inside = np.hypot(dry.left_mm, dry.back_mm) < 6
    painted = correction.painting(dry.places(inside & (dry.z_mm < -15) & (dry.z_mm > -38)))
    after = sections_of(corrected(volume, base, painted, found))
    there = (after.point[:, 2] < -27) & (after.point[:, 2] > -35)
    assert np.mean(after.area_mm2[there]) == pytest.approx(np.pi * 36, rel=0.04)
    assert after.ok[there].all()
    assert after.corrected[there].all()


def test_a_correction_of_other_slices_is_told_and_not_applied(healthy: Measured) -> None:
    other = attrs.evolve(healthy.volume.geometry, origin=(0.0, 0.0, 0.0))
    found = healthy.corrected(attrs.evolve(leaf(healthy), grid=other))

    assert found.analysis.sections is healthy.base.sections
    assert "not applied" in found.analysis.warnings[-1]


def test_exports_of_a_corrected_sac_hold_the_correction(healthy: Measured) -> None:
    found = healthy.corrected(leaf(healthy))
    before, after = (sac_mask(healthy.volume, sections_of(one)) for one in (healthy, found))
    painted = np.zeros(before.size, bool)
    painted[leaf(healthy).painted.places] = True

    more = after & ~before
    assert (more.ravel() & painted).sum() > 0.9 * more.sum()
    assert (after.ravel() & painted).sum() > 0.9 * painted.sum()


def test_a_scan_without_contrast_has_nothing_to_correct() -> None:
    volume = build(PlainSpine(csf_hu=None, length_mm=80.0))
    base = analyse(volume)
    found = corrected(volume, base, SacCorrection().painting([5]))

    assert found.analysis is base
    assert found.sac is None


def test_the_column_loses_what_is_erased_whole_and_keeps_the_rest(healthy: Measured) -> None:
    found = healthy.corrected(SacCorrection().erasing(half(healthy)))
    before, after = healthy.base.column, found.analysis.column
    assert before is not None
    assert after is not None

    erased = np.zeros(healthy.volume.hu.shape, bool)
    erased.ravel()[half(healthy)] = True
    box = tuple(
        slice(low, low + size) for low, size in zip(before.offset_kji, before.mask.shape, strict=True)
    )
    assert not (after.mask & erased[box]).any()
    away = np.abs(healthy.z_mm[box]) > 12
    np.testing.assert_array_equal(after.mask[away], before.mask[away])
    right = (healthy.left_mm[box] < -1.5) & (np.abs(healthy.z_mm[box]) < 8)
    np.testing.assert_array_equal(after.mask[right], before.mask[right])


def test_bright_voxels_painted_outside_its_box_join_the_column() -> None:
    case = measured(SPINE)
    beside = (np.abs(case.back_mm) < 2) & (case.left_mm > 0) & (case.left_mm < 24) & (np.abs(case.z_mm) < 4)
    hu = case.volume.hu.copy()
    hu[beside] = 600
    hu.flags.writeable = False
    correction = SacCorrection().painting(case.places(beside))

    found = corrected(attrs.evolve(case.volume, hu=hu), case.base, correction)

    column = found.analysis.column
    assert column is not None
    box = tuple(
        slice(low, low + size) for low, size in zip(column.offset_kji, column.mask.shape, strict=True)
    )
    fresh = beside & (case.left_mm > SPINE.half_left_mm + 1)
    assert (column.mask & fresh[box]).sum() == fresh.sum()
    outside = tuple(np.take(column.mask, side, axis=axis) for axis in range(3) for side in (0, -1))
    assert not any(face.any() for face in outside), "the surface is closed"


def test_an_end_moved_inwards_cuts_the_column_too(healthy: Measured) -> None:
    sections = sections_of(healthy)
    found = healthy.corrected(SacCorrection(cranial_end=tuple(sections.point[50])))
    column = found.analysis.column
    assert column is not None

    k = np.flatnonzero(column.mask.any(axis=(1, 2))) + column.offset_kji[0]
    assert healthy.z_mm[k, 0, 0].max() < sections.point[50, 2] + 4


@pytest.mark.parametrize(
    "end", [{"cranial_end": 30}, {"caudal_end": 60}, {"cranial_end": 20, "caudal_end": 80}]
)
def test_the_voxels_between_moved_ends_are_those_of_the_measured_sections(
    patient: Measured, end: dict[str, int]
) -> None:
    points = {name: tuple(sections_of(patient).point[row]) for name, row in end.items()}
    found = patient.corrected(SacCorrection(**points), patient.corrected(SacCorrection()))

    whole = sac_voxels(patient.volume, sections_of(found))
    assert found.sac is not None
    assert found.sac.offset_kji == whole.offset_kji
    np.testing.assert_array_equal(found.sac.mask, whole.mask)


ANISOTROPIC = (0.9, 0.9, 3.0)
corners = st.tuples(st.integers(0, 29), st.integers(0, 88), st.integers(0, 88))
sizes = st.tuples(st.integers(1, 20), st.integers(1, 40), st.integers(1, 40))
boxes = st.lists(st.tuples(st.booleans(), corners, sizes), max_size=3)
ends = st.none() | st.tuples(*[st.floats(-60, 60) | st.sampled_from([-1e6, 1e6])] * 3)


@cache
def thick() -> tuple[Volume, Analysis]:
    volume = build(attrs.evolve(SPINE, length_mm=90.0, axes=PRONE), ANISOTROPIC, 80.0)
    return volume, analyse(volume)


@given(boxes, ends, ends)
@settings(max_examples=12, deadline=None)
def test_whatever_is_corrected_numbers_stand_exactly_where_states_say_so(strokes, cranial, caudal) -> None:
    volume, base = thick()
    correction = SacCorrection(cranial_end=cranial, caudal_end=caudal)
    flat = np.arange(volume.hu.size).reshape(volume.hu.shape)
    for paints, low, size in strokes:
        box = flat[tuple(slice(first, first + count) for first, count in zip(low, size, strict=True))].ravel()
        correction = correction.painting(box) if paints else correction.erasing(box)

    sections = sections_of(corrected(volume, base, correction))

    numbered = sections.having(SectionState.OK, SectionState.METAL)
    for values in (sections.area_mm2, sections.ap_mm, sections.transverse_mm, sections.csf_hu):
        np.testing.assert_array_equal(np.isfinite(values), numbered)
    assert (sections.area_mm2[numbered] > 0).all()
    assert np.isfinite(sections.centre).all()
    assert np.isfinite(sections.radii_mm).all()
    between = np.flatnonzero(numbered)
    lost = np.flatnonzero(sections.having(SectionState.OBLITERATED))
    assert not lost.size or (between[0] < lost[0] and lost[-1] < between[-1])


def test_a_sac_painted_through_a_block_is_measured_and_blocks_no_more() -> None:
    case = measured(SPINE)
    hu = case.volume.hu.copy()
    away = np.hypot(case.left_mm, case.back_mm)
    lost = (away < 10) & (np.abs(case.z_mm) < 7)
    hu[lost] = np.random.default_rng(1).normal(25, 12, int(lost.sum()))
    hu.flags.writeable = False
    volume = attrs.evolve(case.volume, hu=hu)
    base = analyse(volume)
    assert [one.state for one in base.narrowings] == [SectionState.OBLITERATED]

    strand = case.places((away < 4) & (np.abs(case.z_mm) < 12))
    found = corrected(volume, base, SacCorrection().painting(strand))

    there = np.abs(sections_of(found).point[:, 2]) < 4
    assert sections_of(found).ok[there].all()
    assert np.mean(sections_of(found).area_mm2[there]) == pytest.approx(np.pi * 16, rel=0.06)
    (narrowing,) = found.analysis.narrowings
    assert narrowing.state is SectionState.OK
    assert narrowing.area_mm2 == pytest.approx(np.pi * 16, rel=0.1)
    assert found.analysis.blocks == ()
