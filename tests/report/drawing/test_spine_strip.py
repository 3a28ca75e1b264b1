"""The strip: findings at their level and on the patient's side, nothing called assessed that was not."""

import itertools

import attrs
import pytest

from tests.report.sample_report import (
    EIGHT,
    discs,
    empty,
    one_finding,
    unreviewed,
    whole_spine,
    without_analysis,
)
from viewer.model.finding import Severity, Side, Zone
from viewer.model.report.assessment import Assessment
from viewer.model.report.concordance import Agreement, Concordance, ExpectedPlace
from viewer.model.report.report import Report
from viewer.model.spine import Level
from viewer.report.drawing.area_profile import area_profile
from viewer.report.drawing.canal_axis import canal_axis
from viewer.report.drawing.drawing import Circle, Drawing, Line, Polygon, Shape, Text
from viewer.report.drawing.ink import EXPECTED, GREY, severity_ink
from viewer.report.drawing.spine_strip import spine_strip


def texts(drawing: Drawing, words: str) -> list[Text]:
    return [one for one in drawing.shapes if isinstance(one, Text) and one.text == words]


def marks(drawing: Drawing, severity: Severity) -> list[Circle]:
    fill = severity_ink(severity)[0]
    return [one for one in drawing.shapes if isinstance(one, Circle) and one.fill == fill]


def with_finding(report: Report, **changes: object) -> Report:
    return attrs.evolve(report, findings=(attrs.evolve(report.findings[0], **changes),), concordance=())


@pytest.mark.parametrize(("side", "on_page"), [(Side.RIGHT, -1), (Side.LEFT, 1)])
def test_a_finding_of_the_patients_right_lies_on_the_left_of_the_page(side, on_page):
    drawing = spine_strip(with_finding(one_finding(), side=side))
    (mark,) = marks(drawing, Severity.SEVERE)
    assert (mark.centre[0] - drawing.width_mm / 2) * on_page > 5
    (right,), (left,) = texts(drawing, "R"), texts(drawing, "L")
    assert right.at[0] < drawing.width_mm / 2 < left.at[0]


def test_a_central_finding_lies_on_the_column_and_a_bilateral_one_on_both_sides():
    (central,) = marks(spine_strip(with_finding(one_finding(), side=Side.CENTRAL)), Severity.SEVERE)
    assert central.centre[0] == pytest.approx(25.0)
    both = marks(spine_strip(with_finding(one_finding(), side=Side.BILATERAL)), Severity.SEVERE)
    assert sorted(one.centre[0] < 25.0 for one in both) == [False, True]


@pytest.mark.parametrize("report", [whole_spine(), one_finding(), without_analysis()])
def test_a_finding_lies_between_the_vertebrae_of_its_level(report):
    drawing = spine_strip(report)
    severe = report.findings[0]
    assert severe.level == Level("L4/L5")
    number = texts(drawing, "1")[0]
    assert texts(drawing, "L4")[0].at[1] < number.at[1] < texts(drawing, "L5")[0].at[1]


def test_every_finding_stands_with_number_and_severity():
    words = spine_strip(whole_spine()).words
    assert all(str(one.number) in words for one in EIGHT)
    assert {"severe", "moderate", "mild"} <= set(words)


def test_places_the_symptoms_point_to_are_drawn_in_outline_only():
    drawing = spine_strip(whole_spine())
    outlines = [one for one in drawing.shapes if isinstance(one, Circle) and one.stroke == EXPECTED]
    assert len(outlines) == 4  # three places and the legend
    assert all(not one.fill for one in outlines)
    assert texts(drawing, "C8")[0].at[0] < 25.0
    assert all(one.at[0] > 25.0 for one in _roots(drawing, "L5"))


def _roots(drawing: Drawing, root: str) -> list[Text]:
    return [one for one in texts(drawing, root) if one.colour == EXPECTED]


def test_unconfirmed_levels_end_in_a_question_mark_and_confirmed_ones_do_not():
    words = spine_strip(whole_spine()).words
    assert {"T5?", "L4", "C5"} <= set(words)
    assert "L4?" not in words
    assert all(
        word.endswith("?") for word in spine_strip(unreviewed()).words if word[:1] == "L" and word != "L"
    )


def hatched(drawing: Drawing) -> set[int]:
    return {round(one.start[1]) for one in drawing.shapes if isinstance(one, Line) and one.colour == GREY}


def test_levels_nobody_assessed_are_hatched():
    plain = attrs.evolve(one_finding(), findings=(), concordance=())
    told = spine_strip(plain)
    untold = spine_strip(unreviewed())
    assert "not assessed" not in told.words
    assert not hatched(told)
    assert "not assessed" in untold.words
    assert hatched(untold)


def test_a_level_without_contrast_is_hatched_whatever_its_form_says():
    report = one_finding()
    rows = tuple(
        attrs.evolve(row, assessment=Assessment.NOT_OPACIFIED, findings=()) for row in report.rows[:1]
    )
    dark = spine_strip(attrs.evolve(report, rows=(*rows, *report.rows[1:]), findings=(), concordance=()))
    assert "not assessed" in dark.words


def test_a_finding_without_a_level_is_named_beside_the_spine():
    drawing = spine_strip(with_finding(one_finding(), level=None))
    assert "no level" in drawing.words
    assert "1" in drawing.words


def test_strip_and_profile_share_one_scale():
    report = whole_spine()
    level = next(one for one in area_profile(report).shapes if isinstance(one, Text) and one.text == "L4/5")
    mark = marks(spine_strip(report), Severity.SEVERE)[-1]
    assert mark.centre[1] == pytest.approx(level.at[1], abs=1.0)


def test_levels_are_placed_by_usual_heights_where_arcs_are_missing_or_do_not_rise():
    report = whole_spine()
    assert canal_axis(report).measured
    assert not canal_axis(without_analysis()).measured
    upset = attrs.evolve(report.curve, levels=tuple(reversed(report.curve.levels)))
    upset = attrs.evolve(
        upset,
        levels=tuple(
            attrs.evolve(a, arc_mm=b.arc_mm) for a, b in zip(upset.levels, report.curve.levels, strict=True)
        ),
    )
    axis = canal_axis(attrs.evolve(report, curve=upset))
    arcs = [arc for _, arc in axis.places]
    assert not axis.measured
    assert arcs == sorted(arcs)


def test_transitional_levels_keep_their_names():
    report = one_finding()
    rows = (*report.rows[:-1], attrs.evolve(report.rows[-1], level=Level("L5/L6")))
    six = attrs.evolve(report, rows=rows, curve=type(report.curve)())
    assert "L6" in spine_strip(six).words


@pytest.mark.parametrize("report", [whole_spine(), one_finding(), unreviewed(), without_analysis(), empty()])
def test_everything_is_inside_the_drawing(report):
    for drawing in (spine_strip(report), spine_strip(report, 112.0, 49.0), area_profile(report, 112.0, 43.0)):
        for shape in drawing.shapes:
            for x, y in _corners(shape):
                assert -0.3 <= x <= drawing.width_mm + 0.3
                assert -0.3 <= y <= drawing.height_mm + 0.3


def _corners(shape: Shape) -> list[tuple[float, float]]:
    if isinstance(shape, Circle):
        (x, y), r = shape.centre, shape.radius_mm
        return [(x - r, y - r), (x + r, y + r)]
    if isinstance(shape, Text):
        return [shape.at]
    return list(shape.points) if not isinstance(shape, Line) else [shape.start, shape.end]


def test_no_two_marks_of_a_level_lie_on_one_another():
    many = tuple(attrs.evolve(EIGHT[0], number=number, finding_id=str(number)) for number in (1, 2, 3))
    drawing = spine_strip(attrs.evolve(one_finding(), findings=many))
    places = sorted(one.centre[0] for one in marks(drawing, Severity.SEVERE))
    assert all(b - a >= 4.0 for a, b in itertools.pairwise(places))


def test_a_report_that_says_nothing_has_a_drawing_that_says_nothing():
    assert spine_strip(empty()).words == ("R", "right", "L", "left")
    assert discs()[0] == Level("C2/C3")


def test_words_of_a_central_finding_do_not_cover_the_signs_beside_it():
    report = one_finding()
    central = attrs.evolve(report, findings=(attrs.evolve(report.findings[0], side=Side.CENTRAL),))
    (word,) = texts(spine_strip(central, width_mm=60.0), "central: severe")
    # Symptoms expect a root on the left there, so the word stands on the right, led there by a line.
    assert word.at[0] < 30.0
    both = attrs.evolve(
        central,
        findings=(
            *central.findings,
            attrs.evolve(EIGHT[6], number=2),
            attrs.evolve(EIGHT[6], number=3, side=Side.LEFT),
        ),
    )
    assert {"central: severe", "mild"} <= set(spine_strip(both, width_mm=90.0).words)


def test_a_finding_whose_side_nobody_told_is_not_called_central():
    report = one_finding()
    untold = attrs.evolve(report, findings=(attrs.evolve(report.findings[0], side=None),))
    words = set(spine_strip(untold).words)
    assert "severe" in words
    assert not any("central" in one for one in words)


def test_a_suspected_level_without_a_root_is_outlined_as_a_whole():
    report = one_finding()
    place = ExpectedPlace("", Level("L2/L3"), Zone.CENTRAL, None)
    suspected = Concordance("suspected level", Agreement.UNEXPLAINED, (place,), (), "")
    drawing = spine_strip(attrs.evolve(report, findings=(), concordance=(suspected,)))
    (outline,) = (one for one in drawing.shapes if isinstance(one, Polygon) and one.stroke == EXPECTED)
    assert outline.fill == ""
    assert texts(drawing, "L2")[0].at[1] < outline.points[2][1] < texts(drawing, "L3")[0].at[1]
