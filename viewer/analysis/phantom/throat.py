"""Pharynx, larynx and trachea with their air, the gullet behind, the tongue in front, the glands."""

import numpy as np

from viewer.analysis.phantom.canvas import Canvas
from viewer.analysis.phantom.lattice import Array
from viewer.analysis.phantom.place import Place, along, column
from viewer.analysis.phantom.tissue import AIR_HU

# One number for each of C1 ... C7, T1, T2, T3, in mm.
_AIRWAY_BACK = (-44, -42, -41, -42, -46, -47, -44, -44, -46, -48)
_AIRWAY_WIDE = (17, 16, 15, 13, 11, 9, 8.5, 8.5, 8.5, 8.5)
_AIRWAY_DEEP = (5, 5, 6, 6, 9, 9, 8.5, 8, 8, 8)
_AIRWAY_WALL = (3.5, 3.5, 4, 4.5, 5, 4.5, 2.2, 1.8, 1.8, 1.8)
_TONGUE_DEEP = (32, 33, 32, 26, 12, 0.5, 0.5, 0.5, 0.5, 0.5)
_THYROID_WIDE = (0.5, 0.5, 0.5, 0.5, 0.5, 7, 9.5, 9, 3, 0.5)
_THYROID_DEEP = (0.5, 0.5, 0.5, 0.5, 0.5, 8, 11, 11, 4, 0.5)
_PAROTID_WIDE = (9, 9, 6, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5)
_GULLET_DEEP = (0.5, 0.5, 0.5, 0.5, 0.5, 3, 3.8, 4.5, 4.8, 5)


def paint_throat(canvas: Canvas, where: Place) -> None:
    """Paint what lies in front of the cervical spine, in place."""
    level = where.level
    _paint_shape(canvas, column(where.left, where.back + 75, 27.0, along(level, _TONGUE_DEEP)), 52.0, -25.0)
    for side in (np.float32(-1), np.float32(1)):
        wide, deep = along(level, _THYROID_WIDE), along(level, _THYROID_DEEP)
        _paint_shape(canvas, column(side * where.left - 17, where.back + 42, wide, deep), 104.0, 4.0)
        parotid = column(side * where.left - 52, where.back + 22, along(level, _PAROTID_WIDE), 13.0)
        _paint_shape(canvas, parotid, -15.0, 20.0)
    _paint_airway(canvas, where)
    gullet = column(where.left - 4, where.back + 33, 7.5, along(level, _GULLET_DEEP))
    _paint_shape(canvas, gullet, 42.0, 4.0)
    patch = canvas.patch(gullet)
    if patch is not None:
        patch.paint(np.maximum(patch.distance + 3.0, 3 * (0.6 - patch.folds.wide)), -420.0)


def _paint_shape(canvas: Canvas, thin: Array, hu: float, mottle_hu: float) -> None:
    patch = canvas.patch(thin)
    if patch is not None:
        mottle = np.float32(mottle_hu) * np.maximum(patch.folds.rough - np.float32(0.5), 0)
        fill = np.float32(hu) + 5 * patch.folds.fine + mottle
        patch.paint(patch.distance + 0.5 * patch.folds.wide + 0.2 * patch.folds.rough, fill)


def _paint_airway(canvas: Canvas, where: Place) -> None:
    level = where.level
    front, wide, deep = (along(level, one) for one in (_AIRWAY_BACK, _AIRWAY_WIDE, _AIRWAY_DEEP))
    patch = canvas.patch(column(where.left - 1.0, where.back - front, wide, deep), 12.0)
    if patch is None:
        return
    rough, fine = patch.folds.rough, patch.folds.fine
    tube = patch.distance + 0.25 * rough
    patch.paint(tube - patch.spread(along(level, _AIRWAY_WALL)), 54 + 6 * fine)
    shell = np.abs(patch.spread(column(where.left, where.back - front + 2, wide + 5, deep + 5))) - 1.2
    behind, high = patch.spread(where.back - front - 3), patch.spread(15 * (np.abs(level - 4.3) - 0.75))
    patch.paint(np.maximum(np.maximum(shell, behind), high) + 0.6 * fine, 190 + 110 * fine)
    patch.paint(tube, AIR_HU + 12)
