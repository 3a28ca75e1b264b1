"""What the profile says of a section, whatever its state."""

import attrs
import numpy as np
import pytest

from viewer.model.analysis import Analysis
from viewer.model.case import Case
from viewer.model.found_level import FoundLevel, LevelSource
from viewer.model.labels import LevelLabel
from viewer.model.narrowing import Narrowing
from viewer.model.sections import Sections, SectionState
from viewer.model.spine import Level, LevelKind
from viewer.widgets.profile.profile_levels import level_ticks, section_near
from viewer.widgets.profile.profile_measure import Measure, axis_of, values_of
from viewer.widgets.profile.profile_painter import state_runs
from viewer.widgets.profile.profile_places import places
from viewer.widgets.profile.profile_planes import letters
from viewer.widgets.profile.profile_words import numbers_text, place_text, reduction_text

OK, LOST, METAL = SectionState.OK, SectionState.OBLITERATED, SectionState.METAL


def straight(*state):
    """Sections every millimetre down a straight canal; those that are not ok hold no numbers."""
    count = len(state)
    known = np.where([one is OK for one in state], 1.0, np.nan)
    down = np.array([[0.0, 0.0, -float(n)] for n in range(count)])
    return Sections(
        arc_mm=np.arange(count, dtype=float),
        point=down,
        tangent=np.tile([0.0, 0.0, -1.0], (count, 1)),
        left=np.tile([1.0, 0.0, 0.0], (count, 1)),
        back=np.tile([0.0, 1.0, 0.0], (count, 1)),
        radii_mm=np.full((count, 8), 6.0),
        centre=down,
        area_mm2=120.0 * known,
        ap_mm=11.04 * known,
        transverse_mm=13.2 * known,
        cord_mm2=np.full(count, np.nan),
        csf_hu=700.0 * known,
        state=state,
    )


@pytest.fixture
def analysis():
    """Ten sections with two that are obliterated, and one disc named by the program."""
    sections = straight(*[OK] * 4, LOST, LOST, *[OK] * 3, METAL)
    lost = Narrowing("L3/L4", "lumbar", 4.5, (0, 0, -4.5), 2.0, None, None, None, None, None, (), LOST)
    disc = FoundLevel("L3/L4", LevelKind.DISC, 1, (0.0, -20.0, -4.0), 4.0, LevelSource.AUTO, 0.9)
    return Analysis(
        None, "Thecal sac only.", 700.0, 1.0, (0.0, 9.0), sections, (disc,), (lost,), (), (), None, {}
    )


def test_what_was_not_measured_is_not_a_number(analysis):
    assert numbers_text(analysis.sections, 4) == "Obliterated: not measured"
    assert numbers_text(analysis.sections, 9) == "Metal: not measured"
    told = numbers_text(analysis.sections, 0).replace("\N{NO-BREAK SPACE}", " ")
    assert told == "Area 120 mm²   AP 11.0 mm   Transverse 13.2 mm   CSF 700 HU"


def test_a_place_names_its_level_and_its_narrowing(analysis):
    told = place_text(analysis, level_ticks(Case(), analysis), 4)

    assert told.startswith("L3/4?")
    assert "4.0 mm along the canal" in told
    assert told.endswith("narrowing 1: obliterated")
    assert reduction_text(analysis.narrowings[0]) == "oblit."


def test_a_reader_takes_the_question_mark_away(analysis):
    case = Case(labels=(LevelLabel(Level("L3/L4"), (0.0, -20.0, -4.0)),))

    assert [tick.name for tick in level_ticks(case, analysis)] == ["L3/4"]


def test_stretches_of_equal_state_are_drawn_as_one(analysis):
    assert state_runs(analysis.sections) == [(OK, 0, 3), (LOST, 4, 5), (OK, 6, 8), (METAL, 9, 9)]


@pytest.mark.parametrize("measure", Measure)
def test_the_axis_begins_at_zero_and_holds_every_value(analysis, measure):
    values = values_of(analysis.sections, measure)
    axis = axis_of(values, measure)

    assert axis[0] == 0
    assert axis[-1] >= np.nanmax(values, initial=1.0)
    assert 2 <= len(axis) <= 7


def test_the_crosshair_far_from_the_canal_stands_beside_no_section(analysis):
    assert section_near(analysis.sections, (1.0, 30.0, -3.2)) == 3
    assert section_near(analysis.sections, (90.0, 0.0, -3.0)) is None


@pytest.mark.parametrize(("width", "height"), [(280, 240), (466, 560), (720, 900)])
def test_places_keep_proportions_and_lead_back_to_the_arc(width, height):
    found = places(width, height, 0.0, 300.0)

    assert found.arc_mm(found.y(123.4)) == pytest.approx(123.4)
    assert found.sagittal.right() <= found.coronal.left()
    assert found.coronal.right() <= found.graph.left()
    assert found.graph.right() <= width
    assert found.graph.bottom() <= height


@pytest.mark.parametrize(
    ("direction", "said"),
    [((0, 1, 0), "P"), ((-1, 0, 0), "R"), ((0.7, -0.71, 0), "AL"), ((0.94, 0.34, 0), "L")],
)
def test_the_sides_of_a_turned_plane_are_named(direction, said):
    assert letters(np.array(direction, float)) == said


def test_an_unmeasured_narrowing_never_reads_as_a_percentage(analysis):
    measured = attrs.evolve(analysis.narrowings[0], area_mm2=60.0, area_reduction_pct=48.2)

    assert reduction_text(measured) == "\N{MINUS SIGN}48 %"
    assert reduction_text(attrs.evolve(measured, area_reduction_pct=None)) == "60 mm²"
    flat = attrs.evolve(measured, ap_mm=6.0, ap_reduction_pct=31.0)
    assert reduction_text(flat, Measure.AP) == "\N{MINUS SIGN}31 %"
    assert reduction_text(flat, Measure.CSF) == "\N{MINUS SIGN}48 %"
