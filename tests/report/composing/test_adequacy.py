"""Adequacy of the examination: prefilled from the analysis, field by field overruled by the reader."""

import attrs
import numpy as np
import pytest

from tests.straight_canal import StraightCanal
from viewer.model.form.adequacy import Opacification, RegionAdequacy
from viewer.model.form.case_form import CaseForm
from viewer.model.sections import SectionState
from viewer.model.spine import Region
from viewer.report.composing.adequacy import merged_adequacy, suggested_adequacy

# Levels from T10 (arc 100) down, twenty millimetres apart; L1 lies at 220.
CANAL = StraightCanal(length_mm=300)
LEVELS = CANAL.levels(first="T10")


def analysis(states=None, hu=600.0, warnings=()):
    """A canal from T10 (arc 100) to L2/L3 (arc 280), with states from one arc to another."""
    sections = CANAL.sections()
    row = list(sections.state)
    for (start, stop), state in (states or {}).items():
        row[start:stop] = [state] * (stop - start)
    sections = attrs.evolve(sections, state=tuple(row), csf_hu=np.full(len(sections), hu))
    return CANAL.analysis(sections=sections, levels=LEVELS, warnings=warnings)


def of(region, *args, **more):
    return next(one for one in suggested_adequacy(analysis(*args, **more)) if one.region is region)


def test_regions_of_the_scan_are_told_of_and_no_others():
    assert [one.region for one in suggested_adequacy(analysis())] == [Region.THORACIC, Region.LUMBAR]


def test_bright_contrast_all_along_is_good():
    assert of(Region.LUMBAR).opacification is Opacification.GOOD


@pytest.mark.parametrize(
    ("hu", "opacification"),
    [(600.0, Opacification.GOOD), (200.0, Opacification.LIMITED), (100.0, Opacification.POOR)],
)
def test_faint_contrast_is_limited_or_poor(hu, opacification):
    assert of(Region.THORACIC, hu=hu).opacification is opacification


@pytest.mark.parametrize(
    ("dark_mm", "opacification"),
    [
        (2, Opacification.GOOD),
        (40, Opacification.LIMITED),
        (80, Opacification.POOR),
        (301, Opacification.NONE),
    ],
)
def test_the_less_of_a_region_is_filled_the_worse(dark_mm, opacification):
    """The lumbar region reaches from halfway between T12/L1 and L1, at arc 210, to the end at 300."""
    dark = {(max(0, 301 - dark_mm), 301): SectionState.NOT_OPACIFIED}

    assert of(Region.LUMBAR, dark).opacification is opacification


def test_where_only_metal_or_the_edge_shows_nothing_is_said_of_the_contrast():
    assert of(Region.LUMBAR, {(200, 301): SectionState.EDGE}).opacification is None


def test_metal_is_told_in_its_region_only_and_its_absence_is_left_to_the_reader():
    metal = {(250, 260): SectionState.METAL}

    assert of(Region.LUMBAR, metal).metal is True
    assert of(Region.THORACIC, metal).metal is None


def test_settled_contrast_is_layering():
    settled = (
        "The contrast has settled: over 60 mm it is about 3.0 times as bright towards the patient's back."
    )

    assert of(Region.LUMBAR, warnings=(settled,)).layering is True
    assert of(Region.LUMBAR).layering is None


def test_contrast_outside_the_sac_is_quoted_for_the_region_it_lies_in():
    outside = (
        "Something about as bright as the contrast lies close around the sac at L1/L2 to L2: contrast outside"
        " the sac (epidural or subdural) is suspected, unless it is ossified ligament."
    )

    assert of(Region.LUMBAR, warnings=(outside,)).text == outside
    assert of(Region.THORACIC, warnings=(outside,)).text == ""
    assert of(Region.LUMBAR, warnings=(outside,)).epidural is None, "which space it is in cannot be told"


def test_motion_is_never_prefilled():
    assert {one.motion for one in suggested_adequacy(analysis())} == {None}


def test_without_an_analysis_or_named_levels_nothing_is_prefilled():
    assert suggested_adequacy(None) == ()
    assert suggested_adequacy(CANAL.analysis(levels=CANAL.levels(first=None))) == ()


def test_the_readers_word_wins_field_by_field():
    said = RegionAdequacy(Region.LUMBAR, layering=False, motion=True)
    form = CaseForm(adequacy=(said,))

    thoracic, lumbar = merged_adequacy(form, analysis({(250, 260): SectionState.METAL}))

    assert thoracic.opacification is Opacification.GOOD
    assert (lumbar.layering, lumbar.motion) == (False, True)
    assert (lumbar.metal, lumbar.opacification) == (True, Opacification.GOOD)


def test_a_region_only_the_reader_speaks_of_is_kept():
    said = RegionAdequacy(Region.CERVICAL, Opacification.POOR, text="late scan")

    merged = merged_adequacy(CaseForm(adequacy=(said,)), None)

    assert merged == (said,)
