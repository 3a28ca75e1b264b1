"""Muscles as upright columns with sheets of fat in them."""

import attrs
import numpy as np

from viewer.analysis.phantom.canvas import Canvas
from viewer.analysis.phantom.place import Place, along, column
from viewer.analysis.phantom.tissue import FAT_HU, MUSCLE_HU

Table = tuple[float, ...]


@attrs.frozen
class Muscle:
    """A pair of muscles: middle (left, back) and half sizes in mm at every vertebra, and its fat."""

    left: Table
    back: Table
    half_x: Table
    half_y: Table
    fat: float = 0.12


def paint_fat(canvas: Canvas) -> None:
    """Fill a canvas with fat and the thin septa in it."""
    rough, fine = canvas.folds.rough, canvas.folds.fine
    septa = np.exp(-((rough / np.float32(0.09)) ** 2)) * np.clip(canvas.folds.wide, 0, 1)
    canvas.hu[...] = FAT_HU + np.float32(6) * fine + np.float32(4) * rough + np.float32(34) * septa


def paint_muscles(
    canvas: Canvas, where: Place, muscles: tuple[Muscle, ...], *, wavy_mm: float, grow_mm: float
) -> None:
    """Paint pairs of muscles in their order, the right ones a little bulkier than the left ones."""
    for number, muscle in enumerate(muscles):
        for side in (1.0, -1.0):
            _paint(canvas, where, muscle, side, (0.4 * number - 0.9 * side, wavy_mm, grow_mm))


def _paint(
    canvas: Canvas, where: Place, muscle: Muscle, side: float, style: tuple[float, float, float]
) -> None:
    phase, wavy_mm, grow_mm = style
    shift = np.float32(1.0 if side > 0 else 1.03)
    patch = canvas.patch(
        column(
            np.float32(side) * where.left - along(where.level, muscle.left) * shift,
            where.back - along(where.level, muscle.back),
            along(where.level, muscle.half_x) / shift,
            along(where.level, muscle.half_y),
        ),
        4.0 + 2 * wavy_mm,
    )
    if patch is None:
        return
    wide, rough, fine = patch.folds.wide, patch.folds.rough, patch.folds.fine
    distance = (
        patch.distance - np.float32(grow_mm) + np.float32(wavy_mm) * wide + np.float32(0.3 * wavy_mm) * rough
    )
    # Fat runs in sheets where a field crosses a value of its own, more of it lower down.
    sheets = np.exp(-(((rough + np.float32(phase)) / np.float32(0.2)) ** 2))
    marbling = np.clip(np.float32(0.5) * fine + np.float32(0.35) * wide - np.float32(0.36), 0, 1)
    lower = patch.spread(np.clip(where.level / 8, 0, 1)) * np.float32(0.75) + np.float32(0.25)
    fat = np.minimum(
        np.float32(muscle.fat) * lower * (np.float32(0.8) * sheets + np.float32(1.3) * marbling), 1
    )
    patch.paint(distance - np.float32(0.85), FAT_HU + np.float32(8) * fine)
    patch.paint(distance, MUSCLE_HU + np.float32(5) * fine - np.float32(125) * fat)
