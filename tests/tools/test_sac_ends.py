"""Dragging where the sac begins and ends, found levels that become a reader's, and shifting their numbering."""

import attrs
import pytest

from tests.straight_canal import StraightCanal
from viewer.errors import ViewerError
from viewer.model.analysis import Analysis
from viewer.model.case import Case
from viewer.model.correction import SacCorrection, SacEnd
from viewer.model.found_level import FoundLevel, LevelSource
from viewer.model.labels import LevelLabel
from viewer.model.overlay.overlay_sac import end_place
from viewer.model.overlay.overlay_shapes import Target, TargetKind
from viewer.model.plane import PlaneKind
from viewer.model.spine import Level, LevelKind
from viewer.tools.crosshair import CrosshairTool
from viewer.tools.hit import target_under
from viewer.tools.level import LevelTool
from viewer.tools.outcome import AskLevel, Edit, Select
from viewer.tools.renumbering import can_shift, shifted_numbering
from viewer.tools.sac_ends import with_end

AXIAL, SAGITTAL, CORONAL = PlaneKind.AXIAL, PlaneKind.SAGITTAL, PlaneKind.CORONAL
CANAL = StraightCanal((0.0, 10.0, 180.0), 150)
SECTIONS = CANAL.sections()


def found(name, ordinal, z, kind=LevelKind.DISC):
    return FoundLevel(name, kind, ordinal, (0.0, -20.0, z), 180.0 - z, LevelSource.AUTO, 0.8)


LEVELS = (
    found("L1/L2", 1, 150.0),
    found("L2", 2, 132.0, LevelKind.VERTEBRA),
    found("L2/L3", 3, 114.0),
    found("L3/L4", 5, 78.0),
)


def analysis_of(levels=LEVELS, sections=SECTIONS):
    return Analysis(None, "", 600, None, (0, 150), sections, levels, (), (), (), None, {})


@pytest.fixture
def reader(desk):
    desk.analysis = analysis_of()
    return desk


class TestEnds:
    def test_the_beginning_is_dragged_down_the_canal(self, reader):
        tool = CrosshairTool()
        reader.drag(
            tool, reader.px((0, 10, 180), SAGITTAL), reader.px((0, 14, 150.2), SAGITTAL), kind=SAGITTAL
        )
        assert reader.titles == ["Move the beginning of the sac"]
        assert reader.case.correction == SacCorrection(cranial_end=pytest.approx((0, 10, 150)))
        assert reader.selection == ""

    def test_the_end_is_dragged_beyond_where_it_was_measured(self, reader):
        tool = CrosshairTool()
        # Away from the lines of the other planes and their handles.
        reader.display = attrs.evolve(reader.display, crosshair=(40.0, 0.0, 100.0))
        reader.drag(tool, reader.px((0, 10, 30), CORONAL), reader.px((2, 10, 12), CORONAL), kind=CORONAL)
        assert reader.titles == ["Move the end of the sac"]
        assert reader.case.correction.caudal_end == pytest.approx((2, 10, 12))

    def test_the_drag_is_previewed(self, reader):
        from viewer.tools.events import Phase

        tool = CrosshairTool()
        reader.send(tool, Phase.PRESS, reader.px((0, 10, 180), SAGITTAL), SAGITTAL)
        reader.send(tool, Phase.MOVE, reader.px((0, 10, 160), SAGITTAL), SAGITTAL)
        assert reader.preview.correction.cranial_end == pytest.approx((0, 10, 160))
        assert not reader.case.correction

    def test_a_click_on_an_end_goes_there_and_edits_nothing(self, reader):
        outcome = reader.click(CrosshairTool(), reader.px((0, 10, 180), SAGITTAL), kind=SAGITTAL)
        assert isinstance(outcome, Select)
        assert reader.display.crosshair == pytest.approx((0, 10, 180))
        assert reader.titles == []

    def test_the_ends_cannot_pass_each_other(self, reader):
        tool = CrosshairTool()
        at = reader.px((0, 10, 180), SAGITTAL)
        reader.drag(tool, at, reader.px((0, 10, 20), SAGITTAL), kind=SAGITTAL)
        assert reader.refusal.message == "The sac would end before it begins."
        assert not reader.case.correction

    def test_a_place_far_off_the_canal_is_taken_as_it_is(self):
        case = with_end(Case(), SacEnd.CAUDAL, (0.0, 40.0, 100.0), SECTIONS)
        assert case.correction.caudal_end == (0.0, 40.0, 100.0)

    def test_nothing_can_be_moved_before_it_is_measured(self):
        with pytest.raises(ViewerError, match="not been measured"):
            with_end(Case(), SacEnd.CAUDAL, (0.0, 0.0, 100.0), None)

    def test_a_moved_end_is_where_the_reader_put_it(self):
        correction = SacCorrection(cranial_end=(1.0, 2.0, 3.0))
        assert end_place(correction, SECTIONS, SacEnd.CRANIAL) == (1.0, 2.0, 3.0)
        assert end_place(correction, SECTIONS, SacEnd.CAUDAL) == pytest.approx((0, 10, 30))
        assert end_place(correction, None, SacEnd.CAUDAL) is None

    def test_other_panes_and_places_show_no_end(self, reader):
        x, y = reader.px((0, 10, 180))
        assert target_under(reader.view(), x, y, reader.context) is None


class TestFoundLevels:
    def test_one_is_taken_hold_of_in_a_pane(self, reader):
        x, y = reader.px((0, -20, 114), SAGITTAL)
        assert target_under(reader.view(SAGITTAL), x, y, reader.context) == Target(TargetKind.LABEL, "L2/L3")

    def test_a_drag_makes_it_the_readers(self, reader):
        start, end = reader.px((0, -20, 114), SAGITTAL), reader.px((0, -18, 110), SAGITTAL)
        reader.drag(CrosshairTool(), start, end, kind=SAGITTAL)
        assert reader.titles == ["Place level L2/3"]
        assert reader.case.labels == (LevelLabel(Level("L2/L3"), pytest.approx((0, -18, 110))),)

    def test_a_double_click_renames_it_and_all_others_follow(self, reader):
        outcome = reader.double_click(CrosshairTool(), reader.px((0, -20, 114), SAGITTAL), kind=SAGITTAL)
        assert isinstance(outcome, AskLevel)
        reader.answer(Level("L3/L4"))
        assert reader.case.labels == (LevelLabel(Level("L3/L4"), (0, -20, 114)),)
        x, y = reader.px((0, -20, 78), SAGITTAL)
        assert target_under(reader.view(SAGITTAL), x, y, reader.context).target_id == "L4/L5"

    def test_a_click_with_the_level_tool_confirms_it_in_its_own_place(self, reader):
        reader.display = attrs.evolve(reader.display, crosshair=(4.0, 0.0, 100.0))
        reader.click(LevelTool(), reader.px((0, -20, 114), SAGITTAL), kind=SAGITTAL)
        assert reader.case.labels == (LevelLabel(Level("L2/L3"), (0, -20, 114)),)


class TestNumbering:
    def test_without_labels_the_nearest_level_found_becomes_one(self):
        edit = shifted_numbering(Case(), analysis_of(), 1, (0.0, 0.0, 80.0))
        assert isinstance(edit, Edit)
        assert edit.title == "Shift numbering down"
        assert edit.case.labels == (LevelLabel(Level("L4/L5"), (0, -20, 78)),)

    def test_with_labels_all_of_them_are_renamed(self):
        case = Case().with_label(LevelLabel(Level("L2/L3"), (0.0, 0.0, 114.0)))
        edit = shifted_numbering(case, analysis_of(), -1, (0.0, 0.0, 80.0))
        assert edit.title == "Shift numbering up"
        assert [label.level.name for label in edit.case.labels] == ["L1/L2"]

    def test_there_is_nothing_to_shift_where_nothing_is_named(self):
        nameless = analysis_of(tuple(attrs.evolve(one, name=None) for one in LEVELS))
        assert not can_shift(Case(), nameless)
        assert not can_shift(Case(), None)
        assert can_shift(Case(), analysis_of())
        with pytest.raises(ViewerError, match="No level is named"):
            shifted_numbering(Case(), nameless, 1, (0.0, 0.0, 0.0))

    def test_it_stops_at_the_end_of_the_spine(self):
        top = analysis_of((found("C1", 1, 150.0, LevelKind.VERTEBRA),))
        with pytest.raises(ViewerError, match="no level"):
            shifted_numbering(Case(), top, -1, (0.0, 0.0, 0.0))
