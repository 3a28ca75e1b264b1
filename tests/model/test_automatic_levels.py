"""Levels found in the image: shown as unconfirmed, renamed by one label, confirmed as one edit."""

import attrs
import pytest

from tests.straight_canal import StraightCanal
from viewer.errors import ViewerError
from viewer.model.automatic_levels import (
    automatic_levels,
    confirmed_case,
    found_positions,
    level_here,
    level_near,
    level_of_mark,
    narrowing_level,
    with_found,
    with_question_marks,
)
from viewer.model.case import Case
from viewer.model.display import Display
from viewer.model.finding import CompressionMark
from viewer.model.found_level import FoundLevel, LevelSource
from viewer.model.geometry import VolumeGeometry, distance_mm
from viewer.model.labels import LabelSource, LevelLabel, level_positions
from viewer.model.overlay.overlay import overlay
from viewer.model.overlay.overlay_shapes import Dot, Role, Text
from viewer.model.overlay.overlay_spine import mark_caption
from viewer.model.plane import PlaneKind
from viewer.model.resolve import resolve_pane
from viewer.model.spine import Level, LevelKind, Numbering

CANAL = StraightCanal()
LEVELS = CANAL.levels("L1")
NAMES = ["L1", "L1/L2", "L2", "L2/L3", "L3", "L3/L4", "L4", "L4/L5", "L5", "L5/S1"]
GRID = VolumeGeometry((70, 12, 12), (-30.0, -30.0, 0.0), ((1, 0, 0), (0, 1, 0), (0, 0, 1)), (5.0, 5.0, 10.0))


def named(case, levels=LEVELS):
    return [one.name for one in automatic_levels(case, levels)]


def labelled(*names):
    """A case with labels in the canal beside the levels found under these names."""
    places = {one.name: CANAL.at(one.arc_mm) for one in LEVELS}
    return Case().with_labels(tuple(LevelLabel(Level(name), places[name]) for name in names))


def sagittal(case, levels):
    display = Display(crosshair=(0.0, -20.0, 410.0))
    view = resolve_pane(display, PlaneKind.SAGITTAL, GRID, 700, 700)
    return overlay(case, display, view, GRID, analysis=CANAL.analysis(levels=levels))


def test_between_two_placed_ones_the_labels_alone_tell():
    assert named(Case()) == NAMES
    assert named(labelled("L4/L5")) == NAMES
    assert named(labelled("L4/L5", "L1/L2")) == ["L1", "L1/L2", "L4/L5", "L5", "L5/S1"]
    assert "L4/L5" not in {one.level.name for one in found_positions(labelled("L4/L5"), LEVELS)}


def test_one_label_renames_them_all():
    case = Case().with_label(LevelLabel(Level("L3/L4"), CANAL.at(LEVELS[7].arc_mm)))
    assert named(case) == ["T12", "T12/L1", *NAMES[:8]]
    assert {one.source for one in automatic_levels(case, LEVELS)} == {LevelSource.ANCHOR}


def test_one_label_names_what_had_no_name():
    assert named(labelled("L4/L5"), CANAL.levels(None)) == NAMES


def test_a_label_far_from_all_of_them_renames_none():
    case = Case().with_label(LevelLabel(Level("C5/C6"), CANAL.at(20)))
    assert named(case) == NAMES


def test_panes_show_them_hollow_dashed_and_with_a_question():
    shapes = [one for one in sagittal(Case(), LEVELS) if one.role is Role.LABEL_UNCONFIRMED]
    dots, texts = ([one for one in shapes if isinstance(one, form)] for form in (Dot, Text))
    assert {one.text for one in texts} == {f"{Level(name).short_name}?" for name in NAMES}
    assert all(one.dashed and not one.filled for one in dots)


def test_panes_show_those_without_a_name_as_a_question_alone():
    shapes = [one for one in sagittal(Case(), CANAL.levels(None)) if one.role is Role.LABEL_UNCONFIRMED]
    assert {one.text for one in shapes if isinstance(one, Text)} == {"?"}
    assert len([one for one in shapes if isinstance(one, Dot)]) == len(LEVELS)


def test_the_case_itself_knows_nothing_of_them():
    assert found_positions(Case(), LEVELS)[0].source is LabelSource.FOUND
    assert not found_positions(Case(), LEVELS)[0].confirmed
    assert Case().labels == ()


def test_confirming_places_the_discs_and_keeps_what_a_reader_placed():
    case = confirmed_case(labelled("L4/L5"), LEVELS)
    places = {label.level.name: label.point for label in case.labels}
    assert set(places) == {"L1/L2", "L2/L3", "L3/L4", "L4/L5", "L5/S1"}
    assert places["L4/L5"] == CANAL.at(LEVELS[7].arc_mm)
    assert places["L2/L3"] == LEVELS[3].centre


def test_confirming_takes_over_transitional_anatomy():
    six = [FoundLevel("L6/S1", LevelKind.DISC, 3, (0.0, 0.0, 100.0), 300.0, LevelSource.AUTO, 0.5)]
    six.append(FoundLevel("L5/L6", LevelKind.DISC, 1, (0.0, 0.0, 140.0), 260.0, LevelSource.AUTO, 0.5))
    assert confirmed_case(Case(), tuple(six)).numbering == Numbering(12, 6)
    assert confirmed_case(Case(), LEVELS).numbering == Numbering(12, 5)


def test_nothing_named_cannot_be_confirmed():
    with pytest.raises(ViewerError, match="No level is named"):
        confirmed_case(Case(), CANAL.levels(None))


def test_a_label_that_contradicts_them_refuses():
    case = Case().with_label(LevelLabel(Level("C5/C6"), CANAL.at(480)))
    with pytest.raises(ViewerError, match="cannot lie above"):
        confirmed_case(case, LEVELS)


def test_a_point_in_the_canal_gets_the_level_beside_it():
    analysis = CANAL.analysis()
    found = level_near(Case(), analysis, CANAL.at(238))
    assert (found.name, found.confidence) == ("L4/L5", 0.9)
    assert level_near(Case(), analysis, CANAL.at(30)) is None
    assert level_near(Case(), analysis, (90.0, 0.0, 360.0)) is None
    assert level_near(Case(), None, CANAL.at(238)) is None


def test_a_narrowing_is_named_by_the_reader_first():
    narrowing = CANAL.narrowing(240)
    assert narrowing_level(Case(), narrowing, LEVELS) == (Level("L4/L5"), False)
    assert narrowing_level(labelled("L4/L5"), narrowing, LEVELS) == (Level("L4/L5"), True)
    assert narrowing_level(Case(), narrowing, CANAL.levels(None)) == (None, False)


def test_a_mark_has_the_level_that_was_found_until_a_label_tells_it():
    analysis = CANAL.analysis()
    mark = CompressionMark("m1", CANAL.at(241))
    found = level_of_mark(Case(), mark, analysis)
    assert (found.level.name, found.confirmed) == ("L4/L5", False)
    assert mark_caption(Case(), mark, analysis) == "L4/5?"
    case = labelled("L4/L5")
    assert level_of_mark(case, mark, analysis).confirmed
    assert level_of_mark(Case(), mark, None) is None
    assert level_of_mark(Case(), CompressionMark("m2", (200.0, 0.0, 0.0)), analysis) is None


def test_a_sentence_asks_for_every_level_that_no_reader_has_placed():
    said = with_question_marks("T11/T12 to S1; the vertebra named T12 may be L1. C0/C1.", labelled("L4/L5"))
    assert said == "T11/12? to S1?; the vertebra named T12? may be L1?. C0/1?."
    assert with_question_marks("at L4/L5, L4", labelled("L4/L5")) == "at L4/5, L4?"
    assert with_question_marks("L4, L5", labelled("L3/L4", "L4/L5")) == "L4, L5?"
    assert with_question_marks("L4/5? stays", Case()) == "L4/5? stays"


def lordotic():
    """The canal's levels on a curve that runs forward below, as a lumbosacral spine does."""
    bent = []
    for n, one in enumerate(LEVELS):
        x, y, z = one.centre
        bent.append(attrs.evolve(one, centre=(x, y - 0.9 * n**2, z)))
    return tuple(bent)


def test_beyond_two_close_labels_the_levels_stay_where_they_were_found():
    levels = lordotic()
    places = {one.name: one.centre for one in levels}
    case = Case().with_labels(tuple(LevelLabel(Level(name), places[name]) for name in ("L2", "L2/L3")))

    told = with_found(level_positions(case.labels, case.numbering), found_positions(case, levels))

    known = {one.level.name: one for one in told}
    assert known["L5/S1"].point == places["L5/S1"]
    assert known["L5/S1"].source is LabelSource.FOUND
    assert not known["L5/S1"].confirmed
    assert LabelSource.EXTRAPOLATED not in {one.source for one in told}
    straight = {one.level.name: one.point for one in level_positions(case.labels, case.numbering)}
    assert distance_mm(straight["L5/S1"], places["L5/S1"]) > 15, "a line would have run off the spine"


def test_marks_and_narrowings_beyond_the_labels_have_the_level_found_there():
    case = labelled("L2", "L2/L3")
    analysis = CANAL.analysis()
    arc = {one.name: one.arc_mm for one in LEVELS}
    mark = CompressionMark("m1", CANAL.at(arc["L5"]))
    found = level_of_mark(case, mark, analysis)
    assert (found.level.name, found.confirmed) == ("L5", False)
    assert narrowing_level(case, CANAL.narrowing(arc["L5"]), LEVELS) == (Level("L5"), False)
    assert narrowing_level(case, CANAL.narrowing(arc["L2"]), LEVELS) == (Level("L2"), True)
    assert level_here(case, CANAL.at(arc["L2/L3"]), analysis).confirmed


def test_levels_found_in_another_order_than_the_labels_tell_nothing():
    places = {one.name: CANAL.at(one.arc_mm) for one in LEVELS}
    low = (LevelLabel(Level("L1/L2"), places["L4"]), LevelLabel(Level("L2/L3"), places["L5"]))
    assert automatic_levels(Case().with_labels(low), LEVELS) == ()
