"""The demo cases: what is built agrees with what is known about it."""

from functools import cache

import attrs
import numpy as np
import pytest
from scipy import ndimage

from viewer.analysis.phantom.case import (
    Phantom,
    around,
    build,
    cervical_case,
    grid_of,
    labels_of,
    lumbar_case,
    small,
    truth_of,
)
from viewer.analysis.phantom.mask import SacLabel
from viewer.analysis.phantom.spec import PatientPosition, PhantomSpec, Side
from viewer.model.geometry import Vec3
from viewer.model.orientation import principal
from viewer.model.spine import Level, LevelKind
from viewer.progress import Cancelled

CASES = {"lumbar": lumbar_case, "cervical": cervical_case}


@cache
def coarse(name: str) -> Phantom:
    return build(small(CASES[name](), 3))


@cache
def region(name: str, level: str, size_mm: float = 40.0) -> Phantom:
    return build(attrs.evolve(around(CASES[name](), Level(level), size_mm), noise_sd_hu=4.0))


def ball_hu(phantom: Phantom, point: Vec3, radius_mm: float = 2.0) -> float:
    geometry = phantom.volume.geometry
    offsets = np.random.default_rng(0).uniform(-radius_mm, radius_mm, (60, 3))
    values = [phantom.volume.hu_at(tuple(np.array(point) + offset)) for offset in offsets]
    assert geometry.contains(point)
    return float(np.mean([one for one in values if one is not None]))


def section(phantom: Phantom, level: str, half_mm: float = 16.0, step_mm: float = 0.25) -> np.ndarray:
    """HU on the plane across the sac at a level."""
    truth = phantom.truth
    line = truth.stations.centreline
    row = int(((line - np.array(truth.sac_points[Level(level)])) ** 2).sum(axis=1).argmin())
    along = line[row + 2] - line[row - 2]
    along /= np.linalg.norm(along)
    left = np.array([1.0, 0.0, 0.0]) - along * along[0]
    left /= np.linalg.norm(left)
    back = np.cross(along, left)
    steps = np.arange(-half_mm, half_mm, step_mm)
    points = line[row] + steps[None, :, None] * left + steps[:, None, None] * back
    affine = np.linalg.inv(phantom.volume.geometry.affine)
    index = points @ affine[:3, :3].T + affine[:3, 3]
    hu = phantom.volume.hu.astype(np.float32)
    return ndimage.map_coordinates(hu, index[..., ::-1].transpose(2, 0, 1), order=1, cval=-1000.0)


def bright_area_mm2(image: np.ndarray, threshold_hu: float, *, roots: bool, step_mm: float = 0.25) -> float:
    middle = image.shape[0] // 2
    # Roots at the rim are dark: closing counts them in, opening then cuts the way into sleeves.
    bright = image > threshold_hu
    closed = ndimage.binary_closing(bright, iterations=4) if roots else bright
    labels, _ = ndimage.label(ndimage.binary_opening(closed, iterations=3 if roots else 2))
    near = labels[middle - 24 : middle + 25, middle - 24 : middle + 25]
    column = labels == np.bincount(near[near > 0]).argmax()
    return float(ndimage.binary_fill_holes(column).sum() * step_mm**2)


@pytest.mark.parametrize(
    ("name", "level"),
    [
        ("lumbar", "L1/L2"),
        ("lumbar", "L2/L3"),
        ("lumbar", "L3/L4"),
        ("lumbar", "L4/L5"),
        ("cervical", "C4"),
        ("cervical", "C3"),
    ],
)
def test_the_bright_column_has_the_true_area(name: str, level: str) -> None:
    phantom = region(name, level)
    contrast = phantom.spec.contrast
    assert contrast is not None
    measured = bright_area_mm2(
        section(phantom, level), 0.5 * (contrast.cranial_hu + 20), roots=name == "lumbar"
    )
    assert measured == pytest.approx(phantom.truth.area_at(Level(level)), rel=0.07)


@pytest.mark.parametrize("name", CASES)
def test_lesions_leave_the_area_asked_for(name: str) -> None:
    spec = CASES[name]()
    for asked, known in zip(spec.lesions, truth_of(spec).lesions, strict=True):
        assert known.area_mm2 == pytest.approx(asked.area_mm2, rel=0.02)
        assert known.reference_mm2 > 1.3 * known.area_mm2


def test_the_lumbar_case_is_severe_moderate_and_right_sided() -> None:
    lesions = {one.level.name: one for one in truth_of(lumbar_case()).lesions}
    assert lesions["L4/L5"].area_mm2 < 75 < lesions["L3/L4"].area_mm2 < 100
    assert lesions["L5/S1"].side is Side.RIGHT


@pytest.mark.parametrize("position", PatientPosition)
def test_the_extrusion_lies_at_the_patients_right_in_every_position(position: PatientPosition) -> None:
    spec = attrs.evolve(around(lumbar_case(), Level("L5/S1"), 44.0), position=position, noise_sd_hu=4.0)
    phantom = build(spec)
    lesion = next(one for one in phantom.truth.lesions if one.level == Level("L5/S1"))
    x, y, z = lesion.point
    right = ball_hu(phantom, (x - 8.0, y - 6.0, z))
    left = ball_hu(phantom, (x + 8.0, y - 6.0, z))
    assert 70 < right < 160
    assert abs(left - right) > 60


def test_every_position_shows_the_same_patient() -> None:
    spec = attrs.evolve(around(small(lumbar_case(), 2), Level("L4"), 60.0), noise_sd_hu=0.0)
    first = build(spec)
    points = np.array(first.volume.geometry.centre) + np.random.default_rng(1).uniform(-14, 14, (300, 3))
    seen = np.array([first.volume.hu_at(tuple(point)) for point in points], dtype=float)
    for position in (PatientPosition.HFP, PatientPosition.FFS, PatientPosition.HFDL):
        other = build(attrs.evolve(spec, position=position))
        again = np.array([other.volume.hu_at(tuple(point)) for point in points], dtype=float)
        assert np.corrcoef(seen, again)[0, 1] > 0.85


@pytest.mark.parametrize(
    ("position", "letters"),
    [
        ("HFS", "LPH"),
        ("HFP", "RAH"),
        ("FFS", "RPF"),
        ("FFP", "LAF"),
        ("HFDR", "PRH"),
        ("HFDL", "ALH"),
        ("FFDR", "ARF"),
        ("FFDL", "PLF"),
    ],
)
def test_positions_turn_the_grid(position: str, letters: str) -> None:
    geometry = grid_of(attrs.evolve(lumbar_case(), position=PatientPosition(position)))
    assert "".join(principal(axis) for axis in geometry.axes) == letters
    first, second, third = (np.array(axis) for axis in geometry.axes)
    assert np.allclose(np.cross(first, second), third)


@pytest.mark.parametrize("position", ["HFS", "HFP", "FFDL", "HFDR"])
def test_contrast_is_denser_on_the_side_that_hangs_down(position: str) -> None:
    spec = attrs.evolve(
        around(cervical_case(), Level("C3"), 30.0), position=PatientPosition(position), noise_sd_hu=0.0
    )
    phantom = build(spec)
    down = np.array(spec.position.down)
    middle = np.array(phantom.truth.sac_points[Level("C3")])
    reach = 5.2 if abs(down[1]) > 0.5 else 7.5
    low = phantom.volume.hu_at(tuple(middle + reach * down))
    high = phantom.volume.hu_at(tuple(middle - reach * down))
    assert low is not None
    assert high is not None
    assert low > high + 20


def test_contrast_stays_in_the_range_asked_for() -> None:
    phantom = region("lumbar", "L3")
    contrast = phantom.spec.contrast
    assert contrast is not None
    hu = ball_hu(phantom, phantom.truth.sac_points[Level("L3")], 1.0)
    margin = contrast.layering_hu / 2 + 20
    assert contrast.cranial_hu - margin < hu < contrast.caudal_hu + margin


def test_contrast_rises_from_head_to_feet() -> None:
    phantom = coarse("lumbar")
    points = phantom.truth.sac_points
    assert ball_hu(phantom, points[Level("S1")]) > ball_hu(phantom, points[Level("L2")]) + 40


def test_without_contrast_there_is_no_column() -> None:
    spec = attrs.evolve(around(lumbar_case(), Level("L3"), 40.0), contrast=None, noise_sd_hu=0.0)
    phantom = build(spec)
    points = phantom.truth.stations.centreline
    seen = [phantom.volume.hu_at(tuple(point)) for point in points]
    inside = [one for one in seen if one is not None]
    assert len(inside) > 30
    assert max(inside) < 60


@pytest.mark.parametrize("name", CASES)
def test_level_centres_lie_in_disc_and_bone(name: str) -> None:
    phantom = coarse(name)
    for level, centre in phantom.truth.level_centres.items():
        hu = ball_hu(phantom, centre, 1.2)
        if level.kind is LevelKind.VERTEBRA or level == Level("C1/C2"):
            assert 90 < hu < 700, level
        else:
            assert 30 < hu < 220, level


def test_noise_has_the_spread_asked_for() -> None:
    spec = attrs.evolve(around(lumbar_case(), Level("L2"), 40.0), noise_sd_hu=0.0)
    quiet = build(spec).volume.hu.astype(float)
    loud = build(attrs.evolve(spec, noise_sd_hu=30.0)).volume.hu.astype(float)
    soft = (quiet > -500) & (quiet < 2500)
    assert np.std((loud - quiet)[soft]) == pytest.approx(30.0, rel=0.04)


def test_outside_the_round_field_is_padding() -> None:
    hu = coarse("lumbar").volume.hu
    assert (hu[:, 0, 0] == -1024).all()
    assert (hu[:, hu.shape[1] // 2, hu.shape[2] // 2] > -1024).all()


def test_equal_specs_give_equal_voxels_and_another_seed_another_patient() -> None:
    spec = small(around(lumbar_case(), Level("L4"), 50.0), 2)
    one, again = build(spec), build(spec)
    other = build(attrs.evolve(spec, seed=spec.seed + 1))
    assert np.array_equal(one.volume.hu, again.volume.hu)
    assert not np.array_equal(one.volume.hu, other.volume.hu)


def test_labelled_fluid_is_bright_and_labelled_cord_is_not() -> None:
    phantom = region("cervical", "C4")
    labels = labels_of(phantom.spec)
    hu = phantom.volume.hu
    assert np.median(hu[labels == SacLabel.FLUID]) > 450
    assert np.median(hu[labels == SacLabel.CORD]) < 150
    counted = (labels == SacLabel.FLUID) | (labels == SacLabel.CORD)
    area = counted[counted.shape[0] // 2].sum() * np.prod(phantom.spec.spacing_mm[:2])
    assert area == pytest.approx(phantom.truth.area_at(Level("C4")), rel=0.04)


def test_progress_rises_to_one() -> None:
    seen: list[float] = []
    build(small(around(lumbar_case(), Level("L4"), 50.0), 2), lambda fraction, text="": seen.append(fraction))
    assert seen == sorted(seen)
    assert seen[-1] == pytest.approx(1.0)


def test_a_cancelled_build_stops() -> None:
    def stop(fraction: float, text: str = "") -> None:
        if fraction > 0.1:
            raise Cancelled

    with pytest.raises(Cancelled):
        build(small(lumbar_case(), 4), stop)


def test_a_turned_grid_does_not_move_the_patient() -> None:
    spec = attrs.evolve(around(lumbar_case(), Level("L2/L3"), 40.0), noise_sd_hu=0.0)
    turned = attrs.evolve(spec, rotation_deg=(8.0, -4.0, 6.0))
    assert truth_of(turned).sac_points == truth_of(spec).sac_points
    straight, askew = (
        bright_area_mm2(section(build(one), "L2/L3"), 330.0, roots=True) for one in (spec, turned)
    )
    assert askew == pytest.approx(straight, rel=0.03)


def test_straightening_and_bending_keep_the_areas() -> None:
    spec = lumbar_case()
    bent = attrs.evolve(spec, lordosis=1.2, scoliosis_mm=14.0)
    for level in (Level("L1"), Level("L4/L5"), Level("S1")):
        assert truth_of(bent).area_at(level) == pytest.approx(truth_of(spec).area_at(level), rel=0.02)


def test_small_versions_show_the_same_place() -> None:
    spec: PhantomSpec = lumbar_case()
    assert np.allclose(grid_of(small(spec)).centre, grid_of(spec).centre, atol=1.0)
