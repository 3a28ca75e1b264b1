"""The soft tissues around the cervical spine: skin, muscles, airway, vessels, gland, brain."""

import numpy as np
from numpy.typing import NDArray

from viewer.analysis.phantom.curve import SpineCurve
from viewer.analysis.phantom.place import Folds, Place, along, column, folds, place
from viewer.analysis.phantom.skull import base_frame, brain_shell
from viewer.analysis.phantom.solid import Frame, Solid, chain, ellipsoid
from viewer.analysis.phantom.spec import PatientPosition, PhantomSpec
from viewer.analysis.phantom.tissue import AIR_HU, FAT_HU, MUSCLE_HU, Canvas

# One number for each of C1 ... C7, T1, T2, T3: middle (left, back) and half sizes in mm.
_MUSCLES: dict[str, tuple[tuple[float, ...], ...]] = {
    "deep": (
        (13, 15, 15, 15, 15, 15, 15, 15, 15, 14),
        (22, 19, 18, 17, 17, 18, 20, 22, 22, 22),
        (12, 14, 13, 13, 13, 13, 13, 13, 13, 12),
        (10, 12, 10, 10, 10, 11, 12, 12, 12, 12),
    ),
    "semispinalis": (
        (15, 16, 16, 16, 16, 16, 17, 18, 20, 21),
        (40, 39, 36, 35, 35, 36, 38, 38, 36, 35),
        (14, 15, 14, 14, 14, 14, 15, 16, 18, 19),
        (9, 9, 9, 9, 9, 10, 10, 9, 8, 8),
    ),
    "splenius": (
        (36, 35, 33, 31, 30, 30, 32, 36, 40, 42),
        (32, 34, 34, 35, 35, 36, 37, 36, 34, 34),
        (10, 12, 13, 14, 14, 14, 14, 14, 14, 14),
        (14, 10, 8, 7, 7, 7, 7, 7, 7, 7),
    ),
    "trapezius": (
        (10, 14, 18, 22, 26, 32, 38, 42, 44, 44),
        (52, 51, 48, 47, 47, 48, 50, 49, 47, 46),
        (5, 10, 16, 20, 24, 30, 36, 42, 46, 48),
        (1.5, 2.2, 2.8, 3.2, 3.6, 4.2, 5.0, 5.0, 5.0, 5.0),
    ),
    "levator": (
        (34, 36, 37, 38, 40, 42, 46, 54, 60, 64),
        (5, 10, 12, 13, 15, 18, 22, 26, 26, 26),
        (6, 7, 7.5, 8, 8.5, 9, 9, 9, 8, 8),
        (7, 9, 10, 10, 10, 10, 10, 9, 8, 8),
    ),
    "scalenes": (
        (26, 26, 25, 25, 26, 27, 30, 34, 40, 46),
        (-8, -9, -9, -9, -10, -10, -8, -6, -2, 0),
        (2, 4, 5.5, 6.5, 7.5, 8.5, 9, 9, 5, 0.5),
        (3, 5, 6, 7, 8, 9, 10, 10, 6, 0.5),
    ),
    "mastoid": (
        (54, 52, 50, 47, 43, 38, 32, 24, 18, 14),
        (-2, -6, -11, -17, -24, -32, -40, -50, -60, -66),
        (6, 7, 7, 7.5, 8, 9, 10, 9, 6, 0.5),
        (14, 15, 15, 14, 13, 11, 9, 6, 4, 0.5),
    ),
    "longus": (
        (7, 7, 8, 8.5, 9, 9.5, 10, 10, 9, 8),
        (-29, -27, -26, -26, -26, -27, -27, -27, -28, -28),
        (5, 5.5, 6, 6, 6.5, 7, 7, 6, 4, 0.5),
        (2.4, 2.6, 3, 3.2, 3.4, 3.6, 3.6, 3, 2, 0.5),
    ),
}
_FATTY = {"deep": 0.5, "semispinalis": 0.4, "splenius": 0.25, "trapezius": 0.2}


def paint_neck(canvas: Canvas, spec: PhantomSpec, curve: SpineCurve) -> None:
    """Paint everything but the contents of the canal and the bones, in place."""
    where, field = place(canvas, spec, curve), folds(canvas)
    canvas.hu[...] = FAT_HU + 6 * field.fine + 5 * field.rough
    for side in (-1.0, 1.0):
        _paint_muscles(canvas, where, side, field)
    _paint_throat(canvas, where, field)
    for solid, hu in _vessels(curve):
        canvas.paint_solid(solid, hu, 0.3, 4.0)
    _paint_lungs(canvas, where, field)
    middle, radii = brain_shell(base_frame(curve))
    canvas.paint_solid(ellipsoid(middle, radii), 36.0, 0.0, 3.0)
    _paint_outside(canvas, spec, where, field)


def _paint_muscles(canvas: Canvas, where: Place, side: float, field: Folds) -> None:
    for number, (name, (x, y, half_x, half_y)) in enumerate(_MUSCLES.items()):
        shift = np.float32(1.0 if side > 0 else 1.03)
        distance = column(
            np.float32(side) * where.left - along(where.level, x) * shift,
            where.back - along(where.level, y),
            along(where.level, half_x) / shift,
            along(where.level, half_y),
        )
        distance += 1.1 * field.wide + 0.5 * field.rough
        sheets = np.exp(-(((field.rough + np.float32(0.4 * number - 0.9 * side)) / 0.2) ** 2))
        marbling = np.clip(field.fine * 0.5 + field.wide * 0.35 - 0.4, 0, 1)
        fat = np.float32(_FATTY.get(name, 0.12)) * (0.8 * sheets + 1.3 * marbling)
        canvas.paint(distance - 0.8, FAT_HU + 8 * field.fine)
        canvas.paint(distance, MUSCLE_HU + 5 * field.fine - 125 * np.minimum(fat, 1))


def _paint_throat(canvas: Canvas, where: Place, field: Folds) -> None:
    """Pharynx, larynx and trachea with their air, the gullet behind and the tongue in front."""
    level = where.level
    front = along(level, (-44, -42, -41, -42, -46, -47, -44, -44, -46, -48))
    wide = along(level, (17, 16, 15, 13, 11, 9, 8.5, 8.5, 8.5, 8.5))
    deep = along(level, (5, 5, 6, 6, 9, 9, 8.5, 8, 8, 8))
    tube = column(where.left - 1.0, where.back - front, wide, deep) + 0.5 * field.rough
    tongue = column(
        where.left, where.back + 75, 27.0, along(level, (32, 33, 32, 26, 12, 0.5, 0.5, 0.5, 0.5, 0.5))
    )
    canvas.paint(tongue + field.wide, 52 + 6 * field.fine - 45 * (field.rough > 1.1))
    for side in (-1.0, 1.0):
        gland = column(
            side * where.left - 17,
            where.back + 42,
            along(level, (0.5, 0.5, 0.5, 0.5, 0.5, 7, 9.5, 9, 3, 0.5)),
            along(level, (0.5, 0.5, 0.5, 0.5, 0.5, 8, 11, 11, 4, 0.5)),
        )
        canvas.paint(gland + 0.5 * field.rough, 104 + 6 * field.fine)
        parotid = column(
            side * where.left - 52,
            where.back + 22,
            along(level, (9, 9, 6, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5)),
            13.0,
        )
        canvas.paint(parotid + field.wide, -15 + 20 * field.rough)
    wall = along(level, (3.5, 3.5, 4, 4.5, 5, 4.5, 2.2, 1.8, 1.8, 1.8))
    canvas.paint(tube - wall, 54 + 6 * field.fine)
    cartilage = np.abs(column(where.left, where.back - front + 2, wide + 5, deep + 5)) - 1.2
    thyroid = np.maximum(np.maximum(cartilage, where.back - front - 3), 15 * (np.abs(level - 4.3) - 0.75))
    canvas.paint(thyroid + 0.6 * field.fine, 190 + 110 * field.fine)
    canvas.paint(tube, AIR_HU + 12)
    gullet = column(
        where.left - 4, where.back + 33, 7.5, along(level, (0.5, 0.5, 0.5, 0.5, 0.5, 3, 3.8, 4.5, 4.8, 5))
    )
    canvas.paint(gullet + 0.3 * field.rough, 42.0)
    lumen = np.maximum(gullet + 3.0, 3 * (0.6 - field.wide))
    canvas.paint(lumen, -420.0)


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


def _paint_lungs(canvas: Canvas, where: Place, field: Folds) -> None:
    for side in (-1.0, 1.0):
        dome = along(where.level, (0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 4, 23, 34))
        apex = column(side * where.left - 42, where.back + 22, dome, dome * 1.25)
        apex = np.maximum(apex + 0.6 * field.wide, 16 * (7.1 - where.level))
        canvas.paint(apex - 2.0, MUSCLE_HU - 10)
        canvas.paint(apex, -860 + 30 * field.fine + 30 * field.rough)


def _paint_outside(canvas: Canvas, spec: PhantomSpec, where: Place, field: Folds) -> None:
    level = where.level + 4.0
    half_x = along(level, (74, 76, 77, 76, 73, 70, 64, 60, 60, 66, 92, 135, 170, 190, 200, 200))
    half_y = along(level, (98, 98, 97, 94, 86, 76, 67, 64, 63, 64, 68, 78, 92, 100, 104, 104))
    rear = along(level, (88, 88, 87, 84, 74, 66, 60, 57, 57, 59, 61, 62, 61, 60, 60, 60))
    skin = column(where.left_of_centre, where.back - rear + half_y, half_x, half_y) + 0.4 * field.wide
    canvas.paint(-(skin + 1.7), 22.0)
    canvas.paint(-skin, AIR_HU)
    if spec.position in {PatientPosition.HFS, PatientPosition.FFS}:
        cradle = column(where.left_of_centre, where.behind_centre - 2, 112.0, 84.0)
        low = 10.0 - where.behind_centre
        canvas.paint(np.maximum(np.abs(cradle - 6.0) - 5.0, low), -955.0)
        canvas.paint(np.maximum(np.abs(cradle - 12.0) - 0.9, low), 70.0)
