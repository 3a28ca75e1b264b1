"""The soft tissues around the lumbar spine: skin, fat, muscles, vessels, organs, bowel, table."""

import numpy as np
from numpy.typing import NDArray

from viewer.analysis.phantom.canvas import Canvas
from viewer.analysis.phantom.curve import SpineCurve
from viewer.analysis.phantom.muscle import Muscle, paint_fat, paint_muscles
from viewer.analysis.phantom.place import Place, along, column, place
from viewer.analysis.phantom.solid import Frame, Solid, chain, ellipsoid
from viewer.analysis.phantom.spec import PatientPosition, PhantomSpec
from viewer.analysis.phantom.tissue import AIR_HU, FAT_HU, MUSCLE_HU

SKIN_BACK_MM = 54.0


def paint_trunk(canvas: Canvas, spec: PhantomSpec, curve: SpineCurve) -> None:
    """Paint everything but the contents of the canal and the bones, in place."""
    where = place(canvas.thin, spec, curve)
    paint_fat(canvas)
    _paint_belly(canvas, where)
    for solid, hu in _organs(curve, spec.seed):
        canvas.paint_solid(solid, hu, 0.8, 5.0)
    _paint_chest(canvas, where)
    paint_muscles(canvas, where, _MUSCLES, wavy_mm=2.2, grow_mm=0.4)
    for solid, hu in _vessels(curve):
        canvas.paint_solid(solid, hu, 0.35, 4.0)
    _paint_outside(canvas, spec, where)


def _paint_belly(canvas: Canvas, where: Place) -> None:
    # Loops of bowel: islands of the wide field in front of the vessels, gas where it is highest.
    patch = canvas.patch(where.back + along(where.level, (52, 56, 60, 64, 66, 64, 62, 66, 76)), 16.0)
    if patch is None:
        return
    wide, rough, fine = patch.folds.wide, patch.folds.rough, patch.folds.fine
    front = patch.distance + 5 * rough + 6 * wide
    loops = np.maximum(14 * (np.float32(0.05) - wide) + 1.2 * rough, front)
    patch.paint(loops, 42 + 7 * fine)
    patch.paint(np.maximum(loops + 3.0 + 0.4 * fine, 9 * (np.float32(0.2) - rough) - 6), 22 + 12 * fine)
    patch.paint(np.maximum(14 * (1.0 - wide) + 1.5 * rough + 0.3 * fine, front + 5), -900 + 15 * fine)


def _paint_chest(canvas: Canvas, where: Place) -> None:
    """Paint the chest wall and the lung, liver and spleen beside the lowest thoracic bodies."""
    thin_wall = column(where.left, where.back + 52, 104.0, 74.0)
    low = 24.0 * (where.level - 2.3 + 0.004 * np.abs(where.left))
    patch = canvas.patch(np.maximum(thin_wall - 10.0, low - 14.0))
    if patch is None:
        return
    wide, rough, fine = patch.folds.wide, patch.folds.rough, patch.folds.fine
    level, left, low = patch.spread(where.level), patch.spread(where.left), patch.spread(low)
    wall = patch.spread(thin_wall) + 0.8 * wide
    fatty = np.float32(35) * (rough > 0.9)
    patch.paint(np.maximum(np.abs(wall - 3.5) - 3.2, low - 14), MUSCLE_HU + 5 * fine - fatty)
    aside = 25.0 + 3.0 * level - 0.004 * (patch.spread(where.back) + 30) ** 2 - np.abs(left) + 2 * wide
    organ = np.maximum(np.maximum(wall + 1.5, aside - 4.0), low - 10 + 9 * wide)
    patch.paint(organ, np.where(left < 0, np.float32(60), np.float32(48)) + 5 * fine)
    pleura = wall + 1.5 + 0.3 * rough
    crescent = np.maximum(pleura, -(pleura + np.maximum(30.0 - 15.0 * level, 0)))
    floor = 20.0 * (level - 1.75) + 0.22 * (62.0 - np.abs(left)) + 5 * wide
    lung = np.maximum(np.maximum(crescent, aside), floor)
    patch.paint(lung, -850 + 30 * fine + 25 * rough)
    patch.paint(np.maximum(lung + 2.0, 2.2 * (1.9 - fine)), 0.0)


# One number for each of T11, T12, L1 ... L5, S1, S2: middle and half sizes in mm.
_MUSCLES = (
    # longissimus
    Muscle(
        (28, 28, 30, 31, 33, 34, 35, 33, 28),
        (24, 25, 27, 28, 29, 30, 32, 34, 32),
        (24, 25, 27, 29, 31, 31, 27, 20, 12),
        (14, 16, 18, 21, 23, 23, 19, 12, 8),
        0.5,
    ),
    # multifidus
    Muscle(
        (9, 10, 11, 12, 13, 15, 17, 18, 16),
        (24, 24, 25, 27, 28, 28, 27, 24, 19),
        (9, 10, 11, 12, 14, 16, 18, 18, 14),
        (14, 14, 16, 18, 20, 21, 19, 14, 8),
        0.75,
    ),
    # psoas
    Muscle(
        (20, 22, 25, 28, 33, 37, 43, 50, 57),
        (-20, -20, -20, -21, -22, -24, -30, -40, -50),
        (0.5, 3, 8, 12, 16, 19, 20, 19, 18),
        (0.5, 4, 11, 15, 18, 20, 21, 19, 18),
        0.12,
    ),
    # quadratus
    Muscle(
        (40, 44, 48, 55, 61, 64, 64, 64, 64),
        (2, 2, 1, 0, -1, -2, -2, -2, -2),
        (0.5, 6, 14, 18, 19, 15, 3, 0.5, 0.5),
        (0.5, 4, 7, 8, 9, 8, 2, 0.5, 0.5),
        0.3,
    ),
    # gluteus
    Muscle(
        (80, 80, 80, 80, 80, 80, 78, 72, 66),
        (40, 40, 40, 40, 38, 36, 36, 38, 36),
        (0.5, 0.5, 0.5, 0.5, 0.5, 4, 18, 30, 34),
        (0.5, 0.5, 0.5, 0.5, 0.5, 3, 10, 16, 18),
        0.35,
    ),
    # iliacus
    Muscle(
        (80, 80, 80, 80, 80, 80, 78, 76, 76),
        (-40, -40, -40, -40, -40, -38, -34, -34, -34),
        (0.5, 0.5, 0.5, 0.5, 0.5, 4, 13, 18, 20),
        (0.5, 0.5, 0.5, 0.5, 0.5, 5, 22, 30, 34),
        0.15,
    ),
)


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


def _paint_outside(canvas: Canvas, spec: PhantomSpec, where: Place) -> None:
    groove = 5.0 * np.exp(-((where.left / 11.0) ** 2)) * (where.level < 7.5)
    flat = spec.position in {PatientPosition.HFS, PatientPosition.FFS}
    reach = np.float32(SKIN_BACK_MM + (0.0 if flat else 5.0))
    patch = canvas.patch(-(where.behind_centre - (reach - groove - 0.0022 * where.left**2)), 6.0)
    if patch is None:
        return
    skin = 0.5 * patch.folds.wide - patch.distance
    patch.paint(-(skin + 1.7), 20.0)
    patch.paint(-skin, AIR_HU)
    if flat:
        # A thin shell of carbon on foam, hollow as a table is.
        top = patch.spread(where.behind_centre - (SKIN_BACK_MM + 4.5) + 0.0006 * where.left**2)
        patch.paint(np.abs(top - 0.8) - 0.8, 40.0)
        patch.paint(np.abs(top - 18.0) - 16.3, -940.0)
