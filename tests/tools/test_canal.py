"""The axial pane across the canal, and the discs in their own planes."""

import attrs
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.straight_canal import StraightCanal
from viewer.errors import ViewerError
from viewer.model.case import Case
from viewer.model.display import Display
from viewer.model.geometry import VolumeGeometry, dot, norm, vec3
from viewer.model.labels import LevelLabel
from viewer.model.plane import PlaneKind
from viewer.model.resolve import resolve_pane
from viewer.model.spine import Level
from viewer.tools import canal as look
from viewer.tools.navigation import nudge, scroll, with_crosshair, zoom_by

GRID = VolumeGeometry(
    (250, 100, 100), (-99.0, -99.0, 0.0), ((1, 0, 0), (0, 1, 0), (0, 0, 1)), (2.0, 2.0, 3.0)
)
LEANING = StraightCanal(lean_deg=20.0, top=(0.0, -80.0, 600.0), length_mm=480)
SECTIONS = LEANING.sections()
AXIAL = PlaneKind.AXIAL


def at(arc_mm):
    return Display(crosshair=LEANING.at(arc_mm))


@given(st.floats(-35, 35), st.integers(5, 300))
def test_the_plane_is_perpendicular_to_the_canal_with_right_on_the_left(lean_deg, arc_mm):
    canal = StraightCanal(lean_deg=lean_deg, length_mm=300, top=(0.0, 0.0, 500.0))
    shown = look.with_canal_plane(Display(crosshair=canal.at(arc_mm)), canal.sections(), GRID)
    plane = shown.axial.plane(shown.crosshair)
    assert abs(dot(plane.normal, vec3(canal.tangent))) == pytest.approx(1)
    assert plane.right[0] > 0.99, "patient right stays on screen left"
    assert plane.down[1] > 0.5, "anterior stays up"
    assert plane.normal[2] > 0, "seen from the feet, as ever"
    assert norm(plane.right) == pytest.approx(norm(plane.down))
    assert dot(plane.right, plane.down) == pytest.approx(0, abs=1e-9)


def test_the_same_key_returns_to_the_reference_plane():
    there = look.toggled_canal_plane(at(100), SECTIONS, GRID)
    assert look.in_canal_plane(there, SECTIONS)
    back = look.toggled_canal_plane(there, SECTIONS, GRID)
    assert not look.in_canal_plane(back, SECTIONS)
    assert back.axial == at(100).axial


def test_home_leaves_it_too():
    there = look.toggled_canal_plane(at(100), SECTIONS, GRID)
    assert not look.in_canal_plane(there.with_view_reset(), SECTIONS)


def test_the_crosshair_stays_where_it_is_on_screen():
    start = zoom_by(at(100), AXIAL, 2.0)
    there = look.toggled_canal_plane(start, SECTIONS, GRID)
    before, after = (resolve_pane(one, AXIAL, GRID, 400, 400) for one in (start, there))
    assert after.to_px(there.crosshair) == pytest.approx(before.to_px(start.crosshair))
    assert there.crosshair == start.crosshair


def test_where_the_canal_was_not_measured_it_says_so():
    with pytest.raises(ViewerError, match="not measured here"):
        look.toggled_canal_plane(Display(crosshair=(0.0, 80.0, 10.0)), SECTIONS, GRID)
    empty = StraightCanal(length_mm=-1).sections()
    with pytest.raises(ViewerError, match="not measured here"):
        look.toggled_canal_plane(at(100), empty, GRID)


def test_a_jump_keeps_the_pane_across_the_canal():
    bent = attrs.evolve(SECTIONS, back=SECTIONS.back.copy(), left=SECTIONS.left.copy())
    bent.back[200:], bent.left[200:] = (0.0, 1.0, 0.0), (1.0, 0.0, 0.0)
    there = look.toggled_canal_plane(at(100), bent, GRID)
    moved = look.moved_along(there, LEANING.at(150), bent, GRID)
    assert moved.axial.down == pytest.approx(tuple(bent.back[150]))
    assert moved.crosshair == GRID.clamp(LEANING.at(150))
    plain = look.moved_along(at(100), LEANING.at(150), bent, GRID)
    assert plain.axial == at(100).axial
    assert look.moved_along(at(100), LEANING.at(150), None, GRID) == plain


def bent():
    """The leaning canal, standing upright from section 200 on."""
    made = attrs.evolve(
        SECTIONS,
        back=SECTIONS.back.copy(),
        left=SECTIONS.left.copy(),
        tangent=SECTIONS.tangent.copy(),
        point=SECTIONS.point.copy(),
    )
    made.back[200:], made.left[200:], made.tangent[200:] = (0.0, 1.0, 0.0), (1.0, 0.0, 0.0), (0.0, 0.0, -1.0)
    made.point[200:] = made.point[200] + np.arange(len(made) - 200)[:, None] * made.tangent[200]
    return made


def wheel(display, sections, steps):
    return look.followed(display, scroll(display, AXIAL, steps, GRID), sections, GRID)


def test_the_wheel_walks_along_the_canal_and_stays_across_it():
    canal = bent()
    shown = look.toggled_canal_plane(at(190), canal, GRID)
    for _ in range(12):
        shown = wheel(shown, canal, 1)
        here = canal.nearest(shown.crosshair)
        assert shown.crosshair == pytest.approx(vec3(canal.point[here]), abs=1e-6)
        assert shown.axial.down == pytest.approx(tuple(canal.back[here]))
    assert here > 200, "past the bend"
    back = wheel(shown, canal, -1)
    assert canal.nearest(back.crosshair) < here


def test_walking_keeps_the_crosshair_beside_the_canal_and_on_its_place_on_screen():
    canal = bent()
    start = look.toggled_canal_plane(zoom_by(at(195), AXIAL, 2.0), canal, GRID)
    aside = nudge(start, AXIAL, 12.0, -5.0, GRID)
    walked = wheel(aside, canal, 10)
    here = canal.nearest(walked.crosshair)
    assert here > 200
    offset = np.array(walked.crosshair) - canal.point[here]
    assert offset == pytest.approx(np.array([12.0, -5.0, 0.0]), abs=1e-6)
    before, after = (resolve_pane(one, AXIAL, GRID, 400, 400) for one in (aside, walked))
    assert after.to_px(walked.crosshair) == pytest.approx(before.to_px(aside.crosshair))


def test_a_crosshair_set_elsewhere_along_the_canal_turns_the_plane_there():
    canal = bent()
    there = look.toggled_canal_plane(at(150), canal, GRID)
    moved = look.followed(there, with_crosshair(there, vec3(canal.point[240]), GRID), canal, GRID)
    assert moved.axial.down == pytest.approx((0.0, 1.0, 0.0))
    assert moved.crosshair == pytest.approx(vec3(canal.point[240]))


def test_within_the_plane_nothing_turns_and_off_the_canal_plane_nothing_follows():
    canal = bent()
    there = look.toggled_canal_plane(at(195), canal, GRID)
    aside = nudge(there, AXIAL, 20.0, 20.0, GRID)
    assert look.followed(there, aside, canal, GRID) == aside
    plain = scroll(at(195), AXIAL, 3, GRID)
    assert look.followed(at(195), plain, canal, GRID) == plain


def test_past_the_ends_the_plane_moves_on_as_any_other():
    there = look.toggled_canal_plane(at(479), SECTIONS, GRID)
    end = wheel(there, SECTIONS, 1)
    beyond = wheel(end, SECTIONS, 2)
    assert dot(norm_of(beyond, end), vec3(LEANING.tangent)) > 0.99
    assert beyond.axial.down == end.axial.down
    back = wheel(beyond, SECTIONS, -2)
    assert SECTIONS.nearest(back.crosshair) in {479, 480}


def norm_of(after, before):
    way = np.array(after.crosshair) - np.array(before.crosshair)
    return tuple(way / np.linalg.norm(way))


def test_steps_go_from_disc_to_disc_and_stop_at_the_last():
    discs = look.disc_sections(Case(), LEANING.levels(), SECTIONS)
    assert discs == (120, 160, 200, 240, 280)
    shown, seen = at(130), []
    for _ in range(6):
        shown = look.stepped_to_disc(shown, discs, 1, SECTIONS, GRID)
        seen.append(SECTIONS.nearest(shown.crosshair))
        assert look.in_canal_plane(shown, SECTIONS)
        assert shown.crosshair == pytest.approx(vec3(SECTIONS.centre[seen[-1]]))
    assert seen == [160, 200, 240, 280, 280, 280]
    back = look.stepped_to_disc(shown, discs, -1, SECTIONS, GRID)
    assert SECTIONS.nearest(back.crosshair) == 240


def test_an_enlarged_pane_brings_the_disc_to_its_middle():
    shown = look.stepped_to_disc(zoom_by(at(130), AXIAL, 3.0), (160,), 1, SECTIONS, GRID)
    view = resolve_pane(shown, AXIAL, GRID, 400, 400)
    assert view.to_px(shown.crosshair) == pytest.approx((200, 200))


def test_a_readers_disc_goes_before_the_one_found_there():
    label = LevelLabel(Level("L3/L4"), LEANING.at(204))
    assert look.disc_sections(Case().with_label(label), LEANING.levels(), SECTIONS) == (
        120,
        160,
        204,
        240,
        280,
    )


def test_where_no_disc_was_found_those_of_the_labels_are_walked():
    labels = (LevelLabel(Level("L3/L4"), LEANING.at(150)), LevelLabel(Level("L5/S1"), LEANING.at(230)))
    discs = look.disc_sections(Case().with_labels(labels), (), SECTIONS)
    assert {150, 230} < set(discs)
    assert any(185 <= one <= 200 for one in discs), "L4/5 between them"


def test_without_any_disc_a_step_stays():
    assert look.stepped_to_disc(at(100), (), 1, SECTIONS, GRID) == at(100)


def test_a_level_is_shown_in_the_middle_of_the_canal_and_across_it():
    disc = vec3(np.add(LEANING.at(150), (4.0, -22.0, 0.0)))
    shown = look.across_at_level(Display(), disc, SECTIONS, GRID)
    number = SECTIONS.nearest(disc)
    assert shown.crosshair == pytest.approx(tuple(SECTIONS.centre[number]), abs=1e-6)
    assert look.in_canal_plane(shown, SECTIONS)


def test_a_level_beyond_the_measured_canal_is_shown_at_its_own_place():
    beyond = vec3(np.add(LEANING.at(480), (0.0, 0.0, -60.0)))
    shown = look.across_at_level(Display(), beyond, SECTIONS, GRID)
    assert shown.crosshair == pytest.approx(beyond)
    assert look.across_at_level(Display(), beyond, None, GRID).crosshair == pytest.approx(beyond)
