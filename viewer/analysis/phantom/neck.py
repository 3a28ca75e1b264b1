"""The soft tissues around the cervical spine: skin, muscles, airway, vessels, gland, brain."""

import numpy as np
from numpy.typing import NDArray

from viewer.analysis.phantom.canvas import Canvas
from viewer.analysis.phantom.curve import SpineCurve
from viewer.analysis.phantom.muscle import Muscle, paint_fat, paint_muscles
from viewer.analysis.phantom.place import Place, along, column, place
from viewer.analysis.phantom.skull import base_frame, brain_shell
from viewer.analysis.phantom.solid import Frame, Solid, chain, ellipsoid
from viewer.analysis.phantom.spec import PhantomSpec
from viewer.analysis.phantom.throat import paint_throat
from viewer.analysis.phantom.tissue import AIR_HU, MUSCLE_HU

# One number for each of C1 ... C7, T1, T2, T3: middle (left, back) and half sizes in mm.
_MUSCLES = (
    # deep
    Muscle(
        (13, 15, 16, 16, 16, 16, 16, 16, 16, 15),
        (23, 20, 19, 18, 18, 19, 21, 22, 22, 22),
        (13, 15, 16, 16, 16, 16, 16, 16, 15, 14),
        (11, 13, 11, 11, 11, 12, 13, 13, 13, 13),
        0.5,
    ),
    # semispinalis
    Muscle(
        (15, 16, 16, 16, 16, 16, 17, 18, 20, 21),
        (40, 39, 36, 35, 35, 36, 38, 38, 36, 35),
        (15, 16, 16, 16, 16, 16, 17, 18, 20, 21),
        (10, 10, 10, 10, 10, 11, 11, 10, 9, 9),
        0.4,
    ),
    # splenius
    Muscle(
        (36, 35, 33, 31, 30, 30, 32, 36, 40, 42),
        (32, 34, 34, 35, 35, 36, 37, 36, 34, 34),
        (12, 14, 15, 16, 16, 16, 16, 16, 16, 16),
        (15, 12, 10, 9, 9, 9, 9, 8, 8, 8),
        0.25,
    ),
    # trapezius
    Muscle(
        (10, 14, 18, 22, 26, 32, 38, 42, 44, 44),
        (52, 51, 48, 47, 47, 48, 50, 49, 47, 46),
        (5, 10, 16, 20, 24, 30, 36, 42, 46, 48),
        (1.5, 2.2, 2.8, 3.2, 3.6, 4.2, 5.0, 5.0, 5.0, 5.0),
        0.2,
    ),
    # levator
    Muscle(
        (34, 36, 37, 38, 40, 42, 46, 54, 60, 64),
        (5, 10, 12, 13, 15, 18, 22, 26, 26, 26),
        (7, 8, 9, 10, 10, 10.5, 11, 11, 10, 9),
        (8, 11, 12, 12.5, 13, 13, 13, 12, 10, 9),
        0.12,
    ),
    # shoulder
    Muscle(
        (90, 90, 90, 90, 90, 88, 80, 76, 78, 82),
        (10, 10, 10, 10, 10, 12, 14, 14, 14, 14),
        (0.5, 0.5, 0.5, 0.5, 0.5, 2, 14, 22, 24, 24),
        (0.5, 0.5, 0.5, 0.5, 0.5, 2, 10, 20, 25, 28),
        0.12,
    ),
    # pectoral
    Muscle(
        (60, 60, 60, 60, 60, 60, 60, 66, 70, 70),
        (-40, -40, -40, -40, -40, -40, -42, -52, -60, -66),
        (0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 2, 20, 36, 40),
        (0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 2, 10, 12, 12),
        0.12,
    ),
    # scalenes
    Muscle(
        (26, 26, 25, 25, 26, 27, 30, 34, 40, 46),
        (-8, -9, -9, -9, -10, -10, -8, -6, -2, 0),
        (2, 5, 7, 8, 9, 10, 11, 11, 6, 0.5),
        (3, 6, 8, 9, 10, 11, 12, 12, 7, 0.5),
        0.12,
    ),
    # mastoid
    Muscle(
        (54, 52, 50, 47, 43, 38, 32, 24, 18, 14),
        (-2, -6, -11, -17, -24, -32, -40, -50, -60, -66),
        (6, 7, 7, 7.5, 8, 9, 10, 9, 6, 0.5),
        (14, 15, 15, 14, 13, 11, 9, 6, 4, 0.5),
        0.12,
    ),
    # longus
    Muscle(
        (7, 7, 8, 8.5, 9, 9.5, 10, 10, 9, 8),
        (-29, -27, -26, -26, -26, -27, -27, -27, -28, -28),
        (5, 5.5, 6, 6, 6.5, 7, 7, 6, 4, 0.5),
        (2.4, 2.6, 3, 3.2, 3.4, 3.6, 3.6, 3, 2, 0.5),
        0.12,
    ),
)


def paint_neck(canvas: Canvas, spec: PhantomSpec, curve: SpineCurve) -> None:
    """Paint everything but the contents of the canal and the bones, in place."""
    where = place(canvas.thin, spec, curve)
    paint_fat(canvas)
    paint_muscles(canvas, where, _MUSCLES, wavy_mm=1.6, grow_mm=1.0)
    paint_throat(canvas, where)
    for solid, hu in _vessels(curve):
        canvas.paint_solid(solid, hu, 0.3, 4.0)
    _paint_lungs(canvas, where)
    middle, radii = brain_shell(base_frame(curve))
    canvas.paint_solid(ellipsoid(middle, radii), 36.0, 0.0, 3.0)
    _paint_outside(canvas, where)


def _vessels(curve: SpineCurve) -> list[tuple[Solid, float]]:
    def line(names: tuple[str, ...], x: tuple[float, ...], y: tuple[float, ...]) -> list[NDArray[np.float64]]:
        frames = [Frame(curve.at(name).origin, np.eye(3)) for name in names]
        return [frame.at(a, b, 0.0) for frame, a, b in zip(frames, x, y, strict=True)]

    names = ("C1", "C3", "C5", "C7", "T2")
    vessels: list[tuple[Solid, float]] = []
    for side in (-1.0, 1.0):
        carotid = line(names, tuple(side * x for x in (26, 27, 25, 21, 16)), (-24, -28, -33, -38, -46))
        jugular = line(names, tuple(side * x for x in (31, 34, 34, 31, 27)), (-17, -23, -31, -38, -46))
        thick = 6.5 if side < 0 else 5.2
        vessels += [(one, 44.0) for one in chain(jugular, (5.0, 5.5, thick, thick, thick))]
        vessels += [(one, 47.0) for one in chain(carotid, (3.0, 3.4, 3.8, 3.6, 4.2))]
        spots = ("C1", "C2", "C3", "C4", "C5", "C6", "C7")
        frames = [curve.at(name) for name in spots]
        lateral = (28.0, 15.4, 15.6, 16.1, 16.8, 17.8, 20.0)
        artery = [
            frame.at(side * x, -10.5 if n else -6.5, 0.0)
            for n, (frame, x) in enumerate(zip(frames, lateral, strict=True))
        ]
        vessels += [(one, 46.0) for one in chain(artery, (1.9,) * 7)]
    bulb = ellipsoid(Frame(line(("C4",), (23.5,), (-29.0,))[0], np.eye(3)), (1.0, 2.2, 3.0))
    return [*vessels, (bulb, 560.0)]


def _paint_lungs(canvas: Canvas, where: Place) -> None:
    for side in (-1.0, 1.0):
        dome = along(where.level, (0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 4, 23, 34))
        apex = column(np.float32(side) * where.left - 42, where.back + 22, dome, dome * 1.25)
        patch = canvas.patch(np.maximum(apex, 16 * (7.1 - where.level)), 6.0)
        if patch is not None:
            apex = patch.distance + 0.6 * patch.folds.wide
            patch.paint(apex - 2.0, MUSCLE_HU - 10)
            patch.paint(apex, -860 + 30 * patch.folds.fine + 30 * patch.folds.rough)


# One number for each step of a vertebra, beginning four above the atlas.
_HALF_WIDTH = (74, 76, 77, 76, 73, 70, 64, 60, 60, 66, 92, 135, 170, 190, 200, 200)
_HALF_DEPTH = (98, 98, 97, 94, 86, 76, 67, 64, 63, 64, 68, 78, 92, 100, 104, 104)
_NAPE = (88, 88, 87, 84, 74, 66, 60, 57, 57, 59, 61, 62, 61, 60, 60, 60)


def _paint_outside(canvas: Canvas, where: Place) -> None:
    level = where.level + 4.0
    half_y = along(level, _HALF_DEPTH)
    middle = where.back - along(level, _NAPE) + half_y
    patch = canvas.patch(-column(where.left_of_centre, middle, along(level, _HALF_WIDTH), half_y), 6.0)
    if patch is None:
        return
    skin = 0.4 * patch.folds.wide - patch.distance
    patch.paint(-(skin + 1.7), 22.0)
    patch.paint(-skin, AIR_HU)
