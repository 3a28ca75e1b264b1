"""How the slices of a rectangular grid are made from images that lie shifted or unevenly.

Each image is shifted within its own plane to where its position says it lies, which also undoes a
gantry tilt, and neighbours are blended where the grid has a slice between them. Linear throughout, so
that no HU appears that was not there before.
"""

from __future__ import annotations

import attrs
import numpy as np
from numpy.typing import NDArray

from viewer.model.volume import AIR_HU

Image = NDArray[np.int16]
# Closer to a whole pixel than this, nothing is gained by blending pixels.
_WHOLE_PX = 0.02


@attrs.frozen(eq=False)
class Sampling:
    """Slice `k` is image `below[k]` and the next one, blended with the share `weight[k]` of the next.

    `shift_px` `[n, 2]` is where the first pixel `(j, i)` of image `n` lies in the grid.
    """

    below: NDArray[np.intp]
    weight: NDArray[np.float64]
    shift_px: NDArray[np.float64]

    def images_of(self, k: int) -> tuple[int, ...]:
        """Return the one or two images that slice `k` is made of."""
        first = int(self.below[k])
        return (first,) if self.weight[k] == 0 else (first, first + 1)

    def fill(self, k: int, images: list[Image], out: Image) -> None:
        """Write slice `k` into `out` `[j, i]`, from the HU of the images that `images_of` names.

        What not all of them cover is air.
        """
        numbers = self.images_of(k)
        placed = [self._placed(n, image) for n, image in zip(numbers, images, strict=True)]
        top, left = (max(one.corner[axis] for one in placed) for axis in (0, 1))
        bottom, right = (min(one.corner[n] + one.image.shape[n] for one in placed) for n in (0, 1))
        out.fill(AIR_HU)
        inside = out[top:bottom, left:right]
        parts = [one.within(top, left, inside.shape) for one in placed]
        if len(parts) == 1:
            inside[...] = parts[0]
            return
        share = np.float32(self.weight[k])
        blend = parts[0] * (np.float32(1) - share) + parts[1] * share
        inside[...] = np.rint(blend, out=blend)

    def _placed(self, number: int, image: Image) -> _Placed:
        rows_px, columns_px = (float(one) for one in self.shift_px[number])
        moved = _moved(_moved(image, rows_px, 0), columns_px, 1)
        return _Placed(moved, (_first(rows_px), _first(columns_px)))


@attrs.frozen(eq=False)
class _Placed:
    """An image on the pixels of the grid, and where in the grid its first pixel `(j, i)` lies."""

    image: Image
    corner: tuple[int, int]

    def within(self, top: int, left: int, shape: tuple[int, ...]) -> Image:
        j, i = top - self.corner[0], left - self.corner[1]
        return self.image[j : j + shape[0], i : i + shape[1]]


def _first(shift_px: float) -> int:
    return int(np.ceil(shift_px - _WHOLE_PX))


def _moved(image: Image, by_px: float, axis: int) -> Image:
    """The image at the pixels of the grid along one axis: one fewer where they lie between its own."""
    share = by_px - np.floor(by_px + _WHOLE_PX)
    if abs(share) <= _WHOLE_PX:
        return image
    row = np.moveaxis(image, axis, 0).astype(np.float32)
    moved = row[:-1] * np.float32(share) + row[1:] * np.float32(1 - share)
    return np.moveaxis(np.rint(moved).astype(np.int16), 0, axis)
