"""Where points lie in relation to the canal, in upright axes."""

import attrs
import numpy as np

from viewer.analysis.phantom.curve import SpineCurve
from viewer.analysis.phantom.lattice import Array, Lattice
from viewer.analysis.phantom.spec import PhantomSpec


@attrs.frozen(eq=False)
class Place:
    """Every node's position in LPS axes: left and behind the canal at its height, and its height.

    `level` counts vertebrae down the spine, 0 at the middle of the first one of the phantom, and goes
    on above and below them, one in 22 mm.
    """

    left: Array
    back: Array
    left_of_centre: Array
    behind_centre: Array
    level: Array


def place(lattice: Lattice, spec: PhantomSpec, curve: SpineCurve) -> Place:
    """Return where the nodes of a lattice lie in relation to the canal."""
    points = lattice.points()
    height = points[..., 2]
    order = np.argsort(curve.points[:, 2])
    z = curve.points[order, 2]
    arcs = [curve.arcs[one.level] for one in spec.levels]
    last = len(arcs) - 1
    arc = np.interp(height, z, curve.stations[order])
    level = np.interp(arc, [arcs[0] - 88, *arcs, arcs[-1] + 88], [-4.0, *range(len(arcs)), last + 4.0])
    tables = {
        "left": points[..., 0] - np.interp(height, z, curve.points[order, 0]),
        "back": points[..., 1] - np.interp(height, z, curve.points[order, 1]),
        "left_of_centre": points[..., 0] - spec.centre[0],
        "behind_centre": points[..., 1] - spec.centre[1],
        "level": level,
    }
    return Place(**{name: one.astype(np.float32) for name, one in tables.items()})


def along(level: Array, values: tuple[float, ...]) -> Array:
    """Return a number given for every vertebra, between them in proportion."""
    return np.interp(level, np.arange(len(values)), np.array(values)).astype(np.float32)


def column(x: Array, y: Array, half_x: Array | float, half_y: Array | float) -> Array:
    """Return the distance to an upright elliptical column, exact at its border to first order."""
    a, b = np.asarray(half_x, np.float32), np.asarray(half_y, np.float32)
    u, v = x / a, y / b
    size = np.sqrt(u * u + v * v)
    distance = size * (size - 1) / np.maximum(np.sqrt((u / a) ** 2 + (v / b) ** 2), np.float32(1e-3))
    # A column that tapers to nothing is gone before it becomes a hair.
    return distance + 5 * np.maximum(1.3 - np.minimum(a, b), 0)
