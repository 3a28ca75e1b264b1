"""A plainer body around any run of vertebrae: skin, fat, back muscles, lungs, vessels, table."""

import numpy as np

from viewer.analysis.phantom.canvas import Canvas
from viewer.analysis.phantom.curve import SpineCurve
from viewer.analysis.phantom.muscle import Muscle, Table, paint_fat, paint_muscles
from viewer.analysis.phantom.place import Place, along, column, place
from viewer.analysis.phantom.solid import Frame, Solid, chain
from viewer.analysis.phantom.spec import PhantomSpec
from viewer.analysis.phantom.tissue import AIR_HU, MUSCLE_HU

# One row for some vertebrae, in proportion between them. Skin: half width, half depth, how far behind
# the canal; erector of the spine: left, back, half sizes; psoas; lung: half width and half depth.
_COUNT = {"C": 0, "T": 7, "L": 19, "S": 24}
_AT = (1, 5, 7, 9, 12, 16, 19, 20, 22, 24, 26)
_SKIN_X = (76, 66, 90, 150, 165, 165, 160, 158, 158, 165, 170)
_SKIN_Y = (95, 64, 68, 90, 105, 112, 112, 112, 112, 112, 112)
_SKIN_BACK = (84, 58, 60, 60, 58, 56, 54, 54, 54, 54, 54)
_ERECTOR = (
    (15, 16, 18, 20, 22, 25, 28, 30, 33, 34, 28),
    (36, 35, 36, 30, 26, 25, 26, 28, 30, 34, 32),
    (14, 16, 17, 18, 19, 22, 25, 28, 30, 22, 12),
    (12, 12, 13, 12, 12, 14, 17, 20, 22, 14, 8),
)
_DEEP = (
    (11, 12, 12, 10, 9, 9, 10, 12, 14, 18, 16),
    (22, 19, 20, 21, 22, 23, 24, 26, 28, 24, 19),
    (11, 12, 12, 10, 9, 9, 10, 12, 15, 18, 14),
    (10, 10, 11, 11, 12, 13, 15, 17, 20, 14, 8),
)
_PSOAS = (
    (20, 20, 20, 20, 20, 20, 22, 26, 36, 50, 57),
    (-20, -20, -20, -20, -20, -20, -20, -21, -24, -40, -50),
    (0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 3, 10, 19, 19, 18),
    (0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 3, 12, 20, 19, 18),
)
_LUNG_X = (0.5, 0.5, 0.5, 26, 44, 48, 24, 0.5, 0.5, 0.5, 0.5)
_LUNG_Y = (0.5, 0.5, 0.5, 30, 62, 66, 30, 0.5, 0.5, 0.5, 0.5)


def paint_torso(canvas: Canvas, spec: PhantomSpec, curve: SpineCurve) -> None:
    """Paint everything but the contents of the canal and the bones, in place."""
    where = place(canvas.thin, spec, curve)
    paint_fat(canvas)
    _paint_organs(canvas, where)
    muscles = tuple(
        Muscle(*(_for(spec, row) for row in rows), fat=fat)
        for rows, fat in ((_ERECTOR, 0.4), (_DEEP, 0.6), (_PSOAS, 0.12))
    )
    paint_muscles(canvas, where, muscles, wavy_mm=1.8, grow_mm=0.4)
    for solid in _aorta(spec, curve):
        canvas.paint_solid(solid, 45.0, 0.35, 4.0)
    _paint_lungs(canvas, spec, where)
    _paint_outside(canvas, spec, where)


def _for(spec: PhantomSpec, row: Table) -> Table:
    counts = [_COUNT[one.vertebra[0]] + int(one.vertebra[1:]) for one in spec.levels]
    return tuple(float(one) for one in np.interp(counts, _AT, row))


def _paint_organs(canvas: Canvas, where: Place) -> None:
    patch = canvas.patch(where.back + 48.0, 8.0)
    if patch is not None:
        front = patch.distance + 4 * patch.folds.wide + 2 * patch.folds.rough
        patch.paint(front, 40 + 7 * patch.folds.fine + 10 * patch.folds.rough)


def _aorta(spec: PhantomSpec, curve: SpineCurve) -> tuple[Solid, ...]:
    names = [
        one.vertebra for one in spec.levels if one.vertebra[0] == "T" or one.vertebra in {"L1", "L2", "L3"}
    ]
    points = [Frame(curve.at(name).origin, np.eye(3)).at(14.0, -46.0, 0.0) for name in names[3:]]
    return chain(points, [10.5] * len(points))


def _paint_lungs(canvas: Canvas, spec: PhantomSpec, where: Place) -> None:
    half_x, half_y = (along(where.level, _for(spec, row)) for row in (_LUNG_X, _LUNG_Y))
    for side in (-1.0, 1.0):
        aside = np.float32(side) * where.left - 30.0 - half_x
        patch = canvas.patch(column(aside, where.back + 30.0, half_x, half_y), 6.0)
        if patch is not None:
            wall = patch.distance + 0.8 * patch.folds.wide
            patch.paint(wall - 3.0, MUSCLE_HU)
            patch.paint(wall, -850 + 30 * patch.folds.fine + 30 * patch.folds.rough)


def _paint_outside(canvas: Canvas, spec: PhantomSpec, where: Place) -> None:
    half_x, half_y, behind = (along(where.level, _for(spec, row)) for row in (_SKIN_X, _SKIN_Y, _SKIN_BACK))
    middle = where.back - behind + half_y
    patch = canvas.patch(-column(where.left_of_centre, middle, half_x, half_y), 6.0)
    if patch is None:
        return
    skin = 0.4 * patch.folds.wide - patch.distance
    patch.paint(-(skin + 1.7), 22.0)
    patch.paint(-skin, AIR_HU)
