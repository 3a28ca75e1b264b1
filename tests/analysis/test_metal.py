"""Metal is told from dense contrast and from bone, and what it crosses is never a reference."""

import numpy as np
import pytest

from tests.analysis.painting import painted, rods_and_screws
from tests.analysis.plain_spine import PlainSpine, build
from viewer.analysis.analyse import analyse
from viewer.model.sections import Sections, SectionState


def sections_of(spine: PlainSpine, metal_hu: float | None) -> Sections:
    """The measured sections of a spine with screws and rods in its upper half."""

    def paint(hu: np.ndarray, u: np.ndarray, v: np.ndarray, z: np.ndarray) -> np.ndarray:
        made = rods_and_screws(np.zeros_like(hu), u, v, z)
        return hu if metal_hu is None else np.where((made > 0) & (z > 5), metal_hu, hu)

    found = analyse(painted(build(spine), paint, spine))
    assert found.sections is not None
    said = any("Metal" in one for one in found.warnings)
    assert said == (SectionState.METAL in found.sections.state)
    return found.sections


@pytest.mark.parametrize("metal_hu", [2100, 3071])
@pytest.mark.parametrize("csf_hu", [300.0, 1200.0])
def test_screws_are_metal_from_two_thousand_on(csf_hu: float, metal_hu: float) -> None:
    sections = sections_of(PlainSpine(csf_hu=csf_hu), metal_hu)
    metal = sections.having(SectionState.METAL)
    assert metal[sections.point[:, 2] > 8].mean() > 0.85
    assert not metal[sections.point[:, 2] < 0].any()
    assert np.isfinite(sections.area_mm2[metal]).mean() > 0.9


@pytest.mark.parametrize("csf_hu", [1800.0, 2400.0, 3000.0])
def test_dense_contrast_is_no_metal(csf_hu: float) -> None:
    assert not sections_of(PlainSpine(csf_hu=csf_hu), None).having(SectionState.METAL).any()


def test_screws_beside_contrast_as_bright_are_still_metal() -> None:
    sections = sections_of(PlainSpine(csf_hu=3000.0), 3071)
    metal = sections.having(SectionState.METAL)
    assert metal[sections.point[:, 2] > 8].mean() > 0.7
    assert not metal[sections.point[:, 2] < 0].any()
