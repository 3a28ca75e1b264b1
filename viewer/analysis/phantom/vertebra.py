"""A thoracolumbar vertebra: body, pedicles, laminae, joints and processes."""

import attrs
import numpy as np

from viewer.analysis.phantom.body import BodySize, vertebral_body
from viewer.analysis.phantom.bone import Bone, BonePart
from viewer.analysis.phantom.curve import SpineCurve
from viewer.analysis.phantom.joint import Joint, facet
from viewer.analysis.phantom.solid import Frame, block, chain, ellipsoid
from viewer.analysis.phantom.spec import LevelSpec
from viewer.model.spine import Level

POSTERIOR_HU = 330.0


@attrs.frozen
class VertebraShape:
    """Sizes in mm of one vertebra; `joint_deg` turns its lower facet joints from the sagittal plane."""

    half_width: float
    depth: float
    canal_half_width: float
    canal_depth: float
    pedicle_half_width: float
    transverse_mm: float
    spinous_mm: float
    joint_deg: float
    joint_x: float

    @property
    def body(self) -> BodySize:
        """The size of its body."""
        return BodySize(self.half_width, self.depth, self.canal_depth / 2)


SHAPES: dict[str, VertebraShape] = {
    "C7": VertebraShape(13.2, 16.2, 12.2, 15.2, 3.2, 30.0, 31.0, 80.0, 15.0),
    "T1": VertebraShape(13.2, 17.0, 10.4, 15.0, 3.6, 34.0, 33.0, 78.0, 11.0),
    "T2": VertebraShape(13.0, 17.5, 9.4, 14.8, 3.4, 31.0, 33.0, 78.0, 10.0),
    "T3": VertebraShape(12.8, 18.5, 9.0, 14.8, 3.2, 30.0, 33.0, 78.0, 9.5),
    "T4": VertebraShape(12.8, 19.5, 9.0, 15.0, 3.2, 30.0, 32.0, 76.0, 9.5),
    "T5": VertebraShape(13.0, 21.0, 9.0, 15.0, 3.2, 30.0, 31.0, 76.0, 9.5),
    "T6": VertebraShape(13.4, 22.5, 9.0, 15.0, 3.2, 30.0, 30.0, 75.0, 9.5),
    "T7": VertebraShape(13.9, 24.0, 9.0, 15.0, 3.3, 29.0, 29.0, 74.0, 9.8),
    "T8": VertebraShape(14.5, 25.5, 9.0, 15.2, 3.3, 28.0, 28.0, 73.0, 10.2),
    "T9": VertebraShape(15.2, 27.0, 9.0, 15.3, 3.4, 27.0, 27.0, 72.0, 10.6),
    "T10": VertebraShape(16.0, 28.0, 9.0, 15.5, 3.4, 26.0, 26.0, 70.0, 11.0),
    "T11": VertebraShape(18.0, 29.0, 9.8, 16.0, 4.0, 24.0, 24.0, 66.0, 11.0),
    "T12": VertebraShape(20.0, 30.0, 11.0, 16.8, 4.2, 22.0, 25.0, 22.0, 13.0),
    "L1": VertebraShape(21.5, 31.5, 11.4, 17.2, 4.2, 34.0, 29.0, 24.0, 14.0),
    "L2": VertebraShape(22.5, 33.0, 11.6, 16.8, 4.5, 38.0, 31.0, 30.0, 14.5),
    "L3": VertebraShape(23.5, 34.0, 12.0, 16.6, 5.0, 43.0, 33.0, 37.0, 15.0),
    "L4": VertebraShape(24.5, 35.0, 12.4, 16.8, 6.4, 40.0, 31.0, 45.0, 16.0),
    "L5": VertebraShape(25.5, 35.0, 13.4, 17.2, 8.2, 41.0, 24.0, 54.0, 19.0),
    "S1": VertebraShape(25.0, 33.0, 14.5, 17.5, 9.0, 40.0, 16.0, 60.0, 20.0),
}


@attrs.frozen(eq=False)
class _Site:
    """What a vertebra is built from: its shape, its frame, and its own small irregularities."""

    shape: VertebraShape
    level: LevelSpec
    frame: Frame
    chance: np.random.Generator

    def near(self, size: float) -> float:
        return float(self.chance.normal(0.0, size))

    def place(self, x: float, y: float, z: float) -> Frame:
        wobble = self.frame.moved(x + self.near(0.5), y + self.near(0.5), z + self.near(0.6))
        return wobble.turned(2, self.near(2.5)).turned(0, self.near(2.5))


def vertebra(
    curve: SpineCurve, level: LevelSpec, above: LevelSpec | None, below: LevelSpec | None, seed: int
) -> Bone:
    """Return a vertebra of T1 to L5 with its facets towards both neighbours."""
    shape = SHAPES[level.vertebra]
    site = _Site(shape, level, curve.at(level.vertebra), _chance(level.vertebra, seed))
    parts = [*vertebral_body(curve, level, shape.body, seed)]
    for side in (-1.0, 1.0):
        parts += _arch(site, side)
        if above is not None:
            parts.append(superior_facet(curve, above, level, side, seed))
        if below is not None:
            parts.append(inferior_facet(curve, level, below, side, seed))
    notch = ellipsoid(
        site.frame.moved(site.near(1.0), -shape.canal_depth / 2 - 2, site.near(1.0)), (4.0, 5.0, 1.5)
    )
    return Bone((*parts, *_spinous(site)), (notch,))


def _chance(name: str, seed: int) -> np.random.Generator:
    return np.random.default_rng([seed, *name.encode()])


def _arch(site: _Site, side: float) -> list[BonePart]:
    shape, height = site.shape, site.level.body_mm
    canal, back = shape.canal_half_width, shape.canal_depth / 2
    pedicle_x = side * (canal + shape.pedicle_half_width + 0.4)
    pedicle = block(
        site.place(pedicle_x, -back + 5.0, height * 0.19),
        (shape.pedicle_half_width, 11.0, height * 0.27),
        shape.pedicle_half_width * 0.8,
    )
    pars = ellipsoid(site.place(side * (canal + 2.5), back - 1.0, -2.0), (5.0, 5.0, height * 0.52))
    lean = (
        site.place(side * canal * 0.52, back + 3.6, -height * 0.24).turned(2, -side * 27.0).turned(0, -14.0)
    )
    lamina = block(lean, (canal * 0.66, 3.0, height * 0.37), 2.6)
    return [
        BonePart(pedicle, 3.5, 1.2, 260.0),
        BonePart(pars, 3.5, 1.5, POSTERIOR_HU + 60),
        BonePart(lamina, 2.5, 1.5, POSTERIOR_HU),
        *_transverse(site, side),
    ]


def _transverse(site: _Site, side: float) -> list[BonePart]:
    canal, reach = site.shape.canal_half_width, site.shape.transverse_mm
    rise = site.near(1.5)
    points = [
        site.frame.at(side * (canal + 4), 2.0, 2.5),
        site.frame.at(side * (canal + reach) * 0.52, 4.5 + site.near(1), 2.0 + rise),
        site.frame.at(side * (canal + reach) * 0.72, 7.0 + site.near(1), 2.5 + 1.7 * rise),
        site.frame.at(side * reach * (1 + site.near(0.03)), 9.5 + site.near(1.5), 2.0 + 2.2 * rise),
    ]
    return [BonePart(one, 3.0, 1.2, 280.0) for one in chain(points, (5.0, 4.2, 3.8, 3.6))]


# How far the spinous processes point down from the vertebra's own level.
_DROOP_DEG = {
    "T1": 40.0,
    "T2": 48.0,
    **dict.fromkeys(("T3", "T4", "T5", "T6", "T7", "T8"), 52.0),
    "T9": 47.0,
    "T10": 40.0,
    "T11": 26.0,
    "T12": 16.0,
}


def _spinous(site: _Site) -> list[BonePart]:
    shape, height = site.shape, site.level.body_mm
    back, length = shape.canal_depth / 2 + 2.5, shape.spinous_mm
    droop = _DROOP_DEG.get(site.level.vertebra, 10.0)
    sink = length * np.sin(np.deg2rad(droop))
    lean = site.place(0.0, back + length * 0.45, -height * 0.24 - sink * 0.45).turned(0, -droop)
    tall = height * 0.30 * np.cos(np.deg2rad(droop)) ** 1.5
    blade = block(lean, (3.0, length * 0.55, tall), 2.2)
    tip = block(lean.moved(site.near(0.6), length * 0.42, -1.0), (3.9, 4.5, tall * 1.1), 3.4)
    root = block(site.place(0.0, back + 1.5, -height * 0.24), (5.0, 4.0, height * 0.34), 3.6)
    return [
        BonePart(blade, 2.0, 1.1, 260.0),
        BonePart(tip, 4.0, 0.8, 200.0),
        BonePart(root, 4.0, 1.2, POSTERIOR_HU),
    ]


def _joint(curve: SpineCurve, upper: LevelSpec, lower: LevelSpec, side: float, seed: int) -> Joint:
    name = f"{upper.vertebra}/{lower.vertebra}"
    shape = SHAPES[upper.vertebra]
    chance = _chance(f"{name}{side}", seed)
    angle = np.deg2rad(shape.joint_deg + chance.normal(0.0, 4.0))
    frame = curve.frame(curve.arcs[Level(name)]).moved(
        side * (shape.joint_x + chance.normal(0.0, 0.6)),
        shape.canal_depth / 2 - 0.5 + chance.normal(0.0, 0.6),
        1.0,
    )
    # The processes of the lower vertebra lie lateral and in front, those of the upper medial and behind.
    across = np.array([side * np.cos(angle), -np.sin(angle), 0.0]) @ frame.axes
    up = frame.axes[2]
    size = (5.2, 8.0, 13.5) if upper.vertebra[0] == "L" or lower.vertebra[0] == "L" else (3.6, 6.0, 9.0)
    return Joint(
        Frame(frame.origin, np.array([across, np.cross(up, across), up])), upper.degeneration, size, 0.018
    )


def superior_facet(curve: SpineCurve, above: LevelSpec, own: LevelSpec, side: float, seed: int) -> BonePart:
    """Return the process of `own` that meets the vertebra above."""
    joint = _joint(curve, above, own, side, seed)
    return BonePart(
        facet(joint, 1.0, -0.33 * joint.half_mm[2]), 4.0, 1.1 + 0.9 * joint.worn, 330.0 + 330 * joint.worn
    )


def inferior_facet(curve: SpineCurve, own: LevelSpec, below: LevelSpec, side: float, seed: int) -> BonePart:
    """Return the process of `own` that meets the vertebra below."""
    joint = _joint(curve, own, below, side, seed)
    return BonePart(
        facet(joint, -1.0, 0.37 * joint.half_mm[2]), 4.0, 1.1 + 0.9 * joint.worn, 330.0 + 330 * joint.worn
    )
