"""The base of the skull above a cervical spine, the lower jaw and the hyoid."""

import numpy as np

from viewer.analysis.phantom.bone import Bone, BonePart
from viewer.analysis.phantom.curve import SpineCurve
from viewer.analysis.phantom.lattice import Array
from viewer.analysis.phantom.solid import Frame, Solid, block, chain, ellipsoid, rod


def base_frame(curve: SpineCurve) -> Frame:
    """Return the upright frame at the middle of the foramen magnum."""
    return Frame(curve.at("C1").at(0.0, 0.0, 14.0), np.eye(3))


def brain_shell(frame: Frame) -> tuple[Frame, tuple[float, float, float]]:
    """Return the middle and the radii of the inside of the posterior fossa."""
    return frame.moved(0.0, 6.0, 46.0), (52.0, 50.0, 47.0)


def skull(curve: SpineCurve, seed: int) -> tuple[Bone, ...]:
    """Return the occipital bone with its condyles, the clivus and the mastoids; then jaw and hyoid."""
    chance = np.random.default_rng([seed, 5])
    frame = base_frame(curve)
    return (_occiput(frame, chance), *_jaw(frame), _hyoid(curve))


def _occiput(frame: Frame, chance: np.random.Generator) -> Bone:
    middle, radii = brain_shell(frame)
    a, b, c = radii

    def squama(u: Array, v: Array, w: Array) -> Array:
        size = np.sqrt((u / a) ** 2 + (v / b) ** 2 + (w / c) ** 2)
        wall = (size - 1) * np.float32(49.0)
        crest = 2.2 * np.exp(-((u / 5.0) ** 2)) * (v > 0)
        return np.maximum(np.abs(wall - 3.6 - crest / 2) - 3.3 - crest / 2, w - 42.0)

    parts = [BonePart(Solid(middle, (62.0, 60.0, 58.0), squama), 2.0, 1.5, 300.0)]
    clivus = block(frame.moved(0.0, -27.0, 20.0).turned(0, 40.0), (13.0, 5.0, 25.0), 4.0)
    parts.append(BonePart(clivus, 3.0, 1.2, 260.0))
    for side in (-1.0, 1.0):
        condyle = ellipsoid(frame.moved(side * 17.0, -8.0, -4.5).turned(2, side * 28.0), (6.0, 11.0, 6.5))
        bridge = block(frame.moved(side * 23.0, -6.0, 3.5), (11.0, 13.0, 5.5), 5.4)
        mastoid = ellipsoid(frame.moved(side * 52.0, -4.0 + chance.normal(0, 1), 4.0), (9.0, 12.0, 19.0))
        petrous = rod(frame.at(side * 48.0, -8.0, 22.0), frame.at(side * 16.0, -34.0, 30.0), 10.0, 7.0)
        parts += [
            BonePart(condyle, 3.0, 1.3, 320.0),
            BonePart(bridge, 3.0, 1.3, 330.0),
            BonePart(mastoid, 3.0, 2.4, -330.0),
            BonePart(petrous, 3.0, 2.2, 600.0),
        ]
    hole = ellipsoid(frame.moved(0.0, 1.0, 3.0), (15.5, 19.0, 30.0))
    return Bone(tuple(parts), (hole,))


def _jaw(frame: Frame) -> tuple[Bone, ...]:
    bones: list[Bone] = []
    for side in (-1.0, 1.0):
        points = [
            frame.at(side * 51, -30, 22),
            frame.at(side * 49, -36, -8),
            frame.at(side * 47, -44, -32),
            frame.at(side * 42, -64, -42),
            frame.at(side * 30, -92, -48),
        ]
        ramus = chain(points, (5.0, 4.6, 5.2, 6.0, 7.0))
        bones.append(Bone(tuple(BonePart(one, 4.0, 2.0, 220.0) for one in ramus)))
    return tuple(bones)


def _hyoid(curve: SpineCurve) -> Bone:
    frame = Frame(curve.at("C4").origin, np.eye(3))
    points = [
        frame.at(x, y, z)
        for x, y, z in ((-21, -40, 6), (-14, -58, 2), (0, -65, 0), (14, -58, 2), (21, -40, 6))
    ]
    return Bone(tuple(BonePart(one, 2.0, 1.0, 250.0) for one in chain(points, (1.6, 2.3, 3.2, 2.3, 1.6))))
