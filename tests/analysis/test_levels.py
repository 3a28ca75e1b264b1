"""Levels: found along the canal, named by landmarks or by a reader's click, and honest about doubt."""

from functools import cache
from itertools import pairwise
from pathlib import Path

import attrs
import numpy as np
import pytest

from viewer.analysis.canal import find_canal
from viewer.analysis.coarse import coarsen
from viewer.analysis.curve import Curve, curve_through
from viewer.analysis.levels import find_levels
from viewer.analysis.phantom.case import build, cervical_case, lumbar_case, small, truth_of
from viewer.analysis.phantom.spec import PatientPosition, PhantomSpec
from viewer.analysis.trace import first_curve
from viewer.analysis.upright import upright
from viewer.dicom.load import load
from viewer.dicom.scan import scan
from viewer.model.found_level import FoundLevel, LevelsFound, LevelSource
from viewer.model.geometry import Vec3, VolumeGeometry
from viewer.model.labels import LevelLabel
from viewer.model.spine import Level, LevelKind
from viewer.model.volume import Volume
from viewer.progress import Cancelled, silent

LUMBAR, CERVICAL = small(lumbar_case(), 3), small(cervical_case(), 3)
HARD = attrs.evolve(LUMBAR, position=PatientPosition.FFDL, scoliosis_mm=25.0, noise_sd_hu=45.0)
TOLERANCE_MM = 8.0


@cache
def volume_of(spec: PhantomSpec) -> Volume:
    return build(spec).volume


@cache
def curve_of(spec: PhantomSpec) -> Curve:
    """The middle of the sac, as far as it lies in the scan."""
    line = truth_of(spec).stations.centreline
    inside = [volume_of(spec).geometry.contains((x, y, z)) for x, y, z in line]
    return curve_through(line[np.flatnonzero(inside)[0] : np.flatnonzero(inside)[-1] + 1], 1.0, 4.0)


@cache
def levels_of(spec: PhantomSpec, *clicks: LevelLabel) -> LevelsFound:
    return find_levels(volume_of(spec), curve_of(spec), clicks)


def between(spec: PhantomSpec, upper: str, lower: str) -> PhantomSpec:
    """The same patient, scanned only from the middle of one level to that of another."""
    points = truth_of(spec).level_centres
    top, bottom = points[Level(upper)][2], points[Level(lower)][2]
    middle = (top + bottom) / 2 - spec.centre[2]
    count = round((top - bottom) / spec.spacing_mm[2])
    shift = (spec.grid_shift_mm[0], spec.grid_shift_mm[1], middle)
    return attrs.evolve(spec, shape=(count, *spec.shape[1:]), grid_shift_mm=shift)


def wrong(spec: PhantomSpec, found: LevelsFound, but: set[str] | None = None) -> list[str]:
    """The levels of the truth inside the curve that are not found by their name within the tolerance."""
    curve = curve_of(spec)

    def place(point: Vec3) -> int:
        return int(np.argmin(((curve.points - np.array(point)) ** 2).sum(axis=1)))

    names = {level.name: place(level.centre) for level in found.levels}
    truth = {level.name: place(point) for level, point in truth_of(spec).sac_points.items()}
    inside = {
        name: at for name, at in truth.items() if 5 < at < len(curve) - 6 and name not in (but or set())
    }
    return [name for name, at in inside.items() if abs(names.get(name, -99) - at) > TOLERANCE_MM]


def click(spec: PhantomSpec, level: str, name: str | None = None) -> LevelLabel:
    return LevelLabel(Level(name or level), truth_of(spec).level_centres[Level(level)])


@pytest.mark.parametrize(
    "spec", [LUMBAR, CERVICAL, HARD], ids=["lumbar", "cervical", "scoliosis on the side"]
)
def test_every_level_is_named_by_its_landmarks(spec: PhantomSpec) -> None:
    found = levels_of(spec)
    assert wrong(spec, found, but={"S2"}) == []
    assert {level.source for level in found.levels} == {LevelSource.AUTO}
    assert min(level.confidence for level in found.levels) > 0.7


def test_levels_come_in_order_discs_between_their_vertebrae() -> None:
    levels = levels_of(CERVICAL).levels
    assert [level.ordinal for level in levels] == list(range(1, len(levels) + 1))
    assert all(np.diff([level.arc_mm for level in levels]) >= 0)
    kinds = [level.kind for level in levels]
    assert all(a is not b for a, b in pairwise(kinds))
    assert all(level.kind is Level(str(level.name)).kind for level in levels)


def test_the_centre_lies_in_the_body_in_front_of_the_canal() -> None:
    truth = truth_of(LUMBAR).level_centres
    for level in levels_of(LUMBAR).levels:
        if level.name in {"L1", "L2", "L3", "L2/L3"}:
            assert np.linalg.norm(np.array(level.centre) - np.array(truth[Level(level.name)])) < 7.0


MIDDLE = between(LUMBAR, "T12", "L4")


def test_without_a_landmark_levels_are_placed_but_not_named() -> None:
    found = levels_of(MIDDLE)
    assert len(found.levels) >= 5
    assert {level.name for level in found.levels} == {None}
    assert "Click on one level" in found.warnings[0]


def test_one_click_names_all() -> None:
    for level in ("L2", "L1/L2", "L3"):
        found = levels_of(MIDDLE, click(MIDDLE, level))
        assert wrong(MIDDLE, found) == []
        assert {level.source for level in found.levels} == {LevelSource.ANCHOR}


def test_a_click_in_the_canal_beside_the_disc_does_as_well() -> None:
    point = truth_of(MIDDLE).sac_points[Level("L2/L3")]
    assert wrong(MIDDLE, levels_of(MIDDLE, LevelLabel(Level("L2/L3"), point))) == []


def test_the_sacrum_alone_gives_names_with_low_confidence_and_their_alternatives() -> None:
    spec = between(LUMBAR, "L1", "S2")
    found = levels_of(spec)
    assert wrong(spec, found, but={"S1/S2", "S2"}) == []
    assert max(level.confidence for level in found.levels) < 0.8
    assert "sacrum alone" in found.warnings[0]
    assert "L4 or L6" in found.warnings[0]


def named(found: LevelsFound, level: str, spec: PhantomSpec) -> FoundLevel:
    """The found level of the same kind nearest to a true one."""
    point = np.array(truth_of(spec).level_centres[Level(level)])
    alike = [one for one in found.levels if one.kind is Level(level).kind]
    return min(alike, key=lambda one: float(np.linalg.norm(np.array(one.centre) - point)))


def test_a_click_overrules_the_landmarks_and_the_warning_says_so() -> None:
    found = levels_of(LUMBAR, click(LUMBAR, "L3", "L2"))
    assert named(found, "L3", LUMBAR).name == "L2"
    assert named(found, "L1/L2", LUMBAR).name in {"T12/L1", "T13/L1", "T11/L1"}
    assert any("placed by hand was kept" in warning for warning in found.warnings)


def test_a_click_can_name_a_transitional_vertebra() -> None:
    found = levels_of(LUMBAR, click(LUMBAR, "L5", "L6"))
    assert found.numbering.lumbar == 6
    assert named(found, "L4/L5", LUMBAR).name == "L5/L6"
    assert named(found, "L5/S1", LUMBAR).name == "L6/S1"


@pytest.mark.parametrize("spec", [LUMBAR, CERVICAL], ids=["lumbar", "cervical"])
def test_placing_every_level_where_it_was_found_changes_no_name_and_questions_nothing(
    spec: PhantomSpec,
) -> None:
    alone = levels_of(spec)
    for kinds in ((LevelKind.DISC,), (LevelKind.DISC, LevelKind.VERTEBRA)):
        placed = tuple(
            LevelLabel(Level(one.name), one.centre) for one in alone.levels if one.name and one.kind in kinds
        )
        found = levels_of(spec, *placed)
        assert [one.name for one in found.levels] == [one.name for one in alone.levels]
        assert not any("do not fit" in warning for warning in found.warnings)


def test_many_clicks_where_nothing_else_tells_name_all_as_one_does() -> None:
    first = levels_of(MIDDLE, click(MIDDLE, "L2"))
    shifted = tuple(LevelLabel(Level(one.name), one.centre) for one in first.levels if one.name is not None)
    found = levels_of(MIDDLE, *shifted)
    assert [one.name for one in found.levels] == [one.name for one in first.levels]
    assert not any("do not fit" in warning for warning in found.warnings)


def test_clicks_that_do_not_fit_each_other_are_kept_and_questioned() -> None:
    found = levels_of(MIDDLE, click(MIDDLE, "L1"), click(MIDDLE, "L3", "L5"))
    assert named(found, "L1", MIDDLE).name == "L1"
    assert named(found, "L3", MIDDLE).name == "L5"
    assert "do not fit" in found.warnings[0]
    assert max(level.confidence for level in found.levels) <= 0.5


AIR = Volume(
    VolumeGeometry(
        (60, 40, 40), (0.0, 0.0, 0.0), ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)), (2.0,) * 3
    ),
    np.broadcast_to(np.int16(-1000), (60, 40, 40)),
)
STRAIGHT = curve_through(np.array([[40.0, 40.0, 110.0], [40.0, 40.0, 10.0]]), 1.0, 0.0)


def test_where_no_spine_is_seen_there_are_no_levels_and_a_sentence() -> None:
    found = find_levels(AIR, STRAIGHT)
    assert found.levels == ()
    assert found.warnings[0].startswith("No row of vertebrae")


def test_a_click_is_kept_even_where_no_spine_is_seen() -> None:
    found = find_levels(AIR, STRAIGHT, (LevelLabel(Level("L3"), (40.0, 20.0, 60.0)),))
    assert [(one.name, one.kind, one.arc_mm) for one in found.levels] == [("L3", LevelKind.VERTEBRA, 50.0)]


@pytest.mark.parametrize("count", [1, 2, 3, 12])
def test_a_very_short_curve_is_answered(count: int) -> None:
    short = attrs.evolve(
        STRAIGHT, **{name: getattr(STRAIGHT, name)[:count] for name in ("points", "tangent", "left", "back")}
    )
    assert find_levels(AIR, short).levels == ()


def test_finding_levels_can_be_cancelled() -> None:
    def cancel(fraction: float, text: str = "") -> None:
        if fraction > 0.4:
            raise Cancelled

    with pytest.raises(Cancelled):
        find_levels(AIR, STRAIGHT, (), cancel)


def test_the_levels_of_a_real_chest_are_counted_from_the_first_rib(real_data: Path) -> None:
    best = scan([real_data / "chest-thin"], silent).best()
    assert best is not None
    whole = upright(load(best[1], silent)).volume
    found = find_levels(whole, first_curve(find_canal(coarsen(whole, silent), silent)))
    heights = {level.name: level.centre[2] for level in found.levels}
    # Where the middles of these bodies and this disc lie in this scan.
    for name, height_mm in {"T2": -452.4, "T5": -503.5, "T7/T8": -556.7, "T10": -614.2}.items():
        assert heights[name] == pytest.approx(height_mm, abs=TOLERANCE_MM)
