"""The heads and first parts of the ribs that a narrow field shows."""

import numpy as np

from viewer.analysis.phantom.bone import Bone, BonePart
from viewer.analysis.phantom.curve import SpineCurve
from viewer.analysis.phantom.solid import chain

# Lateral, backward and upward steps in mm from the canal's middle at the rib's vertebra.
_LOWER = (
    (19.0, -9.0, 7.0),
    (26.0, 3.0, 4.0),
    (38.0, 11.0, -1.0),
    (54.0, 11.0, -8.0),
    (72.0, 2.0, -18.0),
    (95.0, -22.0, -34.0),
)
_FLOATING = (
    (21.0, -10.0, 3.0),
    (30.0, 1.0, -1.0),
    (44.0, 8.0, -8.0),
    (62.0, 8.0, -18.0),
    (84.0, -2.0, -32.0),
    (100.0, -12.0, -44.0),
)
_FIRST = (
    (15.0, -9.0, 3.0),
    (26.0, 3.0, 5.0),
    (36.0, 4.0, 4.0),
    (48.0, -10.0, -1.0),
    (52.0, -30.0, -9.0),
    (40.0, -56.0, -20.0),
)
_SECOND = (
    (14.0, -8.0, 6.0),
    (26.0, 6.0, 5.0),
    (40.0, 11.0, 3.0),
    (58.0, 2.0, -3.0),
    (70.0, -22.0, -14.0),
    (72.0, -60.0, -34.0),
)
_WAYS = {
    "T1": _FIRST,
    **dict.fromkeys(("T2", "T3", "T4", "T5"), _SECOND),
    **dict.fromkeys(("T6", "T7", "T8", "T9", "T10", "T11"), _LOWER),
    "T12": _FLOATING,
}
_RADII = (3.6, 3.2, 3.6, 3.8, 3.8, 3.6)


def ribs(curve: SpineCurve, vertebra: str, seed: int) -> tuple[Bone, ...]:
    """Return both ribs of a thoracic vertebra; none where it has no way of its own."""
    chance = np.random.default_rng([seed, 6, *vertebra.encode()])
    frame = curve.at(vertebra)
    bones: list[Bone] = []
    for side in (-1.0, 1.0):
        wobble = chance.normal(0.0, 0.8, 3)
        points = [
            frame.at(side * x, y + wobble[0], z + wobble[1] * x / 30) for x, y, z in _WAYS.get(vertebra, ())
        ]
        if points:
            parts = tuple(BonePart(one, 2.0, 1.2, 230.0) for one in chain(points, _RADII))
            bones.append(Bone(parts, gap_mm=1.2))
    return tuple(bones)
