"""How the canal and its contents differ from region to region of the spine."""

import attrs
import numpy as np

from viewer.analysis.phantom.curve import SpineCurve
from viewer.analysis.phantom.spec import Anatomy, PhantomSpec


@attrs.frozen
class RegionShape:
    """The usual outlines in a region.

    The sac's width over depth, how pointed its back is, and how far behind the curve its middle lies;
    the bony canal's area as a share of the sac's and what is added to that, its width over depth; the
    cord's width over depth.
    """

    aspect: float
    point: float
    back_mm: float
    bone_share: float
    bone_mm2: float
    bone_aspect: float
    cord_aspect: float


_SHAPES = {
    "C": RegionShape(1.55, 0.0, -0.3, 1.12, 28.0, 1.6, 1.66),
    "T": RegionShape(1.2, 0.01, 0.0, 1.16, 45.0, 1.3, 1.3),
    "L": RegionShape(1.34, 0.035, -1.2, 1.2, 70.0, 1.42, 1.28),
    "S": RegionShape(1.34, 0.035, -1.2, 1.2, 70.0, 1.42, 1.28),
}
_WHOLE = {Anatomy.CERVICAL: "C", Anatomy.LUMBAR: "L"}


def region_shapes(spec: PhantomSpec, curve: SpineCurve) -> tuple[RegionShape, ...]:
    """Return the outlines usual at every station of the curve."""
    if spec.anatomy in _WHOLE:
        return (_SHAPES[_WHOLE[spec.anatomy]],) * len(curve.stations)
    arcs = [curve.arcs[one.level] for one in spec.levels]
    table = np.array([attrs.astuple(_SHAPES[one.vertebra[0]]) for one in spec.levels])
    rows = np.stack([np.interp(curve.stations, arcs, column) for column in table.T], axis=1)
    return tuple(RegionShape(*map(float, row)) for row in rows)


def has_skull(spec: PhantomSpec) -> bool:
    """Return whether the spine begins below a skull, where the sac widens into the cisterns."""
    return spec.levels[0].vertebra == "C1"


def has_sacrum(spec: PhantomSpec) -> bool:
    """Return whether the spine ends in a sacrum, behind which the sac ends."""
    return spec.levels[-1].vertebra[0] == "S"
