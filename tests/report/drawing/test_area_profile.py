"""The profile: nothing drawn where nothing was measured, and every stretch without a number named."""

import attrs
import pytest

from tests.report.sample_report import one_finding, whole_spine, without_analysis
from viewer.model.report.profile_curve import CurveMark, CurvePoint
from viewer.model.sections import SectionState
from viewer.report.drawing.area_profile import area_profile
from viewer.report.drawing.drawing import Circle, Polygon, Text
from viewer.report.drawing.ink import CONTRAST_FILL
from viewer.report.drawing.stretch import WORDS, stretches


def with_points(*points: CurvePoint):
    report = one_finding()
    return attrs.evolve(report, curve=attrs.evolve(report.curve, points=points, marks=()))


def along(*states: SectionState, area: float = 150.0) -> tuple[CurvePoint, ...]:
    known = (SectionState.OK, SectionState.METAL)
    return tuple(
        CurvePoint(480.0 + 10.0 * n, area if state in known else None, state)
        for n, state in enumerate(states)
    )


def test_it_names_its_quantities_and_units():
    words = area_profile(whole_spine()).words
    assert "Sac area, mm²" in words
    assert "mm" in words
    assert {"0", "100", "200", "300"} <= set(words)


def test_levels_stand_beside_it_and_findings_have_number_and_area():
    words = area_profile(whole_spine()).words
    assert {"C5/6", "L4/5", "T8/9?"} <= set(words)
    assert {"1", "48", "2", "61", "3", "94"} <= set(words)


@pytest.mark.parametrize("state", list(WORDS))
def test_each_kind_of_missing_number_is_patterned_and_named(state):
    ok = SectionState.OK
    drawing = area_profile(with_points(*along(*[ok] * 4, *[state] * 4, *[ok] * 4)))
    assert WORDS[state] in drawing.words
    assert len(drawing.shapes) > len(area_profile(with_points(*along(*[ok] * 12))).shapes)


def test_no_line_is_drawn_across_what_was_not_measured():
    ok, dark = SectionState.OK, SectionState.NOT_OPACIFIED
    filled = [
        one
        for one in area_profile(with_points(*along(ok, ok, ok, dark, dark, ok, ok))).shapes
        if isinstance(one, Polygon) and one.fill == CONTRAST_FILL
    ]
    assert len(filled) == 2
    assert max(y for _, y in filled[0].points) < min(y for _, y in filled[1].points)


def test_a_smaller_area_is_nearer_to_the_axis():
    report = one_finding()
    few = attrs.evolve(report.curve, marks=(CurveMark(1, 540.0, 48.0), CurveMark(2, 500.0, 180.0)))
    drawing = area_profile(attrs.evolve(report, curve=few))
    at = {one.text: one.at for one in drawing.shapes if isinstance(one, Text)}
    assert at["1"][0] < at["2"][0]
    assert at["1"][1] > at["2"][1]


def test_marks_of_one_level_do_not_cover_each_other():
    report = one_finding()
    same = tuple(CurveMark(number, 540.0, 48.0 + number) for number in (1, 2, 3))
    drawing = area_profile(attrs.evolve(report, curve=attrs.evolve(report.curve, marks=same)))
    centres = [one.centre for one in drawing.shapes if isinstance(one, Circle)]
    assert len(centres) == 3
    assert all(abs(a[0] - b[0]) > 3.0 for a in centres for b in centres if a is not b)


def test_without_a_measurement_it_says_so():
    drawing = area_profile(without_analysis())
    assert drawing.words == ("Sac area, mm²", "The sac was", "not measured.")
    assert drawing.description == "The sac was not measured."


def test_stretches_meet_half_way_between_stations():
    ok, metal = SectionState.OK, SectionState.METAL
    report = with_points(*along(ok, ok, metal, ok))
    found = stretches(report.curve)
    assert [(one.state, one.start_mm, one.end_mm) for one in found] == [
        (ok, 480.0, 495.0),
        (metal, 495.0, 505.0),
        (ok, 505.0, 510.0),
    ]
