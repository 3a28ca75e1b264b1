"""The knife: what of the sac lies beyond a line goes, between its ends, and nothing else."""

import attrs
import numpy as np
import pytest

from tests.tools.sacs import RADIUS_MM, tube
from viewer.model.correction import SacCorrection
from viewer.model.overlay.overlay_shapes import Line
from viewer.model.plane import PlaneKind
from viewer.tools.cutting import CutTool
from viewer.tools.events import Modifier, Phase
from viewer.tools.navigation import turn
from viewer.tools.outcome import Nothing, Preview, Refused

AXIAL, SAGITTAL, CORONAL = PlaneKind.AXIAL, PlaneKind.SAGITTAL, PlaneKind.CORONAL


@pytest.fixture
def leaked(desk):
    """The desk with a sac that leaks to the patient's left between z 95 and 105."""
    desk.sac = tube(desk.geometry, leak=True)
    return desk


def erased(desk):
    k, j, i = np.unravel_index(desk.case.correction.erased.places, desk.geometry.shape)
    affine = desk.geometry.affine
    return np.stack([i, j, k], axis=-1) @ affine[:3, :3].T + affine[:3, 3]


def cut(desk, start, end, kind=AXIAL, **how):
    return desk.drag(CutTool(), desk.px(start, kind), desk.px(end, kind), kind=kind, **how)


def test_what_leaked_is_cut_off_on_the_right_of_the_drag(leaked):
    # Up the screen (to the front) along x 9: the right is the patient's left.
    cut(leaked, (9, 8, 100), (9, -8, 100))
    points = erased(leaked)
    assert leaked.titles == ["Cut sac"]
    assert len(points) == 10 * 11 * 11
    assert points.min(axis=0) == pytest.approx((9, -5, 95))
    assert points.max(axis=0) == pytest.approx((18, 5, 105))


def test_a_drag_the_other_way_or_a_key_takes_the_other_side(leaked):
    cut(leaked, (9, -8, 100), (9, 8, 100))
    here = erased(leaked)
    assert here[:, 0].max() == pytest.approx(9)
    assert here[:, 0].min() < -7
    leaked.case = attrs.evolve(leaked.case, correction=SacCorrection())
    cut(leaked, (9, 8, 100), (9, -8, 100), modifiers=Modifier.CONTROL)
    assert (erased(leaked) == here).all()


def test_it_reaches_as_deep_as_the_brush_says(leaked):
    leaked.brush = leaked.brush.with_cut_reach(3)
    cut(leaked, (9, 8, 100), (9, -8, 100))
    assert sorted(set(erased(leaked)[:, 2])) == list(range(97, 104))


def test_it_cuts_between_the_ends_of_its_line_only(leaked):
    cut(leaked, (9, 2, 100), (9, -2, 100))
    assert sorted(set(erased(leaked)[:, 1])) == [-2, -1, 0, 1, 2]


def test_in_a_sagittal_pane_the_end_of_the_sac_is_cut_off(leaked):
    # From the front to the back at z 60: the right is caudal.
    cut(leaked, (0, -12, 60), (0, 12, 60), SAGITTAL)
    points = erased(leaked)
    assert points[:, 2].min() == 30
    assert points[:, 2].max() == 60
    disc = np.hypot(*np.indices((17, 17)) - 8) <= RADIUS_MM
    assert len(points) == 31 * disc.sum()


def test_what_does_not_hang_on_the_line_stays(leaked):
    mask = leaked.sac.mask.copy()
    k, j, i = leaked.sac.geometry.nearest_voxel((24, 0, 100))
    mask[k, j, i : i + 3] = True
    mask.flags.writeable = False
    leaked.sac = attrs.evolve(leaked.sac, mask=mask)
    cut(leaked, (9, 8, 100), (9, -8, 100))
    assert erased(leaked)[:, 0].max() == 18


def test_what_was_painted_is_cut_too(leaked):
    far = np.array([leaked.geometry.nearest_voxel((x, 0, 100)) for x in (19, 20, 21)]).T
    places = np.ravel_multi_index(tuple(far), leaked.geometry.shape)
    leaked.case = attrs.evolve(leaked.case, correction=SacCorrection().painting(places))
    cut(leaked, (9, 8, 100), (9, -8, 100))
    assert not leaked.case.correction.painted
    assert len(erased(leaked)) == 10 * 11 * 11


def test_in_an_oblique_pane_the_plane_of_the_cut_is_oblique(leaked):
    leaked.display = turn(leaked.display, AXIAL, (1.0, 0.0, 0.0), 30)
    view = leaked.view()
    cut(leaked, view.plane.at(-15, 0), view.plane.at(15, 0))
    points = erased(leaked) - view.plane.point
    assert len(points) > 500
    assert (points @ view.plane.down).min() >= -1e-6
    assert abs(points @ view.plane.normal).max() <= 15 + 1e-6


def test_it_is_previewed_with_its_side_hatched(leaked):
    tool = CutTool()
    leaked.send(tool, Phase.PRESS, leaked.px((9, 8, 100)))
    assert tool.drawn(leaked.view()) == ()
    outcome = leaked.send(tool, Phase.MOVE, leaked.px((9, -8, 100)))
    assert isinstance(outcome, Preview)
    assert outcome.case.correction.erased.count == 10 * 11 * 11
    shapes = tool.drawn(leaked.view())
    line = shapes[-1]
    assert isinstance(line, Line)
    assert (line.start, line.end) == (
        pytest.approx(leaked.px((9, 8, 100))),
        pytest.approx(leaked.px((9, -8, 100))),
    )
    assert all(shape.end[0] > line.start[0] for shape in shapes[:-3]), "hatched to the patient's left"
    assert tool.drawn(leaked.view(CORONAL)) == ()
    assert tool.cancel() == Preview(None)
    assert tool.drawn(leaked.view()) == ()


def test_a_click_cuts_nothing_and_says_nothing(leaked):
    leaked.click(CutTool(), leaked.px((9, 0, 100)))
    assert leaked.refusal is None
    assert leaked.titles == []


def test_a_line_beside_the_sac_says_that_it_cuts_nothing(leaked):
    assert isinstance(cut(leaked, (40, 8, 100), (40, -8, 100)), Refused)
    assert leaked.titles == []


def test_before_anything_is_measured_the_reader_is_told(desk):
    cut(desk, (9, 8, 100), (9, -8, 100))
    assert desk.refusal.message == "The sac has not been measured yet."


def test_a_move_without_a_press_does_nothing(leaked):
    assert isinstance(leaked.send(CutTool(), Phase.MOVE, (10, 10)), Nothing)
