"""Scans that hold no intrathecal contrast, however much else is bright; and odd scans that must not break."""

import numpy as np
import pytest

from tests.analysis.painting import (
    PLAIN,
    Paint,
    contrast_outside_the_dura,
    painted,
    rods_and_screws,
    volume_of,
)
from tests.analysis.plain_spine import PlainSpine, build
from viewer.analysis.analyse import analyse
from viewer.model.geometry import VolumeGeometry
from viewer.model.volume import Volume

AXES = ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0))


@pytest.fixture(scope="module")
def plain() -> Volume:
    return build(PLAIN)


def aorta_and_vertebral_arteries(hu: np.ndarray, u: np.ndarray, v: np.ndarray, z: np.ndarray) -> np.ndarray:
    hu[np.hypot(u - 8, v + 50) < 9] = 400
    hu[np.hypot(np.abs(u) - 19, v + 4) < 2.5] = 400
    return hu


def epidural_veins(hu: np.ndarray, u: np.ndarray, v: np.ndarray, z: np.ndarray) -> np.ndarray:
    ring = np.abs(np.hypot(u / 8, v / 6.5) - 1.15) < 0.1
    hu[ring & (v < 2) & (hu < 200)] = 200
    return hu


def ossified_ligament(hu: np.ndarray, u: np.ndarray, v: np.ndarray, z: np.ndarray) -> np.ndarray:
    hu[(np.abs(u) < 6) & (v > -9) & (v < -4.5)] = 800
    return hu


def cement_leak(hu: np.ndarray, u: np.ndarray, v: np.ndarray, z: np.ndarray) -> np.ndarray:
    hu[(np.hypot(u, v + 26) < 9) & (np.abs(z) < 9)] = 2500
    hu[(np.hypot(u - 3, v + 7) < 2.5) & (np.abs(z) < 14)] = 1800
    return hu


def oral_contrast(hu: np.ndarray, u: np.ndarray, v: np.ndarray, z: np.ndarray) -> np.ndarray:
    hu[np.hypot(np.mod(u, 22) - 11, np.mod(z, 26) - 13) < np.where(v < -44, 8, 0)] = 500
    return hu


NOT_INTRATHECAL: tuple[Paint, ...] = (
    aorta_and_vertebral_arteries,
    epidural_veins,
    ossified_ligament,
    contrast_outside_the_dura,
    cement_leak,
    rods_and_screws,
    oral_contrast,
)


@pytest.mark.parametrize("paint", NOT_INTRATHECAL)
def test_what_is_bright_beside_the_sac_is_no_intrathecal_contrast(plain: Volume, paint: Paint) -> None:
    analysis = analyse(painted(plain, paint))
    assert analysis.absent is not None
    assert analysis.sections is None


@pytest.mark.parametrize(("csf_hu", "noise_hu"), [(120.0, 16.0), (150.0, 45.0), (3000.0, 20.0)])
def test_faint_and_dense_contrast_is_found(csf_hu: float, noise_hu: float) -> None:
    spine = PlainSpine(csf_hu=csf_hu, noise_hu=noise_hu)
    analysis = analyse(build(spine))
    assert analysis.sections is not None, analysis.absent
    assert analysis.sections.ok.mean() > 0.8
    assert np.nanmedian(analysis.sections.area_mm2) == pytest.approx(spine.area_mm2, rel=0.1)


def odd(shape: tuple[int, int, int], spacing: tuple[float, float, float], fill: float | None) -> Volume:
    hu = np.random.default_rng(4).integers(-1024, 3071, shape) if fill is None else np.full(shape, fill)
    return volume_of(hu, VolumeGeometry(shape, (0.0, 0.0, 0.0), AXES, spacing))


@pytest.mark.parametrize("fill", [-1024, 0, 600, 3071, None])
@pytest.mark.parametrize(
    ("shape", "spacing"),
    [
        ((1, 64, 64), (1.0, 1.0, 1.0)),
        ((10, 64, 64), (0.5, 0.5, 5.0)),
        ((40, 48, 48), (0.8, 0.8, 5.0)),
        ((60, 60, 60), (1.0, 1.0, 1.0)),
        ((160, 40, 40), (0.8, 0.8, 0.2)),
    ],
)
def test_a_scan_without_anatomy_is_a_state_and_no_exception(
    fill: float | None, shape: tuple[int, int, int], spacing: tuple[float, float, float]
) -> None:
    analysis = analyse(odd(shape, spacing, fill))
    assert analysis.absent is not None
    assert analysis.narrowings == ()
