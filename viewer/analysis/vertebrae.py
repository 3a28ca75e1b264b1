"""What can be seen of each vertebra that tells its name: ribs, sacral wings, depth and spacing."""

from itertools import pairwise

import attrs
import numpy as np

from viewer.analysis.curve import sample
from viewer.analysis.discs import Discs
from viewer.analysis.filters import Floats
from viewer.model.volume import Volume

_LATERAL_MM = np.arange(36.0, 64.0, 3.0)
_RIB_TO, _WING_TO = 6, 8
_BONE_HU = 180.0
_MARROW_HU = 110.0


@attrs.frozen(eq=False)
class Vertebrae:
    """The bodies between discs, one above the first and one below the last; arrays are parallel, cranial first.

    `section` is where on the discs' curve each middle lies, `rib` and `wing` (0 to 1) how surely bone
    reaches outwards from it as a rib or a sacral wing does, `depth_mm` its body from back to front.
    """

    section: Floats
    rib: Floats
    wing: Floats
    depth_mm: Floats


def describe_vertebrae(volume: Volume, discs: Discs) -> Vertebrae:
    """Return the vertebrae that the discs of an upright volume bound."""
    bounds = _bounds(discs)
    lateral = _lateral_bone(volume, discs)
    rows: list[tuple[float, float, float, float]] = []
    for upper, lower in bounds:
        first, last = max(0, round(upper + 3)), min(len(discs.curve), round(lower - 2))
        if last - first < 3:
            rows.append(((upper + lower) / 2, 0.0, 0.0, float("nan")))
            continue
        reach = lateral[first:last].mean(axis=0)
        rib = float(np.clip((reach[:_RIB_TO].min() - 0.05) / 0.15, 0.0, 1.0))
        wide = float(np.clip((reach[:_WING_TO].mean() - 0.4) / 0.25, 0.0, 1.0))
        middle = discs.slab[(first + last) // 2 - 2 : (first + last) // 2 + 3].mean(axis=0)
        rows.append(((upper + lower) / 2, rib, wide * (reach[:_WING_TO].min() > 0.35), _depth_mm(middle)))
    table = np.array(rows, dtype=float).reshape(-1, 4)
    return Vertebrae(table[:, 0], table[:, 1], table[:, 2], table[:, 3])


def _bounds(discs: Discs) -> list[tuple[float, float]]:
    places = [float(n) for n in discs.section]
    above = places[0] - (places[1] - places[0]) * 0.96
    below = places[-1] + (places[-1] - places[-2]) * 1.02
    every = [above, *places, below]
    return list(pairwise(every))


def _lateral_bone(volume: Volume, discs: Discs) -> Floats:
    """Whether bone is met at each distance to the side `[n, lateral]`, the mean of both sides."""
    curve = discs.curve
    depth = np.arange(-25.0, 16.0, 2.5)
    met: list[Floats] = []
    for side in (1.0, -1.0):
        points = (
            curve.points[:, None, None, :]
            - curve.back[:, None, None, :] * depth[None, :, None, None]
            + side * curve.left[:, None, None, :] * _LATERAL_MM[None, None, :, None]
        )
        met.append((sample(volume, points) > _BONE_HU).any(axis=1).astype(float))
    return (met[0] + met[1]) / 2


def _depth_mm(line: Floats) -> float:
    """The length of bone met going forward from the canal."""
    bone = np.flatnonzero(line[6:] > _MARROW_HU)
    return float(len(bone))
