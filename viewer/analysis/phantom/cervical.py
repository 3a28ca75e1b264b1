"""The vertebrae of the neck: C1 ring, C2 with its dens, and C3 to C7 with uncinates and pillars."""

import attrs
import numpy as np

from viewer.analysis.phantom.body import BodySize, vertebral_body
from viewer.analysis.phantom.bone import Bone, BonePart
from viewer.analysis.phantom.curve import SpineCurve
from viewer.analysis.phantom.joint import Joint, facet
from viewer.analysis.phantom.solid import Frame, Solid, block, chain, ellipsoid, rod
from viewer.analysis.phantom.spec import LevelSpec
from viewer.model.spine import Level


@attrs.frozen
class NeckShape:
    """Sizes in mm of a cervical vertebra."""

    half_width: float
    depth: float
    canal_half_width: float
    canal_depth: float
    spinous_mm: float
    bifid_mm: float

    @property
    def body(self) -> BodySize:
        """The size of its body."""
        return BodySize(self.half_width, self.depth, self.canal_depth / 2)


NECK: dict[str, NeckShape] = {
    "C1": NeckShape(9.0, 11.0, 14.5, 20.0, 6.0, 0.0),
    "C2": NeckShape(9.5, 14.5, 12.5, 18.0, 17.0, 5.0),
    "C3": NeckShape(10.0, 14.5, 12.0, 15.0, 13.0, 4.0),
    "C4": NeckShape(10.5, 14.8, 12.2, 14.8, 13.0, 4.5),
    "C5": NeckShape(11.2, 15.2, 12.5, 14.8, 15.0, 4.0),
    "C6": NeckShape(12.2, 15.8, 12.6, 15.0, 21.0, 2.5),
    "C7": NeckShape(13.2, 16.2, 12.2, 15.2, 31.0, 0.0),
}
PILLAR_X_MM = 16.5


def neck_vertebra(
    curve: SpineCurve, level: LevelSpec, above: LevelSpec | None, below: LevelSpec | None, seed: int
) -> Bone:
    """Return C2 to C7 with the facets towards the neighbours that there are."""
    shape, frame = NECK[level.vertebra], curve.at(level.vertebra)
    chance = np.random.default_rng([seed, 3, *level.vertebra.encode()])
    parts = vertebral_body(curve, level, shape.body, seed)
    cuts: list[Solid] = []
    for side in (-1.0, 1.0):
        parts += _pillar(frame, shape, side, chance)
        if below is not None:
            parts.append(_process(curve, (level, below), side, -1.0, chance))
        if level.vertebra == "C2":
            parts.append(_shoulder(frame, level, side))
        else:
            if above is not None:
                parts.append(_process(curve, (above, level), side, 1.0, chance))
            parts.append(_uncinate(frame, shape, level, side, chance))
        x = side * (shape.half_width + 5.6)
        cuts.append(rod(frame.at(x, -10.5, -9.0), frame.at(x, -10.5, 9.0), 3.0, 3.0))
    if level.vertebra == "C2":
        parts += _dens(frame)
    return Bone((*parts, *_spinous(frame, shape, level, chance)), tuple(cuts))


def _pillar(frame: Frame, shape: NeckShape, side: float, chance: np.random.Generator) -> list[BonePart]:
    wobble = chance.normal(0, 0.35, 3)
    back = shape.canal_depth / 2
    mass = block(frame.moved(side * PILLAR_X_MM + wobble[0], 0.5, wobble[1]), (4.8, 5.0, 5.8), 3.5)
    pedicle = rod(
        frame.at(side * (shape.half_width - 2), -back - 2.0, 1.0),
        frame.at(side * (PILLAR_X_MM - 1), -1.0, 0.5),
        3.1,
        3.1,
    )
    far = shape.half_width + 10.0
    front = [
        frame.at(side * (shape.half_width - 1), -back - 6.0, -2.0),
        frame.at(side * (far - 1), -back - 7.0 + wobble[2], -2.5),
        frame.at(side * far, -back - 1.5, -3.5),
        frame.at(side * (PILLAR_X_MM + 1), -1.5, -1.0),
    ]
    middle = (shape.canal_half_width * 0.55, back + 2.5, -4.5)
    lean = frame.moved(side * middle[0], middle[1], middle[2]).turned(2, -side * 33.0).turned(0, -18.0)
    lamina = block(lean, (shape.canal_half_width * 0.70, 2.0, 7.4), 1.7)
    return [
        BonePart(mass, 2.5, 1.2, 330.0),
        BonePart(pedicle, 2.5, 1.1, 300.0),
        *(BonePart(one, 1.5, 1.0, 280.0) for one in chain(front, (2.3, 1.9, 1.9, 2.2))),
        BonePart(lamina, 1.8, 1.3, 350.0),
    ]


def _process(
    curve: SpineCurve,
    pair: tuple[LevelSpec, LevelSpec],
    side: float,
    towards: float,
    chance: np.random.Generator,
) -> BonePart:
    """Return the facet of the lower (`towards` 1) or upper (-1) vertebra of a joint."""
    upper, lower = pair
    frame = curve.frame(curve.arcs[Level(f"{upper.vertebra}/{lower.vertebra}")])
    frame = frame.moved(side * PILLAR_X_MM, 1.5, 0.0)
    slope = np.deg2rad(40.0)
    across = np.array([0.0, -np.sin(slope), -np.cos(slope)]) @ frame.axes
    up = np.array([0.0, -np.cos(slope), np.sin(slope)]) @ frame.axes
    joint = Joint(
        Frame(frame.origin, np.array([across, np.cross(up, across), up])),
        upper.degeneration,
        (4.6, 5.6 + chance.normal(0, 0.2), 6.6),
        0.004,
    )
    return BonePart(facet(joint, towards, 0.0), 2.5, 0.9 + 0.6 * joint.worn, 330.0 + 250 * joint.worn)


def _uncinate(
    frame: Frame, shape: NeckShape, level: LevelSpec, side: float, chance: np.random.Generator
) -> BonePart:
    grow = 1.0 + 0.45 * level.degeneration
    place = frame.moved(
        side * (shape.half_width - 1.0), -shape.canal_depth / 2 - shape.depth * 0.36, level.body_mm / 2 + 0.6
    )
    lip = ellipsoid(place.turned(1, -side * 18.0), (1.9 * grow, 4.6 * grow, 3.0 + chance.normal(0, 0.25)))
    return BonePart(lip, 2.0, 0.9, 300.0)


def _spinous(frame: Frame, shape: NeckShape, level: LevelSpec, chance: np.random.Generator) -> list[BonePart]:
    back, low = shape.canal_depth / 2 + 3.0, -4.0
    droop = (-0.55 if level.vertebra == "C7" else -0.4) * shape.spinous_mm
    start = frame.at(0.0, back, low)
    knee = frame.at(chance.normal(0, 0.4), back + shape.spinous_mm * 0.62, low + droop * 0.6)
    thick = 2.6 if level.vertebra != "C2" else 4.0
    parts = [BonePart(one, 3.0, 1.1, 250.0) for one in chain((start, knee), (thick + 0.6, thick))]
    for side in (-1.0, 1.0):
        tip = frame.at(
            side * shape.bifid_mm + chance.normal(0, 0.5),
            back + shape.spinous_mm,
            low + droop + chance.normal(0, 0.6),
        )
        parts += [BonePart(one, 2.0, 0.9, 220.0) for one in chain((knee, tip), (thick, thick * 1.15))]
    return parts


def _dens(frame: Frame) -> list[BonePart]:
    y = -NECK["C2"].canal_depth / 2 - 6.0
    points = [
        frame.at(0, y, 2.0),
        frame.at(0, y, 14.0),
        frame.at(0, y + 0.4, 21.0),
        frame.at(0, y + 1.0, 25.5),
    ]
    return [BonePart(one, 3.0, 1.1, 260.0) for one in chain(points, (6.0, 4.8, 5.4, 3.6))]


def _shoulder(frame: Frame, level: LevelSpec, side: float) -> BonePart:
    place = frame.moved(side * 14.5, -7.5, level.body_mm / 2 - 3.0).turned(1, side * 24.0)
    return BonePart(block(place, (8.5, 8.0, 4.6), 3.4), 3.0, 1.1, 280.0)


def atlas(curve: SpineCurve, seed: int) -> Bone:
    """Return C1: two lateral masses joined by an arch in front of the dens and one behind the canal."""
    chance = np.random.default_rng([seed, 4])
    frame = curve.at("C1")
    front, back = -NECK["C1"].canal_depth / 2 - 13.5, NECK["C1"].canal_depth / 2 + 2.5
    ring = [
        frame.at(x, y, z)
        for x, y, z in (
            (-15, front + 8, 0),
            (-8, front + 1.5, 0),
            (0, front, 0.5),
            (8, front + 1.5, 0),
            (15, front + 8, 0),
        )
    ]
    parts = [BonePart(one, 1.5, 1.2, 300.0) for one in chain(ring, (4.5, 3.3, 3.6, 3.3, 4.5))]
    cuts: list[Solid] = []
    for side in (-1.0, 1.0):
        mass = block(frame.moved(side * 17.5, -7.0, 0.0).turned(2, side * 20.0), (6.0, 9.5, 7.0), 4.0)
        behind = [
            frame.at(side * 19.0, 1.0, 0.5),
            frame.at(side * 15.0, back * 0.78, 0.5 + chance.normal(0, 0.4)),
            frame.at(side * 7.0, back + 1.0, -0.5),
            frame.at(0.0, back + 2.6, -1.0),
        ]
        aside = [frame.at(side * 20, -6, 0), frame.at(side * 31, -7, -1), frame.at(side * 38, -6, -2.5)]
        parts.append(BonePart(mass, 2.0, 1.1, 320.0))
        parts += [BonePart(one, 2.0, 1.2, 330.0) for one in chain(behind, (3.6, 2.7, 2.9, 3.4))]
        parts += [BonePart(one, 2.0, 1.1, 280.0) for one in chain(aside, (5.0, 5.5, 3.5))]
        cuts.append(rod(frame.at(side * 28, -6.5, -9), frame.at(side * 28, -6.5, 9), 3.1, 3.1))
    return Bone(tuple(parts), tuple(cuts), gap_mm=1.6)
