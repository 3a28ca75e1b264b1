"""Odd scans: each gives a value with states and warnings, never an exception or an endless run."""

import time

import attrs
import numpy as np
import pytest

from tests.analysis.painting import PLAIN, painted, volume_of
from tests.analysis.plain_spine import PlainSpine, build
from viewer.analysis.analyse import analyse
from viewer.model.geometry import VolumeGeometry
from viewer.model.sections import SectionState

SPINE = PlainSpine()


@pytest.mark.parametrize(
    "axes",
    [
        ((-1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)),
        ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, -1.0)),
    ],
    ids=["left and right", "head and feet"],
)
def test_mirrored_axes_change_nothing(axes) -> None:
    found = analyse(build(attrs.evolve(SPINE, axes=axes)))
    assert found.sections is not None
    assert np.nanmedian(found.sections.area_mm2) == pytest.approx(SPINE.area_mm2, rel=0.05)
    assert found.sections.point[0, 2] > found.sections.point[-1, 2]


def test_a_canal_that_leaves_the_field_and_returns_is_measured_on_both_sides_of_it() -> None:
    def paint(hu: np.ndarray, u: np.ndarray, v: np.ndarray, z: np.ndarray) -> np.ndarray:
        hu[(v > 1) & (np.abs(z) < 14)] = -1024
        return hu

    spine = PlainSpine(length_mm=150.0)
    found = analyse(painted(build(spine), paint, spine))
    assert found.sections is not None
    z = found.sections.point[:, 2]
    assert found.sections.having(SectionState.EDGE)[np.abs(z) < 10].all()
    assert found.sections.ok[z > 40].any()
    assert found.sections.ok[z < -40].any()
    assert any("leaves the field and returns" in one for one in found.warnings)


def test_two_thousand_slices_end_in_time() -> None:
    one = build(SPINE, spacing=(1.2, 1.2, 0.4))
    hu = np.concatenate([one.hu, one.hu[::-1]] * 4)
    geometry = VolumeGeometry(hu.shape, one.geometry.origin, one.geometry.axes, one.geometry.spacing_mm)
    began = time.process_time()
    found = analyse(volume_of(hu, geometry))
    assert len(hu) >= 2000
    assert time.process_time() - began < 90
    assert found.sections is not None
    assert found.sections.ok.mean() > 0.9


def test_a_liver_phase_is_no_myelogram() -> None:
    def paint(hu: np.ndarray, u: np.ndarray, v: np.ndarray, z: np.ndarray) -> np.ndarray:
        hu[np.hypot(u - 8, v + 50) < 9] = 180
        hu[np.hypot(u + 12, v + 48) < 10] = 160
        hu[(np.hypot(u - 32, v + 14) < 10) | (np.hypot(u + 32, v + 14) < 10)] = 210
        veins = np.abs(np.hypot(u / 8, v / 6.5) - 1.15) < 0.08
        hu[veins & (v < 2) & (hu < 130)] = 130
        return hu

    assert analyse(painted(build(PLAIN), paint)).absent is not None


def test_two_needles_and_an_arm_in_the_field_are_survived() -> None:
    def paint(hu: np.ndarray, u: np.ndarray, v: np.ndarray, z: np.ndarray) -> np.ndarray:
        for height in (-25.0, 22.0):
            hu[(np.hypot(u, z - height) < 0.8) & (v > -3)] = 3071
        arm = np.hypot(u - 75, v + 15)
        hu[arm < 18] = 50
        hu[arm < 8] = 1300
        hu[arm < 5] = 150
        return hu

    found = analyse(painted(build(SPINE, spacing=(0.9, 0.9, 1.0), field_mm=190.0), paint, SPINE))
    assert found.sections is not None
    assert found.sections.ok.mean() > 0.75
    assert np.nanmedian(found.sections.area_mm2) == pytest.approx(SPINE.area_mm2, rel=0.06)
    assert (
        np.hypot(
            *(found.sections.point[:, :2] - np.stack(SPINE.middle(found.sections.point[:, 2]), 1)).T
        ).max()
        < 6
    )
