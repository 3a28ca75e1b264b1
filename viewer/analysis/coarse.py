"""A small copy of a volume, averaged to a few millimetres, to find the canal in."""

import attrs
import numpy as np

from viewer.analysis.filters import Floats
from viewer.model.geometry import VolumeGeometry
from viewer.model.volume import Volume
from viewer.progress import Progress

CELL_MM = 2.0
_CEILING_HU = 3000


@attrs.frozen(eq=False)
class Coarse:
    """Mean HU `[k, j, i]` of cells of `steps` voxels on `geometry` (cell centres)."""

    hu: Floats
    geometry: VolumeGeometry
    steps: tuple[int, int, int]


def coarsen(volume: Volume, progress: Progress, cell_mm: float = CELL_MM) -> Coarse:
    """Return the volume averaged over cells of about `cell_mm`; rests at the far faces are left out."""
    hu, fine = volume.hu, volume.geometry
    k, j, i = (max(1, round(cell_mm / step)) for step in fine.spacing_mm[::-1])
    k, j, i = min(k, hu.shape[0]), min(j, hu.shape[1]), min(i, hu.shape[2])
    shape = (hu.shape[0] // k, hu.shape[1] // j, hu.shape[2] // i)
    cells = np.empty(shape, np.float32)
    for row in range(shape[0]):
        slab = hu[row * k : (row + 1) * k, : shape[1] * j, : shape[2] * i]
        layer = np.minimum(slab, _CEILING_HU).sum(axis=0, dtype=np.int32)
        rows = layer.reshape(shape[1], j, -1).sum(axis=1)
        cells[row] = rows.reshape(shape[1], shape[2], i).sum(axis=2)
        if row % 16 == 0:
            progress(row / shape[0])
    cells /= k * j * i
    origin = fine.to_lps(((i - 1) / 2, (j - 1) / 2, (k - 1) / 2))
    x, y, z = fine.spacing_mm
    geometry = VolumeGeometry(shape, origin, fine.axes, (x * i, y * j, z * k))
    return Coarse(cells, geometry, (k, j, i))
