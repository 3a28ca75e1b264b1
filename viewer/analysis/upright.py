"""A volume seen along the patient's own axes, without copying a voxel."""

from typing import TypeVar

import attrs
import numpy as np
from numpy.typing import NDArray

from viewer.model.geometry import Vec3, VolumeGeometry, scale
from viewer.model.volume import Volume

_Voxel = TypeVar("_Voxel", bound=np.generic)


@attrs.frozen(eq=False)
class Upright:
    """`volume` has k growing towards the head, j to posterior and i to the left, as nearly as its grid allows.

    `order` and `flipped` say which array axes of the source stand where and which run backwards; `gaps`
    are the slices of the source that were never scanned, `(first k, count)` in its own order.
    """

    volume: Volume
    source: VolumeGeometry
    order: tuple[int, int, int]
    flipped: tuple[bool, bool, bool]
    gaps: tuple[tuple[int, int], ...] = ()

    def stood(self, array: NDArray[_Voxel]) -> NDArray[_Voxel]:
        """Return an array on the source's grid as a view on the upright one; the inverse of `restored`."""
        turned = array.transpose(self.order)
        return turned[tuple(slice(None, None, -1 if flip else 1) for flip in self.flipped)]

    def restored(self, array: NDArray[np.generic]) -> NDArray[np.generic]:
        """Return an array on the upright grid as a view in the order of the source volume."""
        turned = array[tuple(slice(None, None, -1 if flip else 1) for flip in self.flipped)]
        return turned.transpose(tuple(int(n) for n in np.argsort(self.order)))

    def restored_box(self, start: tuple[int, int, int], shape: tuple[int, int, int]) -> tuple[int, int, int]:
        """Return where a box of the upright grid starts in the source volume, `[k, j, i]`."""
        whole = self.volume.hu.shape
        low = [whole[n] - start[n] - shape[n] if self.flipped[n] else start[n] for n in range(3)]
        k, j, i = (low[self.order.index(axis)] for axis in range(3))
        return (k, j, i)


def upright(volume: Volume) -> Upright:
    """Return a view of a volume along the patient's axes, whatever the patient's position."""
    geometry = volume.geometry
    # Rows: array axes k, j, i of the source; columns: z, y, x of the patient.
    cosines = np.array(geometry.axes)[::-1, ::-1]
    order = _assign(np.abs(cosines))
    flipped = tuple(bool(cosines[order[n], n] < 0) for n in range(3))
    hu = volume.hu.transpose(order)[tuple(slice(None, None, -1 if flip else 1) for flip in flipped)]
    return Upright(
        Volume(_geometry(geometry, order, flipped), hu, volume.series_uid),
        geometry,
        order,
        (flipped[0], flipped[1], flipped[2]),
        volume.gaps,
    )


def crop(
    geometry: VolumeGeometry, start: tuple[int, int, int], shape: tuple[int, int, int]
) -> VolumeGeometry:
    """Return the geometry of a box of a grid that starts at voxel `start` `[k, j, i]`."""
    origin = geometry.to_lps((float(start[2]), float(start[1]), float(start[0])))
    return VolumeGeometry(shape, origin, geometry.axes, geometry.spacing_mm)


def _assign(weights: NDArray[np.float64]) -> tuple[int, int, int]:
    """Give each patient axis the array axis nearest to it, the most certain first."""
    left = weights.copy()
    found = [0, 0, 0]
    for _ in range(3):
        row, column = divmod(int(np.argmax(left)), 3)
        found[column] = row
        left[row, :] = -1
        left[:, column] = -1
    return (found[0], found[1], found[2])


def _geometry(
    geometry: VolumeGeometry, order: tuple[int, int, int], flipped: tuple[bool, ...]
) -> VolumeGeometry:
    last = [0.0, 0.0, 0.0]
    axes: list[Vec3] = []
    steps: list[float] = []
    shape: list[int] = []
    for place in range(3):
        source = order[place]
        axis, number = geometry.axes[2 - source], geometry.shape[source]
        if flipped[place]:
            last[2 - source] = number - 1.0
        axes.append(scale(axis, -1.0) if flipped[place] else axis)
        steps.append(geometry.spacing_mm[2 - source])
        shape.append(number)
    origin = geometry.to_lps((last[0], last[1], last[2]))
    return VolumeGeometry(
        (shape[0], shape[1], shape[2]),
        origin,
        (axes[2], axes[1], axes[0]),
        (steps[2], steps[1], steps[0]),
    )
