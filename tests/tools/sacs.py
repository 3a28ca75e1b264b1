"""A straight sac in the desk's volume: a round tube of 8 mm radius along z, its box wider all round."""

import attrs
import numpy as np

from viewer.model.geometry import VolumeGeometry
from viewer.model.sac import SacVoxels

RADIUS_MM = 8.0
OFFSET = (20, 60, 70)
SHAPE = (160, 80, 60)


def tube(grid: VolumeGeometry, leak: bool = False) -> SacVoxels:
    """The tube about (0, 0), z 30 to 170; with a `leak` of a 10 mm cube beside it at z 100."""
    k0, j0, i0 = OFFSET
    box = attrs.evolve(grid, shape=SHAPE, origin=grid.to_lps((float(i0), float(j0), float(k0))))
    k, j, i = np.indices(SHAPE)
    affine = box.affine
    x, y, z = (affine[a, 0] * i + affine[a, 1] * j + affine[a, 2] * k + affine[a, 3] for a in range(3))
    mask = (x**2 + y**2 <= RADIUS_MM**2) & (abs(z - 100) <= 70)
    if leak:
        mask |= (x >= 0) & (x <= 18) & (abs(y) <= 5) & (abs(z - 100) <= 5)
    mask.flags.writeable = False
    return SacVoxels(OFFSET, mask, box)
