"""The contrast column: found in the canal, apart from bone, in every position; or told to be absent."""

from pathlib import Path

import numpy as np
import pytest

from tests.analysis.plain_spine import PlainSpine, build, sac_mask
from viewer.analysis.column import find_column
from viewer.dicom.load import load
from viewer.dicom.scan import scan
from viewer.model.column import ContrastColumn, NoContrast
from viewer.model.geometry import Vec3, vec3
from viewer.model.volume import Volume
from viewer.progress import Cancelled, silent

PRONE = ((-1.0, 0.0, 0.0), (0.0, -1.0, 0.0), (0.0, 0.0, 1.0))
FEET_FIRST = ((-1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, -1.0))
DECUBITUS = ((0.0, 1.0, 0.0), (-1.0, 0.0, 0.0), (0.0, 0.0, 1.0))
SAGITTAL_SLICES = ((0.0, 1.0, 0.0), (0.0, 0.0, -1.0), (1.0, 0.0, 0.0))
SUPINE = PlainSpine().axes


def column_of(volume: Volume, seed: Vec3 | None = None) -> ContrastColumn:
    found = find_column(volume, seed)
    assert isinstance(found, ContrastColumn), found
    return found


def in_volume(column: ContrastColumn, shape: tuple[int, ...]) -> np.ndarray:
    whole = np.zeros(shape, bool)
    box = tuple(slice(s, s + n) for s, n in zip(column.offset_kji, column.mask.shape, strict=True))
    whole[box] = column.mask
    return whole


@pytest.mark.parametrize("axes", [SUPINE, PRONE, FEET_FIRST, DECUBITUS, SAGITTAL_SLICES])
def test_the_column_is_found_in_every_position_and_does_not_run_into_bone(axes) -> None:
    spine = PlainSpine(axes=axes)
    volume = build(spine)
    column = column_of(volume)
    sac = sac_mask(spine, volume.geometry)
    found = in_volume(column, volume.hu.shape)
    truth = sac & (volume.hu > 320)
    assert (found & sac).sum() / found.sum() > 0.96
    assert (found & truth).sum() / truth.sum() > 0.88


def test_csf_and_threshold_are_those_of_the_scan() -> None:
    column = column_of(build(PlainSpine(csf_hu=900.0)))
    assert column.estimate.csf_hu == pytest.approx(900, abs=60)
    assert column.estimate.threshold_hu == pytest.approx(
        (column.estimate.csf_hu + column.estimate.surround_hu) / 2
    )


@pytest.mark.parametrize("csf_hu", [150.0, 2500.0])
def test_faint_and_dense_contrast_are_both_found(csf_hu: float) -> None:
    spine = PlainSpine(csf_hu=csf_hu, cord_mm=0.0)
    volume = build(spine)
    column = column_of(volume)
    sac = sac_mask(spine, volume.geometry)
    assert column.volume_ml * 1000 == pytest.approx(sac.sum() * 0.7 * 0.7 * 1.0, rel=0.12)


def test_the_geometry_of_the_box_says_where_its_voxels_lie() -> None:
    volume = build(PlainSpine(axes=FEET_FIRST))
    column = column_of(volume)
    k, j, i = column.offset_kji
    assert column.geometry.origin == pytest.approx(volume.geometry.to_lps((i, j, k)))
    assert column.geometry.axes == volume.geometry.axes


def test_the_field_is_closed_and_read_only() -> None:
    column = column_of(build(PlainSpine()))
    faces = [np.take(column.field, side, axis) for axis in range(3) for side in (0, -1)]
    assert max(face.max() for face in faces) < column.estimate.threshold_hu
    assert not column.field.flags.writeable
    assert not column.mask.flags.writeable


@pytest.mark.parametrize("noise_hu", [10.0, 45.0])
def test_a_plain_scan_has_no_contrast_and_says_so(noise_hu: float) -> None:
    found = find_column(build(PlainSpine(csf_hu=None, noise_hu=noise_hu)))
    assert isinstance(found, NoContrast)
    assert found.reason.startswith("No intrathecal contrast")


def test_a_click_in_the_contrast_finds_it_and_one_in_bone_does_not() -> None:
    spine = PlainSpine()
    volume = build(spine)
    left, back = spine.middle(np.array(10.0))
    assert isinstance(find_column(volume, vec3((left, back + 5.0, 10.0))), ContrastColumn)
    assert isinstance(find_column(volume, vec3((left, back - 28.0, 10.0))), NoContrast)


def test_a_volume_too_small_to_hold_a_canal_is_answered_not_failed() -> None:
    volume = build(PlainSpine(length_mm=8.0))
    assert isinstance(find_column(volume), NoContrast)


def test_finding_can_be_cancelled() -> None:
    def cancel(fraction: float, text: str = "") -> None:
        if fraction > 0.3:
            raise Cancelled

    with pytest.raises(Cancelled):
        find_column(build(PlainSpine(length_mm=80.0)), None, cancel)


def test_a_real_chest_scan_has_no_intrathecal_contrast(real_data: Path) -> None:
    best = scan([real_data / "chest-thin"], silent).best()
    assert best is not None
    assert isinstance(find_column(load(best[1], silent)), NoContrast)
