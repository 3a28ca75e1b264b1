"""Shapes over an image: readable on white as on black, and never hiding what lies below."""

import pytest
from PySide6.QtGui import QColor, QImage, QPainter

from viewer.model.overlay.overlay_shapes import Dot, EllipseShape, Line, Role, Symbol, Text
from viewer.widgets.slices.overlay_painter import paint_shapes, reach

WHITE, BLACK = QColor("#ffffff"), QColor("#000000")


def painted(ground, *shapes):
    image = QImage(60, 60, QImage.Format.Format_RGB32)
    image.fill(ground)
    painter = QPainter(image)
    paint_shapes(painter, shapes, 1.0)
    painter.end()
    return image


def greys(image, x_range, y):
    return [image.pixelColor(x, y).value() for x in x_range]


STROKES = {
    "hollow dot": Dot((30, 30), 6, Role.LABEL_UNCONFIRMED),
    "placed dot": Dot((30, 30), 6, Role.LABEL, filled=True),
    "crosshair": Line((24, 0), (24, 60), Role.CROSSHAIR_SAGITTAL),
    "scale": Line((24, 0), (24, 60), Role.SCALE),
    "words": Text((22, 30), "L4/5?", Role.LABEL_UNCONFIRMED),
}


@pytest.mark.parametrize("name", STROKES)
def test_every_stroke_has_a_dark_edge_on_white(name):
    assert min(greys(painted(WHITE, STROKES[name]), range(20, 40), 30)) < 160


@pytest.mark.parametrize("name", STROKES)
def test_every_stroke_is_bright_on_black(name):
    assert max(greys(painted(BLACK, STROKES[name]), range(20, 40), 30)) > 100


def test_the_image_shows_through_a_mark_but_not_through_a_placed_label():
    mark = Dot((30, 30), 8, Role.MARK, Symbol.SQUARE, filled=True, fill_opacity=0.4)
    on_white, on_black = (painted(ground, mark).pixelColor(30, 30) for ground in (WHITE, BLACK))
    assert on_white.value() - on_black.value() > 60
    label = Dot((30, 30), 8, Role.LABEL, filled=True)
    assert painted(WHITE, label).pixelColor(30, 30) == painted(BLACK, label).pixelColor(30, 30)


def test_a_filled_mark_differs_from_a_hollow_one_of_the_same_form():
    filled, hollow = (painted(BLACK, Dot((30, 30), 6, Role.MARK, filled=full)) for full in (True, False))
    assert filled.pixelColor(30, 30).value() > hollow.pixelColor(30, 30).value() + 60


@pytest.mark.parametrize(
    "shapes",
    [
        (EllipseShape((30.3, 31.7), 12.4, 12.4, Role.PAINTED, dashed=True, width_px=1.5),),
        (Line((10.0, 50.0), (10.0, 20.0), Role.ERASED, width_px=2.0), Line((30, 5), (45, 5), Role.ERASED)),
    ],
)
def test_nothing_is_painted_beyond_the_reach_of_the_shapes(shapes):
    image = painted("#000000", *shapes)
    box = reach(shapes)
    lit = [
        (x, y) for x in range(image.width()) for y in range(image.height()) if image.pixelColor(x, y).value()
    ]
    assert lit
    assert all(box.contains(x, y) for x, y in lit)
    assert box.width() < image.width()


def test_no_shapes_reach_nowhere():
    assert reach(()).isEmpty()
