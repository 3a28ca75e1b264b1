"""Phantoms of any run of vertebrae, with metal in them."""

import attrs
import numpy as np
import pytest

from viewer.analysis.phantom.case import around, build, truth_of
from viewer.analysis.phantom.curve import spine_curve
from viewer.analysis.phantom.metal import METAL_HU, screws
from viewer.analysis.phantom.regions import spine_case
from viewer.analysis.phantom.spec import PhantomSpec
from viewer.analysis.phantom.tube import Outline, tube
from viewer.model.spine import Level

COARSE = (1.6, 1.6, 2.4)


def quiet(spec: PhantomSpec, **changes: object) -> PhantomSpec:
    return attrs.evolve(spec, noise_sd_hu=0.0, **changes)


@pytest.mark.parametrize(
    ("first", "last"), [("C1", "C7"), ("C3", "T4"), ("T2", "T12"), ("T10", "S2"), ("C1", "S2")]
)
def test_a_run_of_vertebrae_holds_its_levels(first: str, last: str) -> None:
    spec = spine_case(first, last, COARSE, 160.0)
    truth = truth_of(spec)
    names = [one.vertebra for one in spec.levels]
    assert (names[0], names[-1]) == (first, last)
    assert {Level(name) for name in names} <= set(truth.level_centres)
    for name in names:
        assert truth.area_at(Level(name)) == pytest.approx(
            next(one.sac_mm2 for one in spec.levels if one.vertebra == name), rel=0.12
        )


def test_the_thoracic_phantom_shows_sac_bone_and_lung() -> None:
    phantom = build(quiet(spine_case("T3", "T9", COARSE, 180.0)))
    seen = [phantom.volume.hu_at(point) for point in phantom.truth.level_centres.values()]
    assert min(one for one in seen if one is not None) > 20
    x, y, z = phantom.truth.sac_points[Level("T6")]
    lung = phantom.volume.hu_at((x + 60.0, y - 25.0, z))
    assert lung is not None
    assert lung < -600


def test_screws_are_metal_clear_of_the_sac() -> None:
    spec = spine_case("T12", "S2", (0.7, 0.7, 1.0), 120.0)
    near = quiet(around(spec, Level("L4"), 110.0), screws=(Level("L4"),))
    phantom = build(near)
    bare = build(attrs.evolve(near, screws=()))
    curve = spine_curve(near)
    for solid in screws(near, curve):
        hu = phantom.volume.hu_at(tuple(solid.frame.origin))
        assert hu is not None
        assert hu > 2500
    assert METAL_HU > 3071
    x, y, z = phantom.truth.sac_points[Level("L4")]
    inside, before = (one.volume.hu_at((x, y, z)) for one in (phantom, bare))
    assert inside is not None
    assert before is not None
    assert abs(inside - before) < 250
    assert np.abs(phantom.volume.hu.astype(int) - bare.volume.hu).max() > 1500


def test_the_chord_of_an_ellipse_is_its_depth() -> None:
    one = tube(0.0, 1.0, [Outline(150.0, 1.5, 0.0), Outline(150.0, 1.5, 0.0, left_mm=2.0, back_mm=-1.0)])
    assert one.chords_mm == pytest.approx(2 * np.sqrt(150.0 / np.pi / 1.5), rel=0.01)
    assert one.middles_mm[1] == pytest.approx([2.0, -1.0], abs=0.02)
    dented = tube(0.0, 1.0, [Outline(150.0, 1.5, 0.0, dent_front=0.4)])
    assert dented.chords_mm[0] < one.chords_mm[0]
