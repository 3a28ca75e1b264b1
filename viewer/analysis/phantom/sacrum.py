"""The sacrum with its wings and foramina, and as much of the iliac bones as a narrow field shows."""

import attrs
import numpy as np

from viewer.analysis.phantom.body import BodySize, vertebral_body
from viewer.analysis.phantom.bone import Bone, BonePart
from viewer.analysis.phantom.curve import SpineCurve
from viewer.analysis.phantom.lattice import Array
from viewer.analysis.phantom.solid import Frame, Solid, block, chain, rod
from viewer.analysis.phantom.spec import LevelSpec
from viewer.analysis.phantom.vertebra import superior_facet

WING_HU = 70.0


@attrs.frozen
class _Segment:
    """Sizes in mm of a sacral segment."""

    half_width: float
    depth: float
    canal_half_width: float
    canal_depth: float
    wing_mm: float


_SEGMENTS = {
    "S1": _Segment(24.0, 31.0, 14.5, 16.5, 53.0),
    "S2": _Segment(18.0, 22.0, 12.0, 12.5, 44.0),
    "S3": _Segment(15.0, 15.0, 9.0, 9.0, 34.0),
}


def sacrum(curve: SpineCurve, levels: tuple[LevelSpec, ...], above: LevelSpec, seed: int) -> Bone:
    """Return the sacral segments of `levels` grown together, with the joints to the last lumbar one."""
    parts: list[BonePart] = []
    cuts: list[Solid] = []
    for level in levels:
        segment = _SEGMENTS[level.vertebra]
        parts += _segment(curve, level, segment, seed)
        cuts += [hole for side in (-1.0, 1.0) for hole in _foramen(curve, level, segment, side)]
    first = next(one for one in levels if one.vertebra == "S1")
    parts += [superior_facet(curve, above, first, side, seed) for side in (-1.0, 1.0)]
    return Bone(tuple(parts), tuple(cuts))


def _segment(curve: SpineCurve, level: LevelSpec, size: _Segment, seed: int) -> list[BonePart]:
    back = size.canal_depth / 2
    frame = curve.at(level.vertebra)
    parts = vertebral_body(curve, level, BodySize(size.half_width, size.depth, back), seed)
    for side in (-1.0, 1.0):
        parts += _wing(frame, level, size, side)
        lean = frame.moved(side * size.canal_half_width * 0.5, back + 3.0, 0.0).turned(2, -side * 24.0)
        lamina = block(lean, (size.canal_half_width * 0.72, 2.6, level.body_mm * 0.42), 2.2)
        crest = block(
            frame.moved(side * (size.canal_half_width + 3), back - 2, 0), (5, 5, level.body_mm * 0.5), 3
        )
        parts += [BonePart(lamina, 3.0, 1.5, 200.0), BonePart(crest, 4.0, 1.4, 160.0)]
    spine = block(frame.moved(0, back + 8.0, -2.0), (2.8, 6.0, level.body_mm * 0.26), 2.4)
    return [*parts, BonePart(spine, 3.0, 1.3, 220.0)]


def _wing(frame: Frame, level: LevelSpec, size: _Segment, side: float) -> list[BonePart]:
    middle = (size.wing_mm + size.canal_half_width) / 2
    half = (size.wing_mm - size.canal_half_width) / 2 + 2.0
    lean = (
        frame.moved(side * middle, -size.canal_depth * 0.45, -3.0)
        .turned(2, side * 16.0)
        .turned(1, side * 14.0)
    )
    wing = block(lean, (half, 13.0 if level.vertebra == "S1" else 10.0, level.body_mm * 0.58), 6.0)
    return [BonePart(wing, 6.0, 0.9, WING_HU)]


def _foramen(curve: SpineCurve, level: LevelSpec, size: _Segment, side: float) -> tuple[Solid, ...]:
    low = curve.arcs[level.level] + level.body_mm / 2
    x = size.canal_half_width
    inside = curve.point(low - 8, side * (x - 3), -2)
    middle = curve.point(low, side * (x + 3), -5)
    front = curve.point(low + 6, side * (x + 9), -size.depth - 8)
    behind = curve.point(low + 2, side * (x + 1), 16)
    return (
        *chain((inside, middle, front), (4.0, 4.8, 6.0)),
        rod(middle, behind, 3.4, 3.0),
    )


def ilium(curve: SpineCurve, side: float, seed: int) -> Bone:
    """Return the back part of one iliac bone, two millimetres off the wing of the sacrum."""
    chance = np.random.default_rng([seed, 31, int(side > 0)])
    frame = curve.at("S1")
    upright = Frame(frame.origin, np.eye(3))
    lean = upright.moved(side * (63.0 + chance.normal(0, 1)), -4.0, -4.0 + chance.normal(0, 2))
    lean = lean.turned(2, side * (27.0 + chance.normal(0, 1.5))).turned(1, side * -10.0)

    def distance(u: Array, v: Array, w: Array) -> Array:
        # A curved blade: thick behind at the joint, thin in front, its crest sloping down to the back.
        bend = u * np.float32(side) - 0.0035 * (v - 25) ** 2 + 2.0
        thick = 5.0 + 3.5 * np.exp(-(((v - 22) / 16) ** 2))
        sheet = np.abs(bend) - thick
        crest = w - 42.0 + 0.012 * (v + 12) ** 2
        tail = np.abs(v + 8) - 58.0
        edge = np.maximum(crest, np.maximum(tail, -w - 75.0))
        near = np.maximum(5.0 - np.abs(sheet - edge), 0)
        return np.maximum(sheet, edge) + near * near * np.float32(0.05)

    blade = BonePart(Solid(lean, (26.0, 68.0, 78.0), distance), 0.0, 1.5, 110.0)
    return Bone((blade,), gap_mm=2.0)
