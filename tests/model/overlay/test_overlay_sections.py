"""The sac's outline over the axial pane: exact places, exact words, and only where they belong."""

import math

import attrs
import numpy as np
import pytest

from tests.straight_canal import ANGLES, StraightCanal
from viewer.model.case import Case
from viewer.model.display import Display
from viewer.model.geometry import VolumeGeometry
from viewer.model.overlay.overlay import overlay
from viewer.model.overlay.overlay_sections import section_in, section_shapes
from viewer.model.overlay.overlay_shapes import Polyline, Role, Text
from viewer.model.plane import PlaneKind
from viewer.model.resolve import resolve_pane
from viewer.model.sections import SectionState

# 200 mm cube about (0, 0, 100); a pane of 408 px shows it at 0.5 mm a pixel.
GRID = VolumeGeometry(
    (200, 200, 200), (-99.5, -99.5, 0.5), ((1, 0, 0), (0, 1, 0), (0, 0, 1)), (1.0, 1.0, 1.0)
)
CANAL = StraightCanal(top=(10.0, 20.0, 180.5), length_mm=150)


def view_at(z, kind=PlaneKind.AXIAL, display=None):
    display = display or Display(crosshair=(0.0, 0.0, z))
    return resolve_pane(display, kind, GRID, 408, 408)


def test_the_outline_lies_where_the_sac_is():
    outline, words = section_shapes(CANAL.sections(), view_at(100.5))
    assert isinstance(outline, Polyline)
    assert outline.closed
    assert not outline.filled
    assert len(outline.points) == ANGLES
    # The sac's middle is 20 px right of and 40 px below the pane's, its radius 16 px.
    assert outline.points[0] == pytest.approx((240, 244))
    assert outline.points[ANGLES // 4] == pytest.approx((224, 260))
    assert outline.points[ANGLES // 2] == pytest.approx((208, 244))
    assert isinstance(words, Text)
    assert words.at == pytest.approx((250, 224))
    assert words.text == "201 mm²\nAP 16.0 mm"


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (SectionState.OBLITERATED, "obliterated"),
        (SectionState.NOT_OPACIFIED, "not opacified"),
        (SectionState.METAL, "metal"),
        (SectionState.EDGE, "edge"),
        (SectionState.GAP, "slices missing"),
    ],
)
def test_a_section_that_is_not_whole_says_so_and_gives_no_number(state, words):
    sections = CANAL.sections()
    sections = attrs.evolve(sections, state=(state,) * len(sections))
    shapes = list(section_shapes(sections, view_at(100.5)))
    assert [one.text for one in shapes] == [words]
    assert shapes[0].at == pytest.approx((234, 224))


def with_cord(sections, radius_mm=4.0, aside_mm=1.5):
    angle = np.arange(36) * 2 * np.pi / 36
    ring = np.stack([aside_mm + radius_mm * np.cos(angle), radius_mm * np.sin(angle)], axis=1)
    outlines = np.tile(ring, (len(sections), 1, 1))
    outlines[90] = np.nan
    return attrs.evolve(
        sections, cord_outline_mm=outlines, cord_mm2=np.full(len(sections), math.pi * radius_mm**2)
    )


def test_the_cord_is_outlined_where_it_lies_with_its_area():
    shapes = list(section_shapes(with_cord(CANAL.sections()), view_at(100.5)))
    sac, cord, words = shapes
    assert (sac.role, cord.role) == (Role.SECTION, Role.CORD)
    assert cord.closed
    # The cord's middle is 3 px to the patient's left of the sac's, its radius 8 px.
    assert cord.points[0] == pytest.approx((235, 244))
    assert cord.points[9] == pytest.approx((227, 252))
    assert words.text == "201 mm²\nAP 16.0 mm\ncord 50 mm²"


def test_a_section_without_a_cord_draws_none():
    roles = [one.role for one in section_shapes(with_cord(CANAL.sections()), view_at(90.5))]
    assert Role.CORD not in roles


def test_a_corrected_section_says_so():
    sections = CANAL.sections()
    corrected = np.zeros(len(sections), dtype=bool)
    corrected[80] = True
    _, words = section_shapes(attrs.evolve(sections, corrected=corrected), view_at(100.5))
    assert words.text.endswith("\ncorrected")


def test_what_could_not_be_measured_is_left_out():
    sections = CANAL.sections()
    sections = attrs.evolve(sections, ap_mm=np.full(len(sections), np.nan))
    _, words = section_shapes(sections, view_at(100.5))
    assert words.text == "201 mm²"


@pytest.mark.parametrize(("lean_deg", "shown"), [(0, True), (4, True), (6, False), (30, False)])
def test_a_plane_more_than_a_few_degrees_off_shows_none(lean_deg, shown):
    canal = attrs.evolve(CANAL, top=(0.0, 0.0, 180.5), lean_deg=lean_deg)
    assert (section_in(canal.sections(), view_at(100.5)) is not None) == shown


def test_beyond_the_ends_there_is_none():
    assert section_in(CANAL.sections(), view_at(181.5)) == 0
    assert section_in(CANAL.sections(), view_at(182.5)) is None
    assert section_in(CANAL.sections(), view_at(30.5)) == 150
    assert section_in(CANAL.sections(), view_at(28.5)) is None


@pytest.mark.parametrize("kind", [PlaneKind.SAGITTAL, PlaneKind.CORONAL])
def test_other_planes_show_none(kind):
    assert list(section_shapes(CANAL.sections(), view_at(100.5, kind))) == []


def test_it_goes_with_the_other_overlays():
    display = Display(crosshair=(0.0, 0.0, 100.5))
    view = view_at(100.5)
    analysis = CANAL.analysis(levels=())

    def roles(shown):
        return {one.role for one in overlay(Case(), shown, view, GRID, analysis=analysis)}

    assert Role.SECTION in roles(display)
    assert Role.SECTION not in roles(attrs.evolve(display, overlays_shown=False))


def test_a_tilted_sac_is_as_large_in_its_own_plane():
    canal = attrs.evolve(CANAL, lean_deg=25.0)
    middle = canal.at(60)
    display = Display(crosshair=middle)
    lean = math.radians(25)
    tilted = attrs.evolve(display.axial, down=(0.0, math.cos(lean), math.sin(lean)))
    view = view_at(0, display=display.with_pane(PlaneKind.AXIAL, tilted))
    outline, _ = section_shapes(canal.sections(), view)
    x, y = view.to_px(middle)
    assert outline.points[ANGLES // 4] == pytest.approx((x, y + 16))
    assert outline.points[0] == pytest.approx((x + 16, y))
