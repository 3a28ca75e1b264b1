"""The colours of the column: known stations have known colours, in a scale that every eye can order."""

from types import SimpleNamespace

import attrs
import numpy as np
import pytest

from tests.scene.columns import column_of, rod
from viewer.analysis.reduction import area_reduction_pct
from viewer.model.case import Case
from viewer.model.display import SurfaceColour, SurfaceView
from viewer.model.found_level import FoundLevel, LevelSource
from viewer.model.labels import LevelLabel
from viewer.model.level_stretches import LevelStretch, level_stretches
from viewer.model.narrowing import Narrowing
from viewer.model.sections import Sections, SectionState
from viewer.model.spine import Level, LevelKind
from viewer.scene.colour_scale import LEVEL_COLOURS, LOST, METAL, UNMEASURED, linear, reduction_colours
from viewer.scene.lost_stretch import lost_hoops
from viewer.scene.mesh import Mesh
from viewer.scene.surface import ColumnScene
from viewer.scene.surface_paint import arcs_of, colours_at, reduction_paint, surface_paint

OK = SectionState.OK


def straight_sac(area_mm2, state=None) -> Sections:
    """A sac that runs straight down from z = 0, a section each millimetre."""
    area = np.array(area_mm2, float)
    count = len(area)
    state = tuple(state or [OK] * count)
    along = np.arange(count, dtype=float)
    points = np.stack([np.zeros(count), np.zeros(count), -along], axis=1)
    frame = [np.tile(np.array(axis, float), (count, 1)) for axis in ((0, 0, -1), (1, 0, 0), (0, 1, 0))]
    known = np.where([one is OK for one in state], area, np.nan)
    radii = np.repeat(np.sqrt(area / np.pi)[:, None], 16, axis=1)
    blank = np.full(count, np.nan)
    made = dict.fromkeys((one.name for one in attrs.fields(Sections) if one.default is attrs.NOTHING), blank)
    made |= {"arc_mm": along, "point": points, "centre": points, "area_mm2": known, "state": state}
    made |= {"tangent": frame[0], "left": frame[1], "back": frame[2], "radii_mm": radii}
    return Sections(**made)


def narrowed(least_mm2=80.0, usual_mm2=160.0, count=120, at=60):
    """An even sac with one narrowing of 20 mm."""
    away = np.abs(np.arange(count) - at)
    return straight_sac(usual_mm2 - (usual_mm2 - least_mm2) * np.clip(1 - away / 10, 0, 1))


def narrowing(arc_mm, area_mm2, reference_mm2, listed_pct):
    return Narrowing(
        level=None, region=None, arc_mm=arc_mm, position=(0.0, 0.0, -arc_mm), length_mm=10.0, area_mm2=area_mm2,
        reference_area_mm2=reference_mm2, area_reduction_pct=listed_pct, ap_mm=None, ap_reduction_pct=None,
        indented_from=(), state=OK,
    )  # fmt: skip


def analysis_of(sections, narrowings=(), levels=()):
    """What the paint reads of an analysis."""
    return SimpleNamespace(sections=sections, narrowings=narrowings, levels=levels)


def points_at(*arcs_mm, aside_mm=6.0) -> Mesh:
    """A mesh of nothing but points beside a straight sac."""
    points = np.array([[aside_mm, 0.0, -arc] for arc in arcs_mm], np.float32)
    return Mesh(points, points, np.zeros((0, 3), np.int64))


def colour_at(paint, arc_mm):
    return colours_at(paint, arcs_of(points_at(arc_mm), paint.sections))[0].tolist()


def test_a_narrowing_has_the_reduction_that_the_list_says():
    sections = narrowed()
    listed = narrowing(60.0, 82.0, 158.0, 48.0)
    reduction = area_reduction_pct(sections, [listed])
    assert reduction[60] == pytest.approx(48.0, abs=0.1)
    assert np.nanmax(reduction) == pytest.approx(48.0, abs=0.1)
    assert reduction[[5, 30, 90, 115]] == pytest.approx(0.0, abs=1.0)


def test_neither_taper_nor_a_slow_change_is_a_reduction():
    taper = np.concatenate([np.full(60, 180.0), np.linspace(180, 30, 60)])
    assert np.nanmax(area_reduction_pct(straight_sac(taper), [])) < 12.0
    slow = 150 + 40 * np.cos(np.arange(300) / 300 * 2 * np.pi)
    assert np.nanmax(area_reduction_pct(straight_sac(slow), [])) < 8.0


def test_a_narrowing_with_one_side_in_view_is_coloured_too():
    area = np.concatenate([np.linspace(70, 160, 12), np.full(60, 160.0)])
    reduction = area_reduction_pct(straight_sac(area), [narrowing(0.0, 70.0, 160.0, 56.0)])
    assert reduction[0] == pytest.approx(56.0, abs=4.0)
    assert reduction[40] == pytest.approx(0.0, abs=1.0)


def test_sections_without_numbers_have_no_reduction():
    state = [OK] * 50 + [SectionState.OBLITERATED] * 10 + [OK] * 50
    reduction = area_reduction_pct(straight_sac(np.full(110, 150.0), state), [])
    assert np.isnan(reduction[50:60]).all()
    assert np.isfinite(reduction[:50]).all()


def test_known_stations_have_their_colours():
    sections = narrowed()
    paint = reduction_paint(analysis_of(sections, [narrowing(60.0, 82.0, 160.0, 50.0)]))
    assert colour_at(paint, 20.0) == reduction_colours(np.zeros(1))[0].tolist()
    assert colour_at(paint, 60.0) == pytest.approx(reduction_colours(np.array([50.0]))[0].tolist(), abs=3)
    # Beyond its ends the sac goes on in the colour of its last section.
    assert colour_at(paint, 500.0) == colour_at(paint, 119.0)


def test_a_point_lies_abreast_of_its_own_place_between_sections():
    arcs = arcs_of(points_at(10.0, 10.4, 77.3), narrowed())
    assert arcs == pytest.approx([10.0, 10.4, 77.3], abs=0.01)


@pytest.mark.parametrize(
    ("state", "colours"),
    [
        (SectionState.OBLITERATED, LOST),
        (SectionState.NOT_OPACIFIED, UNMEASURED),
        (SectionState.GAP, UNMEASURED),
        (SectionState.METAL, METAL[None]),
    ],
)
@pytest.mark.parametrize("colour", [SurfaceColour.REDUCTION, SurfaceColour.LEVEL])
def test_what_has_no_number_looks_like_no_number(state, colours, colour):
    sections = straight_sac(np.full(110, 150.0), [OK] * 50 + [state] * 10 + [OK] * 50)
    paint = surface_paint(colour, Case(), analysis_of(sections))
    seen = {tuple(colour_at(paint, arc)) for arc in np.arange(50.5, 58.5, 0.25)}
    assert seen == {tuple(one) for one in colours.tolist()}


def test_without_measurements_or_by_choice_the_column_keeps_its_own_colour():
    assert surface_paint(SurfaceColour.REDUCTION, Case(), None) is None
    assert surface_paint(SurfaceColour.REDUCTION, Case(), analysis_of(None)) is None
    assert surface_paint(SurfaceColour.PLAIN, Case(), analysis_of(narrowed())) is None


def found(name, arc_mm, ordinal):
    kind = LevelKind.DISC if name and "/" in name else LevelKind.VERTEBRA
    return FoundLevel(name, kind, ordinal, (0.0, -20.0, -arc_mm), arc_mm, LevelSource.AUTO, 0.9)


LUMBAR = tuple(
    found(name, 10.0 + 18 * n, n + 1) for n, name in enumerate(["L3", "L3/L4", "L4", "L4/L5", "L5", "L5/S1"])
)


def test_a_vertebra_reaches_from_disc_to_disc_and_is_not_confirmed():
    stretches = level_stretches(Case(), analysis_of(narrowed(), levels=LUMBAR))
    assert [one.name for one in stretches] == ["L3?", "L4?", "L5?"]
    assert (stretches[1].start_mm, stretches[1].stop_mm) == (28.0, 64.0)


def test_levels_that_a_reader_has_placed_carry_no_question():
    labels = (LevelLabel(Level("L3"), (0.0, -20.0, -10.0)), LevelLabel(Level("L4"), (0.0, -20.0, -46.0)))
    stretches = level_stretches(Case().with_labels(labels), analysis_of(narrowed(), levels=LUMBAR))
    assert {"L3", "L4"} <= {one.name for one in stretches}


def test_nameless_levels_alternate_too():
    nameless = tuple(attrs.evolve(one, name=None) for one in LUMBAR)
    stretches = level_stretches(Case(), analysis_of(narrowed(), levels=nameless))
    assert [one.name for one in stretches] == ["", "", ""]


def test_neighbouring_levels_differ():
    paint = surface_paint(SurfaceColour.LEVEL, Case(), analysis_of(narrowed(), levels=LUMBAR))
    assert paint.stretches[1] == LevelStretch("L4?", 28.0, 64.0)
    assert [colour_at(paint, arc) for arc in (12.0, 46.0, 80.0)] == LEVEL_COLOURS[[0, 1, 0]].tolist()


def lightness(colours):
    """CIE 1976 L*."""
    luminance = linear(colours) @ np.array([0.2126, 0.7152, 0.0722])
    return 116 * np.cbrt(luminance) - 16


# Viénot, Brettel and Mollon 1999; for linear RGB.
BLIND = {
    "protan": [[0.11238, 0.88762, 0], [0.11238, 0.88762, 0], [0.00401, -0.00401, 1]],
    "deutan": [[0.29275, 0.70725, 0], [0.29275, 0.70725, 0], [-0.02234, 0.02234, 1]],
}


def test_the_scale_falls_evenly_in_lightness():
    steps = np.diff(lightness(reduction_colours(np.arange(0, 81, 5.0))))
    assert steps.max() < -1.5
    assert steps.min() > -8.0


@pytest.mark.parametrize("kind", [None, *BLIND])
def test_twenty_percent_more_can_be_told_by_every_eye(kind):
    light = linear(reduction_colours(np.arange(0, 81, 20.0)))
    if kind:
        light = np.clip(light @ np.array(BLIND[kind]).T, 0, 1)
    luminance = light @ np.array([0.2126, 0.7152, 0.0722])
    assert np.diff(116 * np.cbrt(luminance)).max() < -6.0


def test_hoops_stand_where_the_sac_is_obliterated():
    state = [OK] * 50 + [SectionState.OBLITERATED] * 10 + [OK] * 50
    hoops = lost_hoops(straight_sac(np.full(110, 150.0), state))
    assert (-hoops.points[:, 2]).min() >= 49.0
    assert (-hoops.points[:, 2]).max() <= 60.0
    assert lost_hoops(narrowed()) is None


def test_the_scene_draws_the_colours_and_gives_the_own_one_back():
    scene = ColumnScene()
    scene.set_column(column_of(rod()))
    scene.view(SurfaceView.ANTERIOR)
    plain = scene.render(120, 120)
    sections = straight_sac(np.full(60, 110.0))
    moved = attrs.evolve(sections, point=sections.point + np.array([0, 0, 30.0]))
    paint = surface_paint(SurfaceColour.LEVEL, Case(), analysis_of(moved, levels=LUMBAR[:3]))
    scene.set_paint(paint)
    for moving in (False, True):
        picture = scene.render(120, 120, moving=moving).astype(int)
        # The upper level in cream, the lower one in blue.
        assert picture[35, 60, 0] > picture[35, 60, 2] + 20
        assert picture[90, 60, 2] > picture[90, 60, 0] + 20
    scene.set_paint(None)
    assert np.abs(scene.render(120, 120).astype(int) - plain).max() <= 3
    scene.close()
