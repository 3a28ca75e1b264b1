"""The look: readable, shipped with the program, with words beside every picture."""

import re

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QFont, QFontInfo, QIcon

from viewer import resources
from viewer.model.corner_text import CornerText
from viewer.model.overlay.overlay_shapes import Role
from viewer.widgets.parts.icons import has_icon, icon
from viewer.widgets.parts.theme import DARK, font, load_fonts, style_sheet
from viewer.widgets.slices.corner_painter import compact
from viewer.widgets.slices.overlay_painter import ROLE_COLOUR

ICONS = sorted(path.stem for path in resources.path("icons").glob("*.svg"))


def luminance(colour):
    def linear(part):
        return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4

    made = QColor(colour)
    return 0.2126 * linear(made.redF()) + 0.7152 * linear(made.greenF()) + 0.0722 * linear(made.blueF())


def contrast(one, other):
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("ground", [DARK.window, DARK.panel, DARK.raised, DARK.image, DARK.accent_dim])
def test_text_is_readable_on_every_ground(ground):
    assert contrast(DARK.text, ground) >= 7
    assert contrast(DARK.muted, ground) >= 4.5


@pytest.mark.parametrize("ground", [DARK.window, DARK.panel, DARK.image])
def test_even_faint_text_and_the_accent_are_readable(ground):
    assert contrast(DARK.faint, ground) >= 3.5
    assert contrast(DARK.accent, ground) >= 4.5


@pytest.mark.parametrize("role", Role)
def test_every_overlay_role_has_a_colour_that_shows_on_black(role):
    assert contrast(ROLE_COLOUR[role], DARK.image) >= 4.5


def test_the_style_sheet_has_every_colour_filled_in():
    assert "@" not in style_sheet()
    assert DARK.accent in style_sheet()


@pytest.mark.parametrize("weight", [QFont.Weight.Normal, QFont.Weight.Medium, QFont.Weight.DemiBold])
def test_the_font_is_the_one_that_comes_with_the_program(weight):
    load_fonts()
    info = QFontInfo(font(12, weight))
    assert info.family() == "Inter"
    assert info.weight() == weight


@pytest.mark.parametrize("name", ICONS)
def test_every_icon_draws_in_the_colour_of_its_state(name):
    normal = icon(name, DARK.text).pixmap(QSize(24, 24), 1.0).toImage()
    inked = [normal.pixelColor(x, y) for x in range(24) for y in range(24)]
    assert max(colour.alpha() for colour in inked) > 150
    strongest = max(inked, key=lambda colour: colour.alpha())
    assert abs(strongest.red() - QColor(DARK.text).red()) < 12
    checked = icon(name).pixmap(QSize(24, 24), 1.0, QIcon.Mode.Normal, QIcon.State.On).toImage()
    assert checked != normal


def test_icons_are_thin_lines_that_take_their_colour_from_the_theme():
    for name in ICONS:
        drawing = resources.text(f"icons/{name}.svg")
        assert 'stroke="currentColor"' in drawing
        assert 'stroke-width="1.5"' in drawing
        assert not re.search("#[0-9a-f]{3}", drawing)


def test_an_unknown_icon_is_known_to_be_missing():
    assert has_icon("crosshair")
    assert not has_icon("no such icon")
    assert not has_icon("")


def test_a_small_pane_keeps_whose_images_they_are_and_which_slice():
    corners = CornerText(
        top_left=("DOE^JANE", "PH1 · born 1958-01-31", "Study 2026-01-31", "HFS"),
        top_right=("Se 3 · AXIAL 1.25", "Ax 12.0 mm H · 3/24"),
        bottom_left=("Slab 10 mm average",),
        bottom_right=("Myelogram · W 1500 L 500", "Zoom 100 %"),
    )
    small = compact(corners)
    assert small.top_left == ("DOE^JANE", "PH1 · born 1958-01-31", "Study 2026-01-31 · HFS")
    assert small.bottom_left == ("Slab 10 mm average", "Ax 12.0 mm H")
    assert small.bottom_right == ("W 1500 L 500", "Zoom 100 %")
