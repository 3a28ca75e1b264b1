"""A narrowing is pressed in from the side that presses, although the sac's middle moves away from it."""

import attrs
import numpy as np
import pytest

from tests.straight_canal import ANGLES, StraightCanal
from viewer.analysis.indentation import indentation
from viewer.model.narrowing import Indented

LEFT, RIGHT, FRONT, BACK = Indented.LEFT, Indented.RIGHT, Indented.ANTERIOR, Indented.POSTERIOR
ANGLE = np.arange(ANGLES) * 2 * np.pi / ANGLES
AT = 50


def radii_about(middle, planes):
    """How far it is from a middle to a circle of 8 mm cut by lines `(direction, distance)`."""
    across = np.stack([np.cos(ANGLE), np.sin(ANGLE)], axis=1)
    along = across @ middle
    reach = -along + np.sqrt(along**2 + 64 - middle @ middle)
    for direction, distance in planes:
        fall = across @ direction
        with np.errstate(divide="ignore"):
            cut = np.where(fall > 1e-9, (distance - direction @ middle) / fall, np.inf)
        reach = np.minimum(reach, cut)
    return reach


def pressed(*planes, canal=None):
    """Sections of a round sac that is pressed flat at one place, where its middle gives way."""
    sections = (canal or StraightCanal(length_mm=100)).sections()
    radii, point = sections.radii_mm.copy(), sections.point.copy()
    for number in range(AT - 4, AT + 5):
        middle = np.zeros(2)
        for _ in range(20):
            reach = radii_about(middle, planes)
            x, y = reach * np.cos(ANGLE), reach * np.sin(ANGLE)
            weight = reach**2
            middle = middle + np.array([(x * weight).sum(), (y * weight).sum()]) * 2 / 3 / weight.sum()
        radii[number] = radii_about(middle, planes)
        point[number] += middle[0] * sections.left[number] + middle[1] * sections.back[number]
    return attrs.evolve(sections, radii_mm=radii, point=point, centre=point)


def side(x, y, distance):
    return np.array([x, y], float), distance


CASES = {
    "right": ([side(-1, 0, 2.0)], (RIGHT,)),
    "left": ([side(1, 0, 2.0)], (LEFT,)),
    "anterior": ([side(0, -1, 2.0)], (FRONT,)),
    "posterior": ([side(0, 1, 3.0)], (BACK,)),
    "right anterior": ([side(-0.8, -0.6, 3.0)], (RIGHT, FRONT)),
    "left anterior": ([side(0.8, -0.6, 3.0)], (LEFT, FRONT)),
    "front and back": ([side(0, -1, 4.0), side(0, 1, 4.0)], (BACK, FRONT)),
    "round": (
        [side(np.cos(a), np.sin(a), 5.0) for a in np.arange(12) * np.pi / 6],
        (Indented.CIRCUMFERENTIAL,),
    ),
}


@pytest.mark.parametrize("lean_deg", [0.0, 25.0])
@pytest.mark.parametrize("name", CASES)
def test_the_side_that_presses_is_named(name, lean_deg):
    planes, expected = CASES[name]
    sections = pressed(*planes, canal=StraightCanal(length_mm=100, lean_deg=lean_deg))
    assert set(indentation(sections, AT, [AT - 10, AT + 10])) == set(expected)


def test_sides_too_alike_are_never_named_alone():
    sections = pressed(side(-1, 0, 4.9), side(1, 0, 5.1), side(0, -1, 5.0))
    found = set(indentation(sections, AT, [AT - 10, AT + 10]))
    assert {RIGHT, LEFT} <= found


def test_an_unpressed_sac_is_pressed_from_nowhere():
    assert indentation(StraightCanal(length_mm=100).sections(), AT, [AT - 10, AT + 10]) == ()


def test_without_neighbours_nothing_is_said():
    assert indentation(pressed(side(-1, 0, 2.0)), AT, [None, None]) == ()
