"""Bands of a narrowing: drawn on the same scales that the report grades by."""

import attrs
import pytest

from tests.straight_canal import StraightCanal
from viewer.analysis.bands import bands_of
from viewer.model.narrowing import Band
from viewer.model.sections import SectionState

LUMBAR = StraightCanal().narrowing(240.0, level="L4/L5", region="lumbar")


@pytest.mark.parametrize(
    ("area_mm2", "value"), [(60.0, "absolute"), (75.0, "relative"), (100.0, "early"), (130.0, "130 or more")]
)
def test_a_lumbar_narrowing_is_banded_by_its_area(area_mm2, value):
    narrowing = attrs.evolve(LUMBAR, area_mm2=area_mm2)

    assert bands_of(narrowing) == (Band("lumbar sac area", value, "Bolender 1985", "CT"),)


@pytest.mark.parametrize("region", ["cervical", "thoracic", "sacral", None])
def test_no_scale_was_made_for_the_sac_elsewhere(region):
    assert bands_of(attrs.evolve(LUMBAR, region=region)) == ()


def test_nothing_is_banded_in_metal_or_without_a_number():
    assert bands_of(attrs.evolve(LUMBAR, state=SectionState.METAL)) == ()
    assert bands_of(attrs.evolve(LUMBAR, area_mm2=None)) == ()
