"""Painting and erasing the sac: what a drag touches, how it is undone, and where it is refused."""

import attrs
import numpy as np
import pytest

from tests.straight_canal import StraightCanal
from tests.tools.sacs import RADIUS_MM, tube
from viewer.model.analysis import Analysis
from viewer.model.column import ContrastColumn, ContrastEstimate
from viewer.model.correction import SacCorrection
from viewer.model.geometry import VolumeGeometry
from viewer.model.overlay.overlay_shapes import EllipseShape, Line, Role
from viewer.model.plane import PlaneKind
from viewer.model.sac import with_correction
from viewer.model.volume import Volume
from viewer.tools.brush import Brush, BrushForm, brush_sizes
from viewer.tools.events import Button, Modifier, Phase
from viewer.tools.hands import Hands, ToolId
from viewer.tools.outcome import Edit, Nothing, Preview, Refused
from viewer.tools.painting import BrushTool, Deed

AXIAL, SAGITTAL, CORONAL = PlaneKind.AXIAL, PlaneKind.SAGITTAL, PlaneKind.CORONAL


@pytest.fixture
def reader(desk):
    """The desk with a measured sac about the crosshair at (0, 0, 100)."""
    desk.sac = tube(desk.geometry)
    return desk


def paint():
    return BrushTool(Deed.PAINT)


def erase():
    return BrushTool(Deed.ERASE)


def corrected(desk):
    """The points of the voxels painted and erased, in LPS mm."""
    told = []
    for runs in (desk.case.correction.painted, desk.case.correction.erased):
        k, j, i = np.unravel_index(runs.places, desk.geometry.shape)
        affine = desk.geometry.affine
        told.append(np.stack([i, j, k], axis=-1) @ affine[:3, :3].T + affine[:3, 3])
    return told


def test_a_click_beside_the_sac_paints_a_ball(reader):
    outcome = reader.click(paint(), reader.px((12, 0, 100)))
    assert isinstance(outcome, Edit)
    assert reader.titles == ["Paint sac"]
    painted, erased = corrected(reader)
    assert np.linalg.norm(painted - (12, 0, 100), axis=1).max() <= reader.brush.radius_mm
    assert len(painted) == 123, "the voxels of a ball of 3 mm radius"
    assert not len(erased)


def test_what_belongs_to_the_sac_needs_no_painting(reader):
    reader.click(paint(), reader.px((0, 0, 100)))
    assert reader.case.correction == SacCorrection()
    assert reader.titles == []
    reader.click(paint(), reader.px((8, 0, 100)))
    painted, _ = corrected(reader)
    assert (np.hypot(painted[:, 0], painted[:, 1]) > RADIUS_MM).all()


@pytest.mark.parametrize(
    ("kind", "across"), [(AXIAL, 2), (SAGITTAL, 0), (CORONAL, 1)], ids=["axial", "sagittal", "coronal"]
)
def test_a_disc_stays_in_the_plane_of_its_pane(reader, kind, across):
    reader.brush = Brush(6.0, BrushForm.DISC)
    end = {AXIAL: (0, 9, 100), SAGITTAL: (0, 9, 120), CORONAL: (9, 0, 120)}[kind]
    reader.drag(erase(), reader.px((0, 0, 100), kind), reader.px(end, kind), kind=kind)
    _, erased = corrected(reader)
    assert len(erased) > 20
    assert set(erased[:, across]) == {reader.geometry.centre[across]}


def test_a_fast_stroke_has_no_gaps(reader):
    reader.brush = Brush(4.0, BrushForm.DISC)
    reader.drag(erase(), reader.px((0, 0, 60), SAGITTAL), reader.px((0, 0, 140), SAGITTAL), kind=SAGITTAL)
    _, erased = corrected(reader)
    assert set(erased[:, 2]) >= set(range(60, 141))


def test_a_stroke_is_previewed_and_lands_as_one_edit(reader):
    tool = erase()
    reader.send(tool, Phase.PRESS, reader.px((0, 0, 100)))
    first = reader.preview
    reader.send(tool, Phase.MOVE, reader.px((0, 4, 100)))
    reader.send(tool, Phase.MOVE, reader.px((3, 4, 100)))
    assert first.correction.erased.count < reader.preview.correction.erased.count
    assert reader.case.correction == SacCorrection()
    shown = reader.preview
    reader.send(tool, Phase.RELEASE, reader.px((3, 4, 100)))
    assert reader.titles == ["Erase sac"]
    assert reader.case == shown


def test_painting_over_what_was_erased_takes_that_back(reader):
    before = reader.case
    reader.click(erase(), reader.px((0, 0, 100)))
    assert reader.case != before
    reader.click(paint(), reader.px((0, 0, 100)))
    assert reader.case == before


@pytest.mark.parametrize("key", [Modifier.CONTROL, Modifier.ALT])
def test_a_key_held_at_the_press_does_the_opposite(reader, key):
    reader.drag(paint(), reader.px((0, 0, 100)), reader.px((0, 3, 100)), modifiers=key)
    assert reader.titles == ["Erase sac"]
    reader.drag(erase(), reader.px((12, 0, 100)), reader.px((13, 0, 100)), modifiers=key)
    assert reader.titles == ["Erase sac", "Paint sac"]


def test_the_measured_sac_is_what_the_correction_makes_of_it(reader):
    reader.click(erase(), reader.px((0, 0, 100)))
    reader.click(paint(), reader.px((12, 0, 100)))
    after = with_correction(reader.sac, reader.geometry.shape, reader.case.correction)
    there = after.geometry.nearest_voxel
    assert not after.mask[there((0, 0, 100))]
    assert after.mask[there((12, 0, 100))]
    assert after.mask[there((0, 0, 110))]
    assert (after.mask != reader.sac.mask).sum() == 246


def test_before_anything_is_measured_the_reader_is_told(desk):
    desk.click(paint(), desk.px((0, 0, 100)))
    assert desk.refusal.message == "The sac has not been measured yet."


def test_far_from_the_sac_the_reader_is_told(reader):
    outcome = reader.send(paint(), Phase.PRESS, reader.px((80, 0, 100)))
    assert isinstance(outcome, Refused)
    assert "far" in reader.refusal.message
    assert reader.preview is None
    reader.send(paint(), Phase.RELEASE, reader.px((80, 0, 100)))
    assert reader.case.correction == SacCorrection()


def test_a_stroke_that_leaves_the_box_is_cut_at_its_border(reader):
    reader.drag(paint(), reader.px((20, 0, 100)), reader.px((90, 0, 100)))
    painted, _ = corrected(reader)
    right = reader.sac.geometry.corners[-1][0]
    assert painted[:, 0].max() == right


def test_other_buttons_and_hovering_correct_nothing(reader):
    assert isinstance(reader.send(paint(), Phase.HOVER, reader.px((12, 0, 100))), Nothing)
    reader.click(paint(), reader.px((12, 0, 100)), button=Button.MIDDLE)
    assert reader.case.correction == SacCorrection()


def test_leaving_the_tool_drops_the_stroke(reader):
    tool = paint()
    reader.send(tool, Phase.PRESS, reader.px((12, 0, 100)))
    assert tool.cancel() == Preview(None)
    assert isinstance(reader.send(tool, Phase.RELEASE, reader.px((12, 0, 100))), Nothing)


class TestOnlyInContrast:
    @pytest.fixture
    def lit(self, reader):
        """Contrast of 1000 HU right of the middle, air left of it, bone of 2500 HU beyond 14 mm."""
        hu = np.full(reader.geometry.shape, -1000, np.int16)
        x = np.arange(201) - 100
        hu[:, :, x > 0] = 1000
        hu[:, :, x > 14] = 2500
        hu.flags.writeable = False
        reader.volume = Volume(reader.geometry, hu)
        field = np.zeros((2, 2, 2), np.int16)
        field.flags.writeable = False
        flags = ~field.astype(bool)
        flags.flags.writeable = False
        small = attrs.evolve(reader.geometry, shape=(2, 2, 2))
        column = ContrastColumn(ContrastEstimate(1000, 40, 520), (0, 0, 0), flags, small, field)
        sections = StraightCanal((0.0, 0.0, 170.0), 140).sections()
        # Bright about z 100, half as bright further down, nothing known above.
        csf_hu = np.where(sections.arc_mm < 110, 1000.0, 400.0)
        csf_hu[sections.arc_mm < 40] = np.nan
        sections = attrs.evolve(sections, csf_hu=csf_hu)
        reader.analysis = Analysis(None, "", 1000, None, None, sections, (), (), (), (), column, {})
        reader.brush = attrs.evolve(reader.brush, in_contrast=True)
        return reader

    def test_only_what_is_as_bright_is_painted(self, lit):
        lit.drag(paint(), lit.px((-14, 0, 100)), lit.px((18, 0, 100)))
        painted, _ = corrected(lit)
        assert painted[:, 0].min() > RADIUS_MM - 3
        assert painted[:, 0].max() == 14

    def test_where_nothing_is_the_reader_is_told(self, lit):
        lit.click(paint(), lit.px((-14, 0, 100)))
        assert "bright" in lit.refusal.message

    def test_the_contrast_is_that_of_the_section_beside(self, lit):
        lit.click(paint(), lit.px((12, 0, 150), SAGITTAL), kind=SAGITTAL)
        assert lit.titles == [], "in the plane of the middle there is no contrast"
        lit.display = attrs.evolve(lit.display, crosshair=(12.0, 0.0, 100.0))
        lit.click(paint(), lit.px((12, 0, 150), SAGITTAL), kind=SAGITTAL)
        assert lit.titles == ["Paint sac"], "nothing is known there: as bright as all of it"
        lit.click(paint(), lit.px((12, 0, 50), SAGITTAL), kind=SAGITTAL)
        assert lit.titles == ["Paint sac"], "1000 HU is too bright where the contrast has 400"

    def test_erasing_spares_nothing(self, lit):
        lit.click(erase(), lit.px((-4, 0, 100)))
        assert lit.titles == ["Erase sac"]


class TestTheBrushAtThePointer:
    def shapes(self, reader, tool, at=(12, 0, 100), kind=AXIAL, **how):
        reader.send(tool, Phase.HOVER, reader.px(at, kind), kind=kind, **how)
        return {one: tool.drawn(reader.view(one)) for one in PlaneKind}

    def test_a_ball_is_a_circle_in_every_plane_that_cuts_it(self, reader):
        drawn = self.shapes(reader, paint(), (0, 2, 100))
        (circle, *sign) = drawn[AXIAL]
        assert isinstance(circle, EllipseShape)
        assert circle.radius_x_px == pytest.approx(3.0 / reader.view().mm_per_px)
        assert circle.role is Role.PAINTED
        assert len(sign) == 2, "a plus"
        (beside,) = drawn[CORONAL]
        assert beside.radius_x_px == pytest.approx((9 - 4) ** 0.5 / reader.view().mm_per_px)
        assert drawn[SAGITTAL][0].radius_x_px == pytest.approx(circle.radius_x_px)

    def test_a_plane_that_misses_it_shows_nothing(self, reader):
        assert self.shapes(reader, paint(), (12, 0, 100))[SAGITTAL] == ()

    def test_a_disc_is_a_line_where_another_plane_crosses_it(self, reader):
        reader.brush = Brush(10.0, BrushForm.DISC)
        drawn = self.shapes(reader, paint(), (0, 3, 100))
        (line,) = drawn[CORONAL]
        assert isinstance(line, Line)
        ends = sorted(reader.view(CORONAL).to_lps(*end)[0] for end in (line.start, line.end))
        assert ends == pytest.approx([-4, 4])
        assert reader.view(CORONAL).to_lps(*line.start)[2] == pytest.approx(100)

    def test_erasing_is_dashed_with_a_minus(self, reader):
        circle, *sign = self.shapes(reader, erase())[AXIAL]
        assert circle.dashed
        assert len(sign) == 1
        circle, *_ = self.shapes(reader, paint(), modifiers=Modifier.CONTROL)[AXIAL]
        assert circle.role is Role.ERASED

    def test_it_goes_with_the_pointer(self, reader):
        tool = paint()
        assert self.shapes(reader, tool)[AXIAL]
        tool.leave()
        assert tool.drawn(reader.view()) == ()


class TestItsSize:
    def test_the_wheel_with_shift_resizes_it(self, reader):
        hands = Hands()
        hands.use(ToolId.PAINT)
        reader.wheel(hands, 1, modifiers=Modifier.SHIFT)
        assert reader.brush.diameter_mm == 7.0
        reader.wheel(hands, -2, modifiers=Modifier.SHIFT)
        assert reader.brush.diameter_mm == 5.0
        assert reader.display.axial.slab_mm == 0

    def test_with_the_knife_it_cuts_deeper(self, reader):
        hands = Hands()
        hands.use(ToolId.CUT)
        reader.wheel(hands, 3, modifiers=Modifier.SHIFT)
        assert reader.brush.cut_reach_mm == 18.0

    def test_with_another_tool_it_is_the_slab(self, reader):
        reader.wheel(Hands(), 1, modifiers=Modifier.SHIFT)
        assert reader.display.axial.slab_mm == 1.0
        assert reader.brush == Brush()

    def test_steps_there_and_back_meet_again(self):
        sizes = brush_sizes()
        assert sizes[0] == 0.5
        assert sizes[-1] == 60.0
        assert all(Brush(size).resized(1).resized(-1).diameter_mm == size for size in sizes[:-1])
        assert Brush(60.0).resized(5).diameter_mm == 60.0
        assert Brush(0.5).resized(-3).diameter_mm == 0.5


@pytest.mark.parametrize(
    "axes",
    [((-1, 0, 0), (0, 1, 0), (0, 0, -1)), ((0, -1, 0), (1, 0, 0), (0, 0, 1))],
    ids=["feet first", "turned"],
)
def test_the_same_place_of_the_patient_is_painted_however_the_volume_lies(reader, axes):
    spacing = (1.0, 1.0, 2.0)
    flat = VolumeGeometry((101, 201, 201), (0.0, 0.0, 0.0), axes, spacing)
    middle = flat.centre
    grid = attrs.evolve(flat, origin=(-middle[0], -middle[1], 100 - middle[2]))
    mask = np.zeros(grid.shape, bool)
    mask.flags.writeable = False
    reader.geometry, reader.volume = grid, Volume(grid, np.broadcast_to(np.int16(0), grid.shape))
    reader.sac = attrs.evolve(reader.sac, offset_kji=(0, 0, 0), mask=mask, geometry=grid)
    reader.click(paint(), reader.px((12, -5, 100)))
    painted, _ = corrected(reader)
    assert painted.mean(axis=0) == pytest.approx((12, -5, 100), abs=0.3)
    assert np.linalg.norm(painted - (12, -5, 100), axis=1).max() <= 3.0
