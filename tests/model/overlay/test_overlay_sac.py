"""The ends of the sac as brackets in the panes along the canal."""

import attrs
import numpy as np
import pytest

from tests.straight_canal import StraightCanal
from viewer.model.case import Case
from viewer.model.correction import SacCorrection
from viewer.model.display import Display
from viewer.model.geometry import VolumeGeometry
from viewer.model.overlay.overlay_sac import end_shapes
from viewer.model.overlay.overlay_shapes import Dot, Polyline, Target, TargetKind, Text
from viewer.model.plane import PlaneKind
from viewer.model.resolve import resolve_pane
from viewer.model.sections import SectionState

# 200 mm cube about (0, 0, 100); a pane of 408 px shows it at 0.5 mm a pixel.
GRID = VolumeGeometry(
    (200, 200, 200), (-99.5, -99.5, 0.5), ((1, 0, 0), (0, 1, 0), (0, 0, 1)), (1.0, 1.0, 1.0)
)
SECTIONS = StraightCanal(top=(0.0, 20.0, 170.5), length_mm=120).sections()


def view(kind=PlaneKind.SAGITTAL, crosshair=(0.0, 0.0, 100.0)):
    return resolve_pane(Display(crosshair=crosshair), kind, GRID, 408, 408)


def ends(case=None, sections=SECTIONS, **seen):
    return list(end_shapes(case or Case(), sections, view(**seen), named=True))


def test_measured_ends_are_named_only_while_the_sac_is_shown():
    unnamed = list(end_shapes(Case(), SECTIONS, view(), named=False))
    assert len(unnamed) == 4
    assert not any(isinstance(shape, Text) for shape in unnamed)


def test_both_ends_open_towards_the_sac_with_a_handle_in_the_middle():
    upper, handle, words, lower, *_ = ends()
    assert isinstance(upper, Polyline)
    # Across the canal at y 20, z 170.5, its legs running caudally; the sagittal pane looks along y and -z.
    assert [point[0] for point in upper.points] == pytest.approx([266, 266, 222, 222])
    assert upper.points[1][1] == pytest.approx(63)
    assert upper.points[0][1] > upper.points[1][1]
    assert isinstance(handle, Dot)
    assert handle.centre == pytest.approx((244, 63))
    assert upper.target == handle.target == Target(TargetKind.END, "cranial")
    assert words.text == "sac begins"
    assert lower.points[0][1] < lower.points[1][1]
    assert lower.target.target_id == "caudal"


def test_an_end_that_a_reader_moved_is_filled_and_says_so():
    case = Case(correction=SacCorrection(caudal_end=(0.0, 20.0, 80.0)))
    *_, bracket, handle, words = ends(case)
    assert handle.centre == pytest.approx((244, 244))
    assert handle.filled
    assert not bracket.dashed
    assert words.text == "sac ends, moved"


def test_the_words_stand_towards_the_middle_of_the_pane():
    words = next(shape for shape in ends() if isinstance(shape, Text))
    assert words.at[0] < 222
    left = StraightCanal(top=(0.0, -40.0, 170.5), length_mm=120).sections()
    words = next(shape for shape in ends(sections=left) if isinstance(shape, Text))
    assert words.at[0] > 204 - 80 + 22


@pytest.mark.parametrize("seen", [{"kind": PlaneKind.AXIAL}, {"crosshair": (40.0, 0.0, 100.0)}])
def test_planes_across_the_canal_or_far_from_it_show_none(seen):
    assert ends(**seen) == []


def test_they_stand_where_the_sac_was_measured():
    state = (SectionState.NOT_OPACIFIED,) * 20 + (SectionState.OK,) * (len(SECTIONS) - 20)
    upper, *_ = ends(sections=attrs.evolve(SECTIONS, state=state))
    assert upper.points[1][1] == pytest.approx(63 + 40)


def test_without_any_measured_section_there_are_none():
    nothing = attrs.evolve(SECTIONS, state=(SectionState.NOT_OPACIFIED,) * len(SECTIONS))
    assert ends(sections=nothing) == []


def test_a_canal_through_the_pane_gives_no_direction_and_no_bracket():
    across = attrs.evolve(SECTIONS, tangent=np.tile([1.0, 0.0, 0.0], (len(SECTIONS), 1)))
    assert ends(sections=across) == []
