"""Numbers at a level: of the section through its disc, never of another."""

import attrs
import numpy as np
import pytest

from tests.straight_canal import StraightCanal
from viewer.model.case import Case
from viewer.model.found_level import LevelSource
from viewer.model.labels import LevelLabel
from viewer.model.sections import SectionState
from viewer.model.spine import Level, Numbering
from viewer.report.composing.level_numbers import level_numbers, reported_discs

CANAL = StraightCanal()


def discs_at(analysis):
    return {level.name: one.arc_mm for level, one in level_numbers(Case(), analysis).items()}


def with_cord(analysis, ap_mm=6.0, wide_mm=8.0):
    """The analysis with an oval cord in every section."""
    angle = np.linspace(0, 2 * np.pi, 36, endpoint=False)
    outline = np.stack([wide_mm / 2 * np.cos(angle), ap_mm / 2 * np.sin(angle)], axis=1)
    sections = attrs.evolve(
        analysis.sections, cord_outline_mm=np.tile(outline, (len(analysis.sections), 1, 1))
    )
    return attrs.evolve(analysis, sections=sections)


def with_ap(analysis, arc_mm, ap_mm, cord_ap_mm=None):
    """The analysis with one section of another AP diameter, and of another cord."""
    ap = analysis.sections.ap_mm.copy()
    ap[arc_mm] = ap_mm
    outline = analysis.sections.cord_outline_mm
    if cord_ap_mm is not None:
        outline = outline.copy()
        outline[arc_mm, :, 1] *= cord_ap_mm / 6.0
    sections = attrs.evolve(analysis.sections, ap_mm=ap, cord_outline_mm=outline)
    return attrs.evolve(analysis, sections=sections)


def test_every_named_disc_has_the_numbers_of_the_section_at_its_arc():
    assert discs_at(CANAL.analysis()) == {
        "L1/L2": 120.0,
        "L2/L3": 160.0,
        "L3/L4": 200.0,
        "L4/L5": 240.0,
        "L5/S1": 280.0,
    }


def test_the_plane_is_seen_from_below_with_the_patients_left_on_screen_right():
    numbers = level_numbers(Case(), StraightCanal(lean_deg=20.0).analysis())[Level("L3/L4")]

    assert numbers.plane.right == (1.0, 0.0, 0.0)
    assert numbers.plane.down[1] > 0.9, "down is posterior"
    assert abs(numbers.plane.distance_mm(StraightCanal(lean_deg=20.0).at(200.0))) < 1e-6


def test_a_disc_the_reader_has_placed_is_measured_where_it_was_placed():
    x, y, z = CANAL.at(232.0)
    case = Case(labels=(LevelLabel(Level("L4/L5"), (x, y - 25.0, z)),))

    assert level_numbers(case, CANAL.analysis())[Level("L4/L5")].arc_mm == 232.0


def test_a_reader_who_renames_one_level_moves_all_numbers_with_it():
    x, y, z = CANAL.at(240.0)
    case = Case(labels=(LevelLabel(Level("L3/L4"), (x, y - 20.0, z)),))

    found = level_numbers(case, CANAL.analysis())

    assert found[Level("L3/L4")].arc_mm == 240.0
    assert found[Level("L2/L3")].arc_mm == 200.0
    assert found[Level("L4/L5")].arc_mm == 280.0


def test_between_two_labels_a_disc_is_taken_where_the_image_shows_it():
    def label(name, arc_mm):
        x, y, z = CANAL.at(arc_mm)
        return LevelLabel(Level(name), (x, y - 20.0, z))

    case = Case(labels=(label("L1/L2", 120.0), label("L5/S1", 280.0)))

    found = level_numbers(case, CANAL.analysis())

    assert [one.arc_mm for one in found.values()] == [120.0, 160.0, 200.0, 240.0, 280.0]


def test_a_disc_outside_the_measured_canal_has_no_row_of_numbers():
    assert "L5/S1" not in discs_at(StraightCanal(length_mm=250).analysis())


def test_transitional_discs_found_in_the_image_are_measured_too():
    names = {"L5/S1": "L5/L6", "S1": "L6", "S1/S2": "L6/S1"}
    levels = tuple(attrs.evolve(one, name=names.get(one.name, one.name)) for one in CANAL.levels())

    assert discs_at(CANAL.analysis(levels=levels))["L5/L6"] == 280.0


@pytest.mark.parametrize(
    "state",
    [SectionState.NOT_OPACIFIED, SectionState.EDGE, SectionState.GAP, SectionState.OBLITERATED],
)
def test_where_the_section_was_not_measured_its_state_stands_and_no_number(state):
    sections = CANAL.sections()
    states = tuple(state if n == 240 else one for n, one in enumerate(sections.state))
    analysis = CANAL.analysis(sections=attrs.evolve(sections, state=states))

    numbers = level_numbers(Case(), analysis)[Level("L4/L5")]

    assert numbers.state is state
    values = (numbers.area_mm2, numbers.ap_mm, numbers.transverse_mm, numbers.cord_area_mm2, numbers.csf_hu)
    assert set(values) == {None}


def test_in_metal_the_numbers_stand_with_the_state_that_warns_of_them():
    sections = CANAL.sections()
    states = tuple(SectionState.METAL if n == 240 else one for n, one in enumerate(sections.state))
    analysis = CANAL.analysis(sections=attrs.evolve(sections, state=states))

    numbers = level_numbers(Case(), analysis)[Level("L4/L5")]

    assert numbers.state is SectionState.METAL
    assert numbers.ap_mm == 16.0


def test_the_cords_ap_diameter_is_that_of_its_outline():
    numbers = level_numbers(Case(), with_cord(CANAL.analysis()))[Level("L1/L2")]

    assert numbers.cord_ap_mm == pytest.approx(6.0)
    assert numbers.cord_area_mm2 is None, "what was not measured is not made up"


def test_a_narrowed_level_is_held_against_the_nearest_un_narrowed_sections():
    analysis = with_cord(CANAL.analysis(narrowings=(CANAL.narrowing(200.0),)))
    analysis = with_ap(analysis, 200, 8.0, cord_ap_mm=3.0)

    numbers = level_numbers(Case(), analysis)[Level("L3/L4")]

    assert numbers.ap_mm == 8.0
    assert (numbers.ap_above_mm, numbers.ap_below_mm) == (16.0, 16.0)
    assert numbers.cord_ap_mm == pytest.approx(3.0)
    assert (numbers.cord_ap_above_mm, numbers.cord_ap_below_mm) == pytest.approx((6.0, 6.0))


def test_a_narrowing_next_door_is_no_reference():
    beside = CANAL.analysis(narrowings=(CANAL.narrowing(200.0), CANAL.narrowing(225.0, length_mm=20.0)))
    ap = beside.sections.ap_mm.copy()
    ap[212:239] = 9.0
    beside = attrs.evolve(beside, sections=attrs.evolve(beside.sections, ap_mm=ap))

    assert level_numbers(Case(), beside)[Level("L3/L4")].ap_below_mm == 16.0


def test_a_reference_is_missing_where_the_sac_does_not_show_beyond_the_level():
    sections = CANAL.sections()
    states = tuple(SectionState.NOT_OPACIFIED if n > 205 else one for n, one in enumerate(sections.state))
    analysis = CANAL.analysis(
        sections=attrs.evolve(sections, state=states), narrowings=(CANAL.narrowing(200.0),)
    )

    numbers = level_numbers(Case(), analysis)[Level("L3/L4")]

    assert numbers.ap_above_mm == 16.0
    assert numbers.ap_below_mm is None


def test_a_level_that_is_not_narrowed_has_no_reference():
    assert level_numbers(Case(), CANAL.analysis())[Level("L3/L4")].ap_above_mm is None


def test_without_an_analysis_or_names_there_are_no_numbers():
    assert level_numbers(Case(), None) == {}
    assert level_numbers(Case(), CANAL.analysis(levels=CANAL.levels(first=None))) == {}


def test_a_corrected_section_is_told_as_such():
    sections = CANAL.sections()
    corrected = np.arange(len(sections)) == 240
    analysis = CANAL.analysis(sections=attrs.evolve(sections, corrected=corrected))

    found = level_numbers(Case(), analysis)

    assert found[Level("L4/L5")].corrected
    assert not found[Level("L3/L4")].corrected


def test_rows_run_from_c2_c3_to_the_sacrum():
    rows = reported_discs(Numbering())

    assert (rows[0].name, rows[-1].name, len(rows)) == ("C2/C3", "L5/S1", 23)
    assert reported_discs(Numbering(13, 6))[-1].name == "L6/S1"


def test_levels_of_the_found_anchor_keep_their_arc():
    levels = tuple(attrs.evolve(one, source=LevelSource.ANCHOR) for one in CANAL.levels())

    assert discs_at(CANAL.analysis(levels=levels))["L4/L5"] == 240.0
