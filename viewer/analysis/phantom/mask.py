"""Which voxels belong to the sac, by the analytic truth."""

from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from viewer.analysis.phantom.contents import canal_box
from viewer.analysis.phantom.lattice import lattice_of
from viewer.analysis.phantom.nerve import stamp
from viewer.analysis.phantom.scene import Scene
from viewer.model.geometry import VolumeGeometry

_SLAB = 32


class SacLabel(IntEnum):
    """What a voxel of a sac mask is; rootlets count as fluid."""

    OUTSIDE = 0
    FLUID = 1
    CORD = 2
    SLEEVE = 3


def sac_labels(scene: Scene, geometry: VolumeGeometry) -> NDArray[np.uint8]:
    """Return the label of every voxel `[k, j, i]` by where its centre lies; values of `SacLabel`."""
    grid = lattice_of(geometry)
    labels = np.zeros(geometry.shape, dtype=np.uint8)
    for start in range(0, geometry.shape[0], _SLAB):
        rows = slice(start, min(start + _SLAB, geometry.shape[0]))
        slab = grid.part((rows, slice(0, geometry.shape[1]), slice(0, geometry.shape[2])))
        box = canal_box(slab, scene.curve, 24.0)
        if box is None:
            continue
        part = slab.part(box)
        places = scene.curve.coordinates(part)
        sleeves = np.full(part.shape, 3.0, np.float32)
        stamp(sleeves, part, scene.nerves.sleeves, 0.3)
        view = labels[rows][box]
        view[sleeves < 0] = SacLabel.SLEEVE
        view[scene.canal.sac.distance(*places) < 0] = SacLabel.FLUID
        view[scene.cord.distance(*places) < 0] = SacLabel.CORD
    return labels
