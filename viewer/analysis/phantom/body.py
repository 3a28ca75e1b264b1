"""A vertebral body: waist, concave endplates, flat back, and the rims that osteophytes grow on."""

import attrs
import numpy as np

from viewer.analysis.phantom.bone import BonePart
from viewer.analysis.phantom.curve import SpineCurve
from viewer.analysis.phantom.lattice import Array
from viewer.analysis.phantom.solid import Frame, Solid, ellipsoid, merge
from viewer.analysis.phantom.spec import LevelSpec

BODY_HU = 165.0


@attrs.frozen(eq=False)
class _Endplate:
    """A plane in the body's frame: a point on it, its outward normal and how far it is hollowed."""

    point: np.ndarray
    normal: np.ndarray
    hollow_mm: float


@attrs.frozen
class BodySize:
    """Half width and depth of a body in mm, and how far in front of the curve its back wall lies."""

    half_width: float
    depth: float
    back_mm: float

    @property
    def centre_mm(self) -> float:
        """How far in front of the curve the middle of the body lies."""
        return self.back_mm + 0.46 * self.depth


def vertebral_body(curve: SpineCurve, level: LevelSpec, size: BodySize, seed: int) -> list[BonePart]:
    """Return the body of a vertebra."""
    half_width, depth, back_mm = attrs.astuple(size)
    chance = np.random.default_rng([seed, 7, *level.vertebra.encode()])
    frame = curve.at(level.vertebra)
    arc = curve.arcs[level.level]
    hollow = depth * chance.uniform(0.055, 0.09)
    plates = [_endplate(curve, frame, arc, end * level.body_mm / 2, hollow) for end in (-1, 1)]
    sized = (half_width * (1 + chance.normal(0, 0.015)), depth, back_mm, level.body_mm)
    parts = [BonePart(_body(frame, sized, plates), 0.0, 0.65, BODY_HU + chance.normal(0, 12))]
    if level.degeneration > 0.8:
        parts.append(_sclerosis(frame, level, size, plates[1]))
    return parts + _spurs(frame, level, (half_width, depth, back_mm), chance)


def _endplate(curve: SpineCurve, frame: Frame, arc: float, step: float, hollow: float) -> _Endplate:
    edge = curve.frame(arc + step)
    normal = frame.axes @ edge.axes[2] * (-1.0 if step > 0 else 1.0)
    return _Endplate(frame.axes @ (edge.origin - frame.origin), normal, hollow)


def _body(frame: Frame, size: tuple[float, float, float, float], plates: list[_Endplate]) -> Solid:
    half_width, depth, back, height = size
    centre, half_depth = -back - depth * 0.46, depth * 0.56

    def distance(u: Array, v: Array, w: Array) -> Array:
        waist = 1 - 0.085 * np.maximum(1 - (w / (0.5 * height)) ** 2, 0)
        x, y = u / (half_width * waist), (v - np.float32(centre)) / (half_depth * waist)
        size2 = x * x + y * y
        e = np.sqrt(size2)
        round_ = e * (e - 1) / np.maximum(np.sqrt((x / half_width) ** 2 + (y / half_depth) ** 2), 1e-3)
        dip = np.maximum(1 - (u / (0.6 * half_width)) ** 2, 0)
        flat = v + np.float32(back) + depth * (0.03 + 0.25 * (1 - waist)) * dip
        side = -merge(-round_, -flat, 7.0)
        bowl = np.exp(-1.9 * size2)
        for plate in plates:
            n, p = plate.normal, plate.point
            end = n[0] * (u - p[0]) + n[1] * (v - p[1]) + n[2] * (w - p[2]) + plate.hollow_mm * bowl
            side = -merge(-side, -end.astype(np.float32), 1.6)
        return side

    reach = (half_width + 1, depth + back + 2, height * 0.5 + 9)
    return Solid(frame, reach, distance)


def _sclerosis(frame: Frame, level: LevelSpec, size: BodySize, plate: _Endplate) -> BonePart:
    """Return the dense bone above a worn disc."""
    x, y, z = plate.point + np.array([4.0, -size.centre_mm, 3.0])
    tilt = float(np.rad2deg(np.arctan2(plate.normal[1], -plate.normal[2])))
    place = frame.moved(float(x), float(y), float(z)).turned(0, tilt)
    wide, deep = 0.72 * size.half_width, 0.40 * size.depth
    return BonePart(ellipsoid(place, (wide, deep, 0.26 * level.body_mm)), marrow_hu=330.0, inlay=True)


def _spurs(
    frame: Frame, level: LevelSpec, size: tuple[float, float, float], chance: np.random.Generator
) -> list[BonePart]:
    half_width, depth, back = size
    parts: list[BonePart] = []
    for end in (-1.0, 1.0):
        for bearing in chance.uniform(-160, -20, 3):
            grow = level.degeneration * chance.uniform(0.2, 1.0) * 4.5
            if grow < 0.8:
                continue
            angle = np.deg2rad(bearing)
            place = frame.moved(
                (half_width - 1) * np.cos(angle),
                -back - depth * 0.46 + (depth * 0.55 - 1) * np.sin(angle),
                end * (level.body_mm / 2 - 1.8),
            ).turned(2, float(bearing))
            parts.append(BonePart(ellipsoid(place, (1.5 + grow, 5.0 + grow, 1.8)), 2.5, 1.2, 300.0))
    return parts
