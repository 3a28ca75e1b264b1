import math
from itertools import pairwise

import attrs
import pytest

from viewer.model.annotation import Angle, Arrow, Distance, Ellipse, NoRegion, RegionStatistics
from viewer.model.case import Case
from viewer.model.display import Display
from viewer.model.finding import CompressionMark, Severity, Side
from viewer.model.geometry import VolumeGeometry
from viewer.model.labels import LevelLabel
from viewer.model.overlay.overlay import overlay
from viewer.model.overlay.overlay_shapes import (
    Anchor,
    Dot,
    EllipseShape,
    Line,
    Polyline,
    Role,
    Symbol,
    Target,
    TargetKind,
    Text,
)
from viewer.model.plane import PlaneKind
from viewer.model.resolve import resolve_pane
from viewer.model.spine import Level

# 200 mm cube around (0, 0, 100); a pane of 408 px shows it at 0.5 mm a pixel.
GRID = VolumeGeometry(
    (200, 200, 200), (-99.5, -99.5, 0.5), ((1, 0, 0), (0, 1, 0), (0, 0, 1)), (1.0, 1.0, 1.0)
)
SIDE_PX = 408
CENTRE = (0.5, 0.5, 100.5)
AXIAL, SAGITTAL, CORONAL = PlaneKind.AXIAL, PlaneKind.SAGITTAL, PlaneKind.CORONAL
L4_5, L2_3 = Level("L4/L5"), Level("L2/L3")
TWO_LABELS = (LevelLabel(L4_5, (0.5, 0.5, 60.5)), LevelLabel(L2_3, (0.5, 0.5, 135.5)))


def view_of(kind, display=None):
    return resolve_pane(display or Display(crosshair=CENTRE), kind, GRID, SIDE_PX, SIDE_PX)


def drawn(kind, case=None, display=None, **more):
    display = display or Display(crosshair=CENTRE)
    return overlay(case or Case(), display, view_of(kind, display), GRID, **more)


def with_role(shapes, role, form=None):
    return [one for one in shapes if one.role is role and (form is None or isinstance(one, form))]


def texts(shapes):
    return [one.text for one in shapes if isinstance(one, Text)]


class TestReferenceLines:
    def test_the_other_planes_are_lines_through_the_crosshair_with_a_gap(self):
        shapes = drawn(AXIAL)
        x, y = view_of(AXIAL).to_px(CENTRE)
        sagittal = with_role(shapes, Role.CROSSHAIR_SAGITTAL, Line)
        assert [point[0] for one in sagittal for point in (one.start, one.end)] == pytest.approx([x] * 4)
        ends = sorted(round(point[1], 6) for one in sagittal for point in (one.start, one.end))
        assert ends == pytest.approx([0, y - 14, y + 14, SIDE_PX])
        coronal = with_role(shapes, Role.CROSSHAIR_CORONAL, Line)
        assert [point[1] for one in coronal for point in (one.start, one.end)] == pytest.approx([y] * 4)
        assert not with_role(shapes, Role.CROSSHAIR_AXIAL)

    def test_a_slab_shows_its_borders_dashed_in_true_width(self):
        display = Display(crosshair=CENTRE)
        display = display.with_pane(SAGITTAL, attrs.evolve(display.sagittal, slab_mm=20.0))
        x, _ = view_of(AXIAL, display).to_px(CENTRE)
        borders = [one for one in drawn(AXIAL, display=display) if isinstance(one, Line) and one.dashed]
        assert sorted(one.start[0] for one in borders) == pytest.approx([x - 20, x + 20])

    def test_a_turned_plane_is_a_turned_line(self):
        display = Display(crosshair=CENTRE)
        plane = display.sagittal.plane(CENTRE).turned((0.0, 0.0, 1.0), 30)
        turned = attrs.evolve(display.sagittal, right=plane.right, down=plane.down)
        lines = with_role(
            drawn(AXIAL, display=display.with_pane(SAGITTAL, turned)), Role.CROSSHAIR_SAGITTAL, Line
        )
        for one in lines:
            bearing = math.degrees(math.atan2(one.end[1] - one.start[1], one.end[0] - one.start[0]))
            assert bearing % 180 == pytest.approx(120)

    def test_each_line_has_two_handles_that_turn_its_plane(self):
        handles = [one for one in drawn(AXIAL) if isinstance(one, Dot)]
        x, y = view_of(AXIAL).to_px(CENTRE)
        reach = 0.35 * SIDE_PX
        places = {
            (one.target.target_id, round(one.centre[0] - x), round(one.centre[1] - y)) for one in handles
        }
        reach = round(reach)
        assert places == {
            ("sagittal", 0, reach),
            ("sagittal", 0, -reach),
            ("coronal", reach, 0),
            ("coronal", -reach, 0),
        }
        assert all(one.target.kind is TargetKind.TURN for one in handles)

    def test_handles_stay_inside_the_pane(self):
        display = Display(crosshair=(90.5, -90.5, 100.5))
        for one in drawn(AXIAL, display=display):
            if isinstance(one, Dot):
                assert 0 < one.centre[0] < SIDE_PX
                assert 0 < one.centre[1] < SIDE_PX

    def test_hiding_the_crosshair_hides_lines_and_handles(self):
        display = Display(crosshair=CENTRE, crosshair_shown=False)
        assert {one.role for one in drawn(AXIAL, display=display)} == {Role.LETTER, Role.SCALE}


class TestFrame:
    def test_an_oblique_plane_has_letters_of_both_sides(self):
        display = Display(crosshair=CENTRE)
        plane = display.axial.plane(CENTRE).turned((1.0, 0.0, 0.0), 30)
        oblique = display.with_pane(AXIAL, attrs.evolve(display.axial, right=plane.right, down=plane.down))
        letters = {one.anchor: one.text for one in with_role(drawn(AXIAL, display=oblique), Role.LETTER)}
        assert letters == {Anchor.LEFT: "R", Anchor.RIGHT: "L", Anchor.TOP: "AF", Anchor.BOTTOM: "PH"}

    def test_the_scale_bar_is_as_long_as_it_says(self):
        bar, *ticks = with_role(drawn(AXIAL), Role.SCALE, Line)
        assert texts(with_role(drawn(AXIAL), Role.SCALE)) == ["50 mm"]
        assert bar.end[0] - bar.start[0] == pytest.approx(100)
        assert len(ticks) == 6

    @pytest.mark.parametrize(("zoom", "words"), [(0.2, "100 mm"), (4, "10 mm"), (8, "5 mm"), (40, "1 mm")])
    def test_the_scale_bar_keeps_a_round_length_at_every_zoom(self, zoom, words):
        display = Display(crosshair=CENTRE)
        display = display.with_pane(AXIAL, attrs.evolve(display.axial, zoom=zoom))
        assert words in texts(drawn(AXIAL, display=display))


class TestLevels:
    def test_a_placed_level_is_solid_and_an_interpolated_one_hollow_with_a_question_mark(self):
        shapes = drawn(SAGITTAL, Case(labels=TWO_LABELS))
        placed = with_role(shapes, Role.LABEL, Dot)
        assert [one.filled for one in placed] == [True, True]
        assert {"L4/5", "L2/3"} <= set(texts(with_role(shapes, Role.LABEL)))
        unconfirmed = with_role(shapes, Role.LABEL_UNCONFIRMED, Dot)
        assert unconfirmed
        assert not any(one.filled for one in unconfirmed)
        assert "L3/4?" in texts(with_role(shapes, Role.LABEL_UNCONFIRMED))

    def test_extrapolated_levels_are_dashed(self):
        shapes = with_role(drawn(SAGITTAL, Case(labels=TWO_LABELS)), Role.LABEL_UNCONFIRMED, Dot)
        dashed = {one.target.target_id: one.dashed for one in shapes}
        assert dashed["L3/L4"] is False
        assert dashed["L1/L2"] is True

    def test_a_label_lies_on_its_pixel(self):
        shapes = drawn(SAGITTAL, Case(labels=TWO_LABELS))
        dot = next(one for one in with_role(shapes, Role.LABEL, Dot) if one.target.target_id == "L4/L5")
        assert dot.centre == pytest.approx(view_of(SAGITTAL).to_px((0.5, 0.5, 60.5)))
        assert dot.centre[1] == pytest.approx(204 + (100 - 60.5) / 0.5)

    def test_sagittal_planes_show_labels_up_to_12_mm_away(self):
        for x, seen in ((12.0, True), (14.5, False)):
            display = Display(crosshair=(x, 0.5, 100.5))
            assert ("L4/5" in texts(drawn(SAGITTAL, Case(labels=TWO_LABELS), display))) is seen

    def test_an_axial_plane_names_the_one_level_it_cuts(self):
        case = Case(labels=TWO_LABELS)
        for z, names in ((60.5, ["L4/5"]), (63.5, ["L4/5"]), (98.5, ["L3/4?"])):
            shapes = drawn(AXIAL, case, Display(crosshair=(0.5, 0.5, z)))
            found = [
                one.text for one in shapes if isinstance(one, Text) and one.role.value.startswith("label")
            ]
            assert found == names

    def test_labels_too_close_to_read_give_way_to_placed_ones_and_discs(self):
        display = Display(crosshair=CENTRE)
        display = display.with_pane(SAGITTAL, attrs.evolve(display.sagittal, zoom=0.4))
        shapes = drawn(SAGITTAL, Case(labels=TWO_LABELS), display)
        heights = sorted(
            one.centre[1] for one in shapes if isinstance(one, Dot) and one.role.value.startswith("label")
        )
        assert min(b - a for a, b in pairwise(heights)) >= 15.9
        assert {"L4/5", "L2/3"} <= set(texts(shapes))

    def test_the_selected_label_has_a_ring(self):
        assert with_role(drawn(SAGITTAL, Case(labels=TWO_LABELS), selection="L4/L5"), Role.SELECTED, Dot)


class TestMarks:
    mark = CompressionMark("m1", (0.5, 0.5, 60.5), severity=Severity.SEVERE, side=Side.RIGHT)

    def at_mark(self, offset=0.0):
        return Display(crosshair=(0.5 + offset, 0.5, 60.5))

    @pytest.mark.parametrize("kind", list(PlaneKind))
    def test_every_pane_that_holds_the_point_shows_symbol_level_and_side(self, kind):
        shapes = drawn(kind, Case(labels=TWO_LABELS, marks=(self.mark,)), self.at_mark())
        (dot,) = with_role(shapes, Role.MARK, Dot)
        assert (dot.symbol, dot.filled, dot.opacity) == (Symbol.SQUARE, True, 1.0)
        assert dot.centre == pytest.approx(view_of(kind, self.at_mark()).to_px(self.mark.point))
        assert dot.fill_opacity < 0.5
        assert "L4/5 right" in texts(shapes)

    def test_an_unconfirmed_level_shows_its_question_mark(self):
        between = attrs.evolve(self.mark, point=(0.5, 0.5, 98.5), side=Side.CENTRAL)
        shapes = drawn(SAGITTAL, Case(labels=TWO_LABELS, marks=(between,)), self.at_mark())
        assert "L3/4?" in texts(with_role(shapes, Role.MARK))

    @pytest.mark.parametrize(("offset_mm", "opacities"), [(0, [1.0]), (3, [0.6]), (6, [])])
    def test_a_mark_fades_with_the_distance_of_the_plane(self, offset_mm, opacities):
        shapes = drawn(SAGITTAL, Case(marks=(self.mark,)), self.at_mark(offset_mm))
        assert [one.opacity for one in with_role(shapes, Role.MARK, Dot)] == opacities

    def test_every_severity_is_told_apart_without_colour(self):
        seen = set()
        for severity in (None, *Severity):
            case = Case(marks=(attrs.evolve(self.mark, severity=severity),))
            (dot,) = with_role(drawn(SAGITTAL, case, self.at_mark()), Role.MARK, Dot)
            seen.add((dot.symbol, dot.filled))
        assert len(seen) == len(Severity) + 1

    def test_in_a_sagittal_plane_words_keep_off_the_canal_levels_in_front_and_marks_behind(self):
        shapes = drawn(SAGITTAL, Case(labels=TWO_LABELS, marks=(self.mark,)), self.at_mark())
        x, _ = view_of(SAGITTAL, self.at_mark()).to_px(self.mark.point)
        level = next(one for one in with_role(shapes, Role.LABEL, Text) if one.text == "L4/5")
        (mark,) = with_role(shapes, Role.MARK, Text)
        assert (level.anchor, mark.anchor) == (Anchor.RIGHT, Anchor.LEFT)
        assert level.at[0] < x < mark.at[0]

    @pytest.mark.parametrize("kind", list(PlaneKind))
    @pytest.mark.parametrize(("zoom", "away_px"), [(0.2, 12), (1, 28), (2, 56), (8, 90)])
    def test_the_words_of_a_mark_keep_off_the_sac(self, kind, zoom, away_px):
        display = self.at_mark()
        display = display.with_pane(kind, attrs.evolve(display.pane(kind), zoom=zoom))
        shapes = drawn(kind, Case(marks=(self.mark,)), display)
        (dot,), (words,) = with_role(shapes, Role.MARK, Dot), with_role(shapes, Role.MARK, Text)
        assert abs(words.at[0] - dot.centre[0]) == pytest.approx(away_px)
        assert words.at[1] == dot.centre[1]

    @pytest.mark.parametrize("kind", [AXIAL, CORONAL])
    @pytest.mark.parametrize("to_left", [1.0, -1.0], ids=["as usual", "seen from the other side"])
    @pytest.mark.parametrize("side", [Side.RIGHT, Side.LEFT])
    def test_the_words_of_a_mark_stand_on_the_side_of_the_patient_that_they_name(self, kind, to_left, side):
        display = self.at_mark()
        seen = attrs.evolve(display.pane(kind), right=(to_left, 0.0, 0.0))
        case = Case(marks=(attrs.evolve(self.mark, side=side),))
        display = display.with_pane(kind, seen)
        (words,) = with_role(drawn(kind, case, display), Role.MARK, Text)
        x_mm, *_ = view_of(kind, display).to_lps(*words.at)
        assert (x_mm > self.mark.point[0]) == (side is Side.LEFT)

    def test_hidden_overlays_leave_the_sides_and_the_scale(self):
        display = attrs.evolve(self.at_mark(), overlays_shown=False, crosshair_shown=False)
        shapes = drawn(SAGITTAL, Case(labels=TWO_LABELS, marks=(self.mark,)), display)
        assert {one.role for one in shapes} == {Role.LETTER, Role.SCALE}


class TestAnnotations:
    plane = Display().axial.plane(CENTRE)

    def test_a_distance_shows_its_length_to_a_tenth_of_a_millimetre(self):
        one = Distance("a1", self.plane, (0.5, 0.5, 100.5), (30.5, 40.5, 100.5))
        shapes = with_role(drawn(AXIAL, Case(annotations=(one,))), Role.ANNOTATION)
        (line,) = [shape for shape in shapes if isinstance(shape, Line)]
        assert line.start == pytest.approx(view_of(AXIAL).to_px(one.start))
        assert line.end == pytest.approx(view_of(AXIAL).to_px(one.end))
        assert texts(shapes) == ["50.0 mm"]

    def test_an_angle_shows_degrees_and_an_arc(self):
        one = Angle("a1", self.plane, (40.5, 0.5, 100.5), (0.5, 0.5, 100.5), (0.5, 40.5, 100.5))
        shapes = with_role(drawn(AXIAL, Case(annotations=(one,))), Role.ANNOTATION)
        assert texts(shapes) == ["90.0°"]
        (arc,) = [shape for shape in shapes if isinstance(shape, Polyline)]
        x, y = view_of(AXIAL).to_px(one.vertex)
        assert arc.points[0] == pytest.approx((x + 16, y))
        assert arc.points[-1] == pytest.approx((x, y + 16))

    def test_an_ellipse_shows_the_statistics_it_is_given(self):
        one = Ellipse("a1", self.plane, (10.5, 0.5, 100.5), 10.0, 5.0)
        regions = {"a1": RegionStatistics(512.4, 20.2, 430, 601, 157.08, 157)}
        shapes = with_role(drawn(AXIAL, Case(annotations=(one,)), regions=regions), Role.ANNOTATION)
        assert texts(shapes) == ["Mean 512  SD 20 HU\nMin 430  Max 601 HU\n157.1 mm²"]
        (outline,) = [shape for shape in shapes if isinstance(shape, EllipseShape)]
        assert outline.centre == pytest.approx(view_of(AXIAL).to_px(one.centre))
        assert (outline.radius_x_px, outline.radius_y_px) == pytest.approx((20, 10))
        assert outline.angle_deg == pytest.approx(0)

    def test_an_ellipse_outside_says_so_and_one_not_measured_yet_has_its_area(self):
        one = Ellipse("a1", self.plane, CENTRE, 10.0, 5.0)
        outside = {"a1": NoRegion("Outside the image")}
        assert "Outside the image\n157.1 mm²" in texts(
            drawn(AXIAL, Case(annotations=(one,)), regions=outside)
        )
        assert "157.1 mm²" in texts(drawn(AXIAL, Case(annotations=(one,))))

    def test_an_arrow_points_at_its_tip_with_the_text_at_its_tail(self):
        one = Arrow("a1", self.plane, (0.5, 0.5, 100.5), (30.5, 0.5, 100.5), "osteophyte")
        shapes = with_role(drawn(AXIAL, Case(annotations=(one,))), Role.ANNOTATION)
        (head,) = [shape for shape in shapes if isinstance(shape, Polyline)]
        assert head.points[0] == pytest.approx(view_of(AXIAL).to_px(one.tip))
        (text,) = [shape for shape in shapes if isinstance(shape, Text)]
        assert (text.text, text.anchor) == ("osteophyte", Anchor.LEFT)
        assert text.at[0] > view_of(AXIAL).to_px(one.tail)[0]

    @pytest.mark.parametrize(
        ("kind", "z", "seen"), [(AXIAL, 100.5, True), (AXIAL, 101.5, False), (SAGITTAL, 100.5, False)]
    )
    def test_an_annotation_shows_only_in_its_own_plane(self, kind, z, seen):
        one = Distance("a1", self.plane, CENTRE, (30.5, 0.5, 100.5))
        shapes = drawn(kind, Case(annotations=(one,)), Display(crosshair=(0.5, 0.5, z)))
        assert bool(with_role(shapes, Role.ANNOTATION)) is seen

    def test_the_selected_one_changes_its_role_and_the_hovered_one_its_width(self):
        one = Distance("a1", self.plane, CENTRE, (30.5, 0.5, 100.5))
        case = Case(annotations=(one,))
        assert with_role(drawn(AXIAL, case, selection="a1"), Role.SELECTED, Line)
        hovered = drawn(AXIAL, case, hover=Target(TargetKind.ANNOTATION, "a1", "end"))
        assert [line.width_px for line in with_role(hovered, Role.ANNOTATION, Line)] == [2.0]
