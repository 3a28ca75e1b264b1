"""Views proposed as key images show each finding across the canal, the worst first."""

import numpy as np
import pytest

from tests.straight_canal import StraightCanal
from viewer.model.display import PaneId
from viewer.model.finding import Severity
from viewer.model.geometry import VolumeGeometry
from viewer.model.key_image import MOST_IN_REPORT
from viewer.model.plane import PlaneKind
from viewer.model.report.finding import ReportedFinding
from viewer.model.resolve import resolve_pane
from viewer.model.spine import Level
from viewer.tools.proposed_views import proposed_views

LEANING = StraightCanal(lean_deg=25.0, length_mm=300)
GRID = VolumeGeometry(
    (450, 400, 400), (-200.0, -150.0, 200.0), ((1, 0, 0), (0, 1, 0), (0, 0, 1)), (1.0, 1.0, 1.0)
)


def found(arc_mm, number=1, level="L4/L5", confirmed=True):
    return ReportedFinding(
        number, f"m{number}", Level(level), confirmed, Severity.SEVERE, "A", None, point=LEANING.at(arc_mm)
    )


def views(*findings, analysis=None):
    return proposed_views(findings, analysis or LEANING.analysis(), GRID, created="2026-01-31", by="Thecal")


def test_the_worst_comes_first_along_the_canal_and_then_across_it():
    made = views(found(200.0), found(100.0, 2, "L2/L3"))
    assert [(one.pane, one.title) for one in made] == [
        (PaneId.SAGITTAL, "L4/5 sagittal"),
        (PaneId.AXIAL, "L4/5 axial"),
        (PaneId.AXIAL, "L2/3 axial"),
    ]
    assert len({one.key_id for one in made}) == 3


def test_a_level_no_reader_has_placed_keeps_its_question_mark():
    assert views(found(200.0, confirmed=False))[1].title == "L4/5? axial"


def test_the_axial_view_stands_across_the_canal_with_the_finding_in_its_middle():
    view = resolve_pane(views(found(200.0))[1].display, PlaneKind.AXIAL, GRID, 500, 500)
    assert abs(np.dot(view.plane.normal, LEANING.tangent)) == pytest.approx(1.0, abs=1e-6)
    assert view.plane.right[0] > 0.99
    assert view.to_px(LEANING.at(200.0)) == pytest.approx((250, 250), abs=1.0)
    assert 500 * view.mm_per_px == pytest.approx(110.0, rel=0.05)


def test_the_sagittal_view_holds_the_scan_from_end_to_end():
    view = resolve_pane(views(found(200.0))[0].display, PlaneKind.SAGITTAL, GRID, 500, 500)
    for z in (201.0, 648.0):
        assert 0 <= view.to_px((0.0, 0.0, z))[1] <= 500
    assert view.to_px(LEANING.at(200.0))[0] == pytest.approx(250, abs=1.0)


def test_a_report_gets_no_more_views_than_it_has_room_for():
    many = tuple(found(20.0 * n, n) for n in range(1, 12))
    assert len(views(*many)) == MOST_IN_REPORT


def test_nothing_is_proposed_where_no_finding_has_a_place():
    nowhere = ReportedFinding(1, "L4/L5", Level("L4/L5"), True, None, "A", None)
    assert views(nowhere) == ()
    assert views() == ()
