"""The soft tissues around the lumbar spine: skin, fat, muscles, vessels, organs, bowel, table."""

import numpy as np
from numpy.typing import NDArray

from viewer.analysis.phantom.curve import SpineCurve
from viewer.analysis.phantom.place import Folds, Place, along, column, folds, place
from viewer.analysis.phantom.solid import Frame, Solid, chain, ellipsoid
from viewer.analysis.phantom.spec import PatientPosition, PhantomSpec
from viewer.analysis.phantom.tissue import AIR_HU, FAT_HU, MUSCLE_HU, Canvas

SKIN_BACK_MM = 58.0


def paint_trunk(canvas: Canvas, spec: PhantomSpec, curve: SpineCurve) -> None:
    """Paint everything but the contents of the canal and the bones, in place."""
    where = place(canvas, spec, curve)
    field = folds(canvas)
    canvas.hu[...] = FAT_HU + 6 * field.fine + 5 * field.rough
    _paint_belly(canvas, where, field)
    for solid, hu in _organs(curve, spec.seed):
        canvas.paint_solid(solid, hu, 0.8, 5.0)
    _paint_chest(canvas, where, field)
    for side in (-1.0, 1.0):
        _paint_muscles(canvas, where, side, field)
    for solid, hu in _vessels(curve):
        canvas.paint_solid(solid, hu, 0.35, 4.0)
    _paint_outside(canvas, spec, where, field)


def _paint_belly(canvas: Canvas, where: Place, field: Folds) -> None:
    # Loops of bowel: islands of the wide field in front of the vessels, gas where it is highest.
    front = where.back + along(where.level, (52, 56, 60, 64, 66, 64, 62, 66, 76))
    loops = np.maximum(14 * (0.05 - field.wide) + 1.2 * field.rough, front)
    canvas.paint(loops, 42 + 7 * field.fine)
    inside = np.maximum(loops + 3.0 + 0.4 * field.fine, 9 * (0.2 - field.rough) - 6)
    canvas.paint(inside, 22 + 12 * field.fine)
    gas = np.maximum(14 * (1.0 - field.wide) + 1.5 * field.fine, front + 5)
    canvas.paint(gas, -900 + 15 * field.fine)


def _paint_chest(canvas: Canvas, where: Place, field: Folds) -> None:
    """The chest wall and what of lung, liver and spleen reaches beside the lowest thoracic bodies."""
    level = where.level
    wall = column(where.left, where.back + 52, np.float32(104.0), np.float32(74.0)) + 0.8 * field.wide
    low = 24.0 * (level - 2.3 + 0.004 * np.abs(where.left))
    canvas.paint(
        np.maximum(np.abs(wall - 3.5) - 3.2, low - 14), MUSCLE_HU + 5 * field.fine - 35 * (field.rough > 0.9)
    )
    pleura = wall + 1.5 + 0.3 * field.rough
    depth = np.maximum(30.0 - 15.0 * level, 0.0)
    crescent = np.maximum(pleura, -(pleura + depth))
    aside = 24.0 + 3.0 * level - np.abs(where.left)
    organ = np.maximum(np.maximum(wall + 1.5, aside - 4.0), low - 10)
    hu = np.where(where.left < 0, 60.0, 48.0)
    canvas.paint(organ, hu + 5 * field.fine)
    lung = np.maximum(np.maximum(crescent, aside), 24.0 * (level - 1.7))
    canvas.paint(lung, -850 + 30 * field.fine + 25 * field.rough)
    vessels = np.maximum(lung + 2.0, 2.2 * (1.9 - field.fine))
    canvas.paint(vessels, 0.0)


# One number for each of T11, T12, L1 ... L5, S1, S2: middle and half sizes in mm.
_MUSCLES: dict[str, tuple[tuple[float, ...], ...]] = {
    "longissimus": (
        (28, 28, 30, 31, 33, 34, 35, 33, 28),
        (24, 25, 27, 28, 29, 30, 32, 34, 32),
        (24, 25, 27, 29, 31, 31, 27, 20, 12),
        (14, 16, 18, 21, 23, 23, 19, 12, 8),
    ),
    "multifidus": (
        (9, 10, 11, 12, 13, 15, 17, 18, 16),
        (24, 24, 25, 27, 28, 28, 27, 24, 19),
        (9, 10, 11, 12, 14, 16, 18, 18, 14),
        (14, 14, 16, 18, 20, 21, 19, 14, 8),
    ),
    "psoas": (
        (20, 22, 25, 28, 33, 37, 43, 50, 57),
        (-20, -20, -20, -21, -22, -24, -30, -40, -50),
        (0.5, 3, 8, 12, 16, 19, 20, 19, 18),
        (0.5, 4, 11, 15, 18, 20, 21, 19, 18),
    ),
    "quadratus": (
        (40, 44, 48, 55, 61, 64, 64, 64, 64),
        (2, 2, 1, 0, -1, -2, -2, -2, -2),
        (0.5, 6, 14, 18, 19, 15, 3, 0.5, 0.5),
        (0.5, 4, 7, 8, 9, 8, 2, 0.5, 0.5),
    ),
    "gluteus": (
        (80, 80, 80, 80, 80, 80, 78, 72, 66),
        (40, 40, 40, 40, 38, 36, 36, 38, 36),
        (0.5, 0.5, 0.5, 0.5, 0.5, 4, 18, 30, 34),
        (0.5, 0.5, 0.5, 0.5, 0.5, 3, 10, 16, 18),
    ),
    "iliacus": (
        (80, 80, 80, 80, 80, 80, 78, 76, 76),
        (-40, -40, -40, -40, -40, -38, -34, -34, -34),
        (0.5, 0.5, 0.5, 0.5, 0.5, 4, 13, 18, 20),
        (0.5, 0.5, 0.5, 0.5, 0.5, 5, 22, 30, 34),
    ),
}
_FATTY = {
    "multifidus": 0.75,
    "longissimus": 0.5,
    "quadratus": 0.3,
    "psoas": 0.12,
    "gluteus": 0.35,
    "iliacus": 0.15,
}


def _paint_muscles(canvas: Canvas, where: Place, side: float, field: Folds) -> None:
    lower = 0.25 + 0.75 * np.clip(where.level / 8, 0, 1)
    for number, (name, (x, y, half_x, half_y)) in enumerate(_MUSCLES.items()):
        shift = np.float32(1.0 if side > 0 else 1.03)
        distance = column(
            np.float32(side) * where.left - along(where.level, x) * shift,
            where.back - along(where.level, y),
            along(where.level, half_x) / shift,
            along(where.level, half_y),
        )
        distance += 2.2 * field.wide + 0.7 * field.rough
        # Fat runs in sheets where a field crosses a value of its own, more of it lower down.
        sheets = np.exp(-(((field.rough + np.float32(0.4 * number - 0.9 * side)) / 0.2) ** 2))
        marbling = np.clip(field.fine * 0.5 + field.wide * 0.35 - 0.35, 0, 1)
        fat = np.float32(_FATTY[name]) * lower * (0.8 * sheets + 1.3 * marbling)
        canvas.paint(distance - 0.9, FAT_HU + 8 * field.fine)
        canvas.paint(distance, MUSCLE_HU + 5 * field.fine - 125 * np.minimum(fat, 1))


def _organs(curve: SpineCurve, seed: int) -> list[tuple[Solid, float]]:
    kidney = Frame(curve.at("L2").origin, np.eye(3))
    lean = 6.0 + seed % 3
    return [
        (ellipsoid(kidney.moved(66, -22, 24).turned(1, lean), (24, 29, 54)), 34.0),
        (ellipsoid(kidney.moved(-68, -20, 10).turned(1, -lean), (24, 28, 52)), 34.0),
        (ellipsoid(kidney.moved(-52, -20, 12), (11, 9, 30)), FAT_HU),
        (ellipsoid(kidney.moved(50, -22, 26), (11, 9, 30)), FAT_HU),
        (ellipsoid(kidney.moved(-88, -62, 62), (62, 40, 75)), 58.0),
    ]


def _vessels(curve: SpineCurve) -> list[tuple[Solid, float]]:
    def line(x: float, names: tuple[str, ...], front: tuple[float, ...]) -> list[NDArray[np.float64]]:
        return [
            Frame(curve.at(name).origin, np.eye(3)).at(x, -depth, 0.0)
            for name, depth in zip(names, front, strict=True)
        ]

    names = ("T11", "T12", "L1", "L2", "L3", "L4")
    aorta = line(10.0, names, (45, 48, 51, 53, 54, 54))
    cava = line(-15.0, names, (50, 51, 52, 52, 53, 52))
    solids = [
        *chain(aorta, (11.0, 10.5, 10.2, 9.8, 9.4, 8.6)),
        *chain(cava, (11.0, 10.5, 10.5, 10.5, 10.5, 10.0)),
    ]
    for trunk, thick in ((aorta[-1], 6.5), (cava[-1], 8.0)):
        for side in (-1.0, 1.0):
            low = Frame(curve.at("S1").origin, np.eye(3)).at(side * 38, -62, 0)
            far = Frame(curve.at("S2").origin, np.eye(3)).at(side * 52, -85, -12)
            solids += chain((trunk, low, far), (thick, thick - 1, thick - 1.5))
    cruses = (
        line(17.0, ("T11", "T12", "L1", "L2"), (36, 36, 34, 33)),
        line(-20.0, ("T11", "T12", "L1", "L2"), (36, 36, 34, 33)),
    )
    walls = [(one, 52.0) for crus in cruses for one in chain(crus, (4.5, 4.0, 3.5, 2.0))]
    plaque = ellipsoid(Frame(aorta[-1], np.eye(3)).moved(2.0, 7.6, 6.0), (3.4, 0.9, 5.0))
    return [*walls, *((one, 44.0) for one in solids), (plaque, 620.0)]


def _paint_outside(canvas: Canvas, spec: PhantomSpec, where: Place, field: Folds) -> None:
    groove = 5.0 * np.exp(-((where.left / 11.0) ** 2)) * (where.level < 7.5)
    flat = spec.position in {PatientPosition.HFS, PatientPosition.FFS}
    reach = np.float32(SKIN_BACK_MM + (0.0 if flat else 5.0))
    skin = where.behind_centre - (reach - groove - 0.0022 * where.left**2) + 0.5 * field.wide
    canvas.paint(-(skin + 1.7), 20.0)
    canvas.paint(-skin, AIR_HU)
    if flat:
        # A thin shell of carbon on foam, hollow as a table is.
        top = where.behind_centre - (SKIN_BACK_MM + 4.5) + 0.0006 * where.left**2
        canvas.paint(np.abs(top - 0.8) - 0.8, 40.0)
        canvas.paint(np.abs(top - 18.0) - 16.3, -940.0)
