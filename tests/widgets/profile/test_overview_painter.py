"""The overview of an analysis: what is narrowed, normal, blocked or corrected is seen in it."""

import attrs
import numpy as np
import pytest
from PySide6.QtGui import QColor

from tests.straight_canal import StraightCanal
from viewer.analysis.straighten import StraightenedImage
from viewer.errors import ViewerError
from viewer.model.narrowing import Block, BlockKind
from viewer.model.study import WindowSetting
from viewer.widgets.parts.theme import DARK
from viewer.widgets.profile.overview_painter import overview
from viewer.widgets.profile.profile_style import CORRECTED_COLOUR

CANAL = StraightCanal(length_mm=300)
PLAIN = CANAL.analysis()


def picture(analysis):
    arc = CANAL.sections().arc_mm
    across = np.arange(-30.0, 30.25, 0.5)
    plane = StraightenedImage(
        np.full((len(arc), len(across)), -900, np.float32),
        arc,
        across,
        np.zeros((len(arc), len(across)), bool),
    )
    return overview(analysis, (plane, plane), WindowSetting(900, 450), "PHANTOM")


def count(image, colour):
    """How many pixels have a colour, to a few steps."""
    wanted = QColor(colour).getRgb()[:3]
    raw = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine() // 4, 4)
    return int((np.abs(raw[..., 2::-1].astype(int) - wanted).max(axis=2) <= 6).sum())


def greenish(image):
    """How many pixels are more green than anything else."""
    raw = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine() // 4, 4)
    blue, green, red = (raw[..., n].astype(int) for n in range(3))
    return int(((green > red + 3) & (green > blue + 3)).sum())


def test_it_is_as_long_as_the_canal(dressed):
    image = picture(PLAIN)
    assert image.height() > 3 * 300
    assert count(image, DARK.warning) == count(image, DARK.error) == 0


def test_narrowings_blocks_and_corrections_have_their_colours(dressed):
    narrowed = picture(CANAL.analysis(narrowings=(CANAL.narrowing(160, 40.0),)))
    assert count(narrowed, DARK.warning) > 100
    blocked = picture(CANAL.analysis(blocks=(Block(BlockKind.COMPLETE, CANAL.at(200), CANAL.at(299)),)))
    assert count(blocked, DARK.error) > 100
    sections = CANAL.sections()
    flags = np.zeros(len(sections), dtype=bool)
    flags[100:130] = True
    corrected = picture(CANAL.analysis(sections=attrs.evolve(sections, corrected=flags)))
    assert count(corrected, CORRECTED_COLOUR) > 200


def test_the_band_of_a_level_is_shaded_only_where_a_value_is_known(dressed):
    named = picture(PLAIN)
    nameless = picture(CANAL.analysis(levels=CANAL.levels(None)))
    assert greenish(named) > 10_000
    assert greenish(nameless) == 0


def test_without_contrast_there_is_nothing_to_show(dressed):
    with pytest.raises(ViewerError, match="nothing to show"):
        picture(CANAL.analysis(sections=None))
