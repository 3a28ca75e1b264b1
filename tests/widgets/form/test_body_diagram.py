"""The figure of the body: every area is there, on the right side."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest

from viewer.model.finding import Side
from viewer.model.form.root_table import AreaKind, areas
from viewer.widgets.form.body_diagram import BodyDiagram
from viewer.widgets.form.body_shape import HEIGHT, WIDTH, View, body_shapes

DERMATOMES = [area.id for area in areas() if area.kind is AreaKind.DERMATOME]


@pytest.fixture
def diagram(shown):
    return shown(BodyDiagram(), 420, 330)


def shapes(area_id):
    return [shape for view in View for shape in body_shapes(view) if shape.area_id == area_id]


@pytest.mark.parametrize("area_id", DERMATOMES)
def test_every_dermatome_of_the_table_can_be_picked_on_both_sides(diagram, area_id):
    for side in (Side.RIGHT, Side.LEFT):
        here = [shape for shape in shapes(area_id) if shape.side is side]
        assert here
        for shape in here:
            place = diagram.place_of(area_id, side, shape.view)
            found = diagram._at(place)
            assert (found.area_id, found.side) == (area_id, side)


def test_no_shape_is_of_an_area_that_the_table_does_not_have():
    assert {shape.area_id for view in View for shape in body_shapes(view)} == set(DERMATOMES)


def test_the_patients_right_is_on_the_left_of_the_front_and_on_the_right_of_the_back():
    for view, on_left in ((View.FRONT, Side.RIGHT), (View.BACK, Side.LEFT)):
        for shape in body_shapes(view):
            middle = shape.path.boundingRect().center().x()
            assert (middle < WIDTH / 2) is (shape.side is on_left)


def test_everything_lies_within_the_figure():
    for view in View:
        for shape in body_shapes(view):
            box = shape.path.boundingRect()
            assert box.left() >= 0
            assert box.right() <= WIDTH
            assert box.top() >= 0
            assert box.bottom() <= HEIGHT


@pytest.mark.parametrize("view", list(View))
def test_a_place_on_the_skin_belongs_to_one_area(view):
    half = [shape for shape in body_shapes(view) if shape.side is Side.RIGHT]
    places = [QPointF(x, y) for x in range(0, int(WIDTH), 2) for y in range(0, int(HEIGHT), 2)]
    counts = [sum(shape.path.contains(place) for shape in half) for place in places]
    assert counts.count(1) > 800
    assert sum(count > 1 for count in counts) < 0.02 * counts.count(1)


def test_hovering_names_the_area_and_its_root(diagram):
    words = []
    diagram._paint_words = lambda painter: words.append(diagram._hovered and diagram._hovered.area_id)
    place = diagram.place_of("dermatome-T10", Side.LEFT, View.FRONT)
    QTest.mouseMove(diagram, QPoint(1, 1))
    QTest.mouseMove(diagram, place.toPoint())
    diagram.repaint()
    assert words[-1] == "dermatome-T10"
    assert diagram.cursor().shape() is Qt.CursorShape.PointingHandCursor


def test_what_was_picked_is_drawn_on_its_side_only(diagram):
    diagram.show_areas(["dermatome-L2"], Side.RIGHT)
    picture = diagram.grab().toImage()

    def colour(side):
        place = diagram.place_of("dermatome-L2", side, View.FRONT).toPoint()
        return picture.pixelColor(place * picture.devicePixelRatio()).name()

    assert colour(Side.RIGHT) != colour(Side.LEFT)
    diagram.show_areas(["dermatome-L2"], Side.BILATERAL)
    picture = diagram.grab().toImage()
    assert colour(Side.RIGHT) == colour(Side.LEFT)
