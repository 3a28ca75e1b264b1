"""Warnings about the image: each where it is true, and none for a plain myelogram."""

import numpy as np
import pytest

from tests.analysis.painting import contrast_outside_the_dura, painted
from tests.analysis.plain_spine import PlainSpine, build
from viewer.analysis.analyse import analyse
from viewer.model.sections import SectionState
from viewer.model.volume import Volume

SPINE = PlainSpine()
ABOUT_THE_IMAGE = ("Metal", "suspected", "settled", "cuts off", "noisy", "slices are", "Only ")


def told(volume: Volume) -> list[str]:
    """The warnings about the image itself."""
    found = analyse(volume)
    assert found.sections is not None
    return [one for one in found.warnings if any(word in one for word in ABOUT_THE_IMAGE)]


@pytest.mark.parametrize("csf_hu", [150.0, 600.0, 1500.0])
def test_a_plain_myelogram_gives_no_warning_about_the_image(csf_hu: float) -> None:
    assert told(build(PlainSpine(csf_hu=csf_hu))) == []


def test_contrast_around_the_sac_is_suspected_outside_it() -> None:
    def paint(hu: np.ndarray, u: np.ndarray, v: np.ndarray, z: np.ndarray) -> np.ndarray:
        ring = np.abs(np.hypot(u / 8, v / 6.5) - 1.35) < 0.15
        hu[ring & (v > -3) & (np.abs(z) < 25)] = 550
        return hu

    (warning,) = told(painted(build(SPINE), paint, SPINE))
    assert "outside the sac" in warning
    assert "is suspected" in warning


@pytest.mark.parametrize(("side", "turn"), [("left", (1, 0)), ("back", (0, 1)), ("front", (0, -1))])
def test_settled_contrast_is_told_with_its_side(side: str, turn: tuple[int, int]) -> None:
    def paint(hu: np.ndarray, u: np.ndarray, v: np.ndarray, z: np.ndarray) -> np.ndarray:
        sunk = 1 + 0.06 * np.clip(turn[0] * u + turn[1] * v, -7, 7)
        sac = np.hypot(u / 7.6, v / 6.1) < 1
        return np.where(sac & (hu > 300), hu * sunk, hu)

    spine = PlainSpine(cord_mm=0.0)
    (warning,) = told(painted(build(spine), paint, spine))
    assert f"towards the patient's {side}" in warning


def test_a_sac_cut_by_the_side_of_the_field_is_told_and_not_measured_there() -> None:
    def paint(hu: np.ndarray, u: np.ndarray, v: np.ndarray, z: np.ndarray) -> np.ndarray:
        hu[(u > 4) & (z > 18)] = -1024
        return hu

    found = analyse(painted(build(SPINE), paint, SPINE))
    assert found.sections is not None
    beyond = found.sections.point[:, 2] > 22
    assert found.sections.having(SectionState.EDGE)[beyond].mean() > 0.8
    assert not found.sections.ok[beyond].any()
    assert found.sections.ok[found.sections.point[:, 2] < 10].mean() > 0.8
    (warning,) = [one for one in found.warnings if "cuts off the sac" in one]
    assert "returns" not in warning


def test_a_short_piece_of_sac_is_told_to_be_short() -> None:
    volume = build(PlainSpine(length_mm=45.0))
    depth = volume.geometry.shape[0]
    found = analyse(volume)
    assert depth == 45
    assert found.sections is None or any(one.startswith("Only ") for one in found.warnings)


def test_contrast_outside_the_dura_alone_is_no_myelogram() -> None:
    plain = build(PlainSpine(csf_hu=None))
    found = analyse(painted(plain, contrast_outside_the_dura))
    assert found.absent is not None
    assert "contrast outside the dura" in found.absent
