"""A facet joint: two processes face to face across a narrow curved gap."""

import attrs
import numpy as np

from viewer.analysis.phantom.lattice import Array
from viewer.analysis.phantom.solid import Frame, Solid
from viewer.model.geometry import Vec3

GAP_MM = 2.0


@attrs.frozen(eq=False)
class Joint:
    """Where a joint lies and how worn it is (0 to 1).

    The frame's x crosses the gap towards the process of the lower vertebra, y and z lie in it;
    `half_mm` are the half sizes of a process along these, `hollow` how strongly the gap curves in y.
    """

    frame: Frame
    worn: float
    half_mm: Vec3
    hollow: float


def facet(joint: Joint, towards: float, lift_mm: float) -> Solid:
    """Return the process on the lower (`towards` 1) or upper (-1) vertebra's side of the gap."""
    grow = 1 + 0.28 * joint.worn
    thick, wide, tall = joint.half_mm[0] * grow, joint.half_mm[1] * grow, joint.half_mm[2]
    gap = (GAP_MM - 1.0 * joint.worn) / 2
    shift = towards * thick * 0.62
    frame = joint.frame.moved(shift, 0.0, lift_mm)

    def distance(u: Array, v: Array, w: Array) -> Array:
        x, y, z = u / thick, v / wide, w / tall
        size = np.sqrt(x * x + y * y + z * z)
        slope = np.sqrt((x / thick) ** 2 + (y / wide) ** 2 + (z / tall) ** 2)
        bulk = size * (size - 1) / np.maximum(slope, 1e-3)
        across = u + np.float32(shift) + v * v * np.float32(joint.hollow)
        return np.maximum(bulk, gap - towards * across)

    return Solid(frame, (thick, wide, tall), distance)
